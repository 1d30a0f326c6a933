"""What became of the projects between two versions of the register, in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects import changes
from iidsp_analysis.monitors.projects.differences import PROJECTS, Differences
from iidsp_analysis.prose import quoted
from iidsp_analysis.sections.projects.field_words import field_name, value_text

#: As many pairs that may be one project are named.
PAIRS: Final = 10


class Told(NamedTuple):
    """One difference, its field and values already in words."""

    project: str
    field: str
    old: str
    new: str
    size: str
    unread: str = ""


def kind_name(kind: str, language: Language) -> str:
    """Return the heading of a kind of differences."""
    say = language.say
    names = {
        changes.ADDED: say("Added"),
        changes.DROPPED: say("Dropped"),
        changes.STATUS: say("Another status"),
        changes.POSTPONED: say("Postponed"),
        changes.BROUGHT_FORWARD: say("Brought forward"),
        changes.UNCOUNTED: say("Postponed, but not counted"),
        changes.RECOSTED: say("Re-costed"),
        changes.JOBS: say("Other numbers of jobs"),
        changes.RENAMED: say("Renamed"),
        changes.RENUMBERED: say("Another id"),
        changes.REWRITTEN: say("Rewritten"),
        changes.WITHDRAWN: say("No longer told, or not readable"),
        changes.SUPPLIED: say("Told for the first time, or readable now"),
        changes.CHANGED: say("Other changes"),
    }
    return names[kind]


def size_text(change: float, unit: str, language: Language) -> str:
    """Return the size of a change with its sign and unit; nothing where there is none."""
    if not math.isfinite(change):
        return ""
    digits = 0 if float(change).is_integer() else 1
    if unit == changes.MONTHS:
        return language.say("full months: {number}", number=language.signed(change, 0))
    if unit == changes.PERCENT:
        return language.signed_percent(change / 100)
    return language.points(change / 100) if unit == changes.POINTS else language.signed(change, digits)


def sentence(row: dict[str, Any], compared: Differences, language: Language) -> str:
    """Tell one row of the table of differences."""
    return _SENTENCES[row["kind"]](_told(row, compared, language), language)


def _told(row: dict[str, Any], compared: Differences, language: Language) -> Told:
    name = "" if row["name"] is None else f" {quoted(language, shown(row['name']))}"
    project = f"{shown(row['project'])}{name}"
    if not row["field"]:
        return Told(project, "", "", _cost(row, compared, language), "")
    old, new = (value_text(row["field"], row[side], language) for side in ("old", "new"))
    size = size_text(row["change"], row["unit"], language)
    return Told(project, field_name(row["field"], language), old, new, size, _unread(row, compared))


def _unread(row: dict[str, Any], compared: Differences) -> str:
    """Return the cell of the side that tells nothing, if something stands there that could not be read."""
    if row["kind"] == changes.WITHDRAWN:
        return shown(compared.new.unread(row["new_row"], row["field"]))
    return shown(compared.old.unread(row["old_row"], row["field"])) if row["kind"] == changes.SUPPLIED else ""


def _cost(row: dict[str, Any], compared: Differences, language: Language) -> str:
    """Return the planned cost of a project that came or went."""
    is_added = row["kind"] == changes.ADDED
    rows = (compared.new if is_added else compared.old).rows
    cost = float(rows.loc[row["new_row" if is_added else "old_row"], "cost_planned_mln_kzt"])
    return value_text("cost_planned_mln_kzt", cost, language)


def _planned(told: Told, language: Language) -> str:
    return language.say("{project}: planned commissioning {old} → {new}, {size}.", **told._asdict())


def _changed(told: Told, language: Language) -> str:
    if told.size:
        return language.say("{project}: {field} {old} → {new}, {size}.", **told._asdict())
    return language.say("{project}: {field} {old} → {new}.", **told._asdict())


def _renamed(told: Told, language: Language) -> str:
    return language.say("{project}: former name {old}.", **told._asdict() | {"old": quoted(language, told.old)})


def _withdrawn(told: Told, language: Language) -> str:
    if told.unread:
        return language.say(
            "{project}: {field} was told as {old} before; what stands in {unread} now could not be read.",
            **told._asdict(),
        )
    return language.say("{project}: {field} was told as {old} before and is not told now.", **told._asdict())


def _supplied(told: Told, language: Language) -> str:
    if told.unread:
        return language.say(
            "{project}: {field} is told as {new} now; what stood in {unread} before could not be read.",
            **told._asdict(),
        )
    return language.say("{project}: {field} was not told before and is told as {new} now.", **told._asdict())


def _rewritten(told: Told, language: Language) -> str:
    return language.say("{project}: {field} was told as {old} before and is told as {new} now.", **told._asdict())


_SENTENCES: Final[dict[str, Callable[[Told, Language], str]]] = {
    changes.ADDED: lambda told, language: language.say(
        "{project}: not in the older register; planned cost: {new}.", **told._asdict()
    ),
    changes.DROPPED: lambda told, language: language.say(
        "{project}: not in the newer register; planned cost: {new}.", **told._asdict()
    ),
    changes.STATUS: _changed,
    changes.POSTPONED: _planned,
    changes.BROUGHT_FORWARD: _planned,
    changes.UNCOUNTED: lambda told, language: language.say(
        "{project}: planned commissioning moved to a later day; number of postponements as before: {new}.",
        **told._asdict(),
    ),
    changes.RECOSTED: _changed,
    changes.JOBS: _changed,
    changes.RENAMED: _renamed,
    changes.RENUMBERED: lambda told, language: language.say("{project}: former id {old}.", **told._asdict()),
    changes.REWRITTEN: _rewritten,
    changes.WITHDRAWN: _withdrawn,
    changes.SUPPLIED: _supplied,
    changes.CHANGED: _changed,
}


# --- the whole portfolio ----------------------------------------------------------------------------------------


def summary(compared: Differences, language: Language) -> list[str]:
    """Tell how the portfolio changed: number of projects, planned cost, planned permanent jobs, and by what."""
    say = language.say
    measures = {
        PROJECTS: (say("Projects"), ""),
        "cost_planned_mln_kzt": (say("Planned cost"), say("mln KZT")),
        "jobs_permanent_planned": (say("Planned permanent jobs"), ""),
        "jobs_permanent_actual": (say("Permanent jobs created"), ""),
    }
    told = [_way(compared, measure, *words, language) for measure, words in measures.items()]
    return [*told, *_doubtful(compared, language)]


def _way(compared: Differences, measure: str, name: str, unit: str, language: Language) -> str:
    steps = compared.bridge.to_dict(orient="index")[measure]
    digits = 1 if unit else 0
    old, new = (language.amount(steps[side], unit, digits).rstrip() for side in ("old", "new"))
    parts = {
        language.say("added"): steps["added"],
        language.say("dropped"): steps["dropped"],
        language.say("changed"): steps["changed"],
        language.say("told for the first time"): steps["supplied"],
        language.say("no longer told"): steps["withdrawn"],
    }
    listed = ", ".join(f"{step} {language.signed(value, digits)}" for step, value in parts.items() if value)
    told = language.say("{name}: {old} → {new}", name=name, old=old, new=new)
    return f"{told} ({listed})." if listed else f"{told}."


def _doubtful(compared: Differences, language: Language) -> list[str]:
    """Name the pairs that may be one project and were not paired."""
    if compared.maybe.empty:
        return []
    first = compared.maybe.head(PAIRS).itertuples(index=False, name=None)
    pairs = ", ".join(f"{shown(old)} → {shown(new)}" for old, new in first) + (
        ", …" if len(compared.maybe) > PAIRS else ""
    )
    number = len(compared.maybe)
    return [
        language.say(
            "Pairs that share a firm or a name and may be one project, but are told as dropped and added: {number} "
            "({pairs}).",
            number=number,
            pairs=pairs,
        )
    ]
