"""Download a table of the Bureau of National Statistics into ``data/raw/bns/``, one dated file per vintage.

Nothing already there is ever overwritten. Where the network is missing, the error says which address to open in a
browser and where to put the file.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from iidsp_analysis import reference
from iidsp_analysis.download import (
    BACKOFF,
    DEADLINE,
    MAX_BYTES,
    RETRIES,
    TIMEOUT,
    Download,
    GivenUpError,
    Progress,
    retrieve,
)
from iidsp_analysis.errors import SourceError, UsageError, WorkbookError
from iidsp_analysis.loaders import container
from iidsp_analysis.sources import file_checksum

BASE_URL: Final = "https://stat.gov.kz"


@dataclass(frozen=True)
class Table:
    """A table that can be downloaded: number, title, path on the site, file ending, and what to know about it."""

    table: str
    title: str
    path: str
    ext: str
    layout: str
    trap: str
    source: str
    verified: str


def known_tables() -> dict[str, Table]:
    """Return the tables that can be fetched, by number."""
    return {row["table"]: Table(**row) for row in reference.rows("bns_tables")}


def fetch_table(
    table: str,
    *,
    folder: Path,
    base_url: str | None = None,
    timeout: float = TIMEOUT,
    deadline: float = DEADLINE,
    max_bytes: int = MAX_BYTES,
    retries: int = RETRIES,
    backoff: float = BACKOFF,
    today: date | None = None,
    progress: Progress | None = None,
) -> Path:
    """Download a table and store it as a new vintage.

    Parameters
    ----------
    table : str
        Number of the table, such as ``5931``.
    folder : Path
        Where vintages lie: ``data/raw/bns``.
    base_url : str, optional
        Another host than the publisher's.
    timeout, deadline : float
        Seconds without a byte, and seconds altogether, after which an attempt is given up.
    max_bytes : int
        Size above which a file is refused.
    retries : int
        Repetitions after a server error (5xx) or a lost connection; a 404 is not repeated.
    backoff : float
        Seconds before the first repetition, doubled each time.
    today : date, optional
        Date of the vintage.
    progress : callable, optional
        Called with the bytes received and the bytes expected (None if unknown).

    Returns
    -------
    Path
        ``bns_<table>_<date>.<ext>``; beside it ``….<ext>.yml`` records address, date, size and checksum. The same
        content fetched twice on a day is stored once; other content on the same day is stored as ``…_2``.

    Raises
    ------
    UsageError
        The table is not known; the nearest are named.
    SourceError
        The download failed, or is not the kind of file that it should be; nothing is stored then.
    """
    wanted = _known(table)
    url = (base_url or BASE_URL).rstrip("/") + wanted.path
    name = f"bns_{wanted.table}_{(today or date.today()).isoformat()}.{wanted.ext}"
    folder.mkdir(parents=True, exist_ok=True)
    download = Download(timeout, deadline, max_bytes, progress)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as aside:
        try:
            arrived = retrieve(url, Path(aside), wanted.ext, download, retries, backoff)
            _require_kind(arrived, wanted.ext, max_bytes)
        except GivenUpError as failure:
            by_hand = f"Open {url} in a browser and save the file as {folder / name}."
            raise SourceError(
                f"Table {table} was not downloaded: {failure}.", where=url, what_next=by_hand
            ) from failure
        return _store(arrived, folder / name, wanted, url)


def _known(table: str) -> Table:
    tables = known_tables()
    if table in tables:
        return tables[table]
    near = reference.nearest(table, tables) or tuple(tables)
    listed = "; ".join(f"{number} ({tables[number].title})" for number in near)
    what_next = f"{'Nearest' if len(near) < len(tables) else 'Known'}: {listed}."
    raise UsageError(f"Table {table!r} is not known here.", where="fetch", what_next=what_next)


def _require_kind(path: Path, ext: str, max_bytes: int) -> None:
    """Make sure that what arrived is a table: sites answer errors with a page and 200 OK."""
    try:
        if ext == "xlsx":
            container.inspect(path, container.Limits(file_bytes=max_bytes))
            return
    except WorkbookError as error:
        raise GivenUpError(f"what arrived cannot be used: {error.what.rstrip('.')}", again=False) from error
    head = path.read_bytes()[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head or head.startswith(b"<") or (ext == "json" and not head.startswith((b"[", b"{"))):
        raise GivenUpError(
            f"what arrived is not a {ext} file but {'empty' if not head else 'something else'}", again=False
        )


def _store(arrived: Path, path: Path, table: Table, url: str) -> Path:
    """Move a download to the first free name of its day, unless the day already has the same content."""
    checksum, number, vintage = file_checksum(arrived), 1, path
    record = {
        "table": table.table,
        "title": table.title,
        "address": url,
        "fetched": path.stem.rsplit("_", 1)[1],
        "bytes": arrived.stat().st_size,
        "sha256": checksum,
    }
    arrived.chmod(0o644)
    while not _claim(arrived, vintage):
        if file_checksum(vintage) == checksum:
            return vintage
        number += 1
        vintage = path.with_stem(f"{path.stem}_{number}")
    note = arrived.with_suffix(".yml")
    note.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    os.replace(note, vintage.with_name(f"{vintage.name}.yml"))
    return vintage


def _claim(arrived: Path, vintage: Path) -> bool:
    """Put the file at its name in one step; a hard link, unlike a rename, never replaces what is there."""
    try:
        os.link(arrived, vintage)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if vintage.exists():
            return False
        os.rename(arrived, vintage)
    return True
