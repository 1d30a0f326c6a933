"""Findings as a table to read, as CSV with one line a cell, or as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from iidsp_analysis.checks.findings import Cell, Finding, plain_number
from iidsp_analysis.errors import UsageError

_CSV_COLUMNS = (
    "check", "severity", "source", "region", "industry", "period", "size", "unit", "trap", "message", "explanation",
)  # fmt: skip


def write_findings(findings: Sequence[Finding], output: str) -> str:
    """Write findings for a reader or a program.

    Parameters
    ----------
    findings : sequence of Finding
        In the order of :func:`iidsp_analysis.checks.run_checks`.
    output : {"table", "csv", "json"}
        ``table`` has a line for each finding and the explanations below; ``csv`` a line for each guilty cell.

    Raises
    ------
    UsageError
        For another output.
    """
    if output not in _WRITERS:
        raise UsageError(f"Unknown format {output!r}.", where="--format", what_next=f"Use {', '.join(_WRITERS)}.")
    return _WRITERS[output](findings)


def _table(findings: Sequence[Finding]) -> str:
    explanations = list(dict.fromkeys(_reason(finding) for finding in findings if finding.is_explained))
    rows = [_row(finding, explanations) for finding in findings]
    widths = [max(len(row[column]) for row in rows) for column in range(6)] if rows else []
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    unexplained = [finding for finding in findings if not finding.is_explained]
    notes = [f"[{number}] {reason}" for number, reason in enumerate(explanations, start=1)]
    strange = [f"UNEXPLAINED {finding.check}, {finding.source}: {finding.message}" for finding in unexplained]
    summary = f"{len(findings)} findings, {len(unexplained)} unexplained."
    return "\n".join([*lines, *([""] if notes else []), *notes, *([""] if strange else []), *strange, "", summary])


def _row(finding: Finding, explanations: list[str]) -> tuple[str, ...]:
    where = " · ".join(part for part in (finding.region, finding.industry, finding.period) if part)
    number = f"[{explanations.index(_reason(finding)) + 1}]" if finding.is_explained else "UNEXPLAINED"
    size = f"{plain_number(finding.size)} {finding.unit}"
    counted = f"{finding.count} cells" if 1 < finding.count != finding.size else ""
    return finding.severity, finding.check, finding.source, where, ", ".join(filter(None, (size, counted))), number


def _reason(finding: Finding) -> str:
    return f"{finding.explanation} ({finding.trap})" if finding.trap else finding.explanation


def _csv(findings: Sequence[Finding]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    for finding in findings:
        for cell in finding.cells or (Cell(finding.region, finding.industry, finding.period, finding.size),):
            place = (cell.region, cell.industry, cell.period, cell.size)
            told = (finding.trap, finding.message, finding.explanation)
            writer.writerow((finding.check, finding.severity, finding.source, *place, finding.unit, *told))
    return written.getvalue().rstrip("\n")


def _json(findings: Sequence[Finding]) -> str:
    told = [
        {**asdict(finding), "cells": [cell._asdict() for cell in finding.cells], "is_explained": finding.is_explained}
        for finding in findings
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


_WRITERS: dict[str, Callable[[Sequence[Finding]], str]] = {"table": _table, "csv": _csv, "json": _json}
