"""From a confidential table to its protected files: read, protect, attack, write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.loaders.confidential import located, read_tables
from iidsp_analysis.measures.suppression.rules import Rules
from iidsp_analysis.monitors.confidential import protected
from iidsp_analysis.report.protected_files import write_files
from iidsp_analysis.sections import confidential as words

_DOMINANCE: Final = re.compile(r"\s*(\d+)\s*,\s*(\d+(?:\.\d+)?)\s*", re.ASCII)


@dataclass(frozen=True)
class Request:
    """What is to be protected, how, and where to; shares in per cent, as typed."""

    file: Path
    out: Path
    min_count: int = 3
    dominance: str = "1,75"
    p: float = 10.0
    protection: float = 20.0
    digits: int | None = None
    borders: int | None = None
    language: str = "en"


def rules_of(request: Request) -> Rules:
    """Return the rules that a request names.

    Raises
    ------
    UsageError
        If they mean nothing.
    """
    typed = _DOMINANCE.fullmatch(request.dominance)
    if typed is None:
        what = f"{request.dominance!r} is no dominance rule."
        raise UsageError(what, what_next="Write the number of contributors and their per cent, as in --dominance 1,75.")
    return Rules(request.min_count, int(typed[1]), float(typed[2]) / 100, request.p / 100, request.protection / 100)


def protect_file(request: Request) -> list[str]:
    """Protect a table and write its files; all years or none.

    Parameters
    ----------
    request : Request
        The table, the rules and the folder.

    Returns
    -------
    list of str
        A sentence for each year, then the files.

    Raises
    ------
    AnalysisError
        If the rules or the table are wrong, or it cannot be protected. Nothing is written then.
    """
    rules, language = rules_of(request), reader_of(request.language)
    path = located(request.file)
    tables = [protected(table, rules, digits=request.digits) for table in read_tables(path, borders=request.borders)]
    files = write_files(tables, path.stem, request.out, language)
    return [*(words.finding(table, language) for table in tables), *map(str, files)]
