"""Labels of regions in a register: to the region of the day of the decision, or to a doubt."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from iidsp_analysis import regions
from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.loaders.projects.numbers import ABSENT
from iidsp_analysis.loaders.projects.reasons import Read
from iidsp_analysis.loaders.projects.safe_text import clean
from iidsp_analysis.reference.region_records import IN_FORCE

_LONGEST_LABEL = 120
#: How headings between the rows are numbered.
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVXІХ]{1,5})\s*[.)]\s*")


def borders_on(day: date) -> int:
    """Return the borders in force on a day; before the first ones these."""
    return max((borders for borders, start in IN_FORCE.items() if start <= day), default=min(IN_FORCE))


@cache
def region(label: str, borders: int) -> Read:
    """Read a label as the region of these borders.

    A register is kept under today's names: a label of a region that did not exist yet is the region that held its
    ground then (*Turkestan Region*, decided in 2016, is South Kazakhstan). The other way round nothing is known: what
    was decided after the split belongs to one of the parts.
    """
    text = " ".join(label.split())
    if text.casefold() in ABSENT:
        return Read(None)
    if len(text) > _LONGEST_LABEL:
        return Read(None, "unknown_region")
    try:
        found = regions.resolve(text, borders=borders)
    except UnknownLabelError:
        return Read(None, "unknown_region")
    except BoundaryError:
        return _of_other_date(text, borders)
    return Read(found.id) if found.kind != "country" else Read(None, "unknown_region")


def _of_other_date(text: str, borders: int) -> Read:
    for later in sorted(each for each in regions.BORDERS if each > borders):
        try:
            named = regions.resolve(text, borders=later)
            then = regions.contained_in(named.id, borders)
        except BoundaryError:
            continue
        return Read(then.id, "region_of_other_date", {"region": then.name["en"], "region_id": then.id})
    return Read(None, "region_not_then")


def region_of_heading(cell: object) -> str:
    """Return the label of a region that stands alone in its row; nothing if it is something else."""
    text = _NUMBERED.sub("", clean(str(cell)[:_LONGEST_LABEL]).text).rstrip(" :.")
    read = [region(text, borders) for borders in regions.BORDERS] if isinstance(cell, str) else []
    return text if any(each.value for each in read) else ""
