"""Executed notebooks as pages: what is shown, what is refused, what the browser may load."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser

import nbformat.v4 as v4
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.markdown import messages, to_html, translated
from iidsp_analysis.report.render import render_page
from iidsp_analysis.report.shell import TEMPLATES, languages_of, script

DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
FINDING = f"""<section class="result"><h3 class="finding">The share rose</h3><p class="reading">From 10.0 to 11.3 %.</p>
<figure><img src="data:image/png;base64,{DOT}" alt="Bars" width="8" height="8"><figcaption>% · 2017 · BNS</figcaption>
</figure></section>"""
RUSSIAN = {"Growth": "Рост", "Prices and volume.": "Цены и объём.", "Contents": "Содержание", "Vintage": "Редакция"}


def shown(**kinds: str) -> NotebookNode:
    return v4.new_output("display_data", data={kind.replace("_", "/"): text for kind, text in kinds.items()})


def notebook(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=list(cells))


def page(*cells: NotebookNode, **options: object) -> str:
    settings_of_page = {"language": "en", "title": "Akmola Region, 2017"} | options
    return render_page(notebook(*cells), **settings_of_page)


def code(source: str, *outputs: NotebookNode) -> NotebookNode:
    return v4.new_code_cell(source, outputs=list(outputs))


class Reader(HTMLParser):
    """Collects start tags, and complains about tags that do not close in order."""

    VOID = frozenset(("meta", "link", "img", "br", "hr", "rect"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_page_is_whole_and_names_its_language_and_title():
    html = page(v4.new_markdown_cell("## Growth"), code("growth()", shown(text_html=FINDING)), language="ru")
    reader = Reader(html)
    assert html.startswith('<!doctype html>\n<html lang="ru">')
    assert reader.unclosed == ["html"] or reader.unclosed == []
    assert len(reader.all("h1")) == 1
    assert "<h1>Akmola Region, 2017</h1>" in html
    assert reader.all("a")[0]["href"] == "#content"
    assert {"id": "content", "tabindex": "-1"} in reader.all("main")


def test_policy_admits_the_style_sheet_by_hash_and_data_pictures_only():
    html = page(code("growth()", shown(text_html=FINDING)))
    policy = next(m for m in Reader(html).all("meta") if m.get("http-equiv"))["content"]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        "img-src data:",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not Reader(html).all("script")
    assert not re.search(r"url\(|@import|https?://", style[1])


SORTABLE = '<table class="numbers sortable"><thead><tr><th>A</th></tr></thead><tbody></tbody></table>'


def test_a_page_with_a_sortable_table_runs_one_script_admitted_by_its_hash():
    html = page(code("findings()", shown(text_html=SORTABLE)))
    run = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert run == [script("sort.js")]
    digest = base64.b64encode(hashlib.sha256(run[0].encode()).digest()).decode()
    policy = next(m for m in Reader(html).all("meta") if m.get("http-equiv"))["content"]
    assert [part for part in policy.split("; ") if part.startswith("script-src")] == [f"script-src 'sha256-{digest}'"]
    assert "unsafe" not in policy
    plain = page(code("findings()", shown(text_html=SORTABLE.replace(" sortable", ""))))
    assert plain == re.sub(r"script-src .*?; (?=base-uri)|<script>.*?</script>\n", "", html).replace(" sortable", "", 1)


def test_words_about_a_sortable_table_bring_no_script():
    html = page(v4.new_markdown_cell(SORTABLE), code(SORTABLE, shown(text_plain=SORTABLE)), title=SORTABLE)
    assert "<script" not in html
    assert "script-src" not in html


def test_the_script_is_small_and_asks_for_nothing():
    text = script("sort.js")
    assert len(text.encode()) < 3000  # it sorts, searches and filters
    assert not re.search(r"</|<!--|//|/\*|eval|innerHTML|fetch|XMLHttp|import|storage|cookie|location|\n", text)


def test_a_script_in_an_output_is_refused_beside_a_sortable_table_too():
    with pytest.raises(ReportError, match="<script> in an output"):
        page(code("x", shown(text_html=SORTABLE + f"<script>{script('sort.js')}</script>")))


def test_contents_list_the_second_level_headings_in_order():
    html = page(v4.new_markdown_cell("## First & *last*\n\ntext\n\n### Not this\n\n## Second"))
    toc = re.search(r"<nav.*?</nav>", html, re.DOTALL)[0]
    assert re.findall(r'<a href="#(.*?)">(.*?)</a>', toc) == [
        ("first-last", "First &amp; last"),
        ("second", "Second"),
    ]
    for anchor in ("first-last", "second"):
        assert f'<h2 id="{anchor}">' in html


def test_prose_is_translated_by_block_and_anchors_stay_english():
    html = page(v4.new_markdown_cell("## Growth\n\nPrices and volume."), translate=lambda m: RUSSIAN.get(m, m))
    assert '<h2 id="growth">Рост</h2>' in html
    assert "<p>Цены и объём.</p>" in html
    assert "Содержание" in html
    assert "{#" not in html


def test_messages_are_what_translation_is_asked_for():
    source = "# Title\n## Growth {#g}\nLine one\nline two\n\n- a\n- b\n\n```\ncode\n\n# not a heading\n```\nafter"
    asked: list[str] = []
    translated(source, lambda message: asked.append(message) or message)
    assert messages(source) == asked == ["Title", "Growth", "Line one\nline two", "- a\n- b", "after"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("ab#- \n`1.", max_size=20), max_size=6).map("\n".join))
def test_identity_translation_changes_no_word(source: str):
    kept = re.sub(r"\{#[\w-]*\}|\s", "", translated(source, lambda message: message))
    closing_marks_may_go = kept.replace("#", "")
    assert closing_marks_may_go == re.sub(r"\s", "", source).replace("#", "")


def test_empty_blocks_never_reach_the_catalogue():
    # gettext answers the empty message with the header of the catalogue.
    assert "" not in messages("\n\n \n## A\n\n\n\t\nb\n")


def test_leading_first_level_heading_gives_way_to_the_title():
    html = page(v4.new_markdown_cell("# Region report\n\nIntroduction."))
    assert "Region report" not in html
    assert "<p>Introduction.</p>" in html


def test_a_second_title_is_refused():
    with pytest.raises(ReportError, match="<h1> in an output"):
        page(v4.new_markdown_cell("# Region report"), v4.new_markdown_cell("# Another title"))


def test_plain_text_and_streams_are_escaped():
    hostile = "<script>alert(1)</script> & <img src=x onerror=alert(1)>"
    html = page(code("print(x)", v4.new_output("stream", name="stdout", text=hostile), shown(text_plain=hostile)))
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x onerror=alert(1)&gt;") == 2
    assert "<script" not in html
    assert not Reader(html).all("img")


def test_raw_html_in_prose_is_printed_as_text():
    html = page(v4.new_markdown_cell("Text <script>alert(1)</script>\n\n<iframe src='http://x.example'></iframe>"))
    assert "&lt;script&gt;" in html
    assert not Reader(html).all("iframe")


def test_title_description_and_provenance_are_escaped():
    html = page(title="A < B", description='"quoted" & more', provenance={"Vintage": "<b>2024</b>"})
    assert "<h1>A &lt; B</h1>" in html
    assert "&lt;b&gt;2024&lt;/b&gt;" in html
    assert html.count("&#34;quoted&#34; &amp; more") == 2


def test_provenance_is_a_list_of_terms_in_the_order_given():
    html = page(provenance={"Vintage": "2024-05", "Code": "0.1.0"}, translate=lambda m: RUSSIAN.get(m, m))
    box = re.search(r'<section class="provenance".*?</section>', html, re.DOTALL)[0]
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box) == [("Редакция", "2024-05"), ("Code", "0.1.0")]
    assert "provenance" not in re.search(r"<body.*", page(), re.DOTALL)[0]


def test_html_of_results_is_passed_through_untouched():
    assert FINDING in page(code("growth()", shown(text_html=FINDING, text_plain="Result(...)")))


def test_warnings_and_their_local_paths_stay_out():
    html = page(code("growth()", v4.new_output("stream", name="stderr", text="/home/someone/x.py: FutureWarning")))
    assert "FutureWarning" not in html
    assert "/home/someone" not in html


def test_code_that_shows_nothing_is_folded_into_the_next_result():
    html = page(
        code("import one"),
        v4.new_markdown_cell("## Growth"),
        code("two()", shown(text_html=FINDING)),
        code("three()"),
        v4.new_markdown_cell("The end."),
    )
    blocks = re.findall(r'<details class="code">.*?<code>(.*?)</code>', html, re.DOTALL)
    assert [unescape(block) for block in blocks] == ["import one\n\ntwo()", "three()"]


def test_failed_cell_writes_no_page():
    failure = v4.new_output("error", ename="UnitError", evalue="mixed units", traceback=["..."])
    with pytest.raises(ReportError, match=r"UnitError: mixed units.*cell 2"):
        page(v4.new_markdown_cell("text"), code("growth()", failure))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>alert(1)</script>", "<script> in an output"),
        ('<p onclick="x()">', "onclick on <p>"),
        ('<img alt="map" src="https://tiles.example/1.png">', "src on <img>"),
        ('<img alt=" " src="data:image/png;base64,AA==">', "without alt text"),
        ('<a href="JavaScript:alert(1)">x</a>', "href on <a>"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "<link> in an output"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' stands twice"),
        ('<p id="content"></p>', "id 'content' stands twice"),
    ],
)
def test_outputs_that_break_the_page_are_refused(html: str, fault: str):
    with pytest.raises(ReportError, match=re.escape(fault)):
        page(code("x", shown(text_html=html)))


def test_picture_output_needs_alt_text_and_keeps_its_caption():
    picture = shown(image_png=DOT, text_plain="<Figure size 640x480>")
    with pytest.raises(ReportError, match="without alt text"):
        page(code("plot()", picture))
    picture.metadata["image/png"] = {"alt": 'Bars "up"', "caption": "% · 2017", "width": 640, "height": 480}
    html = page(code("plot()", picture))
    assert Reader(html).all("img") == [
        {"src": f"data:image/png;base64,{DOT}", "alt": 'Bars "up"', "width": "640", "height": "480"}
    ]
    assert "<figcaption>% · 2017</figcaption>" in html


def test_markdown_output_is_prose():
    assert "<p>rose by <strong>5 %</strong></p>" in page(code("say()", shown(text_markdown="rose by **5 %**")))


def test_links_run_nothing():
    assert "javascript:" not in to_html("[x](javascript:alert(1))")
    assert 'href="https://stat.gov.kz"' in to_html("[BNS](https://stat.gov.kz)")


def test_same_notebook_gives_the_same_bytes_and_stays_as_it_was():
    source = notebook(v4.new_markdown_cell("# T\n\n## Growth"), code("a"), code("growth()", shown(text_html=FINDING)))
    before = source.copy() | {"cells": [dict(cell) for cell in source.cells]}
    pages = {render_page(source, language="en", title="T", provenance={"Vintage": "1"}) for _ in range(3)}
    assert len(pages) == 1
    assert [dict(cell) for cell in source.cells] == before["cells"]
    other_ids = notebook(
        v4.new_markdown_cell("# T\n\n## Growth"), code("a"), code("growth()", shown(text_html=FINDING))
    )
    assert render_page(other_ids, language="en", title="T", provenance={"Vintage": "1"}) in pages


def test_home_link_appears_only_where_there_is_a_home():
    assert 'href="index.html"' in page(home="index.html")
    assert "index.html" not in page()


def test_every_word_of_the_templates_goes_through_gettext():
    for template in TEMPLATES.glob("*.j2"):
        bare = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.findall(r"[^\W\d_]{2,}", bare), template.name


@pytest.mark.parametrize(("languages", "shown"), [("", []), ("ru", []), ("ru,kk", ["ru", "kk"])])
def test_a_switch_needs_two_languages(languages, shown):
    assert [other.code for other in languages_of(languages, "a.html")] == shown
