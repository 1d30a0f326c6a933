"""Lens *export share*: whether the region gains or loses in the country's exports of the industry."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, Words, nothing
from iidsp_analysis.models.observations import Floats
from iidsp_analysis.models.regional_shift import YEARS

NAME = "export_share"
UNIT = "percentage points"


def shares_at_both_dates(start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Return each region's share in the exports of the industry, in percent, at two dates.

    Parameters
    ----------
    start, end : array, regions × industries
        Exports, at least 0; NaN = not published.

    Returns
    -------
    tuple of arrays, regions × industries
        0 to 100, of the sum over the regions that are published at both dates, so that a region that begins to report
        takes no share from the others. NaN where the region exports nothing at both dates, or nobody does at one.
    """
    known = ~(np.isnan(start) | np.isnan(end))
    before, after = np.where(known, start, 0.0), np.where(known, end, 0.0)
    whole_before, whole_after = before.sum(axis=0), after.sum(axis=0)
    usable = known & (before + after > 0) & (whole_before > 0) & (whole_after > 0)
    first = 100 * before / np.where(whole_before > 0, whole_before, 1.0)
    last = 100 * after / np.where(whole_after > 0, whole_after, 1.0)
    return np.where(usable, first, np.nan), np.where(usable, last, np.nan)


def compute(evidence: Evidence) -> LensResult:
    """Change of the share over the last five years (fewer where fewer are there); parts: now, and minus then."""
    if evidence.exports is None:
        return nothing(NAME, evidence, lambda language: language.say("No exports by region and industry are loaded."))
    exports = evidence.exports.on_cells_of(evidence.main)
    if len(exports.years) < 2:
        return nothing(NAME, evidence, lambda language: language.say("A change needs at least two years of exports."))
    first = max(0, len(exports.years) - 1 - YEARS)
    then, now = shares_at_both_dates(exports.values[:, :, first], exports.values[:, :, -1])
    parts = {"now": exports.frame(now), "then": exports.frame(-then)}
    score = exports.frame(now - then)
    if not score.notna().to_numpy().any():
        return nothing(
            NAME, evidence, lambda language: language.say("The exports that are loaded cover none of the candidates.")
        )
    period = _period(exports.years[first], exports.last_year)
    return LensResult(NAME, score, UNIT, exports.sources, grades(exports), parts=parts, caveats=(period,))


def _period(first: int, last: int) -> Words:
    return lambda language: language.say("The shares are those of {first} and {last}.", first=first, last=last)


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the share now and how it changed."""
    return language.say(
        "Of the country's exports of the industry the region sells {share}; the share changed by {change} in the last"
        " years.",
        share=language.percent(result.at(region, industry, "now") / 100),
        change=language.points(result.at(region, industry) / 100),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Export share gained or lost"),
    reading,
    lambda language: language.say(
        "Exports are in current prices and booked where the seller is registered; one contract can move a share."
    ),
)
