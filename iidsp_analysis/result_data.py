"""A result as plain values, for workbooks and other programs: unrounded numbers, labels, forms, notes.

A notebook keeps them beside the HTML of a result, under a type of its own: documents are made from the executed
notebook and from nothing else, so they cannot differ from the page.
"""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

#: Type under which a notebook keeps the data of a result.
MIME: Final = "application/vnd.iidsp.result+json"


def data_of(result: Any) -> dict[str, Any]:
    """Return a :class:`~iidsp_analysis.results.Result` as plain values.

    ``title``, ``reading``, ``against``, ``caption``, ``caveats``, ``stamp``, ``sources``, the unrounded headline
    ``values`` by name, and the ``table`` with columns and rows.
    """
    return {
        "title": result.title,
        "reading": list(result.reading),
        "against": list(result.told_against),
        "caption": result.caption,
        "caveats": list(result.caveats),
        "stamp": result.stamp,
        "is_missing": result.is_missing,
        "sources": list(result.sources),
        "values": {name: _plain(value, "number") for name, value in result.values.items()},
        "has_picture": result.picture is not None,
        "table": None if result.table is None else _table(result.table),
    }


def _table(table: Any) -> dict[str, Any]:
    """Columns with their forms, and rows in the order of the page with the ones that stand out or close the table."""
    told = [[_plain(value, column.form) for value in table.frame[column.key]] for column in table.columns]
    if table.is_rounded:
        told = [
            [_as_printed(value, column) for value in values] for values, column in zip(told, table.columns, strict=True)
        ]
    rows = [
        {"cells": list(cells), "is_highlighted": label in table.highlight, "is_footer": label in table.footer}
        for label, cells in zip(table.frame.index, zip(*told, strict=True), strict=True)
    ]
    return {
        "caption": table.caption,
        "columns": [{"label": column.label, "form": column.form, "digits": column.digits} for column in table.columns],
        "rows": [row for row in rows if not row["is_footer"]] + [row for row in rows if row["is_footer"]],
    }


def _as_printed(value: str | float | None, column: Any) -> str | float | None:
    """Round a number to the digits that the page prints; fractions are printed as percent."""
    if value is None or isinstance(value, str):
        return value
    return round(value, column.digits + (2 if column.form in ("percent", "signed_percent", "points") else 0)) + 0.0


def _plain(value: Any, form: str) -> str | float | None:
    """Return a number, or a text where the page tells one; missing and infinite ones are None."""
    if value is None or isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    if form == "text":
        return str(value)
    number = float(value)
    return number if math.isfinite(number) else None
