"""Which territories a written label can mean: an index over the codes, names and aliases of the reference tables.

A label is split into what it says it is (city, region, nothing) and a stem, so that "г. Алматы", "Алматы облысы" and
"Almaty" stay three different things while "г.Алматы", "город Алматы" and "АЛМАТЫ Қ." are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from iidsp_analysis.reference import nearest, rows, words

_CITY = frozenset(words("г гор город города қ қала қаласы city"))
_REGION = frozenset(words("обл область области облыс облысы region oblast"))
_PADDING = frozenset(words("республиканского значения of republican significance"))

#: (kind stated by the label, stem without spaces)
Key = tuple[str, str]


def territories_of(label: str, context: str | None = None) -> tuple[str, ...]:
    """Return the ids that a label can mean (none if unknown), in the order of the reference table."""
    found = _index(context).get(_key(label), frozenset())
    return tuple(row["region_id"] for row in rows("regions") if row["region_id"] in found)


def nearest_names(label: str) -> tuple[str, ...]:
    """Return the known names nearest to a label that nothing fits."""
    return nearest(label, (name for name, _, _ in _labels()))


def contexts() -> frozenset[str]:
    """Return the kinds of list in which some alias is read differently."""
    return frozenset(row["only_in"] for row in rows("region_aliases") if row["only_in"])


def _key(label: str) -> Key:
    tokens = words(label)
    kind = "city" if _CITY.intersection(tokens) else "region" if _REGION.intersection(tokens) else ""
    return kind, "".join(word for word in tokens if word not in _CITY | _REGION | _PADDING)


@cache
def _index(context: str | None) -> dict[Key, frozenset[str]]:
    """Map keys to ids: what this kind of list says, over what aliases say, over what follows from them."""
    stated: defaultdict[Key, set[str]] = defaultdict(set)
    implied: defaultdict[Key, set[str]] = defaultdict(set)
    for label, region_ids, kind_of_place in _labels():
        kind, stem = _key(label)
        stated[kind, stem] |= region_ids
        for other in {"", kind_of_place} - {kind}:
            implied[other, stem] |= region_ids
    peculiar = {_key(label): set(region_ids) for label, region_ids, _ in _aliases(context)} if context else {}
    return {key: frozenset(ids) for key, ids in (dict(implied) | dict(stated) | peculiar).items()}


@cache
def _labels() -> tuple[tuple[str, frozenset[str], str], ...]:
    """List (label, ids that it may mean, kind of place) of every code, name and alias that holds everywhere."""
    return (*_codes_and_names(), *_aliases(""))


def _aliases(context: str) -> Iterator[tuple[str, frozenset[str], str]]:
    kinds = {row["code"]: row["kind"] for row in rows("regions")}
    for row in rows("region_aliases"):
        if row["only_in"] == context:
            yield row["alias"], _ids_by("code")[row["code"]], kinds[row["code"]]


def _codes_and_names() -> Iterator[tuple[str, frozenset[str], str]]:
    for column in ("code", "kato", "iso", "iso_pre2022", "ru_nom"):
        for row in rows("regions"):
            if row[column]:
                yield row[column], _ids_by(column)[row[column]], row["kind"]
    for row in rows("regions"):
        if row["kato"]:
            yield row["kato"] + "0" * 7, _ids_by("kato")[row["kato"]], row["kind"]
        # A long name that tells its dates means that territory alone; today's name was the larger one's name too.
        ids = frozenset({row["region_id"]}) if row["valid_to"] else _ids_by("code")[row["code"]]
        for column in ("name_en", "name_ru", "name_kk"):
            yield row[column], ids, row["kind"]


@cache
def _ids_by(column: str) -> dict[str, frozenset[str]]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("regions"):
        ids[row[column]].add(row["region_id"])
    return {value: frozenset(found) for value, found in ids.items()}
