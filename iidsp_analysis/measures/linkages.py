"""Linkages: which industries pull others along, and which the others stand on.

Demand side (Leontief): what one unit of final demand for an industry sets in motion upstream. Supply side (Ghosh): how
far an industry's product is passed on downstream.

Further rooms: :mod:`~iidsp_analysis.measures.input_output` (the table and its balance),
:mod:`~iidsp_analysis.measures.leontief` (coefficients and inverses, which can be had from here too),
:mod:`~iidsp_analysis.measures.linkage_multipliers`, :mod:`~iidsp_analysis.measures.extraction` and
:mod:`~iidsp_analysis.measures.regionalisation`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.input_output import square
from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.leontief import (
    allocation_coefficients,
    ghosh_inverse,
    leontief_inverse,
    technical_coefficients,
)

__all__ = [
    "allocation_coefficients",
    "backward_linkages",
    "forward_linkages",
    "ghosh_inverse",
    "key_sectors",
    "leontief_inverse",
    "technical_coefficients",
]


def backward_linkages(leontief: pd.DataFrame, *, normalised: bool = True) -> pd.Series[float]:
    """Backward linkage: how strongly an industry pulls on its suppliers, and theirs.

    ``b_j = Σ_i l_ij``; normalised (Rasmussen's power of dispersion) ``n Σ_i l_ij / Σ_i Σ_j l_ij``.

    Parameters
    ----------
    leontief : DataFrame, industry × industry
        :func:`leontief_inverse`.
    normalised : bool
        Divide by the mean over industries.

    Returns
    -------
    Series by industry
        Normalised: 1 = as the average industry. Otherwise money per money: the output multiplier.

    Notes
    -----
    The mean is the plain one: a tiny industry counts as much as a large one.

    References
    ----------
    Rasmussen, P. N. (1956), *Studies in Inter-sectoral Relations*; Miller & Blair (2009), §12.2.
    """
    return _linkage(square(leontief, "The Leontief inverse").sum(axis=0), normalised)


def forward_linkages(ghosh: pd.DataFrame, *, normalised: bool = True) -> pd.Series[float]:
    """Forward linkage: how far an industry's product is passed on to buyers, and theirs.

    ``f_i = Σ_j g_ij``; normalised ``n Σ_j g_ij / Σ_i Σ_j g_ij``.

    Parameters
    ----------
    ghosh : DataFrame, industry × industry
        :func:`ghosh_inverse`. With the Leontief inverse it becomes Rasmussen's sensitivity of dispersion, which
        supposes that final demand for every product grows by the same amount.
    normalised : bool
        Divide by the mean over industries.

    Returns
    -------
    Series by industry
        Normalised: 1 = as the average industry. Otherwise money per money.

    References
    ----------
    Jones, L. P. (1976), Quarterly Journal of Economics 90, 323–333 (why Ghosh); Rasmussen (1956); Miller & Blair
    (2009), §12.2.
    """
    return _linkage(square(ghosh, "The Ghosh inverse").sum(axis=1), normalised)


def key_sectors(leontief: pd.DataFrame, ghosh: pd.DataFrame) -> pd.DataFrame:
    """Key sectors: industries that both pull their suppliers and feed their buyers more than the average.

    Parameters
    ----------
    leontief, ghosh : DataFrame, industry × industry
        The two inverses of one table.

    Returns
    -------
    DataFrame by industry
        ``backward``, ``forward`` (normalised) and ``kind``: ``key`` (both above 1), ``backward``, ``forward`` or
        ``weak`` (neither).

    Raises
    ------
    MeasureInputError
        If the inverses have different industries.

    Notes
    -----
    The words rest on plain means of the industries of the classification: splitting an industry moves the line.
    A linkage says how much an industry moves, not whether promoting it pays.

    References
    ----------
    Hirschman, A. O. (1958), *The Strategy of Economic Development*; Rasmussen (1956); Miller & Blair (2009), §12.2.
    """
    backward, forward = backward_linkages(leontief), forward_linkages(ghosh)
    odd = backward.index.symmetric_difference(forward.index)
    if len(odd):
        raise MeasureInputError("The two inverses have different industries.", where=", ".join(map(str, odd[:5])))
    forward = forward.reindex(backward.index)
    kind = np.select(
        [(backward > 1) & (forward > 1), backward > 1, forward > 1], ["key", "backward", "forward"], "weak"
    )
    return pd.DataFrame({"backward": backward, "forward": forward, "kind": kind})


def _linkage(sums: pd.Series[float], normalised: bool) -> pd.Series[float]:
    return sums / sums.mean() if normalised else sums
