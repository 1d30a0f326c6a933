"""The ledger of corrections: published files are never edited, each correction is a row with its reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import SchemaError

COLUMNS = ("source", "region", "industry", "period", "action", "reason", "expected_old_value")
ACTIONS = ("set_missing", "sum_of_regions", "add_sum_of_regions", "flag")
_KEYS = ["region", "industry", "period"]


def read_ledger(raw_folder: Path) -> pd.DataFrame:
    """Read ``corrections.csv`` of a raw folder.

    Raises
    ------
    SchemaError
        If a column or a reason is missing, or an action is unknown.
    """
    path = raw_folder / "corrections.csv"
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS))
    ledger = pd.read_csv(path, dtype=str, keep_default_na=False)
    absent = [name for name in COLUMNS if name not in ledger.columns]
    if absent:
        raise SchemaError(f"The ledger lacks the column {', '.join(absent)}.", where=str(path))
    _refuse(ledger[~ledger["action"].isin(ACTIONS)], f"Unknown action; known are {', '.join(ACTIONS)}.", path)
    _refuse(ledger[ledger["reason"].str.strip() == ""], "A correction needs a reason.", path)
    _refuse(ledger[ledger.duplicated(["source", *_KEYS])], "A cell is corrected twice.", path)
    return ledger


def _refuse(wrong: pd.DataFrame, what: str, path: Path) -> None:
    if len(wrong):
        raise SchemaError(what, where=f"{path}, line {int(wrong.index[0]) + 2}")


def apply(table: pd.DataFrame, ledger: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Apply the corrections of one source to its raw table.

    Raises
    ------
    SchemaError
        If a corrected cell does not exist or no longer holds the value that the correction expected: the table was
        revised, and the correction must be looked at again.
    """
    due = ledger[ledger["source"] == source_id]
    if due.empty:
        return table
    is_new = due["action"] == "add_sum_of_regions"
    corrected = _with_added(table, due[is_new])
    due = due[~is_new]
    position = pd.Series(np.arange(len(corrected)), index=pd.MultiIndex.from_frame(corrected[_KEYS]))
    for entry in due.itertuples(index=False):
        row = _row_of(position, corrected, entry)
        corrected.loc[row, "value"] = _new_value(corrected, row, entry)
        corrected.loc[row, "note"] = f"corrected ({entry.action}): {entry.reason}"
        if entry.action == "sum_of_regions":
            corrected.loc[row, "status"] = schema.DERIVED
    return corrected


def _with_added(table: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    """Add cells that the table leaves out although its regions have them."""
    added = [_added_row(table, entry) for entry in due.itertuples(index=False)]
    return pd.concat([table, pd.DataFrame(added)], ignore_index=True) if added else table.copy()


def _added_row(table: pd.DataFrame, entry) -> dict[str, object]:
    where = f"corrections.csv: {entry.source}, {entry.region}, {entry.industry}, {entry.period}"
    same = table[(table["industry"] == entry.industry) & (table["period"] == entry.period)]
    if (same["region"] == entry.region).any():
        raise SchemaError(
            "A correction adds a cell that the table has.",
            where=where,
            what_next="The table was revised: check whether the correction is still needed.",
        )
    told = {name: getattr(entry, name) for name in _KEYS}
    note = f"corrected ({entry.action}): {entry.reason}"
    return told | {"value": float(same["value"].sum()), "note": note, "status": schema.DERIVED}


def _row_of(position: pd.Series, table: pd.DataFrame, entry) -> int:
    where = f"corrections.csv: {entry.source}, {entry.region}, {entry.industry}, {entry.period}"
    key = (entry.region, entry.industry, entry.period)
    if key not in position.index:
        raise SchemaError("A correction names a cell that the table does not have.", where=where)
    row = int(position[key])
    if not np.isclose(table.loc[row, "value"], float(entry.expected_old_value), rtol=0, atol=1e-9):
        raise SchemaError(
            f"A correction expected {entry.expected_old_value} and found {table.loc[row, 'value']}.",
            where=where,
            what_next="The table was revised: check whether the correction is still needed.",
        )
    return row


def _new_value(table: pd.DataFrame, row: int, entry) -> float:
    if entry.action == "set_missing":
        return float("nan")
    if entry.action == "sum_of_regions":
        same = (table["industry"] == entry.industry) & (table["period"] == entry.period)
        return float(table.loc[same & (table["region"] != schema.COUNTRY), "value"].sum())
    return float(table.loc[row, "value"])
