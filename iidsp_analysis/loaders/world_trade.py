"""The world's exports by country and product from the user's own files, cleaned by frozen rules, with DuckDB.

A rank of complexity is one among the countries and products that are left: every rule tells how many it leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import yaml

from iidsp_analysis import folders
from iidsp_analysis.errors import WorkbookError

FOLDER, DESCRIPTION = "world", "world.yml"
_ENDINGS: Final = (".csv", ".csv.gz", ".parquet")
_COLUMNS: Final = ("exporter", "product", "year", "value")
_NEEDED: Final = (*_COLUMNS, "scale", "nomenclature", "digits", "country", "source")
#: A file ``country,value`` with product per head or wages: it tells the complex end of the order from the simple one.
_ANCHOR: Final = "anchor"
_HELP: Final = "See data/raw/world/README.md and the template beside it."
#: Order is made at the end of the query: keeping that of the lines would keep the lines.
SETTINGS: Final = {"memory_limit": "512MB", "threads": 2, "preserve_insertion_order": False}


@dataclass(frozen=True)
class Cleaning:
    """Frozen rules.

    They are close to those of the Atlas (Hausmann et al. 2014), which also asks for a population that trade files do
    not have. ``years`` are averaged; products have ``digits`` digits; ``no_products`` are chapters that are no goods;
    countries export at least ``smallest_country`` and products have at least ``smallest_product`` of world trade, USD a
    year. A year with less than ``whole_year`` of the countries of the others is not whole.
    """

    years: int = 3
    digits: int = 4
    no_products: tuple[str, ...] = ("77", "98", "99")
    smallest_country: float = 1e9
    smallest_product: float = 1e7
    fewest_countries: int = 30
    whole_year: float = 0.7


@dataclass(frozen=True, eq=False)
class WorldTrade:
    """Average exports a year, USD.

    Attributes
    ----------
    exports : DataFrame, country × product
        Absent = 0.
    steps : tuple of (str, int, int)
        What each rule left: its name, countries, products.
    years : tuple of int
        Years averaged.
    country : str
        How the country is written in the file.
    nomenclature, source : str
    files : tuple of str
        Names of the files.
    anchor : Series by country, optional
        Product per head or wages, to tell the complex end of the order; None = number of products with an advantage.
    """

    exports: pd.DataFrame
    steps: tuple[tuple[str, int, int], ...]
    years: tuple[int, ...]
    country: str
    nomenclature: str
    source: str
    files: tuple[str, ...]
    anchor: pd.Series | None = None

    @property
    def is_harmonised(self) -> bool:
        """Whether the products are those of the Harmonized System, which leads to divisions of OKED."""
        return self.nomenclature.upper().startswith("HS")


def world_files(raw: Path | None = None) -> list[Path]:
    """List the user's trade files."""
    folder = (raw or folders.raw()) / FOLDER
    found = folder.glob("*") if folder.is_dir() else ()
    return sorted(path for path in found if path.name.lower().endswith(_ENDINGS) and ".template." not in path.name
                  and not path.name.startswith(_ANCHOR))  # fmt: skip


def read_world_trade(year: int, raw: Path | None = None, cleaning: Cleaning | None = None) -> WorldTrade | None:
    """Read and clean the files that lie there; None where there is none.

    Parameters
    ----------
    year : int
        Nothing later is read; the last years up to it are averaged.

    Raises
    ------
    WorkbookError
        If there is no description, or it does not fit; if a value is negative or no number; if the country is not in
        the file, no year is early enough, or too few countries are left.
    """
    files = world_files(raw)
    if not files:
        return None
    rules, told = cleaning or Cleaning(), _description((raw or folders.raw()) / FOLDER / DESCRIPTION)
    lines = _summed(files, told, rules)
    years = _years(lines, year, rules)
    whole, steps = _cleaned(lines[lines["year"].isin(years)], float(told["scale"]) / len(years), rules)
    if whole.shape[0] < rules.fewest_countries:
        raise WorkbookError(f"After cleaning {whole.shape[0]} countries are left: no ranks are told of so few.",
                            where=DESCRIPTION, what_next="Look at the scale: exports are counted in USD.")  # fmt: skip
    country = str(told["country"])
    if country not in whole.index:
        written = ", ".join(map(str, whole.index[:5]))
        raise WorkbookError(f"The country {country!r} is not among those that are left.", where=DESCRIPTION,
                            what_next=f"The file writes countries like {written}.")  # fmt: skip
    return WorldTrade(
        whole, steps, years, country, str(told["nomenclature"]), " ".join(str(told["source"]).split()),
        tuple(path.name for path in files), _anchor(raw, told, whole.index),
    )  # fmt: skip


def _description(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise WorkbookError("The world trade file has no description beside it.", where=path.name, what_next=_HELP)
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise WorkbookError("The description of the world trade file is no YAML.", where=path.name,
                            what_next=_HELP) from None  # fmt: skip
    if not isinstance(told, dict):
        raise WorkbookError("The description of the world trade file is no list of keys.", where=path.name,
                            what_next=_HELP)  # fmt: skip
    wrong = [key for key in _NEEDED if told.get(key) in (None, "")]
    wrong += [str(key) for key in told if key not in (*_NEEDED, _ANCHOR)]
    if wrong:
        raise WorkbookError(f"The description lacks or does not know: {', '.join(wrong)}.", where=path.name,
                            what_next=f"It has the keys {', '.join((*_NEEDED, _ANCHOR))}.")  # fmt: skip
    if not _is_positive(told["scale"]) or told["digits"] not in (2, 4, 6):
        raise WorkbookError("The scale must be a number above 0, the digits 2, 4 or 6.", where=path.name)
    return told


def _anchor(raw: Path | None, told: Mapping[str, Any], countries: pd.Index) -> pd.Series | None:
    if not told.get(_ANCHOR):
        return None
    path = (raw or folders.raw()) / FOLDER / str(told[_ANCHOR])
    try:
        rows = pd.read_csv(path, dtype={"country": str})
        values = pd.to_numeric(rows.set_index("country")["value"])
    except (OSError, ValueError, KeyError):
        raise WorkbookError("The file that orders the countries cannot be read.", where=path.name,
                            what_next="It has the columns country,value.") from None  # fmt: skip
    return values[~values.index.duplicated()].reindex(countries.astype(str))


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _summed(files: list[Path], told: Mapping[str, Any], rules: Cleaning) -> pd.DataFrame:
    """Sums by exporter, product and year in the unit of the file, in one pass over the lines."""
    import duckdb

    digits = int(told["digits"])
    query = f"""
        SELECT trim(exporter) AS exporter,
               left(lpad(trim(product), {digits}, '0'), {min(digits, rules.digits)}) AS product,
               year, sum(value) AS value, min(value) AS least, count(*) - count(value) AS empty
        FROM ({" UNION ALL ".join(_lines(path, told) for path in files)}) GROUP BY ALL ORDER BY ALL
    """
    try:
        with duckdb.connect(config=SETTINGS) as connection:
            sums = connection.execute(query).df()
    except duckdb.ConversionException as error:
        raise WorkbookError("A value or a year of the world trade file is no number.", where=_first_line(error),
                            what_next="Correct the line or leave it out.") from None  # fmt: skip
    except duckdb.Error as error:
        raise WorkbookError("The world trade file cannot be read with these columns.", where=_first_line(error),
                            what_next=_HELP) from None  # fmt: skip
    odd = sums[(sums["least"] < 0) | (sums["empty"] > 0) | sums["year"].isna()]
    if len(odd):
        row = odd.iloc[0]
        raise WorkbookError("A value of the world trade file is negative or missing.",
                            where=f"{row['exporter']}, {row['product']}, {row['year']}",
                            what_next="Correct the line or leave it out.")  # fmt: skip
    return sums


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:120]


def _lines(path: Path, told: Mapping[str, Any]) -> str:
    """A query of the four columns of a file; codes are text, so that they keep the zeros that they have."""
    columns = {name: str(told[name]).replace(chr(34), "").replace("'", "") for name in _COLUMNS}
    file = str(path).replace("'", "''")
    kinds = {"exporter": "VARCHAR", "product": "VARCHAR", "year": "INTEGER", "value": "DOUBLE"}
    if path.suffix == ".parquet":
        source = f"read_parquet('{file}')"
    else:
        types = ", ".join(f"'{columns[name]}': '{kind}'" for name, kind in kinds.items())
        source = f"read_csv('{file}', header = true, delim = ',', types = {{{types}}})"
    chosen = ", ".join(f'"{columns[name]}"::{kind} AS {name}' for name, kind in kinds.items())
    return f"SELECT {chosen} FROM {source}"


def _years(lines: pd.DataFrame, year: int, rules: Cleaning) -> tuple[int, ...]:
    """The last years up to the report's.

    Raises
    ------
    WorkbookError
        If there is none, or one of them is not whole.
    """
    countries = lines[lines["year"] <= year].groupby("year")["exporter"].nunique().tail(rules.years)
    if countries.empty:
        raise WorkbookError(f"The world trade file has no year up to {year}.", where=DESCRIPTION,
                            what_next="Load an earlier year, or make the report of a later one.")  # fmt: skip
    thin = [int(found) for found in countries.index[countries < rules.whole_year * countries.max()]]
    if thin:
        told = ", ".join(f"{found}: {count}" for found, count in countries.items())
        raise WorkbookError(f"A year of the world trade file is not whole: {thin[0]}.",
                            where=f"{DESCRIPTION}, countries by year: {told}",
                            what_next="Load the year whole, or leave it out.")  # fmt: skip
    return tuple(int(found) for found in countries.index)


def _cleaned(
    lines: pd.DataFrame, scale: float, rules: Cleaning
) -> tuple[pd.DataFrame, tuple[tuple[str, int, int], ...]]:
    """Apply the rules one after another; who and what is left without any export goes too."""
    whole = lines.groupby(["exporter", "product"])["value"].sum().unstack(fill_value=0.0) * scale
    steps = [("published", *whole.shape)]
    whole = whole[[code for code in whole.columns if str(code)[:2] not in rules.no_products]]
    steps.append(("goods", *whole.shape))
    whole = whole.loc[whole.sum(axis=1) >= rules.smallest_country]
    steps.append(("countries", *whole.shape))
    whole = whole.loc[:, whole.sum() >= rules.smallest_product]
    whole = whole.loc[whole.sum(axis=1) > 0, whole.sum() > 0]
    steps.append(("products", *whole.shape))
    return whole, tuple((name, int(countries), int(products)) for name, countries, products in steps)
