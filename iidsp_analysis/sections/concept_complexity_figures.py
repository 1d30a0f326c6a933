"""Complexity from outside in figures: the country among others, products within reach, and the way to divisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.industries import UNMATCHED
from iidsp_analysis.loaders.world_trade import WorldTrade
from iidsp_analysis.measures.complexity import (
    complexity_index,
    diversity,
    outlook,
    presence,
    revealed_comparative_advantage,
)
from iidsp_analysis.reference import rows
from iidsp_analysis.reference.industry_records import divisions

#: Thresholds of the advantage under which the place is told again.
OTHER_THRESHOLDS = (0.5, 2.0)
DRAWS, LEVELS = 500, (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class World:
    """Complexity of one universe.

    Attributes
    ----------
    countries : DataFrame by country
        ``eci`` (z-scores), ``rank`` (1 = most complex), ``diversity``.
    products : DataFrame by product
        ``pci`` (z-scores), ``advantage`` (Balassa index of the country), ``is_present``, ``density`` (0 to 1), ``gain``
        (exact change of the outlook index), ``exports`` (USD a year).
    other_ranks : tuple of int
        Ranks of the country under other thresholds of the advantage.
    """

    trade: WorldTrade
    countries: pd.DataFrame
    products: pd.DataFrame
    other_ranks: tuple[int, ...]

    @property
    def own(self) -> pd.Series:
        """The row of the country."""
        return self.countries.loc[self.trade.country]

    @property
    def basket(self) -> float:
        """Mean complexity of the products in which the country has an advantage."""
        return float(self.products.loc[self.products["is_present"], "pci"].mean())


def world(trade: WorldTrade) -> World:
    """Compute complexity, density and outlook gain for the universe of a trade file (Hausmann et al. 2014).

    Raises
    ------
    MissingDataError
        If the country has no product with an advantage in this universe.
    """
    advantage = revealed_comparative_advantage(trade.exports.to_numpy())
    flags = presence(advantage)
    at = list(trade.exports.index).index(trade.country)
    if not flags[at].any():
        raise MissingDataError("The country has no advantage in any product of this universe.")
    anchor = "diversity" if trade.anchor is None else trade.anchor.to_numpy(dtype=float)
    index = complexity_index(flags, anchor)
    reached = outlook(flags, index.pci)
    countries = pd.DataFrame({"eci": index.eci, "diversity": diversity(flags)}, index=trade.exports.index)
    products = pd.DataFrame(
        {"pci": index.pci, "advantage": advantage[at], "is_present": flags[at].astype(bool),
         "density": reached.density[at], "gain": reached.gain[at], "exports": trade.exports.to_numpy()[at]},
        index=trade.exports.columns.astype(str),
    )  # fmt: skip
    # Under other thresholds the end is told by the first order: it is the same question.
    others = (complexity_index(presence(advantage, limit), index.eci).eci for limit in OTHER_THRESHOLDS)
    ranked = countries.assign(rank=countries["eci"].rank(ascending=False))
    return World(trade, ranked, products, tuple(_rank(eci, at) for eci in others))


def _rank(eci: np.ndarray, at: int) -> int:
    return int((eci > eci[at]).sum()) + 1


def opportunities(found: World) -> pd.DataFrame:
    """Products without advantage, by field of the map of reach and complexity.

    Returns
    -------
    DataFrame by product
        Columns of ``World.products`` and ``field``: ``attractive`` and ``feasible`` joined by ``+``, one of them, or
        ``neither``. Feasible: density above its median over these products; attractive: more complex than the mean of
        today's basket, and a positive outlook gain. The largest gain first.
    """
    absent = found.products[~found.products["is_present"] & found.products["pci"].notna()]
    is_feasible = absent["density"] > absent["density"].median()
    is_attractive = (absent["pci"] > found.basket) & (absent["gain"] > 0)
    field = np.select([is_attractive & is_feasible, is_attractive, is_feasible],
                      ["attractive+feasible", "attractive", "feasible"], "neither")  # fmt: skip
    return absent.assign(field=field).sort_values("gain", ascending=False, kind="stable")


@cache
def chapter_shares() -> Mapping[str, Mapping[str, float]]:
    """Shares of the manufacturing divisions in the six-digit lines of a chapter (HS 2017 → ISIC 4)."""
    lines: dict[str, dict[str, float]] = {}
    for row in rows("hs2_to_division"):
        if row["division"] != UNMATCHED:
            own = lines.setdefault(row["hs2"], {})
            own[row["division"]] = own.get(row["division"], 0.0) + float(row["hs6_lines"])
    return {chapter: {code: count / sum(own.values()) for code, count in own.items()} for chapter, own in lines.items()}


def by_division(found: World, *, seed: int = 2018) -> pd.DataFrame:
    """Complexity of the country's exports by division, with what the way from chapters to divisions leaves open.

    Returns
    -------
    DataFrame by division
        ``pci``: mean weighed by exports × share of the chapter's lines; ``low, high``: 5–95 % when every product of an
        ambiguous chapter is drawn to one of its divisions; ``least, most``: lowest and highest mean that any
        allocation of the ambiguous products gives; ``density``: weighed likewise; ``exports`` (USD a year);
        ``ambiguous``: part of the exports from chapters with several divisions.

    Raises
    ------
    MissingDataError
        If the nomenclature is not the Harmonized System.
    """
    if not found.trade.is_harmonised:
        raise MissingDataError("The products of the world trade file are not those of the Harmonized System.")
    known = found.products[found.products["pci"].notna() & (found.products["exports"] > 0)]
    shares = pd.DataFrame({code: chapter_shares().get(str(code)[:2], {}) for code in known.index}, dtype=float)
    shares = shares.reindex(list(divisions())).fillna(0.0).T
    drawn = _drawn(known, shares, seed)
    told = {code: _division(known, shares[code], drawn[code]) for code in shares if (shares[code] > 0).any()}
    return pd.DataFrame(told).T


def _division(known: pd.DataFrame, share: pd.Series, drawn: np.ndarray) -> dict[str, float]:
    weight = known["exports"] * share
    possible, certain = share > 0, share == 1
    least, most = (_extreme(known.loc[possible], certain[possible], sign) for sign in (1, -1))
    low, high = np.nanquantile(drawn, LEVELS) if np.isfinite(drawn).any() else (np.nan, np.nan)
    return {
        "pci": float((weight * known["pci"]).sum() / weight.sum()), "low": float(low), "high": float(high),
        "least": least, "most": most, "density": float((weight * known["density"]).sum() / weight.sum()),
        "exports": float(weight.sum()), "ambiguous": float(weight[~certain].sum() / weight.sum()),
    }  # fmt: skip


def _extreme(possible: pd.DataFrame, certain: pd.Series, sign: int) -> float:
    """The lowest (1) or highest (−1) weighted mean of the certain products and any subset of the others.

    Added in the order of their complexity, products move the mean until the first that is on its other side: no other
    subset is more extreme.
    """
    open_ = possible[~certain].assign(order=possible["pci"] * sign).sort_values("order", kind="stable")
    sure = possible[certain]
    weight = np.concatenate([[sure["exports"].sum()], open_["exports"].to_numpy()]).cumsum()
    worth = np.concatenate([[(sure["exports"] * sure["pci"]).sum()], (open_["exports"] * open_["pci"]).to_numpy()])
    means = np.divide(worth.cumsum(), weight, out=np.full(len(weight), np.nan), where=weight > 0)
    return float(np.nanmin(means * sign) * sign)


def _drawn(known: pd.DataFrame, shares: pd.DataFrame, seed: int) -> dict[str, np.ndarray]:
    """Mean complexity by division in each draw of the products to one division each."""
    random = np.random.default_rng(seed)
    bounds = shares.to_numpy().cumsum(axis=1)  # what is left above the last one is no manufacturing
    exports, worth = known["exports"].to_numpy(), (known["exports"] * known["pci"]).to_numpy()
    told = np.full((DRAWS, shares.shape[1]), np.nan)
    for draw in range(DRAWS):
        places = random.random(len(known))
        is_in = places < bounds[:, -1]
        chosen = (places[:, None] < bounds).argmax(axis=1)[is_in]
        weight = np.bincount(chosen, exports[is_in], shares.shape[1])
        total = np.bincount(chosen, worth[is_in], shares.shape[1])
        told[draw] = np.divide(total, weight, out=np.full(len(weight), np.nan), where=weight > 0)
    return {str(code): told[:, at] for at, code in enumerate(shares.columns)}


def by_section(found: World, chapters: Mapping[str, str]) -> pd.DataFrame:
    """Complexity of the country's exports by group of goods, and the spread within it.

    Parameters
    ----------
    chapters : mapping
        HS section of each chapter.

    Returns
    -------
    DataFrame by HS section
        ``pci`` (mean weighed by the country's exports), ``low, high`` (10 % and 90 % of the products, unweighed).
    """
    known = found.products[found.products["pci"].notna()]
    section = pd.Series({code: chapters.get(str(code)[:2], "") for code in known.index})
    grouped = known.assign(section=section, worth=known["pci"] * known["exports"]).groupby("section")
    frame = grouped[["worth", "exports"]].sum()
    spread = grouped["pci"].quantile([0.1, 0.9]).unstack().set_axis(["low", "high"], axis=1)
    return spread.assign(pci=frame["worth"] / frame["exports"].where(frame["exports"] > 0)).drop(
        index="", errors="ignore"
    )
