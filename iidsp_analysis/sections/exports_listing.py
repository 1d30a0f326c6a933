"""Processed exports of every region as a table to read, as CSV or as JSON: the command ``iidsp exports``."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from iidsp_analysis import build, industries, regions, schema, territories
from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION, definition_sections, export_cube
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.exports import export_figures, residual_matters
from iidsp_analysis.sections.exports_flags import flagged, rows_behind
from iidsp_analysis.sections.exports_listed import Listed
from iidsp_analysis.sections.exports_table import write_table

DIGITS = 6
COLUMNS = ("region", "region_code", "period", "value_musd", "change_pct", "change_musd", "contribution_pct",
           "definition", "flags", "source")  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line.

    ``as_of`` is the month of a hearing: only months whose figures it could use are shown
    (:func:`iidsp_analysis.monitors.export_periods.last_month_known`); empty: all. An empty ``region`` is all of them,
    an empty ``definition`` the default one.
    """

    as_of: str = ""
    region: str = ""
    definition: str = ""
    language: str = "en"
    output: str = "table"
    borders: int = 2014


def listing(request: Request) -> str:
    """Write processed exports by region and year.

    Rows are one region and one period each: every year, and ``2018-01/2018-06`` for a year in progress, which is
    compared with the same months of the year before. ``change_pct`` and ``change_musd`` are against the year before;
    ``contribution_pct`` is the region's change as percent of the *country's* level of the year before: percentage
    points of the country's growth, which add up to its ``change_pct`` (a share of a change near zero would explode).
    A figure that is not known is null. Where regions are missing, or do not add up to the country, what they leave of
    it is the row ``residual``.

    Raises
    ------
    UsageError
        For an unknown format, definition or language, or an ``as_of`` that is no month.
    UnknownLabelError, BoundaryError
        For an unknown region, borders, or a region that these borders do not have.
    MissingDataError
        If no month was known by then.
    """
    if request.output not in _WRITERS:
        raise UsageError(f"Unknown format {request.output!r}.", where="--format",
                         what_next=f"Use {', '.join(_WRITERS)}.")  # fmt: skip
    language = reader_of(request.language)
    definition = request.definition or industries.default_processed_exports().id
    definition_sections(definition)  # wrong words are refused before anything is loaded
    last = periods.last_month_known(request.as_of) if request.as_of else ""
    regions.regions_of(request.borders)
    region = regions.resolve(request.region, borders=request.borders).id if request.region else ""
    panel = territories.on_borders(build.load(), request.borders)
    cube = export_cube(panel)
    listed = Listed(language, panel, cube.cut(last) if last else cube, definition, region, request.as_of)
    return _WRITERS[request.output](listed)


def rows_of(listed: Listed) -> list[dict[str, Any]]:
    """One row a region and period as plain values; a figure that is not known is None."""
    figures = export_figures(listed.cube, listed.definition)
    return [row for span in periods.spans(listed.cube) for row in _rows_of_span(listed, span, figures.loc[span.label])]


def _rows_of_span(listed: Listed, span: Span, table: pd.DataFrame) -> list[dict[str, Any]]:
    flags = flagged(listed.evidence, listed.cube, listed.definition, span, table)
    behind = rows_behind(listed.evidence, span)
    sources = behind.groupby(schema.REGION)[schema.SOURCE].unique()
    shown = [str(region) for region in table.index if listed.region in ("", region)]
    if not residual_matters(listed.cube, periods.against_year_before(span), listed.definition, table):
        shown = [region for region in shown if region != schema.RESIDUAL]
    return [
        {
            "region": region,
            "region_code": region if region == schema.RESIDUAL else regions.get(region).code,
            "period": span.label,
            "value_musd": _plain(table.loc[region, "value"] / MILLION),
            "change_pct": _plain(table.loc[region, "growth"] * 100),
            "change_musd": _plain(table.loc[region, "change"] / MILLION),
            "contribution_pct": _plain(table.loc[region, "contribution"] * 100),
            "definition": listed.definition,
            "flags": [name for name, found in flags.items() if region in found],
            "source": ";".join(sorted(sources.get(region, listed.cube.sources))),
        }
        for region in shown
    ]


def _plain(value: float) -> float | None:
    return round(float(value), DIGITS) + 0.0 if math.isfinite(value) else None


def _json(listed: Listed) -> str:
    return json.dumps(rows_of(listed), ensure_ascii=False, indent=2, allow_nan=False)


def _csv(listed: Listed) -> str:
    rows = [row | {"flags": ";".join(row["flags"])} for row in rows_of(listed)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(index=False, lineterminator="\n").rstrip("\n")


_WRITERS: dict[str, Callable[[Listed], str]] = {"table": write_table, "csv": _csv, "json": _json}
