"""How long projects take from decision to commissioning, how late they come, and who differs."""

from __future__ import annotations

import math

import pandas as pd

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.measures.survival import SurvivalCurve
from iidsp_analysis.monitors.projects.delays import curves as found
from iidsp_analysis.monitors.projects.delays.curves import Curves, TooFewEventsError
from iidsp_analysis.monitors.projects.delays.durations import Durations, durations
from iidsp_analysis.monitors.projects.rule import COMMISSIONED
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects import delay_words as words
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.survival_plots import survival_steps

PERCENT = 100.0


@project_section("Time to commissioning", redacted=None)
def delay_curves(context: Context) -> Result:
    """Kaplan–Meier curves of the time from decision to commissioning, and who differs."""
    view, language = context.projects, context.language
    whole = durations(view.portfolio)
    own = whole.among(view.rows.index)
    is_borrowed = own.event_count < found.LEAST_EVENTS and not view.is_whole
    try:
        curves = found.delay_curves(whole if is_borrowed else own, view.register.rows, view.portfolio.division)
    except TooFewEventsError as reason:
        raise words.too_few(language, reason) from reason
    return Result(
        title=words.curves_title(language, curves.overall),
        reading=_curves_reading(context, curves, own, is_borrowed=is_borrowed),
        language=language,
        caption=project_caption(context, language.say("months since the decision; % of projects")),
        sources=SOURCE,
        values={"median": curves.overall.median()[0],
                "on_time": curves.slippage.on_time if curves.slippage else math.nan},
        table=_groups_table(language, curves),
        picture=Picture(plots.picture(lambda: survival_steps(
            _drawn(language, curves), language, unit=language.say("% commissioned"),
            time=language.say("months since the decision"))), _curves_alt(language, curves)),
        caveats=_curves_caveats(language, curves),
    )  # fmt: skip


def _curves_reading(context: Context, curves: Curves, own: Durations, *, is_borrowed: bool) -> tuple[str, ...]:
    language, curve = context.language, curves.overall
    borrowed = language.say(
        "Commissioned projects {in_region} that can be timed: {events}; a curve of its own needs {least}. What follows "
        "is of all projects of the register.",
        in_region=context.in_region,
        events=own.event_count,
        least=found.LEAST_EVENTS,
    )
    rows = context.projects.register.rows if is_borrowed else context.projects.rows
    commissioned = int((rows["status"] == COMMISSIONED).sum())
    parts = (
        borrowed if is_borrowed else "",
        words.sizes(language, curves.durations, commissioned), words.median_interval(language, curve),
        words.after_years(language, curve), words.slippage(language, curves.slippage),
        words.slippage_median(language, curves.slippage), words.differences(language, curves.groups),
    )  # fmt: skip
    return tuple(filter(None, parts))


def _curves_caveats(language: Language, curves: Curves) -> tuple[str, ...]:
    timed = curves.durations
    return tuple(filter(None, (
        language.say("Estimated: product-limit curve (Kaplan and Meier), 90 % intervals (Greenwood, log-log scale)."),
        words.tests(language, curves.groups),
        words.small_groups(language, curves.too_few), words.cancelled(language, timed, curves),
        words.undated(language, timed), words.suspended(language, timed), words.origins(language, timed),
        words.left_out(language, timed), words.unrecorded(language, curves.slippage), words.survivorship(language),
    )))  # fmt: skip


def _groups_table(language: Language, curves: Curves) -> Table:
    say = language.say
    median, low, high = curves.overall.median()
    year, two_years = 1 - curves.overall.at([found.YEAR, 2 * found.YEAR])
    whole = {"name": say("All these projects"), "projects": len(curves.durations.frame),
             "commissioned": curves.durations.event_count, "median": median, "low": low, "high": high, "year": year,
             "two_years": two_years, "p_adjusted": math.nan}  # fmt: skip
    names = [words.group_name(language, *key) for key in curves.curves]
    frame = pd.concat([pd.DataFrame([whole]), curves.groups.assign(name=names)], ignore_index=True)
    limits = zip(frame["median"], frame["low"], frame["high"], strict=True)
    frame = frame.assign(half=[words.with_interval(language, *each) for each in limits],
                         differs=words.beyond_chance(language, frame["p_adjusted"]))  # fmt: skip
    columns = (
        Column("name", say("Projects"), "text"), Column("projects", say("Number"), digits=0),
        Column("commissioned", say("Commissioned"), digits=0),
        Column("half", say("Half commissioned, months (90 % interval)"), "text"),
        Column("year", say("Commissioned in a year"), "percent", 0),
        Column("two_years", say("Commissioned in two years"), "percent", 0),
        Column("differs", say("Differs by more than chance"), "text"),
    )  # fmt: skip
    return Table(frame, columns, say("Time from decision to commissioning"), highlight=frozenset({0}))


def _drawn(language: Language, curves: Curves) -> dict[str, pd.DataFrame]:
    """Curves of all projects and of the maps: lines of every region would be a knot."""
    maps = {words.group_name(language, *key): _steps(curve) for key, curve in curves.curves.items()
            if key[0] == found.MAP}  # fmt: skip
    return {language.say("all projects"): _steps(curves.overall)} | (maps if len(maps) > 1 else {})


def _steps(curve: SurvivalCurve) -> pd.DataFrame:
    """Percent commissioned by month, from zero on."""
    shares = {"share": curve.survival, "low": curve.high, "high": curve.low}
    frame = pd.DataFrame({name: PERCENT * (1 - values) for name, values in shares.items()}, index=curve.times)
    start = pd.DataFrame(0.0, index=[0.0], columns=frame.columns)
    return frame if len(curve.times) and curve.times[0] <= 0 else pd.concat([start, frame])


def _curves_alt(language: Language, curves: Curves) -> str:
    last = curves.overall
    return language.say(
        "Steps of the share of projects commissioned by months since the decision; after {months} months, the last at "
        "which one was commissioned, it is {share}.",
        months=language.number(last.last_event, 0),
        share=language.percent(1 - float(last.survival[-1]), 0),
    )
