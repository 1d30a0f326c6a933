"""Whether the regions that were named are those whose exports fell while the country's rose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from iidsp_analysis.monitors.export_verdict import Change, Verdict


@dataclass(frozen=True)
class NamedCheck:
    """Whether the named regions are those that fell, under one verdict.

    ``hits`` were named and fell, ``missed`` fell and were not named, ``did_not_fall`` were named, ``unknown`` were
    named and have a missing month. ``are_largest`` tells whether the named regions are exactly the largest falls, and
    ``exact`` whether exactly they fell; None where regions are missing, since one of them may have fallen more.
    ``larger_in_percent`` are regions not named whose relative fall is larger than the smallest of the hits.
    ``chance`` is the probability that as many regions drawn at random would contain as many fallers.
    """

    hits: tuple[str, ...]
    missed: tuple[str, ...]
    did_not_fall: tuple[str, ...]
    unknown: tuple[str, ...]
    are_largest: bool | None
    exact: bool | None
    larger_in_percent: tuple[Change, ...]
    chance: float

    @property
    def all_fell(self) -> bool:
        """Whether every named region whose figures are known fell."""
        return bool(self.hits) and not self.did_not_fall


def check_named(found: Verdict, named: Collection[str]) -> NamedCheck:
    """Compare the named regions with those that fell.

    Parameters
    ----------
    found : Verdict
        A verdict; where it does not apply the comparison means nothing, and the caller says so.
    named : collection of str
        Region ids of the same borders.
    """
    hits = tuple(region for region in found.fallers if region in named)
    unknown = tuple(region for region in named if region in found.unknown)
    judged = [region for region in named if region not in unknown]
    chance = hypergeom.sf(len(hits) - 1, found.compared, len(found.falls), len(judged)) if judged else np.nan
    complete = bool(judged) and not found.unknown
    smallest = max((fall.growth for fall in found.falls if fall.region in hits), default=-np.inf)
    return NamedCheck(
        hits,
        missed=tuple(region for region in found.fallers if region not in named),
        did_not_fall=tuple(region for region in judged if region not in hits),
        unknown=unknown,
        are_largest=set(found.fallers[: len(judged)]) == set(judged) if complete else None,
        exact=set(found.fallers) == set(judged) if complete else None,
        larger_in_percent=tuple(fall for fall in found.falls if fall.region not in named and fall.growth < smallest),
        chance=float(chance),
    )
