"""The log of a composite: every step in plain values, so that a reader can follow it and a program redo it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd

from iidsp_analysis.models.aggregation import Aggregation
from iidsp_analysis.models.normalise import LensFinding, Normalisation, ScoresError
from iidsp_analysis.models.weights import Weights

Step = Mapping[str, Any]
REASONS = {"no value": "leave lens out", "constant": "take constant lens as neutral"}


def written_log(
    scores: pd.DataFrame,
    given: Weights,
    used: Weights,
    choices: tuple[Normalisation, Aggregation],
    findings: Sequence[LensFinding],
    unranked: pd.Index,
) -> tuple[Step, ...]:
    """Write down how a composite was made.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        What was ranked; kept as a checksum.
    given, used : Weights
        As handed over, and as rescaled over the lenses that have data.
    choices : tuple of str
        Normalisation and aggregation.
    findings : sequence of LensFinding
        Lenses without value and constant lenses, by region.
    unranked : Index
        Candidates without a rank.

    Returns
    -------
    tuple of dict
        In the order of the work; only text, numbers, lists and mappings.
    """
    normalisation, aggregation = choices
    steps: list[Step] = [
        {
            "step": "read scores",
            "candidates": len(scores),
            "lenses": _names(scores.columns),
            "sha256": checksum(scores),
        },
        {"step": "weigh", "name": given.name, "origin": given.origin, "weights": dict(given.values)},
        {"step": "rescale weights", "weights": dict(used.values), "not weighed": _unweighed(scores, used)},
        {"step": "turn lenses round", "lenses": _negative(used)},
        {"step": "normalise", "normalisation": normalisation},
        *_finding_steps(findings),
        {"step": "spread missing weights", "missing": _missing(scores, used)},
        {"step": "aggregate", "aggregation": aggregation},
        {"step": "leave unranked", "candidates": _names(unranked)},
    ]
    return tuple(steps)


def settings_of(scores: pd.DataFrame, log: Sequence[Step]) -> tuple[Weights, Normalisation, Aggregation]:
    """Read from a log what made the composite, after checking that it was written for these scores.

    Raises
    ------
    ScoresError
        If the scores differ from those of the log, or a step is not there.
    """
    steps = {step.get("step"): step for step in log}
    absent = [name for name in ("read scores", "weigh", "normalise", "aggregate") if name not in steps]
    if absent:
        raise ScoresError("The log of the composite lacks steps.", where=", ".join(absent))
    if steps["read scores"]["sha256"] != checksum(scores):
        raise ScoresError(
            "These are not the scores that the log was written for.",
            what_next="Hand over the same candidates, lenses and values in the same order.",
        )
    weighed = steps["weigh"]
    weights = Weights(weighed["name"], weighed["weights"], weighed["origin"])
    return (
        weights,
        cast(Normalisation, steps["normalise"]["normalisation"]),
        cast(Aggregation, steps["aggregate"]["aggregation"]),
    )


def checksum(scores: pd.DataFrame) -> str:
    """Return a fingerprint of labels and values; missing values count as one value."""
    values = scores.astype(float)
    rows = pd.util.hash_pandas_object(values.where(values.notna()) + 0.0, index=True)
    digest = hashlib.sha256("\n".join(_names(scores.columns)).encode())
    digest.update(rows.to_numpy().tobytes())
    return digest.hexdigest()


def _finding_steps(findings: Sequence[LensFinding]) -> list[Step]:
    regions: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        regions.setdefault((finding.reason, finding.lens), []).append(finding.region)
    return [
        {"step": REASONS[reason], "lens": lens, "reason": reason, "regions": found}
        for (reason, lens), found in regions.items()
    ]


def _negative(used: Weights) -> list[str]:
    return [lens for lens, weight in zip(used.lenses, used.sizes(), strict=True) if weight < 0]


def _unweighed(scores: pd.DataFrame, used: Weights) -> dict[str, str]:
    """Say of every lens that does not count why it does not."""
    idle = [str(lens) for lens in scores.columns if lens not in used.lenses]
    return {lens: "no weight" if scores[lens].notna().any() else "no value anywhere" for lens in idle}


def _missing(scores: pd.DataFrame, used: Weights) -> dict[str, int]:
    """Count by lens the candidates that it does not know."""
    counts = scores[list(used.lenses)].isna().sum()
    return {str(lens): int(count) for lens, count in counts.items() if count}


def _names(labels: pd.Index) -> list[str]:
    return [" × ".join(map(str, label)) if isinstance(label, tuple) else str(label) for label in labels]
