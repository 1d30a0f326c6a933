"""The files that decide what pages say: tables, the user's own files, notebooks, code, libraries; and their checksums.

Nothing here imports pandas: a run that finds everything unchanged has to end before pandas would be imported.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from iidsp_analysis import folders

PACKAGE: Final = Path(__file__).resolve().parents[1]
#: Libraries that decide numbers, pictures or the shape of a page.
LIBRARIES: Final = (
    "babel", "ipython", "jinja2", "markupsafe", "matplotlib", "matplotlib-inline", "nbclient", "nbconvert", "nbformat",
    "numpy", "pandas", "papermill", "pyarrow", "scipy", "seaborn", "statsmodels",
)  # fmt: skip
#: Folders of ``data/raw`` with the user's own files, as in ``build.OWN_FOLDERS``.
CONFIDENTIAL = "confidential"
#: Folders of ``data/raw`` with files of the user that pages tell.
OWN = ("plans", "projects", "geo", "io", "world", "peers")
_ENDINGS: Final = frozenset({".py", ".csv", ".po", ".j2", ".css", ".js", ".mplstyle", ".yml", ".json"})


def digest(told: object) -> str:
    """Checksum of plain values."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def files_of(paths: Iterable[Path], home: Path) -> dict[str, str]:
    """Checksum of every file by its path below a folder."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(set(paths))
    }


def tables() -> dict[str, str]:
    """Checksums of ``data/raw`` without the user's own folders: every page prints one checksum of all of them."""
    raw = folders.raw()
    tops = [top for top in raw.iterdir() if top.name not in (*OWN, CONFIDENTIAL)]
    return files_of((path for top in tops for path in _below(top)), raw)


def own_files() -> dict[str, str]:
    """Checksums of the user's own files, folder by folder; what a spreadsheet leaves open is none."""
    raw = folders.raw()
    return files_of(
        (path for name in OWN for path in _below(raw / name) if not path.name.startswith((".", "~$"))),
        raw,
    )


def _below(top: Path) -> list[Path]:
    if top.is_file():
        return [top]
    return [path for path in top.rglob("*") if path.is_file()] if top.is_dir() else []


def code() -> dict[str, str]:
    """Checksums of the package: modules, reference tables, catalogues, templates."""
    return files_of((path for path in PACKAGE.rglob("*") if path.suffix in _ENDINGS and path.is_file()), PACKAGE)


@cache
def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that decide what a page looks like."""
    return {"python": sys.version.split()[0]} | {name: metadata.version(name) for name in LIBRARIES}


def notebooks(folder: Path) -> dict[str, str]:
    """Checksums of what the notebooks say: sources, kinds and tags of the cells, but no ids and no outputs."""
    return {path.stem: _sense(path) for path in sorted(folder.glob("*.ipynb"))}


def _sense(path: Path) -> str:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        told = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", [])) for cell in cells]
    except (ValueError, KeyError, TypeError):  # no notebook: its own bytes are all that it says
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return digest(told)


def checksum(told: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """One checksum of the tables and the user's own files as they lie there now.

    A worker compares it with the one of the plan: a page made while files changed is not published.
    """
    return digest(told or {"tables": tables(), "own": own_files()})
