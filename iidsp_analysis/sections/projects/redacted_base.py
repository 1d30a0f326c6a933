"""What the sections of the redacted edition share: the pattern, the labels of their rows, and their frame."""

from __future__ import annotations

from typing import Final

from iidsp_analysis.monitors.projects.redaction.records import REGION, UNTOLD
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction, redact
from iidsp_analysis.results import Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import redacted_words as words
from iidsp_analysis.sections.projects.guard import SOURCE

SHARED: Final = "redaction"


def redaction_of(context: Context) -> Redaction:
    """Return what the edition publishes, computed once for all sections of a report.

    Raises
    ------
    StatedError
        If nothing can be published.
    """
    if SHARED not in context.shared:
        view = context.projects
        context.shared[SHARED] = redact(view.portfolio, view.places, view.findings)
    redaction = context.shared[SHARED]
    if not isinstance(redaction, Redaction):
        raise TypeError(f"{SHARED} is taken by something else")
    if redaction.is_withheld:
        say = context.language.say
        raise StatedError(
            say("Nothing of this register can be published: it holds too few projects or firms, or one of them decides "
                "every sum."),
            what_next=say("A register with more projects can be redacted."),
        )  # fmt: skip
    return redaction


def own_labels(context: Context) -> dict[str, str]:
    """Return the labels of the report's subject: none for the country."""
    return {} if context.is_country else {REGION: context.region.id}


def region_rows(context: Context, redaction: Redaction) -> dict[str, str]:
    """Return the names of the rows: the regions of the borders, and projects that none of them can be told to hold."""
    untold = {UNTOLD: context.language.say("Cannot be placed on these borders")}
    known = {region.id: context.short_names[region.id] for region in context.regions}
    return {**known, **(untold if UNTOLD in redaction.labels(REGION) else {})}


def amounts_result(context: Context, title: str, shown: Table, own: dict[str, str]) -> Result:
    """Return a section with numbers, costs and jobs; its values are the published ones of this cell."""
    redaction = redaction_of(context)
    figures = {name: redaction.figure(name, **own) for name in words.FIGURES}
    values = {name: figure for name, figure in figures.items() if figure is not None}
    unit = context.language.say("projects; cost in bn KZT as registered; permanent jobs")
    return redacted_result(context, title, shown, unit, values)


def redacted_result(context: Context, title: str, shown: Table, unit: str, values: dict[str, float]) -> Result:
    """Return a section around a table, with what is hidden in it."""
    return Result(
        title=title,
        reading=tuple(filter(None, (words.hidden_sentence(shown, context.language), _unplaced(context)))),
        language=context.language,
        caption=words.redacted_caption(context, unit),
        sources=SOURCE,
        values=values,
        table=shown,
    )


def _unplaced(context: Context) -> str:
    """Say that a region may hold more than is told; how many, stands only where it can be published."""
    if UNTOLD not in redaction_of(context).labels(REGION):
        return ""
    return context.language.say(
        "Some projects cannot be placed on the borders of {borders}: their region is not told, or was divided since. A "
        "region may hold more than is told of it; 0 then means that none is known to lie there.",
        borders=context.borders,
    )
