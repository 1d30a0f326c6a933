"""Title, lede and provenance of pages about projects: they name the version of the register, and what is made up."""

from __future__ import annotations

from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.guard import register_name


def project_title(context: Context) -> str:
    """Return the title of a page: whose projects, as of which day, and the stamp of the example."""
    say, view = context.language.say, context.projects
    title = say("Industrialization Map projects: {name}, {day}", name=context.name,
                day=context.language.date(view.as_of))  # fmt: skip
    return f"{say('EXAMPLE DATA')}. {title}" if view.is_example else title


def project_lede(context: Context) -> str:
    """Return the sentence under the title: which edition it is."""
    say = context.language.say
    if context.projects.is_example:
        return say("No register is loaded: these projects are made up to show what the page tells. Quote none of it.")
    if context.redact:
        return say("Redacted edition: no project is named, and what a few projects decide is hidden.")
    return say("For official use: the page names firms and projects. The redacted edition may be passed on.")


def register_facts(context: Context) -> dict[str, str]:
    """Return what the box at the foot tells of the register; the terms are translated there."""
    view = context.projects
    return {"Register of projects": register_name(context), "Checksum of the register": view.register.checksum[:16]}
