"""Which regions are alike in structure and dynamics, in figures: features, groups, and how firm the groups are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.clustering import silhouettes, stability, standardised, ward_groups
from iidsp_analysis.sections import position
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.structure import section_cross

SOURCES = ("bns-5927", "bns-450904", "bns-6576")
#: Sections whose shares are features; services are what they leave, and would say the same twice.
SECTIONS = {"manufacturing": ("C",), "mining": ("B",), "farming": ("A",), "energy": ("D", "E"), "building": ("F",)}
#: A feature that more than this part of the regions lacks is not used.
MOST_MISSING = 0.25
#: Groups that are tried; below three regions a group no mean is told of.
FEWEST_REGIONS = 6
MOST_GROUPS = 6
#: Services are published section by section from then on; changes are told over so many years at most.
FIRST, LONGEST = 2014, 10


@dataclass(frozen=True, eq=False)
class RegionGroups:
    """Groups of regions.

    Attributes
    ----------
    features : DataFrame, region × feature
        ``manufacturing, mining, farming, energy, building`` (fractions of value added), ``per_head`` (GRP, thousand
        KZT), ``volume`` (yearly growth of manufacturing volume since ``base``, fraction), ``share_change`` (of
        manufacturing in value added since ``base``, fraction).
    scaled : DataFrame, region × feature
        The same standardised, GRP per head as its logarithm.
    groups : Series by region
        1 is the largest.
    silhouettes : Series by region
    stability : Series by group
    tried : Series by number of groups
        Mean silhouette.
    left_out : tuple of str
        Regions without a feature.
    dropped : tuple of str
        Features that too many regions lack.
    base : int
        First year of the changes.
    """

    features: pd.DataFrame
    scaled: pd.DataFrame
    groups: pd.Series
    silhouettes: pd.Series
    stability: pd.Series
    tried: pd.Series
    left_out: tuple[str, ...]
    dropped: tuple[str, ...]
    base: int


def region_features(context: Context) -> tuple[pd.DataFrame, int]:
    """Features of every region of the borders, missing where a figure is; and the first year of the changes.

    Raises
    ------
    MissingDataError
        If value added by section is not complete for the year.
    """
    shares = _shares(context, context.period)
    base, before = _first_year(context, int(shares.notna().all(axis=1).sum()))
    frame = pd.DataFrame({name: shares[list(codes)].sum(axis=1, skipna=False) for name, codes in SECTIONS.items()})
    frame["per_head"] = position.positions(context).frame["per_head"]
    frame["volume"] = _volume(context, base)
    frame["share_change"] = shares["C"] - before
    return frame.reindex([region.id for region in context.regions]), base


def _shares(context: Context, period: str) -> pd.DataFrame:
    cross = section_cross(context, period).drop(index=schema.COUNTRY)
    return cross.div(cross.sum(axis=1, skipna=False), axis=0)


def _first_year(context: Context, regions: int) -> tuple[int, pd.Series]:
    """First of the last ten years, from 2014 on, that as many regions have whole; the share of manufacturing then."""
    for year in range(max(FIRST, context.year - LONGEST), context.year):
        try:
            shares = _shares(context, str(year))
        except MissingDataError:
            continue
        volumes = _volume(context, year).reindex(shares.index)
        if int((shares.notna().all(axis=1) & volumes.notna()).sum()) >= regions:
            return year, shares["C"]
    return context.year, pd.Series(dtype=float)


def _volume(context: Context, base: int) -> pd.Series:
    """Yearly growth of the volume of manufacturing since a year, by region; a missing link leaves it missing."""
    links = context.by_region("gva_volume_index", "C").rename(index=int)
    wanted = list(range(base + 1, context.year + 1))
    growth = np.log(links.reindex(wanted).where(lambda told: told > 0) / 100).mean(skipna=False)
    return np.expm1(growth)


def region_groups(context: Context) -> RegionGroups:
    """Group the regions into as many groups as are clearest by the mean silhouette.

    Raises
    ------
    MissingDataError
        If fewer than six regions have all features.
    """
    features, base = region_features(context)
    missing = features.isna().mean()
    dropped = tuple(missing.index[missing > MOST_MISSING])
    kept = features.drop(columns=list(dropped))
    complete = kept.dropna()
    if len(complete) < FEWEST_REGIONS:
        raise MissingDataError("Fewer than six regions have all figures that the groups are made from.")
    scaled = standardised(complete.assign(per_head=np.log(complete["per_head"])))
    options = {number: ward_groups(scaled, number) for number in range(2, min(MOST_GROUPS, len(complete) // 2) + 1)}
    tried = pd.Series({number: float(silhouettes(scaled, groups).mean()) for number, groups in options.items()})
    groups = options[int(tried.idxmax())]
    return RegionGroups(
        kept, scaled, groups, silhouettes(scaled, groups), stability(scaled, groups), tried,
        tuple(kept.index.difference(complete.index, sort=False)), dropped, base,
    )  # fmt: skip
