"""Intervals from resampled regions: a region's industries and origins stay together in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iidsp_analysis.models.observations import Floats

LEVEL = 0.90


@dataclass(frozen=True)
class Interval:
    """A mean with the limits of its 90 % interval; NaN when nothing could be measured."""

    value: float
    low: float
    high: float


def block_interval(figures: Floats, draws: int, seed: int) -> Interval:
    """Mean over origins of the mean over regions, with a region-block bootstrap interval.

    Parameters
    ----------
    figures : array, origins × regions
        NaN where a region has no figure.
    draws : int
        Resamples of the regions, with replacement; all origins of a region are drawn together, because its
        industries and overlapping windows are not independent witnesses.

    References
    ----------
    Künsch (1989), Annals of Statistics 17, 1217–1241 (blocks); Cameron, Gelbach & Miller (2008) (clusters).

    Notes
    -----
    The interval tells how far the mean depends on which regions are there. It does not hold the chance of other
    years: origins overlap, and there are too few of them for an interval of their own.
    """
    count = figures.shape[1]
    drawn = np.random.default_rng(seed).integers(0, count, size=(draws, count))
    times = np.stack([np.bincount(draw, minlength=count) for draw in drawn]).astype(float)
    known = ~np.isnan(figures)
    sums = times @ np.where(known, figures, 0.0).T
    counts = times @ known.T.astype(float)
    means = _mean_over_origins(sums, counts)
    whole = _mean_over_origins(np.where(known, figures, 0.0).sum(axis=1)[None], known.sum(axis=1)[None].astype(float))
    if np.isnan(whole[0]):
        return Interval(np.nan, np.nan, np.nan)
    low, high = np.nanquantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(whole[0]), float(low), float(high))


def _mean_over_origins(sums: Floats, counts: Floats) -> Floats:
    usable = counts > 0
    by_origin = np.where(usable, sums / np.where(usable, counts, 1.0), 0.0)
    origins = usable.sum(axis=1)
    return np.where(origins > 0, by_origin.sum(axis=1) / np.maximum(origins, 1), np.nan)
