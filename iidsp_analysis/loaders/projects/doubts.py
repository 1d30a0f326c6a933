"""The list of doubts: every cell that was rejected, changed or only half believed, with its place and the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import pandas as pd

from iidsp_analysis.loaders.projects.reasons import EFFECTS, REASONS
from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.loaders.workbook import column_letters

#: Sheet, row, position (-1: no column), column, value, reason, gaps, index.
Noted = tuple[str, int, int, str, object, str, Mapping[str, object], int]


@dataclass
class Doubts:
    """Doubts while a file is read; ``index`` is the number of the project's row in the register, -1 for none."""

    found: list[Noted] = field(default_factory=list)

    def add(
        self,
        sheet: str,
        row: int,
        position: int | None,
        reason: str,
        *,
        column: str = "",
        value: object = "",
        gaps: Mapping[str, object] | None = None,
        index: int = -1,
    ) -> None:
        """Note a doubt about a cell (row from 1, position of the column from 0), a whole row or a whole sheet.

        Texts in ``gaps`` must be safe already; ``value`` is made so.
        """
        at = -1 if position is None else position
        self.found.append((sheet, row, at, column, value, reason, gaps or {}, index))

    def table(self, ids: Sequence[str]) -> pd.DataFrame:
        """Return the list in the order of the file, with the ids of the projects."""
        told = sorted(self.found, key=itemgetter(0, 1, 2))
        sheets, rows, positions, columns, values, names, gaps, indices = zip(*told, strict=True) if told else [()] * 8
        texts = {value: shown(value) for value in set(values)}
        letters = {at: column_letters(at) if at >= 0 else "" for at in set(positions)}
        lines = {
            "sheet": sheets,
            "cell": [_cell(letters[at], row) for at, row in zip(positions, rows, strict=True)],
            "column": columns,
            "value": [texts[value] for value in values],
            "reason_id": names,
            "reason": [REASONS[name] for name in names],
            "gaps": gaps,
            "effect": [EFFECTS[name] for name in names],
            "project": [ids[index] if index >= 0 else "" for index in indices],
        }
        return pd.DataFrame(lines, columns=list(DOUBT_COLUMNS), dtype=object)


def _cell(letters: str, row: int) -> str:
    """Write a place as a spreadsheet does: ``C7``, a row as ``7:7``, a column by its letters alone."""
    if not row:
        return letters
    return f"{letters}{row}" if letters else f"{row}:{row}"
