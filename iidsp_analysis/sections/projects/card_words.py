"""What a project card tells, in words: pairs of a term and its value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import regions
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.delays.delay import LATE, NO_PLAN, NOT_TIMED
from iidsp_analysis.monitors.projects.rule import full_months
from iidsp_analysis.monitors.projects.rule_costs import division_name
from iidsp_analysis.sections.projects.field_words import choice_name

Facts = dict[str, str]


def place(row: pd.Series, language: Language) -> str:
    """Return id, region and district of a project."""
    region = None if row["region"] is None else regions.get(str(row["region"])).name[language.code]
    return " · ".join(shown(text) for text in (row["id"], region, row["district"]) if text)


def facts(row: pd.Series, moved: pd.Series, as_of: pd.Timestamp, language: Language) -> Facts:
    """Return what the register tells about a project.

    Parameters
    ----------
    row : Series
        One row of a register.
    moved : Series
        Its row of :func:`rule_schedule.slippage`.
    as_of : Timestamp
        Day of the register.
    """
    say = language.say
    return {
        say("BIN of the firm"): shown(row["bin"]) if row["bin"] else MISSING,
        say("Division"): _division(row, language),
        say("Map"): _choice("map", row, language),
        say("Status"): _status(row, as_of, language),
        say("Cost, plan → fact"): _plan_and_fact(row, "cost_{}_mln_kzt", 1, say("mln KZT"), language),
        say("Permanent jobs, plan → fact"): _plan_and_fact(row, "jobs_permanent_{}", 0, "", language),
        say("First planned for"): _day(row["first_planned_commissioning"], language),
        say("Planned for"): _day(row["planned_commissioning"], language),
        say("Commissioned on"): _day(row["actual_commissioning"], language),
        say("Against the first plan"): _against_first(row, moved, language),
    }


def _against_first(row: pd.Series, moved: pd.Series, language: Language) -> str:
    """Tell the slippage; measured from the present plan a project would look punctual, so that tells nothing."""
    if pd.isna(row["first_planned_commissioning"]):
        return language.say("not known: no first date is told")
    return slippage_text(moved, language)


def _division(row: pd.Series, language: Language) -> str:
    code = str(row["oked"] or "")
    if len(code) < 2:
        return MISSING
    return language.say("{division} (OKED {code})", division=division_name(code[:2], language), code=shown(code))


def _choice(name: str, row: pd.Series, language: Language) -> str:
    return choice_name(name, str(row[name]), language) if row[name] else MISSING


def _status(row: pd.Series, as_of: pd.Timestamp, language: Language) -> str:
    """The status with its day and age: an old status may be no longer true."""
    status, since = _choice("status", row, language), row["status_date"]
    if pd.isna(since):
        return language.say("{status}, as of an untold day", status=status)
    age = int(full_months(pd.Series([since]), pd.Series([as_of])).iloc[0])
    told = {"status": status, "day": _day(since, language)}
    if age < 0:
        return language.say("{status}, as of {day}, after the day of the register", **told)
    if not age:
        return language.say("{status}, as of {day}, less than a month old", **told)
    return language.count("{status}, as of {day}, {number} month old",
                          "{status}, as of {day}, {number} months old", age, **told)  # fmt: skip


def _plan_and_fact(row: pd.Series, field: str, digits: int, unit: str, language: Language) -> str:
    plan, fact = (language.number(row[field.format(kind)], digits) for kind in ("planned", "actual"))
    return f"{plan} → {fact} {unit}".rstrip()


def _day(day: pd.Timestamp, language: Language) -> str:
    return MISSING if pd.isna(day) else language.date(day.date().isoformat())


def slippage_text(moved: pd.Series, language: Language) -> str:
    """Return how far the commissioning has moved from the day first planned."""
    say, months = language.say, moved["months"]
    if np.isnan(months):
        return MISSING
    number = abs(int(months))
    if moved["last"] > moved["first"]:
        if not number:
            return say("late by less than a month")
        if moved["is_over"]:
            return language.count("{number} month late", "{number} months late", number)
        return language.count("{number} month late so far", "{number} months late so far", number)
    if moved["is_over"] and not number:
        return say("on time")
    if moved["is_over"]:
        return language.count("{number} month early", "{number} months early", number)
    if not number:
        return say("no later than first planned")
    return language.count("planned {number} month earlier", "planned {number} months earlier", number)


# --- what others have judged ------------------------------------------------------------------------------------


def _passed(months: int, language: Language) -> str:
    if not months:
        return language.say("the planned day passed less than a month ago")
    return language.count("the planned day passed {number} month ago", "the planned day passed {number} months ago",
                          months)  # fmt: skip


def chance_text(chance: pd.Series, language: Language) -> str:
    """Return the probability of commissioning by the planned day, or why there is none."""
    say = language.say
    if chance["basis"] == LATE:
        return _passed(int(chance["months_late"]), language)
    if chance["basis"] in (NO_PLAN, NOT_TIMED):
        return say("not known: the register lacks a date")
    if np.isnan(chance["by_plan"]):
        return say("not known: no project has waited so long and come")
    told = {name: language.percent(chance[name], 0) for name in ("by_plan", "low", "high")}
    if np.isnan(chance["low"]) or np.isnan(chance["high"]):
        return say("at least {by_plan}", **told) if chance["is_least"] else told["by_plan"]
    if chance["is_least"]:
        return say("at least {by_plan} (90 % interval {low} to {high})", **told)
    return say("{by_plan} (90 % interval {low} to {high})", **told)
