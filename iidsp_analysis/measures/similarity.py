"""Structural similarity: which regions make the same things, whatever their size."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, region_by_industry, total_by


def cosine_similarity(values: pd.DataFrame) -> pd.DataFrame:
    """Cosine between the industrial structures of all pairs of regions.

    ``Σ_c x_rc x_sc / √(Σ_c x_rc² · Σ_c x_sc²)``.

    Parameters
    ----------
    values : DataFrame, region × industry
        Amounts or location quotients in one unit, at least 0.

    Returns
    -------
    DataFrame, region × region
        0 (no industry in common) to 1 (same proportions); symmetric, 1 on the diagonal.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    Large industries dominate; an industry that is zero everywhere changes nothing. An empty region, and one with a
    missing cell, is NaN against all and changes no other pair.

    References
    ----------
    Jaffe, A. B. (1986), American Economic Review 76, 984–1001.
    """
    profiles = _profiles(region_by_industry(values))
    cells = profiles.to_numpy()
    length = np.sqrt((cells**2).sum(axis=1, keepdims=True))
    unit = cells / length
    return _square((unit @ unit.T).clip(max=1.0), profiles.index)


def krugman_distance(values: pd.DataFrame) -> pd.DataFrame:
    """Krugman's index between all pairs of regions, as a distance.

    ``Σ_c |x_rc / x_r − x_sc / x_s|``.

    Parameters
    ----------
    values : DataFrame, region × industry
        Amounts in one unit, at least 0.

    Returns
    -------
    DataFrame, region × region
        0 (same structure) to 2 (no industry in common); symmetric.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    Half of the distance is the share of one region's total that would have to change industry. Empty regions and
    regions with a missing cell as in :func:`cosine_similarity`.

    References
    ----------
    Krugman, P. (1991), *Geography and Trade*.
    """
    profiles = _profiles(region_by_industry(values))
    cells = profiles.to_numpy()
    return _square(np.abs(cells[:, None, :] - cells[None, :, :]).sum(axis=2), profiles.index)


def nearest_peers(distance: pd.DataFrame, region: str, count: int) -> pd.Series[float]:
    """Peers of a region: the regions at the smallest distance, nearest first.

    Parameters
    ----------
    distance : DataFrame, region × region
        As from :func:`krugman_distance`; for similarities hand over ``1 − similarity``.
    region : str
        A label of the frame.
    count : int
        How many peers, at least 1; fewer are returned if fewer have a distance.

    Returns
    -------
    Series by region
        Distances; ties keep the order of the frame.

    Raises
    ------
    MeasureInputError
        If the frame does not hold the region, or `count` is below 1.

    Notes
    -----
    The region itself and regions without a distance (empty, missing) are left out.
    """
    if region not in distance.index or count < 1:
        raise MeasureInputError(
            f"{count} peers of «{region}» cannot be found.",
            what_next=f"Regions in the frame: {', '.join(map(str, distance.index))}.",
        )
    others: pd.Series[float] = distance.T[region].drop(labels=[region]).dropna()
    return others.sort_values(kind="stable").head(count)


def _profiles(values: pd.DataFrame) -> pd.DataFrame:
    by_region = total_by(values, 1)
    return values.div(by_region.where(by_region > 0), axis=0)


def _square(cells: np.ndarray, regions: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(cells, index=regions, columns=regions)
