"""What a check found: which cells, how large, and whether somebody has explained it already."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from iidsp_analysis.errors import SourceError

ERROR, GAP, NOTE = "error", "gap", "note"
SEVERITIES = (ERROR, GAP, NOTE)
KNOWN_FILE = "known_findings.csv"
_KNOWN_COLUMNS = (
    "check", "source", "region", "industry", "period", "cells", "size", "tolerance", "trap", "explanation",
)  # fmt: skip


class Cell(NamedTuple):
    """One guilty cell and the size of what is wrong with it."""

    region: str
    industry: str
    period: str
    size: float


@dataclass(frozen=True)
class Finding:
    """One finding, which may stand for many cells of one table.

    ``size`` is the largest size among the cells, in ``unit``; an explanation comes from ``known_findings.csv`` and
    holds only for exactly this place, number of cells and size.
    """

    check: str
    severity: str
    source: str
    region: str
    industry: str
    period: str
    size: float
    unit: str
    message: str
    cells: tuple[Cell, ...] = ()
    trap: str = ""
    explanation: str = ""

    @property
    def is_explained(self) -> bool:
        """Whether the list of known findings says why."""
        return bool(self.explanation)

    @property
    def count(self) -> int:
        """Number of guilty cells; a finding about a file has one."""
        return max(len(self.cells), 1)


def about_file(check: str, file: str, message: str, *, severity: str = ERROR, source: str = "") -> Finding:
    """A finding about a whole file."""
    return Finding(check, severity, source or file, "", "", "", 1.0, "file", message)


def grouped(
    check: str,
    severity: str,
    source: str,
    cells: pd.DataFrame,
    message: str,
    *,
    by: str = "span",
    counted: bool = False,
) -> list[Finding]:
    """Turn guilty cells into a few findings, so that the listing stays readable.

    Parameters
    ----------
    check, severity, source : str
        What was checked, how grave it is, and in which table.
    cells : DataFrame
        ``region, industry, period, size, unit``: the guilty cells.
    message : str
        One sentence with the gaps ``{size}`` (without sign), ``{unit}`` and ``{where}``.
    by : {"span", "industry", "table"}
        One finding for each industry; with ``span`` industries of the same regions, periods and unit become one,
        with ``table`` all do.
    counted : bool
        Whether the size of the finding is the number of its cells instead of the largest size among them.
    """
    groups: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for (industry, unit), group in cells.groupby(["industry", "unit"], sort=False):
        span = (_label(group["region"], "regions"), _span(group["period"]), str(unit))
        key = {"span": span, "industry": (*span, str(industry)), "table": ()}[by]
        groups.setdefault(key, []).append(group)
    return [_one(check, severity, source, pd.concat(parts), message, counted) for parts in groups.values()]


def _one(check: str, severity: str, source: str, cells: pd.DataFrame, message: str, counted: bool) -> Finding:
    guilty = tuple(Cell(*row) for row in cells[["region", "industry", "period", "size"]].itertuples(index=False))
    size = float(len(guilty)) if counted else max((cell.size for cell in guilty), key=abs)
    unit = str(cells["unit"].iloc[0])
    place = (_label(cells["region"], "regions"), _label(cells["industry"], "industries"), _span(cells["period"]))
    told = message.format(size=plain_number(abs(size)), unit=unit, where=" · ".join(part for part in place if part))
    return Finding(check, severity, source, *place, size, unit, told, guilty)


def plain_number(size: float) -> str:
    """A size with grouped thousands and at most two decimals."""
    return f"{size:,.2f}".rstrip("0").rstrip(".")


def _label(names: pd.Series, noun: str) -> str:
    different = sorted(set(names))
    return " ".join(different) if len(different) <= 4 else f"{len(different)} {noun}"


def _span(periods: pd.Series) -> str:
    first, last = periods.min(), periods.max()
    return first if first == last else f"{first}–{last}"


# --- explanations -----------------------------------------------------------------------------------------------


def explain(findings: Iterable[Finding], raw_folder: Path) -> list[Finding]:
    """Attach the explanations of ``known_findings.csv`` to the findings that they are about."""
    known = _read_known(raw_folder)
    return [_explained(finding, known) for finding in findings]


def _read_known(raw_folder: Path) -> list[dict[str, str]]:
    path = raw_folder / KNOWN_FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != _KNOWN_COLUMNS:
            raise SourceError(
                f"The list of known findings must have the columns {', '.join(_KNOWN_COLUMNS)}.", where=str(path)
            )
        return list(reader)


def _explained(finding: Finding, known: list[dict[str, str]]) -> Finding:
    for entry in known:
        if _is_about(entry, finding):
            return replace(finding, trap=entry["trap"], explanation=entry["explanation"])
    return finding


def _is_about(entry: dict[str, str], finding: Finding) -> bool:
    same_place = all(
        entry[name] == getattr(finding, name) for name in ("check", "source", "region", "industry", "period")
    )
    if not same_place or int(entry["cells"]) != finding.count:
        return False
    return abs(float(entry["size"]) - finding.size) <= float(entry["tolerance"])
