"""Section names as the publisher heads its columns, to codes."""

from __future__ import annotations

from typing import Final

from iidsp_analysis.loaders.headers import letters

FISIM: Final = "FISIM"
GRP: Final = "GRP"
NET_TAXES: Final = "NET_TAXES"

#: How the letters of a heading begin; the ends of names are shortened and reworded from edition to edition.
_BEGINNINGS: Final = {
    "A": ("сельское",),
    "IND": ("промышленность",),
    "B": ("горнодобывающая",),
    "C": ("обрабатывающая",),
    "D": ("снабжениеэлектроэнергией", "электроснабжение"),
    "E": ("водоснабжение",),
    "F": ("строительство",),
    "G": ("оптоваяирозничн",),
    "H": ("транспорт",),
    "I": ("предоставлениеуслугпопрожив", "услугипопрожив"),
    "J": ("информацияисвязь",),
    "K": ("финансоваяистрах",),
    "L": ("операцииснедвижим",),
    "M": ("профессиональная",),
    "N": ("деятельностьвобластиадмин",),
    "O": ("государственноеуправление",),
    "P": ("образование",),
    "Q": ("здравоохранение",),
    "R": ("искусство",),
    "S": ("предоставлениепрочих",),
    "T": ("деятельностьдомашних",),
    "U": ("деятельностьэкстерр",),
    "OTHER_SERVICES": ("прочиеуслуги",),
    FISIM: ("киуфп", "косвенноизмеряем"),
    GRP: ("всего", "врп", "валовойрегиональныйпродукт", "валовыйрегиональныйпродукт"),
    NET_TAXES: ("чн", "чистыеналоги"),
}
_WHOLE_WORDS: Final = frozenset({"чн", "врп", "всего"})


def section_of(heading: str) -> str | None:
    """Code of the section (or of IND, GRP, NET_TAXES, FISIM, OTHER_SERVICES) that a heading names, if any.

    Look-alike letters, line breaks, hyphenation and footnote marks do not matter.

    Examples
    --------
    >>> section_of("Горнодобы-вающая промышленность")
    'B'
    >>> section_of("ВРП 1)")
    'GRP'
    """
    key = letters(heading)
    for code, beginnings in _BEGINNINGS.items():
        if any(key == start if start in _WHOLE_WORDS else key.startswith(start) for start in beginnings):
            return code
    return None
