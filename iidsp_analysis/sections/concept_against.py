"""What speaks against the findings of the Concept: each answer counted anew from another year, class or definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.technology_scheme import Scheme
from iidsp_analysis.scenarios.past_growth import WINDOW, PastGrowth
from iidsp_analysis.sections.concept_share_figures import SharePath
from iidsp_analysis.sections.concept_technology_figures import Move
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import divisions_of

#: A change is told over at least so many years.
SHORTEST = 2


def parts_by_first_year(path: SharePath) -> pd.DataFrame:
    """The two parts of the change up to the last year, counted from every first year in turn.

    Returns
    -------
    DataFrame by first year
        ``by_volume, by_price``: fractions of GDP, exact (logarithmic mean; Ang 2005).
    """
    known = path.frame.loc[: path.last]
    last = known.iloc[-1]
    rows = {}
    for year, row in known.iloc[:-SHORTEST].iterrows():
        change = last["share"] - row["share"]
        mean = change / np.log(last["share"] / row["share"]) if change else row["share"]
        parts = {name: mean * np.log(last[name] / row[name]) for name in ("volume", "price")}
        rows[year] = {f"by_{name}": float(part) for name, part in parts.items()}
    return pd.DataFrame(rows).T


def against_share(context: Context, path: SharePath) -> tuple[str, ...]:
    """In how many first years the other part, volume or price, is the larger one."""
    parts = parts_by_first_year(path)
    if len(parts) < SHORTEST:
        return ()
    is_price = (parts["by_price"].abs() > parts["by_volume"].abs()).to_numpy()
    other = int((is_price != is_price[0]).sum())
    return (context.language.say(
        "Counted from every first year from {first} to {last} in turn, the other of the two parts is the larger one in "
        "{other} of {all} cases.", first=parts.index[0], last=parts.index[-1], other=other, all=len(parts),
    ),)  # fmt: skip


def _firsts(values: pd.DataFrame, period: str, chosen: Callable[[pd.Series], object]) -> dict[str, object]:
    """What is chosen of the change up to the period, by first year."""
    known = values.loc[:period].dropna(how="all")
    return {str(year): chosen(known.loc[period] - row) for year, row in known.iloc[:-SHORTEST].iterrows()}


def against_largest(context: Context, shares: pd.DataFrame, largest: object) -> tuple[str, ...]:
    """In how many first years another industry is the one that moved most.

    Parameters
    ----------
    shares : DataFrame, year × industry
        Fractions of the same whole.
    largest : object
        The industry that the title names.
    """
    firsts = _firsts(shares, context.period, lambda change: change.abs().idxmax())
    if len(firsts) < SHORTEST:
        return ()
    other = sum(code != largest for code in firsts.values())
    years = list(firsts)
    return (context.language.say(
        "Counted from every first year from {first} to {last} in turn, another industry moved most in {other} of {all} "
        "cases.", first=years[0], last=years[-1], other=other, all=len(years),
    ),)  # fmt: skip


def against_mix(context: Context, choices: pd.DataFrame, moves: Sequence[Move]) -> tuple[str, ...]:
    """How many other ways to count turn the change of the upper share around, or leave less than half of it.

    Parameters
    ----------
    choices : DataFrame
        Rows of :func:`~iidsp_analysis.sections.concept_technology_figures.sensitivities`, the first as classified.
    moves : sequence of Move
        The same change under the named schemes.
    """
    own = float(choices["change"].iloc[0])
    if not own:
        return ()
    others = [*choices["change"].iloc[1:], *(move.change for move in moves)]
    ratios = np.array(others) / own
    return (context.language.say(
        "Other schemes, and other ways to count vehicles, chemicals, repair and metals: {all}; of them {turned} turn "
        "the change around, {less} more leave less than half of it.",
        all=len(ratios), turned=int((ratios < 0).sum()), less=int(((ratios >= 0) & (ratios < 0.5)).sum()),
    ),)  # fmt: skip


def against_limits(context: Context, choices: pd.DataFrame) -> tuple[str, ...]:
    """Both ends of the range count a whole division anew."""
    return (context.language.say(
        "Both ends are extreme: each counts a whole industry anew, though only a part of it is in doubt. As classified "
        "the share is {default}.", default=context.language.percent(float(choices["now"].iloc[0])),
    ),)  # fmt: skip


def against_exports(context: Context, scheme: Scheme, share: float) -> tuple[str, ...]:
    """The same classes in value added, which needs no spreading of groups of goods; nothing where it is not known."""
    try:
        found = divisions_of(context)
    except MissingDataError:
        return ()
    made = float(found.of_manufacturing.loc[context.period, list(scheme.upper)].sum())
    language = context.language
    return (language.say(
        "In value added, which is published by industry, the same classes make {made} of manufacturing: {gap} lie "
        "between the two, and nothing here tells how much of that is the spreading.",
        made=language.percent(made), gap=language.points(share - made),
    ),)  # fmt: skip


def against_requirement(context: Context, like: PastGrowth, needed: float) -> tuple[str, ...]:
    """How often single divisions did grow at the rate that is needed."""
    language = context.language
    if not np.isfinite(needed):
        return ()
    reached = 1 - like.share_below((1 + needed) ** WINDOW)
    return (language.say(
        "Single industries did grow by {needed} a year or more: in {share} of {windows} five-year windows.",
        needed=language.percent(needed), share=language.percent(reached, 0), windows=like.count,
    ),)  # fmt: skip


def against_rarity(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Where doubling was least rare, and how wide the interval is there."""
    row = frame.loc[frame["place"].idxmin()]
    language = context.language
    return (language.say(
        "Least rare it was here: {name}, where {share} of {windows} windows at least doubled.",
        name=str(row.name), share=language.percent(1 - float(row["place"]), 0), windows=int(row["count"]),
    ),)  # fmt: skip
