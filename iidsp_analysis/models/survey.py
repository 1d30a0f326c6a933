"""One look at all candidates of all regions: what every lens says, and what it says of noisy copies of the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema, territories
from iidsp_analysis.models import lenses
from iidsp_analysis.models.candidates import Candidates, candidates_of
from iidsp_analysis.models.lens import Evidence, LensResult
from iidsp_analysis.models.observations import Floats
from iidsp_analysis.panel import Panel

#: Indicators that candidates are made from.
NEEDED = ("gva", "exports", "exchange_rate")
COPIES = 40
#: A lognormal copy of an amount whose months say nothing about it (one shipment) may be off by this much at most.
LARGEST_ERROR = 1.0


@dataclass(frozen=True, eq=False)
class Survey:
    """All lenses on all candidates.

    Parameters
    ----------
    candidates : Candidates
        What was looked at.
    results : mapping of str to LensResult
        By lens, in the order of the registry; lenses without data say so in their result.
    copies : array, copies × regions × industries × lenses
        Scores from noisy figures, in the order of :attr:`lens_names`; NaN for lenses that do not use the amounts.
    """

    candidates: Candidates
    results: Mapping[str, LensResult]
    copies: Floats

    @cached_property
    def lens_names(self) -> tuple[str, ...]:
        """Lenses that have data."""
        return tuple(name for name, result in self.results.items() if result.has_data)

    def scores(self, region: str) -> pd.DataFrame:
        """Scores of one region's candidates, candidates × lenses that have data."""
        return pd.DataFrame({name: self.results[name].score.loc[region] for name in self.lens_names})

    def noisy_scores(self, region: str) -> Floats:
        """Noisy scores of one region, copies × candidates × lenses; a lens without amounts repeats its score."""
        drawn = self.copies[:, self.candidates.main.regions.index(region)]
        told = self.scores(region).to_numpy(dtype=float)
        return np.where(np.isnan(drawn), told, drawn)


def survey(candidates: Candidates, *, copies: int = COPIES, seed: int = 0) -> Survey:
    """Ask every lens, once for the figures as published and once for every noisy copy.

    Parameters
    ----------
    candidates : Candidates
        What is looked at.
    copies : int
        Noisy copies: every amount is multiplied by a lognormal number of mean 1 whose standard deviation is its
        relative error.
    seed : int
        The same seed gives the same copies.
    """
    results = {result.lens: result for result in lenses.look(candidates.evidence)}
    names = [name for name, result in results.items() if result.has_data]
    from_amounts = [lens.name for lens in lenses.FROM_AMOUNTS if lens.name in names]
    shape = (copies, *candidates.main.values.shape[:2], len(names))
    noisy = np.full(shape, np.nan)
    generator = np.random.default_rng(seed)
    for copy in range(copies):
        evidence = _noisy(candidates, generator)
        for result in lenses.look(evidence, from_amounts):
            noisy[copy, :, :, names.index(result.lens)] = result.score.to_numpy(dtype=float)
    return Survey(candidates, results, noisy)


def _noisy(candidates: Candidates, generator: np.random.Generator) -> Evidence:
    errors = np.clip(np.nan_to_num(candidates.relative_errors, nan=0.0), 0.0, LARGEST_ERROR)
    spread = np.sqrt(np.log1p(errors**2))
    factor = np.exp(spread * generator.standard_normal(errors.shape) - spread**2 / 2)
    main = replace(candidates.main, values=candidates.main.values * factor)
    return replace(candidates.evidence, main=main)


def surveys_on_other_borders(
    published: Panel, mine: Survey, borders: int, complete: Callable[[Candidates, Panel], Candidates] | None = None
) -> tuple[Survey, ...]:
    """Survey the same year on the other borders, without noisy copies.

    Parameters
    ----------
    published : Panel
        Rows on the territories of the tables.
    mine : Survey
        Gives the year and what was ranked.
    borders : int
        The borders of ``mine``.
    complete : callable, optional
        ``complete(candidates, panel)`` adds the figures that ``mine`` has from elsewhere than the panel.

    Returns
    -------
    tuple of Survey
        Borders on which a region has no figure of the year are left out: their country would be another one.
    """
    year = mine.candidates.evidence.year
    needed = published.rows[schema.INDICATOR].isin(NEEDED) & (published.rows[schema.PERIOD] < f"{year + 1}")
    rows = replace(published, rows=published.rows[needed])
    told = []
    for other in regions.BORDERS:
        if other != borders and _may_be_whole(rows, other, year):
            panel = territories.on_borders(rows, other)
            candidates = candidates_of(panel, year)
            candidates = candidates if complete is None else complete(candidates, panel)
            if not np.isnan(candidates.main.at(year)).all(axis=1).any():
                told.append(survey(candidates, copies=0))
    return tuple(told)


def _may_be_whole(rows: Panel, borders: int, year: int) -> bool:
    """Whether every region of these borders, or all parts of it, has rows in the year: a look before the long sum."""
    there = set(rows.rows.loc[rows.rows[schema.PERIOD].str.startswith(str(year)), schema.REGION])
    names = [region.id for region in regions.regions_of(borders)]
    return all(any(there.issuperset(parts) for parts in regions.covers(name)) for name in names)


def alternatives(surveys: Sequence[Survey], region: str, like: pd.DataFrame) -> list[pd.DataFrame]:
    """Scores of the same region on other borders, for those surveys that know it and its lenses.

    Parameters
    ----------
    surveys : sequence of Survey
        On other borders.
    region : str
        Its id: the same ground in both.
    like : DataFrame, candidates × lenses
        The labels that are wanted.
    """
    told = []
    for other in surveys:
        if region in other.candidates.main.regions:
            scores = other.scores(region)
            if set(like.columns) <= set(scores.columns) and set(like.index) <= set(scores.index):
                told.append(scores.loc[like.index, like.columns])
    return told
