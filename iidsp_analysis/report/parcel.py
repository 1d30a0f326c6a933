"""What a worker on another machine needs to make pages: data, notebooks, and the checksum of the program."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from iidsp_analysis import folders
from iidsp_analysis.report import inputs
from iidsp_analysis.report.jobs import Job

NOTEBOOKS: Final = "notebooks"


@dataclass(frozen=True)
class Parcel:
    """Files of an edition, sent once and unpacked once by every worker.

    ``name`` is its own in all the world; ``content`` is a tar file with ``data/`` and ``notebooks/``; ``program`` says
    what code and libraries the sender runs; ``common`` holds the jobs whose shared figures are computed before the
    first page.
    """

    name: str
    content: bytes
    program: dict[str, str]
    common: tuple[dict[str, Any], ...]

    def unpack(self, folder: Path) -> None:
        """Put the files below a folder."""
        with tarfile.open(fileobj=io.BytesIO(self.content)) as packed:
            packed.extractall(folder, filter="data")


def pack(notebooks: Path, common: Sequence[Job]) -> Parcel:
    """Pack the files as they lie there now; the worker compares their checksum with the one of its task."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as packing:
        for home, name in (
            (folders.raw(), "data/raw"),
            (folders.processed(), "data/processed"),
            (notebooks, NOTEBOOKS),
        ):
            if home.is_dir():
                packing.add(home, name, filter=_without_leftovers)
    return Parcel(f"iidsp-{uuid4().hex}", written.getvalue(), program(), tuple(asdict(job) for job in common))


def _without_leftovers(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out what somebody is writing at this moment, what JupyterLab leaves behind, and what is confidential."""
    name = Path(entry.name).name
    left_out = name.endswith(".part") or name == ".ipynb_checkpoints" or entry.name == "data/raw/confidential"
    return None if left_out else entry


def program() -> dict[str, str]:
    """Checksum of the package and versions of the libraries: pages of different ones would differ."""
    return {"iidsp-analysis": inputs.digest(inputs.code())} | inputs.libraries()


def differences(mine: dict[str, str], theirs: dict[str, str]) -> str:
    """Names of what differs between two programs, as a text; empty where nothing does."""
    return ", ".join(name for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name))
