"""Processed exports as text to read in a terminal: the latest year of all regions, the verdict, the announcement."""

from __future__ import annotations

from collections.abc import Sequence

from iidsp_analysis import schema
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_announced import NamedRegions, announced_total, measured_beside, named_regions
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_named import check_named
from iidsp_analysis.monitors.export_verdict import Change, Verdict, verdicts
from iidsp_analysis.monitors.exports import export_figures, residual_matters, without_rounding
from iidsp_analysis.sections import export_verdict_words as verdict_words
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.exports_flags import flagged, told
from iidsp_analysis.sections.exports_listed import Listed, change_heads, figures_line
from iidsp_analysis.sections.exports_region_table import region_blocks


def write_table(listed: Listed) -> str:
    """Write the latest year of all regions with verdict and announcement, or all years of one region."""
    body = region_blocks(listed) if listed.region else _country_blocks(listed)
    return "\n\n".join(block for block in (_heading(listed), *body) if block)


def _heading(listed: Listed) -> str:
    say, language = listed.language.say, listed.language
    name = words.place(language, listed.region) if listed.region else say("all regions")
    lines = [
        say("Processed exports, {name}, borders of {borders}", name=name, borders=listed.cube.borders),
        say("Definition used: {name} [{code}].", name=words.definition_name(language, listed.definition),
            code=listed.definition),
        _cut(listed),
        words.edition_sentence(language, listed.panel.sources, listed.cube.sources, listed.as_of or _named_day(listed)),
    ]  # fmt: skip
    if listed.span.is_provisional:
        lines.append(say("Provisional: the year is in progress, {months} are compared with the same months of other "
                         "years.", months=words.span_label(language, listed.span)))  # fmt: skip
    return "\n".join(lines)


def _cut(listed: Listed) -> str:
    say, last = listed.language.say, listed.cube.months[-1]
    if not listed.as_of:
        return say("Months up to {last}.", last=last)
    return say(
        "Months up to {last}: as of {as_of}, since figures of a month can be used {lag} months later.",
        last=last, as_of=listed.as_of, lag=periods.PUBLICATION_LAG,
    )  # fmt: skip


def _named_day(listed: Listed) -> str:
    named = named_regions(listed.span.year, listed.cube.borders, listed.as_of)
    return named.as_of[:7] if named else ""


def _country_blocks(listed: Listed) -> list[str]:
    found = verdicts(listed.cube, listed.span)
    if not found:
        return [_latest(listed), listed.language.say("The table has no earlier year: nothing is compared.")]
    return [
        _latest(listed),
        _summary(listed, found),
        *(_verdict_block(listed, one) for one in found),
        *_announced_blocks(listed),
    ]


def _summary(listed: Listed, found: Sequence[Verdict]) -> str:
    """Were the right regions named: every definition and earlier year in one line."""
    language, named = listed.language, named_regions(listed.span.year, listed.cube.borders, listed.as_of)
    if named is None:
        return ""
    say = language.say
    head = (say("Definition"), say("Compared with"), say("Country, %"), say("Regions that fell"),
            say("Named that fell"), say("Verdict"))  # fmt: skip
    rows = [_summary_line(language, one, named) for one in found]
    lines = [
        say("Named on {date}: {names}.", date=language.date(named.as_of), names=words.names(language, named.ids)),
        verdict_words.named_elsewhere(language, named),
        verdict_words.summary_sentence(language, found, named),
        aligned([head, *rows]),
    ]
    return "\n".join(line for line in lines if line)


def _summary_line(language: Language, found: Verdict, named: NamedRegions) -> tuple[str, ...]:
    country = language.signed(found.country.growth * 100) if found.country else MISSING
    counts = (MISSING, MISSING)
    if found.applies:
        fell = len(check_named(found, named.ids).hits)
        counts = (str(len(found.falls)), language.say("{hits} of {count}", hits=fell, count=len(named.ids)))
    return (words.definition_name(language, found.definition), words.span_label(language, found.comparison.before),
            country, *counts, verdict_words.were_right(language, found, named))  # fmt: skip


def _latest(listed: Listed) -> str:
    say, language, span = listed.language.say, listed.language, listed.span
    table = export_figures(listed.cube, listed.definition).loc[span.label]
    yearly = periods.against_year_before(span)
    if not residual_matters(listed.cube, yearly, listed.definition, table):
        table = table.drop(index=schema.RESIDUAL)
    head = (say("Region"), say("{span}, mln USD", span=words.span_label(language, span)), *change_heads(listed),
            say("Remarks"))  # fmt: skip
    flags = flagged(listed.evidence, listed.cube, listed.definition, span, table)
    table = without_rounding(table)
    lines = [
        (*figures_line(listed, _name(listed, str(region)), row), told(language, flags, str(region)))
        for region, row in table.iterrows()
    ]
    return aligned([head, *lines])


def _name(listed: Listed, region: str) -> str:
    if region == schema.RESIDUAL:
        return listed.language.say("Regions not known, rounding")
    return words.place(listed.language, region)


def _verdict_block(listed: Listed, found: Verdict) -> str:
    language = listed.language
    named = named_regions(listed.span.year, listed.cube.borders, listed.as_of)
    lines = [
        language.say("{definition} [{code}]", definition=words.definition_name(language, found.definition),
                     code=found.definition),
        verdict_words.country_sentence(language, found),
        verdict_words.falls_sentence(language, found),
    ]  # fmt: skip
    if found.applies and found.falls:
        lines.append(aligned([_fall_head(language), *(_fall(language, fall) for fall in found.falls)]))
    if named is not None:
        lines.append(verdict_words.named_sentence(language, found, named))
    return "\n".join(line for line in lines if line)


def _fall_head(language: Language) -> tuple[str, ...]:
    say = language.say
    return (say("Region"), say("Change, mln USD"), say("Change, %"), say("Without its main group, mln USD"),
            say("Without the flow that decides, mln USD"), say("Strength"),
            say("By group of goods, mln USD"))  # fmt: skip


def _fall(language: Language, fall: Change) -> tuple[str, ...]:
    without = fall.lump.change_without / MILLION if fall.lump else None
    return (
        words.place(language, fall.region), language.signed(fall.change / MILLION),
        language.signed(fall.growth * 100), language.signed(fall.change_without_section / MILLION),
        MISSING if without is None else language.signed(without),
        words.STRENGTHS[fall.strength](language), verdict_words.split(language, fall),
    )  # fmt: skip


def _announced_blocks(listed: Listed) -> list[str]:
    announced = announced_total(listed.span.year, listed.as_of)
    if announced is None or listed.span.is_provisional:
        return []
    measured = measured_beside(listed.cube, announced)
    return [verdict_words.announced_sentence(listed.language, announced, measured)]
