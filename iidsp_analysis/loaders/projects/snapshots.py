"""Snapshots of the register: the versions that were stored, and the register of each.

A snapshot is a folder of ``data/raw/projects/snapshots``: the file as it came, the rows and doubts that were read from
it, and ``meta.json`` with the checksum of each part. ``store`` writes it, once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from iidsp_analysis import folders
from iidsp_analysis.errors import SourceError, UsageError
from iidsp_analysis.loaders.projects import frames
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.loaders.projects.snapshot_kind import KIND, ORIGINAL, agrees, is_kind

FOLDER: Final = Path("projects", "snapshots")
META: Final = "meta.json"
#: Name of a snapshot's folder: day and first digits of the checksum.
_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}_[0-9a-f]{8}", re.ASCII)
#: How the name of a folder begins that is being written; nothing reads it.
ASIDE: Final = ".being-written-"


@dataclass(frozen=True)
class Snapshot:
    """One stored version of the register.

    ``id`` is the day and the first digits of the checksum, ``name`` what tells two versions of one day apart (or
    nothing), ``file`` the name under which the file came, ``stored`` the moment in UTC, and ``parts`` the SHA-256 of
    every file of the snapshot.
    """

    id: str
    as_of: str
    checksum: str
    file: str
    name: str
    is_example: bool
    projects: int
    doubts: int
    stored: str
    parts: dict[str, str]


def folder(raw: Path | None = None) -> Path:
    """Folder of the snapshots, below ``data/raw`` or another raw folder; it may be absent."""
    return (raw or folders.raw()) / FOLDER


def snapshots(raw: Path | None = None) -> tuple[Snapshot, ...]:
    """List the snapshots, the newest day last; versions of one day in the order in which they were stored.

    Parameters
    ----------
    raw : Path, optional
        The raw folder; ``data/raw`` of the project by default.

    Raises
    ------
    SourceError
        If the record of a snapshot is damaged.
    """
    home = folder(raw)
    found = [path for path in home.iterdir() if _ID.fullmatch(path.name)] if home.is_dir() else []
    records = [_record(path / META) for path in found]
    return tuple(sorted(records, key=lambda each: (each.as_of, each.stored, each.id)))


def strangers(raw: Path | None = None) -> tuple[str, ...]:
    """Names in the folder of the snapshots that are none: nothing reads them, and a listing says so."""
    home = folder(raw)
    names = sorted(path.name for path in home.iterdir()) if home.is_dir() else []
    return tuple(name for name in names if not _ID.fullmatch(name) and not name.startswith("."))


def is_known_by(snapshot: Snapshot, month: str) -> bool:
    """Whether a snapshot speaks for a day up to a month ``YYYY-MM``; without a month all are known."""
    return not month or snapshot.as_of[: len(month)] <= month


def newest(found: Iterable[Snapshot]) -> Snapshot | None:
    """Return the newest of some snapshots; an example only where there is no other, None where there is none."""
    return max(found, key=lambda each: (not each.is_example, each.as_of, each.stored), default=None)


def latest() -> Snapshot | None:
    """Return the newest of all snapshots, as :func:`newest` chooses it."""
    return newest(snapshots())


def find(words: str) -> Snapshot:
    """Return the snapshot with this day, id or name.

    Raises
    ------
    UsageError
        If there is none, or a day has several versions: the known ones are named.
    """
    every = snapshots()
    found = [each for each in every if words in {each.id, each.as_of} or (each.name and words == each.name)]
    if len(found) == 1:
        return found[0]
    known = told(found or every)
    if found:
        raise UsageError(f"There is more than one snapshot {words!r}.", what_next=f"Name one of {known}.")
    what_next = f"Known: {known}." if known else "`iidsp projects import FILE --as-of DATE` stores one."
    raise UsageError(f"There is no snapshot {words!r}.", what_next=what_next)


def load(snapshot: Snapshot) -> Register:
    """Return the register of a snapshot, as it was read when it was stored.

    Raises
    ------
    SourceError
        If a file of the snapshot is gone or is not the one that was stored, or if the record calls an example real or
        a real register an example.
    """
    require_whole(snapshot)
    home = folder() / snapshot.id
    told = _frames(snapshot, home)
    original = None if KIND in snapshot.parts else home / _original(snapshot.parts)
    if not (_is_kind(snapshot, home) and agrees(snapshot.is_example, told["rows"], told["places"], original)):
        raise SourceError("The record calls an example real, or a real register an example.",
                          where=f"{snapshot.id}, {META}",
                          what_next="Restore the folder, or delete it and import its file again.")  # fmt: skip
    return Register(**told, file=snapshot.file, checksum=snapshot.checksum, as_of=snapshot.as_of,
                    is_example=snapshot.is_example)  # fmt: skip


def _frames(snapshot: Snapshot, home: Path) -> dict[str, Any]:
    """Read rows and doubts; the record's counts must be theirs."""
    try:
        told = frames.read_frames(home)
    except (OSError, ValueError, KeyError, TypeError) as error:  # no Parquet, or other columns than those stored
        raise _damaged(snapshot.id, "register.parquet") from error
    if (len(told["rows"]), len(told["doubts"])) != (snapshot.projects, snapshot.doubts):
        raise _damaged(snapshot.id, META)
    return told


def original(snapshot: Snapshot) -> Path:
    """Path of the stored file, as it came."""
    return folder() / snapshot.id / _original(snapshot.parts)


def require_whole(snapshot: Snapshot, raw: Path | None = None) -> None:
    """Hold the files of a snapshot to their checksums.

    Raises
    ------
    SourceError
        Naming the first file that is gone or is not the one that was stored.
    """
    home = folder(raw) / snapshot.id
    for part in snapshot.parts:
        _require_part(snapshot, part, home)
    if snapshot.parts[_original(snapshot.parts)] != snapshot.checksum:
        raise _damaged(snapshot.id, _original(snapshot.parts))


def _require_part(snapshot: Snapshot, part: str, home: Path) -> None:
    path = home / part
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != snapshot.parts[part]:
        raise _damaged(snapshot.id, part)


def _original(parts: Iterable[str]) -> str:
    """Name of the part that is the file as it came."""
    return next(part for part in parts if Path(part).stem == ORIGINAL)


def _is_kind(snapshot: Snapshot, home: Path) -> bool:
    return is_kind((snapshot.as_of, snapshot.file, snapshot.is_example), home)


def _record(path: Path) -> Snapshot:
    """Return the record of a snapshot; a folder that was renamed or a record that was edited is no snapshot."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path.parent.name, META) from error
    if not isinstance(told, dict) or set(told) != {each.name for each in fields(Snapshot)}:
        raise _damaged(path.parent.name, META)
    if told["id"] != path.parent.name or not _is_record(told):
        raise _damaged(path.parent.name, META)
    made = Snapshot(**told)
    if KIND in made.parts:
        _require_part(made, KIND, path.parent)
        if not _is_kind(made, path.parent):
            raise _damaged(made.id, META)
    return made


_NEEDED: Final = frozenset({"register.parquet", "doubts.parquet", "places.parquet", "heads.parquet"})
_KINDS: Final = {"projects": int, "doubts": int, "is_example": bool, "parts": dict}


def _is_record(told: dict[str, object]) -> bool:
    """Whether every entry is of its kind, the id is that of day and file, and the parts are files of this folder."""
    if any(type(value) is not _KINDS.get(name, str) for name, value in told.items()):
        return False
    parts = told["parts"]
    return (
        told["id"] == f"{told['as_of']}_{str(told['checksum'])[:8]}"
        and set(parts) >= _NEEDED
        and any(Path(part).stem == ORIGINAL for part in parts)
        and all(Path(part).name == part and isinstance(each, str) for part, each in parts.items())
    )


def _damaged(name: str, part: str) -> SourceError:
    return SourceError("A snapshot is not what was stored.", where=f"{shown(name)}, {part}",
                       what_next="Restore the folder, or delete it and import its file again.")  # fmt: skip


def told(found: Iterable[Snapshot]) -> str:
    """List the ids of snapshots, with their names."""
    return ", ".join(f"{each.id} ({each.name})" if each.name else each.id for each in found)
