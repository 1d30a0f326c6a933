"""The embedded tables of ``data/raw``: tidy CSV, one table a file, ``region,industry,period,value``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import SchemaError
from iidsp_analysis.sources import Source, require_unchanged

_COLUMNS = ["region", "industry", "period", "value"]
FIRST_BORDERS = 2014


def load(source: Source, raw_folder: Path, corrections: pd.DataFrame | None = None) -> pd.DataFrame:
    """Read one embedded table as panel rows.

    Parameters
    ----------
    source : Source
        Its entry in ``sources.yml``; the file's checksum is compared first.
    raw_folder : Path
        ``data/raw``.
    corrections : DataFrame, optional
        Rows of the ledger (:mod:`iidsp_analysis.loaders.corrections`) for this source, applied to the raw codes.

    Returns
    -------
    DataFrame
        Columns of :data:`iidsp_analysis.schema.COLUMNS`.

    Raises
    ------
    SourceError
        If the file is absent or changed.
    SchemaError
        If a column is missing, a value is not a number, or a cell stands there twice.
    """
    table = read_table(source, raw_folder)
    if corrections is not None:
        from iidsp_analysis.loaders.corrections import apply

        table = apply(table, corrections, source.id)
    if source.absent_is_zero:
        table = with_zeros(table)
    return to_panel_rows(table, source)


def read_table(source: Source, raw_folder: Path) -> pd.DataFrame:
    """Read the tidy CSV as it lies there: codes and periods as text, values as floats."""
    path = require_unchanged(source, raw_folder)
    table = pd.read_csv(path, dtype={"region": str, "industry": str, "period": str}, keep_default_na=False)
    absent = [name for name in _COLUMNS if name not in table.columns]
    if absent:
        raise SchemaError(f"The table lacks the column {', '.join(absent)}.", where=str(path))
    values = pd.to_numeric(table["value"], errors="coerce")
    wrong = table[values.isna()]
    if len(wrong):
        first = wrong.iloc[0]
        raise SchemaError(
            f"{first['value']!r} is not a number.",
            where=f"{path}, line {wrong.index[0] + 2}: {first['region']}, {first['industry']}, {first['period']}",
        )
    _require_once(table, path)
    table["value"] = values.astype(float)
    table["note"] = ""
    table["status"] = schema.OBSERVED
    return table


def _require_once(table: pd.DataFrame, path: Path) -> None:
    twice = table[table.duplicated([*_COLUMNS[:3], *(["indicator"] if "indicator" in table else [])])]
    if len(twice):
        second = twice.iloc[0]
        raise SchemaError(
            f"{len(twice)} rows give a cell a second time.",
            where=f"{path}, line {twice.index[0] + 2}: {second['region']}, {second['industry']}, {second['period']}",
            what_next="Keep the row that was published and remove the other.",
        )


def with_zeros(table: pd.DataFrame) -> pd.DataFrame:
    """Add the zeros that a sparse table leaves out.

    A section that is absent in a month is zero where the region has any other section in that month, or a TOTAL of
    zero. Where a region has nothing but a positive TOTAL its sections are missing and stay missing.
    """
    parts = table[table["industry"] != schema.TOTAL]
    totals = table[table["industry"] == schema.TOTAL]
    told = pd.concat([parts, totals[totals["value"] == 0]])[["region", "period"]].drop_duplicates()
    grid = told.merge(pd.DataFrame({"industry": sorted(parts["industry"].unique())}), how="cross")
    keys = ["region", "industry", "period"]
    absent = grid.merge(parts[keys], on=keys, how="left", indicator=True)
    zeros = absent.loc[absent["_merge"] == "left_only", keys].assign(
        value=0.0, note="absent in the table, which means zero", status=schema.OBSERVED
    )
    return pd.concat([table, zeros], ignore_index=True)


def region_ids(codes: pd.Series, years: pd.Series, new_borders_from: int) -> pd.Series:
    """Turn published codes into dated region ids.

    Codes that two territories share (VKO, ALM, KRG) mean the smaller one from ``new_borders_from`` on.
    """
    pairs = pd.DataFrame({"code": codes, "new": years >= new_borders_from})
    ids = {}
    for code, is_new in pairs.drop_duplicates().itertuples(index=False):
        ids[code, is_new] = _region_id(code, is_new)
    return pd.Series([ids[pair] for pair in zip(pairs["code"], pairs["new"], strict=True)], index=codes.index)


def _region_id(code: str, is_new: bool) -> str:
    if code == schema.COUNTRY:
        return schema.COUNTRY
    if code in {"VKO", "ALM", "KRG"}:
        return regions.resolve(code, borders=2022 if is_new else FIRST_BORDERS).id
    return regions.resolve(code).id


def to_panel_rows(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Put territory, indicator, unit, price basis and source beside each value."""
    recoded = table["industry"].map(lambda code: source.recode.get(code, (source.indicator, code)))
    units = table["unit"] if "unit" in table.columns else source.unit
    years = table["period"].str[:4].astype(int)
    rows = pd.DataFrame(
        {
            schema.REGION: region_ids(table["region"], years, source.new_borders_from),
            schema.INDUSTRY: recoded.str[1],
            schema.CLASSIFICATION: np.where(recoded.str[0] == source.indicator, source.classification, "total"),
            schema.PERIOD: table["period"],
            schema.INDICATOR: recoded.str[0],
            schema.VALUE: table["value"],
            schema.UNIT: units,
            schema.PRICES: source.prices,
            schema.STATUS: table["status"],
            schema.SOURCE: source.id,
            schema.NOTE: table["note"],
        }
    )
    return rows[list(schema.COLUMNS)]
