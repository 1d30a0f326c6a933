"""The portfolio in the report of a region or of the country: sums only, since these pages are passed on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.projects.portfolio import STATUSES, total, totals
from iidsp_analysis.monitors.projects.settings import SEVERITIES
from iidsp_analysis.results import Column, Result, Table, key_figures
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, section
from iidsp_analysis.sections.projects.check import severity_name
from iidsp_analysis.sections.projects.flow import status_name
from iidsp_analysis.sections.projects.guard import SOURCE, project_section
from iidsp_analysis.sections.projects.live import live_findings
from iidsp_analysis.sections.projects.sum_words import (
    all_cancelled,
    cost_note,
    cost_told,
    standing_told,
    twice_note,
)
from iidsp_analysis.sections.projects.sums import (
    TOTAL,
    UNPLACED,
    amounts_caption,
    division_label,
    number_of_billions,
    own_lines,
    region_totals,
    unplaced_note,
)
from iidsp_analysis.sections.projects.view import EXAMPLE, is_stored

TITLE = "Portfolio of projects"


@section(TITLE, "")
def portfolio_of_region(context: Context) -> Result:
    """The subject's portfolio beside the other regions; what to do where no register of real projects is loaded."""
    require_register(context)
    return _portfolio(context)


def of_real_projects(title: str, make: Callable[[Context], Result]) -> Callable[[Context], Result]:
    """Make a section of the page about projects fit for pages of real figures: it is missing without real projects.

    Parameters
    ----------
    title : str
        English message, the heading of the box that says what is missing.
    """

    @section(title, "")
    def guarded(context: Context) -> Result:
        require_register(context)
        return make(context)

    return guarded


def require_register(context: Context) -> None:
    """Refuse before anything is opened: made-up projects have no place beside real figures.

    Raises
    ------
    StatedError
        If no register of real projects is stored, or all speak for a later month, or the example is asked for.
    """
    say = context.language.say
    if context.register == EXAMPLE or not (context.register or is_stored(context.as_of)):
        later = is_stored() and context.register != EXAMPLE
        raise _later(context) if later else _none(context)
    try:
        is_example = context.projects.is_example
    except MissingDataError as reason:
        raise _later(context) from reason
    if is_example:
        raise StatedError(
            say("The register that is loaded holds made-up projects only."), what_next=_what_next(context)
        )


def _none(context: Context) -> StatedError:
    what = context.language.say("No register of projects is loaded: this section needs one.")
    return StatedError(what, what_next=_what_next(context))


def _later(context: Context) -> StatedError:
    what = context.language.say("Every register of projects that is loaded speaks for a day after {month}.",
                                month=context.as_of)  # fmt: skip
    return StatedError(what, what_next=context.language.say("Look from a later month, or import an earlier register."))


def _what_next(context: Context) -> str:
    return context.language.say(
        "Load one: iidsp projects import FILE --as-of DATE. What the page about projects looks like is shown, with "
        "made-up projects, by: iidsp projects report."
    )


@project_section(TITLE)
def _portfolio(context: Context) -> Result:
    lines = own_lines(context)
    whole = total(lines)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, lines, whole),
        reading=tuple(filter(None, (
            _place(context), _statuses(context, lines), twice_note(context, lines), _findings(context),
            say("Late means: the planned date of commissioning has passed and the project is not commissioned."),
            say("Projects one by one, their delays and what the rules find stand on the page about projects."),
        ))),
        language=language,
        before=_tiles(context, lines, whole),
        caption=amounts_caption(context),
        sources=SOURCE,
        values={str(name): float(value) for name, value in whole.items()},
        table=_table(context, lines, whole),
        caveats=tuple(filter(None, (
            say("No project and no firm is named here, but a sum over one or two projects tells about these: this is "
                "not the redacted edition."),
            say("Costs and jobs are what the firms and the regions have registered: no audit stands behind them."),
            unplaced_note(context),
        ))),
    )  # fmt: skip


def _title(context: Context, lines: pd.DataFrame, whole: pd.Series) -> str:
    return all_cancelled(context, lines) or context.language.count(
        "The register holds {number} project {in_region} for {cost}: {standing}",
        "The register holds {number} projects {in_region} for {cost}: {standing}",
        int(whole["projects"]),
        in_region=context.in_region,
        cost=cost_told(context, lines, whole),
        standing=standing_told(context, whole),
    )


def _place(context: Context) -> str:
    """The region's part of the country's portfolio and its rank; for the country, the region with the largest part."""
    language, say = context.language, context.language.say
    whole, frame = region_totals(context)
    placed = frame.drop(UNPLACED, errors="ignore")
    if not (whole["cost"] > 0 and placed["cost"].max() > 0):
        return ""
    subject = placed["cost"].idxmax() if context.is_country else context.region.id
    told = {
        "projects": language.percent(placed.loc[subject, "projects"] / whole["projects"]),
        "cost": language.percent(placed.loc[subject, "cost"] / whole["cost"]),
    }
    if context.is_country:
        return say("The largest part of the cost is registered in {name}: {cost}, with {projects} of the projects.",
                   name=context.short_names[str(subject)], **told)  # fmt: skip
    if pd.isna(placed.loc[subject, "cost"]):
        return say("The region has {projects} of the country's projects; their cost is not told.", **told)
    return say("The region has {projects} of the country's projects and {cost} of their planned cost: by cost it is "
               "number {rank} of {number} regions.", rank=int((placed["cost"] > placed.loc[subject, "cost"]).sum()) + 1,
               number=len(placed), **told)  # fmt: skip


def _statuses(context: Context, lines: pd.DataFrame) -> str:
    counts = lines["status"].value_counts()
    told = [
        f"{status_name(status, context.language)} – {context.language.number(counts[status], 0)}"
        for status in STATUSES if status in counts
    ]  # fmt: skip
    return context.language.say("By status: {list}.", list="; ".join(told))


def _findings(context: Context) -> str:
    found = live_findings(context.projects)
    if found.empty:
        return context.language.say("The rules of the register find nothing here.")
    counts = found["severity"].value_counts()
    told = [
        f"{severity_name(severity, context.language)} – {context.language.number(counts[severity], 0)}"
        for severity in SEVERITIES if severity in counts
    ]  # fmt: skip
    return context.language.say("What the rules of the register find (projects with findings: {projects}): {list}.",
                                projects=found["row"].nunique(), list="; ".join(told))  # fmt: skip


def _tiles(context: Context, lines: pd.DataFrame, whole: pd.Series) -> str:
    language, say = context.language, context.language.say
    return key_figures([
        (language.number(whole["projects"], 0), say("projects"),
         say("cancelled, apart: {number}", number=language.number(whole["cancelled"], 0))),
        (number_of_billions(context, whole["cost"]), say("planned cost, bn KZT"),
         cost_note(context, lines, whole, "cost")),
        (language.number(whole["jobs"], 0), say("permanent jobs planned"),
         say("jobs not told: {number}", number=language.number(whole["jobs_untold"], 0))),
        (language.number(whole["jobs_actual"], 0), say("permanent jobs there are"),
         say("the same projects planned: {number}", number=language.number(whole["jobs_beside"], 0))),
    ])  # fmt: skip


def _table(context: Context, lines: pd.DataFrame, whole: pd.Series) -> Table:
    """Numbers of projects by division; no cost, which a division with one project would tell of that project."""
    say = context.language.say
    frame = totals(lines, "division").sort_index()
    frame = pd.concat([frame, whole.to_frame(TOTAL).T])
    names = [say("Total") if key == TOTAL else division_label(context, str(key)) for key in frame.index]
    frame = frame.assign(name=names, open=frame["projects"] - frame["commissioned"])
    columns = (
        Column("name", say("Division"), "text"),
        Column("projects", say("Projects"), digits=0),
        Column("commissioned", say("Commissioned"), digits=0),
        Column("open", say("Not commissioned"), digits=0),
        Column("late", say("Late"), digits=0),
        Column("cancelled", say("Cancelled, apart"), digits=0),
    )
    return Table(
        frame[[column.key for column in columns]], columns, say("Projects by division"), footer=frozenset({TOTAL})
    )
