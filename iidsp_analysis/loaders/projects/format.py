"""Fields of the register of projects: machine names, kinds, units, and the heads and words that stand for them.

The tables are ``reference/project_fields.csv`` and ``reference/project_choices.csv``. Their Kazakh words still need a
native reader (column ``kk_checked``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from iidsp_analysis.reference import rows

TEXT: Final = "text"
WHOLE: Final = "whole"
NUMBER: Final = "number"
DATE: Final = "date"
CODE: Final = "code"
CHOICE: Final = "choice"
#: Kinds whose column holds float64, and those whose column holds str or None.
NUMERIC: Final = frozenset({WHOLE, NUMBER})
TEXTUAL: Final = frozenset({TEXT, CODE, CHOICE})

MLN_KZT: Final = "mln KZT"
PERCENT: Final = "%"
LANGUAGES: Final = ("en", "ru", "kk")

#: Id of the filled row of an empty form: never a project.
TEMPLATE_ROW_ID: Final = "EXAMPLE"
#: How the id of a made-up project begins. A register of such projects only is an example; among real projects they are
#: left out.
EXAMPLE_PREFIXES: Final = ("EXAMPLE-", "ПРИМЕР-")
#: Stands in a cell above the head of a register that is made up as a whole.
EXAMPLE_STAMPS: Final = ("EXAMPLE DATA", "УСЛОВНЫЕ ДАННЫЕ")
#: How the id made for a project without one begins; it is stable as long as BIN, name, product and region are.
NO_ID: Final = "no-id-"
#: Sheets of the form that hold no projects.
SIDE_SHEETS: Final = ("_fields", "_lists")
#: Fields that are known by an abbreviation.
ABBREVIATIONS: Final = frozenset({"id", "bin", "oked", "hs"})
_UNIT_ENDINGS: Final = ("_mln_kzt", "_pct")
#: Output of one year, ``output_planned_2017_mln_kzt``: columns beside the fixed fields, for any years.
OUTPUT_OF_YEAR: Final = re.compile(r"^output_(planned|actual)_((?:19|20)\d\d)_mln_kzt$")


@dataclass(frozen=True)
class Field:
    """One field of the register.

    ``kind`` is text, whole, number, date, code or choice; ``unit`` is empty where there is none; ``choices`` are the
    machine words of a choice (the region has none here: any label of a region will do). ``aliases`` are the heads by
    language, ``example`` a filled cell as it would be typed in Russian.
    """

    name: str
    kind: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    example: str = ""

    @property
    def is_money(self) -> bool:
        """Whether the unit is tenge, the one in which thousands and millions are mixed up."""
        return self.unit == MLN_KZT


def output_of_year(kind: str, year: int) -> Field:
    """Return the field of the output of one year.

    Parameters
    ----------
    kind : str
        ``planned`` or ``actual``.
    year : int
        Year of the output.

    Raises
    ------
    KeyError
        For another kind.
    """
    lasting = BY_NAME[f"output_{kind}_mln_kzt"]
    return Field(f"output_{kind}_{year}_mln_kzt", lasting.kind, lasting.unit)


def field_of(name: str) -> Field | None:
    """Return the field with this machine name, output of a year included; nothing if there is none."""
    if found := OUTPUT_OF_YEAR.match(name):
        return output_of_year(found[1], int(found[2]))
    return BY_NAME.get(name)


def head_of(name: str, code: str) -> str:
    """Return the name of a field for readers: its usual head in this language, in English its machine name in words.

    Abbreviations are capitals: БИН, ОКЭД, ТН ВЭД, BIN.
    """
    field = BY_NAME[name]
    aliases = () if code == "en" else field.aliases.get(code, ())
    for ending in _UNIT_ENDINGS:
        name = name.removesuffix(ending)
    label = aliases[0] if aliases else name.replace("_", " ")
    return label.upper() if field.name in ABBREVIATIONS else label


def _aliases(row: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(filter(None, row[f"aliases_{code}"].split("|"))) for code in LANGUAGES}


def _choices() -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    found: defaultdict[str, dict[str, dict[str, tuple[str, ...]]]] = defaultdict(dict)
    for row in rows("project_choices"):
        found[row["field"]][row["choice"]] = _aliases(row)
    return dict(found)


#: Words of every choice by field, machine word and language.
CHOICES: Final = _choices()
FIELDS: Final = tuple(
    Field(
        name=row["name"],
        kind=row["kind"],
        unit=row["unit"],
        required=row["required"] == "yes",
        choices=tuple(CHOICES.get(row["name"], {})),
        aliases=_aliases(row),
        example=row["example"],
    )
    for row in rows("project_fields")
)
BY_NAME: Final = {each.name: each for each in FIELDS}
NAMES: Final = tuple(BY_NAME)
REQUIRED: Final = tuple(each.name for each in FIELDS if each.required)
