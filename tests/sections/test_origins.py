"""Where figures come from opens under every section: tables, editions, checksums, and the steps since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis.results import Origin
from iidsp_analysis.sections import exports, growth, industry_page, labour, provenance
from iidsp_analysis.sections.origins import with_origin


@pytest.mark.parametrize("make", [growth.growth, exports.exports, labour.productivity])
def test_every_table_of_a_section_is_named_with_its_checksum(open_context, make):
    context = open_context(region="AKM")
    result = make(context)
    sources = [context.panel.sources[each] for each in result.sources]
    told = dict(result.origin.tables)
    assert len(told) == len(sources)
    for source in sources:
        about = next(about for table, about in told.items() if source.table in table)
        assert source.file in about
        assert source.sha256[:12] in about
        assert source.vintage in next(table for table in told if source.table in table)


def test_steps_count_the_corrected_cells_of_these_tables(open_context):
    context = open_context(region="AKM")
    result = growth.growth(context)
    rows = context.published.rows
    own = rows[rows["source"].isin(result.sources)]
    corrected = int(own["note"].astype(str).str.startswith("corrected").sum())
    assert corrected > 0
    assert (
        f"; {corrected} cells of them corrected by the ledger; regions on the borders of 2014;" in result.origin.steps
    )


def test_steps_name_the_day_from_which_the_report_looks(open_context):
    told = growth.growth(open_context(region="AKM", as_of="2018-03")).origin
    assert "periods before 2018-03 only" in told.steps


def test_a_section_without_its_table_names_none(open_context):
    result = growth.growth(open_context(region="AKM", year=2010))
    assert result.is_missing
    assert result.origin is None


def test_an_origin_is_not_told_twice(open_context):
    context = open_context(region="AKM")
    told = Origin((("Table", "about"),), "Steps.")
    result = replace(growth.growth(context), origin=told)
    assert with_origin(context, result).origin is told


def test_lists_of_the_report_itself_need_none(open_context):
    assert provenance.source_list(open_context(region="AKM")).origin is None


@pytest.mark.parametrize("make", [industry_page.growth, industry_page.place])
def test_pages_of_industries_tell_it_too(open_context, make):
    assert make(open_context(region="KZ"), "24").origin.tables


def test_the_box_is_closed_escaped_and_without_script():
    html = Origin((("<b>", "a & b"),), "<script>").to_html("Origin")
    assert html.startswith('<details class="origin"><summary>Origin</summary>')
    assert "<script>" not in html
    assert "&lt;b&gt;" in html
    assert "a &amp; b" in html
