"""The shell around every page: style sheet inside, and a policy that lets the browser load nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def identity(message: str) -> str:
    """Return the English message itself: the translation into English."""
    return message


@cache
def style_sheet(name: str) -> str:
    """Read one of the style sheets."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def fill_shell(template: str, *, styles: Sequence[str], translate: Callable[[str], str], **context: Any) -> str:
    """Fill a page template.

    Parameters
    ----------
    template : str
        Name of a template that extends ``shell.html.j2``.
    styles : sequence of str
        Style sheets; the policy admits exactly them, by their hash.
    translate : callable
        English message → message of the page.
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
    return environment.get_template(template).render(policy=_policy(style), style=Markup(style), **context)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
