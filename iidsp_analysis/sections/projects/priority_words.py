"""Sentences of the page about the priorities of the projects."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose, regions
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.monitors.projects.money import BILLION
from iidsp_analysis.monitors.projects.priorities.judgement import Priorities
from iidsp_analysis.monitors.projects.priorities.part_words import name_of
from iidsp_analysis.monitors.projects.priorities.verdict import FAILS, MEETS, PARTLY, UNJUDGED
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED, PARTS, TECHNOLOGY
from iidsp_analysis.monitors.projects.priority_list import SHIPPED
from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.priority_counts import asks_unverified, counts, without_list
from iidsp_analysis.sections.projects.sums import unplaced_note


def title(context: Context, judged: Priorities) -> str:
    """The finding: how many projects meet the priorities; by a list that nobody verified, also how many without it."""
    numbers = counts(judged.verdict)
    told = {name: context.language.number(number, 0) for name, number in numbers.items()}
    if asks_unverified(judged):
        return _unverified_title(context, judged, sum(numbers.values()), told[MEETS])
    return context.language.count(
        "Meeting the priorities: {meets} of {number} project; partly: {partly}; not: {fails}; cannot be judged:"
        " {unjudged}",
        "Meeting the priorities: {meets} of {number} projects; partly: {partly}; not: {fails}; cannot be judged:"
        " {unjudged}",
        sum(numbers.values()),
        meets=told[MEETS],
        partly=told[PARTLY],
        fails=told[FAILS],
        unjudged=told[UNJUDGED],
    )


def _unverified_title(context: Context, judged: Priorities, number: int, meets: str) -> str:
    count, without = context.language.count, without_list(judged)
    if without is None:
        return count("Meeting the priorities by an unverified list: {meets} of {number} project",
                     "Meeting the priorities by an unverified list: {meets} of {number} projects",
                     number, meets=meets)  # fmt: skip
    return count("Meeting the priorities by an unverified list: {meets} of {number} project; without the list:"
                 " {without}",
                 "Meeting the priorities by an unverified list: {meets} of {number} projects; without the list:"
                 " {without}",
                 number, meets=meets, without=context.language.number(counts(without)[MEETS], 0))  # fmt: skip


def reading(context: Context, judged: Priorities, costs: pd.Series) -> tuple[str, ...]:
    """The rule, the shares of the cost, where list and weights come from, and what contradicts what."""
    told = (_others(context, judged), _rule(context, judged), _on_the_line(context, judged),
            _cost(context, judged, costs), _list(context, judged), _weights(context, judged),
            _ranking(context, judged), _claims(context, judged), _cancelled(context))  # fmt: skip
    return tuple(filter(None, told))


def _others(context: Context, judged: Priorities) -> str:
    """The verdicts that the title leaves out, and all of them without the list."""
    if not asks_unverified(judged):
        return ""
    say, language = context.language.say, context.language
    own = {name: language.number(number, 0) for name, number in counts(judged.verdict).items()}
    told = say("Partly: {partly}; not: {fails}; cannot be judged: {unjudged}.", partly=own[PARTLY], fails=own[FAILS],
               unjudged=own[UNJUDGED])  # fmt: skip
    without = without_list(judged)
    if without is None:
        return (
            f"{told} {say('Without the list nothing would tell what serves a priority: no project could be judged.')}"
        )
    other = {name: language.number(number, 0) for name, number in counts(without).items()}
    changed = say(
        "Without the list, projects with another verdict: {changed}; it would then be partly: {partly}; not: {fails};"
        " cannot be judged: {unjudged}.",
        changed=language.number(int((without != judged.verdict).sum()), 0),
        partly=other[PARTLY],
        fails=other[FAILS],
        unjudged=other[UNJUDGED],
    )
    return f"{told} {changed}"


def _on_the_line(context: Context, judged: Priorities) -> str:
    number = int((judged.is_on_the_line & (judged.verdict != UNJUDGED)).sum())
    if not number:
        return ""
    return context.language.say("On the line, so that small changes of the weights may decide: {number}.",
                                number=context.language.number(number, 0))  # fmt: skip


def _rule(context: Context, judged: Priorities) -> str:
    say, limits = context.language.say, judged.weights.limits
    limit = context.language.number(limits["score_from"], 2)
    return say(
        "Two questions decide: does the project serve a listed priority or a growth point of its region, and do its"
        " known parts reach {limit} on average? Both: it meets the priorities; one: partly; none, or a division outside"
        " manufacturing: it does not. Where the first has no answer, or less than {known} of the weight is known, the"
        " project is not judged.",
        limit=limit,
        known=context.language.percent(limits["known_least"], 0),
    )


def _cost(context: Context, judged: Priorities, costs: pd.Series) -> str:
    say, language, whole = context.language.say, context.language, float(costs.sum())
    unknown = int(context.projects.rows["cost_planned_mln_kzt"].loc[judged.verdict.index].isna().sum())
    if not whole > 0:
        return say("The register tells no planned cost of these projects.")
    shares = {name: language.percent(float(costs[name]) / whole) for name in costs.index}
    told = say(
        "Of their planned cost, {whole} bn KZT, {meets} belongs to projects that meet the priorities, {partly} to those"
        " that do so partly, {fails} to those that do not, {unjudged} to those that cannot be judged.",
        whole=language.number(whole / BILLION),
        meets=shares[MEETS],
        partly=shares[PARTLY],
        fails=shares[FAILS],
        unjudged=shares[UNJUDGED],
    )
    return f"{told} {say('Projects without a planned cost: {number}.', number=unknown)}" if unknown else told


def _list(context: Context, judged: Priorities) -> str:
    say, listed = context.language.say, judged.portfolio.priorities
    if LISTED not in judged.weights.ways:
        return say("The list of priorities has no weight: it is not looked at.")
    if listed.is_verified:
        return say("The list of priorities is {file}.", file=shown(listed.file))
    if listed.file == SHIPPED:
        told = say("The list of priorities is the shipped example, which nobody has verified: what it says is no reason"
                   " to refuse a project.")  # fmt: skip
    else:
        told = say("The list of priorities ({file}) is not verified: what it says is no reason to refuse a project.",
                   file=shown(listed.file))  # fmt: skip
    return f"{told} {_weight_of_list(context, judged)}"


def _weight_of_list(context: Context, judged: Priorities) -> str:
    say = context.language.say
    if judged.weights.sets_list_aside:
        return say("It answers the first question, but has no weight in the mean until it is verified, or until a file"
                   " of weights gives it one.")  # fmt: skip
    return say("It answers the first question, and the file {file} gives it a weight in the mean all the same.",
               file=shown(judged.weights.file))  # fmt: skip


def _weights(context: Context, judged: Priorities) -> str:
    say, language = context.language.say, context.language
    if judged.weights.is_equal:
        return say("No act sets weights of the parts or limits: here each of the {number} parts in the mean counts the"
                   " same.", number=len(judged.weights.used))  # fmt: skip
    used = judged.weights.used
    shares = dict(zip(PARTS, judged.weights.shares, strict=True))
    told = [f"{prose.quoted(language, name_of(name, language))} {language.percent(shares[name])}" for name in used]
    return say("No act sets weights of the parts or limits: these are of the file {file}: {weights}.",
               file=shown(judged.weights.file), weights=", ".join(told))  # fmt: skip


def _ranking(context: Context, judged: Priorities) -> str:
    """What the growth points are a ranking of, and where there is none."""
    say = context.language.say
    standings = [each for each in judged.details[GROWTH_POINT].facts["standing"] if each.year]
    places = context.projects.places.loc[judged.verdict.index]
    why = judged.details[GROWTH_POINT].facts["why"]
    absent = sorted(set(places[why == "no_ranking"].dropna()))
    names = prose.enumerate_words(context.language, [regions.get(name).name[context.language.code] for name in absent])
    missing = say("Growth points cannot be ranked in: {regions}.", regions=names) if absent else ""
    if not standings:
        return missing
    year = standings[0].year
    if standings[0].classification == DIVISIONS:
        told = say("Growth points are ranked among divisions by value added of {year}: a whole division of the region,"
                   " not the project's product.", year=year)  # fmt: skip
    else:
        told = say("Growth points are ranked among product groups (HS sections of processed goods) by exports of"
                   " {year}: a whole group, not the project's product, and nothing about goods sold at home.",
                   year=year)  # fmt: skip
    return f"{told} {missing}".strip()


def _claims(context: Context, judged: Priorities) -> str:
    """Where the register contradicts the classifications."""
    say, told = context.language.say, list[str]()
    claims = int(judged.details[TECHNOLOGY].facts["differs"].sum())
    if claims:
        told.append(say("Projects whose technology class in the register is another one than that of their division:"
                        " {number}; the division's class (Eurostat) counts.", number=claims))  # fmt: skip
    others = sum(each.is_other_goods for each in judged.details[GROWTH_POINT].facts["standing"])
    if others:
        told.append(say("Projects whose HS code names goods of another division: {number}; the HS code counts for the"
                        " growth point.", number=others))  # fmt: skip
    return " ".join(told)


def _cancelled(context: Context) -> str:
    number = int((context.projects.rows["status"] == CANCELLED).sum())
    return context.language.say("Cancelled projects are left out: {number}.", number=number) if number else ""


def caveats(context: Context, judged: Priorities, hidden: int) -> tuple[str, ...]:
    """What the figures cannot say, and how many projects the table leaves out."""
    say = context.language.say
    return tuple(filter(None, (
        say("Projects not in the table: {number}; they are counted in the title and in the picture.", number=hidden)
        if hidden else "",
        "" if context.is_country else unplaced_note(context),
        say("Plans are promises: planned figures count until the project has worked for {months} months and its figures"
            " are recorded.", months=int(judged.weights.limits["months_after"])),
        say("Output per worker and jobs for the cost pull in opposite directions: few projects are high in both."),
        say("Output per worker is no value added per worker; prices of different years are compared as they stand."),
        say("A verdict in the table with no word about weights or ranks survives small changes of the weights."),
        say("Trials of a growth point: the ranking of its region is made again and again with other weights, scales and"
            " rules, and with noise in the figures."),
        say("A part that is not known is left out of the mean, so that a weak figure that is not reported does not"
            " lower it: a dash in the table."),
    )))  # fmt: skip
