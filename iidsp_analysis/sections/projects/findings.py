"""What the rules find in the register: every finding with its cell, and what each rule could judge at all."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis import plots, prose
from iidsp_analysis.loaders.projects.safe_text import shown
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
from iidsp_analysis.sections.projects.redacted import redacted_findings

#: As many findings as a page lists; the command lists all.
LISTED: Final = 500
COST: Final = "cost_planned_mln_kzt"
PRIORITIES: Final = "not_on_priority_list"


@project_section("What the rules find", redacted=redacted_findings)
def findings(context: Context) -> Result:
    """Every finding about the projects of this territory: severity, project, cost, rule, sentence, cell."""
    language, say, found = context.language, context.language.say, context.projects.findings_here
    _require_projects(context)
    errors = found[found["severity"] == ERROR]
    values = {"findings": float(len(found)), "projects": float(found["row"].nunique()), "errors": float(len(errors))}
    if found.empty:
        title = say("The rules find nothing; projects held to them: {number}", number=len(context.projects.rows))
        return Result(title=title, reading=_reservations(context), language=language, values=values)
    return Result(
        title=say("Findings of the rules: {number}, at {projects} of {all} projects; errors: {errors}",
                  number=len(found), projects=found["row"].nunique(), all=len(context.projects.rows),
                  errors=len(errors)),
        reading=(*kinds(found, language), *_cost_of(context, errors), *_more(context, found)),
        language=language,
        caption=project_caption(context, say("findings; planned cost in mln KZT")),
        sources=SOURCE,
        values=values,
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: finding_bars(found, language)), _alt(context, found)),
        caveats=_reservations(context),
    )  # fmt: skip


def _require_projects(context: Context) -> None:
    if context.projects.rows.empty:
        raise StatedError(context.language.say("The register holds no project of this territory."))


def _cost_of(context: Context, errors: pd.DataFrame) -> tuple[str, ...]:
    """Tell the planned cost of the projects with errors, and its share of the cost of all that tell one."""
    costs = context.projects.rows[COST]
    guilty, whole = costs[costs.index.isin(errors["row"])], costs.sum()
    if errors.empty or guilty.dropna().empty or not whole > 0:
        return ()
    told = context.language.say(
        "The projects with errors have a planned cost of {cost} mln KZT, {share} of the portfolio's.",
        cost=context.language.number(guilty.sum()),
        share=context.language.percent(guilty.sum() / whole),
    )
    if not guilty.isna().any():
        return (told,)
    untold = context.language.say(
        "Projects with errors whose cost is not told: {number}.", number=int(guilty.isna().sum())
    )
    return told, untold


def _more(context: Context, found: pd.DataFrame) -> tuple[str, ...]:
    if len(found) <= LISTED:
        return ()
    told = context.language.say(
        "The table shows {shown} of {all} findings, the gravest first, then the largest by cost; `iidsp projects check "
        "--format csv` lists all.",
        shown=LISTED,
        all=len(found),
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


def _table(context: Context, found: pd.DataFrame) -> Table:
    """The findings in the reader's words, the gravest first, then by cost, the largest first."""
    language, say, rows = context.language, context.language.say, context.projects.rows
    lines = found.assign(gravity=found["severity"].map(GRAVITY), cost=rows[COST].reindex(found["row"]).to_numpy())
    lines = lines.sort_values(["gravity", "cost", "project", "rule", "cell"], kind="stable", na_position="last",
                              ascending=[False, False, True, True, True]).head(LISTED)  # fmt: skip
    said = [message(rule, gaps, language) for rule, gaps in zip(lines["rule"], lines["gaps"], strict=True)]
    told = pd.DataFrame({
        "project": lines["project"].map(shown), "gravity": lines["gravity"], "cost": lines["cost"], "said": said,
        "severity": [severity_name(severity, language) for severity in lines["severity"]],
        "rule": [RULES[rule].title(language) for rule in lines["rule"]], "cell": lines["cell"].map(shown),
    })  # fmt: skip
    columns = (
        Column("project", say("Project"), "text"),
        Column("severity", say("Severity"), "text", order="gravity"),
        Column("cost", say("Planned cost, mln KZT")),
        Column("rule", say("Rule"), "text"),
        Column("said", say("Finding"), "text"),
        Column("cell", say("Cell"), "text"),
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
    title = say("Rules in force: {on} of {all}; rules that could judge no project: {idle}",
                on=int(coverage["is_on"].sum()), all=len(coverage), idle=len(idle))  # fmt: skip
    return Result(
        title=title,
        reading=(*rules_words.how_judged(context), *rules_words.idle_rules(context, coverage[coverage["judged"] == 0])),
        language=context.language,
        caption=project_caption(context, say("number of projects and findings in the whole register"),
                                note=say("settings of the rules: {file}", file=shown(view.findings.settings))),
        sources=SOURCE,
        values={"on": float(coverage["is_on"].sum()), "idle": float(len(idle))},
        table=rules_words.rules_table(context, coverage),
        caveats=() if view.findings.is_verified else (_unverified(context),),
    )  # fmt: skip
