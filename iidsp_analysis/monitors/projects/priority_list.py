"""Which OKED codes serve a priority of the programme: the user's table, or the shipped, unverified example."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from iidsp_analysis import folders
from iidsp_analysis.errors import SchemaError
from iidsp_analysis.monitors.projects.settings import FOLDER
from iidsp_analysis.reference import rows

SHIPPED, OWN = "project_priorities.csv", "priorities.csv"
COLUMNS = ("programme", "priority_en", "priority_ru", "oked", "verified", "source", "note")
#: Columns that a user's table needs; the others may be left out.
NEEDED = ("programme", "oked", "verified")
#: Two digits of a division that exists, up to three more, a point after the second at most.
_CODE = re.compile(r"(?!00)\d{2}(?:\.?\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Priority:
    """One line of the list: a priority of a programme and an OKED code of 2–5 digits that serves it."""

    programme: str
    name_en: str
    name_ru: str
    code: str
    is_verified: bool
    source: str
    note: str


@dataclass(frozen=True)
class PriorityList:
    """The list and the name of the file that it comes from."""

    lines: tuple[Priority, ...]
    file: str = SHIPPED

    @property
    def programme(self) -> str:
        """Names of the programmes that the list is of."""
        return ", ".join(dict.fromkeys(line.programme for line in self.lines))

    @property
    def is_verified(self) -> bool:
        """Whether every line was read in the act itself."""
        return all(line.is_verified for line in self.lines)

    def of(self, code: str) -> tuple[Priority, ...]:
        """Lines that a project's code serves: it is the listed code, or stands below it."""
        return tuple(line for line in self.lines if code.startswith(line.code))

    def serves(self, codes: pd.Series) -> pd.Series:
        """Whether each code serves a priority: 1, 0, or NaN where the code is coarser than the list and cannot tell.

        Parameters
        ----------
        codes : Series
            OKED codes of 2–5 digits; missing ones cannot be told.
        """
        told = {code: self._serves(str(code)) for code in codes.dropna().unique()}
        return codes.map(told).astype(float)

    def _serves(self, code: str) -> float:
        if self.of(code):
            return 1.0
        return float("nan") if any(line.code.startswith(code) for line in self.lines) else 0.0


def read_priorities(path: Path | None = None) -> PriorityList:
    """Read the user's list of priorities, or the shipped one where there is none.

    Parameters
    ----------
    path : Path, optional
        ``data/raw/projects/priorities.csv`` by default: commas or semicolons, UTF-8.

    Raises
    ------
    SchemaError
        For a missing column, a code that is not of 2–5 digits, another word than yes or no, or an empty list.
    """
    own = path or folders.raw() / FOLDER / OWN
    if path is None and not own.exists():
        return shipped_priorities()
    try:
        text = own.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError("The list of priorities cannot be read.", where=own.name,
                          what_next="Save it as CSV in UTF-8.") from error  # fmt: skip
    head = text.splitlines()[0] if text.strip() else ""
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    twice = [name for name in COLUMNS if list(lines.fieldnames or ()).count(name) > 1]
    if twice:
        raise SchemaError(f"The list of priorities has the column {', '.join(twice)} twice.", where=own.name,
                          what_next="Keep one of them.")  # fmt: skip
    missing = [name for name in NEEDED if name not in (lines.fieldnames or ())]
    if missing:
        raise SchemaError(f"The list of priorities lacks the column {', '.join(missing)}.", where=own.name,
                          what_next=f"Columns: {', '.join(COLUMNS)}.")  # fmt: skip
    try:
        return _list(lines, own.name)
    except csv.Error as error:
        raise SchemaError(f"The list of priorities is no table: {error}.", where=own.name,
                          what_next="Look for a quotation mark that is not closed.") from error  # fmt: skip


def shipped_priorities() -> PriorityList:
    """Return the list that ships with the package: an example from memory, marked as not verified."""
    return _list(rows(SHIPPED.removesuffix(".csv")), SHIPPED)


def _list(told: Iterable[Mapping[str, str | None]], file: str) -> PriorityList:
    lines = tuple(_priority(row, f"{file}, line {number}") for number, row in enumerate(told, start=2))
    if not lines:
        raise SchemaError("The list of priorities is empty: every project would be outside it.", where=file,
                          what_next="Fill it, or switch the rule off in the settings.")  # fmt: skip
    return PriorityList(lines, file)


def _priority(row: Mapping[str, str | None], where: str) -> Priority:
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not _CODE.fullmatch(told["oked"]):
        raise SchemaError(f"The OKED code must have 2 to 5 digits, such as 24.1, not {told['oked']!r}.", where=where,
                          what_next="Two digits, then up to three more; one point after the second is allowed."
                          )  # fmt: skip
    code = told["oked"].replace(".", "")
    if told["verified"] not in ("yes", "no"):
        raise SchemaError(f"The column verified holds {told['verified']!r}.", where=where, what_next="Use yes or no.")
    return Priority(told["programme"], told["priority_en"], told["priority_ru"], code, told["verified"] == "yes",
                    told["source"], told["note"])  # fmt: skip
