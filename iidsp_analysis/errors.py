"""What can go wrong, in the analyst's words: what, where, what next.

Every error that a person can meet derives from :class:`AnalysisError` and carries its exit code, so the command
line prints one sentence and no traceback. Exit codes: 0 done · 1 some reports failed or findings unexplained ·
2 wrong words on the command line · 3 data · 4 regions and borders · 5 units · 6 sources and downloads · 7 reports.
"""

from __future__ import annotations


class AnalysisError(Exception):
    """An error told as *what* happened, *where*, and *what next*.

    Parameters
    ----------
    what : str
        The fact, as one sentence.
    where : str, optional
        File, sheet, cell, table, region or period.
    what_next : str, optional
        What the reader can do about it.
    """

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", what_next: str = "") -> None:
        self.what = what
        self.where = where
        self.what_next = what_next
        super().__init__(what)  # where and what_next travel between processes as attributes

    def __str__(self) -> str:
        where = f" [{self.where}]" if self.where else ""
        what_next = f" {self.what_next}" if self.what_next else ""
        return f"{self.what}{where}{what_next}"


class SchemaError(AnalysisError):
    """Rows that break the panel's contract: unknown label, duplicate key, wrong unit, impossible sign."""


class WorkbookError(AnalysisError):
    """A publisher's file that cannot be read as the table it should be."""


class UsageError(AnalysisError):
    """Words on the command line or notebook parameters that mean nothing here."""

    exit_code = 2


class UnknownLabelError(AnalysisError):
    """A region or industry label that no table of aliases knows."""

    exit_code = 4


class BoundaryError(AnalysisError):
    """A comparison across a change of borders, or a region that its borders do not have."""

    exit_code = 4


class UnitError(AnalysisError):
    """Numbers of different units or price bases put together."""

    exit_code = 5


class SourceError(AnalysisError):
    """A source that is missing, has changed, or could not be downloaded."""

    exit_code = 6


class ReportError(AnalysisError):
    """A report that could not be made."""

    exit_code = 7


class MissingDataError(AnalysisError):
    """A section lacks its table: the reason is printed in its place and the report goes on."""
