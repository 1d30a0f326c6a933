"""Pages on paper: PDF by headless Chromium, with what the style sheet says about A4, headers and page numbers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from iidsp_analysis.errors import ReportError

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS: Final = 120


def browser() -> str | None:
    """Path of the first browser that can print; None where there is none."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def print_page(page: Path, target: Path) -> None:
    """Print one page; the file is there whole or not at all.

    Raises
    ------
    ReportError
        If there is no browser, or it fails.
    """
    found = browser()
    if found is None:
        raise ReportError("Pages cannot be printed: Chromium is not installed.", where=page.name)
    with tempfile.TemporaryDirectory(prefix="iidsp-", dir=target.parent) as aside:
        printed = Path(aside) / "page.pdf"
        command = [found, "--headless", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={aside}/profile",
                   "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={printed}",
                   *(["--no-sandbox"] if _is_root() else []), page.resolve().as_uri()]  # fmt: skip
        try:
            said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise ReportError(f"Printing took more than {_SECONDS} s.", where=page.name) from None
        if not printed.is_file():
            last = said.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise ReportError(f"Printing failed: {''.join(last) or said.returncode}.", where=page.name)
        os.replace(printed, target)


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
