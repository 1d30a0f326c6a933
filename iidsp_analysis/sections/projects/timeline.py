"""Time line of the projects: first planned date, date now, and the slippage between them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis import plots, portfolio_plots
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.money import BILLION
from iidsp_analysis.monitors.projects.portfolio import (
    CLASS_ENDS,
    CLASSES,
    NO_FIRST_DATE,
    NO_LAST_DATE,
    by_slippage,
    slippage_lines,
)
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.sums import TOTAL, own_lines

#: Projects that one picture can hold, and characters of id and name beside a row of it.
MOST_SHOWN: Final = 30
MOST_LETTERS: Final = 36


@project_section("Time line and slippage")
def timeline(context: Context) -> Result:
    """When projects were first to be commissioned, when they are now, and how many have slipped how far."""
    view = context.projects
    cost = own_lines(context)["cost"]
    lines = view.own(slippage_lines(view.portfolio)).assign(cost=cost, id=view.rows["id"], name=view.rows["name"])
    shown = largest(lines)
    say, language = context.language.say, context.language
    labels = words(context)
    picture = plots.picture(lambda: portfolio_plots.timeline(
        drawn(shown), language, as_of=pd.Timestamp(view.as_of), labels=labels))  # fmt: skip
    months = measured(lines)["months"]
    return Result(
        title=_title(context, months),
        reading=_reading(context, lines, shown),
        language=language,
        caption=project_caption(context, say("picture: days, and full months between them; table: projects, and cost "
                                             "in bn KZT as registered")),
        sources=SOURCE,
        values={"measured": float(len(months)), "slipped": float((months > 0).sum()),
                "median": float(months[months > 0].median()), "largest": float(months.max())},
        table=_table(context, lines),
        picture=Picture(picture, _alt(context, shown)) if len(shown) else None,
        caveats=_caveats(context, lines),
    )  # fmt: skip


def measured(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the projects whose slippage can be told: both dates are recorded."""
    return lines[lines["class"].isin(list(CLASS_ENDS))]


def largest(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the projects of the picture, the largest slippage first; of equal ones the dearer first."""
    order = measured(lines).sort_values(["months", "cost", "id"], ascending=[False, False, True], kind="stable")
    return order.head(MOST_SHOWN)


def drawn(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the drawing, named by id and name of the projects."""
    marks = pd.Series(portfolio_plots.EXPECTED, index=shown.index)
    marks = marks.mask(shown["is_overdue"], portfolio_plots.OVERDUE).mask(shown["is_over"], portfolio_plots.DONE)
    names = [row_name(row["id"], row["name"]) for _, row in shown.iterrows()]
    return shown[["first", "last", "months"]].assign(mark=marks).set_axis(names)


def row_name(project: object, name: object) -> str:
    """Return id and name of a project as they stand beside a row of the drawing; what is missing is left out."""
    told = [str(each) for each in (project, name) if pd.notna(each) and str(each).strip()]
    return portfolio_plots.label(" · ".join(told), MOST_LETTERS)


def words(context: Context) -> dict[str, str]:
    """Return what the drawing says in the reader's language."""
    say = context.language.say
    return {
        "first": say("first planned date"),
        portfolio_plots.DONE: say("commissioned"),
        portfolio_plots.EXPECTED: say("planned date now"),
        portfolio_plots.OVERDUE: say("planned date passed: not before this day"),
        "as_of": context.language.date(context.projects.as_of),
        "months": say("months"),
    }


def class_name(name: str, language: Language) -> str:
    """Return the reader's name of a slippage class."""
    say = language.say
    return {
        "on_time": say("Early, on time, or late by less than a month"), "to_6": say("1–6 months"),
        "to_12": say("7–12 months"), "to_24": say("13–24 months"), "over_24": say("More than 24 months"),
        NO_FIRST_DATE: say("No first date recorded"), NO_LAST_DATE: say("No date now, or commissioned without a date"),
    }[name]  # fmt: skip


def _title(context: Context, months: pd.Series) -> str:
    language, say = context.language, context.language.say
    slipped = months[months > 0]
    if months.empty:
        return say("No project tells both its first date and its date now")
    if slipped.empty:
        return say("No commissioning has slipped by a full month (projects with both dates: {number})",
                   number=language.number(len(months), 0))  # fmt: skip
    return say(
        "Commissioning is late by at least a full month at {slipped} of {number} projects with both dates; half of "
        "these by {median} months or more, at most {most}",
        slipped=language.number(len(slipped), 0),
        number=language.number(len(months), 0),
        median=language.number(slipped.median(), 0 if float(slipped.median()).is_integer() else 1),
        most=language.number(slipped.max(), 0),
    )


def _reading(context: Context, lines: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    cancelled = int(lines["class"].isna().sum())
    all_shown = len(measured(lines)) <= len(shown)
    return tuple(filter(None, (
        say("Slippage is the number of full months from the date as first planned to the actual commissioning or, "
            "while a project is open, to the date planned now; where that has passed, to the day of the register."),
        "" if all_shown else say(
            "The picture shows the {shown} projects with the largest slippage, of {number} with both dates; the table "
            "counts all.", shown=language.number(len(shown), 0), number=language.number(len(measured(lines)), 0)),
        language.count("{number} cancelled project is left out.", "{number} cancelled projects are left out.",
                       cancelled) if cancelled else "",
    )))  # fmt: skip


def _caveats(context: Context, lines: pd.DataFrame) -> tuple[str, ...]:
    say, language = context.language.say, context.language
    ahead = int((lines["is_over"] & (lines["last"] > pd.Timestamp(context.projects.as_of))).sum())
    contradicted = int((lines["is_over"] & ~lines["is_commissioned"]).sum())
    return tuple(filter(None, (
        language.count("{number} project tells a commissioning after the day of the register: an error of entry.",
                       "{number} projects tell a commissioning after the day of the register: errors of entry.",
                       ahead) if ahead else "",
        language.count("{number} project tells a day of commissioning, but its status is another: the day is taken.",
                       "{number} projects tell a day of commissioning, but their status is another: the day is taken.",
                       contradicted) if contradicted else "",
        say("A first date that was overwritten when the plan was moved hides the slippage: nothing here can bring it "
            "back."),
        say("A project without a recorded first date has a row of its own: measured from the present plan it would "
            "look punctual."),
    )))  # fmt: skip


def _alt(context: Context, shown: pd.DataFrame) -> str:
    language = context.language
    return language.count(
        "Time line of {number} project: a hollow mark at the first planned date, a filled one at the date now, a line "
        "between; the largest slippage is {most} months.",
        "Time line of {number} projects: a hollow mark at the first planned date, a filled one at the date now, a line "
        "between; the largest slippage is {most} months.",
        len(shown),
        most=language.number(shown["months"].max(), 0),
    )


def _table(context: Context, lines: pd.DataFrame) -> Table:
    say = context.language.say
    counted = by_slippage(lines)
    counted = counted.loc[[name for name in CLASSES if name in CLASS_ENDS or counted.loc[name].sum() > 0]]
    frame = pd.concat([counted, counted.sum(min_count=1).to_frame(TOTAL).T])
    frame = frame.assign(
        name=[*(class_name(name, context.language) for name in counted.index), say("Total without cancelled projects")],
        projects=frame["commissioned"] + frame["open"],
        commissioned_cost=frame["commissioned_cost"] / BILLION,
        open_cost=frame["open_cost"] / BILLION,
    )
    columns = (
        Column("name", say("Slippage"), "text"),
        Column("projects", say("Projects"), digits=0),
        Column("commissioned", say("Commissioned"), digits=0),
        Column("commissioned_cost", say("Commissioned: planned cost, bn KZT")),
        Column("open", say("Not commissioned"), digits=0),
        Column("open_cost", say("Not commissioned: planned cost, bn KZT")),
    )
    return Table(frame, columns, say("Projects by slippage"), footer=frozenset({TOTAL}))
