"""Rows that stand for an example: an id that says so, or the filled row of the form under another id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from iidsp_analysis.loaders.projects import format as form

#: What is typed where an id belongs, to show how: EXAMPLE, «Пример 1», ОБРАЗЕЦ № 2.
_EXAMPLE_ID: Final = re.compile(
    r"^\W*(?:example|sample|образец|пример|мысал|үлгі)(?:[\s._–—:#№-]*(?:no\.?)?\s*\d{0,4})\W*$", re.IGNORECASE
)
_ZEROS: Final = re.compile(r"^0+(?:\.0)?$")


def is_example_id(told: str) -> bool:
    """Tell whether an id stands for an example; ids of a made-up register (``EXAMPLE-001``) are ids of projects."""
    return bool(_EXAMPLE_ID.match(told)) and not told.strip().upper().startswith(form.EXAMPLE_PREFIXES)


def is_zeros(number: str) -> bool:
    """Tell whether a BIN, as a sheet stores it, is the one of the form: twelve zeros."""
    return bool(_ZEROS.match(number))


def repeats_form(name: str, product: str, number: str) -> bool:
    """Tell whether two of name, product and BIN are still those of the filled row of the form."""
    has_product = _plain(product) == _example_of("product")
    if is_zeros(number):
        return has_product or _plain(name) == _example_of("name")
    return has_product and _plain(name) == _example_of("name")


def all_made_up(ids: Iterable[str]) -> bool:
    """Tell whether every project has the id of a made-up one; no projects are none."""
    told = list(ids)
    return bool(told) and all(map(is_made_up, told))


def is_made_up(project: str) -> bool:
    """Tell whether the id is one of a made-up register."""
    return project.upper().startswith(form.EXAMPLE_PREFIXES)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def _example_of(name: str) -> str:
    return _plain(form.BY_NAME[name].example)
