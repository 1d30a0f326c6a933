"""Records of the programme's indicators and targets, whether shipped or from a user's file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from iidsp_analysis.reference import rows

COLUMNS = ("programme", "edition", "act", "indicator", "region", "starts", "base_year", "target_year", "value", "form",
           "direction", "source", "verified", "note")  # fmt: skip
#: Columns that a file may leave out.
OPTIONAL = ("act", "starts", "source", "note")
GROWTH, CHANGE, LEVEL, CUMULATIVE, RANK = FORMS = ("growth", "change", "level", "cumulative", "rank")
UP, DOWN = DIRECTIONS = ("up", "down")
#: Kind of an indicator of which only indices to the previous year are published, no level.
CHAINED = "chained"


@dataclass(frozen=True)
class Indicator:
    """An indicator of the programme: how its figures come, in which unit, and which forms of target fit it.

    ``kind`` is ``chained`` (indices to the previous year, no level) or ``level``; ``in_family`` tells the indicators
    that every programme has from those of single acts.
    """

    id: str
    kind: str
    unit: str
    in_family: bool
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """One target of one edition of a programme.

    Attributes
    ----------
    programme, edition, act : str
        Who set it, and in which edition: the base year can differ between editions.
    indicator : str
        Id of ``programme_indicators.csv``.
    region : str
        Region as written; ``KZ`` is the country.
    starts : int or None
        First year in which the edition is in force; None: the year after the base year.
    base_year : int or None
        Year with which growth is compared (of a cumulative target: first year of the sum); None where not told.
    target_year : int
        Year in which it is to be reached.
    value : float
        Growth in per cent of the base year; change, level and cumulative sum in the indicator's unit; rank as place.
    form : {"growth", "change", "level", "cumulative", "rank"}
        What ``value`` is.
    direction : {"up", "down"}
        Whether more or less is better.
    source : str
        Address where the value was read.
    verified : bool
        Whether it was read in a source. A value from memory is not verified.
    note : str
        Remark.
    is_own : bool
        Whether it comes from the user's file.
    """

    programme: str
    edition: str
    act: str
    indicator: str
    region: str
    starts: int | None
    base_year: int | None
    target_year: int
    value: float
    form: str
    direction: str
    source: str
    verified: bool
    note: str
    is_own: bool = False

    @property
    def first_year(self) -> int | None:
        """First year that can be judged; None where neither start nor base year is told.

        The base year itself has nothing to judge, except as the first year of a sum.
        """
        if self.base_year is None:
            return self.starts
        after_base = self.base_year if self.form == CUMULATIVE else self.base_year + 1
        return after_base if self.starts is None else max(self.starts, after_base)


@cache
def indicators() -> dict[str, Indicator]:
    """Return the indicators by id: the family that every programme has first."""
    return {
        row["id"]: Indicator(
            row["id"], row["kind"], row["unit"], row["in_family"] == "yes", tuple(row["forms"].split())
        )
        for row in rows("programme_indicators")
    }
