"""Registers for the tests: small made-up tables, and writers that make them a file. Nothing in them is real."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]]

#: Machine heads of a small table, and one good project under them.
HEADS = ("id", "name", "bin", "region", "oked", "cost_planned_mln_kzt", "planned_commissioning", "product")
GOOD = ("P-1", "Завод сеялок", "170340000001", "Акмолинская область", "28302", 1250.5, "31.12.2017", "сеялки")


def project(**cells: object) -> list[object]:
    """The good project with some other cells."""
    return [cells.get(head, value) for head, value in zip(HEADS, GOOD, strict=True)]


def write(path: Path, rows: Rows, *, sheet: str = "Реестр", merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """Write rows as a workbook; of merged cells only the first holds its value."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        target = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for top, left, bottom, right in merged:
            target.merge_range(top, left, bottom, right, "")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    target.write_datetime(row, column, cell, day)
                elif cell not in ("", None):
                    target.write(row, column, cell)
    return path
