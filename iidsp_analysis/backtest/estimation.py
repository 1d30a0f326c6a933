"""Weights from what lenses told in the past: penalised regression of later growth on the lenses, ranks on ranks.

Every origin gives one regression within regions: the rank of a candidate's later growth on its ranks under the
lenses (Fama & MacBeth 1973: one cross-section a period). Origins are added up, and the sum is drawn to a prior that
counts as much as a stated number of origins (ridge regression towards a target: Hoerl & Kennard 1970).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iidsp_analysis.models.normalise import normalise_lenses
from iidsp_analysis.models.observations import Floats

PENALTY = 0.3
PRIOR_ORIGINS = 15.0
_UNIT_VARIANCE = np.sqrt(12.0)  # standard deviation 1 for ranks spread evenly between 0 and 1


@dataclass(frozen=True)
class CrossSection:
    """One origin's regression in sums: ``moments`` lenses × lenses, ``covariances`` lenses, and its window's end."""

    origin: int
    end: int
    moments: Floats
    covariances: Floats
    candidates: int


def lens_ranks(scores: Mapping[str, Floats], lenses: Sequence[str]) -> Floats:
    """Ranks of the candidates under each lens within their region, regions × lenses × industries, mean 0, variance 1.

    A lens that says nothing about a candidate puts it in the middle.
    """
    stacked = np.stack([scores[lens] for lens in lenses], axis=1)
    ranks, _, _ = normalise_lenses(stacked, "rank")
    return np.asarray(np.where(np.isnan(ranks), 0.0, (ranks - 0.5) * _UNIT_VARIANCE), dtype=float)


def cross_section(
    scores: Mapping[str, Floats], lenses: Sequence[str], happened: Floats, when: tuple[int, int]
) -> CrossSection:
    """Sum up one origin: ``when`` is its year and the year in which its window ended."""
    told, _, _ = normalise_lenses(happened[:, None, :], "rank")
    outcome = (told[:, 0, :] - 0.5) * _UNIT_VARIANCE
    known = ~np.isnan(outcome)
    x = np.moveaxis(lens_ranks(scores, lenses), 1, 2)[known]
    y = outcome[known]
    count = max(len(y), 1)
    return CrossSection(*when, x.T @ x / count, x.T @ y / count, len(y))


def coefficients(sections: Sequence[CrossSection], penalty: float = PENALTY) -> Floats:
    """Ridge coefficients of the mean cross-section, drawn to zero."""
    moments = np.mean([section.moments for section in sections], axis=0)
    covariances = np.mean([section.covariances for section in sections], axis=0)
    return np.asarray(np.linalg.solve(moments + penalty * np.eye(len(moments)), covariances), dtype=float)


def updated(prior: Floats, past: Sequence[CrossSection], strength: float = PRIOR_ORIGINS) -> Floats:
    """Coefficients after the panel's own finished origins: ``(κI + ΣM)⁻¹ (κ b₀ + Σm)``.

    Parameters
    ----------
    prior : array, lenses
        Coefficients from other panels, ``b₀``.
    past : sequence of CrossSection
        Own origins whose windows ended by the date of the weights.
    strength : float
        ``κ``: how many origins the prior counts for.
    """
    moments = strength * np.eye(len(prior)) + sum(section.moments for section in past)
    return np.asarray(
        np.linalg.solve(moments, strength * prior + sum(section.covariances for section in past)), dtype=float
    )
