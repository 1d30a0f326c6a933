"""Native charts of Excel beside a table: lines over years, else bars of the first numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

COLOURS: Final = ("#0B5394", "#C0661A", "#5F6B76", "#2A8C6F")
MOST_BARS: Final = 30
_FEWEST_POINTS: Final = 3
_PERIOD: Final = re.compile(r"(19|20)\d\d(-\d\d)?")


def add_chart(book: Workbook, sheet: Worksheet, table: Mapping[str, Any], head_row: int, title: str) -> None:
    """Draw the main series of a table to its right; a table without two rows of numbers has no chart."""
    series = _series(table)
    body = [row for row in table["rows"] if not row["is_footer"]]
    if not series or len(body) < 2:
        return
    is_time = _is_time(body)
    chart = book.add_chart({"type": "line" if is_time else "bar"})
    first, last = head_row + 1, head_row + len(body) if is_time else head_row + min(len(body), MOST_BARS)
    for number, at in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        chart.add_series({
            "name": [sheet.get_name(), head_row, at],
            "categories": [sheet.get_name(), first, 0, last, 0],
            "values": [sheet.get_name(), first, at, last, at],
            "line" if is_time else "fill": {"color": colour},
        })  # fmt: skip
    unit = table["columns"][series[0]]["label"]
    # The title is that of the sheet, by reference: a text of its own might read like a formula.
    chart.set_title({"name": [sheet.get_name(), 0, 0], "name_font": {"size": 10}, "overlay": False})
    chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    value_axis = {"name": unit if len(series) == 1 else "", "major_gridlines": {"visible": True}}
    if is_time:
        chart.set_y_axis(value_axis)
    else:
        chart.set_x_axis(value_axis)
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 640, "height": 360 if is_time else max(280, 60 + 22 * (last - first + 1))})
    described = "".join(letter for letter in title if letter.isprintable())
    sheet.insert_chart(head_row, len(table["columns"]) + 1, chart, {"description": described})


def _is_time(body: list[Mapping[str, Any]]) -> bool:
    labels = [str(row["cells"][0]) for row in body]
    return len(labels) >= _FEWEST_POINTS and all(_PERIOD.fullmatch(label) for label in labels)


def _series(table: Mapping[str, Any]) -> list[int]:
    """Columns of the main series: the first numbers, with the others of their form where the rows are years."""
    body = [row for row in table["rows"] if not row["is_footer"]]
    numbers = [
        at for at, column in enumerate(table["columns"])
        if at and column["form"] != "text" and any(isinstance(row["cells"][at], float | int) for row in body)
    ]  # fmt: skip
    if not numbers:
        return []
    first = numbers[0]
    same = [at for at in numbers if _measure(table, at) == _measure(table, first)]
    return same[: len(COLOURS)] if _is_time(body) else [first]


def _measure(table: Mapping[str, Any], at: int) -> tuple[str, str]:
    """Form and unit of a column: what can stand on one axis."""
    column = table["columns"][at]
    return column["form"], column["label"].rpartition(",")[2].strip()
