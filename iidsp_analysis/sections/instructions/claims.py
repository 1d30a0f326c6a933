"""Which findings answer which instruction, what speaks against each, and which page holds the details.

A claim is the finding of a section as it stands on its page: an answer holds no number of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from iidsp_analysis.results import Result
from iidsp_analysis.sections import (
    backtest_origins,
    concept_scenarios,
    concept_share,
    concept_technology,
    concept_technology_moves,
    export_ranking,
    export_verdict,
    exports,
    growth,
    growth_heat_map,
    made_or_registered,
    national,
    page_links,
    programme,
    programme_regions,
)
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.instructions import contrary
from iidsp_analysis.sections.projects import press, priorities, region_section

Section = Callable[[Context], Result]
Against = Callable[[Context, Result], tuple[str, ...]]


@dataclass(frozen=True)
class Claim:
    """A section whose finding is a sentence of the answer; what speaks against it; the page with the details."""

    section: Section
    against: Against
    page: str


@dataclass(frozen=True)
class Plan:
    """The three claims of an answer, and the sections that are shown whole under it."""

    claims: tuple[Claim, Claim, Claim]
    shown: tuple[Section, Section]


def _priorities(context: Context) -> Result:
    """The priorities of a register of real projects: made-up ones answer nothing."""
    return region_section.of_real_projects("Do the projects meet the priorities?", priorities.priorities)(context)


PLANS: Mapping[str, Plan] = {
    "results": Plan(
        (Claim(programme.indicators, contrary.base_year, page_links.COUNTRY_PAGE),
         Claim(growth.growth, contrary.production, page_links.COUNTRY_PAGE),
         Claim(national.share, contrary.revisions, page_links.COUNTRY_PAGE)),
        (programme.indicators, programme_regions.contributions),
    ),
    "industries": Plan(
        (Claim(concept_share.why_the_share_does_not_move, contrary.own, page_links.CONCEPT),
         Claim(growth_heat_map.heat_map, contrary.own, page_links.COUNTRY_PAGE),
         Claim(backtest_origins.from_exports, contrary.few_trials, page_links.BACKTEST)),
        (growth_heat_map.heat_map, concept_share.why_the_share_does_not_move),
    ),
    "technology": Plan(
        (Claim(concept_technology.technology_mix, contrary.own, page_links.CONCEPT),
         Claim(concept_technology_moves.what_it_hangs_on, contrary.own, page_links.CONCEPT),
         Claim(concept_scenarios.way_to_the_target, contrary.own, page_links.CONCEPT)),
        (concept_technology.technology_mix, concept_scenarios.way_to_the_target),
    ),
    "projects": Plan(
        (Claim(region_section.portfolio_of_region, contrary.registered, page_links.PROJECTS),
         Claim(_priorities, contrary.first_reading, page_links.PROJECTS),
         Claim(press.press, contrary.first_reading, page_links.PROJECTS)),
        (region_section.portfolio_of_region, press.press),
    ),
    "exports": Plan(
        (Claim(export_verdict.verdict, contrary.falls, page_links.EXPORTS),
         Claim(exports.exports, contrary.definitions, page_links.EXPORTS),
         Claim(made_or_registered.made_or_registered, contrary.mild_test, page_links.EXPORTS)),
        (export_verdict.verdict, export_ranking.ranking),
    ),
}  # fmt: skip
