"""What the open projects bring by the end of this year and the next: projects, jobs and output, with intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.survival import LEVEL, Floats
from iidsp_analysis.monitors.projects.delays.delay import Delay
from iidsp_analysis.monitors.projects.delays.outlook import DRAWS, SEED, Outlook, Part

#: Rounds in each draw of the curve: the curve is uncertain, and so is every project under it.
ROUNDS: Final = 3
#: Projects below which a sum is not foretold: whether one or two of them come would decide it.
LEAST_FORESEEN: Final = 10
PROJECTS, JOBS, OUTPUT = AMOUNTS = ("projects", "jobs_permanent_planned", "output_planned_mln_kzt")


@dataclass(frozen=True)
class PortfolioForecast:
    """The forecast of a portfolio.

    Attributes
    ----------
    table : DataFrame
        By (amount, end of year): ``median, low, high`` of what is commissioned between the day of the register and
        the end of the year; ``plan``: what the planned dates add up to, dates that have passed included; both without
        suspended projects, whose own plan is ``suspended``. NaN where no project tells a figure.
    untold : Series
        Open projects, not suspended, that tell no figure, by amount; they are in neither sum.
    open_projects, suspended, foreseen : int
        Open projects; those of them that are suspended; those whose commissioning the curve can foretell.
    lower_bound : Series
        By end of year: foretold projects whose probability is a lower bound, because the curve ends before.
    """

    table: pd.DataFrame
    untold: pd.Series
    open_projects: int
    suspended: int
    foreseen: int
    lower_bound: pd.Series

    @property
    def is_enough(self) -> bool:
        """Whether enough projects are foretold to tell their sum (:data:`LEAST_FORESEEN`)."""
        return self.foreseen >= LEAST_FORESEEN


def year_ends(as_of: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the end of the year that goes on after a day, and of the next."""
    year = (as_of + pd.Timedelta(days=1)).year
    return pd.Timestamp(year, 12, 31), pd.Timestamp(year + 1, 12, 31)


def portfolio_forecast(delay: Delay, rows: pd.DataFrame) -> PortfolioForecast:
    """Forecast what the open projects among some rows of the register bring.

    In every draw of the curve each project is commissioned by an end of year with its probability in that draw; by the
    later one if by the earlier. Suspended projects have no chance that is known and are left out. Projects are taken
    as independent under the curve: what delays all of them at once is in the interval only as far as the curve has
    seen it.

    Parameters
    ----------
    delay : Delay
        Of the whole register.
    rows : DataFrame
        Rows of the register.
    """
    whole = delay.probability[delay.probability.index.isin(rows.index)]
    probability, idle = whole[~whole["is_suspended"]], whole[whole["is_suspended"]]
    as_of, ends = delay.timed.as_of, year_ends(delay.timed.as_of)
    values = amounts_of(rows.loc[probability.index])
    chances = [delay.outlook.chance(probability.index, as_of, end) for end in ends]
    known = probability.index[chances[0]["value"].notna()]
    sums = _simulated(delay.outlook, known, values, as_of, ends)
    is_told = values.loc[known].notna().any().to_numpy()
    foretold = np.where(is_told, sums, np.nan)
    apart = amounts_of(rows.loc[idle.index])
    table = pd.concat([
        _foretold(foretold[at], end).assign(plan=_planned(values, probability["plan"], end),
                                            suspended=_planned(apart, idle["plan"], end))
        for at, end in enumerate(ends)
    ])  # fmt: skip
    bounds = pd.Series([int(chance["is_least"].sum()) for chance in chances], index=list(ends))
    return PortfolioForecast(table.sort_index(kind="stable"), values.isna().sum(), len(whole), len(idle), len(known),
                             bounds)  # fmt: skip


def amounts_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what each project brings: itself, permanent jobs, yearly output at full capacity in mln KZT."""
    return rows[[JOBS, OUTPUT]].assign(**{PROJECTS: 1.0})[list(AMOUNTS)]


def _simulated(
    ahead: Outlook, index: pd.Index, values: pd.DataFrame, as_of: pd.Timestamp, ends: tuple[pd.Timestamp, ...]
) -> Floats:
    """Sums of amounts: ends × draws × amounts."""
    rng = np.random.default_rng(SEED)
    sums = np.zeros((len(ends), DRAWS * ROUNDS, len(AMOUNTS)))
    for part in ahead.parts(index):
        worth = values.loc[part.index].fillna(0.0).to_numpy(dtype=float)
        chances = _chances(ahead, part, as_of, ends)
        for draw in range(DRAWS):
            by_end = [chances(draw, at) for at in range(len(ends))]
            for each in range(draw * ROUNDS, (draw + 1) * ROUNDS):
                lot = rng.random(len(part.index))
                for at, chance in enumerate(by_end):
                    sums[at, each] += (lot < chance) @ worth
    return sums


def _chances(
    ahead: Outlook, part: Part, as_of: pd.Timestamp, ends: tuple[pd.Timestamp, ...]
) -> Callable[[int, int], Floats]:
    """Probability of each project in one draw by one end; where nobody is left in a draw, that of the whole sample."""
    voice, now = part.voice, ahead.months(part.index, as_of)
    start = voice.curve.places(now)
    until = [ahead.months(part.index, end) for end in ends]
    stops = [voice.curve.places(each) for each in until]
    middles = [voice.chance(now, each).value for each in until]

    def drawn(draw: int, at: int) -> Floats:
        chance = voice.drawn(draw, start, stops[at])
        return np.where(np.isnan(chance), middles[at], chance)

    return drawn


def _foretold(sums: Floats, end: pd.Timestamp) -> pd.DataFrame:
    low, median, high = np.quantile(sums, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=0)
    labels = pd.MultiIndex.from_product([list(AMOUNTS), [end]], names=["amount", "end"])
    return pd.DataFrame({"median": median, "low": low, "high": high}, index=labels)


def _planned(values: pd.DataFrame, plan: pd.Series, end: pd.Timestamp) -> Floats:
    """Sums of what is planned by an end: 0 where no project is, NaN where those that are tell no figure."""
    due = values[plan <= end]
    planned: Floats = due.sum(min_count=1 if len(due) else 0).to_numpy(dtype=float)
    return planned
