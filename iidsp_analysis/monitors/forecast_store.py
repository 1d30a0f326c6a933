"""Finished forecasts on disk: a page of a run reads what another page of the run has computed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis import folders
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_outlook import ExportForecasts

FOLDER = "forecasts"
FRAMES = ("mean", "lower", "upper", "base")
LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels")
HERE = Path(__file__).parent
#: Code that decides the figures: another version of it makes another file.
CODE = ("export_cube.py", "export_outlook.py", "forecast_making.py", "forecast_store.py", "path_order.py")


def path_of(cube: ExportCube, question: tuple[str, ...]) -> Path:
    """File of a question about a cube: its name has a checksum of the code, and one of figures and question."""
    digest = hashlib.sha256(cube.values.tobytes())
    labels = (cube.regions, cube.sections, cube.months, str(cube.borders), question)
    digest.update(json.dumps(labels).encode())
    return folders.processed() / FOLDER / f"exports-{_code_key()}-{digest.hexdigest()[:20]}.npz"


def _code_key() -> str:
    """Checksum of the code and the libraries that make forecasts."""
    digest = hashlib.sha256(json.dumps([(name, metadata.version(name)) for name in LIBRARIES]).encode())
    for path in sorted([*(HERE.parent / "forecasts").glob("*.py"), *(HERE / name for name in CODE)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def save(path: Path, made: ExportForecasts) -> None:
    """Write forecasts whole or not at all: two pages that compute the same at once leave one good file.

    Files that other code has made are taken away: nothing reads them any more.
    """
    frames = {name: getattr(made, name).to_numpy(dtype=float) for name in FRAMES}
    words = {
        "names": list(made.mean.columns),
        "months": list(made.months),
        "methods": made.methods.to_dict(orient="index"),
        "regions": made.regions,
        "sections": made.sections,
        "without": dict(made.without),
        "level": made.level,
    }
    stream = io.BytesIO()
    np.savez(stream, paths=made.paths, words=np.array(json.dumps(words)), **frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    folders.write_whole(path, lambda aside: aside.write_bytes(stream.getvalue()))
    made_by = path.stem.rsplit("-", 1)[0]
    for old in path.parent.glob("exports-*.npz"):
        if not old.stem.startswith(made_by):
            old.unlink(missing_ok=True)  # another page may take it away at the same time


def load(path: Path) -> ExportForecasts | None:
    """Return stored forecasts; None where there is no file, or one that cannot be read."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            words = json.loads(str(stored["words"]))
            frames = {name: pd.DataFrame(stored[name], words["months"], words["names"]) for name in FRAMES}
            paths = stored["paths"]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    return ExportForecasts(
        **frames,
        paths=paths,
        methods=pd.DataFrame.from_dict(words["methods"], orient="index"),
        regions=tuple(words["regions"]),
        sections=tuple(words["sections"]),
        without=words["without"],
        level=words["level"],
    )
