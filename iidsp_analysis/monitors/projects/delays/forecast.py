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
PROJECTS, JOBS, OUTPUT = AMOUNTS = ("projects", "jobs_permanent_planned", "output_planned_mln_kzt")


@dataclass(frozen=True)
class PortfolioForecast:
    """The forecast of a portfolio.

    Attributes
    ----------
    table : DataFrame
        By (amount, end of year): ``median, low, high`` of what is commissioned between the day of the register and
        the end of the year; ``plan``: what the planned dates add up to, dates that have passed included.
    untold : Series
        Open projects that tell no figure, by amount; they are in neither sum.
    open_projects, foreseen : int
        Open projects, and those whose commissioning the curve can foretell.
    lower_bound : Series
        By end of year: foretold projects whose probability is a lower bound, because the curve ends before.
    """

    table: pd.DataFrame
    untold: pd.Series
    open_projects: int
    foreseen: int
    lower_bound: pd.Series


def year_ends(as_of: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the end of the year that goes on after a day, and of the next."""
    year = (as_of + pd.Timedelta(days=1)).year
    return pd.Timestamp(year, 12, 31), pd.Timestamp(year + 1, 12, 31)


def portfolio_forecast(delay: Delay, rows: pd.DataFrame) -> PortfolioForecast:
    """Forecast what the open projects among some rows of the register bring.

    In every draw of the curve each project is commissioned by an end of year with its probability in that draw; by the
    later one if by the earlier. Projects are taken as independent under the curve: what delays all of them at once is
    in the interval only as far as the curve has seen it.

    Parameters
    ----------
    delay : Delay
        Of the whole register.
    rows : DataFrame
        Rows of the register.
    """
    probability = delay.probability[delay.probability.index.isin(rows.index)]
    as_of, ends = delay.timed.as_of, year_ends(delay.timed.as_of)
    values = amounts_of(rows.loc[probability.index])
    chances = [delay.outlook.chance(probability.index, as_of, end) for end in ends]
    known = probability.index[chances[0]["value"].notna()]
    sums = _simulated(delay.outlook, known, values, as_of, ends)
    table = pd.concat([_row_of(sums[at], values, probability["plan"], end) for at, end in enumerate(ends)])
    bounds = pd.Series([int(chance["is_least"].sum()) for chance in chances], index=list(ends))
    return PortfolioForecast(table.sort_index(kind="stable"), values.isna().sum(), len(probability), len(known), bounds)


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


def _row_of(sums: Floats, values: pd.DataFrame, plan: pd.Series, end: pd.Timestamp) -> pd.DataFrame:
    low, median, high = np.quantile(sums, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=0)
    planned = values[plan <= end].sum()
    labels = pd.MultiIndex.from_product([list(AMOUNTS), [end]], names=["amount", "end"])
    return pd.DataFrame({"median": median, "low": low, "high": high, "plan": planned.to_numpy()}, index=labels)
