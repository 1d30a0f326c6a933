"""Sentences of the page about the priorities of the projects."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose, regions
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.monitors.projects.priorities.judgement import Priorities
from iidsp_analysis.monitors.projects.priorities.part_words import name_of
from iidsp_analysis.monitors.projects.priorities.verdict import EQUAL, FAILS, MEETS, PARTLY, UNJUDGED, YES
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED, PARTS, TECHNOLOGY
from iidsp_analysis.monitors.projects.priority_list import SHIPPED
from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.sums import unplaced_note

BILLION = 1000.0


def title(context: Context, counts: dict[str, int]) -> str:
    """The finding: how many projects meet the priorities, partly, not, and how many cannot be judged."""
    told = {name: context.language.number(counts[name], 0) for name in counts}
    return context.language.count(
        "Meeting the priorities: {meets} of {number} project; partly: {partly}; not: {fails}; cannot be judged:"
        " {unjudged}",
        "Meeting the priorities: {meets} of {number} projects; partly: {partly}; not: {fails}; cannot be judged:"
        " {unjudged}",
        sum(counts.values()),
        meets=told[MEETS],
        partly=told[PARTLY],
        fails=told[FAILS],
        unjudged=told[UNJUDGED],
    )


def reading(context: Context, judged: Priorities, costs: pd.Series) -> tuple[str, ...]:
    """The rule, the shares of the cost, where list and weights come from, and what contradicts what."""
    told = (_rule(context, judged), _cost(context, judged, costs), _list(context, judged), _weights(context, judged),
            _ranking(context, judged), _claims(context, judged), _cancelled(context))  # fmt: skip
    return tuple(filter(None, told))


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
    if LISTED not in judged.weights.used:
        return say("The list of priorities has no weight: it is not looked at.")
    if listed.is_verified:
        return say("The list of priorities is {file}.", file=shown(listed.file))
    if listed.file == SHIPPED:
        return say("The list of priorities is the shipped example, which nobody has verified: what it says is no reason"
                   " to refuse a project.")  # fmt: skip
    return say("The list of priorities ({file}) is not verified: what it says is no reason to refuse a project.",
               file=shown(listed.file))  # fmt: skip


def _weights(context: Context, judged: Priorities) -> str:
    say, language = context.language.say, context.language
    if judged.weights.is_equal:
        return say("No act sets weights of the parts or limits: here each part counts the same.")
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
        say("Plans are promises: a part is marked planned until the project has worked for {months} months and its"
            " figures are recorded.", months=int(judged.weights.limits["months_after"])),
        say("Output per worker and jobs for the cost pull in opposite directions: few projects are high in both."),
        say("Output per worker is no value added per worker; prices of different years are compared as they stand."),
        say("A part that is not known is left out of the mean, so that a weak figure that is not reported does not"
            " lower it: the table tells what the score could be at worst."),
    )))  # fmt: skip


# --- sensitivity ------------------------------------------------------------------------------------------------


def holds_anywhere(judged: Priorities) -> pd.Series:
    """Whether a verdict holds in nearly all mixtures of weights, none of them preferred."""
    return (judged.agreement_anywhere >= judged.weights.limits["firm_from"]) & ~judged.hangs_on_ranking


def sensitivity_title(context: Context, judged: Priorities) -> str:
    """How many verdicts are firm."""
    number = int((judged.verdict != UNJUDGED).sum())
    if not number:
        return context.language.say("No project could be judged, so that no verdict can hang on weights")
    return context.language.count(
        "{firm} of {number} verdict is firm: hardly any other weights or ranks would change it",
        "{firm} of {number} verdicts are firm: hardly any other weights or ranks would change them",
        number,
        firm=context.language.number(int(judged.is_firm.sum()), 0),
    )


def sensitivity_reading(context: Context, judged: Priorities, frame: pd.DataFrame) -> tuple[str, ...]:
    """How the weights were varied, how far the verdicts hold, and which part matters most."""
    say, language, limits = context.language.say, context.language, judged.weights.limits
    number = int((judged.verdict != UNJUDGED).sum())
    if not number:
        return ()
    varied = say(
        "Weights were drawn {draws} times around the given ones (Dirichlet, concentration {concentration}); a verdict"
        " is firm if it holds in {share} of the draws, at both ends where several product groups may fit, and does not"
        " rest on a growth point whose rank is unsettled.",
        draws=language.number(limits["draws"], 0),
        concentration=language.number(limits["concentration"], 0),
        share=language.percent(limits["firm_from"], 0),
    )
    anywhere = say("Firm if every mixture of weights were equally likely: {firm} of {number}.",
                   firm=language.number(int(holds_anywhere(judged).sum()), 0), number=number)  # fmt: skip
    unsettled = int((judged.hangs_on_ranking & (judged.verdict != UNJUDGED)).sum())
    ranks = say("Verdicts that rest on a growth point whose rank is unsettled: {number}.", number=unsettled)
    unknown = say("Verdicts that the parts not known today could change: {number}.",
                  number=int(judged.hangs_on_unknown.sum()))  # fmt: skip
    return tuple(
        filter(None, (varied, anywhere, ranks, unknown, _weightiest(context, frame), _unverified(context, judged)))
    )


def _weightiest(context: Context, frame: pd.DataFrame) -> str:
    """Which part changes most verdicts when it is left out."""
    say, language = context.language.say, context.language
    changed = frame["changed"].drop(["own", EQUAL], errors="ignore")
    if changed.empty or not changed.max() > 0:
        return say("Leaving out any single part changes no verdict.")
    first = changed.index[changed == changed.max()]
    names = prose.enumerate_words(language, [prose.quoted(language, name_of(str(part), language)) for part in first])
    return say("Left out, this part would change most verdicts: {parts} ({number}).", parts=names,
               number=int(changed.max()))  # fmt: skip


def _unverified(context: Context, judged: Priorities) -> str:
    """How many verdicts rest on the unverified list alone."""
    if judged.portfolio.priorities.is_verified or LISTED not in judged.weights.used:
        return ""
    by_list = judged.details[LISTED].value == YES
    by_growth = (judged.details[GROWTH_POINT].facts["is_pick"] == YES) & (GROWTH_POINT in judged.weights.used)
    alone = by_list & ~by_growth & judged.verdict.isin([MEETS, PARTLY])
    return context.language.say("Projects that serve a priority by the unverified list alone: {number}.",
                                number=int(alone.sum()))  # fmt: skip
