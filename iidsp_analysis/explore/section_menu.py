"""Sections of the reports as methods: found by tab completion, made when they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.explore.names import unknown
from iidsp_analysis.results import Result
from iidsp_analysis.sections.context import Context

#: Sections of the page of a region by short name: module of ``sections`` and function in it.
OF_REGION: Mapping[str, str] = {
    "passport": "provenance.passport",
    "verdict": "verdict.verdict",
    "position": "position.position",
    "share_over_time": "position.share_over_time",
    "programme": "programme.indicators",
    "growth": "growth.growth",
    "real_growth": "real_growth.all_indicators",
    "volume_forecast": "volume_forecast.volume_forecast",
    "structure": "structure.structure",
    "specialisation_by_section": "specialisation.by_section",
    "specialisation_by_exports": "specialisation.by_exports",
    "shifts_by_section": "shifts.by_section",
    "shifts_by_exports": "shifts.by_exports",
    "productivity": "labour.productivity",
    "investment": "investment.investment",
    "made_or_registered": "made_or_registered.made_or_registered",
    "exports": "exports.exports",
    "export_structure": "exports.export_structure",
    "export_months": "export_months.months",
    "export_contributions": "export_contributions.goods_contributions",
    "export_flows": "export_flows.flows",
    "market_share": "export_decomposition.market_share",
    "export_forecast": "export_forecast.forecast",
    "export_plan": "export_plan.plan",
    "growth_points": "growth_points.growth_points",
    "growth_cases": "growth_cases.cases",
    "growth_point_scenarios": "scenario_growth_points.growth_point_scenarios",
    "pick_divisions": "pick_divisions.pick_divisions",
    "rejected_candidates": "rejected_candidates.rejected",
    "relatedness_map": "relatedness_map.relatedness_map",
    "projects": "projects.region_section.portfolio_of_region",
    "peers": "peers.peers",
    "methods": "provenance.methods",
    "sources": "provenance.source_list",
    "corrections": "provenance.corrections",
}
#: Sections of the page of the country.
OF_COUNTRY: Mapping[str, str] = {
    "passport": "provenance.passport",
    "verdict": "verdict.verdict",
    "links": "page_links.links",
    "programme": "programme.indicators",
    "contributions": "programme_regions.contributions",
    "base_years": "programme_base.base_years",
    "first_prints": "programme_prints.first_prints",
    "share": "national.share",
    "share_decomposition": "national.share_decomposition",
    "share_by_region": "national.share_by_region",
    "share_as_of": "national.share_as_of",
    "growth": "growth.growth",
    "real_growth": "real_growth.all_indicators",
    "volume_forecast": "volume_forecast.volume_forecast",
    "divisions": "divisions.overview",
    "division_growth": "divisions.growth_contributions",
    "technology": "divisions.technology",
    "structure": "structure.structure",
    "map": "region_map.share_map",
    "regions": "national.regions",
    "growth_heat_map": "growth_heat_map.heat_map",
    "productivity": "labour.national_productivity",
    "investment": "investment.national_investment",
    "capacity": "investment.capacity",
    "exports": "exports.exports",
    "export_structure": "exports.export_structure",
    "export_months": "export_months.months",
    "export_ranking": "export_ranking.ranking",
    "export_forecast": "export_forecast.forecast",
    "export_plans": "export_plan_regions.regional_plans",
    "projects": "projects.region_section.portfolio_of_region",
    "sums": "reconciliation.reconciliation",
    "methods": "provenance.methods",
    "sources": "provenance.source_list",
    "corrections": "provenance.corrections",
    "findings": "provenance.findings",
}
#: Sections of the page about the backtest.
OF_BACKTEST: Mapping[str, str] = {
    "panels": "backtest_panels.panels",
    "origins_of_exports": "backtest_origins.from_exports",
    "picks_of_exports": "backtest_picks.from_exports",
    "origins_of_value_added": "backtest_origins.from_value_added",
    "picks_of_value_added": "backtest_picks.from_value_added",
}


@dataclass(frozen=True, eq=False, repr=False)
class SectionMenu:
    """Sections by name; ``menu.exports()`` makes one."""

    context: Context
    known: Mapping[str, str]

    def __getattr__(self, name: str) -> Callable[[], Result]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self.known:
            raise unknown("section", name, self.known)
        return partial(_function(self.known[name]), self.context)

    def __getitem__(self, name: str) -> Callable[[], Result]:
        return self.__getattr__(name)

    def __dir__(self) -> list[str]:
        return sorted(self.known)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.known)

    def __repr__(self) -> str:
        return aligned([("section", "what it is"), *((name, _about(path)) for name, path in self.known.items())])


def _function(path: str) -> Callable[[Context], Result]:
    module, name = path.rsplit(".", 1)
    function: Callable[[Context], Result] = getattr(import_module(f"iidsp_analysis.sections.{module}"), name)
    return function


def _about(path: str) -> str:
    """First line of the docstring of a section."""
    return (_function(path).__doc__ or "").strip().split("\n")[0]
