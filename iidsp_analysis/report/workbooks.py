"""The workbook of a page: a sheet a result, with real numbers, formats and units, totals as formulas, native charts.

It is made from the executed notebook, where every result has left its plain values (:mod:`result_data`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isclose
from typing import Any, Final

import xlsxwriter
from nbformat import NotebookNode
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iidsp_analysis.report.workbook_charts import add_chart
from iidsp_analysis.result_data import MIME

HEAD_ROW: Final = 3
LONGEST_NAME: Final = 31
#: Longer texts than Excel takes are cut.
LONGEST_TEXT: Final = 32_000
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_HEADING: Final = re.compile(r"^##\s+(.+)$", re.MULTILINE)
#: A file says nothing about when it was made: equal pages have equal workbooks.
_CREATED: Final = datetime(1980, 1, 1)
_WIDEST, _NARROWEST = 60, 9


@dataclass(frozen=True)
class Shown:
    """A result of a page: the heading that it stands under, and its plain values."""

    heading: str
    data: Mapping[str, Any]


def shown_results(executed: NotebookNode, say: Callable[[str], str]) -> Iterator[Shown]:
    """Yield the results of an executed notebook in the order of the page."""
    heading = ""
    for cell in executed.cells:
        if cell.cell_type == "markdown":
            found = _HEADING.search(cell.source)
            heading = say(found[1].strip()) if found else heading
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {}).get(MIME)
            if data is not None:
                yield Shown(heading, data)


def workbook_of(executed: NotebookNode, *, title: str, facts: Mapping[str, str], say: Callable[[str], str]) -> bytes:
    """Write the workbook of a page.

    Parameters
    ----------
    executed : NotebookNode
        Executed notebook.
    title : str
        Title of the page.
    facts : mapping
        Term → fact of the first sheet: editions, checksum, key of the page; terms are translated.
    say : callable
        English message → message of the page.

    Returns
    -------
    bytes
        An xlsx file; the same bytes for the same notebook.
    """
    written = io.BytesIO()
    results = list(shown_results(executed, say))
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": title, "created": _CREATED})
        names = _names([shown.heading for shown in results], say("Contents"))
        looks = Looks(book)
        contents = book.add_worksheet(names[0])
        sheets = [book.add_worksheet(name) for name in names[1:]]
        _write_contents(contents, looks, title, facts, [*zip(names[1:], results, strict=True)], say)
        for sheet, shown in zip(sheets, results, strict=True):
            _write_result(book, sheet, looks, shown.data)
    return written.getvalue()


class Looks:
    """Formats of the cells of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#55606B", "text_wrap": False})
        self.head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        self.warning = book.add_format({"font_color": "#8A4B00"})
        self.link = book.add_format({"font_color": "#00567A", "underline": 1})
        self.plain = book.add_format({})

    def cell(self, form: str, digits: int, *, is_highlighted: bool, is_footer: bool) -> Format:
        """Format of a number or text of the page's form."""
        number = number_format(form, digits)
        key = (number, is_highlighted, is_footer)
        if key not in self._made:
            told: dict[str, Any] = {"num_format": number}
            told |= {"bg_color": "#FFF6D6"} if is_highlighted else {}
            told |= {"bold": True, "top": 2} if is_footer else {}
            self._made[key] = self._book.add_format(told)
        return self._made[key]


def number_format(form: str, digits: int) -> str:
    """Format of Excel for a form of the page; Excel itself writes separators in its user's language."""
    number = "#,##0" + ("." + "0" * digits if digits else "")
    return {
        "text": "@",
        "number": number,
        "signed": f"+{number};\u2212{number};{number}",
        "percent": f"{number}%",
        "signed_percent": f"+{number}%;\u2212{number}%;{number}%",
        "points": f"+{number};\u2212{number};{number}",
    }[form]


def _names(headings: list[str], first: str) -> list[str]:
    """Names of the sheets: numbered headings, as long as Excel takes them."""
    told = [f"{number} {_FORBIDDEN.sub(' ', heading)}" for number, heading in enumerate(headings, start=1)]
    return [name[:LONGEST_NAME].strip() for name in (_FORBIDDEN.sub(" ", first), *told)]


def _write_contents(
    sheet: Worksheet,
    looks: Looks,
    title: str,
    facts: Mapping[str, str],
    sheets: list[tuple[str, Shown]],
    say: Callable[[str], str],
) -> None:
    _fit_on_paper(sheet)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, title, looks.title)
    row = 2
    for term, fact in facts.items():
        sheet.write_string(row, 0, say(term), looks.quiet)
        sheet.write_string(row, 1, fact)
        row += 1
    row += 1
    for name, shown in sheets:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
        sheet.write_string(row, 1, shown.data["title"])
        row += 1


def _write_result(book: Workbook, sheet: Worksheet, looks: Looks, data: Mapping[str, Any]) -> None:
    _fit_on_paper(sheet)
    sheet.write_string(0, 0, data["title"], looks.title)
    sheet.write_string(1, 0, " · ".join(filter(None, (data["stamp"], data["caption"]))), looks.quiet)
    row = HEAD_ROW
    if data["table"]:
        row = _write_table(sheet, looks, data["table"]) + 2
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        if data["has_picture"]:
            add_chart(book, sheet, data["table"], HEAD_ROW, data["title"])
    for text in (*data["reading"], *data["against"]):
        sheet.write_string(row, 0, text, looks.plain)
        row += 1
    for text in data["caveats"]:
        sheet.write_string(row, 0, f"! {text}", looks.warning)
        row += 1


def _fit_on_paper(sheet: Worksheet) -> None:
    """A4, across, as wide as one sheet of paper."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_table(sheet: Worksheet, looks: Looks, table: Mapping[str, Any]) -> int:
    """Write head and rows; the last row that was written."""
    columns, rows = table["columns"], table["rows"]
    for number, column in enumerate(columns):
        sheet.write_string(HEAD_ROW, number, column["label"], looks.head)
        sheet.set_column(number, number, _width(column, [row["cells"][number] for row in rows]))
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        for at, (column, value) in enumerate(zip(columns, row["cells"], strict=True)):
            look = looks.cell(column["form"], column["digits"], is_highlighted=row["is_highlighted"],
                              is_footer=row["is_footer"])  # fmt: skip
            _write_cell(sheet, number, at, value, column, look)
    _write_totals(sheet, looks, table)
    return HEAD_ROW + len(rows)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, about: Mapping[str, Any], look: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_TEXT], look)
    else:
        sheet.write_number(row, column, value * 100 if about["form"] == "points" else value, look)


def _write_totals(sheet: Worksheet, looks: Looks, table: Mapping[str, Any]) -> None:
    """Write a total as the formula that it is: where the rows above add up to it. Others stay the figures they are."""
    body = [row for row in table["rows"] if not row["is_footer"]]
    for number, row in enumerate(table["rows"], start=HEAD_ROW + 1):
        if not row["is_footer"] or not body:
            continue
        for at, column in enumerate(table["columns"]):
            total, parts = row["cells"][at], [each["cells"][at] for each in body]
            if column["form"] == "text" or not _adds_up(total, parts):
                continue
            first, last = HEAD_ROW + 2, HEAD_ROW + 1 + len(body)
            name = xlsxwriter.utility.xl_col_to_name(at)
            look = looks.cell(column["form"], column["digits"], is_highlighted=row["is_highlighted"], is_footer=True)
            told = total * 100 if column["form"] == "points" else total
            sheet.write_formula(number, at, f"=SUM({name}{first}:{name}{last})", look, told)


def _adds_up(total: Any, parts: list[Any]) -> bool:
    numbers = [part for part in parts if isinstance(part, float | int)]
    if not isinstance(total, float | int) or len(numbers) < 2:
        return False
    return isclose(sum(numbers), total, rel_tol=1e-9, abs_tol=1e-9 * max(map(abs, numbers)))


def _width(column: Mapping[str, Any], values: list[Any]) -> float:
    if column["form"] != "text":
        return max(_NARROWEST, min(16, len(column["label"]) * 0.6 + 4))
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, 12) + 2))
