"""Reference tables shipped with the package, and how a label written by hand is compared with them."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

#: Cyrillic letters (lower case) that look like a Latin letter, Kazakh letters reduced to the letter they are typed as
#: when the font lacks them, and digits used for letters. Both scripts meet in one skeleton, so mixtures are equal.
LOOK_ALIKES = {
    "а": "a", "в": "b", "с": "c", "е": "e", "ё": "e", "н": "h", "і": "i", "ј": "j", "к": "k", "м": "m",
    "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y", "х": "x",
    "ә": "a", "ə": "a", "ғ": "г", "қ": "k", "ң": "h", "ө": "o", "ɵ": "o", "ұ": "y", "ү": "y", "һ": "h",
    "3": "з", "0": "o",
}  # fmt: skip
_SKELETON = str.maketrans(LOOK_ALIKES)
_FOOTNOTE = re.compile(r"(?<=\D)\d{1,2}\)\W*$")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the reference table ``name`` (a CSV file beside this module), read once."""
    table = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(table.splitlines()))


def words(label: str) -> tuple[str, ...]:
    """Return the words of a label as skeletons: no case, quotes, dots, hyphens, footnote mark or script.

    Examples
    --------
    >>> words("г.Алмаtы") == words("Г. АЛМАТЫ")
    True
    """
    plain = _FOOTNOTE.sub("", unicodedata.normalize("NFKC", label))
    return tuple(re.findall(r"[^\W_]+", plain.casefold().translate(_SKELETON)))


def nearest(label: str, names: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return the known names whose skeleton is nearest to that of ``label``, best first."""
    by_skeleton = {"".join(words(name)): name for name in names}
    return tuple(by_skeleton[key] for key in difflib.get_close_matches("".join(words(label)), by_skeleton, limit, 0.55))
