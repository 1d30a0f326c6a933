"""Which method speaks at an origin: the one that erred less on the series' own past, else the naive one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iidsp_analysis.forecasts.accuracy import share_above_zero
from iidsp_analysis.forecasts.candidates import (
    COMBINATION,
    DENSE_SHARE,
    MEMBERS,
    NAIVE,
    SPARSE_COMBINATION,
    Said,
)
from iidsp_analysis.forecasts.roots import Floats, to_root

#: A single method takes the place of the combination where its past error is this share of the combination's.
CLEARLY_BETTER = 0.9


class Choice(NamedTuple):
    """The method chosen at an origin, the past error of each candidate over the naive one's, and why."""

    method: str
    relative: dict[str, float]
    beats_naive: bool


def candidates_at(spoken: Said, place: int) -> tuple[str, ...]:
    """Methods that say something at an origin: the naive one first, then those of a dense or a sparse history."""
    combination = SPARSE_COMBINATION if sparse_at(spoken, place) else COMBINATION
    names = (NAIVE, *MEMBERS[combination], combination)
    return tuple(
        name for name in names if name in spoken.forecasts and not np.isnan(spoken.forecasts[name][place]).any()
    )


def sparse_at(spoken: Said, place: int) -> bool:
    """Whether fewer than 80 % of the months known at an origin have a shipment."""
    return share_above_zero(spoken.histories[place]) < DENSE_SHARE


def past_errors(spoken: Said, name: str, place: int) -> Floats:
    """Errors of a method that were known at an origin: actual less forecast, amounts, earlier origins × horizon."""
    origins = np.array(spoken.origins)
    horizon = spoken.actuals.shape[1]
    known = origins[:place, None] + np.arange(1, horizon + 1) <= origins[place]
    return np.where(known, spoken.actuals[:place] - spoken.forecasts[name][:place], np.nan)


def past_root_errors(spoken: Said, name: str, place: int) -> Floats:
    """The same errors on cube roots, the scale of intervals."""
    errors = to_root(spoken.actuals[:place]) - to_root(spoken.forecasts[name][:place])
    return np.where(np.isnan(past_errors(spoken, name, place)), np.nan, errors)


def choose(spoken: Said, place: int) -> Choice:
    """Choose by absolute errors made before an origin, all horizons and earlier origins alike.

    The combination is used unless a single method erred less by a tenth; whichever it is must have erred less than
    the naive method on the same months, else the naive one is used. Nothing is estimated again for the choice.

    References
    ----------
    Tashman (2000), International Journal of Forecasting 16, 437–450 (rolling origins); Makridakis, Spiliotis &
    Assimakopoulos (2020), ibid. 36, 54–74 (combinations err less than what is chosen from them).
    """
    names = candidates_at(spoken, place)
    naive = np.abs(past_errors(spoken, NAIVE, place))
    relative = {name: _relative(np.abs(past_errors(spoken, name, place)), naive) for name in names if name != NAIVE}
    judged = {name: error for name, error in relative.items() if not np.isnan(error)}
    if not judged:
        return Choice(NAIVE, relative, beats_naive=False)
    best = min(judged, key=lambda name: judged[name])
    together = next((name for name in (COMBINATION, SPARSE_COMBINATION) if name in judged), best)
    method = best if judged[best] < CLEARLY_BETTER * judged[together] else together
    beats = judged[method] < 1
    return Choice(method if beats else NAIVE, relative, beats)


def _relative(errors: Floats, naive: Floats) -> float:
    both = ~(np.isnan(errors) | np.isnan(naive))
    against = float(naive[both].sum())
    return float(errors[both].sum()) / against if against > 0 else float("nan")
