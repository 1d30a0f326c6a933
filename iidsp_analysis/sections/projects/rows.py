"""Rows of the listings of projects as JSON and as CSV that no spreadsheet runs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects.safe_text import for_spreadsheet

DIGITS = 6
TABLE, CSV, JSON = OUTPUTS = ("table", "csv", "json")
Rows = Sequence[dict[str, Any]]


def require_output(output: str) -> None:
    """Refuse another format than those that are written.

    Raises
    ------
    UsageError
        Naming them.
    """
    if output not in OUTPUTS:
        raise UsageError(f"Unknown format {output!r}.", where="--format", what_next=f"Use {', '.join(OUTPUTS)}.")


def plain(value: Any) -> Any:
    """Return a value for a row: a number without the noise of its last digits, None where it is not known."""
    if isinstance(value, float):
        return round(float(value), DIGITS) + 0.0 if math.isfinite(value) else None
    return value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the lines of a table by their columns."""
    return [{str(name): value for name, value in line.items()} for line in frame.to_dict(orient="records")]


def written(rows: Rows, columns: Sequence[str], output: str) -> str:
    """Write rows as CSV or JSON.

    Parameters
    ----------
    rows : sequence of dict
        Plain values by column.
    columns : sequence of str
        Columns of the CSV, which has them even where there is no row.
    output : str
        ``csv`` or ``json``.
    """
    if output == JSON:
        return json.dumps(list(rows), ensure_ascii=False, indent=2, allow_nan=False)
    safe = [{name: for_spreadsheet(value) for name, value in row.items()} for row in rows]
    frame = pd.DataFrame(safe, columns=list(columns), dtype=object)  # whole numbers stay whole beside empty cells
    return frame.to_csv(index=False, lineterminator="\n").rstrip("\n")
