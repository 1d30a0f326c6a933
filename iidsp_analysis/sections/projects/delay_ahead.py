"""What lies ahead of open projects: the chance of each to come by its planned date, and what they bring together."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.delays import delay as risk
from iidsp_analysis.monitors.projects.delays import forecast as ahead
from iidsp_analysis.monitors.projects.delays.curves import TooFewEventsError
from iidsp_analysis.monitors.projects.delays.delay import Delay, delay_of
from iidsp_analysis.monitors.projects.delays.forecast import PortfolioForecast
from iidsp_analysis.ranking_plots import intervals
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import delay_ahead_words as words
from iidsp_analysis.sections.projects.delay_words import survivorship, too_few
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section

#: Rows of the table of open projects.
MOST_ROWS = 30
SHARED = "delay"
PERCENT = 100.0


def shared_delay(context: Context) -> Delay:
    """Return the risk of delay in the whole register, estimated once for all sections of a report.

    Raises
    ------
    StatedError
        With too few commissioned projects.
    """
    kept = context.shared.get(SHARED)
    if not isinstance(kept, Delay):
        try:
            kept = delay_of(context.projects.portfolio)
        except TooFewEventsError as reason:
            raise too_few(context.language, reason) from reason
        context.shared[SHARED] = kept
    return kept


# --- each project -----------------------------------------------------------------------------------------------


@project_section("Probability of commissioning by the planned date", redacted=None)
def delay_probabilities(context: Context) -> Result:
    """Open projects of the subject by their probability of coming by the planned date, the least likely first."""
    language, delay = context.language, shared_delay(context)
    told = _own(context, delay)
    shown_rows = in_order(told).head(MOST_ROWS)
    return Result(
        title=words.probabilities_title(language, told),
        reading=words.probabilities_reading(language, delay, told, left_out=len(told) - len(shown_rows)),
        language=language,
        caption=project_caption(context, language.say("probability, %; 90 % intervals")),
        sources=SOURCE,
        values={"open": float(len(told)), "late": float((told["basis"] == risk.LATE).sum()),
                "unlikely": float(words.unlikely(told).sum())},
        table=_probability_table(context, shown_rows),
        caveats=words.probabilities_caveats(language, delay, told),
    )  # fmt: skip


def _own(context: Context, delay: Delay) -> pd.DataFrame:
    told = delay.probability[delay.probability.index.isin(context.projects.rows.index)]
    if told.empty:
        what = context.language.say("No open project is in the register {in_region}.", in_region=context.in_region)
        raise StatedError(what, what_next=context.language.say("Projects that are commissioned or cancelled have "
                                                               "nothing ahead."))  # fmt: skip
    return told


def in_order(told: pd.DataFrame) -> pd.DataFrame:
    """Order projects by their chance: late ones first, the latest on top; those of which nothing is known last."""
    order = pd.DataFrame({"chance": told["by_plan"], "late": -told["months_late"].fillna(-1.0)}, index=told.index)
    return told.loc[order.sort_values(["chance", "late"], kind="stable", na_position="last").index]


def _probability_table(context: Context, told: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    rows = context.projects.register.rows.loc[told.index]
    is_late = told["basis"] == risk.LATE
    frame = pd.DataFrame({
        "name": [_named(*pair) for pair in zip(rows["id"], rows["name"], strict=True)],
        "plan": [words.day(language, plan) for plan in told["plan"]],
        **{column: told[column].mask(is_late) for column in ("by_plan", "low", "high")},
        **{f"within_{months}": told[f"within_{months}"] for months in risk.AHEAD},
        "note": [words.note(language, row) for _, row in told.iterrows()],
    }, index=told.index)  # fmt: skip
    columns = (
        Column("name", say("Project"), "text"), Column("plan", say("Planned date"), "text"),
        Column("by_plan", say("By the planned date"), "percent", 0),
        Column("low", say("from (90 % interval)"), "percent", 0),
        Column("high", say("to (90 % interval)"), "percent", 0),
        Column("within_6", say("Within 6 months"), "percent", 0),
        Column("within_12", say("Within 12 months"), "percent", 0), Column("note", say("Note"), "text"),
    )  # fmt: skip
    return Table(frame, columns, say("Open projects, the least likely to be in time first"))


def _named(project: object, name: object) -> str:
    return shown(project) if name is None else f"{shown(name)} ({shown(project)})"


# --- the portfolio ----------------------------------------------------------------------------------------------


@project_section("Forecast of the portfolio", redacted=None)
def portfolio_forecast(context: Context) -> Result:
    """Jobs and output that the open projects bring by the end of this year and the next, beside their plan."""
    language, delay = context.language, shared_delay(context)
    _own(context, delay)
    forecast = ahead.portfolio_forecast(delay, context.projects.rows)
    if not forecast.foreseen:
        raise StatedError(language.say("No open project can be foretold: {open} of them have waited longer than any "
                                       "commissioned project, or cannot be timed.", open=forecast.open_projects),
                          what_next=language.say("Tell their dates of decision and their planned dates in the "
                                                 "register."))  # fmt: skip
    return Result(
        title=words.forecast_title(language, forecast),
        reading=words.forecast_reading(language, forecast),
        language=language,
        caption=project_caption(context, language.say("persons; mln KZT a year at full capacity; 90 % intervals")),
        sources=SOURCE,
        values=_values(forecast),
        table=_forecast_table(language, forecast),
        picture=_forecast_picture(language, forecast),
        caveats=(*words.forecast_caveats(language, forecast), survivorship(language)),
    )


def _values(forecast: PortfolioForecast) -> dict[str, float]:
    return {f"{amount}_{end.year}": float(row["median"]) for (amount, end), row in forecast.table.iterrows()}


def _forecast_table(language: Language, forecast: PortfolioForecast) -> Table:
    say = language.say
    lines = [(words.amount(language, amount), words.day(language, end), *forecast.table.loc[(amount, end)])
             for amount in ahead.AMOUNTS for end in forecast.lower_bound.index]  # fmt: skip
    frame = pd.DataFrame(lines, columns=["name", "end", "median", "low", "high", "plan"])
    columns = (
        Column("name", say("Commissioned projects bring"), "text"), Column("end", say("by"), "text"),
        Column("median", say("Forecast (median)"), digits=0), Column("low", say("from (90 % interval)"), digits=0),
        Column("high", say("to (90 % interval)"), digits=0), Column("plan", say("By the planned dates"), digits=0),
    )  # fmt: skip
    return Table(frame, columns, say("Forecast of the open projects and the sum of their plans"))


def _forecast_picture(language: Language, forecast: PortfolioForecast) -> Picture | None:
    """Forecasts in percent of the plan; none where nothing is planned."""
    planned = forecast.table[forecast.table["plan"] > 0]
    if planned.empty:
        return None
    names = [language.say("{amount}, {year}", amount=words.amount(language, name), year=end.year)
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
