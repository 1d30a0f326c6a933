"""What a portfolio adds up to in words: what is told, what is at least so many, what one project decides or repeats."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis.monitors.projects.portfolio import JUDGED, largest_share, live_lines
from iidsp_analysis.monitors.projects.rule_repeats import REPEATS, second_entries
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.live import live_findings
from iidsp_analysis.sections.projects.sums import billions, number_of_billions

#: A single project with more than this share of a sum decides it: a wrong unit would look like that.
DECIDES: Final = 0.5


def standing_told(context: Context, whole: pd.Series) -> str:
    """Say how many projects are commissioned and late, and where some or all do not tell it."""
    say = context.language.say
    if pd.isna(whole["commissioned"]):
        return say("how many are commissioned or late is not told")
    commissioned = at_least(context, whole, "commissioned")
    if pd.isna(whole["late"]):
        return say("commissioned {commissioned}; how many are late is not told", commissioned=commissioned)
    return say("commissioned {commissioned}, late {late}", commissioned=commissioned,
               late=at_least(context, whole, "late"))  # fmt: skip


def at_least(context: Context, whole: pd.Series, name: str) -> str:
    """Tell a count; where some projects do not tell what it depends on, the least that it can be."""
    number = context.language.number(whole[name], 0)
    if pd.isna(whole[name]) or not whole[JUDGED[name]]:
        return number
    return context.language.say("at least {number}", number=number)


def untold_note(context: Context, whole: pd.Series, name: str) -> str:
    """Note of a tile: how many projects do not tell what a count depends on."""
    return context.language.say("cannot be told: {number}", number=context.language.number(whole[JUDGED[name]], 0))


def cost_told(context: Context, lines: pd.DataFrame, whole: pd.Series) -> str:
    """Tell the planned cost of live projects, and the one project that makes more than half of it."""
    cost = billions(context, whole["cost"])
    largest = decisive(live_lines(lines)["cost"])
    if pd.isna(largest):
        return cost
    return context.language.say("{cost} (one project of them: {largest})", cost=cost,
                                largest=billions(context, largest))  # fmt: skip


def cost_note(context: Context, lines: pd.DataFrame, whole: pd.Series, name: str) -> str:
    """Note of a tile of cost: the one project that makes more than half of it, else how many tell none."""
    say, largest = context.language.say, decisive(live_lines(lines)[name])
    if pd.notna(largest):
        return say("of it one project: {number}; check it", number=number_of_billions(context, largest))
    return say("cost not told: {number}", number=context.language.number(whole[f"{name}_untold"], 0))


def decisive(amounts: pd.Series) -> float:
    """Return the amount of the one project that makes more than :data:`DECIDES` of a sum; NaN where none does."""
    return float(amounts.max()) if largest_share(amounts) > DECIDES else float("nan")


def all_cancelled(context: Context, lines: pd.DataFrame) -> str:
    """Title of a portfolio in which nothing is left to be summed; nothing where something is."""
    if len(live_lines(lines)):
        return ""
    return context.language.count(
        "The only project {in_region} is cancelled: nothing is added up",
        "All {number} projects {in_region} are cancelled: nothing is added up",
        len(lines), in_region=context.in_region,
    )  # fmt: skip


def twice_note(context: Context, lines: pd.DataFrame) -> str:
    """Say what is possibly counted twice: projects that the rules find on both maps, or twice on one.

    Of each group of projects that repeat one another the dearest is kept; the others are what may be too much.
    """
    found = live_findings(context.projects)
    own = live_lines(lines)
    again = own[own.index.isin(found.loc[found["rule"].isin(REPEATS), "row"])]
    if again.empty:
        return ""
    again = again[again.index.isin(second_entries(context.projects.portfolio))]
    if again.empty:
        return ""
    told = {"cost": billions(context, again["cost"].sum(min_count=1)),
            "jobs": context.language.number(again["jobs"].sum(min_count=1), 0)}  # fmt: skip
    return context.language.count(
        "{number} project is possibly a second entry (same company and product) and is counted: without it the planned "
        "cost would be lower by {cost}, the planned jobs by {jobs}.",
        "{number} projects are possibly second entries (same company and product) and are counted: without them the "
        "planned cost would be lower by {cost}, the planned jobs by {jobs}.",
        len(again), **told,
    )  # fmt: skip
