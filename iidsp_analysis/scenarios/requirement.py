"""The inverse question: how much faster must divisions grow to reach a share by a year, within bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from iidsp_analysis.errors import UsageError
from iidsp_analysis.scenarios.economy import Economy, Floats, checked_rates
from iidsp_analysis.scenarios.projection import Assumptions

#: Absolute error of the excess growth (fraction a year) at which the search for the root ends.
EXACT = 1e-12
#: Excess growth beyond which nobody needs to search where no bounds are given: a thousandfold a year.
BEYOND = 1e3


@dataclass(frozen=True)
class Requirement:
    """What must grow how fast.

    Attributes
    ----------
    is_feasible : bool
        Whether the target is reached within the bounds.
    excess : float
        Smallest uniform growth above the rates assumed, a fraction a year; 0 where the target is reached without, NaN
        where it cannot be reached.
    rates : array (divisions,)
        Yearly growth that it takes; the highest that the bounds allow where it cannot be reached.
    share : float
        Share reached with ``rates``, fraction: the target, more where no excess is needed, or the best reachable.
    at_bound : array of bool (divisions,)
        Divisions that grow as fast as the bounds allow.
    """

    is_feasible: bool
    excess: float
    rates: Floats
    share: float
    at_bound: np.typing.NDArray[np.bool_]


def required_growth(
    economy: Economy,
    base_rates: Floats,
    assumptions: Assumptions,
    *,
    target: float,
    by: int,
    movable: tuple[str, ...] = (),
    upper: Floats | None = None,
) -> Requirement:
    """Solve for the smallest uniform excess growth that reaches a target share.

    The share rises with the excess, so that the root of ``share(δ) = target`` with ``g_i = min(g_i⁰ + δ, upper_i)`` is
    the only one; Brent's method brackets it.

    Parameters
    ----------
    base_rates : array (divisions,)
        Growth without the excess, fractions a year. A division whose bound is below it keeps it: nobody is slowed.
    target : float
        Share as a fraction, above 0 and below 1.
    movable : tuple of str
        Divisions that can grow faster; all if empty.
    upper : array (divisions,), optional
        Highest growth of each; default none.

    Raises
    ------
    UsageError
        For an unknown division, a rate below −100 %, or bounds that do not fit.

    References
    ----------
    Brent (1973), *Algorithms for minimization without derivatives*, ch. 4.
    """
    start = checked_rates(base_rates)
    ceiling = np.full(start.shape, np.inf) if upper is None else np.asarray(upper, dtype=np.float64)
    if ceiling.shape != start.shape or np.isnan(ceiling).any():
        raise UsageError("Every division needs one upper bound of its growth.", where="bounds")
    ceiling = np.where(_can_move(economy, movable), np.maximum(ceiling, start), start)

    def rates(excess: float) -> Floats:
        return np.minimum(start + excess, ceiling)

    def share(excess: float) -> float:
        return share_reached(economy, rates(excess), assumptions, by)

    def answer(excess: float, *, feasible: bool = True) -> Requirement:
        found = rates(excess)
        told = excess if feasible else float("nan")
        return Requirement(feasible, told, found, share(excess), (found >= ceiling) & (ceiling > start))

    if share(0.0) >= target:
        return answer(0.0)
    spread = ceiling - start
    most = float(np.max(spread)) if np.isfinite(spread).all() else BEYOND
    if share(most) < target:
        return answer(most, feasible=False)
    return answer(float(brentq(lambda excess: share(excess) - target, 0.0, most, xtol=EXACT)))


def _can_move(economy: Economy, movable: tuple[str, ...]) -> np.typing.NDArray[np.bool_]:
    unknown = sorted(set(movable) - set(economy.divisions))
    if unknown:
        raise UsageError(f"The scenario has no division {', '.join(unknown)}.", where="division",
                         what_next=f"Divisions: {', '.join(economy.divisions)}.")  # fmt: skip
    return np.array([not movable or code in movable for code in economy.divisions])


def share_reached(economy: Economy, rates: Floats, assumptions: Assumptions, by: int) -> float:
    """Share of manufacturing in the last year, a fraction."""
    years = by - economy.year
    worth = float((economy.value_added * (1 + rates) ** years).sum()) * (1 + assumptions.relative_price) ** years
    return worth / (worth + economy.rest * (1 + assumptions.rest) ** years)
