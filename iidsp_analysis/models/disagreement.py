"""Which choice moves the ranks: shares of their variance over the draws."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.models.draws import Codes, Draws
from iidsp_analysis.models.ranking import Floats, Places


def disagreement(draws: Draws, found: Places, candidates: pd.Index) -> pd.DataFrame:
    """Share of the variance of each candidate's rank that each choice explains by itself.

    ``S = Var(E[rank | choice]) / Var(rank)``.

    Parameters
    ----------
    draws : Draws
        The designs.
    found : array of int, draws × candidates
        Their places.
    candidates : Index
        Labels of the columns.

    Returns
    -------
    DataFrame, candidates × choices
        ``weights``, ``normalisation``, ``aggregation``, ``lens left out``, ``scores``; 0 to 1, and 0 for a candidate
        that keeps its rank in all draws. The remainder to 1 is joint effects of several choices.

    Notes
    -----
    First-order sensitivity by the correlation ratio, less what as many levels would explain by chance (ε²); for the
    weights the linear part, R² of a regression of the rank on the drawn weights. A lens left out shows in its own
    column, so its zero weight does not count among the weights.

    References
    ----------
    Saisana, M., Saltelli, A. & Tarantola, S. (2005), Journal of the Royal Statistical Society A 168, 307–323.
    """
    ranks = found.astype(np.float32)
    ranks -= ranks.mean(axis=0, dtype=np.float64).astype(np.float32)
    spread = np.einsum("dc,dc->c", ranks, ranks).astype(float)
    shares = {
        "weights": _linear_share(draws, ranks, spread),
        "normalisation": _level_share(draws.normalisation, ranks, spread),
        "aggregation": _level_share(draws.aggregation, ranks, spread),
        "lens left out": _level_share(draws.left_out, ranks, spread),
        "scores": _level_share(draws.frame, ranks, spread),
    }
    return pd.DataFrame(shares, index=candidates)


def _level_share(levels: Codes, ranks: NDArray[np.float32], spread: Floats) -> Floats:
    """Return ε² of the ranks by the levels of one choice."""
    _, which, counts = np.unique(levels, return_inverse=True, return_counts=True)
    member = np.zeros((len(counts), len(levels)), dtype=np.float32)
    member[which, np.arange(len(levels))] = 1
    between = ((member @ ranks).astype(float) ** 2 / counts[:, None]).sum(axis=0)
    return _adjusted(between, spread, len(counts) - 1, len(levels) - 1)


def _linear_share(draws: Draws, ranks: NDArray[np.float32], spread: Floats) -> Floats:
    """Return the adjusted R² of the ranks on the drawn weights, rescaled over the lenses kept in the draw."""
    weights = np.where(draws.weights > 0, draws.weights, np.nan)
    counts = np.maximum((~np.isnan(weights)).sum(axis=0), 1)
    centred = np.nan_to_num(weights - np.nansum(weights, axis=0) / counts)
    axes, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    kept = sizes > 1e-9 * max(float(sizes.max(initial=0.0)), 1e-300)
    explained = ((axes[:, kept].T.astype(np.float32) @ ranks).astype(float) ** 2).sum(axis=0)
    return _adjusted(explained, spread, int(kept.sum()), len(ranks) - 1)


def _adjusted(explained: Floats, spread: Floats, used: int, total: int) -> Floats:
    """Return explained ÷ total spread, less what `used` free levels explain by chance; within 0 and 1."""
    if not 0 < used < total:
        return np.zeros(len(spread))
    chance = used * (spread - explained) / (total - used)
    share = (explained - chance) / np.where(spread > 0, spread, 1.0)
    return np.where(spread > 0, np.clip(share, 0.0, 1.0), 0.0)
