"""Volume index of gross regional product by region (BNS table 5926): the layout of table 5923, index for amount."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from iidsp_analysis.loaders.grp import SHEETS, joined, read_sheet
from iidsp_analysis.loaders.headers import plain
from iidsp_analysis.loaders.tables import DOWNLOAD, row_of_years, sheets_named
from iidsp_analysis.loaders.workbook import Sheet, open_workbook

_PREVIOUS_YEAR = re.compile(r"предыдущ\w* год|previous year|алдыңғы жыл|өткен жыл")


def load(path: Path, *, source: str) -> pd.DataFrame:
    """Read the annual figures of table 5926.

    Parameters
    ----------
    path : Path
        The publisher's workbook, in Russian, Kazakh or English.
    source : str
        Key into ``sources.yml``.

    Returns
    -------
    DataFrame
        Panel rows: indicator ``grp_volume_index``, previous year = 100, a row per territory and year.

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming file, sheet and cell; also where no text above the years says that the index is to the previous year.

    Notes
    -----
    No real file was at hand when this was written: the catalogue of the publisher's tables describes region by year,
    2001 on, as in table 5923. Another layout ends in an error, not in a guess. Running totals are passed over.
    """
    with open_workbook(path) as book:
        sheets = sheets_named(book, SHEETS, what="volume index of gross regional product (table 5926)", at_least=1)
        for sheet in sheets:
            _require_previous_year(sheet)
        readings = [read_sheet(sheet, "grp_volume_index") for sheet in sheets]
    return joined(readings, source=source)


def _require_previous_year(sheet: Sheet) -> None:
    """Refuse indices to another base: they would be chained as if each were to the year before."""
    heading = row_of_years(sheet)
    titles = (value for row in sheet.rows[:heading] for value in row if isinstance(value, str))
    if not any(_PREVIOUS_YEAR.search(plain(title)) for title in titles):
        raise sheet.fail("No text above the years says that the index is to the previous year.", heading, 0, DOWNLOAD)
