"""Lens *catch-up*: the relatedness gap, counted at the speed at which that industry closed such gaps before."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures.expected_specialisation import relatedness_gap, smoothed_log_quotients
from iidsp_analysis.measures.relative_growth import relative_growth
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing
from iidsp_analysis.models.observations import Floats, Observations
from iidsp_analysis.models.relatedness_gap import FEWEST_INDUSTRIES, FEWEST_REGIONS, needs_cells
from iidsp_analysis.models.specialisation_trend import YEARS

NAME = "catch_up"
WINDOW = 5
SHORTEST = 3


def closing_speeds(main: Observations, gaps: list[Floats]) -> Floats:
    """Relative growth a year for each log point of gap, by industry, from all windows that ended by the last year.

    Slopes of single industries are drawn to the common slope by as much weight as an average industry carries
    (empirical Bayes with one pseudo-industry), because a few regions tell little about one industry.

    Parameters
    ----------
    main : Observations
        Amounts.
    gaps : list of arrays
        :func:`gaps_by_year` of the same amounts.

    Returns
    -------
    array, industries
        Relative growth per year and log point; empty when no window is long enough.
    """
    across, within = np.zeros(len(main.industries)), np.zeros(len(main.industries))
    for start in range(len(main.years) - SHORTEST):
        end = min(start + WINDOW, len(main.years) - 1)
        growth = relative_growth(main.values[:, :, start], main.values[:, :, end]) / (end - start)
        known = ~(np.isnan(growth) | np.isnan(gaps[start]))
        x, y = _deviations(gaps[start], known), _deviations(growth, known)
        across += (x * y).sum(axis=0)
        within += (x * x).sum(axis=0)
    if not within.any():
        return np.empty(0)
    # An industry without gaps (found nowhere) carries nothing and is not counted in the average.
    common, weight = across.sum() / within.sum(), within[within > 0].mean()
    return np.asarray((across + weight * common) / (within + weight), dtype=float)


def compute(evidence: Evidence) -> LensResult:
    """Relatedness gap times the industry's closing speed."""
    main = evidence.main
    if len(main.years) <= SHORTEST:
        return nothing(NAME, evidence, lambda language: language.say("The speed of catching up needs four years."))
    if len(main.regions) < FEWEST_REGIONS or len(main.industries) < FEWEST_INDUSTRIES:
        return nothing(NAME, evidence, needs_cells)
    gaps = gaps_by_year(main)
    speeds = closing_speeds(main, gaps)
    if not speeds.size:
        return nothing(NAME, evidence, lambda language: language.say("The gaps of these years do not differ."))
    score = main.frame(gaps[-1] * speeds)
    return LensResult(NAME, score, "relative growth a year", main.sources, grades(main), parts={NAME: score})


def gaps_by_year(main: Observations) -> list[Floats]:
    """Relatedness gap of every year, each from figures up to that year."""
    logs = smoothed_log_quotients(main.values)
    known = ~np.isnan(logs)
    logs = logs - np.where(known, logs, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return [relatedness_gap(logs[:, :, max(0, at + 1 - YEARS) : at + 1]) for at in range(logs.shape[2])]


def _deviations(values: Floats, known: np.ndarray) -> Floats:
    kept = np.where(known, values, 0.0)
    return np.where(known, kept - kept.sum(axis=0) / np.maximum(known.sum(axis=0), 1), 0.0)


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the growth that closing the gap at the usual speed would bring."""
    return language.say(
        "By what followed such gaps in this industry before, its gap means {growth} a year relative to other regions.",
        growth=language.signed_percent(result.at(region, industry)),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Speed of catching up"),
    reading,
    lambda language: language.say("The speed is measured on few years and few regions; it is drawn to the common one."),
)
