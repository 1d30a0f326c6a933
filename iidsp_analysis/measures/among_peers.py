"""Where one economy stands among others: its place, and the middle half of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError

QUARTILES = (0.25, 0.5, 0.75)
COLUMNS = ("own", "low", "middle", "high", "rank", "count")


def among_peers(figures: pd.DataFrame, own: str) -> pd.DataFrame:
    """Answer where one economy stands, figure by figure.

    ``rank = 1 + #{others above}``; quartiles are those of the others, the economy itself left out.

    Parameters
    ----------
    figures : DataFrame, economies × items
        Shares, growth or levels, each column of one unit.
    own : str
        Label of the economy that is placed.

    Returns
    -------
    DataFrame, item × (own, low, middle, high, rank, count)
        ``low, middle, high`` are the quartiles (linear interpolation; Hyndman & Fan type 7), ``rank`` 1 = highest,
        ``count`` economies with a figure, the own one included.

    Raises
    ------
    MeasureInputError
        If the economy is not there, a label occurs twice, or there are no others.

    Notes
    -----
    Others without a figure are left out of that item; where the own figure is missing, or nobody else has one, rank is
    missing. Equal figures share the better place.

    References
    ----------
    Hyndman, R. & Fan, Y. (1996), *Sample quantiles in statistical packages*, The American Statistician 50, 361–365.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = pd.DataFrame({"manufacturing": [0.10, 0.12, 0.20, 0.08]}, index=["KAZ", "A", "B", "C"])
    >>> among_peers(shares, "KAZ").loc["manufacturing", ["middle", "rank", "count"]].tolist()
    [0.12, 3.0, 4.0]
    """
    if own not in figures.index or figures.index.has_duplicates or len(figures) < 2:
        raise MeasureInputError("An economy is placed among others, each of which is there once.", where=own)
    others, here = figures.drop(index=own), figures.loc[own]
    low, middle, high = (others.quantile(level) for level in QUARTILES)
    count = others.notna().sum()
    above = (others.to_numpy() > here.to_numpy()).sum(axis=0)
    is_placed = here.notna().to_numpy() & (count.to_numpy() > 0)
    rank = pd.Series(np.where(is_placed, 1.0 + above, np.nan), index=figures.columns)
    columns = (here, low, middle, high, rank, count + here.notna())
    return pd.concat(columns, axis=1, keys=COLUMNS).astype(float)
