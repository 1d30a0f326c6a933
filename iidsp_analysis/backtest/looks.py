"""What every lens and baseline said at every origin, from figures up to that origin only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from iidsp_analysis.backtest.baselines import baseline_scores
from iidsp_analysis.models import lenses
from iidsp_analysis.models.lens import Evidence, Lens
from iidsp_analysis.models.observations import Floats, Observations

Spread = Callable[[Callable[["Known"], "Look"], Iterable["Known"]], Iterable["Look"]]


@dataclass(frozen=True)
class Known:
    """The figures of one origin: nothing later is there to be seen."""

    figures: Observations
    seed: int
    lenses: tuple[Lens, ...] = lenses.FROM_AMOUNTS


@dataclass(frozen=True)
class Look:
    """Scores of one origin by lens and by baseline, regions × industries; lenses without data are not in it."""

    origin: int
    lenses: dict[str, Floats]
    baselines: dict[str, Floats]


def look(known: Known) -> Look:
    """Ask every lens and baseline once."""
    figures = known.figures
    evidence = Evidence(main=figures, year=figures.last_year)
    told = {lens.name: lens.compute(evidence) for lens in known.lenses}
    scores = {name: result.score.to_numpy(dtype=float) for name, result in told.items() if result.has_data}
    return Look(figures.last_year, scores, baseline_scores(figures, known.seed))


def looks(observations: Observations, origins: Sequence[int], seed: int, spread: Spread = map) -> dict[int, Look]:
    """Return the looks by origin; ``spread`` maps a function over origins, here or on several processes."""
    known = [Known(observations.until(origin), seed) for origin in origins]
    return {seen.origin: seen for seen in spread(look, known)}


def with_every_lens(seen: Look, names: Sequence[str], shape: tuple[int, int]) -> dict[str, Floats]:
    """Return the scores of all named lenses; one that said nothing is missing throughout."""
    silent = np.full(shape, np.nan)
    return {name: seen.lenses.get(name, silent) for name in names}
