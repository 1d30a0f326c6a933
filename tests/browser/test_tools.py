"""What the buttons of a page do: figures are enlarged, tables copied, the contents stay in view and close again."""

from __future__ import annotations

from pathlib import Path

import nbformat.v4 as v4
import pandas as pd
import pytest
from matplotlib.figure import Figure

from iidsp_analysis.language import language
from iidsp_analysis.report.render import render_page
from iidsp_analysis.results import Column, Picture, Result, Table

pytestmark = pytest.mark.browser


def drawn() -> Figure:
    figure = Figure(figsize=(9, 4))
    figure.add_subplot().plot([1, 2], [3, 4])
    return figure


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with two results, the second of which has no figure."""
    table = Table(
        pd.DataFrame({"name": ["Акмолинская область", "<b>Астана</b>"], "value": [1234.5, -0.5]}),
        (Column("name", "Регион", "text"), Column("value", "млн тенге")), "Экспорт регионов",
    )  # fmt: skip
    results = [
        Result("Экспорт вырос", ("Втрое.",), language("ru"), "млн тенге · 2017", ("bns-446905",), table=table,
               picture=Picture(drawn, "Линия от 3 до 4")),
        Result("Экспорт упал", (), language("ru"), "млн тенге · 2018", ("bns-446905",), table=table),
    ]  # fmt: skip
    cells = [v4.new_markdown_cell("## Экспорт")]
    cells += [
        v4.new_code_cell("show()", outputs=[v4.new_output("display_data", data={"text/html": each._repr_html_()})])
        for each in results
    ]
    cells.append(v4.new_markdown_cell("## Итог" + "\n\nабзац" * 60))
    path = tmp_path_factory.mktemp("tools") / "page.html"
    notebook = v4.new_notebook(cells=cells)
    path.write_text(render_page(notebook, language="ru", title="Отчёт"), encoding="utf-8")
    return path


def act(tab, expression: str):
    """Evaluate as if the reader had clicked."""
    answer = tab.ask("Runtime.evaluate", expression=expression, userGesture=True, returnByValue=True)
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def test_a_table_is_copied_as_a_table(browser, page):
    with browser.tab(page) as tab:
        act(tab, "window.heard = ''; document.addEventListener('copy', () => heard = String(getSelection()))")
        act(tab, "document.querySelectorAll('p.download button')[0].click()")
        copied = act(tab, "heard.trim()").split("\n")
        assert [line.split("\t") for line in copied[-2:]] == [
            ["Акмолинская область", "1 234,5".replace(" ", "\u00a0")], ["<b>Астана</b>", "−0,5"],
        ]  # fmt: skip
        assert "Регион\tмлн тенге" in copied
        assert act(tab, "document.querySelector('p.download output').textContent")
        assert act(tab, "String(getSelection())") == ""


def test_a_figure_is_enlarged_and_closed_by_escape(browser, page):
    with browser.tab(page) as tab:
        act(tab, "button = document.querySelector('figcaption button'); button.focus(); button.click()")
        assert act(tab, "document.querySelectorAll('dialog[open] img').length") == 1
        natural = "(p => p.clientWidth == p.naturalWidth)(document.querySelector('dialog img'))"
        assert act(tab, natural)
        assert act(tab, "document.querySelector('dialog img').alt") == "Линия от 3 до 4"
        for kind in ("keyDown", "keyUp"):
            tab.ask("Input.dispatchKeyEvent", type=kind, key="Escape", code="Escape", windowsVirtualKeyCode=27)
        gone = "new Promise(done => setTimeout(() => done(document.querySelectorAll('dialog').length), 100))"
        answer = tab.ask("Runtime.evaluate", expression=gone, awaitPromise=True, returnByValue=True)
        assert answer["result"]["value"] == 0
        assert act(tab, "document.activeElement == button")


def test_a_result_without_a_figure_has_no_button_for_one(browser, page):
    assert browser.evaluate(page, "document.querySelectorAll('figcaption button').length") == 1
    assert browser.evaluate(page, "document.querySelectorAll('p.download button').length") == 2


@pytest.mark.parametrize(("width", "bar"), [(360, "block"), (1400, "none")])
def test_one_of_the_two_contents_is_shown(browser, page, width, bar):
    shown = "getComputedStyle(document.querySelector('{}')).display"
    assert browser.evaluate(page, shown.format(".toc-bar"), width=width) == bar
    assert (browser.evaluate(page, shown.format(".toc"), width=width) == "none") == (bar == "block")


def test_on_a_phone_the_contents_stay_in_view_and_close_when_used(browser, page):
    with browser.tab(page, 360, 700) as tab:
        act(tab, "window.scrollTo(0, 1500)")
        assert act(tab, "document.querySelector('.toc-bar').getBoundingClientRect().top") == 0
        act(tab, "document.querySelector('.toc-bar details').open = true")
        act(tab, "links = document.querySelectorAll('.toc-bar a'); links[links.length - 1].click()")
        assert act(tab, "document.querySelector('.toc-bar details').open") is False
        head = "[...document.querySelectorAll('h2')].pop().getBoundingClientRect().top"
        assert act(tab, head) >= act(tab, "document.querySelector('.toc-bar').getBoundingClientRect().bottom") - 1


def test_printed_pages_have_no_buttons(browser, page):
    for what in (".tool", ".toc-bar", ".download"):
        shown = f"getComputedStyle(document.querySelector('{what}')).display"
        assert browser.evaluate(page, shown, medium="print") == "none"
