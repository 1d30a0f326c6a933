"""What was heard and asked for on 27 March 2018, point by point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference import rows

LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Instruction:
    """One point: ``short`` and ``words`` by language, in this project's words; the day, and where it was read."""

    id: str
    number: int
    short: Mapping[str, str]
    words: Mapping[str, str]
    said_on: str
    source: str
    is_verified: bool


@cache
def instructions() -> dict[str, Instruction]:
    """Every point by id, in the order in which it was told."""
    return {row["id"]: _instruction(number, row) for number, row in enumerate(rows("instructions"), start=1)}


def _instruction(number: int, row: Mapping[str, str]) -> Instruction:
    short, words = ({code: row[f"{name}_{code}"] for code in LANGUAGES} for name in ("short", "words"))
    return Instruction(
        row["id"], number, short, words, row["said_on"], row["source"], is_verified=row["verified"] == "yes"
    )


def instruction_page(name: str) -> str:
    """Name of the page that answers an instruction, without ending."""
    return f"instruction_{name}"


def instruction(name: str) -> Instruction:
    """Return a point by its id.

    Raises
    ------
    UsageError
        For an unknown one.
    """
    known = instructions()
    if name not in known:
        raise UsageError(f"There is no instruction {name!r}.", where="instruction",
                         what_next=f"Use {', '.join(known)}.")  # fmt: skip
    return known[name]
