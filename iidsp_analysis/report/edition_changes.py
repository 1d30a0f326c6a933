"""What differs between two published editions: vintages, findings, and every number of every table.

Editions are compared by what their pages told (``edition.json`` and the figures of each page), in the language that
both have: a number is known by its page, its section, and the labels of its row and column.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any, Final

import pandas as pd

from iidsp_analysis.errors import SourceError

FILE: Final = "edition.json"
FORMAT: Final = 1
COLUMNS: Final = ("page", "section", "row", "column", "before", "after", "change")
#: Numbers that differ by less are the same: sums in another order.
_SAME: Final = 1e-9

Cells = dict[tuple[str, str, str, str], float]


@dataclass(frozen=True)
class PublishedEdition:
    """An edition as it lies on a disk: what it says of itself, and the figures of its pages in one language."""

    told: dict[str, Any]
    pages: dict[str, list[dict[str, Any]]]

    @property
    def day(self) -> str:
        """ISO date of the edition."""
        return str(self.told["day"])


@dataclass(frozen=True)
class Changes:
    """What differs: ``numbers`` with :data:`COLUMNS`; ``findings`` (page, section, before, after); ``vintages``.

    ``change`` is relative to the number before, missing where that is zero or either is missing. ``gone`` and ``new``
    name pages.
    """

    numbers: pd.DataFrame
    findings: pd.DataFrame
    vintages: pd.DataFrame
    gone: tuple[str, ...]
    new: tuple[str, ...]


def read_edition(path: Path, language: str) -> PublishedEdition:
    """Read an edition from a published folder or its zip file.

    Raises
    ------
    SourceError
        If there is none, or it does not hold the language.
    """
    try:
        told = json.loads(_read(path, FILE))
        if told.get("format") != FORMAT or language not in told["languages"]:
            raise KeyError(language)
        pages = {slug: json.loads(_read(path, f"{language}/{slug}.json")) for slug in told["pages"]}
    except (OSError, KeyError, TypeError, AttributeError, ValueError, zipfile.BadZipFile):
        raise SourceError(
            f"There is no edition in the language {language!r} to compare with.",
            where=str(path),
            what_next="Name a folder or zip file that `iidsp publish` has written.",
        ) from None
    return PublishedEdition(told, pages)


def _read(path: Path, name: str) -> str:
    if path.is_dir():
        return (path / name).read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        (inside,) = (each for each in packed.namelist() if each == name or each.endswith(f"/{name}"))
        return packed.read(inside).decode("utf-8")


def compare(old: PublishedEdition, new: PublishedEdition) -> Changes:
    """Compare two editions of the same question; pages that only one of them has are named, not compared."""
    both = [slug for slug in new.pages if slug in old.pages]
    numbers, findings = [], []
    for slug in both:
        numbers += _changed_numbers(slug, cells_of(old.pages[slug]), cells_of(new.pages[slug]))
        findings += _changed_findings(slug, old.pages[slug], new.pages[slug])
    return Changes(
        pd.DataFrame(numbers, columns=list(COLUMNS)),
        pd.DataFrame(findings, columns=["page", "section", "before", "after"]),
        _changed_vintages(old.told["vintages"], new.told["vintages"]),
        tuple(slug for slug in old.pages if slug not in new.pages),
        tuple(slug for slug in new.pages if slug not in old.pages),
    )


def cells_of(figures: list[dict[str, Any]]) -> Cells:
    """Numbers of a page by section, table, row and column; what repeats a label is numbered."""
    found: Cells = {}
    for section, table in _tables(figures):
        seen: Counter[str] = Counter()
        for row in table["rows"]:
            name = str(row["cells"][0])
            seen[name] += 1
            name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            for column, value in zip(table["columns"][1:], row["cells"][1:], strict=True):
                if isinstance(value, float | int):
                    found[section, table["caption"], name, column["label"]] = value * _scale(column["form"])
    return found


def _scale(form: str) -> float:
    """Pages tell fractions as percent."""
    return 100.0 if form in ("percent", "signed_percent", "points") else 1.0


def _tables(figures: list[dict[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((each["heading"], each["table"]) for each in figures if each["table"])


def _changed_numbers(slug: str, before: Cells, after: Cells) -> list[tuple[Any, ...]]:
    rows = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key, float("nan")), after.get(key, float("nan"))
        if isclose(old, new, rel_tol=_SAME, abs_tol=_SAME):
            continue
        section, _, row, column = key
        rows.append((slug, section, row, column, old, new, (new - old) / abs(old) if old else float("nan")))
    return rows


def _changed_findings(
    slug: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> list[tuple[str, str, str, str]]:
    """Titles of sections that say something else; they are matched by heading and place under it."""
    old, new = _titles(before), _titles(after)
    return [(slug, key[0], old[key], new[key]) for key in new if key in old and old[key] != new[key]]


def _titles(figures: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    seen: Counter[str] = Counter()
    titles = {}
    for each in figures:
        titles[each["heading"], seen[each["heading"]]] = str(each["title"])
        seen[each["heading"]] += 1
    return titles


def _changed_vintages(before: Mapping[str, str], after: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        (source, before.get(source, ""), after.get(source, ""))
        for source in dict.fromkeys([*after, *before])
        if before.get(source) != after.get(source)
    ]
    return pd.DataFrame(rows, columns=["source", "before", "after"])
