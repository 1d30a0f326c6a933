"""What the explorer shows, as plain values: a state that goes to a JSON file and comes back, or is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iidsp_analysis import folders, regions, schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.explore.names import no_such
from iidsp_analysis.language import language
from iidsp_analysis.models import lenses

#: Version of the file; a file of another version is refused, never guessed at.
VERSION = 1
#: Lines that one chart can tell apart.
MOST_REGIONS = 6
#: Growth that a what-if may assume, per cent: an industry can vanish, and ten times as much is no question any more.
LEAST_GROWTH, MOST_GROWTH = -100.0, 1000.0
_FORMAT = "iidsp explorer state"


@dataclass(frozen=True)
class State:
    """Everything that decides what the explorer shows. It holds ids and numbers: no address, no path, no figure.

    Attributes
    ----------
    regions : tuple of str
        Ids of the regions of the chart, ``KZ`` is the country; one to six.
    indicator, classification, industry : str
        What the chart shows, as the panel names it.
    first_year, last_year : int
        First and last year of the chart.
    borders : {2014, 2018, 2022}
        Borders of all regions.
    year : int
        Year from which the ranking looks.
    language : {"ru", "kk", "en"}
        The reader's language.
    ranked_region : str
        Whose candidates are ranked.
    weights : mapping of str to float
        Weight by lens, only proportions count, negative turns a lens round; empty: the estimated weights.
    what_if_region, what_if_classification, what_if_industry : str
        What is assumed to grow.
    what_if_percent : float
        By how many per cent, from −100 to 1000.

    Raises
    ------
    UsageError
        For a value that no explorer could show, told as a sentence.
    BoundaryError, UnknownLabelError
        For a region that these borders do not have.
    """

    regions: tuple[str, ...] = (schema.COUNTRY, "akmola")
    indicator: str = "gva"
    classification: str = "oked_section"
    industry: str = "C"
    first_year: int = 2010
    last_year: int = 2017
    borders: int = 2014
    year: int = 2017
    language: str = "ru"
    ranked_region: str = "akmola"
    weights: Mapping[str, float] = field(default_factory=dict)
    what_if_region: str = schema.COUNTRY
    what_if_classification: str = "oked_division"
    what_if_industry: str = "10"
    what_if_percent: float = 10.0

    def __post_init__(self) -> None:
        _require_types(self)
        object.__setattr__(self, "regions", tuple(self.regions))
        object.__setattr__(self, "weights", MappingProxyType(_checked_weights(self.weights)))
        language(self.language)
        _require_regions(self)
        _require_known("indicator", self.indicator, schema.INDICATORS)
        for name in ("classification", "what_if_classification"):
            _require_known(name, getattr(self, name), schema.CLASSIFICATIONS)
        if self.first_year > self.last_year:
            raise UsageError(f"The first year, {self.first_year}, comes after the last, {self.last_year}.")
        if not LEAST_GROWTH <= self.what_if_percent <= MOST_GROWTH:
            raise UsageError(f"A what-if assumes {LEAST_GROWTH:g} to {MOST_GROWTH:g} per cent of growth,"
                             f" not {self.what_if_percent:g}.")  # fmt: skip

    def __hash__(self) -> int:
        return hash(self.to_json())

    def to_json(self) -> str:
        """Return the state as text of a JSON file."""
        told: dict[str, Any] = {"format": _FORMAT, "version": VERSION}
        for name in _NAMES:
            value = getattr(self, name)
            told[name] = dict(value) if isinstance(value, Mapping) else value
        return json.dumps(told, ensure_ascii=False, indent=1)

    def save(self, path: Path | str) -> Path:
        """Write the state to a file, whole or not at all.

        Raises
        ------
        UsageError
            If the file cannot be written.
        """
        file = Path(path)
        try:
            folders.write_text(file, self.to_json())
        except OSError as problem:
            raise UsageError(f"The state cannot be written: {problem.strerror}.", where=str(file)) from None
        return file


_NAMES = tuple(each.name for each in fields(State))


def from_json(text: str, where: str = "state") -> State:
    """Return the state that a JSON text holds.

    Raises
    ------
    UsageError
        If the text is no JSON, no state, of another version, or names something that a state does not have.
    """
    try:
        told = json.loads(text)
    except ValueError as problem:
        raise UsageError(f"This is no JSON: {problem}.", where=where) from None
    if not isinstance(told, dict) or told.pop("format", None) != _FORMAT:
        raise UsageError("This file holds no state of the explorer.", where=where,
                         what_next="Take a file that the explorer saved.")  # fmt: skip
    version = told.pop("version", None)
    if version != VERSION:
        raise UsageError(f"This state has the version {version!r}; this program reads {VERSION}.", where=where,
                         what_next="Save it again with the program that reads it.")  # fmt: skip
    for name in told:
        if name not in _NAMES:
            raise UsageError(no_such("setting of the explorer", name, _NAMES), where=where)
    return State(**told)


def read_state(path: Path | str) -> State:
    """Read a state from a file.

    Raises
    ------
    UsageError
        If the file cannot be read, or as for :func:`from_json`.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        told = problem.strerror if isinstance(problem, OSError) else "it is no text in UTF-8"
        raise UsageError(f"The state cannot be read: {told}.", where=str(file)) from None
    return from_json(text, str(file))


def on_borders(state: State, borders: int) -> State:
    """Return the state on other borders: a region that these do not have gives way to what holds its ground.

    Raises
    ------
    BoundaryError
        For unknown borders.
    """
    chosen = tuple(dict.fromkeys(_counterpart(name, borders) for name in state.regions))
    return replace(state, borders=borders, regions=chosen, ranked_region=_counterpart(state.ranked_region, borders),
                   what_if_region=_counterpart(state.what_if_region, borders))  # fmt: skip


def _counterpart(region_id: str, borders: int) -> str:
    """The region itself, the older one around it, or the part that keeps its code."""
    region = regions.get(region_id)
    if region_id == schema.COUNTRY or regions.exists_in(region, borders):
        return region_id
    parts = [part for cover in regions.covers(region_id)[1:] for part in cover
             if regions.exists_in(regions.get(part), borders)]  # fmt: skip
    same_code = [part for part in parts if regions.get(part).code == region.code]
    return next(iter([*same_code, *parts]), None) or regions.contained_in(region_id, borders).id


def _require_types(state: State) -> None:
    for each in fields(State):
        value = getattr(state, each.name)
        if not _fits(value, str(each.type)):
            raise UsageError(f"The setting {each.name} cannot be {value!r}.", where="state",
                             what_next=f"It is {_TYPES[str(each.type)]}.")  # fmt: skip


_TYPES = {
    "str": "a text", "int": "a whole number", "float": "a number", "tuple[str, ...]": "a list of texts",
    "Mapping[str, float]": "a list of numbers by name",
}  # fmt: skip


def _fits(value: object, kind: str) -> bool:
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "float":
        return _is_number(value)
    if kind == "str":
        return isinstance(value, str)
    if kind == "tuple[str, ...]":
        return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    return isinstance(value, Mapping) and all(_is_number(each) for each in value.values())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _checked_weights(weights: Mapping[str, float]) -> dict[str, float]:
    for name in weights:
        lenses.by_name(name)
    if weights and not any(weights.values()):
        raise UsageError(
            "The weights are all zero: they rank nothing.", where="weights",
            what_next="Give one lens a weight, or leave the weights out for the estimated ones.",
        )  # fmt: skip
    return {name: float(weight) for name, weight in weights.items()}


def _require_regions(state: State) -> None:
    if not 1 <= len(state.regions) <= MOST_REGIONS or len(set(state.regions)) < len(state.regions):
        raise UsageError(f"The chart shows one to {MOST_REGIONS} different regions, not {len(state.regions)}.")
    for name in (*state.regions, state.ranked_region, state.what_if_region):
        regions.resolve(name, borders=state.borders)
    if state.ranked_region == schema.COUNTRY:
        raise UsageError("Growth points are ranked region by region.", where="ranked_region")


def _require_known(setting: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise UsageError(no_such(setting, value, known), where=setting)
