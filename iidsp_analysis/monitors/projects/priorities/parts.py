"""The parts of a project's priority besides the growth point: technology, exports, productivity, jobs, the list.

Every part lies between 0 and 1 and is missing where nothing is told. The transformations are the simplest ones that
keep the meaning of the figure: a share stays a share, a class its place among the classes, a ratio is set beside the
median of the others (``x / (x + median)``: ½ at the median, ⅔ at twice as much, ⅓ at half), and a figure without any
standard is told by the share of the other projects below it. Nothing depends on a smallest or largest project, which
one wild figure could move.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.models.technology_levels import LEVELS, levels_of_divisions
from iidsp_analysis.monitors.projects.priorities.part import Part
from iidsp_analysis.monitors.projects.priorities.peers import beside_others
from iidsp_analysis.monitors.projects.priorities.weights import PriorityWeights
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rule_delivery import output_by_year
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions

#: Why a part is missing.
NO_CODE, NO_CLASS, NO_FIGURE, IMPOSSIBLE, TOO_FEW, COARSE, ZERO_MEDIAN = (
    "no_code", "no_class", "no_figure", "impossible", "too_few", "coarse", "zero_median",
)  # fmt: skip
PLANNED, ACTUAL = "planned", "actual"
#: With what a ratio was compared.
OFFICIAL, OF_DIVISION, OF_REGISTER = "official", "division", "register"
PERCENT, BILLION = 100.0, 1000.0
_WHOLE_REGISTER = "all"


def works(portfolio: Portfolio, weights: PriorityWeights) -> pd.Series:
    """Whether the project has worked for so long that actual figures count."""
    return portfolio.months_in_operation >= weights.limits["months_after"]


def technology_part(portfolio: Portfolio) -> Part:
    """Eurostat class of the official division: low 0, medium-low ⅓, medium-high ⅔, high 1.

    The classes are an order, and equal steps are the plainest scale of one. The register's own word is a claim: it is
    kept as the fact ``claim`` and does not count. Raw: level 1 to 4; facts: ``level``, ``claim`` (words of
    ``technology_classes.csv``), ``differs``.
    """
    known = {code: divisions()[code].technology for code in divisions()}
    levels = levels_of_divisions(list(known))
    division = portfolio.division
    raw = division.map(levels.to_dict()).astype(float)
    level = division.map(known).astype(object).where(raw.notna(), "")
    claim = portfolio.rows["technology"].astype(object).where(portfolio.rows["technology"].notna(), "")
    why = np.select([division.isna(), raw.isna()], [NO_CODE, NO_CLASS], "")
    facts = pd.DataFrame({"why": why, "level": level, "claim": claim,
                          "differs": (claim != "") & (level != "") & (claim != level)},
                         index=portfolio.rows.index)  # fmt: skip
    return Part((raw - 1) / (len(LEVELS) - 1), raw, facts)


def exports_part(portfolio: Portfolio, weights: PriorityWeights) -> Part:
    """Share of output that is exported: actual if recorded and the project has worked long enough, else planned.

    A share is already a number from 0 to 1. Raw: %; a share above 100 % is impossible and tells nothing. Facts:
    ``basis`` (planned, actual).
    """
    rows = portfolio.rows
    actual = rows["export_share_actual_pct"].where(works(portfolio, weights))
    raw = actual.fillna(rows["export_share_planned_pct"])
    basis = np.where(actual.notna(), ACTUAL, PLANNED)
    why = np.select([raw.isna(), raw > PERCENT], [NO_FIGURE, IMPOSSIBLE], "")
    facts = pd.DataFrame({"why": why, "basis": basis}, index=rows.index)
    return Part((raw / PERCENT).where(facts["why"] == ""), raw, facts)


def listed_part(portfolio: Portfolio) -> Part:
    """Whether the OKED code serves a listed priority: 1 or 0; missing for a code coarser than the list, or none."""
    value = portfolio.priorities.serves(portfolio.code)
    why = np.select([portfolio.code.isna(), value.isna()], [NO_CODE, COARSE], "")
    return Part(value, value, pd.DataFrame({"why": why}, index=portfolio.rows.index))


# --- ratios -----------------------------------------------------------------------------------------------------


def productivity_part(portfolio: Portfolio, weights: PriorityWeights) -> Part:
    """Output per permanent job, gross, beside that of the division: ``x / (x + m)``, ½ where they are equal.

    ``m`` is the official output per employed person of the division in the country where a loaded table gives both,
    else the median over the other projects of the division, plans beside plans and facts beside facts. Value added per
    worker is another measure and is never put beside it. On logarithms the transformation is the logistic function of
    ``ln x − ln m``: twice as much is as far from the middle as half as much, and no spread has to be estimated.

    Raw: mln KZT per job; actual is the output of the last full year after the commissioning, undated output is left
    out because its year is not known. Facts: ``basis``, ``scope`` (official, division), ``reference`` (``m``, mln
    KZT), ``others`` (projects), ``year`` (of the official figure).
    """
    rows = portfolio.rows
    ratios = {
        ACTUAL: _ratio(_last_full_year(portfolio), rows["jobs_permanent_actual"]).where(works(portfolio, weights)),
        PLANNED: _ratio(rows["output_planned_mln_kzt"], rows["jobs_permanent_planned"]),
    }
    told = _compared(ratios, {OF_DIVISION: portfolio.division}, weights)
    over = (portfolio.as_of + pd.Timedelta(days=1)).year - 1  # the last year that is over on the register's day
    official, year = official_productivity(portfolio.panel, over)
    reference = portfolio.division.map(official.to_dict()).astype(float)
    by_office, own = reference.notna() & _first(ratios).notna(), _first(ratios)
    told.loc[by_office, "basis"] = np.where(ratios[ACTUAL].notna(), ACTUAL, PLANNED)[by_office]
    told.loc[by_office, ["scope", "why"]] = [OFFICIAL, ""]
    told["raw"] = told["raw"].mask(by_office, own)
    told["reference"] = told["median"].mask(by_office, reference)
    told["why"] = told["why"].mask(told["reference"] == 0, ZERO_MEDIAN)
    value = told["raw"] / (told["raw"] + told["reference"].where(told["reference"] > 0))
    return Part(value, told["raw"], told.assign(year=year))


def jobs_part(portfolio: Portfolio, weights: PriorityWeights) -> Part:
    """Permanent jobs per bn KZT of cost: the share of the other projects that have fewer, an equal one counting half.

    There is no standard of how many jobs a billion should bring, and the ratio differs a hundredfold between
    industries: so only the order counts, within the division where it has enough projects, else in the whole register,
    plans beside plans and facts beside facts. Raw: jobs per bn KZT; facts: ``basis``, ``scope`` (division, register),
    ``others`` (projects).
    """
    rows, long_enough = portfolio.rows, works(portfolio, weights)
    ratios = {
        kind: _ratio(rows[f"jobs_permanent_{kind}"], rows[f"cost_{kind}_mln_kzt"] / BILLION)
        for kind in (ACTUAL, PLANNED)
    }
    ratios[ACTUAL] = ratios[ACTUAL].where(long_enough)
    everybody = pd.Series(_WHOLE_REGISTER, index=rows.index)
    told = _compared(ratios, {OF_DIVISION: portfolio.division, OF_REGISTER: everybody}, weights)
    return Part(told["below"], told["raw"], told)


def _ratio(amounts: pd.Series, per: pd.Series) -> pd.Series:
    return amounts / per.where(per > 0)


def _first(ratios: dict[str, pd.Series]) -> pd.Series:
    return ratios[ACTUAL].fillna(ratios[PLANNED])


def _compared(ratios: dict[str, pd.Series], groups: dict[str, pd.Series], weights: PriorityWeights) -> pd.DataFrame:
    """Compare each project in the first group, and on the first basis in it, that has enough other projects."""
    told = pd.DataFrame({"raw": _first(ratios), "median": np.nan, "below": np.nan, "others": np.nan},
                        index=ratios[PLANNED].index)  # fmt: skip
    told["basis"] = np.where(ratios[ACTUAL].notna(), ACTUAL, PLANNED)
    told["scope"] = ""
    for scope, group in groups.items():
        for basis, ratio in ratios.items():
            beside = beside_others(ratio, group, weights.limits["projects_least"])
            chosen = (told["scope"] == "") & beside["others"].notna()
            told.loc[chosen, list(beside)] = beside[chosen]
            told.loc[chosen, "raw"] = ratio[chosen]
            told.loc[chosen, ["basis", "scope"]] = [basis, scope]
    told["why"] = np.select([told["raw"].isna(), told["scope"] == ""], [NO_FIGURE, TOO_FEW], "")
    return told


def _last_full_year(portfolio: Portfolio) -> pd.Series:
    """Output of the last year that was over on the day of the register, if the project worked in all of it."""
    output = output_by_year(portfolio.rows)
    over = [year for year in output.columns if pd.Timestamp(year, 12, 31) <= portfolio.as_of]
    if not over:
        return pd.Series(np.nan, index=output.index)
    return output[over[-1]].where(portfolio.rows["actual_commissioning"].dt.year < over[-1])


def official_productivity(panel: Panel | None, until: int) -> tuple[pd.Series, int]:
    """Return official output per employed person by division of the country, in mln KZT, and its year.

    The last year up to ``until`` that has both output and employment of a division; empty, and year 0, where the loaded
    tables do not give them.
    """
    nothing = pd.Series(dtype=float), 0
    if panel is None:
        return nothing
    chosen = {
        name: panel.select(name, classification="oked_division", regions=[schema.COUNTRY])
        for name in ("output", "employment")
    }
    if any(each.rows.empty for each in chosen.values()):
        return nothing
    output, persons = (each.wide() for each in chosen.values())
    per_person = output / (persons * BILLION).where(persons > 0)  # employment is in thousand persons
    told = per_person[per_person.index.str[:4].astype(int) <= until].dropna(how="all")
    return (told.iloc[-1].dropna(), int(told.index[-1][:4])) if len(told) else nothing
