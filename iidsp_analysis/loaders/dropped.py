"""Files of the publisher that somebody dropped into ``data/raw/bns/``: which table each is, and its panel rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders import cube, cube_answers, grp, grp_index, gva_divisions, gva_sections
from iidsp_analysis.loaders.headers import plain
from iidsp_analysis.loaders.workbook import Workbook, open_workbook

#: Tables that can be dropped as a file, and what reads them. Trade (446905, 446906) is read by its own loader.
LOADERS: dict[str, Callable[..., pd.DataFrame]] = {
    "5923": grp.load,
    "5926": grp_index.load,
    "5927": gva_sections.load,
    "450904": gva_sections.load,
    "5931": gva_divisions.load,
    "5809": cube.load,
}
TRADE = frozenset({"446905", "446906"})
SUFFIXES = frozenset({".xlsx", ".json", ".csv"})
_KNOWN_IDS = sorted({*LOADERS, *TRADE}, key=len, reverse=True)


def recognise(path: Path) -> str:
    """Tell which table a file is.

    Parameters
    ----------
    path : Path
        Recognised by its name (``5927.xlsx``, ``bns_5927_2026-09.xlsx``), failing that by its content.

    Returns
    -------
    str
        Number of the table.

    Raises
    ------
    WorkbookError
        If neither tells.
    """
    named = _by_name(path.stem)
    if named is not None:
        return named
    found = _by_content(path)
    if found is not None:
        return found
    raise WorkbookError(
        "Neither name nor content tells which table this is.",
        where=path.name,
        what_next=f"Put the table's number into the name, as in bns_5927.xlsx; known are {', '.join(_KNOWN_IDS)}.",
    )


def load_dropped(folder: Path, *, ignore: Collection[str] = ()) -> list[tuple[str, Path, pd.DataFrame]]:
    """Read every dropped file of a folder.

    Parameters
    ----------
    folder : Path
        ``data/raw/bns``.
    ignore : collection of str
        Names of files that are not dropped ones: the embedded tables listed in ``sources.yml``.

    Returns
    -------
    list of tuple
        Number of the table, file, panel rows (source ``bns-<table>@<file name>``), in the order of the names. Files of
        trade are passed over, their loader is called for them elsewhere.

    Raises
    ------
    WorkbookError, UnknownLabelError
        On the first file that cannot be read: nothing is loaded by halves.
    """
    loaded = []
    for path in dropped_files(folder, ignore=ignore):
        table = recognise(path)
        if table not in TRADE:
            loaded.append((table, path, LOADERS[table](path, source=source_key(table, path))))
    return loaded


def dropped_files(folder: Path, *, ignore: Collection[str] = ()) -> list[Path]:
    """Workbooks and answers in a folder, without lock files of an open Excel and without the ignored names."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return [path for path in files if path.name not in ignore and not path.name.startswith(("~$", "."))]


def source_key(table: str, path: Path) -> str:
    """Key under which the rows of a dropped file stand beside the embedded ones."""
    return f"bns-{table}@{path.name}"


def _by_name(stem: str) -> str | None:
    numbers = re.findall(r"\d+", stem)
    return next((table for table in _KNOWN_IDS if table in numbers), None)


def _by_content(path: Path) -> str | None:
    if path.suffix.lower() == ".xlsx":
        with open_workbook(path) as book:
            return _by_sheets(book)
    members = {plain(member) for point in cube_answers.read_points(path)[:50] for member in point.members}
    matching = (table for table, known in cube.CUBES.items() if all(plain(name) in members for _, name in known.fixed))
    return next(matching, None)


def _by_sheets(book: Workbook) -> str | None:
    names = [plain(name) for name in book.sheet_names]
    patterns = {"450904": r"^ифо ?_?вдс", "5927": r"^врп_?\s*\d{4}", "5931": r"^\d{4}\s*[-–—]\s*\d{4}\s*гг"}
    for table, pattern in patterns.items():
        if any(re.search(pattern, name) for name in names):
            return table
    return _gross_regional_product(book)


def _gross_regional_product(book: Workbook) -> str | None:
    """Table of gross regional product by what its title says: an amount, a volume index, or neither."""
    spans = [sheet for sheet in book.sheets() if re.match(r"\s*\d{4}\s*[-–—]\s*\d{4}\s*$", sheet.name)]
    heads = (value for sheet in spans for row in sheet.rows[:4] for value in row)
    titles = " ".join(plain(value) for value in heads if isinstance(value, str))
    if not re.search(r"gross regional product|валово\w+ региональн\w* продукт", titles):
        return None
    if not re.search(r"%|index|индекс|процент", titles):
        return "5923"
    return "5926" if re.search(r"volume ind|физическ\w* объем", titles) else None
