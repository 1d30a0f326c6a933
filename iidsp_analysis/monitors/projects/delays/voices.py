"""What foretells a commissioning: a curve for all projects, or a Cox model for those that tell its features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from iidsp_analysis.measures.survival import LEVEL, Floats, Places, SurvivalCurve
from iidsp_analysis.measures.survival_draws import BLOCK, Chance, chance_by, happens_by, percentiles
from iidsp_analysis.measures.survival_regression import HazardModel, cumulative_hazard

BY_CURVE, BY_MODEL = "curve", "model"
_EDGES: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


class Voice(Protocol):
    """Probabilities of commissioning by a time for cases that have waited for some time; arrays, one a case."""

    @property
    def curve(self) -> SurvivalCurve:
        """The curve behind it: its last event is the end of what is known."""

    def chance(self, now: Floats, until: Floats) -> Chance:
        """Return the probabilities with their intervals."""

    def drawn(self, draw: int, start: Places, end: Places) -> Floats:
        """Return the probabilities in one draw, for places in the steps of the curve; NaN where nobody is left."""


@dataclass(frozen=True)
class CurveVoice:
    """The curve of all projects; ``steps`` are its draws."""

    curve: SurvivalCurve
    steps: Floats

    def chance(self, now: Floats, until: Floats) -> Chance:
        """See :class:`Voice`."""
        return chance_by(self.curve, self.steps, now, until)

    def drawn(self, draw: int, start: Places, end: Places) -> Floats:
        """See :class:`Voice`."""
        return happens_by(self.steps[draw], start, end)


@dataclass(frozen=True)
class ModelVoice:
    """A Cox model speaking about cases with these features.

    Attributes
    ----------
    model : HazardModel
        The fit; ``plain`` is the curve of the same projects, for spans without an event.
    coefficients, baselines : array, draws × …
        As :func:`survival_regression.drawn_hazards` gives them.
    covariates : array, cases × features
        Centred.
    """

    model: HazardModel
    plain: CurveVoice
    coefficients: Floats
    baselines: Floats
    covariates: Floats

    @property
    def curve(self) -> SurvivalCurve:
        """See :class:`Voice`."""
        return self.model.curve

    def drawn(self, draw: int, start: Places, end: Places) -> Floats:
        """See :class:`Voice`."""
        chance: Floats = self._drawn(slice(draw, draw + 1), slice(None), start, end)[0]
        return chance

    def _drawn(self, draws: slice, cases: slice, start: Places, end: Places) -> Floats:
        ahead = self.baselines[draws]
        added = ahead[:, np.maximum(end, start)[cases]] - ahead[:, start[cases]]
        chance: Floats = -np.expm1(-added * np.exp(self.coefficients[draws] @ self.covariates[cases].T))
        return chance

    def chance(self, now: Floats, until: Floats) -> Chance:
        """See :class:`Voice`. Where no event lies in between, the upper limit is that of the curve."""
        start, end = self.curve.places(now), self.curve.places(until)
        baseline = cumulative_hazard(self.model)
        added = baseline[np.maximum(end, start)] - baseline[start]
        value = -np.expm1(-added * np.exp(self.covariates @ self.model.coefficients))
        low, high = self._limits(start, end)
        plain = self.plain.chance(now, until)
        high = np.where(end > start, np.fmax(high, value), plain.high)
        known = np.isfinite(plain.value)
        value, low, high = (np.where(known, each, np.nan) for each in (value, np.fmin(low, value), high))
        return Chance(value, low, high, plain.is_least)

    def _limits(self, start: Places, end: Places) -> Floats:
        width = max(1, BLOCK // len(self.baselines))
        found = [percentiles(self._drawn(slice(None), slice(at, at + width), start, end), _EDGES)
                 for at in range(0, len(start), width)]  # fmt: skip
        return np.concatenate(found, axis=1) if found else np.empty((2, 0))
