"""The command ``iidsp projects check``: what the rules find in a register, as a table to read, as CSV or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iidsp_analysis import build, regions, territories
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import SourceError
from iidsp_analysis.language import Language
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.loaders.projects.collection import no_collection
from iidsp_analysis.loaders.projects.original import EVERYTHING, differing
from iidsp_analysis.monitors.projects.rules import RULES, Findings, check, why_not_said
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, WARNING, read_settings
from iidsp_analysis.sections.projects.doubts import DOUBT_ROW, doubt_rows, doubts_table
from iidsp_analysis.sections.projects.opened import Opened, opened
from iidsp_analysis.sections.projects.rows import TABLE, records, require_output, written

FINDING_ROW = ("project", "rule", "severity", "message", "cell")


@dataclass(frozen=True)
class CheckRequest:
    """What is to be checked: a snapshot (day, id, name), a file, or the newest snapshot if empty.

    ``as_of`` is the day for which a file speaks (today if empty); ``doubts`` asks for the doubtful cells instead of
    the findings; ``borders`` are those of the official figures in the reconciliation.
    """

    target: str = ""
    as_of: str = ""
    language: str = "en"
    output: str = TABLE
    doubts: bool = False
    borders: int = 2014


@dataclass(frozen=True)
class Checked:
    """What was written, and the number of findings that are errors."""

    text: str
    errors: int


@no_collection()
def check_listing(request: CheckRequest) -> Checked:
    """Hold a register to the rules and write what they find.

    Raises
    ------
    UsageError
        For another format or language, an unknown snapshot, or wrong settings of the rules.
    MissingDataError
        If nothing is named and nothing is stored.
    WorkbookError, SchemaError, SourceError, BoundaryError
        For a file, a snapshot, a list of priorities or borders that cannot be used.
    """
    require_output(request.output)
    language, settings = reader_of(request.language), read_settings()
    regions.regions_of(request.borders)  # a wrong option is refused before a register is asked for
    looked_at = opened(request.target, request.as_of)
    _require_original(looked_at)
    if request.doubts:
        return Checked(_doubts(looked_at, language, request.output), 0)
    panel = territories.on_borders(build.load(), request.borders)
    findings = check(looked_at.register, settings, panel)
    errors = int((findings.table["severity"] == ERROR).sum())
    rows = finding_rows(findings, language)
    if request.output != TABLE:
        return Checked(written(rows, FINDING_ROW, request.output), errors)
    return Checked(_table(looked_at, findings, rows, language), errors)


def _require_original(looked_at: Opened) -> None:
    """Hold a stored register to its file: checksums prove nothing where they were rewritten as well."""
    if looked_at.snapshot is None:
        return
    if columns := differing(looked_at.snapshot, looked_at.register):
        what = "all of it" if EVERYTHING in columns else ", ".join(columns)
        raise SourceError(
            f"What is stored is not what its file says when it is read again ({what}).", where=looked_at.snapshot.id,
            what_next="Somebody edited it, or an older version of this program read it: restore the folder, or take it "
                      "away and import the original that lies in it again.",
        )  # fmt: skip


def finding_rows(findings: Findings, language: Language) -> list[dict[str, Any]]:
    """Return one row a finding, the gravest first: project, rule, severity, message, cell."""
    told = findings.table.assign(message=findings.said(language))
    return records(told[list(FINDING_ROW)])


def severity_name(severity: str, language: Language) -> str:
    """Return the word for a severity."""
    say = language.say
    return {ERROR: say("error"), WARNING: say("warning"), NOTICE: say("notice")}[severity]


def _doubts(looked_at: Opened, language: Language, output: str) -> str:
    register = looked_at.register
    if output != TABLE:
        return written(doubt_rows(register, language), DOUBT_ROW, output)
    return "\n".join([looked_at.title(language), "", *doubts_table(register, language)])


def _table(looked_at: Opened, findings: Findings, rows: list[dict[str, Any]], language: Language) -> str:
    say = language.say
    number, doubts = len(looked_at.register.rows), len(looked_at.register.doubts)
    counts = [say("Projects: {number}.", number=number), say("Findings: {number}.", number=len(rows))]
    head = (say("Severity"), say("Project"), say("Cell"), say("Rule"), say("Finding"))
    lines = [
        (severity_name(row["severity"], language), row["project"], row["cell"], row["rule"], row["message"])
        for row in rows
    ]
    listed = [aligned([head, *lines]), ""] if rows else []
    return "\n".join([
        looked_at.title(language), " ".join(counts), "", *listed, aligned(_coverage(findings, language)), "",
        *_notes(findings, doubts, language),
    ])  # fmt: skip


def _coverage(findings: Findings, language: Language) -> list[tuple[str, ...]]:
    """Return a line a rule: how many projects it could judge, what it found, why it judged none."""
    say = language.say
    head = (say("Rule"), say("Name"), say("Projects judged"), say("Findings"), say("Remark"))
    lines = [
        (line["rule"], RULES[line["rule"]].title(language), str(line["judged"]), str(line["found"]),
         why_not_said(line["why_not"], language))
        for line in records(findings.coverage)
    ]  # fmt: skip
    return [head, *lines]


def _notes(findings: Findings, doubts: int, language: Language) -> list[str]:
    say = language.say
    notes = [say("Settings of the rules: {file}. List of priorities: {list}.", file=findings.settings,
                 list=findings.priorities)]  # fmt: skip
    if not findings.is_verified:
        notes.append(say("The list of priorities was not verified against the act: its findings are a hint only."))
    if doubts:
        notes.append(say("Doubtful cells: {number}; --doubts lists them.", number=doubts))
    return notes
