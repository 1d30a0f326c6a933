"""The explorer in a real JupyterLab: it opens, reacts to hands within the promised time, the console stays silent."""

from __future__ import annotations

import json
import sys
import time

import pytest

from tests.browser.jupyter import PROJECT, Lab, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Promised: from the move of a weight to the new ranking on the screen.
PROMISED_MS = 200
MOVES = 12
#: Between two moves: the picture, which follows the table, is drawn.
REST_SECONDS = 0.3
#: What a bare JupyterLab logs by itself (the same with an empty notebook), by how each begins.
OF_JUPYTERLAB: tuple[str, ...] = ()
ARROW_RIGHT, ARROW_LEFT = ("ArrowRight", 39), ("ArrowLeft", 37)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The notebook alone, in English: its words are looked for."""
    root = tmp_path_factory.mktemp("notebooks")
    told = (PROJECT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8")
    english = told.replace('language = \\"ru\\"', 'language = \\"en\\"')
    assert english != told
    (root / "explore.ipynb").write_text(english, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def lab(folder, tmp_path_factory):
    running = Lab(folder, tmp_path_factory.mktemp("jupyter"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def page(browser, lab):
    with browser.tab(lab.address("explore.ipynb"), 1600, 2600) as tab:
        opened = Page(tab)
        opened.wait("window.jupyterapp && document.querySelectorAll('.jp-Notebook .jp-CodeCell').length > 3")
        opened.ask("jupyterapp.shell.currentWidget.sessionContext.ready.then(() => true)")
        opened.ask("jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
        opened.wait("document.querySelectorAll('.iidsp table').length > 0")
        opened.wait("document.querySelectorAll('.jp-Notebook img').length > 0")
        yield opened


TABS = "document.querySelectorAll('.jp-Notebook .lm-TabBar-tab')"
HANDLES = "Array.from(document.querySelectorAll('.noUi-handle')).filter(each => each.offsetParent)"
TABLE = "Array.from(document.querySelectorAll('.iidsp table')).find(each => each.offsetParent)"
HEAD = "Array.from(document.querySelectorAll('.iidsp h3')).find(each => each.offsetParent)"
#: Notes when the table that is seen changes, counted from the next key on the handle of that number.
WATCH = """
(() => {
  const handle = HANDLES[NUMBER], table = TABLE, place = table.closest('.widget-html-content');
  window.changed = null;
  handle.focus();
  handle.addEventListener('keydown', () => { window.begun = performance.now(); }, {capture: true, once: true});
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => { window.changed = performance.now() - window.begun; });
  }).observe(place, {childList: true, subtree: true});
})()
"""


def moved(page: Page, number: int, key: tuple[str, int]) -> float:
    """Press an arrow on a slider and return after how many milliseconds the new table was on the screen."""
    page.ask(WATCH.replace("HANDLES", HANDLES).replace("TABLE", TABLE).replace("NUMBER", str(number)))
    page.press(*key)
    took = page.wait("window.changed", 10)
    time.sleep(REST_SECONDS)
    return took


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of the dropdown with a label, as a hand does."""
    page.ask(f"""
    (() => {{
      const box = Array.from(document.querySelectorAll('.widget-dropdown')).find(
        each => each.offsetParent && each.querySelector('label').textContent === {json.dumps(label)});
      const select = box.querySelector('select');
      select.value = Array.from(select.options).find(
        each => each.text.replaceAll('\u00a0', ' ') === {json.dumps(option)}).value;
      select.dispatchEvent(new Event('change', {{bubbles: true}}));
    }})()""")


def test_it_opens_with_chart_and_table(page):
    assert page.ask(f"{TABLE}.querySelectorAll('tbody tr').length") == 8
    assert page.ask("document.querySelectorAll('.jp-OutputArea-output[data-mime-type*=stderr]').length") == 0
    assert page.ask(f"{TABS}.length") == 5


def test_another_indicator_changes_chart_and_table(page):
    page.click(f"{TABS}[0]")
    before = page.ask("document.querySelector('.jp-Notebook img').src")
    choose(page, "Indicator", "Exports, by group of goods")
    page.wait(f"{HEAD}.textContent.startsWith('Exports')")
    page.wait(f"document.querySelector('.jp-Notebook img').src !== {json.dumps(before)}")
    choose(page, "Industry, goods", "XV · Base metals")
    page.wait(f"{HEAD}.textContent.includes('Base metals')")


def test_a_moved_weight_changes_the_ranking_within_the_promised_time(page):
    page.click(f"{TABS}[1]")
    page.wait(f"{HANDLES}.length === 8")
    moved(page, 5, ARROW_RIGHT)
    moved(page, 5, ARROW_LEFT)  # now the weights are those of the sliders, which are rounded
    before = page.ask(f"{TABLE}.textContent")
    took = [moved(page, 5, ARROW_RIGHT if step < MOVES // 2 else ARROW_LEFT) for step in range(MOVES)]
    # A machine that is busy with other tests slows some of the moves; what the explorer itself takes shows in the rest.
    undisturbed = sorted(took)[MOVES // 3]
    sys.stdout.write(f"milliseconds to the new table: {[round(each) for each in took]}\n")  # pytest -s shows them
    assert undisturbed < PROMISED_MS, took
    assert page.ask(f"{TABLE}.textContent") == before  # as often back as forth


def test_the_code_tells_what_was_moved(page):
    page.click(f"{TABS}[1]")
    page.wait(f"{HANDLES}.length === 8")
    page.ask(f"{HANDLES}[5].focus()")
    for _ in range(40):
        page.press(*ARROW_RIGHT)
    page.click(f"{TABS}[3]")
    page.wait("document.querySelector('.iidsp-code').textContent.includes('\"demand\": 0.35')")
    assert "XV" in page.ask("document.querySelector('.iidsp-code').textContent")


def test_what_is_shown_is_saved_beside_the_notebook(page, folder):
    page.click(f"{TABS}[4]")
    page.click("Array.from(document.querySelectorAll('.jp-Notebook button')).find(e => e.textContent === 'Save')")
    page.wait("document.querySelectorAll('[role=status]').length > 0")
    saved = json.loads((folder / "explorer_state.json").read_text(encoding="utf-8"))
    assert (saved["indicator"], saved["industry"]) == ("exports", "XV")


def test_the_console_stays_silent_and_nothing_is_fetched_from_elsewhere(page, lab):
    """Last, when all has been moved."""
    time.sleep(0.5)
    page.ask("console.error('planted')")
    errors = [text for text in page.tab.visit.errors if not text.startswith(OF_JUPYTERLAB)]
    assert errors == ["planted"]
    own = (f"http://127.0.0.1:{lab.port}/", f"ws://127.0.0.1:{lab.port}/", "data:", "blob:")
    assert [url for url in page.tab.visit.requests if not url.startswith(own)] == []
