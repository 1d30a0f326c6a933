"""Sentences of the test "made here or registered here": the rule, verdicts and reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import Language
from iidsp_analysis.monitors import export_capacity as capacities
from iidsp_analysis.monitors import made_verdicts as verdicts
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.made_or_registered import FLAG_SHARE, Flag
from iidsp_analysis.monitors.physical_output import MADE, NONE, NOT_KNOWN
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label
from iidsp_analysis.sections.guard import StatedError

SOURCES = ("bns-446905", "bns-5927", "bns-5931", "bns-81477", "bns-5814", "wdi-fx")

VERDICTS: dict[str, Callable[[Language], str]] = {
    verdicts.REGISTERED: lambda language: language.say("most likely only registered here"),
    verdicts.DOUBTFUL: lambda language: language.say("in doubt"),
    verdicts.MADE_HERE: lambda language: language.say("no contradiction"),
    verdicts.UNKNOWN: lambda language: language.say("not known"),
    verdicts.NOT_JUDGED: lambda language: language.say("too small or without an industry: not judged"),
}
REASONS: dict[str, Callable[[Language], str]] = {
    "no_mine": lambda language: language.say("no mine, and more than its works usually make"),
    "no_output": lambda language: language.say("no such works in the table of physical output"),
    "above_largest": lambda language: language.say("more than the largest output of its industries"),
    "above_usual": lambda language: language.say("more than the usual output of its industries"),
    "within_usual": lambda language: language.say("within the usual output of its industries"),
    "no_exports": lambda language: language.say("exports are not published"),
    "no_capacity": lambda language: language.say("value added or the exchange rate is not published"),
    "small": lambda language: language.say("small"),
    "no_industry": lambda language: language.say("no industry stands for these goods"),
}
EVIDENCE: dict[str, Callable[[Language], str]] = {
    MADE: lambda language: language.say("some measured products"),
    NONE: lambda language: language.say("no measured product"),
    NOT_KNOWN: lambda language: language.say("the table does not tell"),
}


def goods(context: Context, codes: Sequence[str]) -> str:
    """Names of HS sections as a list; each in quotation marks, because some have commas of their own."""
    language = context.language
    return prose.enumerate_words(language, [prose.quoted(language, goods_label(context, code)) for code in codes])


def millions(context: Context, thousands: float) -> str:
    """Whole millions: the capacities are no more exact than that."""
    return context.language.number(thousands / MILLION, 0)


def flag_sentence(context: Context, flag: Flag) -> str:
    """The first sentence about a flagged region: how much of its exports is most likely only registered there."""
    if flag.share_of_all < FLAG_SHARE or not flag.sections:
        return processed_flag_sentence(context, flag)
    language, say = context.language, context.language.say
    told = {"of_region": context.of_region, "year": flag.year, "share": language.percent(flag.share_of_all),
            "goods": goods(context, flag.sections)}  # fmt: skip
    reasons = set(flag.reasons)
    if reasons == {"above_largest"}:
        return say("At least {share} of the exports {of_region} in {year} cannot have been made there: {goods}", **told)
    if reasons == {"no_mine"}:
        return say(
            "{share} of the exports {of_region} in {year} are more than its works usually make, and it has no mine: "
            "{goods} are most likely only registered here", **told,
        )  # fmt: skip
    return say(
        "{share} of the exports {of_region} in {year} are more than can be expected of its industries: {goods} are "
        "most likely only registered here", **told,
    )  # fmt: skip


def processed_flag_sentence(context: Context, flag: Flag) -> str:
    """The same on processed exports alone: minerals are not among them."""
    language, say = context.language, context.language.say
    told = {"of_region": context.of_region, "year": flag.year, "share": language.percent(flag.share_of_processed),
            "goods": goods(context, flag.processed_sections)}  # fmt: skip
    reasons = {why for code, why in zip(flag.sections, flag.reasons, strict=True) if code in flag.processed_sections}
    if not reasons:
        return say(
            "At least {share} of the processed exports {of_region} in {year} cannot have been made there: together "
            "they exceed the output of all its industries", of_region=context.of_region, year=flag.year,
            share=told["share"],
        )  # fmt: skip
    if reasons == {"above_largest"}:
        return say("At least {share} of the processed exports {of_region} in {year} cannot have been made there: "
                   "{goods}", **told)  # fmt: skip
    if reasons == {"no_mine"}:
        return say(
            "{share} of the processed exports {of_region} in {year} are more than its works usually make, and it has "
            "no mine: {goods} are most likely only registered here", **told,
        )  # fmt: skip
    return say(
        "{share} of the processed exports {of_region} in {year} are more than can be expected of its industries: "
        "{goods} are most likely only registered here", **told,
    )  # fmt: skip


def rule(context: Context) -> tuple[str, ...]:
    """The rule with all its assumptions, as the page prints it."""
    language, say = context.language, context.language.say
    return (
        say(
            "Rule: exports of an HS section against the output of the industries that make its goods. Usual output: "
            "{k} times their share in the country's manufacturing, but no more than all of the region's "
            "manufacturing; the largest: {k_largest} times. Where output is not published, it is value added times "
            "{usual}, at most {largest}. Farms, mines and power plants count whole.",
            usual=language.number(capacities.USUAL_OUTPUT),
            largest=language.number(capacities.LARGEST_OUTPUT),
            k=language.number(capacities.USUAL_SPECIALISATION, 0),
            k_largest=language.number(capacities.LARGEST_SPECIALISATION, 0),
        ),
        say(
            "Above the usual output with a source in the region: in doubt. Without one (no mine for goods that are "
            "mostly mined, no works in the table of physical output): most likely only registered. Above the largest "
            "output: cannot have been made there."
        ),
        say(
            "Judged are HS sections from {smallest} mln USD and {part} of the region's exports on. A region is "
            "flagged if at least {flag} of its exports, or of its processed exports, are most likely only registered "
            "there.",
            smallest=language.number(verdicts.SMALLEST_CELL / MILLION, 0),
            part=language.percent(verdicts.SMALLEST_SHARE, 0),
            flag=language.percent(FLAG_SHARE, 0),
        ),
    )


def caveats(context: Context) -> tuple[str, ...]:
    """What the test cannot say."""
    say = context.language.say
    return (
        say("Customs data book exports where the exporter is registered, not where the goods are made."),
        say("The test is mild: no goods are sold at home, and a region may be far more specialised than the country. "
            "Goods that pass it can still have been made elsewhere. Output per value added and specialisation are "
            "assumptions; divisions of manufacturing are not published by region."),
        say("That minerals (V) and a large part of chemicals (VI, natural uranium) come out of mines is not "
            "verified here: exports by product are not loaded."),
        say("Exports hold transport and duties up to the border, output does not: goods with long ways, such as oil, "
            "can be in doubt for that reason alone."),
        say("In the table of physical output confidential cells are absent, not zero: absence counts only where the "
            "regions add up to the country. Of minerals it measures fuels and coke, not oil, gas or ores."),
    )  # fmt: skip


def nothing_known(context: Context, judged: pd.DataFrame) -> StatedError:
    """The error of a page whose figures do not allow the test, with the reason."""
    say = context.language.say
    reason = REASONS[judged["reason"].iloc[0] if len(judged) else "no_exports"](context.language)
    what = say("What {name} can have made of its exports of {year} cannot be told: {reason}.", name=context.name,
               year=context.year, reason=reason)  # fmt: skip
    return StatedError(what, what_next=say("Choose another year, or load the missing figures."))
