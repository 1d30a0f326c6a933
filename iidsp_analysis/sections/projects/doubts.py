"""The cells of a register that were rejected or only half believed, as a list."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from iidsp_analysis import regions
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects import reasons
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.sections.projects.field_words import field_name, unit_names
from iidsp_analysis.sections.projects.rows import records

DOUBT_ROW = ("sheet", "cell", "column", "value", "reason", "message", "effect", "project")
#: As many doubts as are read in a terminal; CSV and JSON have all.
LINES = 40


def effect_name(effect: str, language: Language) -> str:
    """Return what became of a cell."""
    say = language.say
    names = {
        reasons.REJECTED: say("left missing"),
        reasons.LEFT_OUT: say("row left out"),
        reasons.READ_AS: say("read as told"),
        reasons.MADE_SAFE: say("made harmless"),
        reasons.KEPT: say("kept as written"),
    }
    return names[effect]


def doubt_rows(register: Register, language: Language) -> list[dict[str, Any]]:
    """Return one row a doubt; ``reason`` is its id, ``message`` the sentence in the reader's language."""
    return _rows(register.doubts, language)


def _rows(doubts: pd.DataFrame, language: Language) -> list[dict[str, Any]]:
    say = language.say
    sentences = reasons.reasons(say)
    return [
        {
            "sheet": line["sheet"],
            "cell": line["cell"],
            "column": line["column"],
            "value": line["value"],
            "reason": line["reason_id"],
            "message": sentences[line["reason_id"]].format(**_gaps(line["gaps"], language)),
            "effect": line["effect"],
            "project": line["project"],
        }
        for line in records(doubts)
    ]


def _gaps(gaps: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return the gaps of a reason in the reader's language: regions, units and limits are kept in English."""
    units = unit_names(language)
    told = {name: units.get(value, value) if name in {"unit", "stated"} else value for name, value in gaps.items()}
    if "limit" in gaps:
        told["limit"] = language.number(gaps["limit"], 0)
    return told | {"region": regions.get(gaps["region_id"]).name[language.code]} if "region_id" in gaps else told


def column_name(column: str, language: Language) -> str:
    """Return the name of a column: that of a field of the register, else its own head."""
    return field_name(column, language) if form.field_of(column) else shown(column)


def doubts_table(register: Register, language: Language) -> list[str]:
    """Return the number of projects and doubts, and the first doubts as a table."""
    say = language.say
    rows, number = _rows(register.doubts.head(LINES), language), len(register.doubts)
    counted = Counter(register.doubts["effect"])
    effects = ", ".join(f"{effect_name(effect, language)} {times}" for effect, times in counted.items())
    told = [say("Projects: {number}.", number=len(register.rows)), say("Doubtful cells: {number}.", number=number)]
    if not rows:
        return told
    head = (say("Sheet"), say("Cell"), say("Column"), say("Value"), say("Reason"), say("What became of it"),
            say("Project"))  # fmt: skip
    lines = [
        (shown(row["sheet"]), row["cell"], column_name(row["column"], language), row["value"], row["message"],
         effect_name(row["effect"], language), row["project"])
        for row in rows
    ]  # fmt: skip
    more = [say("… and {number} more: --format csv lists all.", number=number - LINES)] if number > LINES else []
    return [*told, f"{effects}.", "", aligned([head, *lines]), *more]
