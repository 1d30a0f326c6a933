"""Raw tables in, one validated panel out: ``data/processed/panel.parquet``, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from iidsp_analysis import additivity, editions, folders, panel, schema
from iidsp_analysis.errors import SourceError
from iidsp_analysis.loaders import corrections, embedded
from iidsp_analysis.loaders.trade_store import TradeStore
from iidsp_analysis.panel import Panel
from iidsp_analysis.sources import Source, make_source, read_sources

PANEL_FILE, KEY_FILE, SOURCES_FILE = "panel.parquet", "panel.key", "sources.json"
#: Folders of ``data/raw`` with the user's own plans and registers: no publications, and no part of the panel.
OWN_FOLDERS = frozenset({"plans", "projects", "geo", "io", "world", "peers", "confidential"})


@dataclass(frozen=True)
class Built:
    """What a build made: the panel's path, its numbers of rows, tables and corrected cells, and its checksum.

    ``editions`` counts, by dropped file, the numbers that differ from the embedded edition;
    ``unread`` names dropped files of tables that have no loader yet.
    """

    path: Path
    rows: int
    tables: int
    corrected: int
    editions: dict[str, int]
    unread: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Assembled:
    """The panel of a raw folder with the newer editions that were dropped there."""

    panel: Panel
    editions: tuple[editions.Edition, ...]


def assemble(raw_folder: Path) -> Panel:
    """Return the panel of :func:`assemble_all`."""
    return assemble_all(raw_folder).panel


def assemble_all(raw_folder: Path, lines: TradeStore | None = None) -> Assembled:
    """Load every source, apply the ledger, add the residual rows and hold all of it to the contract.

    Six-digit lines of dropped trade workbooks are written to ``lines``, which the caller publishes or discards.

    Raises
    ------
    SourceError, SchemaError, UnitError
        Naming file and guilty rows; nothing is written by then.
    """
    sources = read_sources(raw_folder)
    ledger = corrections.read_ledger(raw_folder)
    _require_known(ledger, sources)
    tables = [embedded.load(source, raw_folder, ledger) for source in sources.values()]
    rows = pd.concat(tables, ignore_index=True)
    newer = editions.read_editions(raw_folder, sources, rows, ledger, lines)
    sources = sources | {edition.source.id: edition.source for edition in newer}
    together = Panel(editions.replace_cells(rows, newer), sources)
    rows = pd.concat([together.rows, additivity.residual_rows(together)], ignore_index=True)
    return Assembled(Panel(panel.validate(rows), sources), tuple(newer))


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
    lines = TradeStore(processed_folder)
    try:
        made = assemble_all(raw_folder, lines)
        processed_folder.mkdir(parents=True, exist_ok=True)
        lines.publish()
    finally:
        lines.discard()
    path = processed_folder / PANEL_FILE
    _write_rows(made.panel.rows, path)
    told = [asdict(source) for source in made.panel.sources.values()]
    folders.write_text(processed_folder / SOURCES_FILE, json.dumps(told, ensure_ascii=False, indent=1))
    # The key comes last: a key without its panel would pass for fresh.
    folders.write_text(processed_folder / KEY_FILE, _panel_key(raw_folder))
    rows = made.panel.rows
    corrected = int(rows[schema.NOTE].str.startswith("corrected").sum())
    differing = {edition.source.file: len(edition.differences) for edition in made.editions}
    unread = tuple(file.name for file in editions.unread_files(raw_folder, made.panel.sources))
    return Built(path, len(rows), len(made.panel.sources), corrected, differing, unread, raw_key(raw_folder))


def _write_rows(rows: pd.DataFrame, path: Path) -> None:
    folders.write_whole(path, lambda aside: rows.to_parquet(aside, index=False))


def raw_key(raw_folder: Path) -> str:
    """One checksum over a raw folder without the user's own files: an unchanged key means unchanged tables."""
    tops = (top for top in raw_folder.iterdir() if top.name not in OWN_FOLDERS)
    paths = {path for top in tops for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file()}
    return _checksum(raw_folder, paths)


def edition() -> str:
    """One checksum over ``data/raw`` as it lies there now, the user's own files included."""
    raw = folders.raw()
    return _checksum(raw, {path for path in raw.rglob("*") if path.is_file()})


def _panel_key(raw_folder: Path) -> str:
    """Checksum of all that decides the panel: the raw tables, and the code and reference tables that read them."""
    package = Path(__file__).parent
    code = {path for ending in ("*.py", "*.csv") for path in package.rglob(ending)}
    return f"{raw_key(raw_folder)} {_checksum(package, code)}"


def _checksum(folder: Path, paths: set[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load(raw_folder: Path | None = None, processed_folder: Path | None = None) -> Panel:
    """Return the processed panel, building it first where it is absent or older than the raw tables."""
    raw_folder = raw_folder or folders.raw()
    processed_folder = processed_folder or folders.processed()
    if not _is_fresh(raw_folder, processed_folder):
        build_panel(raw_folder, processed_folder)
    told = json.loads((processed_folder / SOURCES_FILE).read_text(encoding="utf-8"))
    sources = {entry["id"]: make_source(entry, SOURCES_FILE) for entry in told}
    return panel.read(processed_folder / PANEL_FILE, sources)


def _is_fresh(raw_folder: Path, processed_folder: Path) -> bool:
    files = [processed_folder / name for name in (PANEL_FILE, KEY_FILE, SOURCES_FILE)]
    if not all(path.is_file() for path in files):
        return False
    return (processed_folder / KEY_FILE).read_text(encoding="utf-8") == _panel_key(raw_folder)
