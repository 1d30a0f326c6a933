"""Sums over projects as the sections about a portfolio share them: lines, totals by group, and their table."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis.monitors.projects import money
from iidsp_analysis.monitors.projects.portfolio import UNTOLD, project_lines, total, totals
from iidsp_analysis.monitors.projects.rule_costs import division_name
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects.guard import project_caption

TOTAL: Final = "total"
#: Projects that no region of the report's borders can be told to hold.
UNPLACED: Final = "unplaced"


def own_lines(context: Context) -> pd.DataFrame:
    """Return what is added up of the projects of the report's subject.

    Raises
    ------
    StatedError
        If the register holds none.
    """
    view = context.projects
    lines = view.own(project_lines(view.portfolio))
    if lines.empty:
        say = context.language.say
        raise StatedError(_none_here(context), what_next=say("Another version of it may hold some."))
    return lines


def _none_here(context: Context) -> str:
    """Say that a region has no project, or that none can be told to be there."""
    if not context.projects.unplaced:
        return context.language.say("The register holds no project {in_region}.", in_region=context.in_region)
    return context.language.count(
        "No project can be told to be {in_region}: {number} project of the register cannot be placed on the borders of "
        "{borders}, and may be there.",
        "No project can be told to be {in_region}: {number} projects of the register cannot be placed on the borders "
        "of {borders}, and some may be there.",
        context.projects.unplaced, in_region=context.in_region, borders=context.borders,
    )  # fmt: skip


def unplaced_note(context: Context) -> str:
    """Say how many projects of the register are on the page of no region; nothing where all are."""
    return context.language.count(
        "{number} project of the register cannot be placed on the borders of {borders}: its region is not told, or was "
        "divided since. It is in the country's figures only.",
        "{number} projects of the register cannot be placed on the borders of {borders}: their region is not told, or "
        "was divided since. They are in the country's figures only.",
        context.projects.unplaced,
        borders=context.borders,
    ) if context.projects.unplaced else ""  # fmt: skip


def billions(context: Context, amount: float) -> str:
    """Tell an amount of mln KZT in bn KZT with its unit; a missing one in words."""
    if pd.isna(amount):
        return context.language.say("an unknown cost")
    return context.language.say("{number} bn KZT", number=number_of_billions(context, amount))


def number_of_billions(context: Context, amount: float) -> str:
    """Tell an amount of mln KZT in bn KZT without its unit, small ones with two decimals; a missing one is a dash."""
    return money.billions(amount, context.language)


def amounts_caption(context: Context) -> str:
    """Caption of figures with counts, costs and jobs."""
    say = context.language.say
    return project_caption(context, say("projects; cost in bn KZT as registered; permanent jobs"),
                           note=say("cancelled projects apart"))  # fmt: skip


def region_totals(context: Context) -> tuple[pd.Series, pd.DataFrame]:
    """Return the total of the whole register and the totals by region, the largest cost first, unplaced last.

    Raises
    ------
    StatedError
        If the register holds no project.
    """
    view = context.projects
    lines = project_lines(view.portfolio).assign(region=view.places.fillna(UNPLACED))
    if lines.empty:
        raise StatedError(context.language.say("The register holds no project."), what_next="")
    frame = totals(lines, "region", [region.id for region in context.regions])
    order = frame.drop(UNPLACED, errors="ignore").sort_values(["cost", "projects"], ascending=False, kind="stable")
    return total(lines), frame.reindex([*order.index, *({UNPLACED} & set(frame.index))])


def division_label(context: Context, code: str) -> str:
    """Return code and name of a division, and say where there is none or it is outside manufacturing."""
    say = context.language.say
    if code == UNTOLD:
        return say("Division not told")
    if code not in divisions():
        return say("{code} – outside manufacturing", code=code)
    return division_name(code, context.language)


def group_table(
    context: Context, frame: pd.DataFrame, names: dict[str, str], whole: pd.Series, head: str, caption: str,
    highlight: frozenset[str] = frozenset(),
) -> Table:  # fmt: skip
    """Tabulate totals by group with the total at the foot.

    Parameters
    ----------
    frame : DataFrame
        Of :func:`portfolio.totals`.
    names : mapping
        The reader's name of every group.
    whole : Series
        Of :func:`portfolio.total`.
    """
    say = context.language.say
    frame = pd.concat([frame, whole.to_frame(TOTAL).T])
    share = frame["cost"] / whole["cost"] if whole["cost"] > 0 else frame["cost"] * float("nan")
    told = {**names, TOTAL: say("Total")}
    frame = frame.assign(name=[told[str(key)] for key in frame.index], share=share, cost=frame["cost"] / money.BILLION)
    untold = (Column("cost_untold", say("Cost not told, projects"), digits=0),) if whole["cost_untold"] else ()
    columns = (
        Column("name", head, "text"),
        Column("projects", say("Projects"), digits=0),
        Column("cost", say("Planned cost, bn KZT")),
        *untold,
        Column("share", say("Share of the cost"), "percent"),
        Column("jobs", say("Permanent jobs planned"), digits=0),
        Column("commissioned", say("Commissioned"), digits=0),
        Column("late", say("Late"), digits=0),
        Column("cancelled", say("Cancelled, apart"), digits=0),
    )
    return Table(frame, columns, caption, highlight, footer=frozenset({TOTAL}), sortable=True)
