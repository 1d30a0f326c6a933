"""Contexts of the ranking sections: contexts of one year and borders share their survey and their rankings."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.backtest.checked_picks import OriginCheck
from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections import backtest_origins
from iidsp_analysis.sections.context import Context
from tests.loaders.workbooks import synthetic_division
from tests.sections.reports import report

#: A region, one that books the exports of others, one whose borders have alternatives.
RANKED = (
    {"region": "AKM"},
    {"region": "AST"},
    {"region": "PVL", "year": 2024, "borders": 2022},
)
#: Too few candidates · totals only · before it existed.
UNRANKED = (
    {"region": "KZL"},
    {"region": "YKO", "year": 2023},
    {"region": "ABY", "year": 2018, "borders": 2022},
)
SLOW_PARTS = ("survey", "surveys_on_other_borders", "rankings")

_first: dict[tuple[int, int, int], Context] = {}
_divisions: dict[int, Panel] = {}
_checked: dict[int, dict[str, tuple[Observations, list[OriginCheck]]]] = {}


def ranked_report(panel: Panel, **subject: object) -> Context:
    """A context with exports, which takes survey and rankings from the first of its year and borders."""
    context = report(panel, trade=True, **subject)
    shared = _first.setdefault((id(panel), context.year, context.borders), context)
    if shared is not context:
        vars(context).update({name: getattr(shared, name) for name in SLOW_PARTS if _has(shared, name)})
    return context


def checked_panels(context: Context) -> dict[str, tuple[Observations, list[OriginCheck]]]:
    """The backtests of Kazakhstan's panels with all years, computed once a session."""
    key = id(context.published)
    if key not in _checked:
        _checked[key] = {name: backtest_origins.checked(context, name) for name in (EXPORTS, SECTIONS)}
    return _checked[key]


def _has(context: Context, name: str) -> bool:
    """Whether the part can be made: a year without exports has none."""
    try:
        getattr(context, name)
    except MissingDataError:
        return False
    return True


def with_divisions(panel: Panel) -> Panel:
    """The panel with made-up value added by division in every region of 2017 (table 5931 loaded by region)."""
    if id(panel) not in _divisions:
        rows = panel.rows
        country = rows[(rows[schema.SOURCE] == "bns-5931") & rows[schema.INDUSTRY].isin(list(industries.divisions()))]
        country = country[country[schema.INDICATOR] == "gva"]
        own = rows[(rows[schema.SOURCE] == "bns-5927") & (rows[schema.PERIOD] == "2017")]
        regions = sorted(set(own[schema.REGION]) - {schema.COUNTRY, schema.RESIDUAL})
        made = [
            country.assign(**{schema.REGION: region, schema.VALUE: _made_up(country, region)}) for region in regions
        ]
        _divisions[id(panel)] = replace(panel, rows=pd.concat([rows, *made], ignore_index=True))
    return _divisions[id(panel)]


def _made_up(country: pd.DataFrame, region: str) -> list[float]:
    """The synthetic figures of the workbooks, bent so that regions differ in structure and growth."""
    told = zip(country[schema.INDUSTRY], country[schema.PERIOD].astype(int), strict=True)
    return [_bent(region, code, year) for code, year in told]


def _bent(region: str, code: str, year: int) -> float:
    level, growth = (crc32(f"{region}{code}{kind}".encode()) / 2**32 for kind in ("level", "growth"))
    return synthetic_division(region, code, year) * (0.05 + level) * (0.9 + 0.3 * growth) ** (year - 2013) / 1000
