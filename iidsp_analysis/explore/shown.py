"""What shows itself: as HTML in a notebook, as a sentence over a plain table in a terminal."""

from __future__ import annotations

from typing import Any

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.results import Result


class Shown:
    """An object with a ``result`` that tells it to the reader."""

    @property
    def result(self) -> Result:
        """The finding."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return as_text(self.result)

    def _repr_html_(self) -> str:
        return self.result._repr_html_()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.result._repr_mimebundle_(include, exclude)


def as_text(result: Result) -> str:
    """Return title and table as plain text."""
    if result.table is None:
        return result.explain()
    table, language = result.table, result.language
    heads = [column.label for column in table.columns]
    rows = [[column.tell(row[column.key], language) for column in table.columns] for _, row in table.frame.iterrows()]
    return "\n".join([*filter(None, (result.stamp, result.title)), aligned([heads, *rows]), result.caption])
