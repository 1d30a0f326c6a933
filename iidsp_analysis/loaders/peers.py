"""Value added by economy and sector from the user's own file, to compare the country with others.

The layout is that of the aggregates that the Asian Development Bank makes of its input-output tables. They hold no
employment and no population: both are columns that the user can add.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import folders
from iidsp_analysis.errors import SchemaError, UnitError, WorkbookError
from iidsp_analysis.reference.peer_records import OWN, REST_OF_WORLD, peer_sectors
from iidsp_analysis.sources import file_checksum

FOLDER: Final = "peers"
KEYS: Final = ("year", "code", "sector")
NEEDED: Final = (*KEYS, "value_added")
#: Columns that are read where they are there: thousand persons, and the unit of the amounts.
EMPLOYMENT, POPULATION, UNIT = "employment", "population", "unit"
#: Columns of the publisher's file that nothing here reads.
UNREAD: Final = ("sector_index", "gross_output", "intermediate_use", "intermediate_sales", "final_sales", "exports")
USUAL_UNIT: Final = "mln USD, 2010"
README: Final = "See data/raw/peers/README.md."
_ENDINGS: Final = (".csv", ".csv.gz")


@dataclass(frozen=True, eq=False)
class Peers:
    """Checked figures of economies.

    Attributes
    ----------
    file, checksum, source : str
        Name of the file, its SHA-256, and the line that the user wrote beside it (empty: none).
    unit : str
        Of value added, as the file or the README names it.
    rows : DataFrame
        ``year`` (int), ``code, sector`` (str), ``value_added`` (above or equal 0), and ``employment``, ``population``
        (thousand persons) where the file has them. Every economy has all sectors in every year that is left.
    left_out : tuple of str
        Economies and years that were left out, such as ``LVA 2011``: an amount below zero, or a sector missing.
    """

    file: str
    checksum: str
    source: str
    unit: str
    rows: pd.DataFrame
    left_out: tuple[str, ...]

    @property
    def has_employment(self) -> bool:
        """Whether productivity can be told."""
        return EMPLOYMENT in self.rows

    def block(self, year: int, column: str = "value_added") -> pd.DataFrame:
        """Figures of one year: economies × sectors."""
        return self.rows[self.rows["year"] == year].pivot(index="code", columns="sector", values=column)

    @property
    def years(self) -> list[int]:
        """Years in which the country is there."""
        return sorted(int(year) for year in self.rows.loc[self.rows["code"] == OWN, "year"].unique())


def peer_files(raw: Path | None = None) -> list[Path]:
    """List the user's files, without the template."""
    folder = (raw or folders.raw()) / FOLDER
    found = folder.glob("*") if folder.is_dir() else []
    return sorted(path for path in found if path.name.endswith(_ENDINGS) and ".template." not in path.name
                  and not path.name.startswith((".", "~$")))  # fmt: skip


def read_peers(raw: Path | None = None) -> Peers | None:
    """Read the file of economies; None where none lies there.

    Raises
    ------
    WorkbookError
        If there are two files, or one that is no CSV.
    SchemaError
        If columns, sectors or the country are missing or unknown, a row occurs twice, or a figure is none or below 0.
    UnitError
        If amounts are in several units.
    """
    files = peer_files(raw)
    if len(files) > 1:
        first, second = (path.name for path in files[:2])
        raise WorkbookError(f"Two files of economies lie there: {first} and {second}.",
                            where=f"data/raw/{FOLDER}", what_next="Keep one of them.")  # fmt: skip
    return _read(files[0]) if files else None


def _read(path: Path) -> Peers:
    written = _rows_of(path)
    _require_columns(written, path)
    unit = _unit(written, path)
    numbers = [name for name in ("value_added", EMPLOYMENT, POPULATION) if name in written]
    rows = written[list(KEYS)].apply(lambda column: column.str.strip())
    rows = rows.assign(**{name: _amounts(written, name, path) for name in numbers})
    rows["year"] = _years(rows, path)
    _require_labels(rows, path)
    _require_not_negative(rows, path)
    kept, left_out = _whole_economies(rows[rows["code"] != REST_OF_WORLD])
    note = path.with_name(path.name.removesuffix(".gz").removesuffix(".csv") + ".source.txt")
    source = " ".join(note.read_text(encoding="utf-8", errors="replace").split()) if note.is_file() else ""
    return Peers(path.name, file_checksum(path), source, unit, kept, left_out)


def _rows_of(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise WorkbookError("The file of economies cannot be read as CSV in UTF-8.", where=path.name,
                            what_next=README) from None  # fmt: skip


def _require_columns(rows: pd.DataFrame, path: Path) -> None:
    missing = [name for name in NEEDED if name not in rows.columns]
    if missing:
        raise SchemaError(f"The file of economies lacks columns: {', '.join(missing)}.", where=path.name,
                          what_next=README)  # fmt: skip
    known = (*NEEDED, EMPLOYMENT, POPULATION, UNIT, *UNREAD)
    strange = [str(name) for name in rows.columns if name not in known]
    if strange:
        raise SchemaError(f"The file of economies has unknown columns: {', '.join(strange[:5])}.", where=path.name,
                          what_next=README)  # fmt: skip


def _unit(rows: pd.DataFrame, path: Path) -> str:
    units = sorted(set(rows[UNIT].str.strip())) if UNIT in rows else [USUAL_UNIT]
    if len(units) > 1:
        raise UnitError(f"The file of economies has several units: {', '.join(units[:3])}.", where=path.name,
                        what_next="Give all amounts in one unit, at prices of one year.")  # fmt: skip
    return units[0] or USUAL_UNIT


def _amounts(rows: pd.DataFrame, name: str, path: Path) -> pd.Series:
    numbers = pd.to_numeric(rows[name], errors="coerce")
    odd = ~np.isfinite(numbers)
    if odd.any():
        cell = rows.loc[odd, name].iloc[0] or '""'
        raise SchemaError(f"The column {name} has a cell that is no number: {cell}.",
                          where=f"{path.name}, {_place(rows, odd)}", what_next=README)  # fmt: skip
    return numbers


def _place(rows: pd.DataFrame, odd: pd.Series) -> str:
    """Row of the file, the heading being the first."""
    return f"row {int(np.flatnonzero(odd)[0]) + 2}"


def _years(rows: pd.DataFrame, path: Path) -> pd.Series:
    odd = ~rows["year"].str.fullmatch(r"(19|20)\d\d")
    if odd.any():
        cell = rows.loc[odd, "year"].iloc[0]
        raise SchemaError(f"The column year has a cell that is no year: {cell}.",
                          where=f"{path.name}, {_place(rows, odd)}", what_next=README)  # fmt: skip
    return rows["year"].astype(int)


def _require_labels(rows: pd.DataFrame, path: Path) -> None:
    unknown = sorted(set(rows["sector"]) - set(peer_sectors()))
    if unknown:
        raise SchemaError(f"The file of economies has unknown sectors: {', '.join(unknown[:5])}.", where=path.name,
                          what_next=README)  # fmt: skip
    if OWN not in set(rows["code"]):
        raise SchemaError("The file of economies does not have the country, KAZ.", where=path.name,
                          what_next=README)  # fmt: skip
    doubled = rows.duplicated(list(KEYS))
    if doubled.any():
        raise SchemaError("The file of economies has a sector of a year twice.",
                          where=f"{path.name}, {_place(rows, doubled)}", what_next="Keep one row of each.")  # fmt: skip


def _require_not_negative(rows: pd.DataFrame, path: Path) -> None:
    """Refuse people below zero, and value added below zero of the country; that of others is left out and told."""
    for name in [name for name in ("value_added", EMPLOYMENT, POPULATION) if name in rows]:
        below = rows[name] < 0
        below &= (rows["code"] == OWN) | (name != "value_added")
        if below.any():
            raise SchemaError(f"The column {name} has an amount below zero.",
                              where=f"{path.name}, {_place(rows, below)}", what_next=README)  # fmt: skip


def _whole_economies(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Keep economies and years with the sectors of the country and no amount below zero."""
    groups = rows.groupby(["code", "year"])
    sectors = set(rows.loc[rows["code"] == OWN, "sector"])
    found = pd.DataFrame({
        "lowest": groups["value_added"].min(),
        "whole": groups["sector"].agg(lambda own: sectors <= set(own)),
    })  # fmt: skip
    good = found[(found["lowest"] >= 0) & found["whole"]].index
    left_out = found.index.difference(good)
    kept = rows.set_index(["code", "year"]).loc[good].reset_index()
    return kept[kept["sector"].isin(sectors)].reset_index(drop=True), _told(left_out)


def _told(left_out: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(f"{code} {year}" for code, year in left_out)
