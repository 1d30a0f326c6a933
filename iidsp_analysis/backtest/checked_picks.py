"""The picks of single years held against what happened after them, up to the last published year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.backtest.baselines import BASELINES
from iidsp_analysis.backtest.bootstrap import Interval, block_interval
from iidsp_analysis.backtest.estimation import lens_ranks
from iidsp_analysis.backtest.looks import Look, looks, with_every_lens
from iidsp_analysis.backtest.metrics import rank_correlations
from iidsp_analysis.backtest.run import DRAWS, JUDGED, LENSES, SEED
from iidsp_analysis.backtest.targets import Window, target_of
from iidsp_analysis.models.candidate_size import FEWEST_RANKED, large_enough, picked
from iidsp_analysis.models.estimated_weights import prior_coefficients
from iidsp_analysis.models.observations import Floats, Observations

SHORTEST = 2  # years of a window, besides the skipped one


@dataclass(frozen=True)
class OriginCheck:
    """One origin: how well each score ranked what followed, and the picks with their outcomes.

    Attributes
    ----------
    origin, start, end : int
        Year of the picks; first and last year of the growth that they are held against.
    ranked : mapping of str to Interval
        Mean rank correlation within regions by score (the judged model, baselines), 90 % interval over regions.
    picks : DataFrame
        ``region, industry, place, amount`` (at the origin), ``relative`` (growth relative to the same industry
        elsewhere, −2 to 2), ``growth`` (own growth, −2 to 2), ``right`` (relative growth above zero).
    usual : float
        Share of all candidates whose relative growth was above zero: what picking blindly would get right.
    """

    origin: int
    start: int
    end: int
    ranked: dict[str, Interval]
    picks: pd.DataFrame
    usual: float

    @property
    def right(self) -> float:
        """Share of the picks that outgrew the same industry elsewhere."""
        return float(self.picks["right"].mean()) if len(self.picks) else float("nan")

    @property
    def best_baseline(self) -> str:
        """The baseline with the highest mean correlation at this origin."""
        known = {name: self.ranked[name].value for name in BASELINES if np.isfinite(self.ranked[name].value)}
        return max(known, key=lambda name: known[name]) if known else ""


def check_origins(
    observations: Observations,
    origins: Sequence[int],
    *,
    size_limit: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[OriginCheck]:
    """Make the picks of every origin from figures up to it and hold them against growth from t+1 to the end.

    Weights are the prior of the origin's year alone: a short series allows none of its own.

    Parameters
    ----------
    observations : Observations
        All years.
    origins : sequence of int
        Years of the picks; those with fewer than two years after t+1 are left out.
    size_limit : bool
        Rank only candidates that are large enough at the origin, as the reports do.
    """
    last = observations.last_year
    usable = [origin for origin in origins if observations.years[0] < origin and last - origin - 1 >= SHORTEST]
    seen = looks(observations, usable, seed)
    return [_check(observations, seen[origin], size_limit, draws, seed) for origin in usable]


def _check(observations: Observations, seen: Look, size_limit: bool, draws: int, seed: int) -> OriginCheck:
    end = observations.last_year
    window = Window(end - seen.origin - 1)
    now = observations.at(seen.origin)
    pool = large_enough(now) if size_limit else now > 0
    outcome = np.where(pool, target_of(observations, seen.origin, window, "relative"), np.nan)
    scores = {JUDGED: prior_scores(seen, pool), **seen.baselines}
    ranked = {
        name: block_interval(rank_correlations(score, outcome)[None], draws, seed) for name, score in scores.items()
    }
    growth = target_of(observations, seen.origin, window, "growth")
    picks = _picks(observations, seen.origin, scores[JUDGED], outcome, growth)
    known = outcome[~np.isnan(outcome)]
    usual = float((known > 0).mean()) if known.size else float("nan")
    return OriginCheck(seen.origin, seen.origin + 1, end, ranked, picks, usual)


def prior_scores(seen: Look, pool: npt.NDArray[np.bool_]) -> Floats:
    """Return the composite with the weights that were known in the origin's year, regions × industries.

    Candidates outside the pool are not ranked: each lens ranks those inside it.
    """
    by_lens = {name: np.where(pool, score, np.nan) for name, score in with_every_lens(seen, LENSES, pool.shape).items()}
    sizes = prior_coefficients(seen.origin, LENSES)["coefficient"].to_numpy(dtype=float)
    heard = ~np.isnan(np.stack([by_lens[name] for name in LENSES])).all(axis=0)
    return np.where(heard, np.einsum("l,rli->ri", sizes, lens_ranks(by_lens, LENSES)), np.nan)


def _picks(observations: Observations, origin: int, score: Floats, outcome: Floats, growth: Floats) -> pd.DataFrame:
    """The first of every region, whatever became of them; a pick whose outcome is not published is left out."""
    rows = []
    for row, name in enumerate(observations.regions):
        order = np.argsort(-np.nan_to_num(score[row], nan=-np.inf), kind="stable")
        ranked = int((~np.isnan(score[row])).sum())
        if ranked < FEWEST_RANKED:
            continue
        for place, column in enumerate(order[: picked(ranked)], start=1):
            if not np.isnan(outcome[row, column]):
                amount = float(observations.at(origin)[row, column])
                told = (float(outcome[row, column]), float(growth[row, column]))
                rows.append((name, observations.industries[column], place, amount, *told))
    frame = pd.DataFrame(rows, columns=["region", "industry", "place", "amount", "relative", "growth"])
    return frame.assign(right=frame["relative"] > 0)
