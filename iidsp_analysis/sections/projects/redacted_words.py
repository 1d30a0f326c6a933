"""How the redacted edition tells a figure, a hidden one, and why it is hidden."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects import money
from iidsp_analysis.monitors.projects.redaction.records import CLEAR, NOT_SERVED, SERVED, UNDECIDED, UNTOLD
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, WARNING
from iidsp_analysis.prose import sentence
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.field_words import choice_name
from iidsp_analysis.sections.projects.guard import project_caption

TOTAL: Final = "total"
NAME: Final = "name"
#: Names of the columns with the figures of a cell.
FIGURES: Final = ("projects", "cost", "jobs")
Tell = Callable[[float, Language], str]


def hidden_sign(language: Language) -> str:
    """Return what stands in the place of a hidden figure; missing is another sign."""
    return language.say("conf.")


def told(figure: float | None, language: Language, tell: Tell) -> str:
    """Tell a figure; a hidden one by its sign, one that no project states by a dash."""
    return hidden_sign(language) if figure is None else tell(figure, language)


def whole_number(figure: float, language: Language) -> str:
    """Tell projects or persons."""
    return language.number(figure, 0)


def billions(figure: float, language: Language) -> str:
    """Tell an amount of mln KZT in bn KZT, small ones with two decimals; nothing is 0."""
    return money.billions(figure, language) if figure else language.number(0.0, 0)


def share(figure: float | None, whole: float | None, language: Language) -> str:
    """Tell a share of two published figures; hidden if one of them is."""
    if figure is None or whole is None:
        return hidden_sign(language)
    return language.percent(figure / whole if whole else math.nan, 0)


def cell_texts(redaction: Redaction, language: Language, where: Mapping[str, str]) -> dict[str, str]:
    """Tell number, cost and jobs of a cell, by :data:`FIGURES`."""
    tells: dict[str, Tell] = {"projects": whole_number, "cost": billions, "jobs": whole_number}
    return {name: told(redaction.figure(name, **where), language, tell) for name, tell in tells.items()}


def figure_columns(language: Language) -> tuple[Column, ...]:
    """Return the columns of :data:`FIGURES`."""
    say = language.say
    return (
        Column("projects", say("Projects"), "text"),
        Column("cost", say("Planned cost, bn KZT"), "text"),
        Column("jobs", say("Permanent jobs planned"), "text"),
    )


def table(
    rows: Mapping[str, Mapping[str, str]], columns: Sequence[Column], head: str, caption: str,
    *, highlight: frozenset[str] = frozenset(),
) -> Table:  # fmt: skip
    """Tabulate texts; a row named :data:`TOTAL` closes the table."""
    frame = pd.DataFrame.from_dict({key: dict(row) for key, row in rows.items()}, orient="index",
                                   columns=[NAME, *(column.key for column in columns)])  # fmt: skip
    return Table(frame, (Column(NAME, head, "text"), *columns), caption, highlight, footer=frozenset({TOTAL}))


def redacted_caption(context: Context, unit: str) -> str:
    """Caption of every table of the edition: unit, what the sign means, day and version of the register."""
    note = context.language.say(
        "{sign} – confidential: fewer than three projects or firms, one firm with more than 75% of an amount, or a "
        "figure from which such a one could be computed; 0 or no row – no project; a dash – no project states it",
        sign=hidden_sign(context.language),
    )
    return project_caption(context, unit, note=note)


def hidden_sentence(shown: Table, language: Language) -> str:
    """Say how many figures of a table are hidden."""
    cells = int((shown.frame == hidden_sign(language)).to_numpy().sum())
    if not cells:
        return language.say("No figure of this table is confidential.")
    return language.count("{number} figure of this table is confidential.",
                          "{number} figures of this table are confidential.", cells)  # fmt: skip


def caveats(language: Language) -> tuple[str, ...]:
    """Return what the edition counts, guards, and does not guard."""
    say = language.say
    return (
        say("Cancelled projects are in no figure. Shares are computed from published figures only."),
        say("All pages of this edition on one set of borders hide the same figures. From everything published, an "
            "amount that one or two firms decide can be told no closer than from 20% below to 20% above it, and one or "
            "two projects cannot be told from three. Do not pass on editions of the same register on other borders or "
            "with other rules, or of several of its versions: their differences are not guarded."),
        say("Not guarded: what somebody knows about a project from elsewhere, such as the second largest firm of a "
            "published sum about the largest one."),
    )  # fmt: skip


# --- labels -----------------------------------------------------------------------------------------------------


def choice_label(field: str, value: str, language: Language) -> str:
    """Return the word for a status or a map."""
    if value == UNTOLD:
        return language.say("Not told")
    return sentence(choice_name(field, value, language))


def severity_label(severity: str, language: Language) -> str:
    """Return what the gravest finding of a project is."""
    say = language.say
    return {ERROR: say("Error"), WARNING: say("Warning"), NOTICE: say("Notice"), CLEAR: say("No finding")}[severity]


def service_label(service: str, language: Language) -> str:
    """Return whether a project serves a listed priority."""
    say = language.say
    return {
        SERVED: say("Serves a listed priority"),
        NOT_SERVED: say("Serves none"),
        UNDECIDED: say("The OKED code cannot tell"),
    }[service]
