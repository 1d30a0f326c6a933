"""Rule about the whole portfolio: its output above the official output of its region, industry and year."""

from __future__ import annotations

from typing import Any

from iidsp_analysis import regions, schema
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.money import billions
from iidsp_analysis.monitors.projects.reconciliation import ALL, ESTIMATED, JOINT, reconcile_output
from iidsp_analysis.monitors.projects.rule import NO_FIGURES, NO_PANEL, Found, Gaps, Outcome, Portfolio, Rule
from iidsp_analysis.monitors.projects.rule_costs import division_name
from iidsp_analysis.monitors.projects.settings import Parameters


def output_above_official(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find territories and years in which the projects produced more than everybody; the largest project is named."""
    if portfolio.panel is None:
        return Outcome((), 0, NO_PANEL)
    lines = reconcile_output(portfolio.rows, portfolio.panel)
    compared = lines[lines["share"].notna()]
    above = compared[compared["share"] > limits.number("share_most")]
    found = tuple(_found(dict(zip(above.columns, told, strict=True))) for told in above.itertuples(index=False))
    of_country = compared[(compared["region"] == schema.COUNTRY) & (compared["division"] == ALL)]
    judged = int(of_country["projects"].max()) if len(of_country) else 0
    return Outcome(found, judged, "" if judged else NO_FIGURES)


def _found(line: dict[str, Any]) -> Found:
    texts = {name: str(line[name]) for name in ("region", "division", "year", "basis")}
    numbers = {name: float(line[name]) for name in ("projects", "portfolio", "official", "share")}
    return Found(int(line["largest"]), f"output_actual_{line['year']}_mln_kzt", {**texts, **numbers})


def _said(gaps: Gaps, language: Language) -> str:
    places = [regions.get(name).name[language.code] for name in str(gaps["region"]).split(JOINT)]
    whole = language.say("manufacturing") if gaps["division"] == ALL else division_name(gaps["division"], language)
    told = {
        "region": " + ".join(places),
        "industry": whole,
        "year": gaps["year"],
        "portfolio": billions(float(gaps["portfolio"]), language),
        "official": billions(float(gaps["official"]), language),
        "projects": language.number(float(gaps["projects"]), 0),
    }
    if gaps["basis"] == ESTIMATED:
        return language.say(
            "{region}, {industry}, {year}: output of the projects {portfolio} bn KZT (projects: {projects}), more than"
            " the official output can be, at most {official} bn KZT (estimated from value added). This project has the"
            " largest.",
            **told,
        )
    return language.say(
        "{region}, {industry}, {year}: output of the projects {portfolio} bn KZT (projects: {projects}), more than the"
        " official output of {official} bn KZT. This project has the largest.",
        **told,
    )


RULES = (
    Rule(
        "output_above_official",
        output_above_official,
        lambda language: language.say("Output above the official output"),
        lambda language: language.say(
            "A part can be no larger than the whole: output of manufacturing by region as published by the Bureau of"
            " National Statistics."
        ),
        "https://stat.gov.kz/api/iblock/element/81477/file/ru/",
        _said,
    ),
)
