"""A result shows itself: refused when built wrong, accessible as a table, the same bytes as a picture."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import plots
from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import language
from iidsp_analysis.results import (
    ROWS_TO_SEARCH,
    Column,
    Picture,
    Result,
    Table,
    definitions,
    key_figures,
    missing_result,
)
from iidsp_analysis.sections import position
from tests.sections.reports import report

EN, RU = language("en"), language("ru")
HOSTILE = "<script>alert(\"x\")</script> & 'q'"


@pytest.fixture
def table() -> Table:
    frame = pd.DataFrame({"name": ["North", "South", "All"], "value": [1234.56, np.nan, 0.0]}, index=["n", "s", "sum"])
    return Table(frame, (Column("name", "Region", "text"), Column("value", "GVA, bn KZT")), "Regions, 2017",
                 highlight=frozenset({"n"}), footer=frozenset({"sum"}))  # fmt: skip


@pytest.fixture
def picture() -> Picture:
    values = pd.Series({"North": 3.0, "South": -1.0})
    return Picture(plots.picture(lambda: plots.ranked_bars(values, EN, unit="%")), "Bars of two regions.")


def made(**parts) -> Result:
    return Result(**{"title": "Found", "reading": ("A sentence.",), "language": EN, **parts})


# --- refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_result_has_a_title(title):
    with pytest.raises(ReportError, match="title"):
        made(title=title)


@pytest.mark.parametrize("parts", [{}, {"sources": ("bns-5927",)}, {"caption": "%, 2017"}], ids=str)
def test_numbers_need_sources_and_a_caption(table, picture, parts):
    with pytest.raises(ReportError, match="sources"):
        made(table=table, **parts)
    with pytest.raises(ReportError, match="sources"):
        made(picture=picture, **parts)


def test_every_chart_has_its_table(picture):
    with pytest.raises(ReportError, match="table"):
        made(picture=picture, sources=("bns-5927",), caption="%, 2017")


def test_a_result_without_a_figure_does_not_draw(table):
    with pytest.raises(ReportError, match="no figure"):
        made(table=table, sources=("a",), caption="c").plot()


def test_words_alone_need_nothing_else():
    result = made()
    assert result.frame.empty
    assert result._repr_html_() == (
        '<section class="result"><h3 class="finding">Found</h3><p class="reading">A sentence.</p></section>'
    )


# --- columns ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "value", "english", "russian"),
    [
        ("text", "1 < 2", "1 < 2", "1 < 2"),
        ("number", 1234.56, "1,234.6", "1\u00a0234,6"),
        ("number", -0.04, "0.0", "0,0"),
        ("signed", 2.0, "+2.0", "+2,0"),
        ("signed", -2.0, "−2.0", "−2,0"),
        ("signed", 0.0, "0.0", "0,0"),
        ("percent", 0.113, "11.3%", "11,3\u00a0%"),
        ("signed_percent", 0.057, "+5.7%", "+5,7\u00a0%"),
        ("points", -0.012, "−1.2\u00a0pp", None),
        ("number", None, "–", "–"),
        ("percent", float("nan"), "–", "–"),
        ("text", None, "–", "–"),
        ("text", float("nan"), "–", "–"),
        ("number", pd.NA, "–", "–"),
        ("number", float("inf"), "–", "–"),
    ],
)
def test_forms_of_a_column(form, value, english, russian):
    column = Column("key", "Label", form)
    assert column.tell(value, EN) == english
    if russian is not None:
        assert column.tell(value, RU) == russian


def test_digits_of_a_column():
    assert Column("key", "Label", digits=0).tell(2.5001, EN) == "3"
    assert Column("key", "Label", digits=3).tell(0.12345, EN) == "0.123"


# --- table ------------------------------------------------------------------------------------------------------


class Cells(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_a_row_without_a_name_has_a_dash_for_its_head():
    table = Table(
        pd.DataFrame({"name": [""], "value": [1.0]}), (Column("name", "Name", "text"), Column("value", "bn")), "c"
    )
    assert '<th scope="row">–</th>' in table.to_html(EN)


def test_every_head_has_its_scope(table):
    tags = Cells(table.to_html(EN)).tags
    heads = [attributes["scope"] for tag, attributes in tags if tag == "th"]
    assert heads == ["col", "col", "row", "row", "row"]
    assert [attributes.get("role") for tag, attributes in tags if tag == "div"] == [
        "group"
    ]  # a landmark for each table would drown the others


def test_missing_is_a_dash_and_marked(table):
    html = table.to_html(EN)
    assert html.count('<td class="missing">–</td>') == 1
    assert "<td>0.0</td>" in html  # zero is a number
    assert "nan" not in html


def test_totals_close_the_table(table):
    html = table.to_html(EN)
    body, foot = html.split("<tfoot>")
    assert '<th scope="row">All</th>' in foot
    assert "All" not in body
    assert '<tr class="highlight"><th scope="row">North</th>' in body
    without = Table(table.frame, table.columns, table.caption).to_html(EN)
    assert "<tfoot>" not in without


def test_numbers_are_those_of_the_reader(table):
    assert "1,234.6" in table.to_html(EN)
    assert "1\u00a0234,6" in table.to_html(RU)


def test_a_column_may_be_wide_or_narrow():
    frame = pd.DataFrame({"id": ["a"], "said": ["Words"], "cost": [1.0], "none": [None]})
    columns = (Column("id", "Id", "text", width="narrow"), Column("said", "Finding", "text", width="wide"),
               Column("cost", "Cost", width="narrow"), Column("none", "None", "text", width="wide"))  # fmt: skip
    html = Table(frame, columns, "Projects").to_html(EN)
    assert '<th scope="col" class="text narrow">Id</th><th scope="col" class="text wide">Finding</th>' in html
    assert '<th scope="row" class="narrow">a</th><td class="text wide">Words</td><td class="narrow">1.0</td>' in html
    assert '<td class="missing">–</td>' in html


# --- sorting ----------------------------------------------------------------------------------------------------


def sortable(frame: pd.DataFrame, *columns: Column) -> str:
    return Table(frame, columns, "Projects", sortable=True).to_html(RU)


def test_a_table_is_sortable_only_where_it_says_so(table):
    assert "sort" not in table.to_html(EN)
    assert '<table class="numbers sortable">' in replace(table, sortable=True).to_html(EN)


def test_cells_carry_the_number_behind_the_words_of_the_language():
    frame = pd.DataFrame({"id": ["a", "b", "c"], "cost": [1234.56, np.nan, np.inf], "share": [0.1, -0.0, None]})
    html = sortable(frame, Column("id", "Id", "text"), Column("cost", "Cost"), Column("share", "Share", "percent"))
    assert '<td data-sort="1234.56">1\u00a0234,6</td>' in html
    assert html.count('<td class="missing" data-sort="">–</td>') == 3  # missing and endless are no numbers to sort by
    assert '<td data-sort="-0.0">' in html
    assert '<th scope="row">a</th>' in html  # words sort as they are read
    assert 'data-sort="text">Id</th>' in html
    assert html.count('data-sort="number"') == 2


def test_a_word_may_sort_by_another_column():
    frame = pd.DataFrame({"word": ["error", "notice", "–"], "gravity": [3, 1, 2], "day": ["27 March 2018", None, "x"],
                          "iso": ["2018-03-27", None, "2017-01-01"]})  # fmt: skip
    html = sortable(frame, Column("word", "Severity", "text", order="gravity"),
                    Column("day", "Day", "text", order="iso"))  # fmt: skip
    assert '<th scope="row" data-sort="3.0">error</th>' in html
    assert '<td class="text" data-sort="2018-03-27">27 March 2018</td>' in html
    assert '<td class="missing" data-sort="">–</td>' in html
    assert 'class="text" data-sort="number">Severity' in html
    assert 'class="text" data-sort="text">Day' in html


def test_what_a_cell_sorts_by_is_escaped_too():
    hostile = '"><script>alert(1)</script>'
    frame = pd.DataFrame({"name": ["x"], "key": [hostile]})
    html = sortable(frame, Column("name", "Name", "text", order="key"))
    assert "<script" not in html
    assert dict(Cells(html).tags)["th"] == {"scope": "row", "data-sort": hostile}


def test_a_long_table_brings_the_words_of_its_search_box():
    frame = pd.DataFrame({"id": [str(number) for number in range(ROWS_TO_SEARCH)]})
    columns = (Column("id", "Id", "text"),)
    assert 'data-search="' in sortable(frame, *columns)
    assert "data-search" not in sortable(frame.head(ROWS_TO_SEARCH - 1), *columns)


# --- escaping ---------------------------------------------------------------------------------------------------


def test_text_from_figures_is_never_markup(picture):
    frame = pd.DataFrame({"name": [HOSTILE], "other": [HOSTILE]})
    table = Table(frame, (Column("name", HOSTILE, "text"), Column("other", HOSTILE, "text")), HOSTILE)
    html = made(
        title=HOSTILE, reading=(HOSTILE,), caption=HOSTILE, sources=("a",), table=table, caveats=(HOSTILE,),
        picture=Picture(picture.draw, HOSTILE), before=definitions({HOSTILE: HOSTILE}) + key_figures([(HOSTILE,) * 3]),
    )._repr_html_()  # fmt: skip
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12
    tags = {tag for tag, _ in Cells(html).tags}
    assert "script" not in tags
    assert all(not name.startswith("on") for _, attributes in Cells(html).tags for name in attributes)


def test_a_source_note_stands_under_a_table_without_a_picture(table, picture):
    alone = made(table=table, sources=("a",), caption="%, 2017")._repr_html_()
    assert '<p class="source">%, 2017</p>' in alone
    both = made(table=table, picture=picture, sources=("a",), caption="%, 2017")._repr_html_()
    assert "<figcaption>%, 2017</figcaption>" in both
    assert 'class="source"' not in both
    assert both.index("<figure>") < both.index("<table")


# --- picture ----------------------------------------------------------------------------------------------------


def test_the_same_figures_give_the_same_bytes(picture):
    first, second = picture.to_html("c"), picture.to_html("c")
    assert first == second
    assert 'alt="Bars of two regions."' in first
    assert 'width="730"' in first


def test_a_picture_does_not_depend_on_the_reader_s_own_settings(picture):
    plain = picture.to_html("c")
    own = {"font.size": 20, "xtick.labelsize": 20, "xtick.color": "red", "xtick.major.size": 9, "grid.color": "red",
           "savefig.facecolor": "black", "axes.formatter.use_locale": True}  # fmt: skip
    with mpl.rc_context(own):
        assert picture.to_html("c") == plain


def test_a_section_of_a_report_is_written_whole(panel):
    html = position.position(report(panel, region="AKM"))._repr_html_()
    assert 'src="data:image/png;base64,iVBOR' in html
    assert html.startswith('<section class="result">')
    assert html.endswith("</section>")


# --- words ------------------------------------------------------------------------------------------------------


def test_a_missing_result_says_what_and_what_next():
    result = missing_result(EN, "Exports", "Not published.", "Drop the table.")
    assert result.is_missing
    assert result.explain().splitlines()[:3] == ["Exports", "Not published.", "Drop the table."]
    assert 'class="result missing"' in result._repr_html_()


def test_explain_tells_warnings_and_source(table):
    told = made(table=table, sources=("a",), caption="%, 2017", caveats=("Mind the gap.",)).explain()
    assert told.splitlines() == ["Found", "A sentence.", "! Mind the gap.", "%, 2017"]
