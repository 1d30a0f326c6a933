"""Sums of six-digit trade lines by any of their dimensions, with DuckDB over the store: memory has a limit, not rows.

Values are added as decimals of a millionth of their unit: the order in which several processors meet them changes
nothing. Lines that are confidential are counted beside the sum and never taken for zero.
"""

from __future__ import annotations

import glob
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.errors import MissingDataError, SourceError, UnknownLabelError, UsageError
from iidsp_analysis.loaders.trade_sections import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE
from iidsp_analysis.loaders.trade_store import FOLDER, TABLES

if TYPE_CHECKING:
    import duckdb

#: What lines can be added by: the number or name that groups them, and how it is written. Nothing that somebody typed
#: gets into a query.
DIMENSIONS: Final = {
    "year": ("year::INTEGER", "year"),
    "month": ("(year * 100 + month)::INTEGER", "printf('%04d-%02d', month // 100, month % 100)"),
    "region": ("region", "region::VARCHAR"),
    "hs_section": ("sections.code", "coalesce(hs_section, 'OTHER')"),
    "hs2": ("hs6 // 10000", "printf('%02d', hs2)"),
    "hs4": ("hs6 // 100", "printf('%04d', hs4)"),
    "hs6": ("hs6", "printf('%06d', hs6)"),
}
#: Dimensions of which the publisher prints totals itself.
PRINTED: Final = frozenset({"year", "month", "region"})
LEAST_MEMORY: Final = 64
_DIGITS: Final = (2, 4, 6)


@dataclass(frozen=True)
class Asked:
    """Which lines are added by what.

    ``by`` are names of :data:`DIMENSIONS`; empty ``years`` and ``regions`` are all of them; ``goods`` are the first 2,
    4 or 6 digits of the lines, empty for all. ``memory`` is in MiB.
    """

    by: tuple[str, ...] = ("region", "year")
    flow: str = "exports"
    years: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    goods: str = ""
    memory: int = 512
    threads: int = 2

    def __post_init__(self) -> None:
        """Refuse words that mean nothing.

        Raises
        ------
        UsageError
            Naming what there is.
        """
        unknown = [name for name in self.by if name not in DIMENSIONS]
        if unknown or len(set(self.by)) != len(self.by) or not self.by:
            raise UsageError(f"Lines cannot be added by {', '.join(unknown or self.by) or 'nothing'}.", where="--by",
                             what_next=f"Use some of {', '.join(DIMENSIONS)}, each once.")  # fmt: skip
        if self.flow not in TABLES:
            raise UsageError(f"There is no flow {self.flow!r}.", what_next=f"Use {' or '.join(TABLES)}.")
        if self.goods and not (self.goods.isascii() and self.goods.isdigit() and len(self.goods) in _DIGITS):
            raise UsageError(f"{self.goods!r} are no goods: 2, 4 or 6 digits are.", where="--goods")
        if self.memory < LEAST_MEMORY:
            raise UsageError(f"Less than {LEAST_MEMORY} MiB is too little.", where=f"--memory {self.memory}")


def totals(processed_folder: Path, asked: Asked) -> pd.DataFrame:
    """Add lines up.

    Returns
    -------
    DataFrame
        The dimensions; ``thousand_usd`` and ``tonnes`` (sums of the lines that are printed; missing where none is),
        ``confidential`` (number of values left out of ``thousand_usd``), ``provisional``, ``source``; and ``printed``
        (thousand USD) where the publisher prints such totals: regions or the country, of all goods. In the order of
        the dimensions.

    Raises
    ------
    MissingDataError
        If no such table is stored, or it holds no such lines.
    SourceError
        If a file of the store is damaged, or the memory does not suffice.
    """
    folder = processed_folder / FOLDER / TABLES[asked.flow]
    if not folder.is_dir():
        raise MissingDataError(
            f"No six-digit lines of {asked.flow} are loaded.",
            where=f"table {TABLES[asked.flow]}",
            what_next="Drop the publisher's workbook into data/raw/bns and run: iidsp build.",
        )
    found = _run(folder, asked)
    if found.empty:
        raise MissingDataError("The table holds no such lines.", where=f"table {TABLES[asked.flow]}")
    return found


def contradictions(processed_folder: Path, asked: Asked) -> tuple[str, ...]:
    """Regions whose lines of some month miss the total that is printed for them, without a confidential line.

    Such a block is not believed (:mod:`loaders.trade_sections`): in 2023 lines of Shymkent stand under Almaty city.
    """
    folder = processed_folder / FOLDER / TABLES[asked.flow]
    months = Asked(("region", "month"), asked.flow, asked.years, asked.regions, "", asked.memory, asked.threads)
    found = _run(folder, months)
    gap = (found["printed"] - found["thousand_usd"].fillna(0.0)).abs()
    allowed = (RELATIVE_TOLERANCE * found["printed"].abs()).clip(lower=ABSOLUTE_TOLERANCE)
    return tuple(sorted(set(found.loc[(gap > allowed) & (found["confidential"] == 0), "region"])))


def _run(folder: Path, asked: Asked) -> pd.DataFrame:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="duckdb-") as spill, duckdb.connect(":memory:") as connection:
        connection.execute(f"SET memory_limit = '{int(asked.memory)}MiB'")
        connection.execute(f"SET threads = {int(asked.threads)}")
        connection.execute("SET temp_directory = ?", [spill])
        connection.execute("SET enable_progress_bar = false")  # it would stand in the midst of what is printed
        _sections(connection)
        try:
            bound = _bound(folder, asked)
            found = connection.execute(_query(asked), bound).df()
            return found.assign(source=_sources(asked, found, connection.execute(_SOURCES, bound).df()))
        except duckdb.OutOfMemoryException:
            raise SourceError(f"{asked.memory} MiB of memory do not suffice.", where=str(folder),
                              what_next="Give more (--memory), or ask by fewer dimensions.") from None  # fmt: skip
        except duckdb.Error as error:
            raise SourceError(f"The stored lines cannot be read: {str(error).splitlines()[0]}", where=str(folder),
                              what_next="Remove data/processed/panel.key and run: iidsp build.") from None  # fmt: skip


def _bound(folder: Path, asked: Asked) -> dict[str, Any]:
    """Values of the query's gaps: bound, never pasted."""
    low, high = _span(asked.goods)
    return {
        # Escaped: a folder named "data [1]" is no pattern.
        "files": [glob.escape(str(path)) for path in sorted(folder.glob("year=*/*.parquet"))],
        "usd": asked.flow,
        "tonnes": f"{asked.flow}_tonnes",
        "years": list(asked.years),
        "regions": list(asked.regions),
        "low": low,
        "high": high,
    }


def _span(goods: str) -> tuple[int, int]:
    """First and last six-digit line of goods."""
    return int(goods.ljust(6, "0")), int(goods.ljust(6, "9"))


def _query(asked: Asked) -> str:
    """The query; made of this module's own words only."""
    sums = f"""
        SELECT {_keys(asked)},
            sum(value::DECIMAL(18, 6)) FILTER (indicator = $usd)::DOUBLE AS thousand_usd,
            sum(value::DECIMAL(18, 6)) FILTER (indicator = $tonnes)::DOUBLE AS tonnes,
            count(*) FILTER (indicator = $usd AND status = 'suppressed') AS confidential,
            bool_or(status = 'provisional') AS provisional
        FROM read_parquet($files, hive_partitioning = true) LEFT JOIN sections ON hs6 // 10000 = sections.chapter
        WHERE hs6 BETWEEN $low AND $high AND {_FILTER}
        GROUP BY ALL"""
    printed = _printed(asked)
    using = ", ".join(asked.by)
    joined = f"({sums}) LEFT JOIN ({printed}) USING ({using})" if printed else f"({sums})"
    shown = ", ".join(f"{DIMENSIONS[name][1]} AS {name}" for name in asked.by)
    return (
        f"SELECT {shown}, * EXCLUDE ({using}) FROM {joined} ORDER BY {', '.join(map(str, range(1, len(asked.by) + 1)))}"
    )


def _keys(asked: Asked) -> str:
    return ", ".join(f"{DIMENSIONS[name][0]} AS {name}" for name in asked.by)


_FILTER: Final = (
    "(len($years) = 0 OR list_contains($years, year)) AND (len($regions) = 0 OR list_contains($regions, region))"
)
_SOURCES: Final = f"""
    SELECT DISTINCT year::INTEGER AS year, source::VARCHAR AS source
    FROM read_parquet($files, hive_partitioning = true)
    WHERE hs6 BETWEEN $low AND $high AND indicator IN ($usd, $tonnes) AND {_FILTER} ORDER BY ALL"""


def _printed(asked: Asked) -> str:
    """Query of the totals that the publisher prints himself; empty where he prints none of this kind."""
    if asked.goods or not PRINTED.issuperset(asked.by):
        return ""
    whose = "region <> 'KZ'" if "region" in asked.by or asked.regions else "region = 'KZ'"
    return f"""
        SELECT {_keys(asked)}, sum(value::DECIMAL(18, 6))::DOUBLE AS printed
        FROM read_parquet($files, hive_partitioning = true)
        WHERE hs6 IS NULL AND indicator = $usd AND {whose} AND {_FILTER}
        GROUP BY ALL"""


def _sources(asked: Asked, found: pd.DataFrame, by_year: pd.DataFrame) -> pd.Series[str]:
    """Editions behind every row: an edition replaces whole years, so the year of a row tells it."""
    everything = ";".join(sorted(by_year["source"].unique()))
    of_year = by_year.groupby("year")["source"].agg(";".join)
    if "year" in asked.by:
        return found["year"].map(of_year)
    if "month" in asked.by:
        return found["month"].str[:4].astype(int).map(of_year)
    return pd.Series(everything, index=found.index)


def _sections(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell the connection which HS section a chapter belongs to; unspecified goods have none."""
    known = [(chapter, _section(chapter)) for chapter in range(1, 100)]
    connection.execute("CREATE TABLE sections (chapter INTEGER, code VARCHAR)")
    connection.executemany("INSERT INTO sections VALUES (?, ?)", [pair for pair in known if pair[1]])


def _section(chapter: int) -> str:
    try:
        return industries.hs_section_of_chapter(f"{chapter:02d}")
    except UnknownLabelError:
        return ""
