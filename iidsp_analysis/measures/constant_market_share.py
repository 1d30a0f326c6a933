"""Constant market share: whether exports grew with the world, by a lucky mix, or by winning shares.

The mix has two sides, commodities and markets, and what each of them explains depends on which is taken first. No order
is the right one: report both (:func:`constant_market_share_by_order`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, amounts, same_labels, total_by
from iidsp_analysis.measures.shift_share_parts import rate, times

ORDERS: Final = ("commodity_first", "market_first")
PARTS: Final = ("world", "commodity", "market", "competitiveness")


@dataclass(frozen=True, eq=False)
class ConstantMarketShare:
    """Parts of a change of exports, commodity × market, in the unit of the exports.

    `parts` are named frames (``world``, ``commodity``, ``market``, ``competitiveness``); `order` says which side of the
    mix was taken first.
    """

    change: pd.DataFrame
    parts: Mapping[str, pd.DataFrame]
    order: str

    def by_commodity(self) -> pd.DataFrame:
        """Return sums over markets: a row per commodity, a column per part, ``change`` and ``residual``."""
        return self._summed(1)

    def by_market(self) -> pd.DataFrame:
        """Return sums over commodities: a row per market, a column per part, ``change`` and ``residual``."""
        return self._summed(0)

    def total(self) -> pd.Series[float]:
        """Return the parts of the whole change, ``change``, and ``residual``: 0 but for the last digits."""
        return self.by_commodity().sum(skipna=False)

    def _summed(self, axis: Literal[0, 1]) -> pd.DataFrame:
        named = {**self.parts, "change": self.change}
        sums = pd.DataFrame({name: total_by(frame, axis) for name, frame in named.items()})
        return sums.assign(residual=sums["change"] - sums[list(self.parts)].sum(axis=1, skipna=False))


def constant_market_share(
    exports_start: pd.DataFrame,
    exports_end: pd.DataFrame,
    world_start: pd.DataFrame,
    world_end: pd.DataFrame,
    *,
    order: str,
) -> ConstantMarketShare:
    """Constant market share: what exports would have become at unchanged shares of every market, and the rest.

    With ``m``, ``m_i``, ``m_·j``, ``m_ij`` the growth of world trade, in all, of commodity ``i``, in market ``j`` and
    of ``i`` in ``j``:

    * ``world``: ``m X⁰_ij``;
    * ``commodity_first``: commodity ``(m_i − m) X⁰_ij``, market ``(m_ij − m_i) X⁰_ij``;
    * ``market_first``: market ``(m_·j − m) X⁰_ij``, commodity ``(m_ij − m_·j) X⁰_ij``;
    * ``competitiveness``: ``X¹_ij − X⁰_ij (1 + m_ij)``.

    Parameters
    ----------
    exports_start, exports_end : DataFrame, commodity × market
        Exports of the country, at least 0.
    world_start, world_end : DataFrame, commodity × market
        The world's exports of each commodity to each market, in the same unit, the country's own included.
    order : {"commodity_first", "market_first"}
        Which side of the mix is taken first; no default, because the result depends on it.

    Returns
    -------
    ConstantMarketShare
        Parts by cell; ``.total()``, ``.by_commodity()``, ``.by_market()`` with the residual of the sum.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If the frames have different labels, the order is unknown, or the country exports to a market what the world
        did not export there.

    Notes
    -----
    Base-period weights (Laspeyres). Arrivals (``X⁰ = 0``) are competitiveness as a whole. A missing cell makes itself
    missing, and the growth of world trade with it if it is the world's. At current prices competitiveness holds
    relative prices too. Fine commodities move weight from competitiveness to the mix.

    References
    ----------
    Tyszynski, H. (1951), Manchester School 19, 272–304; Leamer, E. E. & Stern, R. M. (1970), *Quantitative
    International Economics*, ch. 7; Richardson, J. D. (1971), Journal of International Economics 1, 227–239 (order).

    Examples
    --------
    >>> import pandas as pd
    >>> def at(grain: float, ore: float) -> pd.DataFrame:
    ...     return pd.DataFrame({"abroad": [grain, ore]}, index=["grain", "ore"])
    >>> found = constant_market_share(at(10, 30), at(15, 30), at(100, 100), at(120, 100), order="commodity_first")
    >>> found.total()[["world", "commodity", "competitiveness", "change"]].round(6).tolist()
    [4.0, -2.0, 3.0, 5.0]
    """
    if order not in ORDERS:
        raise MeasureInputError(f"«{order}» is no order of the mix.", what_next=f"Use {' or '.join(ORDERS)}.")
    base, last, world, world_last = _checked(exports_start, exports_end, world_start, world_end)
    before, after, abroad, abroad_last = (frame.to_numpy() for frame in (base, last, world, world_last))
    whole = rate(abroad.sum(keepdims=True), abroad_last.sum(keepdims=True))
    cell = rate(abroad, abroad_last)
    axis, first, second = (1, "commodity", "market") if order == ORDERS[0] else (0, "market", "commodity")
    side = rate(abroad.sum(axis=axis, keepdims=True), abroad_last.sum(axis=axis, keepdims=True))
    cells = {
        "world": times(before, whole),
        first: times(before, side - whole),
        second: times(before, cell - side),
        "competitiveness": after - before - times(before, cell),
    }
    parts = {name: pd.DataFrame(cells[name], index=base.index, columns=base.columns) for name in PARTS}
    return ConstantMarketShare(last - base, parts, order)


def constant_market_share_by_order(
    exports_start: pd.DataFrame, exports_end: pd.DataFrame, world_start: pd.DataFrame, world_end: pd.DataFrame
) -> pd.DataFrame:
    """Both orders of the mix side by side: how far commodity and market parts depend on the order.

    Parameters
    ----------
    exports_start, exports_end, world_start, world_end : DataFrame, commodity × market
        As in :func:`constant_market_share`.

    Returns
    -------
    DataFrame, part × order
        Parts of the whole change, ``change`` and ``residual``; ``order_matters_by`` is the difference of the orders.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`constant_market_share`.

    Notes
    -----
    ``world`` and ``competitiveness`` are the same in both; commodity and market only in their sum.

    References
    ----------
    Richardson (1971); Milana, C. (1988), Review of World Economics 124, 453–478.
    """
    frames = exports_start, exports_end, world_start, world_end
    both = pd.DataFrame({order: constant_market_share(*frames, order=order).total() for order in ORDERS})
    return both.assign(order_matters_by=both[ORDERS[1]] - both[ORDERS[0]])


def _checked(*frames: pd.DataFrame) -> list[pd.DataFrame]:
    names = ("The exports", "The exports of the end period", "World trade", "World trade of the end period")
    base = amounts(frames[0], names[0])
    others = zip(frames[1:], names[1:], strict=True)
    checked = [base, *(amounts(same_labels(frame, base, "Constant market share"), name) for frame, name in others)]
    for ours, world, when in ((checked[0], checked[2], "base"), (checked[1], checked[3], "end")):
        alone = np.argwhere(((ours > 0) & (world == 0)).to_numpy())
        if len(alone):
            where = ", ".join(f"{ours.index[row]} × {ours.columns[column]}" for row, column in alone[:5])
            raise MeasureInputError(
                f"In the {when} period the country exports what the world does not.",
                where=where,
                what_next="World trade must hold the country's own exports, in the same classification.",
            )
    return checked
