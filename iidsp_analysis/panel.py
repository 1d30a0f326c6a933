"""The panel: a long table in which every row is one number with unit, price basis, territory and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError, SchemaError, UnitError
from iidsp_analysis.sources import Source

PANEL_SCHEMA = pa.DataFrameSchema(
    {
        schema.REGION: pa.Column(str, pa.Check.str_length(min_value=1)),
        schema.INDUSTRY: pa.Column(str, pa.Check.str_length(min_value=1)),
        schema.CLASSIFICATION: pa.Column(str, pa.Check.isin(schema.CLASSIFICATIONS)),
        schema.PERIOD: pa.Column(str, pa.Check.str_matches(r"^(19|20)\d\d(-\d\d(-\d\d)?)?$")),
        schema.INDICATOR: pa.Column(str, pa.Check.isin(list(schema.INDICATORS))),
        schema.VALUE: pa.Column(float, pa.Check(lambda values: values.abs() != float("inf")), nullable=True),
        schema.UNIT: pa.Column(str),
        schema.PRICES: pa.Column(str),
        schema.STATUS: pa.Column(str, pa.Check.isin(schema.STATUSES)),
        schema.SOURCE: pa.Column(str),
        schema.NOTE: pa.Column(str),
    },
    strict=True,
    unique=list(schema.KEY),
)


def validate(rows: pd.DataFrame) -> pd.DataFrame:
    """Hold panel rows to their contract.

    Returns
    -------
    DataFrame
        The same rows.

    Raises
    ------
    SchemaError
        Naming the guilty rows: unknown label, duplicate key, value below zero where that is impossible.
    UnitError
        If an indicator comes in another unit or price basis than its own.
    """
    try:
        PANEL_SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as broken:
        raise SchemaError(
            "The rows break the panel's contract.",
            where=_guilty(rows, broken.failure_cases),
            what_next="Correct the loader or put the cell into data/raw/corrections.csv.",
        ) from None
    _require_units(rows)
    _require_signs(rows)
    return rows


def _guilty(rows: pd.DataFrame, cases: pd.DataFrame) -> str:
    told = []
    for case in cases.head(5).itertuples(index=False):
        told.append(f"{case.column} {case.check}: {case.failure_case!r}" + _key_of(rows, case.index))
    return "; ".join(told) + (f"; and {len(cases) - 5} more" if len(cases) > 5 else "")


def _key_of(rows: pd.DataFrame, index: object) -> str:
    if index is None or index not in rows.index:
        return ""
    row = rows.loc[index]
    return f" at {row[schema.REGION]}, {row[schema.INDUSTRY]}, {row[schema.PERIOD]}, {row[schema.SOURCE]}"


def _require_units(rows: pd.DataFrame) -> None:
    expected = rows[schema.INDICATOR].map(lambda name: schema.INDICATORS[name])
    fixed = expected.str[0] != ""  # physical output states its unit in the row
    wrong = rows[(fixed & (rows[schema.UNIT] != expected.str[0])) | (rows[schema.PRICES] != expected.str[1])]
    if len(wrong):
        row = wrong.iloc[0]
        unit, prices = schema.INDICATORS[row[schema.INDICATOR]]
        raise UnitError(
            f"{row[schema.INDICATOR]} must be in {unit!r} at {prices!r} prices,"
            f" not {row[schema.UNIT]!r} at {row[schema.PRICES]!r}.",
            where=f"{len(wrong)} rows, first" + _key_of(rows, wrong.index[0]),
        )


def _require_signs(rows: pd.DataFrame) -> None:
    is_gap = (rows[schema.REGION] == schema.RESIDUAL) | rows[schema.INDUSTRY].str.startswith(schema.RESIDUAL)
    below = rows[(rows[schema.VALUE] < 0) & ~is_gap & ~rows[schema.INDICATOR].isin(schema.MAY_BE_NEGATIVE)]
    if len(below):
        raise SchemaError(
            "A value is below zero where that is impossible.", where=_key_of(rows, below.index[0]).removeprefix(" at ")
        )


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows of the panel together with their sources; verbs return changed copies.

    The territories in ``rows`` are those of the published tables until :func:`iidsp_analysis.territories.on_borders`
    puts them on one set of borders (``borders`` then says which).
    """

    rows: pd.DataFrame
    sources: dict[str, Source]
    borders: int | None = None

    def select(
        self,
        indicator: str,
        *,
        classification: str | None = None,
        industries: Iterable[str] | None = None,
        regions: Iterable[str] | None = None,
        source: str | None = None,
    ) -> Panel:
        """Keep the rows of one indicator, and of the named industries, regions and table (in all its editions)."""
        rows = self._by_indicator.get(indicator, self.rows.iloc[:0])
        keep = pd.Series(True, index=rows.index)
        if classification is not None:
            keep &= rows[schema.CLASSIFICATION] == classification
        if source is not None:
            keep &= rows[schema.SOURCE].isin(self.editions(source))
        for column, several in ((schema.INDUSTRY, industries), (schema.REGION, regions)):
            if several is not None:
                keep &= rows[column].isin(list(several))
        return replace(self, rows=rows[keep])

    def __repr__(self) -> str:
        ground = "published territories" if self.borders is None else f"borders of {self.borders}"
        return f"Panel of {len(self.rows)} rows on {ground}: {', '.join(self._by_indicator) or 'nothing'}"

    @cached_property
    def _by_indicator(self) -> dict[str, pd.DataFrame]:
        """Rows of each indicator: most looks at a panel concern a hundredth of it."""
        return {str(name): rows for name, rows in self.rows.groupby(schema.INDICATOR, observed=True, sort=False)}

    def editions(self, table_id: str) -> list[str]:
        """Ids of the sources that are editions of one table: the embedded one and dropped files."""
        return [source.id for source in self.sources.values() if source.table_id == table_id]

    def until(self, period: str) -> Panel:
        """Keep the periods that ended before a date such as ``2018-03``."""
        ends = self.rows[schema.PERIOD].map(_period_end)
        return replace(self, rows=self.rows[ends < period])

    @property
    def unit(self) -> str:
        """The one unit of the rows."""
        units = self.rows[schema.UNIT].unique()
        if len(units) != 1:
            raise UnitError(f"The rows hold {len(units)} units: {', '.join(units)}.", what_next="Select one indicator.")
        return str(units[0])

    def wide(self, columns: str = schema.INDUSTRY) -> pd.DataFrame:
        """Return the values with periods as rows and one dimension as columns.

        Raises
        ------
        MissingDataError
            If nothing is selected.
        SchemaError
            If more than one row falls on a cell (another dimension is still open).
        """
        if self.rows.empty:
            raise MissingDataError("No figure is there for this selection.")
        if self.rows.duplicated([schema.PERIOD, columns]).any():
            raise SchemaError(f"Several rows fall on one cell of period × {columns}: narrow the selection.")
        return self.rows.pivot(index=schema.PERIOD, columns=columns, values=schema.VALUE).sort_index()


def _period_end(period: str) -> str:
    return period[:7] if len(period) > 4 else f"{period}-12"


def read(path: Path, sources: dict[str, Source]) -> Panel:
    """Read a processed panel."""
    return Panel(pd.read_parquet(path), sources)
