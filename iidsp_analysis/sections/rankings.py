"""The ranking of one region, made once for all sections of a report; and the reason where there is none."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from iidsp_analysis import folders
from iidsp_analysis.models import growth_points as ranking
from iidsp_analysis.models import lenses
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidate_size import FEWEST_RANKED
from iidsp_analysis.models.growth_points import GrowthPoints, weight_sets
from iidsp_analysis.models.weights import Weights, read_weights
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError

#: File of the user's own weights, with the columns lens and weight.
OWN_WEIGHTS = "lens_weights.csv"
LOAD = (
    "Product groups are ranked by exports (table 446905), divisions by value added as soon as data/raw/bns/ holds "
    "table 5931 with its regions. Choose another year or other borders, or drop the publisher's file."
)


def ranked(context: Context, region_id: str | None = None) -> GrowthPoints:
    """Rank the candidates of the report's region, or of another region of its borders.

    Raises
    ------
    MissingDataError
        If there is nothing to rank.
    """
    say, region = context.language.say, region_id or context.region.id
    if context.is_country and region_id is None:
        raise StatedError(say("Growth points are ranked region by region."),
                          what_next=say("The page of the country has the map of all regions."))  # fmt: skip
    if region not in context.rankings:
        context.rankings[region] = rank(context, region)
    return context.rankings[region]


def rank(context: Context, region: str, sets: Mapping[str, Weights] | None = None) -> GrowthPoints:
    """Rank the candidates of a region, by other weights if some are given.

    Raises
    ------
    MissingDataError
        If the region has no figures, or the lenses tell no candidate apart.
    StatedError
        If it has figures, but too few candidates that can be ranked.
    """
    others = context.surveys_on_other_borders
    try:
        return ranking.growth_points(context.survey, region, sets or report_weights(context), others=others)
    except ranking.TooFewCandidatesError:
        told = candidate_facts(context.survey, region)["why_unranked"].value_counts()
        raise StatedError(_too_few(context, told), what_next=_more_figures(context), where=region) from None


def report_weights(context: Context) -> dict[str, Weights]:
    """Sets of weights of the reports: estimated ones rank, equal ones and the user's stand beside them.

    The user's are read from ``data/raw/lens_weights.csv`` where there is such a file.
    """
    path = folders.raw() / OWN_WEIGHTS
    own = read_weights(path, [lens.name for lens in lenses.LENSES]) if path.is_file() else None
    sets = weight_sets(context.survey, own)
    return {name: sets[name] for name in ("estimated", "equal", "own") if name in sets}


def _too_few(context: Context, why: pd.Series) -> str:
    say, enough = context.language.say, int(why.get("", 0))
    if enough >= FEWEST_RANKED:
        return say("Fewer than {needed} candidates of this region are known to lenses with half of the weight.",
                   needed=FEWEST_RANKED)  # fmt: skip
    return say("Of {all} candidates only {count} are large enough to be ranked; {needed} are needed.",
               all=int(why.sum()), count=enough, needed=FEWEST_RANKED)  # fmt: skip


def _more_figures(context: Context) -> str:
    return context.language.say("Choose another year or other borders.")
