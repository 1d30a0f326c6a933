"""The backtest: lenses, weights from the past, baselines, and how right each of them was at every origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iidsp_analysis.backtest.baselines import BASELINES
from iidsp_analysis.backtest.bootstrap import Interval, block_interval
from iidsp_analysis.backtest.estimation import CrossSection, cross_section, lens_ranks, updated
from iidsp_analysis.backtest.looks import Look, Spread, looks, with_every_lens
from iidsp_analysis.backtest.metrics import FEWEST_CANDIDATES, rank_correlations, top_picks
from iidsp_analysis.backtest.targets import Target, Window, origins_of, target_of
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models import lenses
from iidsp_analysis.models.estimated_weights import panels_sharing, prior_coefficients
from iidsp_analysis.models.observations import Floats, Observations

JUDGED = "composite_estimated"
EQUAL = "composite_equal"
LENSES = tuple(lens.name for lens in lenses.FROM_AMOUNTS)
DRAWS = 200
SEED = 2018


@dataclass(frozen=True)
class Score:
    """How right one score was, over all origins.

    Parameters
    ----------
    ic : array, origins × regions
        Rank correlation of score and outcome; NaN where a region could not be ranked.
    mean, excess, precision, hits : Interval
        Means over the origins that it could score, with 90 % intervals from resampled regions.
    origins_won : float
        Share of origins in which its mean correlation was above that of the best baseline.
    """

    ic: Floats
    mean: Interval
    excess: Interval
    precision: Interval
    hits: Interval
    origins_won: float

    @property
    def origins_scored(self) -> int:
        """Origins at which the score said anything: a lens that needs four years of past misses the first ones."""
        return int((~np.isnan(self.ic).all(axis=1)).sum())


@dataclass(frozen=True)
class Backtest:
    """A finished backtest of one target and window."""

    panel: str
    unit: str
    target: Target
    window: Window
    origins: tuple[int, ...]
    regions: tuple[str, ...]
    models: Mapping[str, Score]
    baselines: Mapping[str, Score]
    weights: Mapping[int, Mapping[str, float]]
    without: tuple[str, ...]
    resampling: tuple[int, int]
    notes: tuple[str, ...]
    unranked_regions: tuple[str, ...]

    @property
    def best_baseline(self) -> str:
        """The baseline with the highest mean over all origins."""
        return best_of({name: score.mean for name, score in self.baselines.items()})


def backtest(
    observations: Observations,
    horizon: int,
    *,
    panel: str = "",
    target: Target = "relative",
    window: Window | None = None,
    seen: Mapping[int, Look] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    spread: Spread = map,
    without: Sequence[str] = (),
) -> Backtest:
    """Judge the named model, single lenses and baselines on rolling origins.

    Parameters
    ----------
    observations : Observations
        The panel.
    horizon : int
        Years over which growth is measured.
    target : {"relative", "growth", "gain"}
        See :func:`~iidsp_analysis.backtest.targets.target_of`.
    window : Window, optional
        Default: skip-year, full length.
    seen : mapping of int to Look, optional
        Looks made before for the same panel and seed, so that several targets need them once.
    draws : int
        Bootstrap draws over regions.
    without : sequence of str
        Panels to leave out of the prior, besides those whose regions show that they are about the same ground.

    Returns
    -------
    Backtest
        One model, ``composite_estimated``, is named before the run and judged; lenses stand beside it.

    Raises
    ------
    MissingDataError
        If fewer than two origins are left, or no region has enough candidates to be ranked.

    References
    ----------
    Albora et al. (2023), Scientific Reports 13:1481, for testing forecasts of diversification out of sample.
    """
    window = window or Window(horizon)
    origins = origins_of(observations, window)
    seen = seen if seen is not None else looks(observations, origins, seed, spread)
    happened = {origin: target_of(observations, origin, window, target) for origin in origins}
    without = tuple(sorted({*without, *panels_sharing(observations.regions)}))
    weights = weights_by_origin(seen, happened, window, without)
    scores = {origin: _scores(seen[origin], weights[origin], happened[origin].shape) for origin in origins}
    judged = _judge(scores, happened, draws, seed)
    unranked = np.asarray(np.isnan(judged[JUDGED][0]).all(axis=0), dtype=bool)
    _require_a_ranked_region(unranked, observations)
    best = best_of({name: judged[name][1] for name in BASELINES})
    won = {name: _won(judged[name][0], judged[best][0]) for name in judged}
    told = {name: Score(figures[0], *figures[1:], won[name]) for name, figures in judged.items()}
    return Backtest(
        panel, observations.unit, target, window, origins, observations.regions,
        {name: told[name] for name in (JUDGED, EQUAL, *LENSES)}, {name: told[name] for name in BASELINES},
        weights, without, (draws, seed), observations.notes, tuple(np.array(observations.regions)[unranked]),
    )  # fmt: skip


def best_of(means: Mapping[str, Interval]) -> str:
    """The score with the highest mean; one that could not be measured is never the best."""
    return max(means, key=lambda name: means[name].value if np.isfinite(means[name].value) else -np.inf)


def _require_a_ranked_region(unranked: npt.NDArray[np.bool_], observations: Observations) -> None:
    if unranked.all():
        raise MissingDataError(
            f"No region has {FEWEST_CANDIDATES} industries whose later growth is known and differs.",
            where=f"{len(observations.regions)} regions, {len(observations.industries)} industries",
            what_next="Use a panel with more industries a region, or a shorter --horizon.",
        )


def weights_by_origin(
    seen: Mapping[int, Look], happened: Mapping[int, Floats], window: Window, without: Sequence[str]
) -> dict[int, dict[str, float]]:
    """Estimate the weights of every origin from windows that had ended by then: other panels' and the panel's own."""
    done = [
        cross_section(
            with_every_lens(seen[origin], LENSES, outcome.shape), LENSES, outcome, (origin, origin + window.end)
        )
        for origin, outcome in happened.items()
    ]
    return {origin: _weights(origin, done, without) for origin in happened}


def _weights(origin: int, done: Sequence[CrossSection], without: Sequence[str]) -> dict[str, float]:
    prior = prior_coefficients(origin, LENSES, without=without)["coefficient"].to_numpy(dtype=float)
    past = [section for section in done if section.end <= origin]
    return dict(zip(LENSES, updated(prior, past).tolist() if past else prior.tolist(), strict=True))


def _scores(seen: Look, weights: Mapping[str, float], shape: tuple[int, int]) -> dict[str, Floats]:
    by_lens = with_every_lens(seen, LENSES, shape)
    ranks = lens_ranks(by_lens, LENSES)
    heard = ~np.isnan(np.stack([by_lens[name] for name in LENSES])).all(axis=0)
    sizes = np.array([weights[name] for name in LENSES])
    estimated = np.where(heard, np.einsum("l,rli->ri", sizes, ranks), np.nan)
    equal = np.where(heard, ranks.mean(axis=1), np.nan)
    return {JUDGED: estimated, EQUAL: equal, **by_lens, **seen.baselines}


def _judge(
    scores: Mapping[int, Mapping[str, Floats]], happened: Mapping[int, Floats], draws: int, seed: int
) -> dict[str, tuple[Floats, Interval, Interval, Interval, Interval]]:
    names = next(iter(scores.values()))
    judged = {}
    for name in names:
        ic = np.stack([rank_correlations(scores[origin][name], outcome) for origin, outcome in happened.items()])
        picks = [top_picks(scores[origin][name], outcome) for origin, outcome in happened.items()]
        figures = [ic, *(np.stack(each) for each in zip(*picks, strict=True))]
        intervals = [block_interval(figure, draws, seed) for figure in figures]
        judged[name] = (ic, *intervals)
    return judged  # type: ignore[return-value]


def _won(mine: Floats, theirs: Floats) -> float:
    known = ~(np.isnan(mine).all(axis=1) | np.isnan(theirs).all(axis=1))
    if not known.any():
        return 0.0
    return float(np.mean(np.nanmean(mine[known], axis=1) > np.nanmean(theirs[known], axis=1)))
