"""Amounts that may stand in thousands or billions instead of millions: found by their magnitude, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.loaders.projects import format as form

#: Fewer amounts tell nothing about what is usual.
FEWEST_AMOUNTS: Final = 8
#: A mix-up is a factor of 1,000. Costs of single projects differ by more than that (a bakery, a refinery), costs per
#: job and plan against fact do not: these decide, and the amount alone only where it is far beyond.
RATIO_OF_A_MIX_UP: Final = 300.0
PAIR_RATIOS: Final = (500.0, 2000.0)
RATIO_ALONE: Final = 10_000.0
#: Half of the projects above 500 bn KZT, or below 1 mln KZT, and the column is in another unit (in 2017 the mean cost
#: was 12.5 bn KZT: 120 projects, 1.5 trn KZT).
COLUMN_MEDIANS: Final = (1.0, 500_000.0)
_PAIRS: Final = (("cost_planned_mln_kzt", "cost_actual_mln_kzt"), ("output_planned_mln_kzt", "output_actual_mln_kzt"))
_JOBS: Final = ("jobs_permanent_planned", "jobs_permanent_actual")


class Suspicion(NamedTuple):
    """An amount (``at`` -1: the whole column) with the reason of its doubt."""

    at: int
    column: str
    reason: str
    gaps: dict[str, object]


def mixed_up(rows: pd.DataFrame) -> Iterator[Suspicion]:
    """List amounts of money whose magnitude suggests another unit.

    An amount is suspected if it is 300 times (or 1/300 of) what the register's median amount per permanent job lets
    expect and 300 times the median amount too; if plan and fact differ 500 to 2,000 times; without jobs only from
    10,000 times the median. A column is suspected if its median is below 1 mln or above 500 bn KZT.

    Yields
    ------
    Suspicion
    """
    jobs = rows[_JOBS[0]].fillna(rows[_JOBS[1]]).to_numpy(dtype=float)
    for column in (name for name in rows.columns if (known := form.field_of(str(name))) and known.is_money):
        yield from _of_column(str(column), rows[column].to_numpy(dtype=float), jobs)
    for planned, actual in _PAIRS:
        yield from _of_pair(rows, planned, actual)
    yield from _shares_as_fractions(rows)


def _of_column(column: str, amounts: NDArray[np.float64], jobs: NDArray[np.float64]) -> Iterator[Suspicion]:
    told = amounts[amounts > 0]
    if len(told) < FEWEST_AMOUNTS:
        return
    median = float(np.median(told))
    if not COLUMN_MEDIANS[0] <= median <= COLUMN_MEDIANS[1]:
        gaps: dict[str, object] = {"median": f"{median:.6g}", "unit": form.MLN_KZT}
        yield Suspicion(-1, column, "magnitude_column", gaps)
    ratios = amounts / median
    per_job = np.divide(amounts, jobs, out=np.full(len(amounts), np.nan), where=jobs > 0)
    usual = per_job[per_job > 0]
    expected = per_job / np.median(usual) if len(usual) >= FEWEST_AMOUNTS else np.full(len(amounts), np.nan)
    for index in np.flatnonzero(_is_mixed_up(ratios, expected)):
        ratio = float(expected[index] if np.isfinite(expected[index]) else ratios[index])
        reason = "magnitude_cell" if ratio > 1 else "magnitude_small"
        yield Suspicion(int(index), column, reason, {"factor": f"{max(ratio, 1 / ratio):.0f}"})


def _is_mixed_up(ratios: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.bool_]:
    high = (expected >= RATIO_OF_A_MIX_UP) & (ratios >= RATIO_OF_A_MIX_UP)
    low = (expected <= 1 / RATIO_OF_A_MIX_UP) & (ratios <= 1 / RATIO_OF_A_MIX_UP) & (ratios > 0)
    alone = np.isnan(expected) & ((ratios >= RATIO_ALONE) | ((ratios > 0) & (ratios <= 1 / RATIO_ALONE)))
    return high | low | alone


def _of_pair(rows: pd.DataFrame, planned: str, actual: str) -> Iterator[Suspicion]:
    plan, fact = rows[planned].to_numpy(dtype=float), rows[actual].to_numpy(dtype=float)
    ratios = np.divide(fact, plan, out=np.full(len(rows), np.nan), where=(plan > 0) & (fact > 0))
    larger = np.maximum(ratios, 1 / ratios)
    for index in np.flatnonzero((larger >= PAIR_RATIOS[0]) & (larger <= PAIR_RATIOS[1])):
        yield Suspicion(int(index), actual, "magnitude_pair", {"factor": f"{larger[index]:.0f}"})


def _shares_as_fractions(rows: pd.DataFrame) -> Iterator[Suspicion]:
    for column in (each.name for each in form.FIELDS if each.unit == form.PERCENT):
        told = rows[column].to_numpy(dtype=float)
        told = told[told > 0]
        if len(told) >= FEWEST_AMOUNTS and told.max() <= 1 and (told < 1).any():
            yield Suspicion(-1, column, "fractions", {})
