"""The verdict on the judged model in one sentence, and the whole backtest as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from iidsp_analysis.backtest.run import JUDGED, Backtest, Score
from iidsp_analysis.backtest.targets import Window

MOST_ORIGINS = 0.8


def beats_baselines(tested: Backtest) -> bool:
    """Whether the judged model is above the best baseline: on average, in 80 % of origins, and above zero for sure.

    ``above zero for sure``: the lower limit of its interval is positive.
    """
    judged, best = tested.models[JUDGED], tested.baselines[tested.best_baseline]
    above = judged.mean.value > best.mean.value and judged.mean.low > 0
    return above and judged.origins_won >= MOST_ORIGINS


def verdict(tested: Backtest) -> str:
    """Return the sentence that stands above every use of the score on this panel."""
    judged, best = tested.models[JUDGED], tested.baselines[tested.best_baseline]
    word = "beats" if beats_baselines(tested) else "does not beat"
    return (
        f"{JUDGED} {word} its best baseline {tested.best_baseline}: mean rank correlation within regions"
        f" {judged.mean.value:.3f} ({judged.mean.low:.3f} to {judged.mean.high:.3f}) against {best.mean.value:.3f},"
        f" above it in {judged.origins_won:.0%} of {len(tested.origins)} origins."
    )


def window_name(window: Window) -> str:
    """Name a window for keys and tables."""
    if not window.skip:
        return "plain"
    return "skip_year_shortened" if window.shortened else "skip_year"


def as_json(tested: Backtest, variants: Sequence[Backtest] = ()) -> dict[str, Any]:
    """Return the backtest as plain values; a figure that could not be measured is null.

    ``models`` and ``baselines`` hold by name: ``ic_mean, ic_lo, ic_hi`` (90 % interval from resampled regions),
    ``top5_excess`` with its interval (outcome of five picks minus all candidates of the region), ``top5_precision``
    (share of picks among the true five), ``top5_above_zero`` and ``origins_won`` (against the best baseline).
    """
    return {
        **_body(tested),
        "judged": JUDGED,
        "best_baseline": tested.best_baseline,
        "beats_best_baseline": beats_baselines(tested),
        "verdict": verdict(tested),
        "window": {"start": tested.window.start, "end": tested.window.end, "unit": "years after the origin"},
        "outcome_unit": _unit(tested),
        "interval": f"90 % over {tested.resampling[0]} resamples of the regions, seed {tested.resampling[1]}",
        "draws": tested.resampling[0],
        "seed": tested.resampling[1],
        "regions": len(tested.regions),
        "regions_not_ranked": list(tested.unranked_regions),
        "weights": {str(origin): dict(weights) for origin, weights in tested.weights.items()},
        "prior_without": list(tested.without),
        "notes": list(tested.notes),
        "variants": {f"{each.target}_{window_name(each.window)}": _variant(each) for each in variants},
    }


def _variant(tested: Backtest) -> dict[str, Any]:
    return {**_body(tested), "best_baseline": tested.best_baseline, "verdict": verdict(tested)}


def _body(tested: Backtest) -> dict[str, Any]:
    return {
        "panel": tested.panel,
        "horizon": tested.window.horizon,
        "origins": list(tested.origins),
        "target": tested.target,
        "skip_year": tested.window.skip,
        "models": _scores(tested.models),
        "baselines": _scores(tested.baselines),
    }


def _unit(tested: Backtest) -> str:
    if tested.target == "gain":
        return tested.unit or "unit of the panel"
    return "growth on the average of both dates, -2 to 2, near 0 as log growth"


def _scores(scores: Mapping[str, Score]) -> dict[str, dict[str, float | None]]:
    return {name: {key: _finite(value) for key, value in _figures(score).items()} for name, score in scores.items()}


def _figures(score: Score) -> dict[str, float]:
    return {
        "ic_mean": score.mean.value,
        "ic_lo": score.mean.low,
        "ic_hi": score.mean.high,
        "top5_excess": score.excess.value,
        "top5_excess_lo": score.excess.low,
        "top5_excess_hi": score.excess.high,
        "top5_precision": score.precision.value,
        "top5_above_zero": score.hits.value,
        "origins_won": score.origins_won,
        "origins_scored": score.origins_scored,
    }


def _finite(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None
