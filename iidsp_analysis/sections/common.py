"""What the reports of one edition have in common, computed once before a process is forked for each of them.

Nothing is kept unless :func:`prepare` was called, which the server of the reports does. Whoever opens a report in
JupyterLab gets figures of their own: what they change there changes no other report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iidsp_analysis import build

if TYPE_CHECKING:
    from iidsp_analysis.sections.context import Context

#: Properties of :class:`~iidsp_analysis.sections.context.Context` that are the same for every region.
SHARED = (
    "survey", "surveys_on_other_borders", "division_test", "exports", "export_verdicts", "export_comparisons",
    "fact_book",
)  # fmt: skip
_Key = tuple[int, int, str, str, bool]
_kept: dict[_Key, Context] = {}
_edition: list[str] = []


def prepare(opened: Callable[[], Context]) -> None:
    """Compute what no region changes, and keep it for the reports that this process or its forks open.

    Parameters
    ----------
    opened : callable
        Opens a report about the country, without a panel of its own. The checksum of the files is taken before: figures
        of a file that changes meanwhile are taken for older ones, never for newer ones.
    """
    edition = build.edition()
    context = opened()
    if _edition != [edition]:
        forget()
        _edition.append(edition)
    for compute in SHARED:
        getattr(context, compute)
    _kept[_key(context.year, context.borders, context.as_of, context.register, context.redact)] = context


def find(year: int, borders: int, as_of: str, register: str, *, redact: bool) -> Context | None:
    """Return what was prepared from the files that lie there now; None where nothing was, or files have changed."""
    kept = _kept.get(_key(year, borders, as_of, register, redact))
    return kept if kept is not None and _edition == [build.edition()] else None


def forget() -> None:
    """Keep nothing any more."""
    _kept.clear()
    _edition.clear()


def _key(year: int, borders: int, as_of: str, register: str, redact: bool) -> _Key:
    return (year, borders, as_of, register, redact)
