"""Passport of the register: which file, which day, whose projects, by which limits, and which cells were doubted."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from iidsp_analysis.loaders.projects import reasons
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.results import Column, Result, Table, definitions
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.doubts import column_name, doubt_rows, effect_name
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section, register_name

#: As many doubtful cells as a page lists; the command lists all.
LISTED = 100
#: What was done with a cell that nobody doubts: a quarter stands for its last day, a total row for no project.
TAKEN: Final = frozenset({reasons.READ_AS, reasons.LEFT_OUT})


def _redacted(context: Context) -> Result:
    """Which version it is, and no more: a file's name may be a firm's."""
    say = context.language.say
    told = {say("Register of projects"): register_name(context), say("Territory"): context.name}
    return Result(title=_title(context), reading=(), language=context.language, before=definitions(told))


@project_section("Register of projects", redacted=_redacted)
def register(context: Context) -> Result:
    """File, day, version, number of projects, limits of the rules, list of priorities."""
    say, view = context.language.say, context.projects
    findings = view.findings
    told = {
        say("Register of projects"): register_name(context),
        say("Day of the register"): context.language.date(view.as_of),
        say("Checksum of the register"): view.register.checksum[:16],
        say("Territory"): f"{context.name} ({context.region.code})",
        say("Projects in the register"): str(len(view.register.rows)),
        say("Projects of this territory"): str(len(view.rows)),
        say("Settings of the rules"): shown(findings.settings),
        say("List of priorities"): _priorities(context),
        say("Doubtful cells of these projects"): str(len(doubtful(_own_doubts(context)))),
    }
    return Result(title=_title(context), reading=_reading(context), language=context.language,
                  before=definitions(told))  # fmt: skip


def _title(context: Context) -> str:
    say, day = context.language.say, context.language.date(context.projects.as_of)
    return say("The register of projects speaks for {day}", day=day)


def _priorities(context: Context) -> str:
    findings = context.projects.findings
    mark = context.language.say("verified") if findings.is_verified else context.language.say("not verified")
    return f"{shown(findings.priorities)} ({mark})"


def _reading(context: Context) -> tuple[str, ...]:
    view, told = context.projects, list[str]()
    if view.is_example:
        told.append(context.language.say(
            "No register is loaded. The projects on this page are made up, with faults planted in them; only the "
            "official figures beside them are real. `iidsp projects import FILE --as-of DATE` loads your register."
        ))  # fmt: skip
    if view.unplaced:
        told.append(context.language.count(
            "{number} project cannot be placed on the borders of {borders}: its region is not told, or was larger.",
            "{number} projects cannot be placed on the borders of {borders}: their region is not told, or was larger.",
            view.unplaced, borders=context.borders,
        ))  # fmt: skip
    return tuple(told)


@project_section("Doubtful cells")
def doubts(context: Context) -> Result:
    """Cells of the register that were rejected, changed or doubted in reading."""
    say, language = context.language.say, context.language
    rows = _own_doubts(context)
    if not rows:
        return Result(title=say("Every cell of these projects was read as it stands"), reading=(), language=language)
    frame = pd.DataFrame(rows[:LISTED])
    frame["effect"] = [effect_name(effect, language) for effect in frame["effect"]]
    labels = {"project": say("Project"), "cell": say("Cell"), "sheet": say("Sheet"), "column": say("Column"),
              "value": say("Value"), "message": say("Reason"), "effect": say("What became of it")}  # fmt: skip
    frame["column"] = [column_name(column, language) for column in frame["column"]]
    for name in ("project", "sheet", "value"):
        frame[name] = [shown(text) for text in frame[name]]
    return Result(
        title=_doubts_title(context, rows),
        reading=(say("Nothing was corrected silently: each cell says what became of it."), *_more(context, rows)),
        language=language,
        caption=project_caption(context, say("cells as they stand in the file")),
        sources=SOURCE,
        values={"doubts": float(len(doubtful(rows))), "listed": float(len(rows))},
        table=Table(frame, tuple(Column(key, label, "text") for key, label in labels.items()), say("Doubtful cells")),
    )


def doubtful(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the doubts without cells that were read as they are meant, and rows that are no projects."""
    return [row for row in rows if row["effect"] not in TAKEN]


def _doubts_title(context: Context, rows: list[dict[str, Any]]) -> str:
    language, number = context.language, len(doubtful(rows))
    taken = language.number(len(rows) - number, 0)
    if not number:
        return language.say("No cell is doubtful; read as meant or left out as no project: {taken}", taken=taken)
    return language.count(
        "{number} cell is unreadable or doubtful; beside it, read as meant or left out as no project: {taken}",
        "{number} cells are unreadable or doubtful; beside them, read as meant or left out as no project: {taken}",
        number, taken=taken,
    )  # fmt: skip


def _more(context: Context, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    if len(rows) <= LISTED:
        return ()
    told = context.language.say("The table shows the first {shown} of {all}; `iidsp projects check --doubts --format "
                                "csv` lists all.", shown=LISTED, all=len(rows))  # fmt: skip
    return (told,)


def _own_doubts(context: Context) -> list[dict[str, Any]]:
    """Doubts about the projects of the report's subject; those about no project stand on the country's page."""
    view = context.projects
    rows = doubt_rows(view.register, context.language)
    own = set(view.rows["id"])
    return rows if view.is_whole else [row for row in rows if row["project"] in own]
