"""Which part of a report is being made: the heading above a cell, for the person who waits."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PARAMETERS = "parameters"


def heading_of(notebook: Path, cell: int) -> str:
    """Return the last heading above a cell of the executed notebook, empty where there is none."""
    headings = _headings(notebook)
    return headings[min(cell, len(headings) - 1)] if headings and cell >= 0 else ""


def number_of_cells(notebook: Path) -> int:
    """Number of cells of the executed notebook."""
    return len(_headings(notebook))


@cache
def _headings(notebook: Path) -> tuple[str, ...]:
    """Heading above every cell of the executed notebook, which has one cell more: the given parameters."""
    told, heading = [], ""
    for cell in _cells(notebook):
        source = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "markdown" and source.lstrip().startswith("#"):
            heading = source.lstrip().splitlines()[0].lstrip("# ").strip()
        told.append(heading)
        if PARAMETERS in cell.get("metadata", {}).get("tags", []):
            told.append(heading)
    return tuple(told)


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(notebook.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, KeyError, TypeError):  # what is wrong with it, the report itself will say
        return []
