"""Groups of like regions: Ward's method, how clear the groups are, and whether they hold when features change."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from iidsp_analysis.measures.inputs import MeasureInputError

#: Draws of features, and the limits by which a group is called stable or doubtful (Hennig 2008, section 3).
DRAWS: Final = 500
STABLE, DOUBTFUL = 0.75, 0.60


def standardised(features: pd.DataFrame) -> pd.DataFrame:
    """Put features on one scale: mean 0, standard deviation 1 over the regions (population formula).

    Parameters
    ----------
    features : DataFrame, region × feature
        Any units; no missing cell.

    Returns
    -------
    DataFrame, region × feature
        Without unit; a feature that is the same everywhere becomes 0.

    Raises
    ------
    MeasureInputError
        If a cell is missing or not finite.
    """
    cells = features.to_numpy(dtype=float)
    if not np.isfinite(cells).all():
        raise MeasureInputError("Every region needs every feature.")
    spread = cells.std(axis=0)
    scaled = (cells - cells.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return pd.DataFrame(scaled, index=features.index, columns=features.columns)


def ward_groups(features: pd.DataFrame, groups: int) -> pd.Series:
    """Which group a region belongs to, if groups are joined so that variance within them grows least.

    Parameters
    ----------
    features : DataFrame, region × feature
        Standardised; no missing cell.
    groups : int
        Number of groups, from 1 to the number of regions.

    Returns
    -------
    Series by region
        1 … ``groups``, the largest group first; of equals, the one with the first region.

    Raises
    ------
    MeasureInputError
        For an impossible number of groups or a missing cell.

    References
    ----------
    Ward, J. H. (1963), Journal of the American Statistical Association 58, 236–244.
    """
    cells = features.to_numpy(dtype=float)
    if not np.isfinite(cells).all():
        raise MeasureInputError("Every region needs every feature.")
    if not 1 <= groups <= len(cells):
        raise MeasureInputError(f"{len(cells)} regions cannot make {groups} groups.")
    if len(cells) == 1:
        return pd.Series([1], index=features.index)
    return pd.Series(_largest_first(_cut(cells, groups)), index=features.index)


def _cut(cells: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    labels: NDArray[np.int64] = fcluster(linkage(cells, method="ward"), groups, criterion="maxclust").astype(np.int64)
    return labels


def _largest_first(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda at: (-sizes[at], first[at]))
    numbers = {found[at]: number for number, at in enumerate(order, start=1)}
    return np.array([numbers[label] for label in labels], dtype=np.int64)


def silhouettes(features: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """How much nearer a region is to its own group than to the next one.

    ``s = (b − a) / max(a, b)``, a the mean distance to the others of its group, b the least mean distance to another.

    Parameters
    ----------
    features : DataFrame, region × feature
        Standardised; distances are Euclidean.
    groups : Series by region
        The group of each; at least two groups.

    Returns
    -------
    Series by region
        −1 (belongs elsewhere) to 1 (clearly its own); 0 for a region that is a group of its own.

    Raises
    ------
    MeasureInputError
        For a single group.

    References
    ----------
    Rousseeuw, P. J. (1987), Journal of Computational and Applied Mathematics 20, 53–65.
    """
    labels = groups.reindex(features.index).to_numpy()
    names = np.unique(labels)
    if len(names) < 2:
        raise MeasureInputError("A silhouette needs two groups.")
    distances = squareform(pdist(features.to_numpy(dtype=float)))
    told = [_silhouette(distances[at], labels, at, names) for at in range(len(labels))]
    return pd.Series(told, index=features.index)


def _silhouette(row: NDArray[np.float64], labels: NDArray[np.int64], at: int, names: NDArray[np.int64]) -> float:
    own = labels == labels[at]
    if own.sum() == 1:
        return 0.0
    inside = row[own].sum() / (own.sum() - 1)
    outside = min(row[labels == name].mean() for name in names if name != labels[at])
    largest = max(inside, outside)
    return float((outside - inside) / largest) if largest > 0 else 0.0


def stability(features: pd.DataFrame, groups: pd.Series, *, draws: int = DRAWS, seed: int = 2018) -> pd.Series:
    """Whether groups come again when features are drawn anew: mean of the best Jaccard similarity by group.

    Regions are all there are and no sample, so features are drawn, with replacement, and not regions. In each draw the
    regions are grouped again into as many groups; a group is held against the one most like it (Hennig 2007).

    Parameters
    ----------
    features : DataFrame, region × feature
        Standardised; no missing cell.
    groups : Series by region
        Groups of :func:`ward_groups`.
    draws : int
        Number of draws.
    seed : int
        Of the draws.

    Returns
    -------
    Series by group
        0 (dissolves) to 1 (always the same); from 0.75 on stable, below 0.60 doubtful (Hennig 2008).

    References
    ----------
    Hennig, C. (2007), Computational Statistics & Data Analysis 52, 258–271; Hennig, C. (2008), Journal of Multivariate
    Analysis 99, 1154–1176.
    """
    cells, labels = features.to_numpy(dtype=float), groups.reindex(features.index).to_numpy()
    names = np.unique(labels)
    own = labels[None, :] == names[:, None]
    random = np.random.default_rng(seed)
    total = np.zeros(len(names))
    for _ in range(draws):
        chosen = random.integers(cells.shape[1], size=cells.shape[1])
        again = _cut(cells[:, chosen], len(names))
        total += _best_jaccard(own, again[None, :] == np.unique(again)[:, None])
    return pd.Series(total / draws, index=names)


def _best_jaccard(own: NDArray[np.bool_], again: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Jaccard similarity of each group (rows of ``own``, group × region) with the most similar of the others."""
    both = own.astype(float) @ again.T.astype(float)
    either = own.sum(axis=1)[:, None] + again.sum(axis=1)[None, :] - both
    best: NDArray[np.float64] = (both / either).max(axis=1)
    return best
