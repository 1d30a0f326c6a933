"""The register that a command names: a snapshot by day, id or name, a file, or the newest snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.loaders.projects.foreign_files import ENDINGS
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.loaders.projects.snapshots import Snapshot
from iidsp_analysis.sections.projects.view import EXAMPLE

#: A file and the day for which it speaks: ``register.xlsx@2018-03-27``.
_FILE_AND_DAY: Final = re.compile(r"(.+)@([^@/\\]+)")
#: Tables that can be read, and those whose refusal says what to do; other words name a snapshot.
_TABLE: Final = re.compile(
    rf".*(?:\.xlsx?|\.csv|\.tsv|\.txt|{'|'.join(map(re.escape, ENDINGS))})(?:@.*)?", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Opened:
    """A register, and the snapshot that it comes from, if it is stored."""

    register: Register
    snapshot: Snapshot | None = None

    def title(self, language: Language) -> str:
        """Return what the register is: its file, day and snapshot, and whether it is made up."""
        register = self.register
        told = {"file": shown(register.file), "day": language.date(register.as_of)}
        if self.snapshot is None:
            title = language.say("Register {file} as of {day} (not stored)", **told)
        else:
            title = language.say("Register {file} as of {day}, snapshot {id}", id=named(self.snapshot), **told)
        return f"{title}. {language.say('EXAMPLE DATA')}" if register.is_example else title


def named(snapshot: Snapshot) -> str:
    """Return the id of a snapshot, with its name if it has one."""
    return f"{snapshot.id} ({snapshot.name})" if snapshot.name else snapshot.id


def opened(words: str = "", as_of: str = "") -> Opened:
    """Open what is named on the command line.

    Parameters
    ----------
    words : str
        Day, id or name of a snapshot; the path of a file, perhaps with its day (``register.xlsx@2018-03-27``); empty
        for the newest snapshot; ``example`` for the made-up register.
    as_of : str
        The day for which a file speaks; today by default. A snapshot has a day of its own.

    Raises
    ------
    MissingDataError
        If nothing is named and nothing is stored.
    UsageError
        For an unknown snapshot, or a day that does not fit.
    WorkbookError, SchemaError, SourceError
        For a file or a snapshot that cannot be read.
    """
    if _TABLE.fullmatch(words):
        return _file(words, as_of)
    if words == EXAMPLE:
        return Opened(example_register())
    if words and Path(words).is_dir():
        raise UsageError("That is a folder, not a register.", where=shown(words),
                         what_next="Name the .xlsx or .csv in it, or a snapshot.")  # fmt: skip
    snapshot = snapshots.find(words) if words else snapshots.latest()
    if snapshot is None:
        raise MissingDataError("No register of projects is stored.",
                               what_next="`iidsp projects import FILE --as-of DATE` stores one.")  # fmt: skip
    if as_of and as_of != snapshot.as_of:
        raise UsageError(f"Snapshot {snapshot.id} speaks for {snapshot.as_of}.", where="--as-of",
                         what_next="Leave --as-of out, or name a file.")  # fmt: skip
    return Opened(snapshots.load(snapshot), snapshot)


def _file(words: str, as_of: str) -> Opened:
    told = None if Path(words).is_file() else _FILE_AND_DAY.fullmatch(words)
    path, day = (told[1], told[2]) if told else (words, as_of)
    if told and as_of not in {"", day}:
        raise UsageError(f"The file is named for {day}.", where="--as-of", what_next="Name one day.")
    return Opened(read(Path(path), as_of=day or date.today().isoformat()))
