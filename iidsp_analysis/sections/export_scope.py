"""What the sections on exports of a report are about: its cube, the months of its year, the edition."""

from __future__ import annotations

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_announced import named_regions
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_periods import Span, spans
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context

SOURCES = ("bns-446905",)


def exports_of(context: Context) -> tuple[ExportCube, Span]:
    """The cube of a report and the months of its year, a year in progress up to its last month.

    Raises
    ------
    MissingDataError
        If no month of the year is published.
    """
    cube = context.exports
    span = spans(cube)[-1]
    if span.year != context.year:
        raise MissingDataError("No month of exports by HS section is published for this year.")
    return cube, span


def edition(context: Context, cube: ExportCube) -> str:
    """The sentence that says of which edition the figures are."""
    named = named_regions(context.year, context.borders, context.as_of)
    day = context.as_of or (named.as_of[:7] if named else "")
    return words.edition_sentence(context.language, context.panel.sources, cube.sources, day)


def provisional(context: Context, span: Span) -> tuple[str, ...]:
    """What a section on exports says under its figures while the year is in progress; nothing otherwise.

    What holds for a whole page (edition, registration) stands once on it: :func:`first_caveats`.
    """
    if not span.is_provisional:
        return ()
    say = context.language.say
    return (say("Provisional: the year is in progress, {months} are compared with the same months of other years.",
                months=words.span_label(context.language, span)),)  # fmt: skip


def first_caveats(context: Context, cube: ExportCube, span: Span) -> tuple[str, ...]:
    """The same with the edition, for the sections that open the exports of a page."""
    return (edition(context, cube), *provisional(context, span))
