"""What can be chosen: indicators that the loaded tables hold, their industries, regions and years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.explore import words
from iidsp_analysis.explore.names import unknown
from iidsp_analysis.panel import Panel

#: Lengths of periods that make years: a year ``2017``, a month ``2017-04``.
_YEARLY, _MONTHLY = len("2017"), len("2017-04")
#: Classifications in the order in which they are offered; within one, codes come as the panel has them.
_ORDER = tuple(words.CLASSIFICATIONS)


@dataclass(frozen=True)
class Choice:
    """One indicator in one classification with what is loaded of it."""

    indicator: str
    classification: str
    industries: tuple[str, ...]
    regions: frozenset[str]
    first_year: int
    last_year: int


def choices(panel: Panel) -> tuple[Choice, ...]:
    """Return what the panel can show by year, in the order of :data:`words.INDICATORS`."""
    rows = panel.rows[panel.rows[schema.PERIOD].str.len().isin([_YEARLY, _MONTHLY])]
    rows = rows[~_is_residual(rows) & rows[schema.CLASSIFICATION].isin(_ORDER)]
    rows = rows[rows[schema.INDICATOR].isin(list(words.INDICATORS))]
    groups = rows.groupby([schema.INDICATOR, schema.CLASSIFICATION], observed=True, sort=False)
    found = {(str(name), str(kind)): group for (name, kind), group in groups}
    order = [(name, kind) for name in words.INDICATORS for kind in _ORDER if (name, kind) in found]
    return tuple(_choice(name, kind, found[name, kind]) for name, kind in order)


def choose(
    known: Sequence[Choice], indicator: str, classification: str | None = None, industry: str | None = None
) -> Choice:
    """Return one choice; of an indicator that comes in several classifications the first that has the industry.

    Raises
    ------
    UnknownNameError
        Naming near ones.
    """
    of_indicator = [each for each in known if each.indicator == indicator]
    if not of_indicator:
        raise unknown("indicator that is loaded by year", indicator, dict.fromkeys(each.indicator for each in known))
    chosen = [each for each in of_indicator if classification in (None, each.classification)]
    if not chosen:
        raise unknown(f"classification of {indicator}", str(classification),
                      [each.classification for each in of_indicator])  # fmt: skip
    having = [each for each in chosen if industry is None or industry in each.industries]
    if not having:
        raise unknown(f"industry of {indicator}", str(industry), [code for each in chosen for code in each.industries])
    return having[0]


def _choice(indicator: str, classification: str, rows: pd.DataFrame) -> Choice:
    years = rows[schema.PERIOD].str[:4].astype(int)
    codes = sorted(rows[schema.INDUSTRY].unique(), key=lambda code: _place(classification, code))
    regions = frozenset(map(str, rows[schema.REGION].unique()))
    return Choice(indicator, classification, tuple(map(str, codes)), regions, int(years.min()), int(years.max()))


def _place(classification: str, code: str) -> tuple[int, int, str]:
    """Totals first, then HS sections by their Roman number, other codes by alphabet."""
    if code == schema.TOTAL:
        return (0, 0, code)
    if classification == "hs_section" and set(code) <= set("IVX"):
        return (1, _roman(code), code)
    return (1, 0, code) if len(code) <= 2 else (2, 0, code)


def _roman(number: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in number]
    return sum(-digit if digit < max(digits[at:]) else digit for at, digit in enumerate(digits))


def _is_residual(rows: pd.DataFrame) -> pd.Series:
    return (rows[schema.REGION] == schema.RESIDUAL) | rows[schema.INDUSTRY].str.startswith(schema.RESIDUAL)
