"""What lies ahead of open projects: the chance of each to come by its planned date."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.delays import delay as risk
from iidsp_analysis.monitors.projects.delays.curves import TooFewEventsError
from iidsp_analysis.monitors.projects.delays.delay import Delay, delay_of
from iidsp_analysis.monitors.projects.delays.durations import DAYS_A_MONTH
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import delay_ahead_words as words
from iidsp_analysis.sections.projects.delay_words import too_few, with_interval
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section

#: Rows of the table of open projects.
MOST_ROWS: Final = 15
SHARED: Final = "delay"


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


@project_section("Probability of commissioning by the planned date", redacted=None)
def delay_probabilities(context: Context) -> Result:
    """Open projects of the subject by their chance of coming by the planned date: first those that differ."""
    language, delay = context.language, shared_delay(context)
    told = own_open(context, delay)
    rows = in_order(told).head(MOST_ROWS)
    is_later = planned_later(delay, rows)
    soon = rows[list(is_later.columns)].mask(is_later)
    return Result(
        title=words.probabilities_title(language, told),
        reading=words.probabilities_reading(language, delay, told, left_out=len(told) - len(rows)),
        language=language,
        caption=project_caption(context, language.say("probability, %; 90 % intervals")),
        sources=SOURCE,
        values={"open": float(len(told)), "late": float((told["basis"] == risk.LATE).sum()),
                "unlikely": float(words.unlikely(told).sum())},
        table=_probability_table(context, delay, rows.assign(**soon)),
        caveats=words.probabilities_caveats(language, delay, told, has_later=bool(is_later.any(axis=None))),
    )  # fmt: skip


def own_open(context: Context, delay: Delay) -> pd.DataFrame:
    """Return the open projects of the subject.

    Raises
    ------
    StatedError
        If there is none.
    """
    told = delay.probability[delay.probability.index.isin(context.projects.rows.index)]
    if told.empty:
        what = context.language.say("No open project is in the register {in_region}.", in_region=context.in_region)
        raise StatedError(what, what_next=context.language.say("Projects that are commissioned or cancelled have "
                                                               "nothing ahead."))  # fmt: skip
    return told


def in_order(told: pd.DataFrame) -> pd.DataFrame:
    """Order projects: the latest first, then those whose chance is not that of many, the lowest first.

    After them come those with the chance of many, those of which nothing is known, and the suspended ones.
    """
    is_late, is_known = told["basis"] == risk.LATE, told["by_plan"].notna()
    is_common = words.has_common_chance(told)
    place = pd.Series(3, index=told.index).mask(told["is_suspended"], 4).mask(is_known, 1)
    order = pd.DataFrame({
        "place": place.mask(is_common, 2).mask(is_late, 0),
        "late": -told["months_late"].fillna(0.0),
        "chance": told["by_plan"].mask(is_common, 0.0),
        "plan": told["plan"],
    })  # fmt: skip
    return told.loc[order.sort_values(list(order.columns), kind="stable").index]


def planned_later(delay: Delay, rows: pd.DataFrame) -> pd.DataFrame:
    """Whether the planned date lies after the day of a column: a chance of 0 % by then would look like failure."""
    return pd.DataFrame({f"within_{months}": rows["plan"] > words.ahead_day(delay, months) for months in risk.AHEAD})


def _probability_table(context: Context, delay: Delay, told: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    rows = context.projects.register.rows.loc[told.index]
    frame = told.assign(
        name=[_named(*pair) for pair in zip(rows["id"], rows["name"], strict=True)],
        day=[words.day(language, plan) for plan in told["plan"]],
        chance=[_chance(language, row) for _, row in told.iterrows()],
        moved=told["moved_days"] / DAYS_A_MONTH,
        note=[words.note(language, row) for _, row in told.iterrows()],
    )
    by_day = [Column(f"within_{months}", say("By {day}", day=words.day(language, words.ahead_day(delay, months))),
                     "percent", 0) for months in risk.AHEAD]  # fmt: skip
    columns = (
        Column("name", say("Project"), "text"), Column("day", say("Planned date"), "text"),
        Column("chance", say("By the planned date (90 % interval)"), "text"), *by_day,
        Column("moved", say("Moved, months"), "signed"), Column("note", say("Note"), "text"),
    )  # fmt: skip
    return Table(frame, columns, say("Open projects: those past their date first, then those whose chance differs from "
                                     "that of many"))  # fmt: skip


def _chance(language: Language, row: pd.Series) -> str:
    """The chance with its interval, or a dash with the reason."""
    reason = words.no_chance(language, row)
    return reason or with_interval(language, *(row[name] for name in ("by_plan", "low", "high")), percent=True)


def _named(project: object, name: object) -> str:
    return shown(project) if name is None else f"{shown(name)} ({shown(project)})"
