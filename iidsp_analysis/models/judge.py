"""One region's lenses judged by one set of choices: directions, coverage, parts and score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from iidsp_analysis.models.aggregation import (
    Aggregation,
    comparable,
    lone_duels,
    net_duels,
    positive_logarithms,
    reversed_lenses,
)
from iidsp_analysis.models.normalise import Normalisation, normalise_lenses
from iidsp_analysis.models.ranking import Floats


@dataclass(frozen=True, eq=False)
class Judge:
    """The choices of one composite, applied to one region after another."""

    weights: Floats
    normalisation: Normalisation
    aggregation: Aggregation

    def lenses(self, values: Floats) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        """Return normalised lenses in the direction of their weights, and which are constant or empty."""
        lenses, constant, empty = normalise_lenses(values, self.normalisation)
        return reversed_lenses(lenses, self.weights < 0, self.normalisation), constant, empty

    def coverage(self, values: Floats) -> Floats:
        """Return the share of the weight of the region's lenses that each candidate has."""
        present = ~np.isnan(values)
        size = np.abs(self.weights) * present.any(axis=1)
        return cast(Floats, (size @ present) / max(size.sum(), np.finfo(float).tiny))

    def scored(self, lenses: Floats, values: Floats, constant: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Return parts (candidates × lenses) and scores."""
        share = np.abs(self.weights)[:, None] * ~np.isnan(values)
        share = share / share.sum(axis=0)
        if self.aggregation == "outranking":
            duels = comparable(values, self.weights < 0, constant)
            return (share * lone_duels(duels)).T, net_duels(duels, np.abs(self.weights)[None])[0]
        if self.aggregation == "geometric":
            parts = (share * positive_logarithms(lenses, self.normalisation)).T
            return parts, np.exp(np.nansum(parts, axis=1))
        parts = (share * lenses).T
        return parts, np.nansum(parts, axis=1)
