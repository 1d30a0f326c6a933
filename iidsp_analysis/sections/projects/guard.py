"""Sections about projects: they stamp made-up data, and name no project in the redacted edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Final

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.results import Result, missing_result, stamped
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError

#: ``Result.sources`` of every section about projects: the register is a file of the user, in no list of tables.
SOURCE: Final = ("projects-register",)
Section = Callable[[Context], Result]


def project_section(title: str, *, redacted: Section | None = None) -> Callable[[Section], Section]:
    """Make a section safe to show.

    Parameters
    ----------
    title : str
        English message, the heading of a box that says what is missing.
    redacted : callable, optional
        What stands in its place in the redacted edition. Without one the section is left out there and says so: a new
        section gives nothing away until somebody has thought about it.
    """

    def wrap(make: Section) -> Section:
        @wraps(make)
        def guarded(context: Context) -> Result:
            if context.redact and redacted is None:
                return _left_out(context, title)
            # The summary on top of the page has asked every section before the page does.
            key = f"{make.__module__}.{make.__qualname__}"
            if key not in context.shared:
                context.shared[key] = _safe(
                    redacted if context.redact and redacted is not None else make, title, context
                )
            result = context.shared[key]
            if not isinstance(result, Result):
                raise TypeError(f"{key} is taken by something else")
            return result

        return guarded

    return wrap


def _safe(make: Section, title: str, context: Context) -> Result:
    """Make a section, or the box that says what is missing; stamp it where the projects are made up."""
    say = context.language.say
    try:
        result, is_example = make(context), context.projects.is_example
    except StatedError as reason:
        return missing_result(context.language, say(title), reason.what, reason.what_next)
    except MissingDataError as missing:
        return missing_result(context.language, say(title), *_untold(context, missing))
    if result.table is not None:  # unrounded sums would give more away than the page, and change where it does not
        result = replace(result, table=replace(result.table, is_rounded=True))
    return stamped(result, say("EXAMPLE DATA")) if is_example else result


def _untold(context: Context, missing: MissingDataError) -> tuple[str, str]:
    """Say what is missing: in English as the error does, else in general."""
    if context.language.code == "en":
        return missing.what, missing.what_next
    return context.language.say("The register does not hold the figures for this."), ""


def _left_out(context: Context, title: str) -> Result:
    say = context.language.say
    what = say("The figures of this section could identify single projects: the redacted edition leaves it out.")
    return missing_result(context.language, say(title), what, "")


def project_caption(context: Context, unit: str, *, note: str = "") -> str:
    """Unit, day and version of the register, in one line; the redacted edition does not name the file."""
    say, view = context.language.say, context.projects
    day = say("as of {day}", day=context.language.date(view.as_of))
    return " · ".join([*filter(None, (unit, day, note)), say("source: {sources}", sources=register_name(context))])


def register_name(context: Context) -> str:
    """Name the register: its file and the id of its snapshot."""
    say, view = context.language.say, context.projects
    if view.snapshot is None:
        return say("made-up example of a register")
    if context.redact:
        return say("register of projects, snapshot {id}", id=view.snapshot.id)
    return say("file {file}, snapshot {id}", file=shown(view.register.file), id=view.snapshot.id)
