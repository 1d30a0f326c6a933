"""Rules about costs: cost per job and cost overrun far from the other projects of the division."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.outliers import ratios_within
from iidsp_analysis.monitors.projects.rule import NO_FIGURES, TOO_FEW, Gaps, Outcome, Portfolio, Rule, outcome
from iidsp_analysis.monitors.projects.settings import Parameters
from iidsp_analysis.reference.industry_records import divisions


def cost_per_job(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects whose planned cost per planned permanent job is far above or below that of the division."""
    rows = portfolio.rows
    ratio = rows["cost_planned_mln_kzt"] / rows["jobs_permanent_planned"].where(rows["jobs_permanent_planned"] > 0)
    beside = ratios_within(ratio, portfolio.division, limits.number("projects_least"))
    most = limits.number("times_least")
    is_far = (beside["times"] >= most) | (beside["times"] <= 1 / max(most, 1.0))
    guilty = (beside["z"].abs() > limits.number("z_most")) & is_far
    return _judged(ratio, beside, guilty, "cost_planned_mln_kzt", portfolio)


def cost_overrun(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find commissioned projects whose cost exceeded the plan by far more than that of others in the division."""
    rows = portfolio.rows
    planned = rows["cost_planned_mln_kzt"]
    ratio = (rows["cost_actual_mln_kzt"] / planned.where(planned > 0)).where(portfolio.is_commissioned)
    beside = ratios_within(ratio, portfolio.division, limits.number("projects_least"))
    guilty = (beside["z"] > limits.number("z_most")) & (ratio - 1 > limits.number("share_least"))
    return _judged(ratio, beside, guilty, "cost_actual_mln_kzt", portfolio)


def _judged(ratio: pd.Series, beside: pd.DataFrame, guilty: pd.Series, column: str, portfolio: Portfolio) -> Outcome:
    """Collect what was found; where no division has enough projects, say so."""
    judged = beside["z"].notna()
    if not judged.any():
        return Outcome((), 0, TOO_FEW if (ratio > 0).any() else NO_FIGURES)
    return outcome(
        judged, guilty, column, ratio=ratio, median=beside["median"], times=beside["times"], peers=beside["peers"],
        z=beside["z"], division=portfolio.division,
    )  # fmt: skip


def division_name(code: str | float, language: Language) -> str:
    """Return the short name of a division; one outside manufacturing is told by its code."""
    name = str(code)
    if name not in divisions():
        return name
    return f"{name} {industries.name('oked_division', name, language.code, short=True)}"


def _per_job_said(gaps: Gaps, language: Language) -> str:
    return language.say(
        "Cost per planned job {ratio} mln KZT; median of the division ({division}, projects: {peers}) {median} mln"
        " KZT.",
        ratio=language.number(float(gaps["ratio"])),
        median=language.number(float(gaps["median"])),
        division=division_name(gaps["division"], language),
        peers=language.number(float(gaps["peers"]), 0),
    )


def _overrun_said(gaps: Gaps, language: Language) -> str:
    return language.say(
        "Actual cost against the plan {overrun}; median of the division ({division}, projects: {peers}) {median}.",
        overrun=language.signed_percent(float(gaps["ratio"]) - 1, 0),
        median=language.signed_percent(float(gaps["median"]) - 1, 0),
        division=division_name(gaps["division"], language),
        peers=language.number(float(gaps["peers"]), 0),
    )


def _statistical(language: Language) -> str:
    return language.say(
        "A statistical sign, no act: modified z-score on logarithms within the division (Iglewicz and Hoaglin, 1993)."
    )


RULES = (
    Rule(
        "cost_per_job_outlier",
        cost_per_job,
        lambda language: language.say("Unusual cost per job"),
        _statistical,
        "",
        _per_job_said,
    ),
    Rule(
        "cost_overrun_outlier",
        cost_overrun,
        lambda language: language.say("Unusual cost overrun"),
        _statistical,
        "",
        _overrun_said,
    ),
)
