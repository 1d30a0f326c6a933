"""The commands ``iidsp projects template``, ``import``, ``snapshots``, ``diff``; ``check`` has its own module."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import Language
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.loaders.projects.collection import no_collection
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects import changes
from iidsp_analysis.monitors.projects.differences import Differences, differences
from iidsp_analysis.sections.projects import difference_words as words
from iidsp_analysis.sections.projects.doubts import DOUBT_ROW, doubt_rows, doubts_table
from iidsp_analysis.sections.projects.field_words import field_name, value_text
from iidsp_analysis.sections.projects.opened import Opened, opened
from iidsp_analysis.sections.projects.rows import TABLE, plain, records, require_output, written

#: As many sentences of a kind as are read; the table below them has all.
SENTENCES = 10
DIFFERENCE_ROW = ("project", "name", "kind", "field", "old", "new", "change", "unit", "message", "cell")
SNAPSHOT_ROW = ("id", "name", "as_of", "file", "projects", "doubts", "is_example", "stored")


@dataclass(frozen=True)
class ImportRequest:
    """What is to be stored: a file, the day for which it speaks, and a name for a second version of one day."""

    path: Path
    as_of: str
    name: str = ""
    language: str = "en"
    output: str = TABLE


@dataclass(frozen=True)
class DiffRequest:
    """Which two versions are compared: days, ids or names of snapshots, or files."""

    old: str
    new: str
    language: str = "en"
    output: str = TABLE


def template(path: Path, language: str = "ru") -> str:
    """Write an empty form and return its path.

    Raises
    ------
    UsageError
        If the file exists, its folder does not, or its name does not end in ``.xlsx``.
    """
    from iidsp_analysis.loaders.projects.template import write_template

    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UsageError("The form is an Excel workbook.", where=path.name, what_next="Let its name end in .xlsx.")
    if path.exists():
        raise UsageError("The file exists; it may be filled in already.", where=path.name,
                         what_next="Choose another name.")  # fmt: skip
    if not path.parent.is_dir():
        raise UsageError("There is no such folder.", where=str(path.parent), what_next="Make it first.")
    import xlsxwriter.exceptions

    try:
        write_template(path, language)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise UsageError("The form cannot be written there.", where=str(path),
                         what_next="Choose a folder that you may write to.") from error  # fmt: skip
    return str(path)


@no_collection()
def import_listing(request: ImportRequest) -> str:
    """Store a register and list the cells that were rejected or doubted.

    Raises
    ------
    UsageError, WorkbookError, SchemaError, SourceError
        As :func:`store.import_file`: then nothing is stored.
    """
    require_output(request.output)
    language = reader_of(request.language)
    snapshot, register, is_new = store.import_file(request.path, as_of=request.as_of, name=request.name)
    if request.output != TABLE:
        return written(doubt_rows(register, language), DOUBT_ROW, request.output)
    what = language.say("Stored.") if is_new else language.say("This file is stored for this day already.")
    return "\n".join([Opened(register, snapshot).title(language), what, "", *doubts_table(register, language)])


def snapshots_listing(language: str = "en", output: str = TABLE) -> str:
    """List the stored versions, the newest last.

    Raises
    ------
    UsageError
        For another format or language.
    SourceError
        If the record of a snapshot is damaged.
    """
    require_output(output)
    say = reader_of(language).say
    rows = [{name: getattr(each, name) for name in SNAPSHOT_ROW} for each in snapshots.snapshots()]
    if output != TABLE:
        return written(rows, SNAPSHOT_ROW, output)
    head = (say("Snapshot"), say("Name"), say("As of"), say("File"), say("Projects"), say("Doubtful cells"), "")
    lines = [
        (row["id"], row["name"], row["as_of"], row["file"], str(row["projects"]), str(row["doubts"]),
         say("EXAMPLE DATA") if row["is_example"] else "")
        for row in rows
    ]  # fmt: skip
    listed = aligned([head, *lines]) if lines else say("No register of projects is stored.")
    strange = [shown(name) for name in snapshots.strangers()]
    if not strange:
        return listed
    return f"{listed}\n\n" + say("Not read, since it is no snapshot: {names}.", names=", ".join(strange))


# --- differences ------------------------------------------------------------------------------------------------


@no_collection()
def diff_listing(request: DiffRequest) -> str:
    """Compare two versions of the register, in words and as a table.

    Raises
    ------
    UsageError
        For an unknown snapshot, the newer one first, or an example beside a real register.
    WorkbookError, SchemaError, SourceError
        For a file or a snapshot that cannot be read.
    """
    require_output(request.output)
    language = reader_of(request.language)
    old, new = opened(request.old), opened(request.new)
    compared = differences(old.register, new.register)
    rows = difference_rows(compared, language)
    if request.output != TABLE:
        return written(rows, DIFFERENCE_ROW, request.output)
    told = [old.title(language), new.title(language), "", *words.summary(compared, language)]
    if not rows:
        return "\n".join([*told, "", language.say("No project differs.")])
    return "\n".join([*told, *_in_words(rows, language), "", _as_table(rows, language)])


def difference_rows(compared: Differences, language: Language) -> list[dict[str, Any]]:
    """Return one row a difference as plain values; ``message`` is in the reader's language, ``cell`` in the file."""
    rows = []
    for line in records(compared.table):
        message = words.sentence(line, compared, language)
        told = line | {"message": message, "cell": _cell(line, compared)}
        rows.append({name: plain(told[name]) for name in DIFFERENCE_ROW})
    return rows


def _cell(line: dict[str, Any], compared: Differences) -> str:
    """Return where to look: in the newer file, in the older one for a project that was dropped."""
    is_dropped = line["kind"] == changes.DROPPED
    register: Register = compared.old if is_dropped else compared.new
    return register.cell(line["old_row"] if is_dropped else line["new_row"], line["field"] or "id")


def _in_words(rows: list[dict[str, Any]], language: Language) -> list[str]:
    """Return a heading and the first sentences of every kind."""
    lines: list[str] = []
    for kind, number in Counter(row["kind"] for row in rows).items():
        told = [row["message"] for row in rows if row["kind"] == kind]
        lines += ["", f"{words.kind_name(kind, language)}: {number}", *(f"  {each}" for each in told[:SENTENCES])]
        if number > SENTENCES:
            lines.append("  " + language.say("… and {number} more in the table below.", number=number - SENTENCES))
    return lines


def _as_table(rows: list[dict[str, Any]], language: Language) -> str:
    say = language.say
    head = (say("What"), say("Project"), say("Field"), say("Before"), say("Now"), say("Change"), say("Cell"))
    return aligned([head, *(_line(row, language) for row in rows)])


def _line(row: dict[str, Any], language: Language) -> tuple[str, ...]:
    field = row["field"]
    old, new = (value_text(field, row[side], language) if field else "" for side in ("old", "new"))
    change = float("nan") if row["change"] is None else row["change"]
    name = field_name(field, language) if field else ""
    kind = words.kind_name(row["kind"], language)
    return kind, row["project"], name, old, new, words.size_text(change, row["unit"], language), row["cell"]
