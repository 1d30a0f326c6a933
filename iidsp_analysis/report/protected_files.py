"""A protected table as files: CSV, JSON, workbook, page, list of what was tested. None knows a hidden figure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from markupsafe import Markup

from iidsp_analysis import folders
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.confidential import CONFIDENTIAL, EMPTY, ProtectedTable
from iidsp_analysis.report.shell import fill_shell, running_head, style_sheet
from iidsp_analysis.result_csv import harmless
from iidsp_analysis.sections import confidential as words

HEAD: Final = ("year", "region", "region_name", "industry", "industry_name", "value", "unit", "state", "reason")
#: A file says nothing about when it was made, and nothing about the file that it was made from: with a checksum of that
#: a guess about a hidden figure could be confirmed.
_CREATED: Final = datetime(1980, 1, 1)


def write_files(tables: Sequence[ProtectedTable], name: str, out: Path, language: Language) -> list[Path]:
    """Write all files of a protected table.

    Parameters
    ----------
    tables : sequence of ProtectedTable
        One for each year.
    name : str
        Name of the table; files are called ``NAME_protected.csv`` and so on.
    out : Path
        Folder; made if it is not there. Files of these names are replaced.
    language : Language
        Language of names and sentences.

    Returns
    -------
    list of Path
    """
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        f"{name}_protected.csv": "\ufeff" + csv_of(tables, language),
        f"{name}_protected.json": json_of(tables, name, language),
        f"{name}_protected.html": page_of(tables, name, language),
        f"{name}_audit.csv": "\ufeff" + audit_of(tables, language),
    }
    for file, text in texts.items():
        folders.write_text(out / file, text)
    book = workbook_of(tables, name, language)
    folders.write_whole(out / f"{name}_protected.xlsx", lambda aside: aside.write_bytes(book))
    return [out / file for file in (*texts, f"{name}_protected.xlsx")]


def csv_of(tables: Sequence[ProtectedTable], language: Language) -> str:
    """Return all cells, a row each; the value of a hidden one is ``c``."""
    return _csv(HEAD, (
        (cell.year, cell.region, cell.region_name, cell.industry, cell.industry_name, _typed(cell.figure, table.digits),
         table.unit, cell.state, cell.reason)
        for table in tables for cell in words.cells(table, language)
    ))  # fmt: skip


def audit_of(tables: Sequence[ProtectedTable], language: Language) -> str:
    """Return the hidden cells with the verdict on each, and no bound: a table that fails is never written."""
    head = ("year", "region", "region_name", "industry", "industry_name", "verdict")
    verdict = language.say("wide enough")
    return _csv(head, (
        (cell.year, cell.region, cell.region_name, cell.industry, cell.industry_name, verdict)
        for table in tables for cell in words.cells(table, language) if cell.state == CONFIDENTIAL
    ))  # fmt: skip


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return written.getvalue()


def _typed(figure: float | None, digits: int) -> str:
    return CONFIDENTIAL if figure is None else f"{figure:.{digits}f}"


def json_of(tables: Sequence[ProtectedTable], name: str, language: Language) -> str:
    """Return the tables as JSON; a hidden value is null, its state ``c``."""
    told = {"name": name, "years": [_year_of(table, language) for table in tables]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _year_of(table: ProtectedTable, language: Language) -> dict[str, Any]:
    return {
        "year": table.year,
        "unit": table.unit,
        "finding": words.finding(table, language),
        "notes": list(words.notes(table, language)),
        "cells": [
            {"region": cell.region, "region_name": cell.region_name, "industry": cell.industry,
             "industry_name": cell.industry_name, "value": cell.figure, "state": cell.state, "reason": cell.reason}
            for cell in words.cells(table, language)
        ],
    }  # fmt: skip


def workbook_of(tables: Sequence[ProtectedTable], name: str, language: Language) -> bytes:
    """Return a workbook, a sheet for each year: figures and ``c``; no formula, no note, nothing hidden."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": name, "created": _CREATED})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "align": "right"}),
            "hidden": book.add_format({"align": "right", "font_color": "#8A4B00"}),
        }
        for table in tables:
            _write_sheet(book, looks, table, language)
    return written.getvalue()


def _write_sheet(book: xlsxwriter.Workbook, looks: dict[str, Any], table: ProtectedTable, language: Language) -> None:
    sheet = book.add_worksheet(str(table.year))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    number = book.add_format({"num_format": "#,##0" + ("." + "0" * table.digits if table.digits else "")})
    sheet.write_string(0, 0, words.finding(table, language), looks["title"])
    sheet.write_string(1, 0, words.caption(table, language))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(table.industries), 14)
    sheet.write_string(3, 0, language.say("Region"), looks["head"])
    for column, industry in enumerate(table.industries, 1):
        sheet.write_string(3, column, words.industry_name(industry, language), looks["head"])
    for row, (region, figures) in enumerate(zip(table.regions, table.figures, strict=True), 4):
        sheet.write_string(row, 0, words.region_name(region, language))
        for column, figure in enumerate(figures, 1):
            if figure is None:
                sheet.write_string(row, column, CONFIDENTIAL, looks["hidden"])
            else:
                sheet.write_number(row, column, figure, number)
    for row, note in enumerate(words.notes(table, language), 5 + len(table.regions)):
        sheet.write_string(row, 0, note)
    sheet.freeze_panes(4, 1)


def page_of(tables: Sequence[ProtectedTable], name: str, language: Language) -> str:
    """Return one page with the table of each year; the hover text of a hidden cell is its reason."""
    say = language.say
    title = say("{name}: protected table", name=name)
    body = "".join(_section(table, language) for table in tables)
    return fill_shell(
        "page.html.j2",
        styles=[style_sheet("page.css"), running_head(title)],
        translate=say,
        language=language.code,
        title=title,
        description=say("Region by industry, with totals. What would give a contributor away is not shown."),
        provenance={},
        home="",
        contents=[],
        article=Markup(body),
    )


def _section(table: ProtectedTable, language: Language) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in words.notes(table, language))
    return (
        f'<section class="result"><h2>{escape(words.finding(table, language))}</h2>{_table(table, language)}'
        f'<ul class="caveats">{notes}</ul></section>'
    )


def _table(table: ProtectedTable, language: Language) -> str:
    told = escape(words.caption(table, language))
    names = (language.say("Region"), *(words.industry_name(industry, language) for industry in table.industries))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = [
        f'<tr><th scope="row">{escape(words.region_name(region, language))}</th>'
        f"{''.join(_cell(*each, table.digits, language) for each in zip(figures, states, strict=True))}</tr>"
        for region, figures, states in zip(table.regions, table.figures, table.states, strict=True)
    ]
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{told}"><table class="numbers">'
        f"<caption>{told}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows[:-1])}</tbody>"
        f"<tfoot>{rows[-1]}</tfoot></table></div>"
    )


def _cell(figure: float | None, state: str, digits: int, language: Language) -> str:
    if state == CONFIDENTIAL:
        why = escape(words.reason(state, language))
        return f'<td class="missing"><abbr title="{why}">{CONFIDENTIAL}</abbr></td>'
    told = "0" if state == EMPTY else language.number(figure, digits)
    return f"<td>{told}</td>"
