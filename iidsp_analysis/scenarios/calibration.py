"""Whether fans of the past would have held what came: rolling origins, each of which knows only its own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iidsp_analysis.scenarios.economy import Floats
from iidsp_analysis.scenarios.paths import BLOCK, SEED, drawn_years, widened

#: Yearly changes that an origin has seen at least.
FEWEST_SEEN = 6
PATHS_AT_ORIGIN = 2_000


@dataclass(frozen=True)
class Calibration:
    """How fans of past origins fared.

    Attributes
    ----------
    origins : int
        Fans that were made; those of neighbouring years overlap.
    independent : int
        Of them without a common year ahead, in one series.
    level : float
        What the interval promised.
    coverage : float
        Fraction of outcomes within it.
    pit : array (origins,)
        Fraction of the paths below each outcome: spread evenly over 0 to 1 where the fan is right.
    """

    origins: int
    independent: int
    level: float
    coverage: float
    pit: Floats


def calibration(growth: Floats, ahead: int, *, level: float = 0.9, seed: int = SEED) -> Calibration | None:
    """Test the draws on the logarithmic growth of one quantity, such as manufacturing relative to the rest.

    Parameters
    ----------
    growth : array (years,)
        Yearly logarithmic changes without gap.
    ahead : int
        Years from origin to outcome.

    Returns
    -------
    Calibration or None
        None where no origin has six years behind and ``ahead`` years before it.

    References
    ----------
    Dawid (1984), *Statistical theory: the prequential approach*, on the probability integral transform.
    """
    origins = range(FEWEST_SEEN, len(growth) - ahead + 1)
    if not origins:
        return None
    pit = np.array([_place(growth[:origin], growth[origin : origin + ahead].sum(), ahead, seed) for origin in origins])
    inside = (pit >= (1 - level) / 2) & (pit <= (1 + level) / 2)
    return Calibration(len(pit), -(-len(pit) // ahead), level, float(inside.mean()), pit)


def _place(seen: Floats, outcome: float, ahead: int, seed: int) -> float:
    drawn = drawn_years(np.random.default_rng(seed), PATHS_AT_ORIGIN, ahead, len(seen), BLOCK)
    return float((widened(seen)[drawn].sum(axis=1) < outcome).mean())
