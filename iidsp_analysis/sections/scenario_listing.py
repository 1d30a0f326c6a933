"""Scenarios to a target share as CSV or JSON: the command ``iidsp scenario``."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from iidsp_analysis import build, regions, schema, territories
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.monitors.export_cube import export_cube, year_of
from iidsp_analysis.panel import Panel
from iidsp_analysis.scenarios.economy import Floats, require_target, require_weights
from iidsp_analysis.scenarios.evidence import CONSTANT, Evidence, evidence
from iidsp_analysis.scenarios.past_mean import as_on_average, going_on, mean_projection
from iidsp_analysis.scenarios.paths import SEED, Fan, fan_of_shares, with_kept_structure
from iidsp_analysis.scenarios.projection import Projection, project
from iidsp_analysis.scenarios.requirement import Requirement, required_growth

DIGITS = 6
LEVELS = (0.05, 0.5, 0.95)
BOUND = 0.95


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line; rates in per cent a year, a ``base`` of 0 is the newest year."""

    target: float
    by: int
    region: str = schema.COUNTRY
    weights: Path | None = None
    growth: float = 0.0
    base: int = 0
    prices: str = CONSTANT
    borders: int = 2014
    seed: int = SEED
    output: str = "csv"


@dataclass(frozen=True)
class _Opened:
    """A request with its evidence and its futures."""

    request: Request
    region: str
    target: float
    found: Evidence
    fan: Fan

    def projected(self, rates: Floats) -> Projection:
        """Every division at its own rate, all else as on average."""
        return project(self.found.economy, rates, as_on_average(self.found), self.request.by)

    def needed(self, upper: Floats | None = None) -> Requirement:
        """What it takes to reach the target, within bounds if some are given."""
        found, by = self.found, self.request.by
        return required_growth(found.economy, going_on(found, by), as_on_average(found), target=self.target, by=by,
                               upper=upper)  # fmt: skip


def listing(request: Request) -> str:
    """Make the scenarios of a place and write them, each with its probability on past evidence.

    Raises
    ------
    UsageError
        For another format, a target out of bounds, a year that is not after the base, or weights that do not fit.
    UnknownLabelError, BoundaryError
        For an unknown region, or one that the borders do not have.
    MissingDataError
        If the base year is not published.
    """
    if request.output not in _WRITERS:
        raise UsageError(f"Unknown format {request.output!r}.", where="--format",
                         what_next=f"Use {', '.join(_WRITERS)}.")  # fmt: skip
    if not 0 < request.target < 100:
        require_target(request.target, request.by, request.base)  # refused before anything is loaded
    weights = read_weights(request.weights) if request.weights else {}
    region = regions.resolve(request.region, borders=request.borders).id
    return _WRITERS[request.output](rows_of(_opened(request, region, build.load()), weights))


def _opened(request: Request, region: str, published: Panel) -> _Opened:
    panel = territories.on_borders(published, request.borders)
    base = _base_year(panel, region, request.base)
    target = require_target(request.target, request.by, base)
    known = panel.until(f"{base + 1}-01")
    found = evidence(known, region, base, prices=request.prices, exports=_exports(known, region, base))
    fan = fan_of_shares(*with_kept_structure(found.economy, found.past), request.by, seed=request.seed)
    return _Opened(request, region, target, found, fan)


def _base_year(panel: Panel, region: str, year: int) -> int:
    years = panel.select("gva", industries=["C"], regions=[region], classification="oked_section").rows
    if years.empty:
        raise MissingDataError("Value added of manufacturing is not published for this region.", where=region)
    known = years[schema.PERIOD].astype(int)
    if year and year not in set(known):
        first, last = known.min(), known.max()
        raise MissingDataError(f"Value added of manufacturing is not published for {year}.", where=region,
                               what_next=f"Years with it: {first} to {last}.")  # fmt: skip
    return year or int(known.max())


def _exports(panel: Panel, region: str, year: int) -> float:
    """Processed exports of a whole year, thousand USD; missing where a month is."""
    if panel.select("exports").rows.empty:
        return float("nan")
    return year_of(export_cube(panel).processed()[region], str(year))


def read_weights(path: Path) -> dict[str, float]:
    """Read a CSV with the columns ``division,weight``; weights sum to 1.

    Raises
    ------
    UsageError
        If there is no such file, a column is missing, a weight is no number, a division occurs twice, or they do not
        sum to 1.
    """
    try:
        rows = pd.read_csv(path, dtype=str)
    except FileNotFoundError:
        raise UsageError("There is no such file of weights.", where=str(path)) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        raise UsageError("The file of weights cannot be read as CSV.", where=str(path)) from None
    if not {"division", "weight"} <= set(rows.columns):
        raise UsageError("The file of weights needs the columns division,weight.", where=str(path))
    values = pd.to_numeric(rows["weight"], errors="coerce")
    if values.isna().any() or rows["division"].isna().any() or rows["division"].duplicated().any():
        raise UsageError("Every division needs one weight that is a number.", where=str(path))
    weights = {str(code).strip(): float(value) for code, value in zip(rows["division"], values, strict=True)}
    require_weights(weights)
    return weights


def rows_of(opened: _Opened, weights: dict[str, float]) -> list[dict[str, Any]]:
    """One row a scenario as plain values; a figure that is not known is None."""
    found, request = opened.found, opened.request
    needed, bounded = opened.needed(), opened.needed(found.upper_rates(BOUND))
    told = [_row(opened, "past_mean", mean_projection(found, request.by))]
    if found.has_divisions:
        told.append(_row(opened, "past_mean_by_division", opened.projected(found.mean_rates)))
    told += [
        _row(opened, name, opened.projected(one.rates), excess=one.excess, feasible=one.is_feasible)
        for name, one in (("required", needed), ("required_within_bounds", bounded))
    ]
    if weights:
        _require_divisions(opened)
        rates = found.economy.weighted_rates(weights, request.growth / 100)
        told.append(_row(opened, "weights", opened.projected(rates)))
    return told


def _require_divisions(opened: _Opened) -> None:
    if opened.region == schema.COUNTRY and not opened.found.has_divisions:
        raise MissingDataError(f"Value added by division is not published for {opened.found.economy.year}.",
                               where="--weights", what_next="Use 2013 or a later year as base.")  # fmt: skip


def _row(
    opened: _Opened, scenario: str, made: Projection, *, excess: float = 0.0, feasible: bool | None = None
) -> dict[str, Any]:
    economy, by = opened.found.economy, opened.request.by
    share, years = float(made.share[-1]), by - economy.year
    growth = (made.volume[-1].sum() / made.volume[0].sum()) ** (1 / years) - 1
    ends = dict(zip(("low", "middle", "high"), opened.fan.quantiles(LEVELS)[:, -1], strict=True))
    return {
        "scenario": scenario,
        "region": opened.region,
        "base_year": economy.year,
        "year": by,
        "base_share_pct": _plain(economy.share * 100),
        "share_pct": _plain(share * 100),
        "target_pct": _plain(opened.target * 100),
        "reaches_target": share >= opened.target * (1 - 1e-9),
        "feasible": feasible,
        "growth_pct": _plain(growth * 100),
        "excess_pp": _plain(excess * 100),
        "probability_of_share_pct": _plain(opened.fan.probability(share) * 100),
        "probability_of_target_pct": _plain(opened.fan.probability(opened.target) * 100),
        **{f"past_share_{name}_pct": _plain(float(value) * 100) for name, value in ends.items()},
        "employment_thousand": _plain(float(made.employment[-1])),
        "productivity_growth_pct": _plain(opened.found.productivity * 100),
        "processed_exports_thousand_usd": _plain(float(made.exports[-1])),
        "relative_prices": opened.request.prices,
        "by_division": opened.found.has_divisions,
        "past_years": f"{opened.found.past.years[0]}-{opened.found.past.years[-1]}",
        "status": "estimated",
    }


def _plain(value: float) -> float | None:
    return round(float(value), DIGITS) + 0.0 if math.isfinite(value) else None


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False)


def _csv(rows: list[dict[str, Any]]) -> str:
    return pd.DataFrame(rows, dtype=object).to_csv(index=False, lineterminator="\n").rstrip("\n")


_WRITERS: dict[str, Callable[[list[dict[str, Any]]], str]] = {"csv": _csv, "json": _json}
