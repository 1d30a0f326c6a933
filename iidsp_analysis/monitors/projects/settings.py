"""Which rules of the project register are on, how grave they are, and their limits: one YAML file.

``reference/project_rules.yml`` ships; the user's ``data/raw/projects/rules.yml`` takes its place. A rule or parameter
that the user's file leaves out keeps the shipped value, so that a short file that changes one limit is enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from iidsp_analysis import folders, reference
from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects.format import NAMES
from iidsp_analysis.monitors.projects.settings_file import entries_of

SHIPPED, OWN = "project_rules.yml", "rules.yml"
FOLDER = "projects"
ERROR, WARNING, NOTICE = SEVERITIES = ("error", "warning", "notice")
ENABLED, SEVERITY = "enabled", "severity"
_FIELDS_PREFIX = "fields"
#: Parameters that count something or number it; shares, ratios and months may have decimals.
_WHOLE = frozenset({"first_division", "last_division", "times_most", "projects_least"})
#: Parameters that are the two ends of one range.
_RANGES = (("first_division", "last_division"), ("in_force_from", "in_force_until"))

Value = float | bool | date | tuple[str, ...]


@dataclass(frozen=True)
class Parameters:
    """The limits of one rule, by name."""

    values: Mapping[str, Value]

    def number(self, name: str) -> float:
        """A limit in the unit that its name ends with."""
        value = self.values[name]
        if not isinstance(value, float):
            raise TypeError(f"{name} is no number")
        return value

    def day(self, name: str) -> date:
        """A date."""
        value = self.values[name]
        if not isinstance(value, date):
            raise TypeError(f"{name} is no date")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words or field names."""
        value = self.values[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is no list")
        return value

    def switch(self, name: str) -> bool:
        """Yes or no."""
        return self.values[name] is True


@dataclass(frozen=True)
class RuleSettings:
    """Whether a rule is on, its severity and its parameters."""

    enabled: bool
    severity: str
    parameters: Parameters


@dataclass(frozen=True)
class Settings:
    """Settings of every rule by its id, and the name of the file that they come from."""

    rules: Mapping[str, RuleSettings]
    file: str = SHIPPED


def shipped_settings() -> Settings:
    """Return the settings that ship with the package."""
    text = resources.files(reference.__name__).joinpath(SHIPPED).read_text(encoding="utf-8")
    return Settings({rule: _shipped(entry) for rule, entry in entries_of(text, SHIPPED).items()})


def read_settings(path: Path | None = None) -> Settings:
    """Read the user's settings, or the shipped ones where there is no such file.

    Parameters
    ----------
    path : Path, optional
        ``data/raw/projects/rules.yml`` by default.

    Raises
    ------
    UsageError
        For an unknown rule, parameter or severity, a value of another kind than the shipped one, a key twice, or a file
        that is no YAML: what, where, what next.
    """
    shipped = shipped_settings()
    own = path or folders.raw() / FOLDER / OWN
    if path is None and not own.exists():
        return shipped
    entries = entries_of(_text(own), own.name)
    _require_known(entries, shipped.rules, "rule", own.name)
    changed = {rule: _changed(shipped.rules[rule], entry, f"{own.name}, {rule}") for rule, entry in entries.items()}
    return Settings({**shipped.rules, **changed}, own.name)


def _text(path: Path) -> str:
    if path.is_dir():
        raise UsageError("The settings of the rules are a folder, not a file.", where=path.name,
                         what_next="Take the folder away, or put a file of this name in its place.")  # fmt: skip
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("The settings of the rules cannot be read.", where=path.name,
                         what_next="Save the file as text in UTF-8.") from error  # fmt: skip


# --- one rule ---------------------------------------------------------------------------------------------------


def _shipped(entry: dict[str, Any]) -> RuleSettings:
    values = {name: _plain(value) for name, value in entry.items() if name not in (ENABLED, SEVERITY)}
    return RuleSettings(entry[ENABLED], entry[SEVERITY], Parameters(values))


def _plain(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return value if isinstance(value, bool | date) else float(value)


def _changed(shipped: RuleSettings, entry: dict[str, Any], where: str) -> RuleSettings:
    known = shipped.parameters.values
    _require_known(entry, (ENABLED, SEVERITY, *known), "parameter", where)
    enabled, severity = entry.get(ENABLED, shipped.enabled), entry.get(SEVERITY, shipped.severity)
    if not isinstance(enabled, bool):
        raise UsageError(f"{ENABLED} must be true or false, not {enabled!r}.", where=where)
    if severity not in SEVERITIES:
        raise UsageError(f"There is no severity {severity!r}.", where=where, what_next=f"Use {', '.join(SEVERITIES)}.")
    own = {name: _same_kind(value, known[name], name, where) for name, value in entry.items() if name in known}
    changed = {**known, **own}
    _require_order(changed, where)
    return RuleSettings(enabled, severity, Parameters(changed))


def _require_order(values: Mapping[str, Value], where: str) -> None:
    """Refuse a range that ends before it begins: nothing would lie in it."""
    for first, last in _RANGES:
        if first in values and values[first] > values[last]:  # type: ignore[operator]
            told = [f"{value:g}" if isinstance(value, float) else value for value in (values[first], values[last])]
            raise UsageError(f"{first} ({told[0]}) is above {last} ({told[1]}).", where=where,
                             what_next="Name the smaller one first; what is left out keeps its shipped value."
                             )  # fmt: skip


def _same_kind(value: Any, shipped: Value, name: str, where: str) -> Value:
    """Accept a value of the kind of the shipped one."""
    told = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    fits = {
        bool: isinstance(value, bool),
        float: isinstance(told, float) and math.isfinite(told) and told >= 0,
        tuple: isinstance(value, list) and all(isinstance(each, str) for each in value),
    }.get(type(shipped), type(value) is date)
    if not fits:
        form = {bool: "true or false", float: "a number of zero or more", tuple: "a list of words"}
        raise UsageError(f"{name} must be {form.get(type(shipped), 'a date')}, not {value!r}.", where=where)
    if name in _WHOLE and told != int(told):
        raise UsageError(f"{name} must be a whole number, not {value!r}.", where=where)
    if isinstance(value, list):
        _require_words(value, name, where)
    if name.startswith(_FIELDS_PREFIX):
        _require_known(value, NAMES, "field", where)
    return tuple(value) if isinstance(value, list) else told


def _require_words(words: list[str], name: str, where: str) -> None:
    """Refuse an empty word, with which every name begins, and a word twice; a list may be empty."""
    if not all(word.strip() for word in words):
        raise UsageError(f"{name} holds an empty word.", where=where, what_next="Take it out.")
    if twice := sorted({word for word in words if words.count(word) > 1}):
        raise UsageError(f"{name} names {', '.join(twice)} twice.", where=where, what_next="Keep one of them.")


def _require_known(names: Iterable[str], known: Iterable[str], what: str, where: str) -> None:
    known = tuple(known)
    for name in names:
        if name not in known:
            raise UsageError(f"There is no {what} {name!r}.", where=where, what_next=f"Known: {', '.join(known)}.")
