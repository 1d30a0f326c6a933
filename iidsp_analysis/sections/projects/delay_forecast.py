"""What the open projects bring together: permanent jobs and output by the end of this year and the next."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.delays import forecast as ahead
from iidsp_analysis.monitors.projects.delays.forecast import PortfolioForecast
from iidsp_analysis.monitors.projects.money import BILLION
from iidsp_analysis.ranking_plots import intervals
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects import delay_forecast_words as words
from iidsp_analysis.sections.projects.delay_ahead import own_open, shared_delay
from iidsp_analysis.sections.projects.delay_ahead_words import day
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.sum_words import twice_note
from iidsp_analysis.sections.projects.sums import own_lines

PERCENT = 100.0


@project_section("Forecast of the portfolio", redacted=None)
def portfolio_forecast(context: Context) -> Result:
    """Jobs and output that the open projects bring by the end of this year and the next, beside their plan.

    Where few projects are foretold, their plan alone is told.
    """
    language, delay = context.language, shared_delay(context)
    rows = own_open(context, delay).index
    forecast = ahead.portfolio_forecast(delay, context.projects.rows)
    picture = _picture(language, forecast) if forecast.is_enough else None
    return Result(
        title=words.forecast_title(language, forecast),
        reading=words.forecast_reading(language, forecast),
        language=language,
        caption=project_caption(context, words.unit(language, forecast, has_picture=picture is not None)),
        sources=SOURCE,
        values=_values(forecast),
        table=_table(language, forecast),
        picture=picture,
        caveats=tuple(
            filter(
                None, (twice_note(context, own_lines(context).loc[rows]), *words.forecast_caveats(language, forecast))
            )
        ),
    )


def _values(forecast: PortfolioForecast) -> dict[str, float]:
    told, prefix = ("median", "") if forecast.is_enough else ("plan", "plan_")
    return {f"{prefix}{amount}_{end.year}": float(row[told]) for (amount, end), row in forecast.table.iterrows()}


def _table(language: Language, forecast: PortfolioForecast) -> Table:
    say, ends = language.say, list(forecast.lower_bound.index)
    keys = [(amount, end) for amount in ahead.AMOUNTS for end in ends]
    names = {"name": [words.amount(language, amount) for amount, _ in keys], "end": [day(language, e) for _, e in keys]}
    frame = forecast.table.loc[keys].copy()
    is_output = frame.index.get_level_values(0) == ahead.OUTPUT
    frame.loc[is_output] = frame.loc[is_output] / BILLION
    frame = frame.reset_index(drop=True).assign(**names)
    foretold = (
        Column("median", say("Forecast (median)"), digits=0), Column("low", say("from (90 % interval)"), digits=0),
        Column("high", say("to (90 % interval)"), digits=0),
    ) if forecast.is_enough else ()  # fmt: skip
    columns = (
        Column("name", say("Commissioned projects bring"), "text"), Column("end", say("by"), "text"), *foretold,
        Column("plan", say("By the planned dates"), digits=0),
    )  # fmt: skip
    caption = (say("Forecast of the open projects and the sum of their plans") if forecast.is_enough
               else say("Plans of the open projects"))  # fmt: skip
    told = [column.key for column in columns]
    return Table(frame[told], columns, caption)


def _picture(language: Language, forecast: PortfolioForecast) -> Picture | None:
    """Forecasts in percent of the plan; none where nothing is planned."""
    planned = forecast.table[forecast.table["plan"] > 0]
    if planned.empty:
        return None
    names = [language.say("{amount}, {year}", amount=words.drawn(language, name), year=end.year)
             for name, end in planned.index]  # fmt: skip
    shares = planned[["median", "low", "high"]].mul(PERCENT / planned["plan"], axis="index").set_axis(names)
    plan = pd.Series(PERCENT, index=names)
    return Picture(
        plots.picture(lambda: intervals(shares, language, rivals=plan, unit=language.say("% of the plan"),
                                        label=language.say("forecast"), rival_label=language.say("plan"))),
        language.say("Forecasts in percent of the sum of plans, with 90 % intervals: {parts}.",
                     parts="; ".join(f"{name} {language.number(float(share), 0)} %"
                                     for name, share in zip(names, shares["median"], strict=True))),
    )  # fmt: skip
