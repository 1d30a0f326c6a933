"""Files of other programs, and folders, that are handed in for a register: named by what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from iidsp_analysis.errors import WorkbookError

#: The file is the reader's own: whoever keeps it can save it once more.
SAVE_AGAIN: Final = (
    "Open it in Excel and save it again as .xlsx; if Excel cannot open it either, ask its keeper for another copy."
)
_COPY: Final = "Copy the table into Excel and save it as .xlsx."
_SAVE_AS: Final = "Open it in Excel and save it as .xlsx."
#: What a file is by the ending of its name, and what to do.
_OTHERS: Final = {
    **dict.fromkeys((".doc", ".docx", ".rtf", ".odt"), ("a text document (Word)", _COPY)),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), ("a presentation (PowerPoint)", _COPY)),
    ".pdf": ("a PDF document", "Ask for the table that it was printed from, as .xlsx or .csv."),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"), (
        "a picture", "Ask for the table that it shows, as .xlsx or .csv.")),
    **dict.fromkeys((".zip", ".rar", ".7z"), ("an archive", "Unpack it and name the .xlsx or .csv inside.")),
    ".ods": ("an OpenDocument table", "Open it and save it as .xlsx or .csv."),
    ".xlsb": ("a binary workbook", _SAVE_AS),
    **dict.fromkeys((".xlsm", ".xltm", ".xlam"), ("a workbook for macros", _SAVE_AS)),
}  # fmt: skip
#: Their endings, for those who look for a file among other words.
ENDINGS: Final = tuple(_OTHERS)


def refuse_others(path: Path) -> None:
    """Refuse what is no file, and a file that is no table by its name.

    Raises
    ------
    WorkbookError
        Saying what it is and what to do.
    """
    if path.is_dir():
        raise WorkbookError("That is a folder, not a file.", where=path.name, what_next="Name the .xlsx or .csv in it.")
    if not path.is_file():
        raise WorkbookError("There is no such file.", where=path.name, what_next="Look at its path and its name.")
    if other := _OTHERS.get(path.suffix.lower()):
        what, what_next = other
        raise WorkbookError(f"The file is {what}, not a register.", where=path.name, what_next=what_next)
