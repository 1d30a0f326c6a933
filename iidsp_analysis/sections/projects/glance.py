"""Portfolio at a glance: how many projects for how much, what is commissioned, late, and wrong."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.monitors.projects.portfolio import JUDGED, largest_share, live_lines, total, totals
from iidsp_analysis.monitors.projects.settings import ERROR
from iidsp_analysis.results import Result, Table, key_figures
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.guard import SOURCE, project_section
from iidsp_analysis.sections.projects.live import live_findings
from iidsp_analysis.sections.projects.redacted import redacted_by_region, redacted_glance
from iidsp_analysis.sections.projects.sum_words import (
    DECIDES,
    all_cancelled,
    cost_note,
    cost_told,
    standing_told,
    twice_note,
    untold_note,
)
from iidsp_analysis.sections.projects.sums import (
    UNPLACED,
    amounts_caption,
    billions,
    division_label,
    group_table,
    number_of_billions,
    own_lines,
    region_totals,
    unplaced_note,
)


@project_section("Portfolio at a glance", redacted=redacted_glance)
def glance(context: Context) -> Result:
    """The portfolio of the report's subject in key figures, and by division."""
    lines = own_lines(context)
    whole = total(lines)
    return Result(
        title=_title(context, lines, whole),
        reading=_reading(context, lines, whole),
        language=context.language,
        before=_tiles(context, lines, whole),
        caption=amounts_caption(context),
        sources=SOURCE,
        values={str(name): float(value) for name, value in whole.items()},
        table=_division_table(context, lines, whole),
        caveats=_caveats(context, lines, whole),
    )


def _title(context: Context, lines: pd.DataFrame, whole: pd.Series) -> str:
    return all_cancelled(context, lines) or context.language.count(
        "{number} project {in_region} for {cost}: {standing}",
        "{number} projects {in_region} for {cost}: {standing}",
        int(whole["projects"]),
        in_region=context.in_region,
        cost=cost_told(context, lines, whole),
        standing=standing_told(context, whole),
    )


# --- sentences --------------------------------------------------------------------------------------------------


def _reading(context: Context, lines: pd.DataFrame, whole: pd.Series) -> tuple[str, ...]:
    say = context.language.say
    return tuple(filter(None, (
        say("Late means: the planned date of commissioning has passed and the project is not commissioned. A project "
            "whose date was moved in time is not late: how far dates have moved stands in the section on time."),
        _cancelled(context, whole),
        twice_note(context, lines),
        _jobs(context, whole),
        _untold(context, whole),
    )))  # fmt: skip


def _cancelled(context: Context, whole: pd.Series) -> str:
    return context.language.count(
        "{number} cancelled project is stated apart: it enters no number, no cost and no jobs here.",
        "{number} cancelled projects are stated apart: they enter no number, no cost and no jobs here.",
        int(whole["cancelled"]),
    ) if whole["cancelled"] else ""  # fmt: skip


def _jobs(context: Context, whole: pd.Series) -> str:
    """Compare actual jobs with the plans of the same projects: the others' plans are for later."""
    language = context.language
    if not whole["jobs_beside"] > 0:
        return ""
    return language.say(
        "Actual permanent jobs: {actual}; the projects that tell them had planned {planned}, which makes {share} of "
        "the plan.",
        actual=language.number(whole["jobs_actual"], 0),
        planned=language.number(whole["jobs_beside"], 0),
        share=language.percent(whole["jobs_actual"] / whole["jobs_beside"], 0),
    )


def _untold(context: Context, whole: pd.Series) -> str:
    """Name what projects do not tell: those are missing in the sums and not zero."""
    say = context.language.say
    words = {
        "cost_untold": say("planned cost"), "cost_actual_untold": say("actual cost"),
        "jobs_untold": say("planned jobs"), "jobs_actual_untold": say("actual jobs"),
        "status_untold": say("status"), "map_untold": say("map"),
        "undated": say("date of commissioning of an open project"),
    }  # fmt: skip
    told = [f"{name} – {context.language.number(whole[key], 0)}" for key, name in words.items() if whole[key]]
    return say("Not told, and in no sum (number of projects): {list}.", list="; ".join(told)) if told else ""


def _caveats(context: Context, lines: pd.DataFrame, whole: pd.Series) -> tuple[str, ...]:
    say, own = context.language.say, live_lines(lines)
    shares = {say("planned cost"): largest_share(own["cost"]), say("actual cost"): largest_share(own["cost_actual"])}
    return tuple(filter(None, (
        *(_decided(context, name, share) for name, share in shares.items() if share > DECIDES),
        unplaced_note(context) if context.is_country else "",
        say("Costs and jobs are what the firms and the regions have registered: no audit stands behind them."),
        say("Costs of different years are added as they are, without a price index."),
    )))  # fmt: skip


def _decided(context: Context, name: str, share: float) -> str:
    return context.language.say(
        "One project makes {share} of the sum of all projects ({name}): the sum stands and falls with its figure. "
        "Thousands taken for millions look like that.",
        share=context.language.percent(share, 0),
        name=name,
    )


def _tiles(context: Context, lines: pd.DataFrame, whole: pd.Series) -> str:
    language, say = context.language, context.language.say
    found = live_findings(context.projects)
    errors = found[found["severity"] == ERROR]

    def count(key: str) -> str:
        return language.number(whole[key], 0)

    return key_figures([
        (count("projects"), say("projects"), say("cancelled, apart: {number}", number=count("cancelled"))),
        (number_of_billions(context, whole["cost"]), say("planned cost, bn KZT"),
         cost_note(context, lines, whole, "cost")),
        (number_of_billions(context, whole["cost_actual"]), say("actual cost so far, bn KZT"),
         cost_note(context, lines, whole, "cost_actual")),
        (count("jobs"), say("permanent jobs planned"), say("jobs not told: {number}", number=count("jobs_untold"))),
        (count("jobs_actual"), say("permanent jobs there are"),
         say("the same projects planned: {number}", number=count("jobs_beside"))),
        (count("commissioned"), say("commissioned"), _share_note(context, whole, "commissioned")),
        (count("late"), say("late"), untold_note(context, whole, "late")),
        (count("regional"), say("on a regional map"), _share_note(context, whole, "regional")),
        (language.number(len(errors), 0), say("findings that are errors"),
         say("projects with errors: {number}", number=language.number(errors["row"].nunique(), 0))),
    ])  # fmt: skip


def _share_note(context: Context, whole: pd.Series, key: str) -> str:
    if whole[JUDGED[key]]:
        return untold_note(context, whole, key)
    share = whole[key] / whole["projects"] if whole["projects"] else float("nan")
    return context.language.say("of the projects: {share}", share=context.language.percent(share, 0))


# --- tables -----------------------------------------------------------------------------------------------------


def _division_table(context: Context, lines: pd.DataFrame, whole: pd.Series) -> Table:
    frame = totals(lines, "division").sort_index()
    names = {code: division_label(context, str(code)) for code in frame.index}
    return group_table(context, frame, names, whole, context.language.say("Division"),
                       context.language.say("The portfolio by division"))  # fmt: skip


@project_section("The portfolio by region", redacted=redacted_by_region)
def by_region(context: Context) -> Result:
    """Every region of the borders with its part of the portfolio, and the projects that no region holds."""
    whole, frame = region_totals(context)
    placed = frame.drop(UNPLACED, errors="ignore")
    names = {**context.short_names, UNPLACED: context.language.say("Cannot be placed on these borders")}
    say = context.language.say
    return Result(
        title=_region_title(context, placed, whole),
        reading=tuple(filter(None, (_without(context, placed), unplaced_note(context)))),
        language=context.language,
        caption=amounts_caption(context),
        sources=SOURCE,
        values={str(name): float(count) for name, count in frame["projects"].items()},
        table=group_table(context, frame, names, whole, say("Region"), say("The portfolio by region"),
                          frozenset({context.region.id})),
        caveats=(say("A large project makes a region large: the number of projects and their cost rank regions "
                     "differently."),),
    )  # fmt: skip


def _region_title(context: Context, placed: pd.DataFrame, whole: pd.Series) -> str:
    language, say = context.language, context.language.say
    if not placed["cost"].max() > 0:
        return say("The portfolio by region")
    most = placed.index[placed["cost"] == placed["cost"].max()]
    if len(most) > 1:
        names = [context.short_names[str(region)] for region in most]
        return say("The largest cost is registered in {names}: {cost} each",
                   names=prose.enumerate_words(language, names),
                   cost=billions(context, placed["cost"].max()))  # fmt: skip
    first = str(most[0])
    return say(
        "The largest cost is registered in {first}: {cost}, {share} of the country; the largest number of projects in "
        "one region is {number}",
        first=context.short_names[first],
        cost=billions(context, placed.loc[first, "cost"]),
        share=language.percent(placed.loc[first, "cost"] / whole["cost"], 0),
        number=language.number(placed["projects"].max(), 0),
    )


def _without(context: Context, placed: pd.DataFrame) -> str:
    names = [context.short_names[region] for region in placed.index[placed["projects"] == 0]]
    if not names:
        return ""
    return context.language.say("No project in: {list}.", list=prose.enumerate_words(context.language, names))
