"""Two editions of the same table, number by number."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import schema

_ABOUT = [schema.REGION, schema.INDUSTRY, schema.INDICATOR, schema.PERIOD]


def compare_vintages(loaded: pd.DataFrame, embedded: pd.DataFrame) -> pd.DataFrame:
    """List the numbers that differ between a file just loaded and the embedded figures.

    Parameters
    ----------
    loaded, embedded : DataFrame
        Panel rows. They are matched by region, industry, indicator and period, whatever their source.

    Returns
    -------
    DataFrame
        ``region, industry, indicator, period, loaded, embedded, difference`` (loaded less embedded, in the unit of
        the indicator), one row for each number that both have and that is not exactly the same.

    Notes
    -----
    A number that only one of the two has is no difference between vintages. Missing values are not compared.
    """
    pairs = loaded[[*_ABOUT, schema.VALUE]].merge(
        embedded[[*_ABOUT, schema.VALUE]], on=_ABOUT, suffixes=("_loaded", "_embedded"), validate="one_to_one"
    )
    pairs = pairs.rename(columns={"value_loaded": "loaded", "value_embedded": "embedded"})
    pairs["difference"] = pairs["loaded"] - pairs["embedded"]
    both = pairs["loaded"].notna() & pairs["embedded"].notna()
    differing = pairs[both & (pairs["loaded"] != pairs["embedded"])]
    return differing.sort_values(_ABOUT, ignore_index=True)
