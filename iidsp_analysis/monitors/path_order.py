"""Simulated paths of several series put into one order, so that the draws of a country and of its parts agree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
YEAR = 12
SEED = 2018


def ordered_together(paths: Floats, history: Floats, seed: int = SEED) -> Floats:
    """Reorder the paths of every series so that their sums rise and fall together as the series did in the past.

    Forecast errors of a country and of its regions are not independent: one is the sum of the others. Draws made
    series by series are; reconciled as they are, they would pass for many independent opinions and make every
    interval too narrow. A template gives the order: random sums of the past changes over a year, the same weights
    for all series, which add up as the series do. Only whole paths change places, so every series keeps its own
    distribution, month by month and in the sum.

    Parameters
    ----------
    paths : array (draws, series, months)
        Simulated amounts; draws of different series are independent.
    history : array (known months, series)
        The same series before the forecast; NaN is missing.
    seed : int
        Of the template's weights.

    Returns
    -------
    array (draws, series, months)
        The same paths; unchanged where fewer than two years are known together.

    References
    ----------
    Clark, M. et al. (2004), Journal of Hydrometeorology 5, 243–262 (the Schaake shuffle: ranks from the past);
    Iman, R. L. & Conover, W. J. (1982), Communications in Statistics B 11, 311–334 (reordering draws).
    """
    changes = history[YEAR:] - history[:-YEAR]
    known = changes[np.isfinite(changes).all(axis=1)]
    if len(known) < YEAR:
        return paths
    weights = np.random.default_rng(seed).standard_normal((len(paths), len(known)))
    wanted = np.argsort(np.argsort(weights @ known, axis=0), axis=0)  # rank of every draw, series by series
    own = np.argsort(paths.sum(axis=2), axis=0, kind="stable")
    order = np.take_along_axis(own, wanted, axis=0)
    return np.take_along_axis(paths, order[:, :, None], axis=0)
