"""What a clock foretells about projects that are still open: by its curve, or by a Cox model where that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.survival import Floats, SurvivalCurve
from iidsp_analysis.measures.survival_draws import resampled_steps
from iidsp_analysis.measures.survival_regression import HazardModel, drawn_hazards
from iidsp_analysis.monitors.projects.delays.durations import SINCE_DECISION, Clock, Durations
from iidsp_analysis.monitors.projects.delays.model import DelayModel
from iidsp_analysis.monitors.projects.delays.voices import BY_CURVE, BY_MODEL, CurveVoice, ModelVoice, Voice

DRAWS: Final = 400
SEED: Final = 2018


@dataclass(frozen=True)
class Part:
    """Projects for which one voice speaks; ``basis`` is ``curve`` or ``model``."""

    index: pd.Index
    voice: Voice
    basis: str


@dataclass(frozen=True)
class DrawnModel:
    """A Cox model, its draws, and the complete features of the projects that it can speak about."""

    model: HazardModel
    plain: CurveVoice
    coefficients: Floats
    baselines: Floats
    features: pd.DataFrame

    def about(self, index: pd.Index) -> ModelVoice:
        """Return the model speaking about projects."""
        covariates = self.features.loc[index].to_numpy(dtype=float) - self.model.centre
        return ModelVoice(self.model, self.plain, self.coefficients, self.baselines, covariates)


@dataclass(frozen=True)
class Outlook:
    """A clock with its curve and, where it holds, a model; ``months`` of a project count from the clock's zero."""

    clock: Clock
    plain: CurveVoice
    drawn_model: DrawnModel | None = None

    @property
    def curve(self) -> SurvivalCurve:
        """Share of projects not commissioned, by months."""
        return self.plain.curve

    def parts(self, index: pd.Index) -> list[Part]:
        """Part projects by the voice that speaks for them; those that the clock cannot time are in none."""
        timed = index[index.isin(self.clock.frame.index)]
        if self.drawn_model is None:
            return [Part(timed, self.plain, BY_CURVE)]
        told = timed.isin(self.drawn_model.features.index)
        both = (Part(timed[told], self.drawn_model.about(timed[told]), BY_MODEL),
                Part(timed[~told], self.plain, BY_CURVE))  # fmt: skip
        return [part for part in both if len(part.index)]

    def months(self, index: pd.Index, days: pd.Series | pd.Timestamp) -> Floats:
        """Months from each project's zero to a day, or to a day of its own."""
        chosen = Clock(self.clock.name, self.clock.frame.loc[index], self.clock.zero.loc[index])
        return chosen.months(days.loc[index] if isinstance(days, pd.Series) else days)

    def chance(self, index: pd.Index, as_of: pd.Timestamp, until: pd.Series | pd.Timestamp) -> pd.DataFrame:
        """Probability of commissioning by a day for projects that are open on the day of the register.

        Returns
        -------
        DataFrame
            By project: ``value, low, high``, ``is_least`` (a lower bound: the curve ends before), ``basis``; NaN where
            the curve knows nothing, and for projects that the clock cannot time.
        """
        found = []
        for part in self.parts(index):
            told = part.voice.chance(self.months(part.index, as_of), self.months(part.index, until))
            found.append(pd.DataFrame(told._asdict(), index=part.index).assign(basis=part.basis))
        columns = {"value": np.nan, "low": np.nan, "high": np.nan, "is_least": False, "basis": ""}
        whole = pd.DataFrame(columns, index=index)
        for each in found:
            whole.loc[each.index, each.columns] = each
        return whole


def outlook(timed: Durations, clock: str, model: DelayModel | None = None, *, seed: int = SEED) -> Outlook:
    """Make the outlook of a clock.

    Parameters
    ----------
    timed : Durations
        Timed projects.
    clock : {"since_decision", "against_plan"}
        The clock.
    model : DelayModel, optional
        Used where it holds, on the clock since the decision: it was fitted to it.
    seed : int, optional
        Seed of the draws: the same register gives the same intervals.
    """
    chosen, rng = timed.clock(clock), np.random.default_rng(seed)
    plain = _voice(chosen, rng)
    if model is None or model.hazards is None or not model.holds or clock != SINCE_DECISION:
        return Outlook(chosen, plain)
    fitted = model.hazards
    same = CurveVoice(fitted.curve, resampled_steps(fitted.times, fitted.happened, fitted.curve, DRAWS, rng))
    features = model.features[list(fitted.names)].dropna()
    return Outlook(chosen, plain, DrawnModel(fitted, same, *drawn_hazards(fitted, DRAWS, rng), features))


def _voice(clock: Clock, rng: np.random.Generator) -> CurveVoice:
    curve = clock.curve()
    return CurveVoice(curve, resampled_steps(clock.times, clock.happened, curve, DRAWS, rng))
