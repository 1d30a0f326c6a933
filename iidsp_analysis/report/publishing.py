"""A published edition: a folder of plain files that opens from a USB stick, and nothing but what is meant for readers.

Pages are rendered into a working folder below ``reports/`` (what is unchanged is not made again), then copied; the
folder appears whole or not at all. An edition whose pages failed is not published.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from iidsp_analysis import folders
from iidsp_analysis.command_words import spoken
from iidsp_analysis.errors import ReportError, UsageError
from iidsp_analysis.language import language
from iidsp_analysis.report import changes_page, edition_changes, manifest
from iidsp_analysis.report.batch import Wish, render_wish
from iidsp_analysis.report.edition_changes import FILE, FORMAT, PublishedEdition, compare, read_edition
from iidsp_analysis.report.editions import each_language, welcome
from iidsp_analysis.report.factory import Options
from iidsp_analysis.report.jobs import Settings
from iidsp_analysis.report.outcomes import Listener, nobody

FEED: Final = "revisions.xml"
FIGURES: Final = "json"
#: What readers get; the manifest says what every page was made from.
_ENDINGS: Final = ("html", "xlsx", "docx", "pdf", "json")
_LARGE: Final = 100 * 10**6
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Published:
    """What was published: the folder, its zip file if asked for, and remarks for the one who publishes."""

    folder: Path
    packed: Path | None
    remarks: tuple[str, ...]


def publish(
    target: Path,
    codes: Sequence[str],
    settings: Settings,
    *,
    as_zip: bool = False,
    before: Path | None = None,
    options: Options | None = None,
    listen: Listener = nobody,
) -> Published:
    """Publish the whole set of pages in some languages.

    Parameters
    ----------
    target : Path
        Folder of the edition; an earlier edition there is replaced, anything else is not touched.
    codes : sequence of str
        Languages.
    settings : Settings
        Year, borders, date to look from; ``redact`` for an edition that names no project.
    as_zip : bool
        Pack the folder beside itself.
    before : Path, optional
        Folder or zip file of the edition to compare with.

    Raises
    ------
    UsageError
        If something else lies in the place of the folder.
    ReportError
        If pages failed: an edition is whole or it is none.
    SourceError
        If there is no edition to compare with.
    """
    _require_free(target)
    old = {code: read_edition(before, code) for code in codes} if before else {}
    work = working_folder(settings)
    _render(codes, settings, work, options or Options(), listen)
    aside = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        told = _assemble(codes, settings, work, aside)
        for code, earlier in old.items():
            _write_changes(aside, code, told, earlier)
        _write_feed(aside, told, next(iter(old.values()), None))
        _replace(target, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    packed = _pack(target) if as_zip else None
    return Published(target, packed, _remarks(packed))


def working_folder(settings: Settings) -> Path:
    """Where the pages of an edition are rendered: redacted and other pages never lie side by side."""
    parts = [str(settings.year), f"borders-{settings.borders}", settings.as_of, "redacted" if settings.redact else ""]
    return folders.reports() / "_editions" / "_".join(filter(None, parts))


def _require_free(target: Path) -> None:
    if target.exists() and not (target / FILE).is_file():
        raise UsageError("Something else lies there, which is not replaced.", where=str(target),
                         what_next="Name a new folder, or that of an earlier edition.")  # fmt: skip


def _render(codes: Sequence[str], settings: Settings, work: Path, options: Options, listen: Listener) -> None:
    asked = replace(options, documents=tuple(dict.fromkeys([*options.documents, "xlsx", FIGURES])))
    # An edition of one language has a folder for it too: addresses stay the same when a language is added.
    chosen = each_language(codes, settings, work) if len(codes) > 1 else [
        (replace(settings, language=codes[0], languages=codes[0]), work / codes[0])
    ]  # fmt: skip
    for in_language, folder in chosen:
        batch = render_wish(Wish(everything=True), in_language, out=folder, options=asked, listen=listen)
        if batch.failed:
            told = "; ".join(f"{each.job.slug}: {each.reason}" for each in batch.failed[:3])
            raise ReportError(f"{len(batch.failed)} pages failed, and nothing is published: {told}.",
                              what_next="Mend them, and publish again.")  # fmt: skip


def _assemble(codes: Sequence[str], settings: Settings, work: Path, aside: Path) -> dict[str, Any]:
    """Copy what is meant for readers, and write what the edition says of itself."""
    rows: dict[str, dict[str, Any]] = {}
    for code in codes:
        (aside / code).mkdir(parents=True)
        told = json.loads((work / code / manifest.FILE).read_text(encoding="utf-8"))
        rows = {slug: row for slug, row in told["jobs"].items() if row["status"] == manifest.DONE}
        vintages = told["editions"][next(iter(rows.values()))["edition"]]["vintages"]
        names = [f"{slug}.{ending}" for slug in rows for ending in _ENDINGS]
        for name in (*names, "index.html", manifest.FILE):
            if (work / code / name).is_file():
                shutil.copyfile(work / code / name, aside / code / name)
    folders.write_text(aside / "index.html", welcome(codes))
    edition = {
        "format": FORMAT,
        "program": version("iidsp-analysis"),
        "day": _day(),
        "year": settings.year,
        "borders": settings.borders,
        "as_of": settings.as_of,
        "redacted": settings.redact,
        "languages": list(codes),
        "vintages": vintages,
        "pages": {slug: row["key"] for slug, row in sorted(rows.items())},
    }
    folders.write_text(aside / FILE, json.dumps(edition, ensure_ascii=False, indent=1) + "\n")
    return edition


def _day() -> str:
    """Day of the edition: today, or that of ``SOURCE_DATE_EPOCH`` for whoever wants the same bytes twice."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(given), UTC) if given and given.isdigit() else datetime.now(UTC)
    return moment.date().isoformat()


def _write_changes(aside: Path, code: str, told: dict[str, Any], old: PublishedEdition) -> None:
    new = edition_changes.read_edition(aside, code)
    changes = compare(old, new)
    names = {slug: _title(aside / code / f"{slug}.html") for slug in new.pages}
    page = changes_page.changes_page(
        changes, names, language(code), (old.day, told["day"]), ",".join(told["languages"])
    )
    folders.write_text(aside / code / changes_page.FILE, page)
    folders.write_text(aside / code / changes_page.ALL_ROWS, changes_page.all_changes(changes))
    index = aside / code / "index.html"
    link = f'<p class="changes"><a href="{changes_page.FILE}">'
    link += f"{escape(language(code).say('What changed since the last edition'))}</a></p>"
    folders.write_text(index, index.read_text(encoding="utf-8").replace("</header>", f"</header>\n{link}", 1))


def _title(page: Path) -> str:
    """Title of a page, which its head holds escaped."""
    from html import unescape

    text = page.read_text(encoding="utf-8")
    return unescape(text.partition("<title>")[2].partition("</title>")[0])


def _write_feed(aside: Path, told: dict[str, Any], old: PublishedEdition | None) -> None:
    """Write the editions as an Atom feed, the newest first: that of the edition before is carried on."""
    entries = [{"day": told["day"], "vintages": told["vintages"], "pages": len(told["pages"])}]
    entries += old.told.get("earlier", []) if old else []
    if old:
        entries.insert(1, {"day": old.day, "vintages": old.told["vintages"], "pages": len(old.told["pages"])})
    told["earlier"] = entries[1:]
    folders.write_text(aside / FILE, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    folders.write_text(aside / FEED, feed(entries))


def feed(entries: Sequence[dict[str, Any]]) -> str:
    """Atom feed of editions (RFC 4287), without any address on a network."""
    told = "".join(
        f"<entry><id>urn:iidsp:edition:{escape(each['day'])}</id><title>Edition of {escape(each['day'])}</title>"
        f"<updated>{escape(each['day'])}T00:00:00Z</updated><summary>{each['pages']} pages; editions of the tables: "
        f"{escape(', '.join(sorted(set(each['vintages'].values()))))}</summary></entry>\n"
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<id>urn:iidsp:editions</id><title>Manufacturing of Kazakhstan: editions</title>"
        f"<author><name>iidsp_analysis</name></author><updated>{escape(entries[0]['day'])}T00:00:00Z</updated>\n"
        f"{told}</feed>\n"
    )


def _replace(target: Path, aside: Path) -> None:
    """Put the new folder in the place of the old one."""
    before = target.with_name(f"{target.name}.{os.getpid()}.old")
    if target.exists():
        os.replace(target, before)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(aside, target)
    shutil.rmtree(before, ignore_errors=True)


def _pack(folder: Path) -> Path:
    """Pack a folder; equal folders give equal bytes."""
    packed = folder.with_name(f"{folder.name}.zip")

    def write(aside: Path) -> None:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", _ZIP_TIME)
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)

    folders.write_whole(packed, write)
    return packed


def _remarks(packed: Path | None) -> tuple[str, ...]:
    if packed is None or packed.stat().st_size <= _LARGE:
        return ()
    size = round(packed.stat().st_size / 10**6)
    return (spoken(f"{packed.name} has {size} MB: many mail servers refuse more than 100 MB."),)
