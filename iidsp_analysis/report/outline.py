"""What an article consists of: the headings that its contents list, and the faults that keep it from being a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

FORBIDDEN_ELEMENTS = frozenset(
    ("script", "iframe", "frame", "object", "embed", "applet", "link", "base", "meta", "form", "h1")
)
FETCHING_ATTRIBUTES = frozenset(("src", "srcset", "data", "poster", "background"))
ANCHORS_OF_THE_SHELL = ("content", "contents", "provenance")


class Heading(NamedTuple):
    """A heading of the second level."""

    anchor: str
    text: str


class Outline(HTMLParser):
    """Headings and faults of an article.

    A fault is a script, a frame or another element that could act or fetch; an attribute that does; a picture
    without alt text; an id that stands twice; a second title.

    Parameters
    ----------
    article : str
        HTML of the page's main part.
    """

    def __init__(self, article: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self.faults: list[str] = []
        self._anchors = set(ANCHORS_OF_THE_SHELL)
        self._anchor = ""
        self._words: list[str] = []
        self.feed(article)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the faults of an element, and the beginning of a heading."""
        given = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN_ELEMENTS:
            self.faults.append(f"<{tag}> in an output")
        if tag == "img" and not given.get("alt", "").strip():
            self.faults.append("a picture without alt text")
        self.faults += [f"{name} on <{tag}>" for name, value in given.items() if _acts_or_fetches(name, value)]
        anchor = given.get("id", "")
        if anchor in self._anchors:
            self.faults.append(f"id {anchor!r} stands twice")
        if anchor:
            self._anchors.add(anchor)
        if tag == "h2":
            self._anchor, self._words = anchor, []

    def handle_data(self, data: str) -> None:
        """Collect the words of a heading."""
        if self._anchor:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note a finished heading."""
        if tag == "h2" and self._anchor:
            self.headings.append(Heading(self._anchor, "".join(self._words).strip()))
            self._anchor = ""


def _acts_or_fetches(attribute: str, value: str) -> bool:
    if attribute in FETCHING_ATTRIBUTES:
        return not value.startswith("data:")
    return attribute.startswith("on") or value.strip().lower().startswith("javascript:")
