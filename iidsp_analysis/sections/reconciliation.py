"""Do the regions add up to the country? Every figure that the pages of regions and of the country share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.additivity import CELL_ROUNDING
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.industries import default_processed_exports
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.export_cube import MILLION, MONTHS, year_of
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-446905", "bns-5546", "bns-6576", "bns-443435")
THOUSAND = 1e3


@dataclass(frozen=True)
class Figure:
    """One figure by region: how it is read, from which table, and in which unit the page tells it.

    ``read`` returns the year's figures by region id and ``KZ``; ``scale`` divides them into the unit of the page;
    ``cells`` is the number of published cells that make the figure of one region.
    """

    name: Callable[[Language], str]
    read: Callable[[Context], pd.Series]
    source: str
    scale: float
    cells: int = 1


def _of_year(context: Context, indicator: str, industry: str = schema.TOTAL, **narrow: str) -> pd.Series:
    frame = context.by_region(indicator, industry, **narrow)
    return frame.reindex([context.period]).T[context.period]


def _exports(context: Context, months: pd.DataFrame) -> pd.Series:
    """Sum of twelve months by region; NaN where one is missing."""
    return months.apply(year_of, year=context.period)


FIGURES: dict[str, Figure] = {
    "manufacturing": Figure(
        lambda language: language.say("value added of manufacturing, bn KZT"),
        lambda context: _of_year(context, "gva", "C", classification="oked_section"), "bns-5927", THOUSAND),
    "grp": Figure(
        lambda language: language.say("gross regional product, bn KZT"),
        lambda context: _of_year(context, "grp", classification="total", source="bns-5927"), "bns-5927", THOUSAND),
    "exports": Figure(
        lambda language: language.say("all exports, mln USD"),
        lambda context: _exports(context, context.exports.total()), "bns-446905", MILLION, MONTHS),
    "processed_exports": Figure(
        lambda language: language.say("processed exports, mln USD"),
        lambda context: _exports(context, context.exports.processed()), "bns-446905", MILLION,
        MONTHS * len(default_processed_exports().sections)),
    "investment": Figure(
        lambda language: language.say("fixed investment of all sectors, bn KZT"),
        lambda context: _of_year(context, "investment", source="bns-5546"), "bns-5546", THOUSAND),
    "population": Figure(
        lambda language: language.say("population, thousand persons"),
        lambda context: _of_year(context, "population"), "bns-6576", THOUSAND),
    "employment": Figure(
        lambda language: language.say("employed in industry and construction, thousand persons"),
        lambda context: _of_year(context, "employment_industry_construction", "B-F"), "bns-443435", THOUSAND),
}  # fmt: skip
#: What may stand between the sum and the country.
EQUAL, GAP, UNKNOWN = "equal", "gap", "unknown"


def sums(context: Context) -> pd.DataFrame:
    """The sum of the regions and the country, figure by figure.

    Returns
    -------
    DataFrame by figure
        ``regions, country, difference`` in the unit of the page; ``rounding``, the largest difference that rounding
        makes; ``state``: :data:`EQUAL` within it, :data:`GAP` beyond, :data:`UNKNOWN` where a region or the country is
        missing; ``missing``, the ids of those. A figure of which nothing is published has no row.
    """
    rows = {}
    for name, figure in FIGURES.items():
        try:
            told = figure.read(context)
        except MissingDataError:
            continue  # nothing of it is published for the year
        if told.notna().any():
            rows[name] = _row(context, figure, told)
    return pd.DataFrame(rows).T


def _row(context: Context, figure: Figure, told: pd.Series) -> dict[str, object]:
    ids = [region.id for region in context.regions]
    missing = tuple(region for region in [*ids, schema.COUNTRY] if np.isnan(told.get(region, np.nan)))
    total = float(told.reindex(ids).sum(skipna=False)) / figure.scale
    country = float(told.get(schema.COUNTRY, np.nan)) / figure.scale
    rounding = CELL_ROUNDING[figure.source] * figure.cells * (len(ids) + 1) / figure.scale
    state = UNKNOWN if missing else EQUAL if abs(total - country) <= rounding else GAP
    return {"regions": total, "country": country, "difference": total - country, "rounding": rounding, "state": state,
            "missing": missing}  # fmt: skip


@section("Do the regions add up to the country?", DROP_TABLES, SOURCES)
def reconciliation(context: Context) -> Result:
    """Hold the sum of the regions' figures against the country's, with the reason where they differ."""
    frame = sums(context)
    if frame.empty:
        raise MissingDataError("No figure of the regions is published for this year.")
    language, say = context.language, context.language.say
    counts = frame["state"].value_counts()
    return Result(
        title=say("Figures of the regions that add up to the country within rounding: {equal} of {all}",
                  equal=int(counts.get(EQUAL, 0)), all=len(frame)),
        reading=_reading(context, frame),
        language=language,
        caption=context.caption(say("units in the table"), context.period, SOURCES),
        sources=SOURCES,
        values={f"{name}_difference": float(row["difference"]) for name, row in frame.iterrows()},
        table=_table(context, frame),
        caveats=(say("The pages of the regions tell these figures one by one; their sum here is made of the same "
                     "cells. Volumes, shares and ranks do not add up and are not in the table."),),
    )  # fmt: skip


def _reading(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    language, told = context.language, []
    gaps = frame[frame["state"] == GAP]
    if len(gaps):
        names = "; ".join(FIGURES[str(name)].name(language) for name in gaps.index)
        told.append(language.say("The table of the publisher itself does not add up: {names}.", names=names))
    unknown = frame[frame["state"] == UNKNOWN]
    if len(unknown):
        names = "; ".join(FIGURES[str(name)].name(language) for name in unknown.index)
        told.append(language.say("A region or the country is not published, so there is no sum: {names}.", names=names))
    return tuple(told) or (language.say("No gap is left."),)


def _table(context: Context, frame: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    states = {
        EQUAL: say("within rounding"),
        GAP: say("gap of the published table"),
        UNKNOWN: say("not published for all"),
    }
    told = frame.assign(
        name=[FIGURES[str(name)].name(language) for name in frame.index],
        told=frame["state"].map(states),
        absent=[", ".join(context.short_names[region] for region in row) for row in frame["missing"]],
    )
    columns = (
        Column("name", say("Figure"), "text"),
        Column("regions", say("Sum of the regions"), digits=1),
        Column("country", say("Country"), digits=1),
        Column("difference", say("Difference"), "signed", 3),
        Column("rounding", say("Largest difference by rounding"), digits=3),
        Column("told", say("Verdict"), "text"),
        Column("absent", say("Not published"), "text"),
    )
    return Table(told, columns, say("Sum of the regions and the country, {year}", year=context.year))
