"""Which candidates are large enough to be ranked, and how many of them are picked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.models.observations import Floats

#: A candidate below both shares, of its region's amounts and of an average region's, is not ranked: doubling next to
#: nothing is no growth point. The second keeps what is small only beside one very large industry.
SMALLEST_SHARE = 0.005
SMALLEST_OF_AVERAGE = 0.001
#: A region with fewer candidates than this is not ranked.
FEWEST_RANKED = 4
#: Most picks of a region; of fewer than ten candidates half are picked.
TOP = 5


def large_enough(amounts: Floats) -> npt.NDArray[np.bool_]:
    """Whether each cell reaches 0.5 % of its region's amounts, or 0.1 % of an average region's.

    Parameters
    ----------
    amounts : array, regions × industries
        Amounts of one year; NaN = not published.

    Returns
    -------
    array of bool, regions × industries
        False where nothing is published. A region without any figure is not in the average.
    """
    known = np.nan_to_num(amounts, nan=0.0)
    own = known.sum(axis=1, keepdims=True)
    published = max(int((~np.isnan(amounts)).any(axis=1).sum()), 1)
    enough = (known >= SMALLEST_SHARE * own) | (known >= SMALLEST_OF_AVERAGE * own.sum() / published)
    return np.asarray(enough & (known > 0), dtype=bool)


def picked(ranked: int) -> int:
    """How many of so many ranked candidates are picked."""
    return min(TOP, ranked // 2)
