"""Technology level of an industry as a number, 1 = low … 4 = high, by the Eurostat classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.reference.industry_records import divisions

LEVELS = {"low": 1.0, "medium-low": 2.0, "medium-high": 3.0, "high": 4.0}


def levels_of_divisions(codes: Sequence[str]) -> pd.Series[float]:
    """Level of every division (Eurostat, NACE Rev. 2 at two digits)."""
    return pd.Series([LEVELS[divisions()[code].technology] for code in codes], index=list(codes))


def levels_of_product_groups(codes: Sequence[str]) -> pd.Series[float]:
    """Estimated level of an HS section: the mean over the manufacturing divisions of its HS6 lines.

    Lines are counted, not weighed: a group's trade may lie in few of them. NaN where no line belongs to manufacturing.
    """
    return pd.Series([_mean_level(code) for code in codes], index=list(codes), dtype=float)


def _mean_level(code: str) -> float:
    lines = {each: count for each, count in industries.hs6_lines(code).items() if each in divisions()}
    if not lines:
        return float(np.nan)
    levels = levels_of_divisions(list(lines))
    return float(np.average(levels, weights=list(lines.values())))
