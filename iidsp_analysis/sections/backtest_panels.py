"""What the score was worth: rank correlations with later growth on every panel, beside the best simple rival."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, ranking_plots
from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS, backtest_table
from iidsp_analysis.models.estimated_weights import panel_table
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.tested_score import BASELINES, PANELS, panel_sentence

OWN = (EXPORTS, SECTIONS)
OWN_SOURCES = ("bns-446905", "bns-5927")


def panels(context: Context) -> Result:
    """The judged model on every panel, with its interval and its best rival."""
    found = backtest_table()
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, found),
        reading=(
            say("Each year's ranking uses only what was known by then; it is held against growth from one year later "
                "to six years later, relative to the same industry in the other regions. The number is the mean rank "
                "correlation within regions: 0 is chance, 1 would be perfect. Correlations of this size are useful "
                "over many picks and say little about a single one."),
            *(panel_sentence(language, name) for name in OWN if name in found.index),
        ),
        language=language,
        caption=_caption(context, found),
        sources=OWN_SOURCES,
        values={"beats": float(found["beats"].sum()), "panels": float(len(found))},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _draw(context, found)), _alt(context, found)),
        caveats=(
            say("Intervals are from resampled regions; they do not hold the chance of other years."),
            say("A model counts as beating only if it is better on average, in at least four of five years, and surely "
                "above zero."),
            say("When a public panel is tested, the weights are estimated without it."),
        ),
    )  # fmt: skip


def _title(context: Context, found: pd.DataFrame) -> str:
    """Kazakhstan's exports first: the reports rank by them."""
    say, counts = context.language.say, {"beats": int(found["beats"].sum()), "count": len(found)}
    if bool(found.loc[EXPORTS, "beats"]):
        return say("On Kazakhstan's exports the score beats its best simple rival; in all on {beats} of {count} panels",
                   **counts)  # fmt: skip
    return say("On Kazakhstan's exports the score does not beat its best simple rival; on {beats} of {count} panels it "
               "does", **counts)  # fmt: skip


def _caption(context: Context, found: pd.DataFrame) -> str:
    say = context.language.say
    sources = [context.source_note(OWN_SOURCES), *dict.fromkeys(str(source) for source in panel_table()["source"])]
    period = f"{found['first_year'].min()}–{found['last_year'].max()}"
    unit = say("rank correlation, without unit · horizon five years, base year skipped")
    return " · ".join([unit, period, say("source: {sources}", sources="; ".join(sources))])


def _draw(context: Context, found: pd.DataFrame) -> Axes:
    say = context.language.say
    names = [PANELS[str(name)](context.language) for name in found.index]
    return ranking_plots.intervals(
        found[["ic", "ic_low", "ic_high"]].set_axis(pd.Index(names)), context.language,
        rivals=pd.Series(found["baseline_ic"].to_numpy(), names), unit=say("mean rank correlation with later growth"),
        label=say("the score, 90 % interval"), rival_label=say("best simple rival"),
    )  # fmt: skip


def _alt(context: Context, found: pd.DataFrame) -> str:
    say, number = context.language.say, context.language.number
    told = "; ".join(
        say("{panel} {ic} against {rival}", panel=PANELS[str(name)](context.language), ic=number(row["ic"], 2),
            rival=number(row["baseline_ic"], 2))
        for name, row in found.iterrows()
    )  # fmt: skip
    return say("Dots with intervals: {list}.", list=told)


def _table(context: Context, found: pd.DataFrame) -> Table:
    say, language = context.language.say, context.language
    told = found.assign(
        name=[PANELS[str(name)](language) for name in found.index],
        size=[f"{row['regions']} × {row['industries']}" for _, row in found.iterrows()],
        years=[f"{row['first_origin']}–{row['last_origin']}" for _, row in found.iterrows()],
        interval=[interval_text(context, row["ic_low"], row["ic_high"]) for _, row in found.iterrows()],
        rival=[BASELINES[str(name)](language) for name in found["best_baseline"]],
        verdict=np.where(found["beats"], say("beats it"), say("does not beat it")),
    )
    columns = (
        Column("name", say("Panel"), "text"),
        Column("size", say("Regions × industries"), "text"),
        Column("years", say("Years of the picks"), "text"),
        Column("ic", say("Rank correlation"), "signed", 3),
        Column("interval", say("90 % interval"), "text"),
        Column("rival", say("Best simple rival"), "text"),
        Column("baseline_ic", say("Its rank correlation"), "signed", 3),
        Column("origins_won", say("Years won, %"), "percent", 0),
        Column("verdict", say("Verdict"), "text"),
    )
    return Table(told, columns, say("The score on all panels"))


def interval_text(context: Context, low: float, high: float) -> str:
    """The limits of an interval in words."""
    number = context.language.number
    return context.language.say("{low} to {high}", low=number(float(low), 2), high=number(float(high), 2))
