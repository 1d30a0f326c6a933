"""The index over a thousand pages in a real browser: search, filters, sorting, by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from iidsp_analysis.report.finder import Listing
from iidsp_analysis.report.site import PageCard, render_index

pytestmark = pytest.mark.browser

REGIONS, GROUPS = 50, 20
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LEFT = "[...document.querySelectorAll('tbody tr')].filter(row => row.checkVisibility()).length"
COUNT = "document.querySelector('.search output').textContent"


def card(region: int, group: int) -> PageCard:
    number, name = region * GROUPS + group, f"r{region}_{group}"
    told = ("failed", "нет данных", "") if number % 100 == 7 else ("done", "", f"{name}.html")
    status, note, href = told
    goods, place = f"{group} · Товары {group}" if group else HOSTILE, f"Район {region}" if region else HOSTILE
    return PageCard(name, str(group), goods, "", href, None, float(number), f"{number},0", status, "pair", note, place)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cards = [card(region, group) for region in range(REGIONS) for group in range(GROUPS)]
    path = tmp_path_factory.mktemp("many") / "index.html"
    html = render_index(cards, language="ru", title="Отчёты", lede="Все", listing=Listing("Отчёты", "Экспорт"))
    path.write_text(html, encoding="utf-8")
    return path


def choose(number: int, value: str) -> str:
    return f"""{{ const box = document.querySelectorAll('.search select')[{number}]; box.value = {value!r};
        box.dispatchEvent(new Event('change')); }}"""


def search(words: str) -> str:
    return f"""{{ const box = document.querySelector('.search input'); box.value = {words!r};
        box.dispatchEvent(new Event('input')); }}"""


def test_all_pages_are_seen_at_first(browser, page: Path):
    assert browser.evaluate(page, LEFT) == REGIONS * GROUPS


def test_search_leaves_the_rows_that_hold_the_words(browser, page: Path):
    assert browser.evaluate(page, f"{search('район 13')} {LEFT}") == GROUPS
    assert browser.evaluate(page, f"{search('район 13')} {COUNT}").endswith(f": {GROUPS} / {REGIONS * GROUPS}")
    assert browser.evaluate(page, f"{search('нет такого')} {LEFT}") == 0


def test_filters_by_industry_region_and_state(browser, page: Path):
    assert browser.evaluate(page, f"{choose(0, '5 · Товары 5')} {LEFT}") == REGIONS
    assert browser.evaluate(page, f"{choose(1, 'Район 5')} {LEFT}") == GROUPS
    assert browser.evaluate(page, f"{choose(2, 'not built')} {LEFT}") == REGIONS * GROUPS // 100
    both = f"{choose(0, '5 · Товары 5')} {choose(1, 'Район 5')} {LEFT}"
    assert browser.evaluate(page, both) == 1
    assert browser.evaluate(page, f"{search('товары 7')} {choose(1, 'Район 5')} {LEFT}") == 1
    assert browser.evaluate(page, f"{choose(1, 'Район 5')} {choose(1, '')} {LEFT}") == REGIONS * GROUPS


def test_every_choice_stands_once_in_the_order_of_the_rows(browser, page: Path):
    options = "[...document.querySelectorAll('.search select')].map(box => box.options.length)"
    assert browser.evaluate(page, options) == [GROUPS + 1, REGIONS + 1, 3]
    first = "[...document.querySelectorAll('.search select')[1].options].slice(0, 4).map(each => each.textContent)"
    assert browser.evaluate(page, first) == ["all", HOSTILE, "Район 1", "Район 2"]


def test_a_filter_holds_while_the_rows_are_sorted(browser, page: Path):
    sort = "document.querySelectorAll('thead button')[2].click();"
    first = "[...document.querySelectorAll('tbody tr')].find(row => row.checkVisibility()).cells[2].textContent"
    assert browser.evaluate(page, f"{choose(1, 'Район 5')} {sort} {first}") == f"{6 * GROUPS - 1},0"


def test_keyboard_alone_filters(browser, page: Path):
    with browser.tab(page) as tab:
        tab.ask("Runtime.evaluate", expression="document.querySelector('.search select').focus()")
        for kind in ("keyDown", "keyUp"):
            tab.ask("Input.dispatchKeyEvent", type=kind, key="ArrowDown", code="ArrowDown", windowsVirtualKeyCode=40)
        chosen = tab.ask("Runtime.evaluate", expression="document.querySelector('.search select').value",
                         returnByValue=True)["result"]["value"]  # fmt: skip
        left = tab.ask("Runtime.evaluate", expression=LEFT, returnByValue=True)["result"]["value"]
    assert (chosen, left) == (HOSTILE, REGIONS)


def test_every_control_has_its_label(browser, page: Path):
    labels = (
        "[...document.querySelectorAll('.search input, .search select')].map(box => box.labels[0].textContent.length)"
    )
    told = browser.evaluate(page, labels)
    assert len(told) == 4
    assert all(told)


def test_nothing_is_fetched_and_hostile_names_do_not_run(browser, page: Path):
    visit = browser.visit(page)
    assert (visit.dialogs, visit.log) == ([], [])
    assert browser.network_requests(page) == []
    with browser.tab(page) as tab:
        tab.ask("Runtime.evaluate", expression=choose(0, HOSTILE) + search("script"))
        assert tab.visit.dialogs == []
    assert browser.evaluate(page, "document.querySelectorAll('main img').length") == 0


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_the_index_does_not_scroll_sideways(browser, page: Path, width: int):
    assert browser.overflow(page, width) == 0


def test_a_search_is_as_quick_as_typing(browser, page: Path):
    timed = f"{{ const began = performance.now(); {search('7')} performance.now() - began }}"
    assert browser.evaluate(page, timed) < 200
