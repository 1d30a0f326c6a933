"""Manufacturing in volume, three years ahead: the annual forecast with its interval and what it rests on."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.forecasts.annual import DRIFT, NAIVE, AnnualForecast, forecast_years
from iidsp_analysis.language import Language
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.monitor_plots import fan
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-450904",)
YEARS_AHEAD = 3


def volume_levels(context: Context) -> pd.Series:
    """Manufacturing value added of the region in volume by year (int), the last published year = 100.

    Raises
    ------
    MissingDataError
        If no volume index is published on these borders.
    """
    links = context.by_region("gva_volume_index", "C")[context.region.id]
    known = links.dropna()
    if known.empty:
        raise MissingDataError("No volume index of manufacturing is published on these borders.")
    links = links.set_axis(links.index.astype(int)).loc[: int(known.index[-1])]
    return chain_index(links, reference_year=int(known.index[-1]))


@section("Manufacturing volume of the years ahead", DROP_TABLES, SOURCES)
def volume_forecast(context: Context) -> Result:
    """Forecast of the region's manufacturing value added in volume for three years."""
    levels = volume_levels(context)
    made = forecast_years(levels, YEARS_AHEAD)
    language, say = context.language, context.language.say
    last, level = made.years[-1], language.percent(made.level, 0)
    return Result(
        title=_title(context, made),
        reading=(_method(language, made), _chance(language, made)),
        language=language,
        caption=context.caption(say("volume index of manufacturing value added, {base} = 100", base=made.last_year),
                                f"{made.first_year}–{last}", SOURCES,
                                note=say("forecast from {first} on, {level} interval", first=made.years[0],
                                         level=level)),
        sources=SOURCES,
        values={"index": float(made.mean[-1]), "lower": float(made.lower[-1]), "upper": float(made.upper[-1]),
                "chance": made.probability_at_least(100.0, last)},
        table=_table(language, levels, made),
        picture=Picture(plots.picture(lambda: _fan(language, levels, made)), _alt(language, made)),
        caveats=_caveats(context, made),
    )  # fmt: skip


def _title(context: Context, made: AnnualForecast) -> str:
    """The forecast; where no growth could be told from the past, only the interval is a finding."""
    language, say = context.language, context.language.say
    told = {
        "in_region": context.in_region,
        "last": made.years[-1],
        "base": made.last_year,
        "level": language.percent(made.level, 0),
        "lower": language.number(made.lower[-1]),
        "upper": language.number(made.upper[-1]),
    }
    if not made.beats_naive:
        return say("Manufacturing volume {in_region}: the past tells no rate of growth; in {last} it is between "
                   "{lower} and {upper} with {base} = 100 ({level} interval)", **told)  # fmt: skip
    return say("Manufacturing volume {in_region}, forecast for {last}: {index} with {base} = 100 ({level} interval: "
               "{lower} to {upper})", index=language.number(made.mean[-1]), **told)  # fmt: skip


def _method(language: Language, made: AnnualForecast) -> str:
    say, told = language.say, made.scores["error"].to_dict()
    errors = {"drift": language.percent(told[DRIFT]), "naive": language.percent(told[NAIVE])}
    if not made.beats_naive:
        return say(
            "The forecast is the last level: on this series' own past going on with the mean growth did not err less "
            "({drift}) than no growth at all ({naive}, mean absolute error of one to three years ahead).", **errors,
        )  # fmt: skip
    return say(
        "The forecast goes on with the mean growth of {first}–{last}, {growth} a year: on this series' own past that "
        "erred less ({drift}) than no growth at all ({naive}, mean absolute error of one to three years ahead).",
        first=made.first_year,
        last=made.last_year,
        growth=language.signed_percent(made.growth),
        **errors,
    )


def _chance(language: Language, made: AnnualForecast) -> str:
    told = language.say(
        "At least the volume of {base} is expected in {last} with a probability of {chance}.",
        base=made.last_year,
        last=made.years[-1],
        chance=language.percent(made.probability_at_least(100.0, made.years[-1]), 0),
    )
    rests = language.count(
        "The interval rests on {number} yearly change only.",
        "The interval rests on {number} yearly changes only.",
        made.last_year - made.first_year,
    )
    return f"{told} {rests}"


def _table(language: Language, levels: pd.Series, made: AnnualForecast) -> Table:
    say = language.say
    known = pd.DataFrame({"index": levels.loc[made.first_year :]})
    ahead = pd.DataFrame({"index": made.mean, "lower": made.lower, "upper": made.upper}, index=list(made.years))
    frame = pd.concat([known, ahead])
    kinds = [say("fact"), say("forecast")]
    frame = frame.assign(year=[str(year) for year in frame.index],
                         kind=[kinds[year > made.last_year] for year in frame.index])  # fmt: skip
    columns = (
        Column("year", say("Year"), "text"),
        Column("kind", say("Fact or forecast"), "text"),
        Column("index", say("Volume, {base} = 100", base=made.last_year)),
        Column("lower", say("Lower limit")),
        Column("upper", say("Upper limit")),
    )
    return Table(frame, columns, say("Manufacturing value added in volume, fact and forecast"),
                 highlight=frozenset(made.years))  # fmt: skip


def _fan(language: Language, levels: pd.Series, made: AnnualForecast) -> Axes:
    say = language.say
    known = levels.loc[made.first_year : made.last_year]
    years = [str(year) for year in made.years]
    mean, lower, upper = (pd.Series(values, index=years) for values in (made.mean, made.lower, made.upper))
    labels = {
        "history": say("manufacturing value added in volume"),
        "forecast": say("forecast"),
        "interval": say("{level} interval", level=language.percent(made.level, 0)),
    }
    return fan(known.set_axis(known.index.astype(str)), mean, lower, upper, language, unit=say("index"), labels=labels)


def _alt(language: Language, made: AnnualForecast) -> str:
    return language.say(
        "Line of the volume index from {first} to {base} and, behind it, the forecast to {last} with a band that "
        "widens to {lower}–{upper}.",
        first=made.first_year,
        base=made.last_year,
        last=made.years[-1],
        lower=language.number(made.lower[-1]),
        upper=language.number(made.upper[-1]),
    )


def _caveats(context: Context, made: AnnualForecast) -> tuple[str, ...]:
    say = context.language.say
    told = [
        say("Forecast, not fact and not a target: a random walk of logarithms knows no project, price or policy. It "
            "uses years up to {base} only, also where later ones are published today.", base=made.last_year),
        say("Volumes are chained from yearly indices and do not add up over regions; neither do these forecasts."),
    ]  # fmt: skip
    if made.last_year < context.year:
        told.append(say("The volume index is published to {base} only.", base=made.last_year))
    return tuple(told)
