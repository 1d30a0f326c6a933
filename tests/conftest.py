"""What the tests share: the reference data kept outside the project, the panel of the embedded figures, a report."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from iidsp_analysis import build
from iidsp_analysis.checks import Finding, run_checks
from iidsp_analysis.panel import Panel
from tests.browser.chromium import browser  # noqa: F401 -- the fixture is for pages of every folder

PROJECT = Path(__file__).resolve().parents[1]
#: Commands of the tests speak English, whatever the machine speaks; those that they start inherit it.
os.environ["IIDSP_LANGUAGE"] = "en"


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder of the shared reference data; a machine without it skips the test, CI does not."""
    folder = Path(os.environ.get("IIDSP_REFERENCE_DATA") or PROJECT.parent / "shared")
    if not folder.is_dir():
        reason = f"no shared reference data at {folder} (set IIDSP_REFERENCE_DATA)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def panel() -> Panel:
    """The panel of the embedded figures on the published territories, assembled in memory."""
    return build.assemble(PROJECT / "data" / "raw")


@pytest.fixture(scope="session")
def findings() -> list[Finding]:
    """What the checks find in the embedded tables."""
    return run_checks(PROJECT / "data" / "raw")


@pytest.fixture(scope="session")
def open_context(panel: Panel) -> Callable[..., object]:
    """Open a report's context on the embedded panel; English unless said otherwise."""
    from iidsp_analysis.sections.context import open_report

    def opened(**parameters: object) -> object:
        return open_report(**{"language": "en", "panel": panel, **parameters})

    return opened
