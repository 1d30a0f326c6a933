"""Storing a register: each version that is loaded is kept as a snapshot, whole or not at all, and never written again.

What is refused never gets here: a file is read first, and only a register that was read is stored.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from iidsp_analysis import folders
from iidsp_analysis.errors import SourceError, UsageError, WorkbookError
from iidsp_analysis.loaders.projects import frames
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.loaders.projects.snapshot_kind import ORIGINAL, write_kind
from iidsp_analysis.loaders.projects.snapshots import ASIDE, META, Snapshot, find, folder, snapshots, told

_NAME: Final = re.compile(r"[^\W\d_][\w-]{0,39}")
_LENGTH_OF_CHECKSUM: Final = 8
#: Windows cannot lock a folder: there this file in it is locked.
LOCK: Final = ".lock"


def import_file(path: Path, *, as_of: str, name: str = "") -> tuple[Snapshot, Register, bool]:
    """Read a file and keep it as a snapshot.

    Parameters
    ----------
    path : Path
        The register, as :func:`read.read` takes it.
    as_of : str
        The day for which it speaks, ``YYYY-MM-DD``.
    name : str
        What tells it apart from another version of the same day, a word such as ``corrected``.

    Returns
    -------
    tuple
        The snapshot, its register, and whether it is new: the same file for the same day is stored once.

    Raises
    ------
    WorkbookError, SchemaError
        If the file cannot be read or holds no project; nothing is stored then.
    UsageError
        For a wrong day or name, a day to come, or another version of a day that has one, without a name of its own.
    SourceError
        If the file changed while it was read.
    """
    register = read(Path(path), as_of=as_of)
    stored, is_new = store(register, Path(path).read_bytes(), Path(path).suffix.lower(), name)
    return stored, register, is_new


def store(register: Register, original: bytes, suffix: str, name: str = "") -> tuple[Snapshot, bool]:
    """Keep a register that was read, with the bytes of its file; return the snapshot and whether it is new.

    Raises
    ------
    UsageError, WorkbookError, SourceError
        As for :func:`import_file`.
    """
    _require_day(register.as_of)
    if register.rows.empty:
        raise WorkbookError("The file holds no project.", where=shown(register.file),
                            what_next="`iidsp projects check FILE --doubts` lists the rows left out.")  # fmt: skip
    if hashlib.sha256(original).hexdigest() != register.checksum:
        raise SourceError("The file changed while it was read.", where=shown(register.file),
                          what_next="Close it in other programs and import it again.")  # fmt: skip
    folder().mkdir(parents=True, exist_ok=True)
    held = folders.lock(folder(), LOCK, wait=True)  # of two who store at once, the second sees what the first stored
    try:
        earlier = [each for each in snapshots() if each.as_of == register.as_of]
        if same := [each for each in earlier if each.checksum == register.checksum]:
            return same[0], False
        _require_free(name, earlier, register)
        return _write(register, original, suffix, name)
    finally:
        os.close(held)


# --- writing ----------------------------------------------------------------------------------------------------


def _require_day(as_of: str) -> None:
    """A register cannot speak for a day that has not come: a slip of the pen."""
    if date.fromisoformat(as_of) > date.today() + timedelta(
        days=1
    ):  # it may be tomorrow already where the file is from
        raise UsageError(f"{as_of} is still to come.", where="--as-of", what_next="Look at the year.")


def _require_free(name: str, earlier: list[Snapshot], register: Register) -> None:
    """Another version of a day needs a name that no snapshot has, so that nobody compares the wrong ones."""
    if name and not _NAME.fullmatch(name):
        what_next = "Use one word that begins with a letter: letters, digits, hyphens, at most 40."
        raise UsageError(f"{shown(name)!r} cannot name a snapshot.", where="--name", what_next=what_next)
    if name and name in {each.name for each in snapshots()}:
        raise UsageError(f"A snapshot is named {name!r} already.", where="--name", what_next="Choose another name.")
    if earlier and not name:
        what_next = "Look whether the day is right; to keep both versions, give this one a name: --name corrected."
        what = f"Another register is stored for {register.as_of}: {told(earlier)}."
        raise UsageError(what, where=shown(register.file), what_next=what_next)


def _write(register: Register, original: bytes, suffix: str, name: str) -> tuple[Snapshot, bool]:
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder()))
    try:
        (aside / f"{ORIGINAL}{suffix}").write_bytes(original)
        frames.write_frames(register, aside)
        write_kind((register.as_of, shown(register.file), register.is_example), aside)
        made = _snapshot(register, name, aside)
        (aside / META).write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1), encoding="utf-8")
        aside.chmod(0o755)  # a temporary folder is closed to others
        return (made, True) if _moved(aside, folder() / made.id) else (find(made.id), False)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _moved(aside: Path, home: Path) -> bool:
    """Put the folder in its place; False where another run stored the same file in the meantime."""
    try:
        os.rename(aside, home)
    except OSError:
        if not (home / META).is_file():
            raise
        return False
    return True


def _snapshot(register: Register, name: str, aside: Path) -> Snapshot:
    return Snapshot(
        id=f"{register.as_of}_{register.checksum[:_LENGTH_OF_CHECKSUM]}",
        as_of=register.as_of,
        checksum=register.checksum,
        file=shown(register.file),
        name=name,
        is_example=register.is_example,
        projects=len(register.rows),
        doubts=len(register.doubts),
        stored=datetime.now(UTC).isoformat(timespec="microseconds"),
        parts={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(aside.iterdir())},
    )
