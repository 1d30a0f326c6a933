"""What would change a verdict: the smallest of the tried changes that takes a pick out of the top, or brings one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from iidsp_analysis.models.aggregation import AGGREGATIONS, Aggregation
from iidsp_analysis.models.draws import NOBODY, Bank, Draws
from iidsp_analysis.models.normalise import NORMALISATIONS, Normalisation
from iidsp_analysis.models.ranking import Floats, Places

# Each lens's weight is multiplied by these, mildest change first; 0 leaves the lens out.
FACTORS = (0.8, 1.25, 0.5, 2.0, 0.25, 4.0, 0.0)


@dataclass(frozen=True)
class Change:
    """One change of the reference ranking.

    Attributes
    ----------
    kind : {"weight", "normalisation", "aggregation", "scores"}
        What is changed.
    name : str
        The lens, the other normalisation or aggregation, or the other version of the scores.
    factor : float
        What the lens's weight is multiplied by (0 = left out); 1 where no weight is changed.
    rank : int
        The candidate's rank after the change.
    """

    kind: Literal["weight", "normalisation", "aggregation", "scores"]
    name: str
    factor: float
    rank: int


@dataclass(frozen=True)
class Trial:
    """A change to be tried: what it is called, and the design that it makes."""

    kind: Literal["weight", "normalisation", "aggregation", "scores"]
    name: str
    factor: float
    normalisation: Normalisation
    aggregation: Aggregation
    frame: int


def trials_of(
    lenses: Sequence[str], versions: Sequence[str], normalisation: Normalisation, aggregation: Aggregation
) -> list[Trial]:
    """List the changes to try, mildest first: weights, then scale, then rule, then other versions of the scores.

    Parameters
    ----------
    lenses : sequence of str
        Lenses that count.
    versions : sequence of str
        Names of the versions of the scores; the first is the reference.
    normalisation, aggregation : str
        Choices of the reference ranking.

    Returns
    -------
    list of Trial
        A single lens is not left out: nothing would remain.
    """
    factors = FACTORS if len(lenses) > 1 else ()
    weights = [Trial("weight", lens, factor, normalisation, aggregation, 0) for factor in factors for lens in lenses]
    scales = [Trial("normalisation", other, 1.0, other, aggregation, 0) for other in NORMALISATIONS]
    rules = [Trial("aggregation", other, 1.0, normalisation, other, 0) for other in AGGREGATIONS]
    other_scores = [
        Trial("scores", name, 1.0, normalisation, aggregation, frame) for frame, name in enumerate(versions)
    ]
    mine = (normalisation, aggregation, 0)
    choices = [*scales, *rules, *other_scores]
    return weights + [trial for trial in choices if (trial.normalisation, trial.aggregation, trial.frame) != mine]


def tried(bank: Bank, trials: Sequence[Trial], lenses: Sequence[str], sizes: Floats) -> Places:
    """Return the places of all candidates under every change (trials × candidates).

    Parameters
    ----------
    bank : Bank
        The versions of the scores.
    trials : sequence of Trial
        From :func:`trials_of`.
    lenses : sequence of str
        Lenses that count.
    sizes : array by lens
        Reference weights without their signs.
    """
    weights = np.tile(sizes, (len(trials), 1))
    for row, trial in enumerate(trials):
        if trial.kind == "weight":
            weights[row, lenses.index(trial.name)] *= trial.factor
    designs = Draws(
        weights,
        np.array([NORMALISATIONS.index(trial.normalisation) for trial in trials], dtype=np.int64),
        np.array([AGGREGATIONS.index(trial.aggregation) for trial in trials], dtype=np.int64),
        np.full(len(trials), NOBODY, dtype=np.int64),
        np.array([trial.frame for trial in trials], dtype=np.int64),
    )
    return bank.places(designs)


def verdict_changes(
    trials: Sequence[Trial], found: Places, rank: pd.Series[int], top: int
) -> dict[object, tuple[Change, ...]]:
    """Return by candidate the tried changes that reverse its verdict, mildest first.

    Of the changes of a lens's weight only the mildest is told; a candidate that no tried change moves across the
    border of the top has none.

    Parameters
    ----------
    trials, found
        From :func:`trials_of` and :func:`tried`.
    rank : Series by candidate
        Reference ranks.
    top : int
        How many places the top has.

    Returns
    -------
    dict by candidate
    """
    crosses = (found <= top) != np.asarray(rank <= top)
    changes: dict[object, tuple[Change, ...]] = {}
    for column, candidate in enumerate(rank.index):
        told: list[Change] = []
        for row in np.flatnonzero(crosses[:, column]).tolist():
            trial = trials[row]
            if trial.kind != "weight" or not told:
                told.append(Change(trial.kind, trial.name, trial.factor, int(found[row, column])))
        changes[candidate] = tuple(told)
    return changes


def drivers(trials: Sequence[Trial], found: Places, rank: pd.Series[int]) -> pd.DataFrame:
    """Return by candidate the lens that moves it furthest when left out, and its rank without that lens.

    Parameters
    ----------
    trials, found
        From :func:`trials_of` and :func:`tried`.
    rank : Series by candidate
        Reference ranks.

    Returns
    -------
    DataFrame by candidate
        ``driver`` (missing where no lens moves it; the first of equals) and ``rank_without_driver``.
    """
    out = [row for row, trial in enumerate(trials) if trial.kind == "weight" and trial.factor == 0]
    lenses = np.array([trials[row].name for row in out], dtype=object)
    reference = rank.to_numpy(dtype=np.int64)
    without = found[out] if out else reference[None, :]
    furthest = np.argmax(np.abs(without - reference), axis=0)
    moved = without[furthest, np.arange(len(reference))]
    names = lenses[furthest] if out else np.full(len(reference), None, dtype=object)
    driver = pd.Series(names, index=rank.index, dtype="str").where(moved != reference)
    return pd.DataFrame({"driver": driver, "rank_without_driver": moved})
