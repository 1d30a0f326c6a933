"""Coefficients of an input–output table and their inverses: Leontief's of demand, Ghosh's of supply.

Everything is per unit of the table's money. Flows are those that the table holds: one of domestic flows gives domestic
coefficients, one with imports those of the technology.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.input_output import checked_flows, square
from iidsp_analysis.measures.inputs import MeasureInputError


def technical_coefficients(flows: pd.DataFrame, output: pd.Series[float]) -> pd.DataFrame:
    """Technical coefficients: what an industry buys from each industry per unit of its own output.

    ``a_ij = z_ij / x_j``.

    Parameters
    ----------
    flows : DataFrame, industry × industry
        Intermediate flows, at least 0, rows sell and columns buy.
    output : Series by industry
        In the unit of the flows.

    Returns
    -------
    DataFrame, industry × industry
        Money per money; a column sums to the share of intermediate inputs.

    Raises
    ------
    MeasureInputError
        If labels differ, a value is negative or missing, or an industry without output buys or sells.

    Notes
    -----
    An industry without output has a column of zeros.

    References
    ----------
    Leontief, W. (1936), Review of Economics and Statistics 18, 105–125; Miller & Blair (2009), eq. 2.3.

    Examples
    --------
    >>> import pandas as pd
    >>> flows = pd.DataFrame({"a": [150.0, 200.0], "b": [500.0, 100.0]}, index=["a", "b"])
    >>> technical_coefficients(flows, pd.Series({"a": 1000.0, "b": 2000.0}))
          a     b
    a  0.15  0.25
    b  0.20  0.05
    """
    block, whole = checked_flows(flows, output)
    return block.div(whole.where(whole > 0, 1.0), axis=1)


def allocation_coefficients(flows: pd.DataFrame, output: pd.Series[float]) -> pd.DataFrame:
    """Allocation coefficients: which part of an industry's output goes to each industry.

    ``b_ij = z_ij / x_i``.

    Parameters
    ----------
    flows, output
        As in :func:`technical_coefficients`.

    Returns
    -------
    DataFrame, industry × industry
        Shares of output; a row sums to the share that other producers take.

    Raises
    ------
    MeasureInputError
        As in :func:`technical_coefficients`.

    Notes
    -----
    An industry without output has a row of zeros.

    References
    ----------
    Ghosh, A. (1958), Economica 25, 58–64; Miller & Blair (2009), eq. 12.1.
    """
    block, whole = checked_flows(flows, output)
    return block.div(whole.where(whole > 0, 1.0), axis=0)


def leontief_inverse(coefficients: pd.DataFrame) -> pd.DataFrame:
    """Leontief inverse: output that each industry must produce for one unit of final demand.

    ``L = (I − A)⁻¹``; column = the industry whose product is demanded.

    Parameters
    ----------
    coefficients : DataFrame, industry × industry
        :func:`technical_coefficients`, or regional ones.

    Returns
    -------
    DataFrame, industry × industry
        Money per money, at least 0, at least 1 on the diagonal.

    Raises
    ------
    MeasureInputError
        If the table is unproductive: some industries use up as much as they produce (singular included).

    Notes
    -----
    Productive means that the largest eigenvalue of ``A`` is below 1 (Hawkins–Simon); then the inverse exists and has
    no negative element.

    References
    ----------
    Leontief (1936); Hawkins, D. & Simon, H. A. (1949), Econometrica 17, 245–248; Miller & Blair (2009), eq. 2.11.

    Examples
    --------
    >>> import pandas as pd
    >>> coefficients = pd.DataFrame({"a": [0.15, 0.20], "b": [0.25, 0.05]}, index=["a", "b"])
    >>> leontief_inverse(coefficients).round(4)
            a       b
    a  1.2541  0.3300
    b  0.2640  1.1221
    """
    return _inverse(coefficients, axis=0)


def ghosh_inverse(allocation: pd.DataFrame) -> pd.DataFrame:
    """Ghosh inverse: output that one unit of primary input of an industry reaches on its way downstream.

    ``G = (I − B)⁻¹``; row = the industry where the input enters.

    Parameters
    ----------
    allocation : DataFrame, industry × industry
        :func:`allocation_coefficients`.

    Returns
    -------
    DataFrame, industry × industry
        Money per money, at least 0, at least 1 on the diagonal.

    Raises
    ------
    MeasureInputError
        If the table is unproductive, as in :func:`leontief_inverse`.

    Notes
    -----
    ``G = x̂⁻¹ L x̂``. Read it as a description of who depends on whom, or as a model of prices; as a model of volumes
    it supposes that buyers can do with any mix of inputs (Dietzenbacher 1997).

    References
    ----------
    Ghosh (1958); Dietzenbacher, E. (1997), Journal of Regional Science 37, 629–651; Miller & Blair (2009), eq. 12.4.
    """
    return _inverse(allocation, axis=1)


def _inverse(coefficients: pd.DataFrame, axis: int) -> pd.DataFrame:
    block = square(coefficients, "The coefficients")
    matrix = block.to_numpy()
    largest = float(np.abs(np.linalg.eigvals(matrix)).max()) if matrix.size else 0.0
    if largest >= 1 - 1e-12:
        sums = block.sum(axis="index" if axis == 0 else "columns")
        used_up = sums[sums >= 1].index
        raise MeasureInputError(
            f"The table is unproductive: the largest eigenvalue of its coefficients is {largest:.4g}, not below 1.",
            where=", ".join(map(str, used_up[:5])),
            what_next="Compare flows with output (units, subtotals among the industries, a missing value added).",
        )
    return pd.DataFrame(np.linalg.inv(np.eye(len(matrix)) - matrix), index=block.index, columns=block.columns)
