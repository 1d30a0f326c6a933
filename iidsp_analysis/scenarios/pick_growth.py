"""What the growth of like industries would add to a region through its picks: a range for each, never a forecast."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidate_size import SMALLEST_SHARE
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.scenarios.past_growth import WINDOW, PastGrowth, past_growth

QUANTILES = {"lower": 0.05, "middle": 0.5, "upper": 0.95}
DOUBLE = 2.0
COLUMNS = ("share", *QUANTILES, *(f"{name}_move" for name in QUANTILES), "doubling", "windows", "independent")


def first_year_told(main: Observations) -> int:
    """The first year in which a window of five years can have ended."""
    return main.years[0] + WINDOW


def moves(points: GrowthPoints) -> pd.DataFrame:
    """Picks with share of the region, five-year growth of the same industry, and what that adds to the region.

    Returns
    -------
    DataFrame by candidate
        ``share`` (fraction of all candidates' amounts), ``lower, middle, upper`` (growth in five years, fractions),
        ``<quantile>_move`` (fraction of the region), ``doubling`` (fraction of windows that grew less than twofold),
        ``windows``, ``independent`` (of them without a common year). A pick without ten windows has no row; without
        picks there are none.
    """
    main = points.survey.candidates.main
    whole = float(points.table["amount"].sum())
    rows = {}
    for code in points.picks.index:
        seen = _seen(main, str(code))
        if seen is not None:
            rows[code] = _row(seen, float(points.picks.loc[code, "amount"]) / whole)
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))


def _seen(main: Observations, code: str) -> PastGrowth | None:
    years, places = list(main.years), list(main.regions)
    values = pd.DataFrame(main.values[:, main.industries.index(code), :].T, years, places)
    whole = pd.DataFrame(np.nansum(main.values, axis=1).T, years, places)
    try:
        return past_growth(values, starts=values >= SMALLEST_SHARE * whole)
    except MissingDataError:
        return None  # the pick is left out, and the section names it


def _row(seen: PastGrowth, share: float) -> list[float]:
    growth = np.quantile(seen.windows["ratio"], list(QUANTILES.values())) - 1
    return [share, *growth, *(share * growth), seen.share_below(DOUBLE), seen.count, seen.independent]
