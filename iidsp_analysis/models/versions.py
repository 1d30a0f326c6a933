"""Versions of one region's lens scores: other borders and editions, and noisy copies of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.models.normalise import ScoresError, checked_scores
from iidsp_analysis.models.ranking import Floats


@dataclass(frozen=True, eq=False)
class Noise:
    """What is known of the noise in the scores, lenses × candidates: standard errors, or deviations as given."""

    told: str
    standard_errors: Floats | None = None
    deviations: Floats | None = None

    def copies(self, frames: Floats, count: int, generator: np.random.Generator) -> Floats:
        """Return noisy copies of the versions, each version as often as the others.

        Parameters
        ----------
        frames : array, versions × lenses × candidates
            The versions without noise.
        count : int
            Copies wanted, where standard errors are known; rounded up to a multiple of the versions.
        generator : numpy Generator
            Source of chance.

        Returns
        -------
        array, copies × lenses × candidates
            Without known noise the versions themselves.
        """
        wanted = count if self.deviations is None else len(self.deviations)
        which = np.arange(-(-wanted // len(frames)) * len(frames))
        if self.deviations is not None:
            return frames[which % len(frames)] + self.deviations[which % wanted]
        if self.standard_errors is None:
            return frames
        chance = generator.standard_normal((len(which), *frames.shape[1:]))
        return frames[which % len(frames)] + self.standard_errors * chance


def versions_of(
    scores: pd.DataFrame, alternatives: Sequence[pd.DataFrame], candidates: pd.Index, lenses: Sequence[str]
) -> Floats:
    """Return the scores and their alternatives as one array, versions × lenses × candidates.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        The reference.
    alternatives : sequence of DataFrame
        Other versions; their rows and columns may come in another order.
    candidates, lenses
        Which rows and columns to keep, in this order.

    Raises
    ------
    ScoresError
        If an alternative lacks a candidate or a lens.
    """
    return np.stack([_ordered(frame, candidates, lenses) for frame in (scores, *alternatives)])


def noise_of(
    scores: pd.DataFrame,
    standard_errors: pd.DataFrame | None,
    replicates: Floats | None,
    candidates: pd.Index,
    lenses: Sequence[str],
) -> Noise:
    """Return the noise in the scores of the ranked candidates (see :class:`Noise`).

    Raises
    ------
    ScoresError
        If noise is given twice, an error is negative or infinite, or labels or shapes differ from the scores.
    """
    if standard_errors is not None and replicates is not None:
        raise ScoresError("Noise is given twice.", what_next="Hand over standard errors or replicates, not both.")
    if replicates is not None:
        return Noise(f"{len(replicates)} replicates", deviations=_deviations(scores, replicates, candidates, lenses))
    if standard_errors is None:
        return Noise("none")
    known = [lens for lens in lenses if lens in standard_errors.columns]
    errors = _ordered(standard_errors, candidates, known)
    if (errors < 0).any():
        raise ScoresError("Standard errors lie below zero.", what_next="Hand over 0 where a score is exact.")
    told = pd.DataFrame(errors.T, columns=known).reindex(columns=list(lenses)).fillna(0.0)
    return Noise(f"standard errors of {', '.join(known)}", standard_errors=told.to_numpy().T)


def _deviations(scores: pd.DataFrame, replicates: Floats, candidates: pd.Index, lenses: Sequence[str]) -> Floats:
    copies: NDArray[np.float64] = np.asarray(replicates, dtype=float)
    if copies.ndim != 3 or copies.shape[1:] != scores.shape or not len(copies) or np.isinf(copies).any():
        raise ScoresError(
            f"The replicates do not fit the scores: their shape is {copies.shape}.",
            what_next=f"Hand over finite copies of the shape replicates × {scores.shape[0]} × {scores.shape[1]}.",
        )
    rows, columns = scores.index.get_indexer(candidates), scores.columns.get_indexer(pd.Index(lenses))
    deviations = np.nan_to_num(copies - scores.to_numpy(), nan=0.0)
    return np.swapaxes(deviations[:, rows][:, :, columns], 1, 2)


def _ordered(frame: pd.DataFrame, candidates: pd.Index, lenses: Sequence[str]) -> Floats:
    floats = checked_scores(frame) if len(lenses) else frame
    absent = [*candidates.difference(frame.index), *pd.Index(list(lenses)).difference(frame.columns)]
    if absent:
        raise ScoresError(
            "A version of the scores lacks candidates or lenses.",
            where=", ".join(map(str, absent[:5])),
            what_next="Hand over all of them, with NaN where a lens has nothing to say.",
        )
    ordered: Floats = floats.reindex(index=candidates, columns=list(lenses)).to_numpy(dtype=float).T
    return ordered
