"""A section that lacks its table still appears: it says what is missing and what to drop where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

from iidsp_analysis.command_words import spoken_error
from iidsp_analysis.errors import AnalysisError, MissingDataError
from iidsp_analysis.results import Result, missing_result
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.origins import with_origin

Own = TypeVar("Own")


class StatedError(MissingDataError):
    """Nothing to show although the tables are published: ``what`` and ``what_next`` are in the reader's language."""


def section(
    title: str, what_next: str, source_ids: Sequence[str] = ()
) -> Callable[[Callable[[Context], Result]], Callable[[Context], Result]]:
    """Turn a :class:`MissingDataError` of a section into a result that says so.

    Parameters
    ----------
    title, what_next : str
        English messages, translated when the section is shown; ``what_next`` may have a gap ``{tables}``. Any other
        error stays an error: a bug never reads as a fact.
    source_ids : sequence of str, optional
        Sources that the section reads, to name their tables.
    """

    def wrap(make: Callable[[Context], Result]) -> Callable[[Context], Result]:
        @wraps(make)
        def guarded(context: Context) -> Result:
            try:
                return with_origin(context, make(context))
            except StatedError as reason:
                say = context.language.say
                return missing_result(context.language, say(title), reason.what, reason.what_next)
            except MissingDataError as missing:
                say = context.language.say
                tables = ", ".join(say(context.panel.sources[source_id].table) for source_id in source_ids)
                what = missing_text(context, missing)
                return missing_result(context.language, say(title), what, say(what_next, tables=tables))

        return guarded

    return wrap


def opened(
    context: Context, read: Callable[[], Own | None], *, refused: Callable[[str], StatedError], missing: StatedError
) -> Own:
    """Open a file of the reader's: without it, or with one that cannot be used, a section says so.

    Parameters
    ----------
    read : callable
        Reads the file; None where there is none.
    refused : callable
        What is said of a file that cannot be used, from the reason in the reader's language.
    missing : StatedError
        What is said without a file.
    """
    try:
        found = read()
    except AnalysisError as error:
        raise refused(spoken_error(error, context.language.code)) from error
    if found is None:
        raise missing
    return found


def missing_text(context: Context, missing: MissingDataError) -> str:
    """Why a figure is missing, with the borders as the first suspect for regions that were split."""
    say = context.language.say
    reason = say(
        "These figures are not published for {name} on the borders of {borders} up to {year}.",
        name=context.name,
        borders=context.borders,
        year=context.year,
    )
    return f"{reason} {say(missing.what)}" if context.language.code == "en" else reason


DROP_TABLES = (
    "This section reads: {tables}. If a newer edition has the figures, drop the publisher's file into data/raw/bns/ "
    "and render again; else choose another year or other borders."
)
