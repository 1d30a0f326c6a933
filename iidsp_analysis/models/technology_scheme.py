"""Which class of technology a division belongs to: by Eurostat, OECD or UNIDO, or by the user's own table."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.industry_records import divisions

#: Classes from high to low; ``mixed`` is a division that two digits cannot place, ``other`` is UNIDO's rest.
CLASSES: Final = ("high", "medium-high", "MHT", "medium", "medium-low", "low", "other", "mixed")
UPPER: Final = frozenset({"high", "medium-high", "MHT"})
NAMED: Final = ("eurostat", "oecd", "unido")
COLUMNS: Final = ("code", "class")


@dataclass(frozen=True)
class Scheme:
    """A class for each of the 24 divisions; ``unverified`` are those whose class nobody read in the source itself."""

    name: str
    classes: dict[str, str] = field(hash=False)
    unverified: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether the classes are the reader's own table and no published scheme."""
        return self.name not in NAMED

    @property
    def upper(self) -> tuple[str, ...]:
        """Divisions of high and medium-high technology (UNIDO: of medium-high and high technology together)."""
        return tuple(code for code, name in self.classes.items() if name in UPPER)

    @property
    def used(self) -> tuple[str, ...]:
        """The classes that occur, from high to low."""
        return tuple(name for name in CLASSES if name in self.classes.values())

    def members(self, name: str) -> tuple[str, ...]:
        """Return the divisions of a class."""
        return tuple(code for code, own in self.classes.items() if own == name)


def scheme(chosen: str = "eurostat") -> Scheme:
    """Return the scheme of a name (eurostat, oecd, unido), of the user's CSV file, or of a table told in one line.

    Parameters
    ----------
    chosen : str
        A name, the path of a file that ends in ``.csv``, or what :func:`written` makes of a scheme.

    Raises
    ------
    UsageError
        For an unknown name, or a table that is not whole.
    """
    if chosen.endswith(".csv"):
        return read_scheme(Path(chosen))
    if ":" in chosen and "=" in chosen:
        return _told(chosen)
    if chosen not in NAMED:
        raise UsageError(
            f"There is no technology scheme {chosen!r}.",
            where="technology",
            what_next=f"Use {', '.join(NAMED)}, or the path of a CSV file with the columns code and class.",
        )
    return _named(chosen)


def written(own: Scheme) -> str:
    """Tell a scheme in a line, such as ``mine: high = 21 26; low = 10 11 …``, from which :func:`scheme` makes it again.

    So a page can be asked for with a table of the user, wherever that lies: its parameter is what the table says.
    """
    return f"{own.name}: " + "; ".join(f"{name} = {' '.join(own.members(name))}" for name in own.used)


def _told(line: str) -> Scheme:
    name, _, classes = line.rpartition(":")
    parts = [part.partition("=") for part in classes.split(";") if part.strip()]
    found = [(code, told.strip()) for told, _, codes in parts for code in codes.split()]
    return Scheme(name.strip(), _checked(name.strip(), found))


def portable(chosen: str) -> str:
    """Return a choice without a path: a name stays, a file becomes the line that tells its table.

    Raises
    ------
    UsageError
        As in :func:`scheme`.
    """
    found = scheme(chosen)
    return written(found) if found.is_own else found.name


def _named(chosen: str) -> Scheme:
    told = {
        "eurostat": ("technology", "technology_verified"),
        "oecd": ("oecd2016", "oecd2016_verified"),
        "unido": ("unido_mht", "unido_mht_verified"),
    }[chosen]
    classes = {code: _at_two_digits(getattr(item, told[0])) for code, item in divisions().items()}
    unread = frozenset(code for code, item in divisions().items() if getattr(item, told[1]) != "yes")
    return Scheme(chosen, classes, unread)


def _at_two_digits(written: str) -> str:
    """Take the class of most of a division (25 without weapons); one of several classes stays ``mixed``."""
    return "mixed" if written.startswith("mixed") else written.split(" (")[0]


def read_scheme(path: Path) -> Scheme:
    """Read the user's own table: a CSV file with the columns ``code`` and ``class``, one row a division.

    Raises
    ------
    UsageError
        If the file is not there or not UTF-8, a column or a division is missing, doubled or unknown, or a class is.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            found = [(row.get("code") or "", row.get("class") or "") for row in reader]
            heads = tuple(reader.fieldnames or ())
    except FileNotFoundError:
        raise UsageError("There is no such file.", where=str(path), what_next="Check the path.") from None
    except UnicodeDecodeError:
        raise UsageError("The file is not UTF-8.", where=str(path), what_next="Save it as CSV UTF-8.") from None
    except (OSError, csv.Error):
        raise UsageError("The file cannot be read.", where=str(path), what_next="Save it as CSV UTF-8.") from None
    _require(
        str(path), "columns are missing", [name for name in COLUMNS if name not in heads], "Name them code and class."
    )
    if path.stem in NAMED:
        raise UsageError(f"A table of one's own cannot be called {path.stem}: that is a published scheme.",
                         where=str(path), what_next="Rename the file.")  # fmt: skip
    return Scheme(path.stem, _checked(str(path), [(code.strip(), name.strip()) for code, name in found]))


def _checked(where: str, found: list[tuple[str, str]]) -> dict[str, str]:
    codes = [code for code, _ in found]
    known = list(divisions())
    unknown = [code for code in codes if code not in known]
    _require(where, "divisions are unknown", unknown, "Divisions of manufacturing are 10 to 33.")
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    _require(where, "divisions stand twice", doubled, "Keep one row of each.")
    odd = sorted({name or "(empty)" for _, name in found if name not in CLASSES})
    _require(where, "classes are unknown", odd, f"Classes are {', '.join(CLASSES)}.")
    missing = [code for code in known if code not in codes]
    _require(where, "divisions are missing", missing, "Give each of the 24 divisions a class.")
    given = dict(found)
    return {code: given[code] for code in known}


def _require(where: str, what: str, wrong: list[str], what_next: str) -> None:
    if wrong:
        raise UsageError(
            f"The table of technology classes cannot be used: {what}: {', '.join(wrong)}.",
            where=where,
            what_next=what_next,
        )
