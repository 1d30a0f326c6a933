"""Pages on paper: PDF by headless Chromium, with what the style sheet says about A4, headers and page numbers."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.shell import admitted

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS: Final = 120
#: Prints when everything is loaded: without it one sheet in four had no letters of a font that came with the page. The
#: milliseconds are those of a clock that runs ahead.
_UNTIL_FONTS: Final = "--virtual-time-budget=10000"
#: Font of the charts, which comes with matplotlib and has the Kazakh letters.
_FONT: Final = "DejaVu Sans"


def browser() -> str | None:
    """Path of the first browser that can print; None where there is none."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def print_page(page: Path, target: Path) -> None:
    """Print one page; the file is there whole or not at all.

    The fonts of matplotlib go along for letters that no font of the machine has, as may be for Kazakh ones.

    Raises
    ------
    ReportError
        If there is no browser, or it fails.
    """
    found = browser()
    if found is None:
        raise ReportError("Pages cannot be printed: Chromium is not installed.", where=page.name)
    with tempfile.TemporaryDirectory(prefix="iidsp-", dir=target.parent) as aside:
        printed, copy = Path(aside) / "page.pdf", Path(aside) / page.name
        copy.write_text(with_fonts(page.read_text(encoding="utf-8")), encoding="utf-8")
        command = [
            found, "--headless", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={aside}/profile",
            "--no-pdf-header-footer", "--generate-pdf-document-outline", _UNTIL_FONTS, f"--print-to-pdf={printed}",
            *(["--no-sandbox"] if _is_root() else []), copy.resolve().as_uri(),
        ]  # fmt: skip
        try:
            said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise ReportError(f"Printing took more than {_SECONDS} s.", where=page.name) from None
        if not printed.is_file():
            last = said.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise ReportError(f"Printing failed: {''.join(last) or said.returncode}.", where=page.name)
        os.replace(printed, target)


def with_fonts(page: str) -> str:
    """Return a page that carries the fonts of the charts, and whose policy admits them."""
    style = _fonts()
    open_to_it = page.replace("style-src ", f"font-src data:; style-src {admitted(style)} ", 1)
    return open_to_it.replace("</head>", f"<style>{style}</style>\n</head>", 1)


@cache
def _fonts() -> str:
    """Style sheet with the two weights of the charts' font, under the name that ends the list of the pages."""
    faces = []
    for weight in ("normal", "bold"):
        path = Path(font_manager.findfont(FontProperties(family=_FONT, weight=weight), fallback_to_default=False))
        content = base64.b64encode(path.read_bytes()).decode("ascii")
        faces.append(f"@font-face {{ font-family: {_FONT!r}; font-weight: {weight};"
                     f" src: url(data:font/ttf;base64,{content}); }}")  # fmt: skip
    return "\n".join(faces)


def _is_root() -> bool:
    """Whether the browser's sandbox cannot be had: it refuses to work for the administrator."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def print_pages(pages: Sequence[tuple[Path, Path]], at_once: int, done: Callable[[Path], None]) -> dict[Path, str]:
    """Print pages, so many at a time.

    Parameters
    ----------
    pages : sequence of (page, target)
        What is printed, and where to.
    done : callable
        Told each target that is there.

    Returns
    -------
    dict
        Reasons of those that could not be printed, by target.
    """
    reasons: dict[Path, str] = {}

    def one(pair: tuple[Path, Path]) -> tuple[Path, str]:
        try:
            print_page(*pair)
        except (ReportError, OSError) as failed:
            return pair[1], str(failed)
        return pair[1], ""

    with ThreadPoolExecutor(max_workers=max(1, at_once)) as threads:
        for target, reason in threads.map(one, pages):
            if reason:
                reasons[target] = reason
            else:
                done(target)
    return reasons
