"""Hypothetical extraction: what the economy would lose if an industry, its purchases or its sales were not there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.input_output import checked_flows
from iidsp_analysis.measures.leontief import (
    allocation_coefficients,
    ghosh_inverse,
    leontief_inverse,
    technical_coefficients,
)


def hypothetical_extraction(flows: pd.DataFrame, output: pd.Series[float]) -> pd.DataFrame:
    """Output lost by the economy when one industry is taken out, wholly, as a buyer, or as a seller.

    * ``total``: row, column and final demand of ``j`` deleted: ``Σ_i l_ij x_j / l_jj``;
    * ``elsewhere``: the same without the industry's own output: ``total − x_j``;
    * ``purchases``: column ``j`` of ``A`` set to zero, it buys abroad: ``(Σ_i l_ij − 1) x_j / l_jj``;
    * ``sales``: row ``j`` of ``B`` set to zero, its buyers do without: ``(Σ_k g_jk − 1) x_j / g_jj``.

    Parameters
    ----------
    flows : DataFrame, industry × industry
        Intermediate flows, rows sell and columns buy.
    output : Series by industry
        In the unit of the flows.

    Returns
    -------
    DataFrame by industry
        The four losses in the unit of the flows, and ``share``: ``total`` as a share of all output.

    Raises
    ------
    MeasureInputError
        If labels differ, a value is negative or missing, or the table is unproductive.

    Notes
    -----
    Final demand is what remains of output after the flows, so an unbalanced table is taken at its word about output.
    The closed forms are those of deleting and inverting anew, industry by industry (a change of rank one). An industry
    without output loses nothing.

    References
    ----------
    Dietzenbacher, E. & van der Linden, J. A. (1997), Journal of Regional Science 37, 235–257; Dietzenbacher, E. &
    Lahr, M. L. (2013), Economic Systems Research 25, 341–360; Miller & Blair (2009), §12.2.6.

    Examples
    --------
    >>> import pandas as pd
    >>> flows = pd.DataFrame({"a": [150.0, 200.0], "b": [500.0, 100.0]}, index=["a", "b"])
    >>> hypothetical_extraction(flows, pd.Series({"a": 1000.0, "b": 2000.0}))["elsewhere"].round(4).tolist()
    [210.5263, 588.2353]
    """
    block, whole = checked_flows(flows, output)
    lost = extraction_losses(block, whole)
    leontief = leontief_inverse(technical_coefficients(block, whole))
    ghosh = ghosh_inverse(allocation_coefficients(block, whole))
    total = lost.sum(axis=0)
    found = {
        "total": total,
        "elsewhere": total - whole,
        "purchases": (leontief.sum(axis=0) - 1) * whole / _diagonal(leontief),
        "sales": (ghosh.sum(axis=1) - 1) * whole / _diagonal(ghosh),
        "share": total / whole.sum(),
    }
    return pd.DataFrame(found)


def extraction_losses(flows: pd.DataFrame, output: pd.Series[float]) -> pd.DataFrame:
    """Output that each industry (row) loses when another (column) is wholly taken out.

    ``x_i − x̄_i = l_ij x_j / l_jj``.

    Parameters
    ----------
    flows, output
        As in :func:`hypothetical_extraction`.

    Returns
    -------
    DataFrame, industry × industry
        In the unit of the flows; the diagonal is the extracted industry's own output.

    Raises
    ------
    MeasureInputError
        As in :func:`hypothetical_extraction`.

    References
    ----------
    As :func:`hypothetical_extraction`.
    """
    block, whole = checked_flows(flows, output)
    leontief = leontief_inverse(technical_coefficients(block, whole))
    return leontief.mul(whole / _diagonal(leontief), axis=1)


def _diagonal(inverse: pd.DataFrame) -> pd.Series[float]:
    return pd.Series(np.diag(inverse.to_numpy()), index=inverse.index)
