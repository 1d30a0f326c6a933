"""Tables that the reader sorts in a real browser, by mouse and keyboard; nothing else runs on their page."""

from __future__ import annotations

from pathlib import Path

import nbformat.v4 as v4
import pandas as pd
import pytest
from markupsafe import Markup

from iidsp_analysis import results
from iidsp_analysis.language import language
from iidsp_analysis.report.render import render_page
from iidsp_analysis.report.shell import fill_shell, identity, script, style_sheet
from iidsp_analysis.results import Column, Result, Table

pytestmark = pytest.mark.browser

RU = language("ru")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
NAMES = ["Ёлки", "Завод", HOSTILE, "ангар", "Жатка", "P10", "P2", "Яхта", "Окно", "Бетон", "Цех", "–", "Краны"]
COSTS = [1234.5, 98.7, None, -5.0, 1e7, 1234.4, 0.0, 3.0, 3.0, 3.0, 20.0, None, 100.0]
RANKS = [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]
GRAVITY = {1: "примечание", 2: "предупреждение", 3: "ошибка"}


def sortable(caption: str = "Замечания") -> Table:
    frame = pd.DataFrame({"name": NAMES, "cost": COSTS, "rank": RANKS, "word": [GRAVITY[rank] for rank in RANKS]})
    frame.loc["sum"] = ["Итого", 99.0, 0, ""]
    columns = (Column("name", "Проект", "text"), Column("word", "Тяжесть", "text", order="rank"),
               Column("cost", "Стоимость, млн тенге"))  # fmt: skip
    return Table(frame, columns, caption, footer=frozenset({"sum"}), sortable=True)


def page_of(table: Table, folder: Path) -> Path:
    result = Result("Найдено", ("Читать так.",), RU, caption="млн тенге", sources=("a",), table=table)
    shown = v4.new_output("display_data", data={"text/html": result._repr_html_()})
    notebook = v4.new_notebook(cells=[v4.new_code_cell("findings()", outputs=[shown])])
    path = folder / "page.html"
    path.write_text(render_page(notebook, language="ru", title="Проекты"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as few:  # so that these few rows can be searched
        few.setattr(results, "ROWS_TO_SEARCH", len(NAMES))
        return page_of(sortable(), tmp_path_factory.mktemp("sorting"))


def after(browser, page: Path, act: str, column: int = 0) -> list[str]:
    """Cells of a column of the body after something was done."""
    read = f"[...document.querySelectorAll('tbody tr')].map(row => row.cells[{column}].textContent)"
    return list(browser.evaluate(page, f"{{ {act} }} {read}"))


def press(column: int, times: int = 1) -> str:
    return f"for (let n = 0; n < {times}; n++) document.querySelectorAll('thead button')[{column}].click();"


def test_untouched_the_table_stands_as_it_was_given(browser, page: Path):
    assert after(browser, page, "") == NAMES
    assert browser.evaluate(page, "document.querySelectorAll('[aria-sort]').length") == 0


def test_numbers_in_russian_sort_by_size_and_the_missing_come_last_both_ways(browser, page: Path):
    falling = ["10 000 000,0", "1 234,5", "1 234,4", "100,0", "98,7", "20,0", "3,0", "3,0", "3,0", "0,0", "−5,0"]
    told = [cell.replace("\u00a0", " ") for cell in after(browser, page, press(2), 2)]
    assert told == [*falling, "–", "–"]
    told = [cell.replace("\u00a0", " ") for cell in after(browser, page, press(2, 2), 2)]
    assert told == [*falling[::-1], "–", "–"]


def test_equal_rows_keep_their_order(browser, page: Path):
    for times in (1, 2, 3):
        told = after(browser, page, press(2, times))
        assert [name for name in told if name in ("Яхта", "Окно", "Бетон")] == ["Яхта", "Окно", "Бетон"]


def test_words_sort_by_the_alphabet_of_the_page_with_numbers_in_them_as_numbers(browser, page: Path):
    told = after(browser, page, press(0))
    assert told[-1] == "–"
    letters = [name for name in told[:-1] if name[0] not in "<P"]
    assert letters == ["ангар", "Бетон", "Ёлки", "Жатка", "Завод", "Краны", "Окно", "Цех", "Яхта"]
    assert told.index("P2") < told.index("P10")


def test_a_word_sorts_by_what_stands_behind_it(browser, page: Path):
    told = after(browser, page, press(1), 1)
    assert told == [GRAVITY[rank] for rank in sorted(RANKS, reverse=True)]


def test_the_way_is_told_to_screen_readers_on_one_head_only(browser, page: Path):
    told = "[...document.querySelectorAll('thead th')].map(th => th.getAttribute('aria-sort'))"
    assert browser.evaluate(page, f"{press(2)} {told}") == [None, None, "descending"]
    assert browser.evaluate(page, f"{press(2, 2)} {told}") == [None, None, "ascending"]
    assert browser.evaluate(page, f"{press(2)} {press(0)} {told}") == ["ascending", None, None]


def test_totals_stay_at_the_foot(browser, page: Path):
    assert browser.evaluate(page, f"{press(2)} document.querySelector('tfoot tr').textContent").startswith("Итого")


@pytest.mark.parametrize("key", [("Enter", 13, "\r"), ("Space", 32, " ")], ids=["Enter", "Space"])
def test_keyboard_alone_sorts(browser, page: Path, key):
    name, number, text = key
    code = {"code": name, "key": text if name == "Space" else name, "windowsVirtualKeyCode": number}
    with browser.tab(page) as tab:
        tab.ask("Runtime.evaluate", expression="document.querySelectorAll('thead button')[2].focus()")
        tab.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **code)
        tab.ask("Input.dispatchKeyEvent", type="keyUp", **code)
        first = "[document.querySelector('tbody th').textContent, document.activeElement.textContent]"
        told = tab.ask("Runtime.evaluate", expression=first, returnByValue=True)["result"]["value"]
    assert told == ["Жатка", "Стоимость, млн тенге"]


def test_rows_are_searched_and_the_count_is_told(browser, page: Path):
    search = """const box = document.querySelector('.search input'); box.value = 'ОШИБКА';
        box.dispatchEvent(new Event('input'));"""
    left = "[...document.querySelectorAll('tbody tr')].filter(row => row.checkVisibility()).length"
    assert browser.evaluate(page, f"{{ {search} }} {left}") == RANKS.count(3)
    assert browser.evaluate(page, f"{{ {search} }} document.querySelector('.search output').textContent").endswith(
        f": {RANKS.count(3)} / {len(RANKS)}"
    )
    number = search.replace("ОШИБКА", "1 234,5")  # typed with a common space, printed with one that does not break
    assert browser.evaluate(page, f"{{ {number} }} {left}") == 1


def test_a_searched_table_is_printed_whole_and_without_signs(browser, page: Path):
    hide = "document.querySelector('tbody tr').hidden = true;"
    shown = "getComputedStyle(document.querySelector('tbody tr')).display"
    assert browser.evaluate(page, f"{hide} {shown}") == "none"
    assert browser.evaluate(page, f"{hide} {shown}", medium="print") == "table-row"
    sign = "getComputedStyle(document.querySelector('thead button'), '::after').content"
    assert browser.evaluate(page, sign, medium="print") == "none"
    assert browser.evaluate(page, sign) != "none"
    assert (
        browser.evaluate(page, "getComputedStyle(document.querySelector('.search')).display", medium="print") == "none"
    )


def test_a_short_table_has_no_search_box(browser, tmp_path: Path):
    table = sortable()
    short = page_of(Table(table.frame.head(3), table.columns, "", sortable=True), tmp_path)
    assert browser.evaluate(short, "document.querySelectorAll('.search').length") == 0
    assert browser.evaluate(short, "document.querySelectorAll('thead button').length") == 3


def test_nothing_is_fetched_nothing_complained_of_and_hostile_names_do_not_run(browser, page: Path):
    visit = browser.visit(page)
    assert (visit.dialogs, visit.log) == ([], [])
    assert browser.network_requests(page) == []
    assert HOSTILE in after(browser, page, press(0) + press(2))
    with browser.tab(page) as tab:
        tab.ask("Runtime.evaluate", expression=press(0) + press(1) + press(2))
        assert tab.visit.dialogs == []


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_page_does_not_scroll_sideways(browser, page: Path, width: int):
    assert browser.overflow(page, width) == 0


def test_a_table_that_may_not_be_sorted_has_no_buttons(browser, tmp_path: Path):
    table = sortable()
    plain = page_of(Table(table.frame, table.columns, table.caption), tmp_path)
    assert browser.evaluate(plain, "document.querySelectorAll('th button, input').length") == 0
    assert "localeCompare" not in plain.read_text(encoding="utf-8")  # the script that sorts


@pytest.mark.parametrize("slipped", [
    "<script>alert(1)</script>", "<p onclick='alert(1)' id='trap'>x</p>",
    f"<script>{script('sort.js')} alert(1)</script>",
])  # fmt: skip
def test_the_policy_runs_the_one_script_and_no_other(browser, tmp_path: Path, slipped: str):
    """Were an output with a script let through, the page would sort, and the script would not run."""
    page = fill_shell(
        "page.html.j2", styles=[style_sheet("page.css")], scripts=[script("sort.js")], translate=identity,
        language="ru", title="x", description="", provenance={}, home="", contents=[],
        article=Markup(slipped + sortable().to_html(RU)),
    )  # fmt: skip
    path = tmp_path / "careless.html"
    path.write_text(page, encoding="utf-8")
    with browser.tab(path) as tab:
        tab.ask("Runtime.evaluate", expression="(document.querySelector('#trap') || document.body).click()")
        first = "document.querySelectorAll('thead button')[2].click(), document.querySelector('tbody th').textContent"
        assert tab.ask("Runtime.evaluate", expression=first, returnByValue=True)["result"]["value"] == "Жатка"
        assert tab.visit.dialogs == []
        assert any("Content Security Policy" in entry for entry in tab.visit.log)
