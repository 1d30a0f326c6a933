"""What a rule of the project register is: what it takes, what it finds, and how it says it.

A rule compares what the register tells with a legal or an agreed limit. What the register does not tell fires no rule:
the rule then has not judged that project, and says of how many it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priority_list import PriorityList
from iidsp_analysis.monitors.projects.settings import Parameters
from iidsp_analysis.panel import Panel

#: What fills the gaps of a sentence: numbers, ISO dates and codes as they are, in no language.
Gaps = Mapping[str, str | float]
Words = Callable[[Language], str]
Sentence = Callable[[Gaps, Language], str]
#: Why a rule has judged nothing.
NO_FIGURES, NO_PANEL, TOO_FEW, NO_COMMISSION, NO_OUTPUT = WHY_NOT = (
    "no_figures", "no_panel", "too_few", "no_commission", "no_output",
)  # fmt: skip
COMMISSIONED, CANCELLED = "commissioned", "cancelled"


@dataclass(frozen=True)
class Portfolio:
    """The register as the rules take it.

    Parameters
    ----------
    rows : DataFrame
        One project a row, with the machine columns of the register.
    as_of : Timestamp
        Day of the register: nothing later is known.
    priorities : PriorityList
        Which divisions serve a priority of the programme.
    panel : Panel, optional
        Official figures on one set of borders.
    """

    rows: pd.DataFrame
    as_of: pd.Timestamp
    priorities: PriorityList
    panel: Panel | None = None

    @cached_property
    def code(self) -> pd.Series:
        """Digits of the OKED code, two to five; missing where there are fewer."""
        digits = self.rows["oked"].astype("string").str.replace(r"\D", "", regex=True)
        return digits.where(digits.str.len() >= 2)

    @property
    def division(self) -> pd.Series:
        """OKED division, two digits."""
        return self.code.str[:2]

    @property
    def is_commissioned(self) -> pd.Series:
        """Whether the status says that the project is commissioned."""
        return self.has_status(COMMISSIONED)

    def has_status(self, *statuses: str) -> pd.Series:
        """Whether the status is one of these; a missing one is none of them."""
        return self.rows["status"].isin(statuses)

    @property
    def months_in_operation(self) -> pd.Series:
        """Full months since a commissioned project started to work; NaN for the others and without a date."""
        since = self.rows["actual_commissioning"].where(self.is_commissioned)
        return full_months(since, pd.Series(self.as_of, index=self.rows.index))


class Found(NamedTuple):
    """One thing found: row of the register, column to look at, and what fills the gaps of the sentence."""

    row: int
    column: str
    gaps: Gaps


@dataclass(frozen=True)
class Outcome:
    """What a rule found and how many projects it could judge; ``why_not`` is set where that were none."""

    found: tuple[Found, ...]
    judged: int
    why_not: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule; whether it is on, how grave it is and its parameters stand in the settings.

    Parameters
    ----------
    id : str
        Key in the settings and in the listing of findings.
    find : callable
        ``find(portfolio, parameters) -> Outcome``.
    title, basis : callable
        Its name, and the act or agreement behind it.
    source : str
        Address where the act was read; empty where the limit is the project's own.
    sentence : callable
        ``sentence(gaps, language)``: what it says about one project.
    """

    id: str
    find: Callable[[Portfolio, Parameters], Outcome]
    title: Words
    basis: Words
    source: str
    sentence: Sentence


def own_limit(language: Language) -> str:
    """Return the basis of a rule for which there is no act."""
    return language.say("No act sets a limit: it is the project's own and can be changed in the settings.")


def outcome(judged: pd.Series, guilty: pd.Series, column: str, /, **gaps: pd.Series | str | float) -> Outcome:
    """Collect the guilty ones among the judged; a gap is one value, or one a row."""
    caught = judged[judged & guilty].index
    told = {name: _told(gap, caught) for name, gap in gaps.items()}
    lines = [dict(zip(told, values, strict=True)) for values in zip(*told.values(), strict=True)] if told else []
    found = tuple(Found(int(row), column, line) for row, line in zip(caught, lines or [{}] * len(caught), strict=True))
    return Outcome(found, int(judged.sum()), "" if judged.any() else NO_FIGURES)


def _told(gap: pd.Series | str | float, caught: pd.Index) -> list[str | float]:
    if not isinstance(gap, pd.Series):
        return [gap] * len(caught)
    chosen = gap.loc[caught]
    if pd.api.types.is_datetime64_any_dtype(chosen):
        return list(chosen.dt.strftime("%Y-%m-%d"))
    return list(chosen)


def full_months(first: pd.Series, last: pd.Series) -> pd.Series:
    """Full months from one day to another, negative backwards; NaN where a day is missing."""
    months = (last.dt.year - first.dt.year) * 12.0 + (last.dt.month - first.dt.month)
    backwards = last < first
    # The last day of a month closes it: quarters are read to their last day, and 31 December to 30 September is nine.
    started = (last.dt.day < first.dt.day) & ~backwards & ~last.dt.is_month_end
    full: pd.Series = months - started + ((last.dt.day > first.dt.day) & backwards & ~first.dt.is_month_end)
    return full


def is_told(cells: pd.Series) -> pd.Series:
    """Whether the register tells anything there: blank text is nothing."""
    if pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_datetime64_any_dtype(cells):
        return cells.notna()
    return cells.notna() & (cells.astype("string").str.strip().fillna("") != "")
