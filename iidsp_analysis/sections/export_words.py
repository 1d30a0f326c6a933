"""How exports are told: goods, definitions, months compared, strength of a fall, single flows, editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from babel.dates import format_date

from iidsp_analysis import industries, prose, regions
from iidsp_analysis.language import NO_BREAK_SPACE, Language
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
    first, last = (month(language, label) for label in (span.months[0], span.months[-1]))
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
    """Regions with their falls: Astana (−460.3 mln USD, −43.9%), …; or none."""
    told = [
        language.say("{name} ({change} mln USD, {growth})", name=place(language, fall.region),
                     change=language.signed(fall.change / MILLION), growth=language.signed_percent(fall.growth))
        for fall in falls
    ]  # fmt: skip
    return "; ".join(told) or language.say("none")


def falls_short(language: Language, falls: Iterable[Change]) -> str:
    """The same without units, for a column that names them: Astana −460.3; …; or none."""
    told = [named_amount(place(language, fall.region), language.signed(fall.change / MILLION)) for fall in falls]
    return "; ".join(told) or language.say("none")


def named_amount(name: str, amount: str) -> str:
    """A name and its amount, which a narrow column does not part."""
    return f"{name}{NO_BREAK_SPACE}{amount}"


def names(language: Language, region_ids: Iterable[str]) -> str:
    """Names of regions as a list, or none."""
    told = [place(language, region_id) for region_id in region_ids]
    return prose.enumerate_words(language, told) if told else language.say("none")


def verdict_word(language: Language, found: Verdict) -> str:
    """Whether the country rose, in a word or two."""
    if found.state == verdicts.UNKNOWN:
        return language.say("not known")
    return language.say("yes") if found.applies else language.say("no")


def lump_sentence(language: Language, lump: Lump) -> str:
    """Name the flow that decides a change, and the change without it beside the change with it."""
    say = language.say
    gaps = {
        "goods": goods(language, lump.section),
        "month": month(language, lump.month),
        "value": millions(language, lump.value),
        "typical": millions(language, lump.typical),
        "change": signed_millions(language, lump.change),
        "without": signed_millions(language, lump.change_without),
    }
    if lump.such_months == 1:
        return say(
            "One flow decides this change – {goods}, {month}: {value} against {typical} in a typical month of this "
            "group. Change with it: {change}; without it: {without}.",
            **gaps,
        )
    return say(
        "A few flows of one group decide this change; the largest – {goods}, {month}: {value} against {typical} in a "
        "typical month of this group. Change with all of them: {change}; without the largest: {without}; without all "
        "{number}: {without_all}.",
        number=lump.such_months,
        without_all=signed_millions(language, lump.change_without_such),
        **gaps,
    )


def lump_in_short(language: Language, lump: Lump | None) -> str:
    """The change without what decides it, where the flow itself is named in another section; nothing without one."""
    if lump is None:
        return ""
    without = signed_millions(language, lump.change_without)
    if lump.such_months == 1:
        return language.say("One flow decides this change: without it, the change is {without}.", without=without)
    return language.say(
        "A few flows of one group decide this change: without the largest it is {without}, without all {number} "
        "{without_all}.",
        without=without, number=lump.such_months, without_all=signed_millions(language, lump.change_without_such),
    )  # fmt: skip


def flow_rule(language: Language) -> str:
    """How a flow that decides is recognised."""
    return language.say(
        "A flow decides a change if it lies far above the typical month of its group (more than {units} times the "
        "usual spread of its months), exceeds it by at least {smallest} of the region's earlier processed exports, and "
        "the change without it has another sign or loses more than half of its size. Without it means: with the "
        "typical month in its place.",
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
        start = say("The figures are of the edition shipped with this program ({editions})", editions="; ".join(names))
    return say("{start}, not those known in {month}.", start=start, month=month(language, day)) if day else f"{start}."


def is_embedded(source_id: str) -> bool:
    """Whether a source came with the project: a dropped file is ``bns-446905@<file>``."""
    return "@" not in source_id
