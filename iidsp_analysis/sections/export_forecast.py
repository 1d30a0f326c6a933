"""Processed exports of the months ahead: the forecast with its interval, how it was made and how far to trust it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots, prose, regions
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.monitor_plots import fan
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_forecasts import REST, ExportForecasts, export_forecasts
from iidsp_analysis.monitors.region_forecast import POINTS, WHOLE, RegionForecast, forecast_frame, region_forecast
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_forecast_words import (
    coverage_sentence,
    method_sentence,
    span_words,
    tested_sentence,
)
from iidsp_analysis.sections.export_scope import edition
from iidsp_analysis.sections.export_words import month
from iidsp_analysis.sections.exports import definition_text
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

SOURCES = ("bns-446905",)
#: Months of the past that the picture shows.
SHOWN = 48
#: An interval with limits further apart than this many times is told as wide, or as of no use.
WIDE, USELESS = 3, 10


@section("Processed exports of the months ahead", DROP_TABLES, SOURCES)
def forecast(context: Context) -> Result:
    """Forecast of the region's processed exports for twelve months, adding up to the country's."""
    cube = context.exports
    made = _made(context, cube)
    _require_own(context, made)
    found = region_forecast(cube, made, context.region.id)
    language = context.language
    span = span_words(language, made.months)
    return Result(
        title=_title(context, found, span),
        reading=(
            _comparison(context, found),
            _method(language, found),
            _sums(context, found),
            definition_text(context, industries.default_processed_exports().id),
        ),
        language=language,
        caption=_caption(context, found),
        sources=SOURCES,
        values={"sum": found.outlook.median, "points": found.outlook.points, "lower": found.outlook.lower,
                "upper": found.outlook.upper, "past": found.past, "chance": found.chance},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _fan(language, found)), _alt(context, found, span)),
        caveats=_caveats(context, cube, found),
    )  # fmt: skip


def _caption(context: Context, found: RegionForecast) -> str:
    language, say, months = context.language, context.language.say, found.made.months
    first, start, last = (month(language, label) for label in (found.history.index[0], months[0], months[-1]))
    note = say("forecast from {month} on, {level} interval", month=start, level=_level(language, found.made))
    return context.caption(say("mln USD, current prices"), f"{first} – {last}", SOURCES, note=note)


def _made(context: Context, cube: ExportCube) -> ExportForecasts:
    try:
        return export_forecasts(cube)
    except MissingDataError as short:  # the figures are published, there are only too few of them
        say = context.language.say
        raise StatedError(
            say("The months published by HS section up to {year} are too few for a forecast.", year=context.year),
            what_next=say("Choose a later year, or older borders with a longer history."),
        ) from short


def _require_own(context: Context, made: ExportForecasts) -> None:
    """Say why a region has no forecast of its own."""
    say = context.language.say
    reason = made.without.get(context.region.id)
    if reason == "missing":
        raise StatedError(
            say("The last months {of_region} are not published by HS section, so there is nothing to forecast from; "
                "in the forecast of the country they are part of the rest.", of_region=context.of_region),
            what_next=say("Drop a newer edition of the table into data/raw/bns/ and render again, or choose another "
                          "year."),
        )  # fmt: skip
    if reason is not None:
        raise StatedError(
            say("The months published {of_region} are too few for a forecast.", of_region=context.of_region),
            what_next=say("Choose a later year, or older borders with a longer history."),
        )


def _level(language: Language, made: ExportForecasts) -> str:
    return language.percent(made.level, 0)


def _millions(language: Language, thousands: float) -> str:
    return language.number(thousands / MILLION)


def _title(context: Context, found: RegionForecast, span: str) -> str:
    language, outlook = context.language, found.outlook
    told = {
        "of_region": context.of_region,
        "span": span,
        "level": _level(language, found.made),
        "lower": _millions(language, outlook.lower),
        "upper": _millions(language, outlook.upper),
    }
    if outlook.upper > USELESS * outlook.lower:
        return language.say("Processed exports {of_region}, forecast for {span}: from {lower} to {upper} mln USD "
                            "({level} interval), too wide to be of use", **told)  # fmt: skip
    return language.say(
        "Processed exports {of_region}, forecast for {span}: {sum} mln USD ({level} interval: {lower} to {upper})",
        sum=_millions(language, outlook.median),
        **told,
    )


def _comparison(context: Context, found: RegionForecast) -> str:
    language, say = context.language, context.language.say
    if pd.isna(found.past):
        return say("The same months of the year before are not all published: there is nothing to compare with.")
    if found.past == 0:
        return say("In the same months of the year before nothing was exported.")
    return say(
        "The same months of the year before had {past} mln USD: the middle of the forecast ({sum} mln USD) is {change} "
        "against them, and at least as much as then is expected with a probability of {chance}.",
        sum=_millions(language, found.outlook.median),
        past=_millions(language, found.past),
        change=language.signed_percent(found.outlook.median / found.past - 1),
        chance=language.percent(found.chance, 0),
    )


def _method(language: Language, found: RegionForecast) -> str:
    used = found.made.methods.loc[found.series]
    return " ".join(filter(None, [method_sentence(language, used),
                                  coverage_sentence(language, used, found.made.level)]))  # fmt: skip


def _sums(context: Context, found: RegionForecast) -> str:
    """That regions and groups of goods add up, what that moved here, and who has no forecast of his own."""
    language, say = context.language, context.language.say
    base = float(found.made.base[found.series].sum())
    told = say("Forecasts of the regions, and those of the groups of goods, add up to the forecast of the country.")
    if base > 0 and not context.is_country:  # the country keeps its own
        moved = say("To that end the forecast {of_region} was moved by {change}.", of_region=context.of_region,
                    change=language.signed_percent(found.outlook.points / base - 1))  # fmt: skip
        told = f"{told} {moved}"
    if not found.made.without:
        return told
    names = prose.enumerate_words(language, [regions.get(each).short[language.code] for each in found.made.without])
    rest = say("Without a forecast of their own, told together as the rest of the country: {names} ({sum} mln USD).",
               names=names, sum=_millions(language, found.made.sum_of(REST).points))  # fmt: skip
    return f"{told} {rest}"


def _fan(language: Language, found: RegionForecast) -> Axes:
    say, made = language.say, found.made
    limits = (made.mean, made.lower, made.upper)
    mean, lower, upper = (frame[found.series] / MILLION for frame in limits)
    labels = {
        "history": say("processed exports by month"),
        "forecast": say("forecast"),
        "interval": say("{level} interval", level=_level(language, made)),
    }
    return fan(found.history.tail(SHOWN) / MILLION, mean, lower, upper, language, unit=say("mln USD"), labels=labels)


def _alt(context: Context, found: RegionForecast, span: str) -> str:
    language, made = context.language, found.made
    return language.say(
        "Monthly line of processed exports and, behind it, the forecast for {span} with a band that holds {level} of "
        "the simulated outcomes: from {lower} to {upper} mln USD in the first month, from {last_lower} to {last_upper} "
        "mln USD in the last.",
        span=span,
        level=_level(language, made),
        lower=_millions(language, made.lower[found.series].iloc[0]),
        upper=_millions(language, made.upper[found.series].iloc[0]),
        last_lower=_millions(language, made.lower[found.series].iloc[-1]),
        last_upper=_millions(language, made.upper[found.series].iloc[-1]),
    )


def _table(context: Context, found: RegionForecast) -> Table:
    language, say = context.language, context.language.say
    frame = forecast_frame(found)
    frame["month"] = [
        *(prose.sentence(month(language, label)) for label in found.made.months),
        say("Sum of the monthly forecasts"),
        say("All months together"),
    ]
    columns = (
        Column("month", say("Month"), "text"),
        Column("before", say("A year before, fact, mln USD")),
        Column("mean", say("Forecast, mln USD")),
        Column("lower", say("Lower limit, mln USD")),
        Column("upper", say("Upper limit, mln USD")),
    )
    caption = say("Forecast of processed exports by month, {level} interval", level=_level(language, found.made))
    return Table(frame, columns, caption, footer=frozenset({POINTS, WHOLE}))


def _caveats(context: Context, cube: ExportCube, found: RegionForecast) -> tuple[str, ...]:
    say = context.language.say
    wide = say("The upper limit of the sum is more than {times} times the lower one: the months published so far carry "
               "no closer forecast, and the middle of it alone decides nothing.", times=WIDE)  # fmt: skip
    rare = say("Goods went out in few months: of the sums of a year, the intervals have held fewer than they say.")
    return (
        *([rare] if found.made.methods.loc[found.series, "is_sparse"] else []),
        *([wide] if found.outlook.upper > WIDE * found.outlook.lower else []),
        say("Forecast, not fact: it goes on as the past went and knows no contract, price or new plant. It uses months "
            "up to {month} only, also where later ones are published today.",
            month=month(context.language, cube.months[-1])),
        say("A monthly forecast is the middle of that month; their sum adds up over regions and groups of goods. All "
            "months together have a middle and limits of their own: a rare large delivery is likely in no single month "
            "but often in a year, and not every month comes out low at once."),
        tested_sentence(context.language),
        say("The forecast does not draw the average trend of past years on into the future."),
        edition(context, cube),
        say("Customs data book exports where the exporter is registered, not where the goods are made."),
    )  # fmt: skip
