"""Growth relative to the same industry elsewhere: the target of the backtest and the shift that a lens sees."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError

Floats = npt.NDArray[np.float64]


def relative_growth(start: Floats, end: Floats) -> Floats:
    """Growth of each cell relative to the same industry in all other regions.

    ``g = 2 (q − 1) / (q + 1)`` with ``q = (x¹_rc / x⁰_rc) / ((X¹_c − x¹_rc) / (X⁰_c − x⁰_rc))``.

    Parameters
    ----------
    start, end : array, regions × industries
        Amounts, at least 0; NaN = not published.

    Returns
    -------
    array, regions × industries
        Between −2 (the industry left the region, or came new to the others) and +2 (it came new to the region, or
        left all others); near 0 the same as the difference of log growth, and in the same order as it everywhere. NaN
        where an amount is missing, nothing was there at either date, here or elsewhere, or both bounds meet (here and
        elsewhere nothing at the same date).

    Notes
    -----
    A logarithm is −∞ for an industry that disappears, and leaving such cells out would keep the survivors only. The
    country is the sum over regions that are published at both dates, the region itself left out. The measure has no
    unit: each date may be given in its own, however large or small.

    References
    ----------
    Davis, Haltiwanger & Schuh (1996), *Job Creation and Destruction*, ch. 2 (growth rate on the average of both
    dates); Esteban-Marquillas (1972) for the industry elsewhere as the standard.
    """
    known = ~(np.isnan(start) | np.isnan(end))
    before, after = (_near_one(np.where(known, amounts, 0.0)) for amounts in (start, end))
    elsewhere_before, elsewhere_after = _in_other_regions(before), _in_other_regions(after)
    gained, kept = after * elsewhere_before, before * elsewhere_after
    total = gained + kept
    usable = known & (total > 0)
    return np.where(usable, 2 * (gained - kept) / np.where(usable, total, 1.0), np.nan)


def growth_ratio(growth: float) -> float:
    """Ratio that a relative growth stands for: ``q = (2 + g) / (2 − g)``; its inverse is ``g = 2 (q − 1) / (q + 1)``.

    Parameters
    ----------
    growth : float
        Relative growth above −2 and below 2.

    Returns
    -------
    float
        1 = as elsewhere, 2 = doubled relative to it.

    Raises
    ------
    MeasureInputError
        At the bounds, where there is no ratio.

    Examples
    --------
    >>> round(growth_ratio(2 / 3), 9)
    2.0
    """
    if not -2 < growth < 2:
        raise MeasureInputError("Only a relative growth between −2 and 2 stands for a ratio.", where=str(growth))
    return (2 + growth) / (2 - growth)


def growth_elsewhere(start: Floats, end: Floats) -> Floats:
    """Log growth of the industry in all other regions.

    Parameters
    ----------
    start, end : array, regions × industries
        Amounts, at least 0; NaN = not published.

    Returns
    -------
    array, regions × industries
        Natural logarithm of the ratio of sums over the regions published at both dates; NaN where a sum is 0.
    """
    known = ~(np.isnan(start) | np.isnan(end))
    before, after = np.where(known, start, 0.0), np.where(known, end, 0.0)
    elsewhere_before, elsewhere_after = _in_other_regions(before), _in_other_regions(after)
    usable = (elsewhere_before > 0) & (elsewhere_after > 0)
    ratio = np.where(usable, elsewhere_after, 1.0) / np.where(usable, elsewhere_before, 1.0)
    return np.where(usable, np.log(ratio), np.nan)


def _near_one(amounts: Floats) -> Floats:
    """Divide each industry by a power of two near its largest finite amount, so that products neither burst nor vanish.

    A power of two, because division by it loses no digit.
    """
    largest = np.max(np.where(np.isfinite(amounts), amounts, 0.0), axis=0, keepdims=True, initial=0.0)
    return np.asarray(np.ldexp(amounts, -np.frexp(largest)[1]), dtype=float)


def _in_other_regions(amounts: Floats) -> Floats:
    """Sum of each industry over the other regions, added from both ends: total less own would cancel its digits."""
    from_above = np.cumsum(amounts, axis=0)
    from_below = np.cumsum(amounts[::-1], axis=0)[::-1]
    others = np.zeros_like(amounts)
    others[1:] += from_above[:-1]
    others[:-1] += from_below[1:]
    return others
