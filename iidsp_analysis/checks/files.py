"""Whether the files of ``data/raw`` are the ones that were recorded, and hold what a panel may hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import yaml

from iidsp_analysis import build, schema
from iidsp_analysis.checks.findings import KNOWN_FILE, NOTE, Cell, Finding, about_file
from iidsp_analysis.editions import Edition, replace_cells
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.loaders import embedded, plans
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.panel import Panel
from iidsp_analysis.sources import Source, file_checksum

#: Files of ``data/raw`` that are the project's own bookkeeping, not publications.
OWN_FILES = frozenset({"sources.yml", "corrections.csv", KNOWN_FILE})


def changed_files(raw_folder: Path, sources: Iterable[Source]) -> list[Finding]:
    """List the files that are absent, or whose checksum is not the one in ``sources.yml``."""
    found = []
    for source in sources:
        path = raw_folder / source.file
        if not path.is_file():
            found.append(about_file("checksum", source.file, f"{source.file} is missing.", source=source.id))
        elif file_checksum(path) != source.sha256:
            message = f"{source.file} is not the file that sources.yml recorded: restore it."
            found.append(about_file("checksum", source.file, message, source=source.id))
    return found


def unlisted_files(raw_folder: Path, sources: Iterable[Source]) -> list[Finding]:
    """List the files whose origin is recorded neither in ``sources.yml`` nor beside them by ``iidsp fetch``."""
    listed = {source.file for source in sources} | OWN_FILES
    found = []
    for path in sorted(raw_folder.rglob("*")):
        name = path.relative_to(raw_folder).as_posix()
        if path.is_file() and name not in listed and not path.name.startswith((".", "~$")) and not _is_own(name):
            found += _unrecorded(path, name)
    return found


def _is_own(name: str) -> bool:
    """Whether a file is the user's: it has no publisher, and its loader holds it to a contract of its own."""
    return name.split("/")[0] in build.OWN_FOLDERS


def refused_plans(raw_folder: Path) -> list[Finding]:
    """Tell why the user's export plans cannot be read, if they cannot."""
    try:
        plans.read_plans(raw_folder / plans.FOLDER)
    except AnalysisError as error:
        return [about_file("unreadable", plans.FOLDER, str(error))]
    return []


def damaged_snapshots(raw_folder: Path) -> list[Finding]:
    """Tell which stored registers of projects are not what was stored."""
    try:
        for snapshot in snapshots.snapshots(raw_folder):
            snapshots.require_whole(snapshot, raw_folder)
    except AnalysisError as error:
        return [about_file("checksum", snapshots.FOLDER.as_posix(), str(error))]
    return []


def _unrecorded(path: Path, name: str) -> list[Finding]:
    record = path.with_name(f"{path.name}.yml")
    if path.suffix == ".yml" and path.with_suffix("").is_file():
        return []  # a record itself
    if not record.is_file():
        message = f"{name} is not listed in sources.yml: its origin and checksum are not recorded."
        return [about_file("unlisted", name, message, severity=NOTE)]
    if (yaml.safe_load(record.read_text(encoding="utf-8")) or {}).get("sha256") != file_checksum(path):
        return [about_file("checksum", name, f"{name} is not the file that was fetched: fetch it again.")]
    return []


def as_published(raw_folder: Path, sources: Iterable[Source]) -> tuple[Panel, list[Finding]]:
    """Read every table without any correction; a table that cannot be read is a finding."""
    tables, read, found = [], {}, []
    for source in sources:
        try:
            tables.append(embedded.load(source, raw_folder))
            read[source.id] = source
        except AnalysisError as error:
            found.append(about_file("unreadable", source.file, str(error), source=source.id))
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    return Panel(rows, read), found


def contract(raw_folder: Path) -> tuple[list[Finding], tuple[Edition, ...]]:
    """Assemble the panel as a build would: schema, units, signs, and a ledger that still fits the tables.

    Returns
    -------
    tuple
        The finding if the build fails, and the newer editions that the build takes in.
    """
    try:
        return [], build.assemble_all(raw_folder).editions
    except AnalysisError as error:
        return [about_file("contract", "panel", str(error))], ()


def with_editions(panel: Panel, editions: Iterable[Edition]) -> Panel:
    """Put the figures of newer editions in place, under the id of their table: what is used is what is checked."""
    known = [edition for edition in editions if edition.source.table_id in panel.sources]
    rows = replace_cells(panel.rows, known)
    tables = rows[schema.SOURCE].str.split("@").str[0]
    return Panel(rows.assign(**{schema.SOURCE: tables}), panel.sources)


def newer_editions(editions: Iterable[Edition]) -> list[Finding]:
    """Tell for each dropped file how many numbers of the embedded edition it changes."""
    found = []
    for edition in editions:
        changed = edition.differences[["region", "industry", "period", "difference"]]
        cells = tuple(Cell(*row) for row in changed.itertuples(index=False))
        unit = edition.source.unit
        message = f"{edition.source.file} changes {len(cells)} numbers of table {edition.source.table}."
        largest = max((cell.size for cell in cells), key=abs, default=0.0)
        reason = "A newer edition of the table was put into data/raw/bns and is used instead of the embedded one."
        found.append(
            Finding(
                "newer-edition", NOTE, edition.source.id, "", "", "", largest, unit, message, cells, explanation=reason
            )
        )
    return found
