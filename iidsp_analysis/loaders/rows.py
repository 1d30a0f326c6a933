"""From the records of a file to panel rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema


@dataclass(frozen=True)
class Record:
    """One published number with its place in the file."""

    region: str
    industry: str
    classification: str
    period: str
    indicator: str
    value: float
    status: str
    note: str
    sheet: str
    cell: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What the number is about."""
        return (self.indicator, self.classification, self.industry, self.region, self.period)


def panel_rows(records: Sequence[Record], *, source: str) -> pd.DataFrame:
    """Put unit, price basis and source beside each record.

    Returns
    -------
    DataFrame
        Columns of :data:`iidsp_analysis.schema.COLUMNS`; unit and price basis are those of the indicator.
    """
    rows = [
        (
            record.region, record.industry, record.classification, record.period, record.indicator, record.value,
            *schema.INDICATORS[record.indicator], record.status, source, record.note,
        )
        for record in records
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(schema.COLUMNS)).astype({schema.VALUE: float})


def newest_first_wins(readings: Iterable[Sequence[Record]]) -> tuple[list[Record], list[dict[str, object]]]:
    """Join the sheets of a workbook; where two print the same cell, the newer sheet wins.

    Parameters
    ----------
    readings : iterable of sequences of Record
        One sequence a sheet. The sheet with the later last year is the newer.

    Returns
    -------
    tuple
        The records, and the differences: a mapping with region, industry, indicator, period, ``older``, ``newer`` and
        the places of both, for each cell that the two sheets print differently.
    """
    kept: dict[tuple[str, str, str, str, str], Record] = {}
    differences: list[dict[str, object]] = []
    for reading in sorted(readings, key=lambda records: max((record.period for record in records), default="")):
        for record in reading:
            older = kept.get(record.key)
            if older is not None and not _same(older.value, record.value):
                differences.append(_difference(older, record))
            kept[record.key] = record
    return list(kept.values()), differences


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _difference(older: Record, newer: Record) -> dict[str, object]:
    return {
        schema.REGION: newer.region,
        schema.INDUSTRY: newer.industry,
        schema.INDICATOR: newer.indicator,
        schema.PERIOD: newer.period,
        "older": older.value,
        "older_place": f"{older.sheet}!{older.cell}",
        "newer": newer.value,
        "newer_place": f"{newer.sheet}!{newer.cell}",
    }
