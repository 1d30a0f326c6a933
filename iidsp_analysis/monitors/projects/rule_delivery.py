"""Rules about what commissioned projects deliver: output, use of capacity, jobs and exports against the plan."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.format import OUTPUT_OF_YEAR
from iidsp_analysis.monitors.projects.rule import NO_OUTPUT, Gaps, Outcome, Portfolio, Rule, outcome, own_limit
from iidsp_analysis.monitors.projects.settings import Parameters

PERCENT = 100.0


def _works(portfolio: Portfolio, limits: Parameters) -> pd.Series:
    """Whether the project has worked for long enough to be judged."""
    return portfolio.months_in_operation >= limits.number("months_after")


# --- output -----------------------------------------------------------------------------------------------------


def output_by_year(rows: pd.DataFrame, kind: str = "actual") -> pd.DataFrame:
    """Return output by project and year in mln KZT; columns are the years that the register has, ascending.

    Parameters
    ----------
    rows : DataFrame
        Rows of a register.
    kind : str
        ``actual`` or ``planned``.
    """
    years = {int(match[2]): str(name) for name in rows.columns if (match := OUTPUT_OF_YEAR.match(str(name)))
             and match[1] == kind}  # fmt: skip
    return pd.DataFrame({year: rows[years[year]] for year in sorted(years)}, index=rows.index, dtype=float)


def no_output(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find commissioned projects whose output in the full calendar years after the commissioning is zero, or not told.

    A year counts if it was over on the day of the register and the register tells the output of some project in it. A
    project with a figure above zero in any of them is none of these. ``also_not_recorded: false`` passes over projects
    without any figure.
    """
    output = output_by_year(portfolio.rows).dropna(axis="columns", how="all")
    output = output[[year for year in output.columns if pd.Timestamp(year, 12, 31) <= portfolio.as_of]]
    if output.empty:
        return Outcome((), 0, NO_OUTPUT)
    started = portfolio.rows["actual_commissioning"].where(portfolio.is_commissioned).dt.year
    after = pd.DataFrame({year: started < year for year in output.columns}, index=output.index)
    told = output.where(after)
    recorded = told.notna().any(axis="columns")
    judged = after.any(axis="columns") & (recorded | limits.switch("also_not_recorded"))
    last = output.columns[-1]
    return outcome(
        judged, ~(told > 0).any(axis="columns"), f"output_actual_{last}_mln_kzt", is_recorded=recorded.astype(float),
        since=portfolio.rows["actual_commissioning"], last_year=str(last),
    )  # fmt: skip


def _no_output_said(gaps: Gaps, language: Language) -> str:
    since, last_year = language.date(str(gaps["since"])), gaps["last_year"]
    if gaps["is_recorded"]:
        return language.say(
            "Commissioned on {since}, and its output in the full years after that, up to {last_year}, is zero.",
            since=since,
            last_year=last_year,
        )
    return language.say(
        "Commissioned on {since}, and the register tells no output for the full years after that, up to {last_year}.",
        since=since,
        last_year=last_year,
    )


# --- capacity, jobs, exports ------------------------------------------------------------------------------------


def low_capacity_use(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find working projects that use less of their capacity than the limit."""
    use = portfolio.rows["capacity_use_pct"]
    least = limits.number("least_pct")
    return outcome(_works(portfolio, limits) & use.notna(), use < least, "capacity_use_pct", use=use, least=least)


def too_few_jobs(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find working projects with fewer permanent jobs than the limit, as a share of the plan."""
    return _below_plan(portfolio, limits, "jobs_permanent_planned", "jobs_permanent_actual")


def too_few_exports(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find working projects that export a smaller share of their output than the limit, as a share of the plan."""
    return _below_plan(portfolio, limits, "export_share_planned_pct", "export_share_actual_pct")


def _below_plan(portfolio: Portfolio, limits: Parameters, plan: str, fact: str) -> Outcome:
    planned, actual = portfolio.rows[plan], portfolio.rows[fact]
    judged = _works(portfolio, limits) & (planned > 0) & actual.notna()
    share = actual / planned.where(planned > 0)
    return outcome(judged, share < limits.number("least_share"), fact, planned=planned, actual=actual, share=share)


RULES = (
    Rule(
        "no_output_after_commissioning",
        no_output,
        lambda language: language.say("Commissioned, no output"),
        lambda language: language.say("A commissioned project produces: each full year after it has an output."),
        "",
        _no_output_said,
    ),
    Rule(
        "capacity_use_low",
        low_capacity_use,
        lambda language: language.say("Low use of capacity"),
        own_limit,
        "",
        lambda gaps, language: language.say(
            "Use of capacity {use}, below {least}.",
            use=language.percent(float(gaps["use"]) / PERCENT, 0),
            least=language.percent(float(gaps["least"]) / PERCENT, 0),
        ),
    ),
    Rule(
        "jobs_below_plan",
        too_few_jobs,
        lambda language: language.say("Fewer jobs than planned"),
        own_limit,
        "",
        lambda gaps, language: language.say(
            "Permanent jobs: {actual} of {planned} planned ({share}).",
            actual=language.number(float(gaps["actual"]), 0),
            planned=language.number(float(gaps["planned"]), 0),
            share=language.percent(float(gaps["share"]), 0),
        ),
    ),
    Rule(
        "export_share_below_plan",
        too_few_exports,
        lambda language: language.say("Fewer exports than planned"),
        own_limit,
        "",
        lambda gaps, language: language.say(
            "Share of output exported: {actual}, planned {planned}.",
            actual=language.percent(float(gaps["actual"]) / PERCENT, 0),
            planned=language.percent(float(gaps["planned"]) / PERCENT, 0),
        ),
    ),
)
