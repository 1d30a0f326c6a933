"""Processed exports by month: when their trend broke, how it runs now, and the season."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import monitor_plots, plots
from iidsp_analysis.measures.broken_trend import SHORTEST
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_months import SPARSE, ExportMonths, export_months, monthly_series
from iidsp_analysis.monitors.export_stops import stops_at
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import export_months_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, first_caveats
from iidsp_analysis.sections.export_words import month
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section


def _months_told(context: Context, series: pd.Series) -> str:
    return " – ".join(month(context.language, label) for label in (series.index[0], series.index[-1]))


@section("Processed exports by month", DROP_TABLES, SOURCES)
def months(context: Context) -> Result:
    """Months, their trend, the month in which it broke with the interval of that date, and the season."""
    cube, span = exports_of(context)
    series = monthly_series(cube, context.region.id)
    _require_trend(context, series)
    found = export_months(cube, context.region.id)
    turn = found.last_turn or found.rejected
    stops = stops_at(cube, context.region.id, turn.month) if turn else ()
    say = context.language.say
    last = found.phases[-1]
    return Result(
        title=words.title(context, found),
        reading=(*words.breaks(context, found, stops), words.season(context, found), *words.left_out(context, found)),
        language=context.language,
        caption=context.caption(say("mln USD a month, current prices"), _months_told(context, series),
                                SOURCES, note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"growth": last.growth, "low": last.low, "high": last.high, "turns": float(len(found.turns)),
                "season": found.strength},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _picture(context, found)), _alt(context, found)),
        caveats=(*first_caveats(context, cube, span), *words.own_caveats(context, found)),
    )  # fmt: skip


def _require_trend(context: Context, series: pd.Series) -> None:
    say = context.language.say
    known, zeros = int(series.notna().sum()), int((series == 0).sum())
    if known < SHORTEST:
        raise StatedError(
            say("The trend of processed exports {of_region} is not dated: months with a figure: {known}, needed: "
                "{needed}.", of_region=context.of_region, known=known, needed=SHORTEST),
            what_next=say("Choose a later year."),
        )  # fmt: skip
    if zeros > SPARSE * known:
        raise StatedError(
            say("Processed exports {of_region} are single deliveries and have no trend: months without any: {zeros} "
                "of {known}.", of_region=context.of_region, zeros=zeros, known=known),
            what_next=say("See the sum of the year instead."),
        )  # fmt: skip


def _table(context: Context, found: ExportMonths) -> Table:
    language, say = context.language, context.language.say
    frame = pd.DataFrame([asdict(phase) for phase in found.phases])
    frame["span"] = [f"{month(language, each.first)} – {month(language, each.last)}" for each in found.phases]
    frame["mean"] /= MILLION
    columns = (
        Column("span", say("Months of one trend"), "text"),
        Column("months", say("Months with figures"), digits=0),
        Column("mean", say("Mean, mln USD a month")),
        Column("growth", say("Trend, % a year"), "signed_percent"),
        Column("low", say("Interval (90%) from, % a year"), "signed_percent"),
        Column("high", say("to, % a year"), "signed_percent"),
    )
    return Table(frame, columns, say("Trends of processed exports, {name}", name=context.name),
                 highlight=frozenset({frame.index[-1]}))  # fmt: skip


def _picture(context: Context, found: ExportMonths) -> Axes:
    language, say, turn = context.language, context.language.say, found.last_turn
    labels = {"series": say("month"), "trend": say("trend without season")}
    if turn is not None and turn.first == turn.last:
        labels["break"] = say("break: {month}", month=month(language, turn.month))
    elif turn is not None:
        labels["break"] = say("break: {month} (90%: {first} – {last})", month=month(language, turn.month),
                              first=month(language, turn.first), last=month(language, turn.last))  # fmt: skip
    return monitor_plots.months_with_breaks(
        found.series / MILLION, language, unit=say("mln USD a month"), trend=found.trend / MILLION,
        break_month=turn and turn.month, interval=turn and (turn.first, turn.last), labels=labels,
    )  # fmt: skip


def _alt(context: Context, found: ExportMonths) -> str:
    language, series = context.language, found.series.dropna() / MILLION
    told = language.say(
        "Line of processed exports by month with its trend; lowest month: {low_month}, {low} mln USD; highest: "
        "{high_month}, {high} mln USD.",
        low=language.number(series.min()), low_month=month(language, str(series.idxmin())),
        high=language.number(series.max()), high_month=month(language, str(series.idxmax())),
    )  # fmt: skip
    if found.last_turn is None:
        return told
    return told + " " + language.say("A dashed line stands at the break: {month}.",
                                     month=month(language, found.last_turn.month))  # fmt: skip
