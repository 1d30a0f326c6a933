"""Draws of everything that could have been chosen otherwise: weights, scale, rule, lenses, and the data themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iidsp_analysis.models.aggregation import (
    AGGREGATIONS,
    Aggregation,
    comparable,
    duel_patterns,
    positive_logarithms,
    reversed_lenses,
    settled_duels,
    weighted_means,
)
from iidsp_analysis.models.normalise import NORMALISATIONS, Normalisation, ScoresError, check_choice, normalise_lenses
from iidsp_analysis.models.ranking import Floats, Places, places

Codes = NDArray[np.int64]
BLOCK_ROWS = 512
NOBODY = -1  # no lens is left out


@dataclass(frozen=True)
class Variation:
    """What a robustness run varies, and how much.

    Parameters
    ----------
    draws : int
        Number of composites.
    seed : int
        The same seed gives the same draws.
    concentration : float or None
        Dirichlet parameters are ``concentration × weight``: the given weights are the mean, and a weight ``w`` has
        the standard deviation ``√(w (1 − w) / (concentration + 1))``. 40 moves one of eight equal weights by ±41 %.
        None: flat, every mixture of the weighed lenses equally likely, whatever the given weights.
    normalisations : tuple of str
        Scales, drawn equally often.
    aggregations : tuple of (str, float)
        Rules with their shares of the draws.
    leave_out : float
        Share of the draws without one of the lenses, each lens equally often.
    replicates : int
        Noisy copies of the scores, where standard errors are given; the draws share them equally.
    top : int
        How many picks count as the top.
    """

    draws: int = 10_000
    seed: int = 0
    concentration: float | None = 40.0
    normalisations: tuple[Normalisation, ...] = NORMALISATIONS
    aggregations: tuple[tuple[Aggregation, float], ...] = (
        ("arithmetic", 0.5),
        ("geometric", 0.3),
        ("outranking", 0.2),
    )
    leave_out: float = 0.5
    replicates: int = 100
    top: int = 5

    def __post_init__(self) -> None:
        for normalisation in self.normalisations:
            check_choice(normalisation, NORMALISATIONS, "normalisation")
        for aggregation, _ in self.aggregations:
            check_choice(aggregation, AGGREGATIONS, "aggregation")
        shares = [share for _, share in self.aggregations]
        if min(self.draws, self.replicates, self.top, len(self.normalisations)) < 1:
            raise ScoresError("A robustness run needs at least one draw, one replicate, one scale and one pick.")
        if min(shares, default=0.0) < 0 or not sum(shares) > 0 or not 0 <= self.leave_out <= 1:
            raise ScoresError("Shares of draws lie between 0 and 1, and not all of them are 0.")
        if self.concentration is not None and not 0 < self.concentration < np.inf:
            raise ScoresError("The concentration of the weights is above 0, or None for flat weights.")


@dataclass(frozen=True, eq=False)
class Draws:
    """One composite a row: weights (a lens left out weighs 0) and the positions of the other choices."""

    weights: Floats
    normalisation: Codes
    aggregation: Codes
    left_out: Codes
    frame: Codes

    def __len__(self) -> int:
        return len(self.weights)


class Bank:
    """The same region's scores in several versions (editions, borders, noise), ready to be weighed.

    Parameters
    ----------
    frames : array, versions × lenses × candidates
        Scores in the lenses' own units.
    negative : array of bool, by lens
        Lenses with a negative weight.
    """

    def __init__(self, frames: Floats, negative: NDArray[np.bool_]) -> None:
        self.missing = np.isnan(frames)
        self.scales: list[Floats] = []
        for method in NORMALISATIONS:
            lenses, constant, _ = normalise_lenses(frames, method)
            self.scales.append(reversed_lenses(lenses, negative, method))
        self.logarithms = [
            positive_logarithms(lenses, method) for lenses, method in zip(self.scales, NORMALISATIONS, strict=True)
        ]
        self.duels = comparable(frames, negative, constant)

    def scored(self, aggregation: int, normalisation: int, frame: int, weights: Floats) -> Floats:
        """Return scores (draws × candidates) of one design; geometric ones as logarithms, which order alike."""
        if AGGREGATIONS[aggregation] == "arithmetic":
            return weighted_means(self.scales[normalisation][frame], weights)
        if AGGREGATIONS[aggregation] == "geometric":
            return weighted_means(self.logarithms[normalisation][frame], weights)
        return settled_duels(*duel_patterns(self.duels[frame]), weights, self.missing[frame])

    def places(self, draws: Draws) -> Places:
        """Return the place of every candidate in every draw (draws × candidates)."""
        scale = np.where(draws.aggregation == AGGREGATIONS.index("outranking"), 0, draws.normalisation)
        design = (draws.aggregation * len(NORMALISATIONS) + scale) * len(self.duels) + draws.frame
        order = np.argsort(design, kind="stable")
        starts = np.flatnonzero(np.diff(design[order], prepend=-1))
        found = np.empty((len(draws), self.duels.shape[-1]), dtype=np.int32)
        waiting: list[Floats] = []
        begun = done = 0
        for rows in np.split(order, starts[1:]):
            one = rows[0]
            waiting.append(
                self.scored(int(draws.aggregation[one]), int(scale[one]), int(draws.frame[one]), draws.weights[rows])
            )
            done += len(rows)
            if done - begun >= BLOCK_ROWS or done == len(order):
                found[order[begun:done]] = places(np.concatenate(waiting))
                waiting, begun = [], done
        return found


def drawn(variation: Variation, sizes: Floats, frames: int, generator: np.random.Generator) -> Draws:
    """Draw the designs of a robustness run.

    Parameters
    ----------
    variation : Variation
        What is varied.
    sizes : array by lens
        Given weights without their signs, above 0.
    frames : int
        Number of versions of the scores.
    generator : numpy Generator
        Source of chance.

    Returns
    -------
    Draws
        Shares are exact up to one draw: choices are dealt out, then shuffled, each independently of the others.
    """
    count, lenses = variation.draws, len(sizes)
    share = 0.0 if lenses < 2 else variation.leave_out
    left_out = _dealt([NOBODY, *range(lenses)], [1 - share, *[share / lenses] * lenses], count, generator)
    parameters = np.ones(lenses) if variation.concentration is None else variation.concentration * sizes / sizes.sum()
    weights = generator.dirichlet(parameters, size=count)
    weights[left_out >= 0, left_out[left_out >= 0]] = 0.0
    scales = [NORMALISATIONS.index(normalisation) for normalisation in variation.normalisations]
    rules = [AGGREGATIONS.index(aggregation) for aggregation, _ in variation.aggregations]
    return Draws(
        weights,
        _dealt(scales, [1.0] * len(scales), count, generator),
        _dealt(rules, [share for _, share in variation.aggregations], count, generator),
        left_out,
        _dealt(range(frames), [1.0] * frames, count, generator),
    )


def _dealt(choices: Sequence[int], shares: Sequence[float], count: int, generator: np.random.Generator) -> Codes:
    """Deal choices by their shares and shuffle them."""
    reached = np.cumsum(shares)
    which = np.searchsorted(reached / reached[-1], (np.arange(count) + 0.5) / count)
    return generator.permutation(np.asarray(choices, dtype=np.int64)[which])
