"""The table of a result as CSV inside the page: unrounded numbers that a spreadsheet of the reader's language opens."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Mapping
from typing import Any, Final

#: With these a spreadsheet begins a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME: Final = 60


def csv_of(table: Mapping[str, Any], caption: str, code: str) -> str:
    """Write a table as CSV.

    Parameters
    ----------
    table : mapping
        ``table`` of :func:`iidsp_analysis.result_data.data_of`.
    caption : str
        Unit, period and source, which stand in the last line.
    code : str
        Language: where a comma divides decimals, semicolons divide columns. Fractions are told as percent, as on the
        page.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter="," if code == "en" else ";", lineterminator="\r\n")
    columns = table["columns"]
    writer.writerow([harmless(column["label"]) for column in columns])
    for row in table["rows"]:
        writer.writerow([_cell(value, column, code) for value, column in zip(row["cells"], columns, strict=True)])
    writer.writerow([harmless(caption)])
    return written.getvalue()


def _cell(value: Any, column: Mapping[str, Any], code: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    number = value * 100 if column["form"] in ("percent", "signed_percent", "points") else value
    told = repr(round(number, 12))
    told = told.removesuffix(".0")
    return told if code == "en" else told.replace(".", ",")


def harmless(text: str) -> str:
    """A text of the data stays a text: an apostrophe keeps a spreadsheet from reading a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def link(table: Mapping[str, Any], caption: str, code: str) -> tuple[str, str]:
    """Address and file name of a table as CSV that is part of the page; nothing is fetched."""
    content = ("\ufeff" + csv_of(table, caption, code)).encode("utf-8")  # the mark tells Excel the encoding
    name = re.sub(r"[^\w -]+", "", table["caption"]).strip()[:_LONGEST_NAME].strip() or "table"
    return f"data:text/csv;base64,{base64.b64encode(content).decode('ascii')}", f"{name}.csv"
