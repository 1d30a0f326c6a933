"""Who published a number, when it was taken, and how to tell that the file is still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from iidsp_analysis.errors import SourceError

_REQUIRED = frozenset(
    [
        "id",
        "producer",
        "table",
        "title",
        "file",
        "indicator",
        "classification",
        "unit",
        "prices",
        "vintage",
        "obtained",
        "terms",
        "sha256",
        "coverage",
    ]
)


@dataclass(frozen=True)
class Source:
    """One published table as it lies in ``data/raw``.

    ``new_borders_from`` is the first year in which the table's rows for East Kazakhstan, Almaty region and
    Karaganda mean the smaller territories of 2022. ``recode`` maps an industry code of the file to
    ``(indicator, industry)`` where the file holds more than its main indicator.
    """

    id: str
    producer: str
    table: str
    title: Mapping[str, str]
    file: str
    indicator: str
    classification: str
    unit: str
    prices: str
    vintage: str
    obtained: str
    terms: str
    sha256: str
    coverage: str
    address: str = ""
    new_borders_from: int = 2022
    known_breaks: tuple[str, ...] = ()
    recode: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    absent_is_zero: bool = False

    @property
    def table_id(self) -> str:
        """Id of the table whatever its edition: a dropped file is ``bns-5931@<file>``."""
        return self.id.split("@")[0]

    @property
    def is_bns(self) -> bool:
        """Whether the Bureau of National Statistics published it."""
        return self.id.startswith("bns-")


def file_checksum(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make_source(entry: Mapping[str, Any], where: str) -> Source:
    """Make a source of its entry in ``sources.yml``, refusing one that leaves a required field out."""
    missing = _REQUIRED - set(entry)
    if missing:
        raise SourceError(
            f"The source {entry.get('id', '?')!r} lacks {', '.join(sorted(missing))}.",
            where=where,
            what_next="Every source states producer, table, unit, price basis, vintage, terms and checksum.",
        )
    known = {name: value for name, value in entry.items() if name in Source.__dataclass_fields__}
    known["known_breaks"] = tuple(entry.get("known_breaks") or ())
    known["recode"] = {code: (pair[0], pair[1]) for code, pair in (entry.get("recode") or {}).items()}
    return Source(**known)


def read_sources(raw_folder: Path) -> dict[str, Source]:
    """Read ``sources.yml`` of a raw folder.

    Returns
    -------
    dict[str, Source]
        Sources by id, in the order of the file.

    Raises
    ------
    SourceError
        If the file is absent, names a source twice or leaves a required field out.
    """
    path = raw_folder / "sources.yml"
    if not path.is_file():
        raise SourceError("The list of sources is missing.", where=str(path), what_next="Restore data/raw from git.")
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    sources = [make_source(entry, str(path)) for entry in entries]
    by_id = {source.id: source for source in sources}
    if len(by_id) != len(sources):
        raise SourceError("A source id is used twice.", where=str(path))
    return by_id


def require_unchanged(source: Source, raw_folder: Path) -> Path:
    """Return the path of a source's file after comparing its checksum.

    Raises
    ------
    SourceError
        If the file is absent or is not the file that ``sources.yml`` describes.
    """
    path = raw_folder / source.file
    if not path.is_file():
        raise SourceError(f"The file of {source.id} is missing.", where=str(path), what_next="Restore it from git.")
    if file_checksum(path) != source.sha256:
        raise SourceError(
            f"The file of {source.id} has changed since it was recorded.",
            where=str(path),
            what_next="Published files are never edited: restore it; corrections belong into data/raw/corrections.csv.",
        )
    return path
