"""What the rules find in the register: every finding with its cell, and what each rule could judge at all."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis import plots, prose
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.monitors.projects.rules import RULES, message
from iidsp_analysis.monitors.projects.settings import ERROR
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import rules_table as rules_words
from iidsp_analysis.sections.projects.check import severity_name
from iidsp_analysis.sections.projects.finding_picture import finding_bars
from iidsp_analysis.sections.projects.finding_words import GRAVITY, by_rule, kinds
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.live import cancelled_findings, live_findings, live_rows
from iidsp_analysis.sections.projects.redacted import redacted_findings
from iidsp_analysis.sections.projects.sums import billions

#: As many findings as a page lists; the command lists all.
LISTED: Final = 500
COST: Final = "cost_planned_mln_kzt"
PRIORITIES: Final = "not_on_priority_list"


@project_section("What the rules find", redacted=redacted_findings)
def findings(context: Context) -> Result:
    """Every finding about the projects of this territory; those about cancelled projects count apart."""
    language, view = context.language, context.projects
    _require_projects(context)
    found = live_findings(view)
    errors = found[found["severity"] == ERROR]
    values = {"findings": float(len(found)), "projects": float(found["row"].nunique()), "errors": float(len(errors))}
    if view.findings_here.empty:
        return Result(title=_title(context, found), reading=_reservations(context), language=language, values=values)
    return Result(
        title=_title(context, found),
        reading=(*kinds(found, language), *_cost_of(context, errors), *_cancelled(context), *_more(context)),
        language=language,
        caption=project_caption(context, language.say("findings; planned cost in mln KZT")),
        sources=SOURCE,
        values=values,
        table=_table(context),
        picture=None if found.empty else Picture(plots.picture(lambda: finding_bars(found, language)),
                                                 _alt(context, found)),
        caveats=_reservations(context),
    )  # fmt: skip


def _title(context: Context, found: pd.DataFrame) -> str:
    say, projects = context.language.say, len(live_rows(context.projects))
    if found.empty:
        return say("The rules find nothing; projects held to them: {number}", number=projects)
    return say(
        "Findings of the rules: {number}, at {projects} of {all} projects; errors: {errors}",
        number=len(found),
        projects=found["row"].nunique(),
        all=projects,
        errors=int((found["severity"] == ERROR).sum()),
    )


def _cancelled(context: Context) -> tuple[str, ...]:
    """Tell what was found about cancelled projects: it is in the table and in no number."""
    found = cancelled_findings(context.projects)
    if found.empty:
        return ()
    told = context.language.say(
        "Cancelled projects are counted apart: findings {number}, of these errors {errors}, at projects {projects}. "
        "They close the table and are in no other number here.",
        number=len(found),
        errors=int((found["severity"] == ERROR).sum()),
        projects=found["row"].nunique(),
    )
    return (told,)


def _require_projects(context: Context) -> None:
    if context.projects.rows.empty:
        raise StatedError(context.language.say("The register holds no project of this territory."))


def _cost_of(context: Context, errors: pd.DataFrame) -> tuple[str, ...]:
    """Tell the planned cost of the projects with errors, and its share of the cost of all that tell one."""
    costs = live_rows(context.projects)[COST]
    guilty, whole = costs[costs.index.isin(errors["row"])], costs.sum()
    if errors.empty or guilty.dropna().empty or not whole > 0:
        return ()
    told = context.language.say(
        "The projects with errors, {number}, have a planned cost of {cost}, {share} of that of all projects here.",
        number=len(guilty),
        cost=billions(context, guilty.sum()),
        share=context.language.percent(guilty.sum() / whole),
    )
    if not guilty.isna().any():
        return (told,)
    untold = context.language.say(
        "Projects with errors whose cost is not told: {number}.", number=int(guilty.isna().sum())
    )
    return told, untold


def _more(context: Context) -> tuple[str, ...]:
    if len(context.projects.findings_here) <= LISTED:
        return ()
    told = context.language.say(
        "The table shows {shown} of {all} findings, the gravest first, then the largest by cost; `iidsp projects check "
        "--format csv` lists all.",
        shown=LISTED,
        all=len(context.projects.findings_here),
    )
    return (told,)


def _reservations(context: Context) -> tuple[str, ...]:
    say, view = context.language.say, context.projects
    told = [say("A finding is a question to those who keep the register: it can be an error of the entry as well as of "
                "the project.")]  # fmt: skip
    if (view.findings_here["rule"] == PRIORITIES).any() and not view.findings.is_verified:
        told.append(_unverified(context))
    return tuple(told)


def _unverified(context: Context) -> str:
    return context.language.say(
        "The list of priorities was not verified against the act: its findings are a hint only."
    )


def _lines(context: Context) -> pd.DataFrame:
    """The findings that are listed: the gravest first, then the largest by cost; cancelled projects close the list."""
    found, rows = context.projects.findings_here, context.projects.rows
    own = rows.reindex(found["row"])
    lines = found.assign(gravity=found["severity"].map(GRAVITY), cost=own[COST].to_numpy(),
                         is_cancelled=(own["status"] == CANCELLED).to_numpy())  # fmt: skip
    order = {"is_cancelled": True, "gravity": False, "cost": False, "project": True, "rule": True, "cell": True}
    ordered = lines.sort_values(list(order), ascending=list(order.values()), kind="stable", na_position="last")
    return ordered.head(LISTED)


def _table(context: Context) -> Table:
    language, say, lines = context.language, context.language.say, _lines(context)
    rules = [RULES[rule].title(language) for rule in lines["rule"]]
    said = [f"{title}: {message(rule, gaps, language)}"
            for title, rule, gaps in zip(rules, lines["rule"], lines["gaps"], strict=True)]  # fmt: skip
    names = lines["project"].map(shown)
    names = names.mask(lines["is_cancelled"], names.map(lambda name: say("{project}, cancelled", project=name)))
    told = pd.DataFrame({
        "project": names, "gravity": lines["gravity"], "cost": lines["cost"], "said": said,
        "severity": [severity_name(severity, language) for severity in lines["severity"]],
        "rule": rules, "cell": lines["cell"].map(shown),
    })  # fmt: skip
    columns = (
        Column("project", say("Project"), "text", width="narrow"),
        Column("severity", say("Severity"), "text", order="gravity", width="narrow"),
        Column("cost", say("Planned cost, mln KZT"), width="narrow"),
        Column("said", say("Finding"), "text", width="wide"),
        Column("cell", say("Cell"), "text", width="narrow"),
    )
    return Table(told.reset_index(drop=True), columns, say("Findings of the rules, the gravest first"), sortable=True)


def _alt(context: Context, found: pd.DataFrame) -> str:
    counts = by_rule(found)
    return context.language.say(
        "Bars of the number of findings by rule, coloured by severity; the most, {number}, by {rule}.",
        number=int(counts.iloc[0]),
        rule=prose.quoted(context.language, RULES[str(counts.index[0])].title(context.language)),
    )


# --- the rules themselves ---------------------------------------------------------------------------------------


@project_section("The rules and what they could judge")
def rules(context: Context) -> Result:
    """Each rule with its basis and limits, how many projects it could judge, and why it judged none."""
    say, view = context.language.say, context.projects
    coverage = view.findings.coverage
    idle = coverage[coverage["is_on"] & (coverage["judged"] == 0)]
    return Result(
        title=rules_words.rules_title(context, coverage[coverage["is_on"]]),
        reading=(*rules_words.how_judged(context), *rules_words.idle_rules(context, coverage[coverage["judged"] == 0])),
        language=context.language,
        caption=project_caption(context, say("projects that each rule could judge, in the whole register"),
                                note=say("settings of the rules: {file}", file=shown(view.findings.settings))),
        sources=SOURCE,
        values={"on": float(coverage["is_on"].sum()), "idle": float(len(idle))},
        table=rules_words.rules_table(context, coverage),
        caveats=(*rules_words.addresses(context), *(() if view.findings.is_verified else (_unverified(context),))),
    )  # fmt: skip
