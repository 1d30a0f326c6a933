"""The measures of complexity on a long frame of many years, complete frame out."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.measures.complexity.advantage import presence, revealed_comparative_advantage
from iidsp_analysis.measures.complexity.arrays import Floats
from iidsp_analysis.measures.complexity.external import external_complexity
from iidsp_analysis.measures.complexity.grid import Grid, complete_grid
from iidsp_analysis.measures.complexity.index import complexity_index
from iidsp_analysis.measures.complexity.outlook import outlook
from iidsp_analysis.measures.inputs import MeasureInputError, float_array

Columns: TypeAlias = dict[str, npt.NDArray[np.float64] | npt.NDArray[np.bool_]]


def complexity_panel(
    rows: pd.DataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
    value: str = "value",
    anchor: pd.Series[float] | Literal["diversity"] | None = None,
    pci: pd.Series[float] | None = None,
    proximity: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Complexity panel: every measure for every region, industry and year, absent pairs included.

    Parameters
    ----------
    rows : DataFrame
        One row per region, industry and year; a pair without a row counts as 0.
    region, industry, year, value : str
        Names of the columns; amounts in one unit per year.
    anchor : Series by region or by (region, year), or ``"diversity"``
        Gives the eigenvector of each year its sign, as in :func:`.complexity_index`.
    pci : Series by industry or by (industry, year)
        Product complexity from elsewhere, instead of an anchor; ECI is then :func:`.external_complexity`.
    proximity : DataFrame, industry × industry, optional
        Proximities from elsewhere; default those of each year.

    Returns
    -------
    DataFrame
        The key columns and `value`, then ``rca``, ``present``, ``density``, ``pci``, ``eci``, ``coi``,
        ``outlook_gain``; sorted by year, region, industry. ``pci`` is standardised by itself or as handed over.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If a column or a label is missing, a key occurs twice, both or neither of `anchor` and `pci` are given, `pci`
        knows none of the industries, or a year has no determined eigenvector (the year is named).

    Notes
    -----
    Each year is computed by itself: adding a year changes no number of the others. A missing amount counts as 0 in
    sums and has no RCA. Regions and industries of any year are listed in every year; where they are empty their
    numbers are NaN and change nothing else. An industry or a pair of industries that `pci` or `proximity` does not
    know has no PCI or no proximity.

    References
    ----------
    As in the measures themselves.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"region": ["n", "n", "s"], "industry": ["A", "C", "A"], "year": 2023, "value": [1, 3, 2]})
    >>> panel = complexity_panel(rows, pci=pd.Series({"A": -1.0, "C": 1.0}))
    >>> panel[["region", "industry", "rca", "present", "eci"]]
      region industry  rca  present  eci
    0      n        A  0.5    False  1.0
    1      n        C  1.5     True  1.0
    2      s        A  2.0     True -1.0
    3      s        C  0.0    False -1.0
    """
    if (anchor is None) == (pci is None):
        raise MeasureInputError(
            "A complexity panel needs either an anchor or a product complexity.",
            what_next="Give pci (from world trade) for a few regions, an anchor by region for many.",
        )
    grid = complete_grid(rows, region, industry, year, value)
    if pci is not None:
        _refuse_strangers(pci, grid)
    near = None if proximity is None else proximity.reindex(index=grid.industries, columns=grid.industries)
    years = [_of_year(grid, at, anchor, pci, near) for at in range(len(grid.years))]
    computed = {name: np.concatenate([numbers[name] for numbers in years]) for name in years[0]}
    return grid.keys().assign(**computed)


def _refuse_strangers(pci: pd.Series[float], grid: Grid) -> None:
    """Refuse a `pci` without any label of the grid: every number that rests on it would be missing, without a word."""
    known = pci.index.get_level_values(0).isin(grid.industries)
    if isinstance(pci.index, pd.MultiIndex):
        known = known & pci.index.get_level_values(1).isin(grid.years)
    if not known.any():
        raise MeasureInputError(
            "pci knows none of the industries.",
            where=f"pci: {', '.join(map(str, pci.index[:5]))}; industries: {', '.join(map(str, grid.industries[:5]))}",
            what_next="Give it the labels of the industry column (text and numbers differ), and its years if by year.",
        )


def _of_year(
    grid: Grid,
    at: int,
    anchor: pd.Series[float] | Literal["diversity"] | None,
    pci: pd.Series[float] | None,
    proximity: pd.DataFrame | None,
) -> Columns:
    """Return the columns of one year, regions outside and industries inside."""
    label = grid.years[at]
    rca = revealed_comparative_advantage(grid.amounts[at])
    present = presence(rca)
    try:
        if pci is None:
            index = complexity_index(present, _anchor(anchor, grid.regions, label))
            eci, products = index.eci, index.pci
        else:
            products = _of_labels(pci, grid.industries, label, "pci")
            eci = external_complexity(present, products)
    except MeasureInputError as error:
        raise MeasureInputError(error.what, where=f"year {label}", what_next=error.what_next) from error
    reach = outlook(present, products, proximity)
    regions, industries = present.shape
    return {
        "rca": rca.ravel(),
        "present": present.ravel(),
        "density": reach.density.ravel(),
        "pci": np.tile(products, regions),
        "eci": np.repeat(eci, industries),
        "coi": np.repeat(reach.index, industries),
        "outlook_gain": reach.gain.ravel(),
    }


def _anchor(
    anchor: pd.Series[float] | Literal["diversity"] | None, regions: pd.Index, year: object
) -> Floats | Literal["diversity"] | None:
    if anchor is None or isinstance(anchor, str):
        return anchor
    return _of_labels(anchor, regions, year, "anchor")


def _of_labels(numbers: pd.Series[float], labels: pd.Index, year: object, name: str) -> Floats:
    """Return numbers by label, or by (label, year), in the order of `labels`; NaN where there is none."""
    mine = numbers
    if isinstance(numbers.index, pd.MultiIndex):
        mine = numbers[numbers.index.get_level_values(1) == year].droplevel(1)
    if not mine.index.is_unique:
        raise MeasureInputError(f"{name} has labels that occur twice.")
    return float_array(mine.reindex(labels), name)
