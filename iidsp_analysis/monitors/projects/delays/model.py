"""What goes with a faster commissioning: a Cox model of features that were known at the decision.

Features enter in the order of :data:`FEATURES` until there are ten events for each. How often the date was moved is no
feature: it grows while a project lasts, so that long projects have been moved more often because they are long; a model
with it would look ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri
from statsmodels.stats.multitest import multipletests

from iidsp_analysis.measures.survival import LEVEL
from iidsp_analysis.measures.survival_regression import (
    HazardModel,
    HazardsError,
    Proportionality,
    fit_hazards,
    proportionality,
)
from iidsp_analysis.models.technology_levels import LEVELS
from iidsp_analysis.monitors.projects.delays.curves import SIGNIFICANT, require_events
from iidsp_analysis.monitors.projects.delays.durations import SINCE_DECISION, Durations
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rule_map import COST, INDUSTRIALIZATION, REGIONAL
from iidsp_analysis.reference.industry_records import divisions

LEAST_EVENTS: Final = 30
#: Events for each feature: with fewer, coefficients are biased and intervals wrong (Peduzzi, Concato, Feinstein and
#: Holford 1995, Journal of Clinical Epidemiology 48, 1503–1510, for Cox models; Peduzzi et al. 1996 for logistic ones).
EVENTS_A_FEATURE: Final = 10
#: A feature that fewer of the timed projects tell is left out: the others would leave the model.
LEAST_TOLD: Final = 0.8
MAP_FEATURE, COST_FEATURE, KIND_FEATURE, TECHNOLOGY_FEATURE = FEATURES = (
    "industrialization_map", "cost_doubled", "new_production", "higher_technology",
)  # fmt: skip
#: Why a feature is not in the model.
NOT_TOLD, NO_VARIATION, NO_ROOM = "not_told", "no_variation", "no_room"
#: Why there is no model.
UNDETERMINED, NO_FEATURES = "undetermined", "no_features"


@dataclass(frozen=True)
class DelayModel:
    """A model of the pace of commissioning, or why there is none.

    Attributes
    ----------
    hazards : HazardModel or None
        None where ``why_not`` is set.
    proportions : Proportionality or None
        Whether each ratio stays the same over time.
    left_out : mapping of feature to reason
        :data:`NOT_TOLD`, :data:`NO_VARIATION` or :data:`NO_ROOM`.
    projects, events : int
        Projects that tell all features of the model, and how many of them were commissioned.
    features : DataFrame
        Every feature of every project of the register, NaN where it is not told.
    why_not : str
        :data:`UNDETERMINED` or :data:`NO_FEATURES`; empty where there is a model.
    """

    hazards: HazardModel | None
    proportions: Proportionality | None
    left_out: dict[str, str]
    projects: int
    events: int
    features: pd.DataFrame
    why_not: str = ""

    @property
    def ratios(self) -> pd.DataFrame:
        """Hazard ratio by feature, its interval, p-values (Wald; raw and by Holm), p-value of constant proportions."""
        hazards, proportions = self.hazards, self.proportions
        if hazards is None or proportions is None:
            return pd.DataFrame(
                columns=["ratio", "low", "high", "p_value", "p_adjusted", "p_proportional"], dtype=float
            )
        width = float(ndtri((1 + LEVEL) / 2)) * hazards.errors
        middle = hazards.coefficients
        p_values = 2 * ndtr(-np.abs(middle / hazards.errors))
        return pd.DataFrame({
            "ratio": np.exp(middle), "low": np.exp(middle - width), "high": np.exp(middle + width),
            "p_value": p_values, "p_adjusted": multipletests(p_values, method="holm")[1],
            "p_proportional": proportions.p_value,
        }, index=list(hazards.names))  # fmt: skip

    @property
    def is_proportional(self) -> bool:
        """Whether no ratio drifts over time by more than chance (Holm over the features)."""
        if self.proportions is None:
            return False
        known = self.proportions.p_value[np.isfinite(self.proportions.p_value)]
        return bool(len(known) == 0 or known.min() * len(known) >= SIGNIFICANT)  # Holm's first step is Bonferroni's

    @property
    def holds(self) -> bool:
        """Whether the model may predict: its proportions hold, and its features tell more than chance."""
        return self.hazards is not None and self.is_proportional and self.hazards.p_value < SIGNIFICANT


# --- features ---------------------------------------------------------------------------------------------------


def _by_map(portfolio: Portfolio) -> pd.Series:
    return portfolio.rows["map"].map({INDUSTRIALIZATION: 1.0, REGIONAL: 0.0})


def _by_cost(portfolio: Portfolio) -> pd.Series:
    """Logarithm to base 2 of the planned cost: one more is a cost twice as high."""
    cost = portfolio.rows[COST]
    doublings: pd.Series = np.log2(cost.where(cost > 0))
    return doublings


def _by_kind(portfolio: Portfolio) -> pd.Series:
    return portfolio.rows["kind"].map({"new": 1.0, "expansion": 0.0, "modernisation": 0.0})


def _by_technology(portfolio: Portfolio) -> pd.Series:
    """Whether the official class of the division is medium-high or high: the register's own word is a claim."""
    levels = {code: float(LEVELS[each.technology] >= LEVELS["medium-high"]) for code, each in divisions().items()}
    return portfolio.division.astype(object).map(levels)


MAKERS: Final[dict[str, Callable[[Portfolio], pd.Series]]] = {
    MAP_FEATURE: _by_map, COST_FEATURE: _by_cost, KIND_FEATURE: _by_kind, TECHNOLOGY_FEATURE: _by_technology,
}  # fmt: skip


def features_of(portfolio: Portfolio) -> pd.DataFrame:
    """Return every feature of every project as a number, NaN where the register does not tell it."""
    return pd.DataFrame({name: make(portfolio).astype(float) for name, make in MAKERS.items()})


# --- the model --------------------------------------------------------------------------------------------------


def delay_model(timed: Durations, features: pd.DataFrame) -> DelayModel:
    """Fit the model to the projects that tell its features.

    Parameters
    ----------
    timed : Durations
        Timed projects.
    features : DataFrame
        :func:`features_of` the register.

    Raises
    ------
    TooFewEventsError
        If fewer than :data:`LEAST_EVENTS` projects are commissioned, in all or among those that tell the features.
    """
    require_events(timed, LEAST_EVENTS)
    own = features.loc[timed.frame.index]
    left_out = {name: NOT_TOLD for name in own.columns if own[name].notna().mean() < LEAST_TOLD}
    usable = [name for name in own.columns if name not in left_out]
    complete = timed.among(own.index[own[usable].notna().all(axis="columns")])
    require_events(complete, LEAST_EVENTS)
    chosen, more = _with_room(own.loc[complete.frame.index, usable], complete)
    return _fitted(complete, own[chosen], left_out | more, features)


def _with_room(told: pd.DataFrame, complete: Durations) -> tuple[list[str], dict[str, str]]:
    """Choose features in order: those that vary among the commissioned, as long as there are events for them."""
    room = complete.event_count // EVENTS_A_FEATURE
    happened = complete.frame["happened"]
    varying = [name for name in told.columns if np.ptp(told.loc[happened, name].to_numpy()) > 0]
    left_out = {name: NO_VARIATION for name in told.columns if name not in varying}
    return varying[:room], left_out | {name: NO_ROOM for name in varying[room:]}


def _fitted(complete: Durations, features: pd.DataFrame, left_out: dict[str, str], all_of: pd.DataFrame) -> DelayModel:
    size, events = len(complete.frame), complete.event_count
    if features.empty or not len(features.columns):
        return DelayModel(None, None, left_out, size, events, all_of, NO_FEATURES)
    clock = complete.clock(SINCE_DECISION)
    try:
        hazards = fit_hazards(clock.times, clock.happened, features.loc[clock.frame.index])
    except HazardsError:
        return DelayModel(None, None, left_out, size, events, all_of, UNDETERMINED)
    return DelayModel(hazards, proportionality(hazards), left_out, size, events, all_of)
