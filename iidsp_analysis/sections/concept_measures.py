"""From finding to measure by rule: what the findings ask for, by which indicator, and who is to own it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import (
    concept_regions,
    concept_scenarios,
    concept_share,
    concept_technology_moves,
    export_falls,
    exports,
    growth_heat_map,
    made_or_registered,
    programme,
)
from iidsp_analysis.sections.concept_indicator_figures import EXPORTS, SHARE, TECHNOLOGY, VOLUME
from iidsp_analysis.sections.concept_indicators import NAMES
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.instructions import contrary
from iidsp_analysis.sections.programme_figures import on_page, programme_of
from iidsp_analysis.sections.projects.region_section import portfolio_of_region

Words = Callable[[Language], str]
#: A target that so few futures reach is not covered by the past.
UNLIKELY = 0.5


@dataclass(frozen=True)
class Rule:
    """What a finding asks for.

    ``choose`` returns the measure that follows from the values of the finding; ``because`` says by which rule.
    """

    finding: Callable[[Context], Result]
    choose: Callable[[Context, Result], Words]
    because: Words
    indicator: Words
    against: Callable[[Context, Result], tuple[str, ...]]


def _share(context: Context, found: Result) -> Words:
    if abs(found.values["by_price"]) > abs(found.values["by_volume"]):
        return lambda language: language.say("Report the share at constant relative prices beside the share, and judge "
                                             "the programme by the former")  # fmt: skip
    return lambda language: language.say("Judge the programme by the volume of manufacturing against that of GDP")


def _hangs_on(context: Context, found: Result) -> Words:
    spread = max(found.values.values()) - min(found.values.values())
    if spread > found.values["default"] / 2:
        return lambda language: language.say("Fix the table of classes in the act, and report the share with and "
                                             "without vehicles, chemicals, repair and metals")  # fmt: skip
    return lambda language: language.say("Report the share by the table of classes that is in use")


def _target(context: Context, found: Result) -> Words:
    if found.values["chance"] >= UNLIKELY:
        return lambda language: language.say("The target is within what the past has seen: set a later or higher one "
                                             "beside it")  # fmt: skip
    return lambda language: language.say("Set the target as a range, or name the measures that are to break with the "
                                         "past, each with the growth expected of it")  # fmt: skip


def _picks(context: Context, found: Result) -> Words:
    if found.values["firm"] > 0:
        return lambda language: language.say("Begin with the stable picks of the regions; examine each on the spot "
                                             "before money is bound")  # fmt: skip
    return lambda language: language.say("Bind no money to the picks: none is stable")


def _definitions(context: Context, found: Result) -> Words:
    lines = exports.region_exports(context, schema.COUNTRY).by_definition
    growth = lines.loc[context.period] - lines.loc[str(int(found.values["base"]))]
    if 0 < (growth > 0).sum() < len(growth):
        return lambda language: language.say("Fix one definition of processed exports in the act: they do not agree "
                                             "whether exports rose")  # fmt: skip
    return lambda language: language.say("Name the definition of processed exports beside every figure and target")


def _falls(context: Context, found: Result) -> Words:
    if found.values["firm"] > 0:
        return lambda language: language.say("Ask the regions whose fall is firm for its reasons, before a plan is set")
    return lambda language: language.say("Ask for the group of goods and the flow behind each fall, before a plan is "
                                         "set")  # fmt: skip


def _registered(context: Context, found: Result) -> Words:
    if found.values["flagged"] > 0:
        return lambda language: language.say("Judge the regions named by what is made there, not by exports that are "
                                             "registered there")  # fmt: skip
    return lambda language: language.say("Exports by region can be used as they are booked, with the mild test in mind")


def _groups(context: Context, found: Result) -> Words:
    stable = sum(
        value >= concept_regions.STABLE for name, value in found.values.items() if name.startswith("stability")
    )
    if stable == found.values["groups"]:
        return lambda language: language.say("Regional measures can be set by group")
    return lambda language: language.say("Set regional measures region by region: the groups do not hold")


def _targets(context: Context, found: Result) -> Words:
    told = [one for one in on_page(programme_of(context).told) if one.target is not None]
    if all(one.is_verified for one in told):
        return lambda language: language.say("Judge the programme by the targets as they are loaded")
    return lambda language: language.say("Load the text of the act with its targets and base years, and judge again")


def _register(context: Context, found: Result) -> Words:
    if found.values.get("late", 0.0) > 0:
        return lambda language: language.say("Ask for the reason and a new date of every late project")
    return lambda language: language.say("Keep the register up to date: no project in it is late")


RULES: tuple[Rule, ...] = (
    Rule(concept_share.why_the_share_does_not_move, _share,
         lambda language: language.say("the larger of the two parts"), NAMES[SHARE], contrary.own),
    Rule(concept_technology_moves.what_it_hangs_on, _hangs_on,
         lambda language: language.say("the range is wider than half of the share"), NAMES[TECHNOLOGY], contrary.own),
    Rule(concept_scenarios.way_to_the_target, _target,
         lambda language: language.say("probability at constant relative prices below one half, or not"), NAMES[SHARE],
         contrary.own),
    Rule(growth_heat_map.heat_map, _picks, lambda language: language.say("number of stable picks"),
         lambda language: language.say("picks examined and their growth against the country's"),
         contrary.own),
    Rule(concept_regions.groups_of_regions, _groups, lambda language: language.say("all groups are stable, or not"),
         NAMES[VOLUME], contrary.own),
    Rule(exports.exports, _definitions,
         lambda language: language.say("whether the definitions agree on the direction"),
         NAMES[EXPORTS], contrary.definitions),
    Rule(export_falls.falls, _falls, lambda language: language.say("number of firm falls"),
         NAMES[EXPORTS], contrary.all_definitions),
    Rule(made_or_registered.made_or_registered, _registered,
         lambda language: language.say("number of regions above the limit"),
         lambda language: language.say("exports that can have been made in the region, mln USD"), contrary.mild_test),
    Rule(programme.indicators, _targets, lambda language: language.say("whether all targets are verified"),
         lambda language: language.say("targets verified, of all"), contrary.base_year),
    Rule(portfolio_of_region, _register, lambda language: language.say("number of late projects"),
         lambda language: language.say("projects late, of all"), contrary.registered),
)  # fmt: skip


def rows(context: Context) -> pd.DataFrame:
    """Apply every rule whose finding can be told.

    Returns
    -------
    DataFrame
        ``finding, measure, indicator, against, owner`` in the reader's language, a row a rule; ``sources``
        holds the ids of the tables behind the finding.

    Raises
    ------
    MissingDataError
        If no finding can be told.
    """
    told = [row for rule in RULES if (row := _row(context, rule)) is not None]
    if not told:
        raise MissingDataError("No finding of the Concept can be told for this year.")
    return pd.DataFrame(told)


def _row(context: Context, rule: Rule) -> dict[str, object] | None:
    found = rule.finding(context)
    if found.is_missing:
        return None
    language = context.language
    return {
        "finding": found.title,
        "measure": language.say(
            "{measure} (rule: {rule}).", measure=rule.choose(context, found)(language), rule=rule.because(language)
        ),
        "indicator": rule.indicator(language),
        "against": " ".join(rule.against(context, found)),
        "owner": language.say("to be named"),
        "sources": found.sources,
    }


@section("From findings to measures", "")
def measures(context: Context) -> Result:
    """Put finding, measure, indicator and owner side by side; finding and measure follow from results by rule."""
    frame = rows(context)
    language, say = context.language, context.language.say
    missing = len(RULES) - len(frame)
    sources = tuple(dict.fromkeys(source for row in frame["sources"] for source in row))
    reading = [say("Finding and measure are filled in by rule from the sections of this and the other pages: other "
                   "figures give another finding and, where the rule says so, another measure. Who owns a measure is "
                   "for the reader to fill in.")]  # fmt: skip
    if missing:
        reading.append(say("Findings that cannot be told for this year, without a row: {count}.", count=missing))
    columns = (
        Column("finding", say("Finding"), "text"),
        Column("measure", say("Measure"), "text"),
        Column("indicator", say("Indicator"), "text"),
        Column("against", say("What speaks against the finding"), "text"),
        Column("owner", say("Owner"), "text"),
    )
    return Result(
        title=say("{count} findings, each with the measure that follows from it by rule", count=len(frame)),
        reading=tuple(reading),
        language=language,
        caption=context.caption(say("units in the findings"), context.period, sources),
        sources=sources,
        values={"findings": float(len(frame)), "missing": float(missing)},
        table=Table(frame.drop(columns="sources"), columns, say("Finding, measure, indicator and owner")),
        caveats=(say("A measure here is a consequence of the figures for how to set and watch the programme; what it "
                     "costs and whether it works is not examined."),),
    )  # fmt: skip
