"""What is said of a name that is not there: the nearest ones, or where to look."""

from __future__ import annotations

from collections.abc import Iterable

from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference import nearest

#: Names that a refusal lists where none is near.
_MOST_LISTED = 12


class UnknownNameError(UsageError, AttributeError, KeyError):
    """A name that an object does not have: an attribute, an entry of a list, a section."""

    __str__ = UsageError.__str__  # a KeyError would quote the sentence

    def _render_traceback_(self) -> list[str]:
        """In a notebook the sentence stands alone: the way through the library helps nobody who mistyped a name."""
        return [str(self)]


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such thing, with the nearest names or with those that exist.

    Examples
    --------
    >>> no_such("list", "region", ("regions", "industries"))
    "There is no list 'region'. Nearest: regions."
    """
    names = [str(each) for each in known]
    near = nearest(name, names)
    if near:
        return f"There is no {what} {name!r}. Nearest: {', '.join(near)}."
    listed = ", ".join(names[:_MOST_LISTED])
    more = f", and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return f"There is no {what} {name!r}. There are: {listed}{more}."


def unknown(what: str, name: str, known: Iterable[str]) -> UnknownNameError:
    """Return the error for a name that is not there."""
    return UnknownNameError(no_such(what, name, known))
