"""Rules about the way in: the map that a project belongs on by its cost, and the sectoral commission."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rule import NO_COMMISSION, NO_FIGURES, Gaps, Outcome, Portfolio, Rule, outcome
from iidsp_analysis.monitors.projects.settings import Parameters

INDUSTRIALIZATION, REGIONAL = "industrialization", "regional"
RESOLUTION_32 = "https://ic24.kz/news/utverdgdeny-pravila-vklyucheniya-proektov-v-kartu-industrializatsii-u15227"
COST = "cost_planned_mln_kzt"


def _basis_32(language: Language) -> str:
    return language.say(
        "Government resolution 32 of 27 January 2016 (repealed by resolution 417 of 23 June 2022): projects of 4.5 bn"
        " KZT and more go through four stages, with the sectoral commission, to the industrialization map; smaller ones"
        " through two stages, without it, to the regional business support map."
    )


def _mln(value: str | float, language: Language) -> str:
    return language.amount(float(value), language.say("mln KZT"))


def _under_resolution(portfolio: Portfolio, limits: Parameters) -> pd.Series:
    """Whether the resolution was in force when the project entered; without a date, on the day of the register."""
    entered = portfolio.rows["decision_date"].fillna(portfolio.as_of)
    first, last = pd.Timestamp(limits.day("in_force_from")), pd.Timestamp(limits.day("in_force_until"))
    return entered.between(first, last)


def wrong_map(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects on the map that is not for their cost."""
    cost, on_map = portfolio.rows[COST], portfolio.rows["map"]
    threshold = limits.number("threshold_mln_kzt")
    judged = cost.notna() & on_map.isin([INDUSTRIALIZATION, REGIONAL]) & _under_resolution(portfolio, limits)
    is_large = cost >= threshold
    guilty = is_large != (on_map == INDUSTRIALIZATION)
    return outcome(judged, guilty, "map", cost=cost, threshold=threshold, is_large=is_large.astype(float))


def _wrong_map_said(gaps: Gaps, language: Language) -> str:
    told = {name: _mln(gaps[name], language) for name in ("cost", "threshold")}
    if gaps["is_large"]:
        return language.say(
            "The project is on the regional business support map, which is for projects below {threshold}; its cost is"
            " {cost}.",
            **told,
        )
    return language.say(
        "The project is on the industrialization map, which is for projects of {threshold} and more; its cost is"
        " {cost}.",
        **told,
    )


def without_commission(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects that had to pass the sectoral commission and have no decision of it, or a later one.

    They had to if they are on the industrialization map or cost as much as it asks for. A register in which nobody
    has a decision does not record them: then nothing is judged.
    """
    rows = portfolio.rows
    decided, entered = rows["commission_decision"], rows["decision_date"]
    due = (rows["map"] == INDUSTRIALIZATION) | (rows[COST] >= limits.number("threshold_mln_kzt"))
    judged = due & _under_resolution(portfolio, limits)
    if decided.isna().all():
        return Outcome((), 0, NO_COMMISSION if judged.any() else NO_FIGURES)
    guilty = decided.isna() | (decided > entered)
    return outcome(judged, guilty, "commission_decision", decided=decided.dt.strftime("%Y-%m-%d").fillna(""),
                   entered=entered.dt.strftime("%Y-%m-%d").fillna(""))  # fmt: skip


def _without_commission_said(gaps: Gaps, language: Language) -> str:
    if not gaps["decided"]:
        return language.say("The register tells no decision of the sectoral commission, which this project needs.")
    return language.say(
        "The project entered on {entered}, before the sectoral commission decided ({decided}).",
        entered=language.date(str(gaps["entered"])),
        decided=language.date(str(gaps["decided"])),
    )


RULES = (
    Rule(
        "wrong_map_for_cost",
        wrong_map,
        lambda language: language.say("Wrong map for its cost"),
        _basis_32,
        RESOLUTION_32,
        _wrong_map_said,
    ),
    Rule(
        "entered_without_commission",
        without_commission,
        lambda language: language.say("Entered without the sectoral commission"),
        _basis_32,
        RESOLUTION_32,
        _without_commission_said,
    ),
)
