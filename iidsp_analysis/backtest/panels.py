"""Any region × industry × year table as a backtest takes it: one row a cell, checked before anything is computed."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.models.observations import Observations, from_rows

FEWEST_REGIONS = 4
FEWEST_INDUSTRIES = 6
#: What a file that is no CSV, or is packed wrongly, raises while it is read.
UNREADABLE = (
    pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, OSError, EOFError, ImportError, ValueError,
    zlib.error, lzma.LZMAError, zipfile.BadZipFile,
)  # fmt: skip
#: What stands for a figure that is not published. Labels are read as they stand: NA is a region too (Namibia).
NO_FIGURE = ("", "NA", "N/A", "NaN", "nan", "null", "None", "..", "-", ":")


def read_panel(path: Path, *, region: str, industry: str, year: str, value: str) -> Observations:
    """Read a CSV panel (also compressed).

    An amount below zero (value added of an industry that loses money) is no amount: it is taken as missing, and the
    notes of the block say how many there were.

    Raises
    ------
    MissingDataError
        If the file is not there.
    SchemaError
        If it is no table, or breaks the rules of :func:`iidsp_analysis.models.observations.from_rows`, or is too
        small or too uniform for a backtest.
    """
    try:
        rows = pd.read_csv(
            path, dtype={region: str, industry: str}, low_memory=False, keep_default_na=False,
            na_values={value: list(NO_FIGURE), region: [""], industry: [""], year: [""]},
        )  # fmt: skip
    except FileNotFoundError:
        raise MissingDataError("There is no such panel.", where=str(path)) from None
    except UNREADABLE as broken:
        raise SchemaError(f"The panel cannot be read as CSV: {str(broken).strip()}.", where=str(path)) from None
    kept, notes = _without_negative(rows, value)
    observations = from_rows(kept, region=region, industry=industry, year=year, value=value, sources=(path.name,))
    return require_substance(replace(observations, notes=notes))


def _without_negative(rows: pd.DataFrame, value: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if value not in rows.columns:
        return rows, ()
    below = pd.to_numeric(rows[value], errors="coerce").between(-np.inf, 0, inclusive="neither")
    if not below.any():
        return rows, ()
    note = f"{int(below.sum())} of {len(rows)} cells are below zero and were taken as missing."
    return rows.assign(**{value: rows[value].where(~below)}), (note,)


def require_substance(observations: Observations) -> Observations:
    """Refuse a panel in which nothing can be ranked.

    Raises
    ------
    SchemaError
        If there are fewer than four regions or six industries, or no cell ever changes.
    """
    if len(observations.regions) < FEWEST_REGIONS or len(observations.industries) < FEWEST_INDUSTRIES:
        raise SchemaError(
            f"A backtest needs at least {FEWEST_REGIONS} regions and {FEWEST_INDUSTRIES} industries.",
            where=f"{len(observations.regions)} regions, {len(observations.industries)} industries",
        )
    if np.isnan(observations.values).all():
        raise SchemaError("The panel holds no amount.", where=" ".join(observations.notes),
                          what_next="Check the column of values: it is empty, or all of it is below zero.")  # fmt: skip
    changes = np.diff(observations.values, axis=2)
    if np.isnan(changes).all():
        raise SchemaError("No series of the panel has figures of two consecutive years.",
                          what_next="Hand over annual figures.")  # fmt: skip
    if not (np.abs(changes[~np.isnan(changes)]) > 0).any():
        raise SchemaError(
            "Every series of the panel is constant: there is no growth to rank.",
            what_next="Check that the value column is the amount of each year.",
        )
    return observations
