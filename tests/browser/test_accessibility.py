"""WCAG 2.2 AA by axe-core: every kind of page, in each language, on a phone in the dark and on a desk in the light."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from iidsp_analysis import folders
from iidsp_analysis.language import LANGUAGES
from iidsp_analysis.report.batch import Wish, render_wish
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, backtest_job
from iidsp_analysis.report.projects_batch import ProjectsRequest, render_projects
from tests.browser.chromium import Browser, _Tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
VIEWS = ((1400, False), (360, True))
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request, tmp_path_factory) -> list[Path]:
    """One page of every kind in one language, and its indexes."""
    out = tmp_path_factory.mktemp(f"pages-{request.param}")
    settings, options = Settings(language=request.param), Options(workers=2)
    wish = Wish(("KZ", "AKM"), ("24",), exports=True)
    batches = [
        render_wish(wish, settings, out=out / "reports", options=options),
        render_wish(Wish(("AKM",), ("XV",), notebook="industry_report"), settings, out=out / "pairs", options=options),
        render_wish(Wish(notebook="concept"), settings, out=out / "concept", options=options),
        render_projects(ProjectsRequest(("KZ", "AKM"), language=request.param), out=out / "projects", options=options),
    ]
    made = [outcome.page for batch in batches for outcome in batch.outcomes]
    made += [each.page for each in run_batch([backtest_job(settings)], folders.notebooks(), out / "tested", options)]
    assert None not in made, [outcome.reason for batch in batches for outcome in batch.failed]
    return [*made, *(batch.index for batch in batches)]


def violations(browser: Browser, page: Path, width: int, dark: bool) -> list[tuple[str, str]]:
    """Return what axe finds on a page whose boxes are all open: rule and first element."""
    asked = {"runOnly": {"type": "tag", "values": RULES}}
    found = (
        f"axe.run(document, {json.dumps(asked)}).then(told => JSON.stringify([told.violations, told.passes.length]))"
    )
    with _Tab(browser, page, width, 900, dark=dark) as tab:
        tab.ask("Runtime.evaluate", expression="document.querySelectorAll('main details').forEach(d => d.open = true)")
        tab.ask("Runtime.evaluate", expression=AXE)
        answer = tab.ask("Runtime.evaluate", expression=found, awaitPromise=True, returnByValue=True)
    told: list[Any] = json.loads(answer["result"]["value"])
    assert told[1] > 20, "axe has hardly looked"
    return [(each["id"], each["nodes"][0]["html"][:160]) for each in told[0]]


def test_no_page_has_a_violation(browser, pages):
    assert len(pages) >= 10
    found = {
        (page.name, width): violations(browser, page, width, dark)
        for page in pages for width, dark in VIEWS
    }  # fmt: skip
    assert {where: told for where, told in found.items() if told} == {}
