"""Lists that show themselves as tables, with entries found by name: regions, industries, indicators, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.explore.names import unknown

Item = TypeVar("Item")
#: Rows that a terminal shows of a long list.
_MOST_LINES = 60
#: JupyterLab puts the cells of a table to the right, as for numbers; these are words.
_LEFT = ' style="text-align: left"'


@dataclass(frozen=True, eq=False, repr=False)
class Listing(Generic[Item]):
    """Items by key with the words that tell them apart.

    Parameters
    ----------
    what : str
        What one item is, for refusals.
    heads : sequence of str
        Names of the columns; the first one is the key.
    rows : sequence of sequences of str
        One row an item, the key first.
    find : callable
        Returns the item of a key, or of another name that means it; raises an AnalysisError where nothing does.
    """

    what: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    find: Callable[[str], Item]

    def keys(self) -> tuple[str, ...]:
        """Keys in the order of the list."""
        return tuple(row[0] for row in self.rows)

    def __getitem__(self, name: str) -> Item:
        try:
            return self.find(str(name))
        except AnalysisError as refused:
            words = [word for row in self.rows for word in row]
            raise unknown(self.what, str(name), words) from refused

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, name: object) -> bool:
        return name in self.keys()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.keys())

    def __repr__(self) -> str:
        more = [("…", f"{len(self.rows) - _MOST_LINES} more")] if len(self.rows) > _MOST_LINES else []
        shown = [self.heads, *self.rows[:_MOST_LINES]]
        return "\n".join([aligned(shown), *("  ".join(line) for line in more)])

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col"{_LEFT}>{escape(head)}</th>' for head in self.heads)
        body = "".join(_row(row) for row in self.rows)
        return f'<table class="numbers"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: Sequence[str]) -> str:
    first, *rest = row
    cells = "".join(f'<td class="text"{_LEFT}>{escape(word)}</td>' for word in rest)
    return f'<tr><th scope="row"{_LEFT}>{escape(first)}</th>{cells}</tr>'
