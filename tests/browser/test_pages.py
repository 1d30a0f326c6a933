"""Pages in a real browser: nothing is fetched, nothing runs, nothing scrolls sideways."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import nbformat.v4 as v4
import pytest
from markupsafe import Markup
from PIL import Image

from iidsp_analysis.report.render import render_page
from iidsp_analysis.report.shell import fill_shell, identity, style_sheet
from iidsp_analysis.report.site import Kpi, PageCard, render_index

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1056, 1400)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def picture(width: int = 860, height: int = 360) -> str:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#00567a").save(stream, format="png")
    return base64.b64encode(stream.getvalue()).decode()


def finding(years: int) -> str:
    """A result as the notebooks show it, with a table of as many years."""
    heads = "".join(f'<th scope="col">{2017 - n}</th>' for n in range(years))
    cells = "<td>123 456,7</td>" * years
    return f"""<section class="result"><h3 class="finding">Обрабатывающая промышленность выросла на 46 % в тенге</h3>
<p class="reading">Половину прироста дали цены.</p>
<figure><img src="data:image/png;base64,{picture()}" alt="Доля по годам" width="860" height="360">
<figcaption>% ВРП · 2010–2017 · текущие цены · БНС</figcaption></figure>
<div class="table-scroll" tabindex="0" role="group" aria-label="Таблица"><table class="numbers">
<caption>Валовая добавленная стоимость по секциям</caption>
<thead><tr><th scope="col">Секция</th>{heads}</tr></thead>
<tbody><tr class="highlight"><th scope="row">Обрабатывающая промышленность</th>{cells}</tr></tbody>
<tfoot><tr><th scope="row">Всего</th>{cells}</tr></tfoot></table></div>
<ul class="caveats"><li>Границы 2014 года.</li></ul></section>"""


def html(text: str) -> object:
    return v4.new_output("display_data", data={"text/html": text})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a figure, a wide table, a missing section, a long line and hostile text."""
    missing = '<section class="result missing"><h3 class="finding">Нет 5931</h3><p class="reading">…</p></section>'
    hostile = v4.new_output("execute_result", data={"text/plain": HOSTILE + " wide" * 80})
    cells = [
        v4.new_markdown_cell("## Реален ли рост?\n\n" + HOSTILE),
        v4.new_code_cell("growth.show()", outputs=[html(finding(14))]),
        v4.new_markdown_cell("## Структура"),
        v4.new_code_cell("structure.show()", outputs=[html(missing), hostile]),
    ]
    page = render_page(
        v4.new_notebook(cells=cells),
        language="ru",
        title="Западно-Казахстанская область: обрабатывающая промышленность",
        provenance={"Checksum": "ab12" * 16, "Text": HOSTILE},
    )
    path = tmp_path_factory.mktemp("reports") / "akmola.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def index(report: Path) -> Path:
    """An index of nine columns of tiles, one report of which failed."""
    cards = [
        PageCard(
            key=f"r{n}",
            code=f"R{n:02}",
            name=f"Область номер {n}",
            short_name=f"Казахстанская-{n}",
            href="akmola.html",
            tile=(n // 9, n % 9),
            value=float(n),
            value_text=f"{n},5 %",
            status="done",
            group="region",
        )
        for n in range(18)
    ]
    cards.append(PageCard("x", "XXX", HOSTILE, "X", "", (2, 4), None, "", "failed", "region", note=HOSTILE))
    page = render_index(
        cards, language="ru", title="Регионы", lede="По странице на регион.", kpis=[Kpi("11,3 %", "доля", "БНС")]
    )
    path = report.with_name("index.html")
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(params=["report", "index"])
def page(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def test_page_opens_from_a_file_and_asks_the_network_for_nothing(browser, page: Path):
    assert browser.network_requests(page) == []


def test_no_script_runs_and_nothing_is_complained_of(browser, page: Path):
    visit = browser.visit(page)
    assert visit.dialogs == []
    assert visit.log == []
    assert "<script" not in browser.dump_dom(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_does_not_scroll_sideways(browser, page: Path, width: int):
    assert browser.overflow(page, width) == 0


def test_style_sheet_is_applied(browser, page: Path):
    """A policy whose hash does not match would leave the page bare."""
    assert browser.evaluate(page, "getComputedStyle(document.querySelector('.masthead')).borderTopWidth") == "8px"


def test_wide_table_scrolls_in_its_own_frame(browser, report: Path):
    frame = "document.querySelector('.table-scroll')"
    assert browser.evaluate(report, f"{frame}.scrollWidth > {frame}.clientWidth", width=360) is True


def test_code_is_hidden_until_asked_for(browser, report: Path):
    code = "document.querySelector('details.code pre')"
    assert browser.evaluate(report, f"{code}.checkVisibility()") is False
    assert browser.evaluate(report, f"{code}.closest('details').open = true, {code}.checkVisibility()") is True


def test_contents_stand_beside_the_text_on_wide_screens_and_above_it_on_phones(browser, report: Path):
    def relation(contents: str, mine: str, its: str, width: int) -> bool:
        toc, main = (f"document.querySelector('{name}').getBoundingClientRect()" for name in (contents, "main"))
        return bool(browser.evaluate(report, f"{toc}.width > 0 && {toc}.{mine} <= {main}.{its}", width=width))

    assert relation(".toc", "right", "left", 1400) is True
    assert relation(".toc-bar", "bottom", "top", 360) is True


def test_every_tile_shows_its_value_at_every_width(browser, index: Path):
    cut = """[...document.querySelectorAll('.tile-value')].filter(value => {
        const [shown, tile] = [value, value.closest('li')].map(box => box.getBoundingClientRect());
        return shown.width === 0 || value.scrollWidth > value.clientWidth || shown.right > tile.right + 1;
    }).length"""
    assert [browser.evaluate(index, cut, width=width) for width in WIDTHS] == [0] * len(WIDTHS)


def test_tiles_lead_to_reports_beside_the_index(browser, index: Path, report: Path):
    assert browser.evaluate(index, "document.querySelector('a.tile').href") == report.as_uri()


def test_figures_stand_on_white_also_in_the_dark(browser, report: Path, tmp_path: Path):
    corner = {}
    for dark in (False, True):
        browser.screenshot(report, tmp_path / "page.png", 1400, 900, dark=dark)
        corner[dark] = Image.open(tmp_path / "page.png").convert("L").getpixel((5, 400))
    assert corner[False] > 240
    assert corner[True] < 40


def test_print_leaves_the_code_out_and_repeats_table_heads(browser, report: Path):
    style = "getComputedStyle(document.querySelector('{}')).display"
    printed = {name: browser.evaluate(report, style.format(name), medium="print") for name in ("details.code", "thead")}
    assert printed == {"details.code": "none", "thead": "table-header-group"}
    assert browser.evaluate(report, style.format("details.code")) == "block"


def test_print_is_a4(browser, report: Path, tmp_path: Path):
    browser.print_pdf(report, tmp_path / "page.pdf")
    pdf = (tmp_path / "page.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf


# The instrument itself: it must see what the pages above must not do.


class _Counting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test output quiet."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    listening = HTTPServer(("127.0.0.1", 0), _Counting)
    listening.asked = []
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield listening
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_browser_fixture_sees_requests_dialogs_and_overflow(browser, server: HTTPServer, tmp_path: Path):
    address = f"http://127.0.0.1:{server.server_port}/pixel.png"
    path = tmp_path / "careless.html"
    path.write_text(f"<!doctype html><script>alert('hi')</script><img src='{address}'><p style='width: 500px'>wide")
    assert browser.network_requests(path) == [address]
    assert browser.visit(path).dialogs == ["hi"]
    assert browser.overflow(path, 360) > 100
    assert "/pixel.png" in server.asked


def test_policy_stops_what_slips_into_a_page(browser, server: HTTPServer, tmp_path: Path):
    """Were a careless output let through, the browser would still load and run nothing."""
    address = f"http://127.0.0.1:{server.server_port}/pixel.png"
    careless = (
        f"<script>alert(1)</script><img alt='x' src='{address}' onerror='alert(2)'>"
        f"<style>@import '{address}'</style><link rel='stylesheet' href='{address}'>"
    )
    page = fill_shell(
        "page.html.j2",
        styles=[style_sheet("page.css")],
        translate=identity,
        language="en",
        title="Careless",
        description="",
        provenance={},
        home="",
        contents=[],
        article=Markup(careless),
    )
    path = tmp_path / "careless.html"
    path.write_text(page, encoding="utf-8")
    visit = browser.visit(path)
    assert visit.dialogs == []
    assert server.asked == []
    assert any("Content Security Policy" in entry for entry in visit.log)
