"""What is known of every candidate of a region before any ranking: size, quotient, type, evidence, why it is unfit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models import relatedness_gap, specialisation, specialisation_trend
from iidsp_analysis.models.candidate_size import large_enough
from iidsp_analysis.models.evidence_grade import steps_down
from iidsp_analysis.models.lens import GRADES
from iidsp_analysis.models.survey import Survey
from iidsp_analysis.models.types import candidate_types

#: By how many grades a year that one shipment decides is worse evidence.
ONE_FLOW_STEPS = 2
#: Fewer effective months than this: a single shipment decides the year.
ONE_FLOW_BELOW = 2.0


def candidate_facts(survey: Survey, region: str) -> pd.DataFrame:
    """What is known of every candidate before any ranking, and why it cannot be ranked ("" where it can).

    Raises
    ------
    UsageError
        If the survey's borders have no such region.
    MissingDataError
        If none of the region's candidates has a figure above zero.
    """
    main = survey.candidates.main
    if region not in main.regions:
        raise UsageError(f"There is no region {region!r} here.", what_next=f"Use {', '.join(main.regions)}.")
    names = list(main.industries)
    amount = pd.Series(main.at(main.last_year)[main.regions.index(region)], names)
    if amount.isna().all() or not amount.sum() > 0:
        raise MissingDataError("No candidate of this region has a figure in this year.", where=region)
    table = pd.DataFrame({"amount": amount, "share": amount / amount.sum(), "quotient": _quotients(survey, region)})
    table = table.join(_types(survey, region))
    table["one_flow"] = _one_flow(survey, region)
    table["grade"] = _grades(survey, region, table["one_flow"])
    small = ~large_enough(main.at(main.last_year))[main.regions.index(region)]
    # A low grade is no missing figure: it is shown beside the rank.
    return table.assign(why_unranked=np.select([amount.isna(), small], ["no figure", "too small"], ""))


def _quotients(survey: Survey, region: str) -> pd.Series[float]:
    """Location quotient of the last year over the ranked industries (NaN amounts count as nothing in the sums)."""
    main = survey.candidates.main
    now = np.nan_to_num(main.at(main.last_year))
    row = now[main.regions.index(region)]
    country = now.sum(axis=0)
    shares = row / row.sum()
    whole = country / country.sum()
    return pd.Series(shares / np.where(whole > 0, whole, np.nan), list(main.industries))


def _grades(survey: Survey, region: str, one_flow: pd.Series[bool]) -> pd.Series[str]:
    """Evidence grade of the amounts, two steps lower where a single shipment decides the year."""
    main = survey.candidates.main
    steps = steps_down(main)[main.regions.index(region)] + ONE_FLOW_STEPS * one_flow.fillna(False).to_numpy(dtype=int)
    return pd.Series([GRADES[min(step, len(GRADES) - 1)] for step in steps], list(main.industries))


def _types(survey: Survey, region: str) -> pd.DataFrame:
    """Types by the decision table; P(LQ > 1) comes from the noisy copies where there are some."""
    main = survey.candidates.main
    row = main.regions.index(region)
    recent = specialisation_trend.recent_quotients(main)[row]
    gap = survey.results[relatedness_gap.NAME]
    related = pd.Series(gap.score.to_numpy(dtype=float)[row], list(main.industries))
    trend = pd.Series(_slopes(recent), list(main.industries))
    return candidate_types(
        _quotients(survey, region), trend, related, probability=_probability_specialised(survey, region)
    ).drop(columns="one_plant")


def _probability_specialised(survey: Survey, region: str) -> pd.Series[float] | None:
    """Share of the noisy copies in which the (smoothed) location quotient is above 1."""
    if specialisation.NAME not in survey.lens_names or not len(survey.copies):
        return None
    main = survey.candidates.main
    logs = survey.copies[:, main.regions.index(region), :, survey.lens_names.index(specialisation.NAME)]
    chances = np.where(np.isnan(logs).any(axis=0), np.nan, (logs > 0).mean(axis=0))
    return pd.Series(chances, list(main.industries))


def _slopes(history: np.ndarray) -> np.ndarray:
    """Least-squares slope a year of each row; NaN with fewer than two years."""
    known = ~np.isnan(history)
    years = np.where(known, np.arange(history.shape[1], dtype=float), 0.0)
    count = known.sum(axis=1)
    centred = np.where(known, years - (years.sum(axis=1) / np.maximum(count, 1))[:, None], 0.0)
    spread = (centred**2).sum(axis=1)
    slope = (centred * np.where(known, history, 0.0)).sum(axis=1) / np.where(spread > 0, spread, 1.0)
    return np.where((count > 1) & (spread > 0), slope, np.nan)


def _one_flow(survey: Survey, region: str) -> pd.Series[bool]:
    main, months = survey.candidates.main, survey.candidates.effective_months
    if months is None:
        return pd.Series(pd.NA, list(main.industries), dtype="boolean")
    return pd.Series(months[main.regions.index(region)] < ONE_FLOW_BELOW, list(main.industries), dtype="boolean")
