"""Processed exports by month: when their trend broke, how it runs now, and the season."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pandas as pd
from babel.dates import format_date
from matplotlib.axes import Axes

from iidsp_analysis import monitor_plots, plots
from iidsp_analysis.language import Language
from iidsp_analysis.measures.broken_trend import SHORTEST
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_months import SPARSE, ExportMonths, export_months, monthly_series
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, caveats, exports_of
from iidsp_analysis.sections.export_words import month
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

#: Below this share of what the trend leaves a season is not worth a sentence about its months.
VISIBLE = 0.1


@section("Processed exports by month", DROP_TABLES, SOURCES)
def months(context: Context) -> Result:
    """Months, their trend, the month in which it broke with the interval of that date, and the season."""
    cube, span = exports_of(context)
    series = monthly_series(cube, context.region.id)
    _require_trend(context, series)
    found = export_months(cube, context.region.id)
    say = context.language.say
    last = found.phases[-1]
    return Result(
        title=_title(context, found),
        reading=(*_breaks(context, found), _season(context, found), *_left_out(context, found)),
        language=context.language,
        caption=context.caption(say("mln USD a month, current prices"), f"{series.index[0]} – {series.index[-1]}",
                                SOURCES, note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"growth": last.growth, "low": last.low, "high": last.high, "turns": float(len(found.turns)),
                "season": found.strength},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _picture(context, found)), _alt(context, found)),
        caveats=(*caveats(context, cube, span), *_caveats(context)),
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


def _title(context: Context, found: ExportMonths) -> str:
    language, turn = context.language, found.last_turn
    now = language.signed_percent(found.phases[-1].growth, 0)
    if turn is None:
        return language.say("No break in the trend of processed exports {of_region}: {growth} a year",
                            of_region=context.of_region, growth=now)  # fmt: skip
    return language.say(
        "Break in the trend of processed exports {of_region}: {month}; level {step}, trend before it {before} a year, "
        "after it {after} a year",
        of_region=context.of_region, month=month(language, turn.month), step=language.signed_percent(turn.step, 0),
        before=language.signed_percent(found.phases[-2].growth, 0), after=now,
    )  # fmt: skip


def _breaks(context: Context, found: ExportMonths) -> tuple[str, ...]:
    """The last break with its interval and what it rests on; earlier ones; or why there is none."""
    language, say, turn = context.language, context.language.say, found.last_turn
    trend = _trend_now(context, found)
    if turn is None:
        return (_no_break(context, found), trend)
    told = [
        say("The new trend fits best from this month on: {month}. With 90% confidence the date lies in this span: "
            "{first} – {last}. Step of the level at the break: {step}. Of simulated series without this break, "
            "{chance} look as broken.",
            month=month(language, turn.month), first=month(language, turn.first), last=month(language, turn.last),
            step=language.signed_percent(turn.step, 0), chance=language.percent(turn.p_value)),
        trend,
    ]  # fmt: skip
    if len(found.turns) > 1:
        earlier = ", ".join(month(language, each.month) for each in found.turns[:-1])
        told.append(say("Earlier breaks: {months}.", months=earlier))
    return tuple(told)


def _no_break(context: Context, found: ExportMonths) -> str:
    language = context.language
    if found.rejected is None:
        return language.say("The months are too few to look for a break.")
    return language.say(
        "A break fits best in this month: {month}. It is not proven: of simulated series without any break, {chance} "
        "look as broken.", month=month(language, found.rejected.month), chance=language.percent(found.rejected.p_value),
    )  # fmt: skip


def _trend_now(context: Context, found: ExportMonths) -> str:
    """Where the present trend goes: only an interval on one side of zero is growth or decline."""
    language, last = context.language, found.phases[-1]
    told = {"growth": language.signed_percent(last.growth, 0), "low": language.signed_percent(last.low, 0),
            "high": language.signed_percent(last.high, 0)}  # fmt: skip
    if last.low > 0:
        return language.say("The present trend is growth: {growth} a year (90% interval: {low} to {high}).", **told)
    if last.high < 0:
        return language.say("The present trend is decline: {growth} a year (90% interval: {low} to {high}).", **told)
    return language.say("The present trend is neither growth nor decline for certain: {growth} a year (90% interval: "
                        "{low} to {high}).", **told)  # fmt: skip


def _season(context: Context, found: ExportMonths) -> str:
    language = context.language
    share = language.percent(found.strength, 0)
    if found.strength < VISIBLE:
        return language.say("There is hardly any season: months of the year explain {share} of the variation around "
                            "the trend.", share=share)  # fmt: skip
    high, low = int(found.profile.idxmax()), int(found.profile.idxmin())
    return language.say(
        "Season: months of the year explain {share} of the variation around the trend. Strongest month: {high} "
        "({high_size} to the trend); weakest: {low} ({low_size}), medians of the years.",
        share=share, high=_of_the_year(language, high), low=_of_the_year(language, low),
        high_size=language.signed_percent(found.profile[high], 0),
        low_size=language.signed_percent(found.profile[low], 0),
    )  # fmt: skip


def _of_the_year(language: Language, number: int) -> str:
    """A month of the year by itself: December."""
    return format_date(date(2000, number, 1), format="LLLL", locale=language.code)


def _left_out(context: Context, found: ExportMonths) -> tuple[str, ...]:
    count, told = context.language.count, []
    if found.missing:
        told.append(
            count(
                "{number} month has no figures by goods: it is left out, not filled.",
                "{number} months have no figures by goods: they are left out, not filled.",
                found.missing,
            )
        )
    if found.zeros:
        told.append(count("{number} month without exports counts as the smallest month with exports when the trend is "
                          "fitted.", "{number} months without exports count as the smallest month with exports when "
                          "the trend is fitted.", found.zeros))  # fmt: skip
    return tuple(told)


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
    if turn is not None:
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


def _caveats(context: Context) -> tuple[str, ...]:
    say = context.language.say
    return (
        say("A break is dated by statistics alone: it names no cause. In dollars at current prices it can be one of "
            "world prices."),
        say("In a regime of one or two years the trend a year is an extrapolation: see its interval."),
    )  # fmt: skip
