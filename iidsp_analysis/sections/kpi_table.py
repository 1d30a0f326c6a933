"""The programme's indicators as text to read in a terminal, with what was known by the month asked for."""

from __future__ import annotations

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.programme import UNVERIFIED, Judgement
from iidsp_analysis.monitors.programme_facts import NOT_LOADED
from iidsp_analysis.monitors.programme_tables import NOTHING_YET, has_table
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_words import edition_sentence
from iidsp_analysis.sections.programme_definitions import definition_sentence
from iidsp_analysis.sections.programme_figures import Programme
from iidsp_analysis.sections.programme_gaps import to_load_sentence

_FLAGS: words.Words = {
    **words.FLAGS,
    NOTHING_YET: lambda language: language.say("nothing published up to this year"),
}


def flags_of(context: Context, one: Judgement) -> tuple[str, ...]:
    """The flags of a judgement; a table that has nothing up to the year is told from one that is not loaded."""
    is_early = has_table(context.panel, one.indicator)
    return tuple(NOTHING_YET if flag == NOT_LOADED and is_early else flag for flag in one.flags)


def write_table(context: Context, programme: Programme) -> str:
    """Write one line a judgement, under a heading with month and edition, above the rules and what to load."""
    language, say = context.language, context.language.say
    head = (say("Indicator"), say("Unit"), say("Light"), say("Year of the fact"), say("Fact"),
            say("Index, base year = 100"), say("Straight path"), say("Target"), say("Needed a year, %"),
            say("Target: programme, edition, years"), say("Target verified"), say("Remark"))  # fmt: skip
    lines = [_line(context, one) for one in programme.told]
    notes = [
        words.light_rule(language),
        definition_sentence(context, programme.by_definition),
        to_load_sentence(context, programme.told),
    ]
    if any(UNVERIFIED in one.flags for one in programme.told):
        notes.insert(0, say("Unverified targets are from memory: the text of the programme was not found."))
    return "\n".join([*_heading(context, programme), "", aligned([head, *lines]), "", *filter(None, notes)])


def _heading(context: Context, programme: Programme) -> list[str]:
    """What the table is about, what was known by the month asked for, and whose figures these are."""
    say, language, as_of = context.language.say, context.language, context.as_of
    subject = {"name": context.name, "year": context.year, "borders": context.borders}
    used = {source for one in programme.told for source in one.sources}
    edition = edition_sentence(language, context.panel.sources, used, as_of) if used else ""
    if not as_of:
        return [say("{name}, {year}, borders of {borders}", **subject), *filter(None, [edition])]
    known = say(
        "Exports: months up to {last}, since figures of a month can be used {lag} months later. Other tables: years "
        "that ended before {as_of}.",
        last=periods.last_month_known(as_of), lag=periods.PUBLICATION_LAG, as_of=as_of,
    )  # fmt: skip
    heading = say("{name}, {year}, borders of {borders}, as of {as_of}", **subject, as_of=as_of)
    return [heading, known, *filter(None, [edition])]


def _line(context: Context, one: Judgement) -> tuple[str, ...]:
    language = context.language
    flags = tuple(flag for flag in flags_of(context, one) if flag != UNVERIFIED)
    return (
        words.indicator_name(language, one.indicator),
        words.unit_of(language, one),
        words.LIGHTS[one.light](language),
        str(one.year),
        language.number(one.fact),
        language.number(one.index),
        language.number(one.path),
        language.number(one.goal),
        language.signed(one.required_rate),
        words.target_name(language, one.target),
        words.verified_mark(language, one.target) or "–",
        _remark(language, flags),
    )


def _remark(language: Language, flags: tuple[str, ...]) -> str:
    return "; ".join(words.told(_FLAGS, flag, language) for flag in flags) or MISSING
