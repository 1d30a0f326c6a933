"""A user's confidential table as it may be passed on: from here on nothing holds a figure that is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from iidsp_analysis.errors import ReportError, UsageError
from iidsp_analysis.loaders.confidential import MOST_DECIMALS, ConfidentialTable
from iidsp_analysis.measures.suppression.rules import Rules
from iidsp_analysis.measures.suppression.sensitivity import Floats
from iidsp_analysis.measures.suppression.table import protect

SHOWN: Final = "shown"
CONFIDENTIAL: Final = "c"
EMPTY: Final = "empty"


@dataclass(frozen=True)
class ProtectedTable:
    """One year of a protected table.

    Parameters
    ----------
    year : int
        Year.
    unit : str
        Unit of the figures.
    regions, industries : tuple of str
        Ids of the rows and columns, ``TOTAL`` last.
    figures : tuple of tuple of float or None
        Rows of figures, rounded to ``digits``; None where the figure is hidden.
    states : tuple of tuple of str
        Rows of :data:`SHOWN`, :data:`CONFIDENTIAL` (also for totals) or :data:`EMPTY` (nobody contributes; 0).
    digits : int
        Digits behind the comma.
    fewest : int
        Least number of contributors of a figure that is shown. The other parameters would help an attacker.
    is_count_only : bool
        Whether the minimum frequency was the only rule that could be applied to some of the cells.
    """

    year: int
    unit: str
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    figures: tuple[tuple[float | None, ...], ...]
    states: tuple[tuple[str, ...], ...]
    digits: int
    fewest: int
    is_count_only: bool

    def number_of(self, state: str) -> int:
        """Return how many cells, totals included, are in a state."""
        return sum(row.count(state) for row in self.states)


def protected(table: ConfidentialTable, rules: Rules, *, digits: int | None = None) -> ProtectedTable:
    """Protect a table and drop what is hidden.

    Parameters
    ----------
    table : ConfidentialTable
        One year.
    rules : Rules
        When a cell is sensitive, and how well it must be guarded.
    digits : int, optional
        Digits behind the comma of what is shown; those of the file by default.

    Raises
    ------
    UsageError
        For digits that no table has.
    ReportError
        If no pattern passed its audit.

    Notes
    -----
    Each total is the rounded true one and not a sum of rounded cells. Rounding only widens what fits the published
    figures: the true table, and every other that the audit found, still does.
    """
    shown = table.decimals if digits is None else digits
    if not 0 <= shown <= MOST_DECIMALS:
        raise UsageError(f"{shown} digits behind the comma cannot be shown.", what_next=f"Use 0 to {MOST_DECIMALS}.")
    try:
        pattern = protect(table.told, rules, step=10.0**-shown)
    except ArithmeticError as error:
        what = f"The table of {table.year} could not be protected: no pattern of hidden figures passed its audit."
        what_next = "Nothing was written. Merge small regions or industries, and look for a figure in a wrong unit."
        raise ReportError(what, what_next=what_next) from error
    states = np.where(pattern.hidden, CONFIDENTIAL, np.where(table.told.contributors > 0, SHOWN, EMPTY))
    return ProtectedTable(
        table.year, table.unit, (*table.regions, "TOTAL"), (*table.industries, "TOTAL"),
        _figures(table.told.value, states, shown), tuple(tuple(map(str, row)) for row in states),
        shown, rules.fewest, _is_count_only(table),
    )  # fmt: skip


def _figures(value: Floats, states: np.ndarray, digits: int) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(
            None if state == CONFIDENTIAL else round(float(figure), digits) + 0.0
            for figure, state in zip(*row, strict=True)
        )
        for row in zip(value, states, strict=True)
    )


def _is_count_only(table: ConfidentialTable) -> bool:
    return bool(np.any(np.isnan(table.told.largest) & (table.told.contributors > 0)))
