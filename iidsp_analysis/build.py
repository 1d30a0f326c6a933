"""Raw tables in, one validated panel out: ``data/processed/panel.parquet``, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from iidsp_analysis import additivity, folders, panel, schema
from iidsp_analysis.errors import SourceError
from iidsp_analysis.loaders import corrections, embedded
from iidsp_analysis.panel import Panel
from iidsp_analysis.sources import Source, read_sources

PANEL_FILE = "panel.parquet"


@dataclass(frozen=True)
class Built:
    """What a build made: the panel's path, its number of rows, tables and corrected cells, and its checksum."""

    path: Path
    rows: int
    tables: int
    corrected: int
    dropped: tuple[str, ...]
    key: str


def assemble(raw_folder: Path) -> Panel:
    """Load every source, apply the ledger, add the residual rows and hold all of it to the contract.

    Raises
    ------
    SourceError, SchemaError, UnitError
        Naming file and guilty rows; nothing is written by then.
    """
    sources = read_sources(raw_folder)
    ledger = corrections.read_ledger(raw_folder)
    _require_known(ledger, sources)
    tables = [embedded.load(source, raw_folder, ledger) for source in sources.values()]
    together = Panel(pd.concat(tables, ignore_index=True), sources)
    rows = pd.concat([together.rows, additivity.residual_rows(together)], ignore_index=True)
    return Panel(panel.validate(rows), sources)


def _require_known(ledger: pd.DataFrame, sources: dict[str, Source]) -> None:
    unknown = set(ledger["source"]) - set(sources)
    if unknown:
        raise SourceError(f"The ledger names unknown sources: {', '.join(sorted(unknown))}.", where="corrections.csv")


def build_panel(raw_folder: Path | None = None, processed_folder: Path | None = None) -> Built:
    """Build the processed panel.

    The new file is written aside and renamed, so a failed build leaves the last panel as it was.
    """
    raw_folder = raw_folder or folders.raw()
    processed_folder = processed_folder or folders.processed()
    made = assemble(raw_folder)
    processed_folder.mkdir(parents=True, exist_ok=True)
    path = processed_folder / PANEL_FILE
    aside = path.with_suffix(f".{os.getpid()}.part")
    try:
        made.rows.to_parquet(aside, index=False)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    corrected = int(made.rows[schema.NOTE].str.startswith("corrected").sum())
    key = raw_key(raw_folder)
    (processed_folder / "panel.key").write_text(key, encoding="utf-8")
    return Built(path, len(made.rows), len(made.sources), corrected, (), key)


def raw_key(raw_folder: Path) -> str:
    """One checksum over everything in a raw folder: an unchanged key means an unchanged panel."""
    digest = hashlib.sha256()
    for path in sorted(raw_folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(raw_folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def load(raw_folder: Path | None = None, processed_folder: Path | None = None) -> Panel:
    """Return the processed panel, building it first where it is absent or older than the raw tables."""
    raw_folder = raw_folder or folders.raw()
    processed_folder = processed_folder or folders.processed()
    key_file = processed_folder / "panel.key"
    is_fresh = (
        (processed_folder / PANEL_FILE).is_file()
        and key_file.is_file()
        and key_file.read_text(encoding="utf-8") == raw_key(raw_folder)
    )
    if not is_fresh:
        build_panel(raw_folder, processed_folder)
    return panel.read(processed_folder / PANEL_FILE, read_sources(raw_folder))
