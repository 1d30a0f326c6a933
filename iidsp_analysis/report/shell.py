"""The shell around every page: style sheet inside, and a policy that lets the browser load and run nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
_LINE_BREAKS = re.compile(r"\n *")


def identity(message: str) -> str:
    """Return the English message itself: the translation into English."""
    return message


@cache
def style_sheet(name: str) -> str:
    """Read one of the style sheets."""
    return _template(name)


@cache
def script(name: str) -> str:
    """Read one of the scripts as a page carries it: without the remark at its head, on one line."""
    return _LINE_BREAKS.sub("", _template(name).partition("*/\n")[2])


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def fill_shell(
    template: str,
    *,
    styles: Sequence[str],
    translate: Callable[[str], str],
    scripts: Sequence[str] = (),
    **context: Any,
) -> str:
    """Fill a page template.

    Parameters
    ----------
    template : str
        Name of a template that extends ``shell.html.j2``.
    styles : sequence of str
        Style sheets; the policy admits exactly them, by their hash.
    translate : callable
        English message → message of the page.
    scripts : sequence of str, optional
        Scripts, each admitted by its hash. Without any the policy lets nothing run at all.
    **context
        What the template prints; plain strings are escaped.

    Returns
    -------
    str
        The page.
    """
    style = "\n" + "\n".join(styles)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = translate
    return environment.get_template(template).render(
        policy=_policy(style, scripts), style=Markup(style), scripts=[Markup(text) for text in scripts], **context
    )


def _policy(style: str, scripts: Sequence[str]) -> str:
    run = f"script-src {' '.join(map(_hash, scripts))}; " if scripts else ""
    return f"default-src 'none'; img-src data:; style-src {_hash(style)}; {run}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
