"""Where a project lies on the borders of a report: the register names regions as they were on the day of decision."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import BoundaryError


def placed(named: pd.Series, borders: int) -> pd.Series:
    """Return the region of these borders that holds each project.

    Parameters
    ----------
    named : Series of region ids
        Column ``region`` of a register; None where it is not told.
    borders : {2014, 2018, 2022}
        Borders of the report.

    Returns
    -------
    Series of region ids
        None where a project cannot be placed: its region is not told, is the whole country, or was larger than the
        regions of these borders (a project of former South Kazakhstan may lie in Turkistan or in Shymkent).
    """
    known = {name: _holder(str(name), borders) for name in named.dropna().unique()}
    return pd.Series([known.get(name) for name in named], index=named.index, dtype=object)


def _holder(name: str, borders: int) -> str | None:
    if name == schema.COUNTRY:
        return None
    try:
        return regions.contained_in(name, borders).id
    except BoundaryError:
        return None
