"""What a stored register is, under a checksum: for which day it speaks, how its file was named, whether it is made up.

The record of a snapshot can be edited with any editor, and an example whose stamp is gone would pass for real. So these
words stand once more in a part that has a checksum, and the stored rows must agree with them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pandas as pd

from iidsp_analysis.loaders.projects.example_rows import all_made_up, is_made_up
from iidsp_analysis.loaders.projects.grids import read_grids
from iidsp_analysis.loaders.projects.headers import find_heading
from iidsp_analysis.loaders.projects.sheets import is_stamped

KIND: Final = "kind.json"
ORIGINAL: Final = "original"

#: Day, name of the file, and whether it is an example.
Kind = tuple[str, str, bool]


def write_kind(kind: Kind, folder: Path) -> None:
    """Write what a register is into the folder of its snapshot."""
    (folder / KIND).write_text(json.dumps(kind, ensure_ascii=False), encoding="utf-8")


def is_kind(kind: Kind, folder: Path) -> bool:
    """Tell whether a snapshot is what its part says; one stored before there was such a part is believed here."""
    path = folder / KIND
    return not path.is_file() or path.read_text(encoding="utf-8") == json.dumps(kind, ensure_ascii=False)


def agrees(told: bool, rows: pd.DataFrame, places: pd.DataFrame, original: Path | None) -> bool:
    """Tell whether the stored rows may be an example, or real, as the record of their snapshot says.

    Parameters
    ----------
    told : bool
        Whether the record calls them an example.
    rows, places : DataFrame
        Of the register.
    original : Path, optional
        The file as it came, where no part says what it is: its stamps are looked for then.
    """
    if all_made_up(rows["id"]):
        return told
    return original is None or told == _all_stamped(rows, places, original)


def _all_stamped(rows: pd.DataFrame, places: pd.DataFrame, original: Path) -> bool:
    """Whether every project has the id of an example or stands on a sheet with a stamp."""
    grids = [(grid, find_heading(grid)) for grid in read_grids(original)]
    stamped = {grid.sheet for grid, heading in grids if heading is not None and is_stamped(grid, heading)}
    if stamped and len(grids) == 1:
        return True  # a text table has the name of its file for that of its sheet
    told = zip(rows["id"], places["sheet"], strict=True)
    return bool(stamped) and all(is_made_up(project) or sheet in stamped for project, sheet in told)
