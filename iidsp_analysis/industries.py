"""Industries: OKED sections and divisions, HS sections, printed aggregates, and the bridge from goods to industries.

An HS section is a *product group*: :func:`divisions_of_hs_section` lists the divisions whose goods it can contain.
Counts of HS6 lines decide who is on that list and are never used to split a value: values go to divisions only from
HS6 figures.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from iidsp_analysis.errors import UnknownLabelError
from iidsp_analysis.reference import nearest, rows, words
from iidsp_analysis.reference.industry_records import (
    Aggregate,
    Division,
    HsSection,
    Industry,
    ProcessedExportsDefinition,
    TechnologyClass,
    aggregates,
    divisions,
    hs_sections,
    processed_exports_definitions,
    sections,
    technology_classes,
)

Item = TypeVar("Item")

MANUFACTURING = "C"
#: Division of HS6 lines that the concordance leaves without an industry.
UNMATCHED = "00"
#: A division belongs to the product group of an HS section from this share of the section's HS6 lines on. Four per
#: cent keeps the smallest industry that a section's title names (tobacco in IV, 4.2 %) and leaves out stray lines
#: (metal products in XVI, 3.1 %; wood waste in XV, 2.3 %).
SMALLEST_SHARE_OF_LINES = 0.04
#: Definitions of processed exports by id: the default first, then the sensitivities.
PROCESSED_EXPORT_DEFINITIONS = processed_exports_definitions()


# --- one item ---------------------------------------------------------------------------------------------------


def section(code: str) -> Industry:
    """Return the OKED section A–U."""
    return _pick(sections(), code, "OKED section")


def division(code: str) -> Division:
    """Return the OKED division 10–33."""
    return _pick(divisions(), code, "manufacturing division")


def hs_section(code: str) -> HsSection:
    """Return the HS section I–XXI, OTHER (code 999999) or TOTAL."""
    return _pick(hs_sections(), code, "HS section")


def aggregate(code: str) -> Aggregate:
    """Return the printed aggregate, such as MACH (26–30) or 26-30+33."""
    return _pick(aggregates(), code, "printed aggregate")


def technology_class(code: str) -> TechnologyClass:
    """Return the Eurostat technology class ``high``, ``medium-high``, ``medium-low`` or ``low``."""
    return _pick(technology_classes(), code, "technology class")


def name(classification: str, code: str, language: str, *, short: bool = False) -> str:
    """Return the name of an industry, printed aggregates (IND, MACH, TOTAL, residual, …) included.

    Examples
    --------
    >>> name("oked_division", "24", "en", short=True)
    'Basic metals'
    """
    items: dict[str, Industry] = {**aggregates(), **_catalogues().get(classification, {})}
    item = _pick(items, code, f"item of {classification}")
    return (item.short if short else item.name)[language]


def resolve_division(label: str | int) -> Division:
    """Find the division that a label means: by code if it has one, else by name.

    Raises
    ------
    UnknownLabelError
        Unknown; or a printed aggregate ("24-25"); or a name that tables print for a division and for an aggregate
        («Металлургическая промышленность» is 24 and 24-25: only the code tells them apart).
    """
    text = str(label).strip()
    codes = {_printed_code(text)} - {""} or _codes_named(text)
    if len(codes) == 1:
        (code,) = codes
        if code in aggregates():
            raise _is_aggregate(text, aggregate(code))
        return division(code)
    if codes:
        raise UnknownLabelError(
            f"{text!r} is printed for {' and for '.join(sorted(codes))}.", what_next="Use the code."
        )
    raise _unknown("manufacturing division", text, [label for label, _ in _division_names()])


def is_product_group(code: str) -> bool:
    """Whether a code is that of a group of goods (HS section), and not of a division."""
    return code in hs_sections()


def resolve_industry(label: str | int) -> Division | HsSection:
    """Find the group of processed goods that a Roman number means, or the division that a code or name does.

    Raises
    ------
    UnknownLabelError
        Unknown, or goods that are not processed (minerals, farm products, all goods together).
    """
    code = str(label).strip().upper()
    if not is_product_group(code):
        return resolve_division(label)
    processed = default_processed_exports().sections
    if code not in processed:
        raise UnknownLabelError(
            f"{code} is no group of processed goods.", what_next=f"Processed goods are {', '.join(processed)}."
        )
    return hs_section(code)


def default_processed_exports() -> ProcessedExportsDefinition:
    """Return the definition used unless another one is named."""
    return next(definition for definition in PROCESSED_EXPORT_DEFINITIONS.values() if definition.is_default)


# --- bridge from goods to industries ----------------------------------------------------------------------------


@cache
def hs6_lines(hs_section_code: str) -> dict[str, int]:
    """Return how many HS6 lines (HS 2017) of a section each division holds, the largest first; '00' is unmatched."""
    hs_section(hs_section_code)
    lines: Counter[str] = Counter()
    for row in rows("hs2_to_division"):
        if row["hs_section"] == hs_section_code:
            lines[row["division"]] += int(row["hs6_lines"])
    return dict(lines.most_common())


def divisions_of_hs_section(hs_section_code: str, *, manufacturing_only: bool = False) -> tuple[str, ...]:
    """Return the divisions that a product group can contain, by code.

    A division is listed if it holds at least :data:`SMALLEST_SHARE_OF_LINES` of the section's HS6 lines.

    Examples
    --------
    >>> divisions_of_hs_section("XV")
    ('24', '25')
    >>> divisions_of_hs_section("XVI")
    ('26', '27', '28')
    """
    lines = hs6_lines(hs_section_code)
    threshold = SMALLEST_SHARE_OF_LINES * sum(lines.values())
    listed = sorted(code for code, count in lines.items() if count >= threshold and code != UNMATCHED)
    return tuple(code for code in listed if not manufacturing_only or code in divisions())


def hs_section_of_chapter(chapter: str | int) -> str:
    """Return the HS section of a two-digit chapter."""
    code = f"{int(chapter):02d}"
    for item in hs_sections().values():
        if code in item.chapters:
            return item.code
    raise UnknownLabelError(f"There is no HS chapter {code}.", what_next="Chapters run from 01 to 97; 77 is reserved.")


# --- labels and refusals ----------------------------------------------------------------------------------------


def _catalogues() -> dict[str, Mapping[str, Industry]]:
    return {"oked_section": sections(), "oked_division": divisions(), "hs_section": hs_sections()}


def _pick(items: Mapping[str, Item], code: str, what: str) -> Item:
    if code not in items:
        raise _unknown(what, code, list(items))
    return items[code]


def _unknown(what: str, label: str, names: list[str]) -> UnknownLabelError:
    close = nearest(label, names)
    return UnknownLabelError(
        f"There is no {what} {label!r}.",
        what_next=f"Nearest: {', '.join(close)}." if close else f"Known are {', '.join(names[:4])}, … {names[-1]}.",
    )


def _is_aggregate(label: str, found: Aggregate) -> UnknownLabelError:
    return UnknownLabelError(
        f"{label!r} is not a division but a printed aggregate of {', '.join(found.members)}.",
        what_next="Read the divisions themselves: the aggregate would count them twice.",
    )


def _printed_code(label: str) -> str:
    """Return the code that a label starts with ("24", "C24", "24 Basic metals", "24-25", "26-30, 33"), or ''."""
    if label in aggregates():
        return label
    match = re.match(r"(?:[CС][. ]?)?(\d{2}(?:\s*[-–,;+]\s*\d{2})*)(?![\d.])", label)
    if match is None:
        return ""
    code = re.sub(r"\s*[,;+]\s*", "+", re.sub(r"\s*[-–]\s*", "-", match[1]))
    return "MACH" if code == "26-30" else code


def _codes_named(label: str) -> set[str]:
    return _codes_by_words().get(words(label), set())


@cache
def _codes_by_words() -> dict[tuple[str, ...], set[str]]:
    codes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for label, code in _division_names():
        codes[words(label)].add(code)
    return dict(codes)


@cache
def _division_names() -> tuple[tuple[str, str], ...]:
    """List (label, code) of every official name, short name and alias of divisions and their aggregates."""
    official = ((label, item.code) for item in divisions().values() for label in item.name.values())
    short = ((label, item.code) for item in divisions().values() for label in item.short.values())
    aliases = ((row["alias"], row["code"]) for row in rows("industry_aliases"))
    return (*official, *short, *aliases)
