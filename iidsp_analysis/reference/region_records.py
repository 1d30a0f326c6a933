"""Records of the dated territories and of the changes between them, as read from the reference tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from iidsp_analysis.reference import rows

#: Year that names a set of borders, and the day these borders came into force (2014: the programme's start).
IN_FORCE = {2014: date(2014, 1, 1), 2018: date(2018, 6, 19), 2022: date(2022, 6, 8)}
CASES = ("nom", "gen", "dat", "loc")
LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Region:
    """A territory with its period of validity, codes, names and the forms used in Russian and Kazakh sentences."""

    id: str
    code: str
    kato: str
    iso: str
    iso_pre2022: str
    valid_from: date
    valid_to: date | None
    kind: str
    parent_id: str
    name: dict[str, str] = field(hash=False)
    short: dict[str, str] = field(hash=False)
    case_ru: dict[str, str] = field(hash=False)
    in_ru: str
    kk_gen: str
    in_kk: str
    tile: tuple[int, int] | None
    note: str
    source: str
    verified: str
    verified_note: str


@dataclass(frozen=True)
class BoundaryEvent:
    """A change of ground (``kind='split'``) or of a name only (``kind='name'``)."""

    in_force: date
    signed: date
    kind: str
    parent_id: str
    continues_as: str
    split_off: str
    event: str
    effect: str
    bns_treatment: str
    source: str
    verified: str

    @property
    def successors(self) -> tuple[str, ...]:
        """Ids of the territories that the parent became."""
        return tuple(part for part in (self.continues_as, self.split_off) if part)


@cache
def territories() -> dict[str, Region]:
    """Return every territory by id, the country first."""
    return {row["region_id"]: _region(row) for row in rows("regions")}


def _region(row: dict[str, str]) -> Region:
    return Region(
        id=row["region_id"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        name={language: row[f"name_{language}"] for language in LANGUAGES},
        short={language: row[f"short_{language}"] for language in LANGUAGES},
        case_ru={case: row[f"ru_{case}"] for case in CASES},
        tile=(int(row["tile_row"]), int(row["tile_col"])) if row["tile_row"] else None,
        **{
            column: row[column]
            for column in (
                "code", "kato", "iso", "iso_pre2022", "kind", "parent_id", "in_ru", "kk_gen", "in_kk",
                "note", "source", "verified", "verified_note",
            )
        },
    )  # fmt: skip


@cache
def boundary_events() -> tuple[BoundaryEvent, ...]:
    """Return the changes of borders and names, oldest first."""
    return tuple(sorted(map(_event, rows("boundary_events")), key=lambda event: event.in_force))


def _event(row: dict[str, str]) -> BoundaryEvent:
    days = {"in_force", "signed"}
    return BoundaryEvent(
        in_force=date.fromisoformat(row["in_force"]),
        signed=date.fromisoformat(row["signed"]),
        **{column: text for column, text in row.items() if column not in days},
    )


@cache
def published_shares() -> dict[tuple[str, int, str], float]:
    """Return the share of a split-off region in its old parent by (child id, year, indicator)."""
    return {
        (row["child_id"], int(row["year"]), row["indicator"]): float(row["share"]) for row in rows("backcast_shares")
    }
