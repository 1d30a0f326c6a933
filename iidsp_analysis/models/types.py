"""Types for the reader: established strength, emerging, latent potential, fading; and strengths that are one plant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from iidsp_analysis.models.normalise import ScoresError

CandidateType = Literal["established strength", "emerging", "latent potential", "fading", "no sign", "unclassified"]
Level = Literal["specialised", "not specialised", "unknown"]
Trend = Literal["rising", "steady", "falling", "unknown"]
Relatedness = Literal["related", "unrelated", "unknown"]

SPECIALISED_FROM = 1.0  # location quotient
PROBABLE_FROM = 0.5  # P(LQ > 1), where it is known
STEADY_WITHIN = 0.01  # trend of the location quotient, logarithm a year: 1 % is no movement
RELATED_FROM = 0.0  # relatedness above or below what is usual in the region (a gap or a z-score)
ONE_PLANT_BELOW = 2.0  # effective number of plants


@dataclass(frozen=True)
class Thresholds:
    """Where the words of the decision table begin; the defaults are the constants of this module."""

    specialised_from: float = SPECIALISED_FROM
    probable_from: float = PROBABLE_FROM
    steady_within: float = STEADY_WITHIN
    related_from: float = RELATED_FROM
    one_plant_below: float = ONE_PLANT_BELOW


def decide(level: Level, trend: Trend, relatedness: Relatedness) -> tuple[CandidateType, str]:
    """Look a candidate up in the decision table.

    ================  ==============  ===========  ====================
    specialisation    its trend       relatedness  type
    ================  ==============  ===========  ====================
    specialised       rising, steady  any          established strength
    specialised       falling         any          fading
    not specialised   rising          any          emerging
    not specialised   steady/falling  related      latent potential
    not specialised   steady/falling  unrelated    no sign
    ================  ==============  ===========  ====================

    Parameters
    ----------
    level : {"specialised", "not specialised", "unknown"}
        Is the industry heavier in the region than in the country?
    trend : {"rising", "steady", "falling", "unknown"}
        Does its specialisation grow?
    relatedness : {"related", "unrelated", "unknown"}
        Is the region strong in industries close to it?

    Returns
    -------
    tuple of str
        The type and its reason. What the table needs and does not know makes "unclassified", with what is missing;
        "any" needs nothing.

    Notes
    -----
    "No sign" is a finding (nothing speaks for the industry here), "unclassified" the lack of one.

    Examples
    --------
    >>> decide("not specialised", "rising", "unknown")[0]
    'emerging'
    """
    if level == "unknown":
        return "unclassified", "specialisation is missing"
    if trend == "unknown":
        return "unclassified", "the trend of specialisation is missing"
    reason = f"{level}, {trend}"
    if level == "specialised":
        return ("fading", reason) if trend == "falling" else ("established strength", reason)
    if trend == "rising":
        return "emerging", reason
    if relatedness == "unknown":
        return "unclassified", "relatedness is missing"
    return ("latent potential" if relatedness == "related" else "no sign"), f"{reason}, {relatedness}"


def candidate_types(
    location_quotient: pd.Series[float],
    trend: pd.Series[float],
    relatedness: pd.Series[float],
    *,
    probability: pd.Series[float] | None = None,
    effective_plants: pd.Series[float] | None = None,
    single_plant: pd.Series[bool] | None = None,
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """Give every candidate exactly one type, its reason, and whether its specialisation rests on one plant.

    Parameters
    ----------
    location_quotient : Series by candidate
        Ratio; specialised from 1.
    trend : Series by candidate
        Change of the logarithm of the location quotient a year; within ±0.01 it is steady, infinite at entry or exit.
    relatedness : Series by candidate
        Above (> = 0) or below what is usual in the region.
    probability : Series by candidate, optional
        P(LQ > 1); where known it decides in place of the quotient, from 0.5.
    effective_plants : Series by candidate, optional
        Effective number of plants (size of the industry / size of a mean plant, or 1 / Herfindahl index of plants).
    single_plant : Series of bool by candidate, optional
        Known to be one plant.
    thresholds : Thresholds, optional
        Other borders.

    Returns
    -------
    DataFrame by candidate
        ``type``, ``reason``, ``one_plant`` (true, false, or missing where specialised and nothing is known of plants).

    Raises
    ------
    ScoresError
        If a label occurs twice or has no value, or a value other than the trend is infinite.

    Notes
    -----
    An industry that is not specialised has no specialisation to rest on one plant: its flag is false. Quotients of
    small numbers jump: where P(LQ > 1) can be had it is the better judge.

    References
    ----------
    Hidalgo, C. A. et al. (2007), Science 317, 482–487, and Balland, P.-A. et al. (2019), Regional Studies 53,
    1252–1268, for relatedness as the ground of latent potential; Ellison, G. & Glaeser, E. (1997), Journal of
    Political Economy 105, 889–927, for plants behind a concentration. The words and borders are this project's.
    """
    limits = thresholds or Thresholds()
    index = location_quotient.index
    levels = _levels(_finite(location_quotient, index, "quotient"), _finite(probability, index, "probability"), limits)
    trends = [_trend(move, limits.steady_within) for move in _aligned(trend, index, "trend")]
    ties = [_relatedness(value, limits.related_from) for value in _finite(relatedness, index, "relatedness")]
    told = [decide(*words) for words in zip(levels, trends, ties, strict=True)]
    plants = _finite(effective_plants, index, "number of plants")
    known_single = _aligned(single_plant, index, "single plant")
    flags = [
        _one_plant(level, count, single, limits.one_plant_below)
        for level, count, single in zip(levels, plants, known_single, strict=True)
    ]
    return pd.DataFrame(
        {
            "type": pd.Series([kind for kind, _ in told], index, dtype="str"),
            "reason": pd.Series([reason for _, reason in told], index, dtype="str"),
            "one_plant": pd.Series(flags, index, dtype="boolean"),
        }
    )


def _levels(quotient: list[float], probability: list[float], limits: Thresholds) -> list[Level]:
    """Judge by P(LQ > 1) where it is known, by the quotient elsewhere."""
    told: list[Level] = []
    for ratio, chance in zip(quotient, probability, strict=True):
        value, border = (ratio, limits.specialised_from) if math.isnan(chance) else (chance, limits.probable_from)
        told.append("unknown" if math.isnan(value) else "specialised" if value >= border else "not specialised")
    return told


def _trend(change: float, steady_within: float) -> Trend:
    if math.isnan(change):
        return "unknown"
    if abs(change) <= steady_within:
        return "steady"
    return "rising" if change > 0 else "falling"


def _relatedness(value: float, related_from: float) -> Relatedness:
    if math.isnan(value):
        return "unknown"
    return "related" if value >= related_from else "unrelated"


def _one_plant(level: Level, plants: float, single: float, one_plant_below: float) -> bool | None:
    """Return whether a specialisation rests on one plant; None where nothing is known of its plants."""
    if level == "not specialised":
        return False
    if level == "unknown" or (math.isnan(plants) and math.isnan(single)):
        return None
    return plants < one_plant_below or single == 1


def _finite(values: pd.Series[float] | None, index: pd.Index, name: str) -> list[float]:
    """Return aligned values after refusing infinite ones."""
    floats = _aligned(values, index, name)
    if any(math.isinf(value) for value in floats):
        raise ScoresError(f"Infinite values of the {name}.", what_next="Hand over NaN where none exists.")
    return floats


def _aligned(values: pd.Series[float] | pd.Series[bool] | None, index: pd.Index, name: str) -> list[float]:
    """Return values in the order of the candidates; without a series everything is missing."""
    if values is None:
        return [math.nan] * len(index)
    twice = [*values.index[values.index.duplicated()], *index[index.duplicated()]]
    absent = [*index.difference(values.index)]
    if twice or absent:
        raise ScoresError(
            f"The {name} does not name every candidate once.",
            where=", ".join(map(str, [*twice, *absent][:5])),
            what_next="Hand over one value (NaN if there is none) for every candidate.",
        )
    return [float(value) for value in values.reindex(index).astype("Float64").to_numpy(dtype=float, na_value=np.nan)]
