"""Records of industries, product groups and definitions, as read from the reference tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from iidsp_analysis.reference import rows

LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Industry:
    """An item of a classification with its names in three languages."""

    classification: str
    code: str
    name: dict[str, str] = field(hash=False)
    short: dict[str, str] = field(hash=False)
    source: str
    verified: str
    verified_note: str


@dataclass(frozen=True)
class Division(Industry):
    """An OKED division of manufacturing (10–33) and its technology classes; ``verified`` marks differ by scheme."""

    section: str
    technology: str
    technology_verified: str
    oecd2016: str
    oecd2016_verified: str
    unido_mht: str
    unido_mht_verified: str
    technology_source: str
    note: str


@dataclass(frozen=True)
class HsSection(Industry):
    """A section of the Harmonized System (I–XXI), goods without a code (OTHER) or all goods (TOTAL)."""

    chapters: tuple[str, ...]


@dataclass(frozen=True)
class Aggregate(Industry):
    """A line that tables print beside industries: a sum of some, or a residual, tax or total."""

    members: tuple[str, ...]
    printed_as: str
    tables: tuple[str, ...]
    exclude_when_adding: bool
    note: str


@dataclass(frozen=True)
class ProcessedExportsDefinition:
    """A named, versioned list of the HS sections that count as processed exports."""

    id: str
    is_default: bool
    sections: tuple[str, ...]
    excluded: tuple[str, ...]
    name: dict[str, str] = field(hash=False)
    why: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class TechnologyClass:
    """A class of the Eurostat technology scheme with its names."""

    code: str
    name: dict[str, str] = field(hash=False)
    short: dict[str, str] = field(hash=False)


@cache
def sections() -> dict[str, Industry]:
    """Return the OKED sections by code."""
    return {row["code"]: _industry(row, "oked_section") for row in rows("oked_sections")}


@cache
def divisions() -> dict[str, Division]:
    """Return the 24 divisions of manufacturing by code."""
    return {row["code"]: _division(row) for row in rows("oked_divisions")}


@cache
def hs_sections() -> dict[str, HsSection]:
    """Return the HS sections by code, in the order of the system; OTHER and TOTAL last."""
    return {
        row["code"]: HsSection(**vars(_industry(row, "hs_section")), chapters=_chapters(row["chapters"]))
        for row in rows("hs_sections")
    }


@cache
def aggregates() -> dict[str, Aggregate]:
    """Return what tables print beside industries; those with ``exclude_when_adding`` would count parts twice."""
    return {row["code"]: _aggregate(row) for row in rows("aggregates")}


@cache
def technology_classes() -> dict[str, TechnologyClass]:
    """Return the Eurostat technology classes, highest first."""
    return {
        row["code"]: TechnologyClass(row["code"], _in_languages(row, "name"), _in_languages(row, "short"))
        for row in rows("technology_classes")
    }


@cache
def processed_exports_definitions() -> dict[str, ProcessedExportsDefinition]:
    """Return the definitions of processed exports by id: the default first, then the sensitivities."""
    return {row["id"]: _definition(row) for row in rows("processed_exports")}


def _in_languages(row: dict[str, str], column: str) -> dict[str, str]:
    return {language: row[f"{column}_{language}"] for language in LANGUAGES}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _industry(row: dict[str, str], classification: str) -> Industry:
    return Industry(
        classification,
        row["code"],
        name=_in_languages(row, "name"),
        short=_in_languages(row, "short"),
        source=row["source"],
        verified=row["verified"],
        verified_note=row.get("verified_note", ""),
    )


def _division(row: dict[str, str]) -> Division:
    return Division(
        **vars(_industry(row, "oked_division")),
        section=row["section"],
        technology=row["eurostat"],
        technology_verified=row["eurostat_verified"],
        oecd2016=row["oecd2016"],
        oecd2016_verified=row["oecd2016_verified"],
        unido_mht=row["unido_mht"],
        unido_mht_verified=row["unido_mht_verified"],
        technology_source=row["technology_source"],
        note=row["note"],
    )


def _aggregate(row: dict[str, str]) -> Aggregate:
    return Aggregate(
        **vars(_industry(row, "aggregate")),
        members=_listed(row["members"]),
        printed_as=row["printed_as"],
        tables=_listed(row["tables"]),
        exclude_when_adding=row["exclude_when_adding"] == "yes",
        note=row["note"],
    )


def _chapters(ranges: str) -> tuple[str, ...]:
    """Spell out ranges of HS chapters: ``'72-76;78'`` is 72, 73, 74, 75, 76 and 78."""
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in _listed(ranges)]
    return tuple(f"{chapter:02d}" for first, last in ends for chapter in range(int(first), int(last) + 1))


def _definition(row: dict[str, str]) -> ProcessedExportsDefinition:
    excluded = _listed(row["excluded"])
    return ProcessedExportsDefinition(
        id=row["id"],
        is_default=row["role"] == "default",
        sections=tuple(code for code in hs_sections() if code not in (*excluded, "TOTAL")),
        excluded=excluded,
        name=_in_languages(row, "name"),
        why=_in_languages(row, "why"),
    )
