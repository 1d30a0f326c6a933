"""How exports are told: goods, definitions, months compared, strength of a fall, single flows, editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from babel.dates import format_date

from iidsp_analysis import industries, prose, regions
from iidsp_analysis.language import Language
from iidsp_analysis.monitors import export_flows as monitor_flows
from iidsp_analysis.monitors import export_verdict as verdicts
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_flows import Lump
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.export_verdict import Change, Verdict
from iidsp_analysis.sources import Source

STRENGTHS: dict[str, Callable[[Language], str]] = {
    verdicts.FIRM: lambda language: language.say("holds without its main group of goods"),
    verdicts.ONE_FLOW_SETS_SIZE: lambda language: language.say("one flow makes more than half of it"),
    verdicts.ONE_SECTION: lambda language: language.say("hangs on one group of goods"),
    verdicts.ONE_FLOW: lambda language: language.say("one flow decides it"),
    verdicts.SLIGHT_FALL: lambda language: language.say("below one percent"),
}


def definition_name(language: Language, definition: str) -> str:
    """Name of a definition of processed exports."""
    return industries.PROCESSED_EXPORT_DEFINITIONS[definition].name[language.code]


def goods(language: Language, code: str) -> str:
    """Short name of a group of goods with its Roman number; goods without a code have none."""
    short = industries.hs_section(code).short[language.code]
    return short if code == "OTHER" else f"{code} · {short}"


def place(language: Language, region_id: str) -> str:
    """Short name of a region, for lists and tables."""
    return regions.get(region_id).short[language.code]


def month(language: Language, label: str) -> str:
    """A month in words, by itself: December 2016."""
    first = date.fromisoformat(f"{label}-01")
    return format_date(first, format="LLLL y", locale=language.code)


def span_label(language: Language, span: Span) -> str:
    """A year, or the months of a year in progress."""
    if not span.is_provisional:
        return str(span.year)
    first, last = span.months[0], span.months[-1]
    return first if first == last else language.say("{first} to {last}", first=first, last=last)


def with_stop(title: str | None) -> str:
    """A finding that heads another section, as a sentence; nothing stays nothing."""
    return f"{title.rstrip('.')}." if title else ""


def millions(language: Language, thousands: float) -> str:
    """An amount of thousand USD as mln USD."""
    return language.amount(thousands / MILLION, language.say("mln USD"))


def signed_millions(language: Language, thousands: float) -> str:
    """A change of thousand USD as mln USD with its sign."""
    return language.say("{change} mln USD", change=language.signed(thousands / MILLION))


def falls_list(language: Language, falls: Iterable[Change]) -> str:
    """Regions with their falls: Astana (−460.3 mln USD, −43.9%), …; nobody is a dash."""
    told = [
        language.say("{name} ({change} mln USD, {growth})", name=place(language, fall.region),
                     change=language.signed(fall.change / MILLION), growth=language.signed_percent(fall.growth))
        for fall in falls
    ]  # fmt: skip
    return "; ".join(told) or "–"


def names(language: Language, region_ids: Iterable[str]) -> str:
    """Names of regions as a list; nobody is a dash."""
    return prose.enumerate_words(language, [place(language, region_id) for region_id in region_ids])


def verdict_word(language: Language, found: Verdict) -> str:
    """Whether the question "who fell while the country rose" has an answer, in two or three words."""
    if found.state == verdicts.UNKNOWN:
        return language.say("not known")
    return language.say("applicable") if found.applies else language.say("not applicable")


def lump_sentence(language: Language, lump: Lump) -> str:
    """Name the flow that decides a change, and the change without it beside the change with it."""
    say = language.say
    told = say(
        "One flow decides this change – {goods}, {month}: {value} against {typical} in a typical month of this group. "
        "Change with it: {change}; without it: {without}.",
        goods=goods(language, lump.section),
        month=month(language, lump.month),
        value=millions(language, lump.value),
        typical=millions(language, lump.typical),
        change=signed_millions(language, lump.change),
        without=signed_millions(language, lump.change_without),
    )
    return told + " " + say("Months of this group that stand out like that, among those compared: {number}.",
                            number=lump.such_months)  # fmt: skip


def flow_rule(language: Language) -> str:
    """How a flow that decides is recognised."""
    return language.say(
        "A flow decides a change if its month lies more than {units} robust units (median absolute deviations) above "
        "the typical month of its group, holds at least {smallest} of the region's earlier processed exports, and the "
        "change without it has another sign or loses more than half of its size. Without it means: with the typical "
        "month in its place.",
        units=language.number(monitor_flows.FAR_ABOVE, 0),
        smallest=language.percent(monitor_flows.SMALLEST_LUMP, 0),
    )


def edition_sentence(language: Language, sources: Mapping[str, Source], used: Iterable[str], day: str = "") -> str:
    """Which edition the figures are of: that embedded with the project, or a dropped file; never that of the day.

    ``day`` is the month of the hearing (``YYYY-MM``), if the page is about one.
    """
    say = language.say
    told = [sources[source_id] for source_id in sorted(set(used))]
    names = [
        say("table {table}, edition {vintage}", table=each.table, vintage=each.vintage)
        if is_embedded(each.id)
        else say("table {table}, edition {vintage}, dropped file", table=each.table, vintage=each.vintage)
        for each in told
    ]
    if any(not is_embedded(each.id) for each in told):
        start = say("The figures are of these editions: {editions}", editions="; ".join(names))
    else:
        start = say("The figures are of the embedded edition ({editions})", editions="; ".join(names))
    return say("{start}, not those known in {month}.", start=start, month=day) if day else f"{start}."


def is_embedded(source_id: str) -> bool:
    """Whether a source came with the project: a dropped file is ``bns-446905@<file>``."""
    return "@" not in source_id
