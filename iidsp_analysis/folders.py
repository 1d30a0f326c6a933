"""Where the project's files lie: the folder that holds ``data/raw/sources.yml``, and what hangs below it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from iidsp_analysis.errors import SourceError

MARKER = Path("data", "raw", "sources.yml")


def project() -> Path:
    """Find the project folder: ``IIDSP_HOME``, else upwards from the working folder, else beside the package.

    Raises
    ------
    SourceError
        If no folder on the way holds ``data/raw/sources.yml``.
    """
    named = os.environ.get("IIDSP_HOME")
    if named:
        return _checked(Path(named))
    here = Path.cwd()
    beside_package = Path(__file__).resolve().parents[1]
    for folder in (here, *here.parents, beside_package):
        if (folder / MARKER).is_file():
            return folder
    raise SourceError(
        "No project folder was found.",
        where=str(here),
        what_next=f"Change into the folder that holds {MARKER.as_posix()}, or name it in IIDSP_HOME.",
    )


def _checked(folder: Path) -> Path:
    if (folder / MARKER).is_file():
        return folder
    raise SourceError(f"IIDSP_HOME names a folder without {MARKER.as_posix()}.", where=str(folder))


def raw() -> Path:
    """Folder of the published files, never edited."""
    return project() / "data" / "raw"


def processed() -> Path:
    """Folder of what is rebuilt from ``data/raw``."""
    return project() / "data" / "processed"


def notebooks() -> Path:
    """Folder of the parameterised notebooks."""
    return project() / "notebooks"


def reports() -> Path:
    """Folder of the rendered pages."""
    return project() / "reports"


def lock(folder: Path, file: str, *, wait: bool) -> int:
    """Take the system's lock on a folder; close the returned descriptor to give it back.

    The lock ends with the process, however that ends. Windows cannot lock a folder: there ``file`` in it is locked.

    Raises
    ------
    OSError
        If somebody else holds it and ``wait`` is false, or it cannot be taken.
    """
    held = os.open(folder, os.O_RDONLY) if os.name == "posix" else os.open(folder / file, os.O_RDWR | os.O_CREAT)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(held, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a file aside, then rename it: readers never meet half a file, a failure leaves the last."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    write_whole(path, lambda aside: aside.write_text(text, encoding="utf-8"))
