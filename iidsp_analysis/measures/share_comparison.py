"""A region beside the rest of the country: shares of an industry, and by how many plants each share is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.plants import Floats, checked_totals

#: A sum of jobs is nothing when it is smaller than this share of the country: what is left of a subtraction.
NOTHING = 1e-12


class Comparison(NamedTuple):
    """A region and the rest of the country: shares of the industry, and the plants by which they are known."""

    weight: Floats  # share of the region in the country's jobs
    here: Floats
    plants_here: Floats
    elsewhere: Floats
    plants_elsewhere: Floats


class Margins(NamedTuple):
    """Jobs by region (column), by industry (row) and of the country."""

    region: Floats
    industry: Floats
    whole: Floats


def margins_of(
    jobs: Floats,
    region_totals: npt.ArrayLike | None = None,
    industry_totals: npt.ArrayLike | None = None,
    grand_total: float | None = None,
) -> Margins:
    """Return the published totals, or the sums of the cells; empty regions and industries become NaN.

    Raises
    ------
    MeasureInputError
        If the cells of a region or an industry sum to more than its total, or totals to more than the country.
    """
    region = jobs.sum(axis=1) if region_totals is None else checked_totals(region_totals)
    industry = jobs.sum(axis=0) if industry_totals is None else checked_totals(industry_totals)
    whole = np.asarray(industry.sum()) if grand_total is None else checked_totals(grand_total)
    _refuse_parts_above(np.nansum(jobs, axis=1), region)
    _refuse_parts_above(np.nansum(jobs, axis=0), industry)
    _refuse_parts_above(np.nansum(region), whole)
    _refuse_parts_above(np.nansum(industry), whole)
    return Margins(*(np.where(sums > 0, sums, np.nan) for sums in (region[:, None], industry[None, :], whole)))


def _refuse_parts_above(parts: npt.ArrayLike, total: Floats) -> None:
    if (np.asarray(parts) > total * (1 + 1e-9)).any():
        raise MeasureInputError(
            "The parts hold more jobs than their total.", what_next="Take cells and totals from the same table."
        )


def compare_with_rest(jobs: Floats, size: Floats, margins: Margins) -> Comparison:
    """Return the shares of every cell and of the rest of the country, each with its effective number of plants.

    A share ``p`` of ``x`` jobs in plants of size ``m`` (the industry) and ``m'`` (the others) is known as well as one
    of ``N = x / ((1 − p) m + p m')`` plants: the binomial variance ``p (1 − p) / N`` is that of plants drawn by chance.
    """
    share = jobs / margins.region
    rest = margins.whole - margins.region
    rest = np.where(rest > NOTHING * margins.whole, rest, np.nan)
    elsewhere = np.clip((margins.industry - jobs) / rest, 0.0, 1.0)
    same, others, rest_others = _sizes_around(jobs, size, float(margins.whole))
    return Comparison(
        weight=margins.region / margins.whole,
        here=np.minimum(share, 1.0),
        plants_here=margins.region / ((1 - share) * size + share * others),
        elsewhere=elsewhere,
        plants_elsewhere=rest / ((1 - elsewhere) * same + elsewhere * rest_others),
    )


def _sizes_around(jobs: Floats, size: Floats, whole: float) -> tuple[Floats, Floats, Floats]:
    """Plant sizes seen by the same industry elsewhere, by other industries here, and by other industries elsewhere."""
    known = np.where(np.isnan(jobs) | np.isnan(size), 0.0, jobs)
    weighted = known * np.where(known > 0, size, 0.0)

    def around(cells: Floats) -> tuple[Floats, Floats, Floats]:
        row, column = cells.sum(axis=1, keepdims=True), cells.sum(axis=0, keepdims=True)
        return column - cells, row - cells, cells.sum() - row - column + cells

    least = NOTHING * (whole if whole > 0 else 1.0)
    # A mean lies among its numbers; differences of sums need not when sizes are many orders of magnitude apart.
    lowest, highest = np.fmin.reduce(size, axis=None), np.fmax.reduce(size, axis=None)
    same, others, rest_others = (
        np.where(count > least, np.clip(total / np.where(count > least, count, 1.0), lowest, highest), size)
        for total, count in zip(around(weighted), around(known), strict=True)
    )
    return same, others, rest_others
