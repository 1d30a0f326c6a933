"""Rules about what a project is: its division, the priorities that it serves, the fields that it must fill."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.language import language as english
from iidsp_analysis.loaders.projects.format import head_of
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.rule import (
    NO_FIGURES,
    Found,
    Gaps,
    Outcome,
    Portfolio,
    Rule,
    is_told,
    outcome,
)
from iidsp_analysis.monitors.projects.settings import Parameters
from iidsp_analysis.prose import quoted

MISSING_FIELD = "mandatory_field_missing"
RESOLUTION_675 = "https://studylib.ru/doc/725036/"


# --- division and priorities ------------------------------------------------------------------------------------


def outside_manufacturing(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects whose OKED division is not of manufacturing."""
    division = pd.to_numeric(portfolio.division).astype(float)
    inside = division.between(limits.number("first_division"), limits.number("last_division"))
    return outcome(division.notna(), ~inside, "oked", oked=portfolio.code)


def outside_priorities(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects whose OKED code serves no priority; a code coarser than the list cannot be judged."""
    priorities = portfolio.priorities
    serves = priorities.serves(portfolio.code)
    return outcome(
        serves.notna(), serves == 0, "oked", oked=portfolio.code, programme=priorities.programme,
        is_verified=float(priorities.is_verified),
    )  # fmt: skip


#: How the shipped list of priorities names its programme.
SHIPPED_PROGRAMME = "IIDSP 2015-2019"


def _outside_priorities_said(gaps: Gaps, language: Language) -> str:
    programme = gaps["programme"]
    gaps = dict(gaps) | {"programme": language.say("IIDSP 2015–2019") if programme == SHIPPED_PROGRAMME else programme}
    if gaps["is_verified"]:
        return language.say("OKED {oked} is not on the list of priorities ({programme}).", **gaps)
    return language.say(
        "OKED {oked} is not on the list of priorities ({programme}), which is not verified: it is no reason to refuse"
        " the project.",
        **gaps,
    )


# --- passport ---------------------------------------------------------------------------------------------------


def missing_fields(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find mandatory fields that the register leaves empty, one finding a field."""
    rows = portfolio.rows
    asked = dict.fromkeys(limits.texts("fields"), pd.Series(True, index=rows.index))
    asked |= {name: portfolio.is_commissioned for name in limits.texts("fields_if_commissioned") if name not in asked}
    found = [
        Found(int(row), name, {"field": name})
        for name, of_whom in asked.items()
        for row in rows.index[of_whom & ~is_told(rows[name])]
    ]
    return Outcome(tuple(found), len(rows), "" if len(rows) else NO_FIGURES)


def with_unread(findings: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Tell empty fields from those whose cell could not be read: only the register's list of doubts knows.

    Parameters
    ----------
    findings : DataFrame
        Columns ``rule``, ``row``, ``column``, ``gaps`` and ``message`` (English), as of :class:`rules.Findings`.
    register : Register
        The register that was checked.

    Returns
    -------
    DataFrame
        The same findings; the gap ``unread`` of a missing field is the cell, and its message says so.
    """
    columns = (findings[name] for name in ("rule", "row", "column", "gaps", "message"))
    lines = [
        (gaps | {"unread": cell}, _missing_said(gaps | {"unread": cell}, english("en")))
        if rule == MISSING_FIELD and (cell := register.unread(int(row), str(column)))
        else (gaps, said)
        for rule, row, column, gaps, said in zip(*columns, strict=True)
    ]
    told = pd.DataFrame(lines, columns=["gaps", "message"], index=findings.index, dtype=object)
    return findings.assign(gaps=told["gaps"], message=told["message"])


def _missing_said(gaps: Gaps, language: Language) -> str:
    field = quoted(language, head_of(str(gaps["field"]), language.code))
    if unread := gaps.get("unread"):
        return language.say(
            "The mandatory field {field} could not be read: see {cell}.", field=field, cell=shown(str(unread))
        )
    return language.say("The mandatory field {field} is empty.", field=field)


RULES = (
    Rule(
        "division_outside_manufacturing",
        outside_manufacturing,
        lambda language: language.say("Division outside manufacturing"),
        lambda language: language.say("The programme is about manufacturing: OKED divisions 10–33."),
        "",
        lambda gaps, language: language.say("OKED {oked} is outside manufacturing.", **gaps),
    ),
    Rule(
        "not_on_priority_list",
        outside_priorities,
        lambda language: language.say("Not on the list of priorities"),
        lambda language: language.say(
            "The user's list of priorities. The list that ships names 14 sub-industries from memory; none was found in"
            " the act, so it is an example and no truth."
        ),
        "",
        _outside_priorities_said,
    ),
    Rule(
        MISSING_FIELD,
        missing_fields,
        lambda language: language.say("Mandatory field missing"),
        lambda language: language.say(
            "The map is a set of projects with defined financing sources, schedules and action plans (Government"
            " resolution 675 of 25 May 2012); the list of fields is the project's own."
        ),
        RESOLUTION_675,
        _missing_said,
    ),
)
