"""The programme's indicators in a report: fact, target, path and light; of a region its part in the country's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from iidsp_analysis import plots, prose
from iidsp_analysis.monitors.programme import AFTER_TARGET, REPLACED, UNVERIFIED, Judgement
from iidsp_analysis.monitors.programme_contributions import EXPORTS, VOLUME
from iidsp_analysis.monitors.programme_path import GREEN, LIGHTS, RED, YELLOW
from iidsp_analysis.reference.target_records import CUMULATIVE
from iidsp_analysis.results import Picture, Result
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.programme_definitions import definition_sentence
from iidsp_analysis.sections.programme_figures import Programme, on_page, programme_of
from iidsp_analysis.sections.programme_gaps import to_load_sentence
from iidsp_analysis.sections.programme_regions import contributions
from iidsp_analysis.sections.programme_table import alt, drawn, table

__all__ = ["contributions", "indicators"]

SOURCES = ("bns-450904", "bns-5792", "bns-446905", "bns-5547", "bns-5831", "bns-5927", "bns-5931")


@section("Indicators of the programme", DROP_TABLES, SOURCES)
def indicators(context: Context) -> Result:
    """Every indicator of the programme against its target, with the light and the rule of the light."""
    programme = programme_of(context)
    told = on_page(programme.told)
    sources = programme.sources(told)
    language, say = context.language, context.language.say
    title = _title(context, programme, told)
    has_target = any(one.target is not None for one in told)
    return Result(
        title=title,
        reading=tuple(filter(None, (*_reading(context, told), definition_sentence(context, programme.by_definition)))),
        language=language,
        caption=context.caption(
            say("units in the table"), context.period, sources,
            note=_unverified_note(context, told) if has_target else "",
        ),
        sources=sources,
        values={f"{one.indicator}_{one.base_year}": one.index for one in told if np.isfinite(one.index)},
        table=table(context, programme, told),
        picture=Picture(plots.picture(lambda: drawn(context, told)), alt(context, told)),
        caveats=_caveats(context, programme, told),
    )  # fmt: skip


def _judged(told: Sequence[Judgement]) -> list[Judgement]:
    """Judgements that count: an indicator is not counted twice because its target was amended."""
    return [one for one in told if one.is_judged and one.is_in_force]


def _title(context: Context, programme: Programme, told: Sequence[Judgement]) -> str:
    say = context.language.say
    judged = _judged(told)
    if judged:
        lights = Counter(one.light for one in judged)
        return say(
            "Programme targets that can be judged in {year}: {judged}; on their path or better: {green}, behind it: "
            "{behind}; verified: {verified}",
            year=context.year, judged=len(judged), green=lights[GREEN], behind=lights[YELLOW] + lights[RED],
            verified=sum(one.is_verified for one in judged),
        )  # fmt: skip
    if context.is_country:
        return say("No target of the programme can be judged in {year}", year=context.year)
    return say(
        "{name}, {base}→{year}: volume of manufacturing {volume}, processed exports {exports}; the targets of the "
        "programme are national",
        name=context.name, base=programme.base, year=context.year, volume=_change(context, programme, VOLUME),
        exports=_change(context, programme, EXPORTS),
    )  # fmt: skip


def _change(context: Context, programme: Programme, indicator: str) -> str:
    index = programme.book.facts(indicator, programme.region).index(programme.base).get(context.year, np.nan)
    if not np.isfinite(index):
        return context.language.say("not known")
    return context.language.signed_percent(float(index) / 100 - 1)


def _reading(context: Context, told: Sequence[Judgement]) -> tuple[str, ...]:
    say = context.language.say
    judged = _judged(told)
    if judged:
        counted = Counter(one.light for one in told if one.is_in_force)
        names = {light: words.LIGHTS[light](context.language) for light in LIGHTS}
        lights = ", ".join(f"{names[light]} {counted[light]}" for light in LIGHTS)
        return (say("Lights of the targets: {lights}.", lights=lights), *_furthest(context, judged))
    if context.is_country:
        return ()
    return (
        say(
            "A national target is no target of a region: the table shows the region's own figures and its part in the "
            "country's, without a light. Targets of the region can be loaded as data/raw/plans/targets.csv; none is "
            "loaded that applies in {year}.", year=context.year,
        ),
    )  # fmt: skip


def _furthest(context: Context, judged: Sequence[Judgement]) -> tuple[str, ...]:
    """The target with the smallest part of its planned way done, and what it would still take."""
    behind = [one for one in judged if one.light in (YELLOW, RED) and np.isfinite(one.done)]
    if not behind:
        return ()
    language, say = context.language, context.language.say
    last = min(behind, key=lambda one: one.done)
    gaps = {
        "indicator": words.indicator_name(language, last.indicator),
        "target": words.target_name(language, last.target),
        "done": language.percent(last.done, 0),
    }
    if not np.isfinite(last.required_rate):
        return (say("Furthest behind its path: {indicator} ({target}), {done} of the planned way.", **gaps),)
    return (
        say(
            "Furthest behind its path: {indicator} ({target}), {done} of the planned way; from now on it takes {rate} "
            "a year.", **gaps, rate=language.signed_percent(last.required_rate / 100),
        ),
    )  # fmt: skip


def _unverified_note(context: Context, told: Sequence[Judgement]) -> str:
    with_target = [one for one in told if one.target is not None]
    return context.language.say(
        "unverified targets: {unverified} of {all}",
        unverified=sum(UNVERIFIED in one.flags for one in with_target),
        all=len(with_target),
    )


def _caveats(context: Context, programme: Programme, told: Sequence[Judgement]) -> tuple[str, ...]:
    say = context.language.say
    said = [
        say("Facts are of today's edition of the tables, not of the edition of the report's day."),
        say("Value added and productivity are volumes; investment is in tenge at current prices and exports in dollars "
            "at current prices, under the default definition of processed exports."),
    ]  # fmt: skip
    if any(UNVERIFIED in one.flags for one in told):
        unverified = say(
            "Targets marked as unverified are from memory: the text of the programme was not found. Load the targets "
            "of the act as data/raw/plans/targets.csv before a verdict is quoted."
        )
        said.insert(0, unverified)
    if context.is_country or _judged(told):
        said.append(words.light_rule(context.language))
    if any(_is_sum(one) for one in told):
        said.append(say("A sum over years has no base year: such a target stands in the table, not in the picture."))
    if any(REPLACED in one.flags for one in told):
        said.append(say("Targets that a later edition of the same programme replaced are shown and not counted."))
    if not context.is_country:
        said.append(say("Exports are booked where the exporter is registered, which need not be where the goods are "
                        "made."))  # fmt: skip
    if any(AFTER_TARGET in one.flags for one in told):
        said.append(say("A target whose year has passed is judged in that year."))
    if programme.targets.elsewhere:
        listed = prose.enumerate_words(context.language, programme.targets.elsewhere)
        said.append(say("The file of targets names regions that the borders of {borders} do not have: {list}. Their "
                        "targets are not shown here.", borders=context.borders, list=listed))  # fmt: skip
    said.append(to_load_sentence(context, told))
    return tuple(filter(None, said))


def _is_sum(one: Judgement) -> bool:
    return one.is_judged and one.target is not None and one.target.form == CUMULATIVE
