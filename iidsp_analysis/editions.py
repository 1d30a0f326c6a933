"""Newer editions of tables: files dropped into ``data/raw/bns`` take the place of embedded figures, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.fetch import known_tables
from iidsp_analysis.loaders import dropped, trade
from iidsp_analysis.loaders.embedded import region_ids
from iidsp_analysis.loaders.trade_sections import to_hs_sections
from iidsp_analysis.loaders.trade_store import TABLES, TradeStore
from iidsp_analysis.loaders.vintages import compare_vintages
from iidsp_analysis.sources import Source, file_checksum

_CELL = [schema.REGION, schema.INDUSTRY, schema.CLASSIFICATION, schema.PERIOD, schema.INDICATOR]
#: Series of the publisher's other site that pages name; it has no file address, so the catalogue does not list them.
TALDAU = frozenset({"701592", "701622", "701625"})
_TERMS = "Official statistics; cite BNS with the table number."


@dataclass(frozen=True)
class Edition:
    """One dropped file: its source entry, its panel rows, and where it differs from the embedded figures."""

    source: Source
    rows: pd.DataFrame
    differences: pd.DataFrame


def read_editions(
    raw_folder: Path,
    sources: dict[str, Source],
    embedded: pd.DataFrame,
    ledger: pd.DataFrame,
    lines: TradeStore | None = None,
) -> list[Edition]:
    """Read every dropped file of ``data/raw/bns`` and set its placeholder cells missing as the ledger says.

    The six-digit lines of trade workbooks are too many for the panel: they are written to ``lines`` sheet by sheet, and
    only their HS sections are kept.

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming file, sheet and cell; nothing is half-loaded.
    """
    editions = []
    for path in _readable(raw_folder, sources):
        table = dropped.recognise(path)
        key = dropped.source_key(table, path)
        if table in dropped.TRADE:
            editions.append(_edition(path, table, key, _trade_sections(path, table, key, lines), sources, embedded))
        else:
            rows = _without_placeholders(dropped.LOADERS[table](path, source=key), ledger, f"bns-{table}", sources)
            editions.append(_edition(path, table, key, rows, sources, embedded))
    return editions


def _trade_sections(path: Path, table: str, key: str, lines: TradeStore | None) -> pd.DataFrame:
    """HS sections of a trade workbook; a month stands in one sheet, so each sheet can be added up by itself."""
    writer = lines.writer(table) if lines else None
    flow = next(flow for flow, number in TABLES.items() if number == table)
    sections = []
    for sheet in trade.sheets(path, source=key, flow=flow):
        if writer:
            writer.write(sheet)
        sections.append(to_hs_sections(sheet))
    return pd.concat(sections, ignore_index=True)


def _dropped(raw_folder: Path, sources: dict[str, Source]) -> list[Path]:
    folder = raw_folder / "bns"
    embedded = {Path(source.file).name for source in sources.values()}
    return dropped.dropped_files(folder, ignore=embedded) if folder.is_dir() else []


def unread_files(raw_folder: Path, sources: dict[str, Source]) -> list[Path]:
    """Dropped files of known tables that no loader reads yet: they are named to the user, not read by halves."""
    readable = {*dropped.LOADERS, *dropped.TRADE}
    others = (known_tables().keys() | TALDAU) - readable
    return [path for path in _dropped(raw_folder, sources) if others & set(re.findall(r"\d+", path.stem))]


def _readable(raw_folder: Path, sources: dict[str, Source]) -> list[Path]:
    unread = unread_files(raw_folder, sources)
    return [path for path in _dropped(raw_folder, sources) if path not in unread]


def _without_placeholders(
    rows: pd.DataFrame, ledger: pd.DataFrame, table_id: str, sources: dict[str, Source]
) -> pd.DataFrame:
    """Apply the ledger's ``set_missing`` where a newer edition still prints the value that it expects."""
    due = ledger[(ledger["source"] == table_id) & (ledger["action"] == "set_missing")]
    if due.empty:
        return rows
    years = due["period"].str[:4].astype(int)
    keys = due.assign(region=region_ids(due["region"], years, sources[table_id].new_borders_from))
    marked = rows.merge(
        keys[["region", "industry", "period", "reason", "expected_old_value"]].astype({"expected_old_value": float}),
        on=["region", "industry", "period"],
        how="left",
    ).set_index(rows.index)
    hit = marked["expected_old_value"].notna() & (marked[schema.VALUE] == marked["expected_old_value"])
    corrected = rows.copy()
    corrected.loc[hit, schema.VALUE] = float("nan")
    corrected.loc[hit, schema.NOTE] = "corrected (set_missing): " + marked.loc[hit, "reason"]
    return corrected


def _edition(
    path: Path,
    table: str,
    key: str,
    rows: pd.DataFrame,
    sources: dict[str, Source],
    embedded: pd.DataFrame,
) -> Edition:
    told = rows.assign(**{schema.NOTE: rows[schema.NOTE].fillna("")})[list(schema.COLUMNS)]
    return Edition(
        _source(path, table, key, sources, told),
        told,
        compare_vintages(told, _same_figures(embedded, table, told)),
    )


def _same_figures(embedded: pd.DataFrame, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows to compare an edition with: its own table, else the embedded table of the same indicator."""
    own = embedded[embedded[schema.SOURCE] == f"bns-{table}"]
    same = embedded[embedded[schema.INDICATOR].isin(rows[schema.INDICATOR].unique())]
    return same[same[schema.CLASSIFICATION].isin(rows[schema.CLASSIFICATION].unique())] if own.empty else own


def _source(path: Path, table: str, key: str, sources: dict[str, Source], rows: pd.DataFrame) -> Source:
    taken = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    file = {"id": key, "file": f"bns/{path.name}", "sha256": file_checksum(path), "vintage": taken,
            "obtained": "the publisher's own file, dropped into data/raw/bns"}  # fmt: skip
    base = sources.get(f"bns-{table}")
    if base is not None:
        return replace(base, **file, recode={}, absent_is_zero=False)
    title = known_tables()[table].title
    first = rows.iloc[0]
    return Source(
        **file,
        producer="Bureau of National Statistics (BNS)",
        table=table,
        title={"en": title, "ru": title, "kk": title},
        indicator=str(first[schema.INDICATOR]),
        classification=str(first[schema.CLASSIFICATION]),
        unit=str(first[schema.UNIT]),
        prices=str(first[schema.PRICES]),
        terms=_TERMS,
        coverage=f"{rows[schema.PERIOD].min()}–{rows[schema.PERIOD].max()}",
    )


def replace_cells(embedded: pd.DataFrame, editions: list[Edition]) -> pd.DataFrame:
    """Put the rows of the editions in the place of embedded rows of the same table and cell.

    Rows of the embedded edition that a file does not hold stay, with their own edition named.
    """
    if not editions:
        return embedded
    newer = pd.concat([edition.rows for edition in editions], ignore_index=True)
    both = pd.concat([embedded, newer], ignore_index=True)
    table = both[schema.SOURCE].str.split("@").str[0].rename("table")
    last = ~both.assign(table=table).duplicated([*_CELL, "table"], keep="last")
    return both[last].reset_index(drop=True)
