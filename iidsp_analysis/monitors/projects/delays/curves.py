"""How fast projects of regions, divisions and maps are commissioned, and whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.survival import SurvivalCurve, log_rank, product_limit
from iidsp_analysis.monitors.projects.delays.durations import AGAINST_PLAN, SINCE_DECISION, Clock, Durations

#: Events below which a curve is not told: its interval would hold nearly everything.
LEAST_EVENTS: Final = 10
REGION, DIVISION, MAP = DIMENSIONS = ("region", "division", "map")
#: Tests are told as differences below it, after the correction for their number.
SIGNIFICANT: Final = 0.05
YEAR: Final = 12.0
GROUP_COLUMNS: Final = ("dimension", "group", "projects", "commissioned", "median", "low", "high", "year", "two_years",
                        "p_value", "p_adjusted")  # fmt: skip


class TooFewEventsError(MissingDataError):
    """Too few commissioned projects to say anything: how many there are, and how many it needs."""

    def __init__(self, events: int, needed: int) -> None:
        self.events, self.needed = events, needed
        super().__init__(f"{events} commissioned projects can be timed; at least {needed} are needed.")


@dataclass(frozen=True)
class Slippage:
    """How late projects come against the date as first planned.

    Attributes
    ----------
    curve : SurvivalCurve
        Share not commissioned by months after the first plan.
    on_time, low, high : float
        Share commissioned by the first planned date, with the limits of its interval.
    unrecorded : int
        Projects whose first date is not recorded and was moved, or may have been: the present one stands for it.
    """

    curve: SurvivalCurve
    on_time: float
    low: float
    high: float
    unrecorded: int


@dataclass(frozen=True)
class Curves:
    """What the curves tell.

    Attributes
    ----------
    durations : Durations
        The timed projects.
    overall, if_never : SurvivalCurve
        Share not commissioned by months since the decision; the second if no cancelled project would ever have come.
    slippage : Slippage or None
        None with too few projects that have a first date.
    groups : DataFrame
        Groups with enough events, columns :data:`GROUP_COLUMNS`: months to the median and its limits, shares
        commissioned after one and two years, p-value of the log-rank test (of a region or division against all other
        projects, of the maps among each other), raw and by Holm over all tests.
    too_few : DataFrame
        Groups with fewer: ``dimension, group, projects, commissioned``.
    curves : mapping of (dimension, group) to SurvivalCurve
        Of the groups with enough events.
    """

    durations: Durations
    overall: SurvivalCurve
    if_never: SurvivalCurve
    slippage: Slippage | None
    groups: pd.DataFrame
    too_few: pd.DataFrame
    curves: Mapping[tuple[str, str], SurvivalCurve]


def delay_curves(timed: Durations, rows: pd.DataFrame, division: pd.Series) -> Curves:
    """Estimate the curves of all projects and of their groups.

    Parameters
    ----------
    timed : Durations
        Timed projects.
    rows : DataFrame
        Rows of the register, for region and map.
    division : Series
        OKED division by project.

    Raises
    ------
    TooFewEventsError
        If fewer than :data:`LEAST_EVENTS` are commissioned.
    """
    require_events(timed, LEAST_EVENTS)
    clock = timed.clock(SINCE_DECISION)
    labels = pd.DataFrame({REGION: rows["region"], DIVISION: division, MAP: rows["map"]}).loc[timed.frame.index]
    sizes = _sizes(labels, timed.frame["happened"])
    enough = sizes["commissioned"] >= LEAST_EVENTS
    chosen = sizes[enough].reset_index(drop=True)
    found = {key: _of(clock, labels[key[0]] == key[1]) for key in _keys(chosen)}
    groups = _table(chosen, found).assign(**_tests(clock, labels, chosen))
    return Curves(timed, clock.curve(), clock.curve_if_never(), slippage_of(timed), groups,
                  sizes[~enough].reset_index(drop=True), found)  # fmt: skip


def require_events(timed: Durations, needed: int) -> None:
    """Refuse projects of which too few are commissioned.

    Raises
    ------
    TooFewEventsError
        With both numbers.
    """
    if timed.event_count < needed:
        raise TooFewEventsError(timed.event_count, needed)


def _sizes(labels: pd.DataFrame, happened: pd.Series) -> pd.DataFrame:
    parts = []
    for dimension in DIMENSIONS:
        counted = happened.groupby(labels[dimension].astype(object)).agg(["size", "sum"])
        parts.append(pd.DataFrame({"dimension": dimension, "group": counted.index.astype(str).to_numpy(dtype=object),
                                   "projects": counted["size"].to_numpy(dtype=int),
                                   "commissioned": counted["sum"].to_numpy(dtype=int)}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _keys(sizes: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(sizes["dimension"], sizes["group"], strict=True))


def _of(clock: Clock, inside: pd.Series) -> SurvivalCurve:
    chosen = inside.to_numpy(dtype=bool, na_value=False)
    return product_limit(clock.times[chosen], clock.happened[chosen])


def _table(sizes: pd.DataFrame, found: Mapping[tuple[str, str], SurvivalCurve]) -> pd.DataFrame:
    lines = []
    for key in _keys(sizes):
        curve = found[key]
        lines.append((*curve.median(), *(1 - curve.at([YEAR, 2 * YEAR]))))
    told = pd.DataFrame(lines, columns=list(GROUP_COLUMNS[4:-2]), index=sizes.index)
    return pd.concat([sizes, told], axis=1)


def _tests(clock: Clock, labels: pd.DataFrame, sizes: pd.DataFrame) -> dict[str, list[float]]:
    """Log-rank tests: each region and division against all others, the maps among each other (one test)."""
    tests = {key: _against_others(clock, labels, key) for key in _keys(sizes) if key[0] != MAP}
    tests[MAP, ""] = _among(clock, labels[MAP], sizes["group"][sizes["dimension"] == MAP])
    raw = pd.Series(list(tests.values()), dtype=float)
    corrected = raw.copy()
    if raw.notna().any():
        corrected[raw.notna()] = multipletests(raw.dropna(), method="holm")[1]
    adjusted = dict(zip(tests, corrected, strict=True))
    keys = [(MAP, "") if key[0] == MAP else key for key in _keys(sizes)]
    return {"p_value": [tests[key] for key in keys], "p_adjusted": [float(adjusted[key]) for key in keys]}


def _against_others(clock: Clock, labels: pd.DataFrame, key: tuple[str, str]) -> float:
    told = labels[key[0]].notna().to_numpy()
    inside = (labels[key[0]] == key[1]).to_numpy(dtype=bool, na_value=False)
    return log_rank(clock.times[told], clock.happened[told], inside[told])[1]


def _among(clock: Clock, told: pd.Series, groups: pd.Series) -> float:
    chosen = told.isin(list(groups)).to_numpy()
    return log_rank(clock.times[chosen], clock.happened[chosen], told[chosen].to_numpy(dtype=str))[1]


def slippage_of(timed: Durations) -> Slippage | None:
    """Return how late projects come against their first date, or None with too few events."""
    clock = timed.clock(AGAINST_PLAN)
    if clock.happened.sum() < LEAST_EVENTS:
        return None
    curve = clock.curve()
    place = int(curve.places(0.0))
    on_time = 1 - float(curve.steps[place])
    low, high = (1 - float(limits[place - 1]) if place else 0.0 for limits in (curve.high, curve.low))
    return Slippage(curve, on_time, low, high if place else np.nan, int((~clock.frame["is_first_told"]).sum()))
