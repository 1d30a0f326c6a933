"""Region blocks of a sheet of the trade workbooks: which territory the lines below a heading belong to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.loaders.trade_layout import COUNTRY_ROW, LAYOUT_CHANGED, YEAR, Array, Flags
from iidsp_analysis.loaders.workbook import Sheet


class Blocks:
    """The region blocks of one sheet: a heading in column A, then its lines, across the chunks of the sheet.

    Parameters
    ----------
    sheet : Sheet
        For complaints, and for the year that decides the borders.
    known : list of str
        Region ids met so far in the workbook; new ones are appended.
    """

    def __init__(self, sheet: Sheet, known: list[str]) -> None:
        self._sheet = sheet
        self._known = known
        self._borders = regions.borders_in_year(int(YEAR.findall(sheet.name)[0]))
        self._current: tuple[str, int] = ("", 0)
        self._row_of: dict[str, int] = {}

    def territories(
        self, labels: Array, codes: npt.NDArray[np.int32], headings: npt.NDArray[np.intp], filled: Flags, first_row: int
    ) -> npt.NDArray[np.int16]:
        """Tell for every row the position of its region in the list of known ones (−1: a remark).

        A heading without figures and without lines is a remark such as «*Предварительные данные.», or a region that
        has no trade under these borders; it is not looked up.
        """
        territories = np.full(len(labels), -1, dtype=np.int16)
        starts = [0, *headings.tolist()]
        headed = [self._current, *((str(labels[row]), first_row + row) for row in headings)]
        for (label, row), start, end in zip(headed, starts, [*starts[1:], len(labels)], strict=True):
            has_lines = bool((codes[start:end] >= 0).any())
            if has_lines or filled[start:end].any():
                territories[start:end] = self._region(label, row, has_lines)
        self._current = headed[-1]
        self._require_labelled(labels, codes, headings, filled, first_row)
        return territories

    def _region(self, label: str, row: int, has_lines: bool) -> int:
        region_id = self._resolve(label, row)
        if self._row_of.setdefault(region_id, row) != row:
            what = f"{label!r} is a second block of {region_id}; the first begins in row {self._row_of[region_id] + 1}."
            raise self._sheet.fail(what, row, 0, what_next=LAYOUT_CHANGED)
        if region_id == schema.COUNTRY and has_lines:
            what = "Lines stand under the country's row, before any region."
            raise self._sheet.fail(what, row, 0, what_next=LAYOUT_CHANGED)
        if region_id not in self._known:
            self._known.append(region_id)
        return self._known.index(region_id)

    def _resolve(self, label: str, row: int) -> str:
        if row == COUNTRY_ROW:
            return schema.COUNTRY
        try:
            return regions.resolve(label, borders=self._borders).id
        except (BoundaryError, UnknownLabelError) as error:
            raise self._sheet.fail(error.what, row, 0, what_next=error.what_next) from error

    def _require_labelled(
        self, labels: Array, codes: npt.NDArray[np.int32], headings: npt.NDArray[np.intp], filled: Flags, first_row: int
    ) -> None:
        unlabelled = filled & (codes < 0)
        unlabelled[headings] = False
        if unlabelled.any():
            row = first_row + int(np.flatnonzero(unlabelled)[0])
            raise self._sheet.fail(
                "The row has figures but neither a code nor a region.", row, 0, what_next=LAYOUT_CHANGED
            )
