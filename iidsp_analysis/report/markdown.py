"""Markdown cells, written in English, as HTML in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>.+?)[ \t]*#*$")
_ANCHOR = re.compile(r"\s*\{#(?P<anchor>[\w-]+)\}\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


def messages(source: str) -> list[str]:
    r"""List the messages of a Markdown cell that a page asks a translation for.

    They are its blocks (separated by blank lines), headings without their marks and each on its own, and nothing of
    fenced code.

    Examples
    --------
    >>> messages("## Is it real?\n\nPrices and volume\nare shown apart.")
    ['Is it real?', 'Prices and volume\nare shown apart.']
    """
    return [message for block in _blocks(source) if (message := _message(block))]


def translated(source: str, translate: Callable[[str], str]) -> str:
    """Translate a Markdown cell block by block; headings keep anchors made of their English words."""
    return "\n\n".join(_translated(block, translate) for block in _blocks(source))


def to_html(source: str) -> str:
    """Render Markdown; raw HTML in it is printed as text, and second-level headings can be linked to."""
    renderer = _Renderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def without_title(source: str) -> str:
    """Leave out a leading first-level heading: it names the notebook, and the page has a title of its own."""
    return re.sub(r"\A\s*# .*(\n|\Z)", "", source)


class _Renderer(IPythonRenderer):
    def heading(self, text: str, level: int, **attrs: Any) -> str:
        words = _ANCHOR.sub("", text)
        anchor = f' id="{_anchor(text)}"' if level == 2 else ""
        return f"<h{level}{anchor}>{words}</h{level}>\n"


def _anchor(heading: str) -> str:
    given = _ANCHOR.search(heading)
    return given["anchor"] if given else re.sub(r"\W+", "-", heading.lower()).strip("-")


def _message(block: str) -> str:
    """Return what is translated of a block: nothing of code, the words of a heading, the whole of the rest."""
    if _FENCE.match(block):
        return ""
    heading = _HEADING.match(block)
    return _ANCHOR.sub("", heading["text"]) if heading else block


def _translated(block: str, translate: Callable[[str], str]) -> str:
    message = _message(block)
    if not message:
        return block
    heading = _HEADING.match(block)
    if not heading:
        return translate(message)
    return f"{heading['marks']} {translate(message)} {{#{_anchor(heading['text'])}}}"


def _blocks(source: str) -> list[str]:
    """Cut Markdown at blank lines and around headings, never inside fenced code."""
    blocks: list[list[str]] = [[]]
    fenced = False
    for line in source.splitlines():
        fence = bool(_FENCE.match(line))
        alone = not fenced and not (line.strip() and not _HEADING.match(line))
        if alone or (fence and not fenced):
            blocks.append([])
        blocks[-1].append(line)
        if alone or (fence and fenced):
            blocks.append([])
        fenced ^= fence
    texts = ("\n".join(block).strip("\n").rstrip() for block in blocks)
    return [text for text in texts if text.strip()]
