"""Where one more break of a trend fits best, how rarely chance does as well, and which other dates fit as well.

Everything is projections: the terms that a break at a date adds are made orthogonal to the rest of the regression
once, so that thousands of simulated series are searched over all dates by one matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.autoregression import (
    Floats,
    ar_paths,
    first_autocorrelation,
    innovations,
    median_unbiased,
)

Ints = npt.NDArray[np.intp]

#: Autocorrelation of residuals beyond which a statistic is no longer scaled: there an estimate is mostly chance.
STRONGEST = 0.9


def break_terms(count: int, place: int, *, trend: bool) -> Floats:
    """Columns that a break adds from ``place`` on: a step, and with a trend a change of its slope."""
    since = np.arange(count) - place
    step = (since >= 0).astype(float)
    return np.column_stack([step, since * step]) if trend else step[:, None]


@dataclass(frozen=True)
class BreakSearch:
    """A search for one more break in a regression that may hold others.

    Attributes
    ----------
    values : array (periods,)
        NaN where missing: such rows are left out.
    nuisance : array (periods, columns)
        All other terms of the regression, of full rank on the observed rows.
    places : array of int (candidates,)
        Periods at which the new regime may begin.
    trend : bool
        Whether a break changes the slope as well as the level.
    """

    values: Floats
    nuisance: Floats
    places: Ints
    trend: bool

    @cached_property
    def observed(self) -> npt.NDArray[np.bool_]:
        """Periods with a figure."""
        return np.isfinite(self.values)

    @cached_property
    def base(self) -> Floats:
        """Orthonormal columns of the other terms: array (observed, columns)."""
        return np.asarray(np.linalg.qr(self.nuisance[self.observed])[0])

    @cached_property
    def added(self) -> Floats:
        """Orthonormal columns that each candidate adds: array (candidates, terms, observed)."""
        count = len(self.values)
        terms = np.stack([break_terms(count, place, trend=self.trend)[self.observed] for place in self.places])
        apart = terms - self.base @ (self.base.T @ terms)
        return np.asarray(np.linalg.qr(apart)[0].transpose(0, 2, 1))

    @cached_property
    def freedom(self) -> int:
        """Observations less all estimated terms."""
        return int(self.observed.sum()) - int(self.base.shape[1] + self.added.shape[1])

    def fits(self, series: Floats) -> tuple[Floats, Floats]:
        """Squares left without a break, and what each candidate takes off: arrays (draws,) and (candidates, draws).

        Parameters
        ----------
        series : array (observed, draws)
        """
        loads = self.added.reshape(-1, self.added.shape[2]) @ series
        gains = (loads**2).reshape(len(self.places), -1, series.shape[1]).sum(axis=1)
        return (series**2).sum(axis=0) - ((self.base.T @ series) ** 2).sum(axis=0), gains

    def sup_f(self, series: Floats) -> tuple[Floats, Ints]:
        """Largest F over the candidates (Andrews 1993) and its candidate: arrays (draws,)."""
        left, gains = self.fits(series)
        best = np.asarray(gains.argmax(axis=0))
        top = gains[best, np.arange(gains.shape[1])]
        return np.asarray(top / self.added.shape[1] / ((left - top) / self.freedom)), best

    def sup_wald(self, series: Floats) -> Floats:
        """Largest F with the variance of autocorrelated errors, ``F (1 − ρ) / (1 + ρ)``: array (draws,).

        ``ρ`` is that of the residuals of each draw: what is compared with chance then hardly depends on it. One below
        zero counts as zero: in short series it is chance, and would make any break look larger.
        """
        largest, best = self.sup_f(series)
        rho = np.clip(first_autocorrelation(self.residuals(series, best)), 0.0, STRONGEST)
        return np.asarray(largest * (1 - rho) / (1 + rho))

    def residuals(self, series: Floats, best: Ints) -> Floats:
        """Residuals with the best break of each draw, on all periods (NaN where missing): array (periods, draws)."""
        chosen = self.added[best]
        loads = np.einsum("bkn,nb->bk", chosen, series)
        return self._whole(self._unbroken(series) - np.einsum("bkn,bk->nb", chosen, loads))

    def _unbroken(self, series: Floats) -> Floats:
        return np.asarray(series - self.base @ (self.base.T @ series))

    def _whole(self, kept: Floats) -> Floats:
        whole = np.full((len(self.values), kept.shape[1]), np.nan)
        whole[self.observed] = kept
        return whole

    @cached_property
    def own(self) -> Floats:
        """The series itself as one draw: array (observed, 1)."""
        return self.values[self.observed][:, None]

    @cached_property
    def errors(self) -> Floats:
        """Residuals of the best break of the series itself, with the spread that its freedom calls for."""
        own = self.residuals(self.own, self.sup_f(self.own)[1])[:, 0]
        return np.asarray(own * np.sqrt(self.observed.sum() / self.freedom))

    def autocorrelation(self, random: np.random.Generator) -> float:
        """Autocorrelation of the errors around the best break, corrected for the fitted terms and for the search."""
        return median_unbiased(self.errors, self._searched, random)

    def careful_autocorrelation(self, random: np.random.Generator) -> float:
        """The larger of the autocorrelations with and without the break, and not below zero.

        A break looks like autocorrelation, and strong autocorrelation like a break: the larger one keeps a test from
        finding breaks too often (simulated sizes stand with the tests of this module).
        """
        without = self._whole(self._unbroken(self.own))[:, 0]
        plain = median_unbiased(without, lambda errors: self._whole(self._unbroken(errors[self.observed])), random)
        return max(plain, self.autocorrelation(random), 0.0)

    def _searched(self, errors: Floats) -> Floats:
        drawn = errors[self.observed]
        return self.residuals(drawn, self.sup_f(drawn)[1])

    def simulated_errors(self, rho: float, draws: int, random: np.random.Generator) -> Floats:
        """Errors like ours: AR(1) from our own resampled innovations; array (observed, draws)."""
        shocks = random.choice(innovations(self.errors, rho), size=(len(self.values), draws))
        return ar_paths(shocks, rho)[self.observed]

    @property
    def best_place(self) -> int:
        """Place whose break leaves least squares."""
        return int(self.places[self.sup_f(self.own)[1][0]])

    def test(self, draws: int, random: np.random.Generator) -> tuple[int, float, float]:
        """Best place, its F, and how often series without this break look as broken (bootstrap p-value)."""
        by_chance = self.sup_wald(self.simulated_errors(self.careful_autocorrelation(random), draws, random))
        reached = int((by_chance >= self.sup_wald(self.own)[0]).sum())
        return self.best_place, float(self.sup_f(self.own)[0][0]), (1 + reached) / (1 + draws)

    def dates(self, level: float, draws: int, random: np.random.Generator) -> Ints:
        """Places that a likelihood-ratio test does not reject (Eo & Morley 2015), critical values by bootstrap.

        Each candidate is tested as the truth: series with a break there, of the size fitted there, and with our
        errors show how far another date fits better by chance.
        """
        left, gains = self.fits(self.own)
        ratio = np.log((left - gains[:, 0]) / (left - gains.max()))
        drawn = self.simulated_errors(self.autocorrelation(random), draws, random)
        loads = np.einsum("ckn,nb->ckb", self.added, drawn)
        noise_left, _ = self.fits(drawn)
        kept = [
            at for at in range(len(self.places))
            if ratio[at] <= np.quantile(self._chance_ratios(at, drawn, loads, noise_left), level)
        ]  # fmt: skip
        return self.places[kept]

    def _chance_ratios(self, at: int, drawn: Floats, loads: Floats, noise_left: Floats) -> Floats:
        signal = self.added[at].T @ (self.added[at] @ self.own[:, 0])
        left = noise_left + 2 * signal @ drawn + signal @ signal
        gains = ((loads + (self.added @ signal)[:, :, None]) ** 2).sum(axis=1)
        return np.asarray(np.log((left - gains[at]) / (left - gains.max(axis=0))))


def candidate_places(observed: npt.NDArray[np.bool_], known: Sequence[int], shortest: int) -> Ints:
    """Places at which one more break leaves every regime at least ``shortest`` observed periods."""
    before = np.concatenate([[0], np.cumsum(observed)])
    edges = [0, *sorted(known), len(observed)]
    places = np.arange(len(observed))
    at = np.searchsorted(edges, places, side="right")
    start, stop = np.asarray(edges)[at - 1], np.asarray(edges)[np.minimum(at, len(edges) - 1)]
    enough = (before[places] - before[start] >= shortest) & (before[stop] - before[places] >= shortest)
    return np.asarray(places[enough & observed])
