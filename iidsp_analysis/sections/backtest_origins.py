"""Kazakhstan's own picks, year by year: how well the rankings of each year told what followed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, ranking_plots
from iidsp_analysis.backtest.checked_picks import OriginCheck, check_origins
from iidsp_analysis.backtest.run import JUDGED
from iidsp_analysis.backtest.summary import BORDERS, EXPORTS, SECTIONS, own_panels
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.backtest_panels import interval_text
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.tested_score import BASELINES

FIRST = {EXPORTS: 2016, SECTIONS: 2014}
SOURCES = {EXPORTS: ("bns-446905",), SECTIONS: ("bns-5927",)}


def checked(context: Context, name: str) -> tuple[Observations, list[OriginCheck]]:
    """The panel and the checks of all its origins, from figures up to the date to look from.

    Raises
    ------
    StatedError
        If no year of picks is followed by enough years.
    """
    rows = context.published if not context.as_of else context.published.until(context.as_of)
    observations = own_panels(rows)[name]
    years = range(FIRST[name], observations.last_year)
    found = check_origins(observations, years, size_limit=name == EXPORTS)
    if not found:
        raise StatedError(context.language.say("No year of picks is followed by three more years of figures."))
    return observations, found


@section("The picks from exports, year by year", DROP_TABLES, SOURCES[EXPORTS])
def from_exports(context: Context) -> Result:
    """Rankings of product groups by exports, held against what followed."""
    return _origins(context, EXPORTS)


@section("The picks from value added, year by year", DROP_TABLES, SOURCES[SECTIONS])
def from_value_added(context: Context) -> Result:
    """Rankings of sections by value added, held against what followed."""
    return _origins(context, SECTIONS)


def on_tested_borders(context: Context) -> Context:
    """The context on the borders of the tested panels, whatever the borders of the report: for names and captions."""
    return replace(context, borders=BORDERS)


def origin_table(found: list[OriginCheck]) -> pd.DataFrame:
    """One row a year of picks: ``ic, low, high, baseline, baseline_ic, right, usual, end`` (fractions)."""
    rows = []
    for check in found:
        judged, best = check.ranked[JUDGED], check.best_baseline
        rows.append({
            "year": check.origin, "start": check.start, "end": check.end, "ic": judged.value, "low": judged.low,
            "high": judged.high, "baseline": best, "baseline_ic": check.ranked[best].value, "right": check.right,
            "usual": check.usual,
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("year")


def _origins(context: Context, name: str) -> Result:
    observations, found = checked(context, name)
    context, frame = on_tested_borders(context), origin_table(found)
    language, say = context.language, context.language.say
    won = int((frame["ic"] > frame["baseline_ic"]).sum())
    shares = {name: language.percent(frame[name].mean(), 0) for name in ("right", "usual")}
    return Result(
        title=say("The score told more than its best rival of the same year in {won} of {count} years; its picks were "
                  "right in {right} of cases, blind picks in {usual}", won=won, count=len(frame), **shares),
        reading=(
            say("Right: the pick grew faster from the year after to {end} than the same group in the other regions. "
                "The rival is the best of six simple rules, chosen with hindsight every year, so it is hard to beat.",
                end=found[0].end),
            say("{regions} regions and overlapping years are little evidence: the years are not independent trials.",
                regions=len(observations.regions)),
        ),
        language=language,
        caption=context.caption(say("rank correlation, without unit; weights known in the year of the picks"),
                                f"{frame.index[0]}–{found[0].end}", SOURCES[name]),
        sources=SOURCES[name],
        values={"won": float(won), "years": float(len(frame)), "right": float(frame["right"].mean())},
        table=_table(context, frame),
        picture=Picture(plots.picture(lambda: _draw(context, frame)),
                        say("Dots with intervals by year of the picks: rank correlation of the score with later "
                            "growth, and of its best rival.")),
    )  # fmt: skip


def _draw(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    names = [str(year) for year in frame.index]
    return ranking_plots.intervals(
        frame[["ic", "low", "high"]].set_axis(pd.Index(names)), context.language,
        rivals=pd.Series(frame["baseline_ic"].to_numpy(), names), unit=say("mean rank correlation with later growth"),
        label=say("the score, 90 % interval"), rival_label=say("best rival of the year"),
    )  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(
        name=[str(year) for year in frame.index],
        span=[f"{row['start']}–{row['end']}" for _, row in frame.iterrows()],
        interval=[interval_text(context, row["low"], row["high"]) for _, row in frame.iterrows()],
        rival=[BASELINES[name](context.language) for name in frame["baseline"]],
    )
    columns = (
        Column("name", say("Year of the picks"), "text"),
        Column("span", say("Growth over"), "text"),
        Column("ic", say("Rank correlation"), "signed", 2),
        Column("interval", say("90 % interval"), "text"),
        Column("rival", say("Best rival of the year"), "text"),
        Column("baseline_ic", say("Its rank correlation"), "signed", 2),
        Column("right", say("Picks that were right, %"), "percent", 0),
        Column("usual", say("Blind picks right, %"), "percent", 0),
    )
    return Table(told, columns, say("Picks year by year"))
