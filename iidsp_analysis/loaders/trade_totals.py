"""Sums of six-digit trade lines by any of their dimensions, with DuckDB over the store: memory has a limit, not rows.

Values are added as decimals of a millionth of their unit: the order in which several processors meet them changes
nothing. Lines that are confidential are counted beside the sum and never taken for zero.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.errors import MissingDataError, SourceError, UnknownLabelError, UsageError
from iidsp_analysis.loaders.trade_store import FOLDER, TABLES

if TYPE_CHECKING:
    import duckdb

#: What lines can be added by, and the expression that tells it. Nothing that somebody typed gets into a query.
DIMENSIONS: Final = {
    "year": "year::INTEGER",
    "month": "printf('%04d-%02d', year::INTEGER, month)",
    "region": "region::VARCHAR",
    "hs_section": "coalesce(sections.code, 'OTHER')",
    "hs2": "printf('%02d', hs6 // 10000)",
    "hs4": "printf('%04d', hs6 // 100)",
    "hs6": "printf('%06d', hs6)",
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


def _run(folder: Path, asked: Asked) -> pd.DataFrame:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="duckdb-") as spill, duckdb.connect(":memory:") as connection:
        connection.execute(f"SET memory_limit = '{int(asked.memory)}MiB'")
        connection.execute(f"SET threads = {int(asked.threads)}")
        connection.execute("SET temp_directory = ?", [spill])
        _sections(connection)
        try:
            connection.execute(_query(asked), _bound(folder, asked))
            return connection.df()
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
        "files": str(folder / "year=*" / "*.parquet"),
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
    names = [f"{DIMENSIONS[name]} AS {name}" for name in asked.by]
    lines = f"""
        SELECT {", ".join(names)},
            sum(value::DECIMAL(18, 6)) FILTER (indicator = $usd)::DOUBLE AS thousand_usd,
            sum(value::DECIMAL(18, 6)) FILTER (indicator = $tonnes)::DOUBLE AS tonnes,
            count(*) FILTER (indicator = $usd AND status = 'suppressed') AS confidential,
            bool_or(status = 'provisional') AS provisional,
            string_agg(DISTINCT source, ';' ORDER BY source) AS source
        FROM read_parquet($files, hive_partitioning = true) LEFT JOIN sections ON hs6 // 10000 = sections.chapter
        WHERE hs6 BETWEEN $low AND $high AND {_FILTER}
        GROUP BY ALL"""
    printed = _printed(asked)
    if not printed:
        return f"{lines} ORDER BY {', '.join(asked.by)}"
    using = ", ".join(asked.by)
    return f"SELECT * FROM ({lines}) LEFT JOIN ({printed}) USING ({using}) ORDER BY {using}"


_FILTER: Final = (
    "(len($years) = 0 OR list_contains($years, year)) AND (len($regions) = 0 OR list_contains($regions, region))"
)


def _printed(asked: Asked) -> str:
    """Query of the totals that the publisher prints himself; empty where he prints none of this kind."""
    if asked.goods or not PRINTED.issuperset(asked.by):
        return ""
    names = [f"{DIMENSIONS[name]} AS {name}" for name in asked.by]
    whose = "region <> 'KZ'" if "region" in asked.by or asked.regions else "region = 'KZ'"
    return f"""
        SELECT {", ".join(names)}, sum(value::DECIMAL(18, 6))::DOUBLE AS printed
        FROM read_parquet($files, hive_partitioning = true)
        WHERE hs6 IS NULL AND indicator = $usd AND {whose} AND {_FILTER}
        GROUP BY ALL"""


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
