"""What a report is about: parameters that are refused, borders, the day to look from, and the words for the region."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.errors import BoundaryError, MissingDataError, UnknownLabelError, UsageError
from iidsp_analysis.sections import context as module
from tests.sections.reports import report


@pytest.mark.parametrize("parameters", [{"region": "AKM"}, {"region": "YKO", "year": 2024}], ids=str)
def test_the_tests_open_reports_as_the_project_does(panel, open_context, parameters):
    opened, quick = open_context(**parameters), report(panel, **parameters, trade=True)
    assert replace(opened, panel=quick.panel) == replace(quick, published=opened.published)
    pd.testing.assert_frame_equal(opened.panel.rows, quick.panel.rows)


@pytest.mark.parametrize(
    ("parameters", "error", "words"),
    [
        ({"year": "2017"}, UsageError, "year"),
        ({"year": True}, UsageError, "year"),
        ({"year": 2017.0}, UsageError, "year"),
        ({"borders": "2014"}, UsageError, "borders"),
        ({"borders": 2016}, BoundaryError, "2016"),
        ({"year": 1999}, UsageError, "2010 to 2025"),
        ({"year": 2026}, UsageError, "2010 to 2025"),
        ({"year": 2018, "as_of": "2018-03"}, UsageError, "as of 2018-03"),
        ({"as_of": "27.03.2018"}, UsageError, "2018-03"),
        ({"as_of": "2018-13"}, UsageError, "2018-03"),
        ({"as_of": "2009-01"}, UsageError, "none"),
        ({"language": "fr"}, UsageError, "ru, kk, en"),
        ({"language": "de"}, UsageError, "de"),
        ({"region": "Atlantis"}, UnknownLabelError, "Atlantis"),
        ({"region": "ABY"}, BoundaryError, "Abai"),
    ],
    ids=str,
)
def test_wrong_parameters_are_refused_with_the_reason(open_context, parameters, error, words):
    with pytest.raises(error, match=words):
        open_context(**parameters)


def test_unknown_names_are_refused_with_the_known_ones():
    names = module.assigned_names("# Parameters\nregoin = 'AKM'\nyear: int = 2019\n")
    assert names == ["regoin", "year"]
    with pytest.raises(UsageError, match=r"regoin.*Known: region, industry, year"):
        module.require_known(names)
    module.require_known(list(module.PARAMETERS))


def test_a_parameter_injected_by_papermill_is_checked(open_context, monkeypatch):
    shell = SimpleNamespace(user_ns={"In": ["", "x = 1", "# Parameters\nlangauge = 'en'"]})
    monkeypatch.setattr(module, "get_ipython", lambda: shell)
    with pytest.raises(UsageError, match="langauge"):
        open_context()


def test_a_report_does_not_know_the_years_after_it(open_context):
    periods = open_context(region="AKM").panel.rows[schema.PERIOD]
    assert periods.str[:4].max() == "2017"


def test_looking_from_a_month_leaves_out_what_had_not_ended(open_context):
    context = open_context(year=2017, as_of="2018-03")
    assert context.published.rows[schema.PERIOD].max() <= "2018-02"
    assert "2018-02" in set(context.published.select("exports").rows[schema.PERIOD])


@pytest.mark.parametrize(("borders", "count"), [(2014, 16), (2018, 17), (2022, 20)])
def test_columns_are_the_regions_and_the_country(panel, borders, count):
    context = report(panel, borders=borders)
    wide = context.by_region("grp", classification="total", source="bns-5927")
    assert len(context.regions) == count
    assert list(wide.columns) == [*(region.id for region in context.regions), "KZ"]


def test_a_figure_that_nobody_published_is_missing_data(panel):
    context = report(panel)
    with pytest.raises(MissingDataError):
        context.by_region("gva", "XX")
    with pytest.raises(MissingDataError):
        context.by_industry("imports", "KZ", "hs_section")


def test_residual_rows_are_no_industry_and_no_region(panel):
    context = report(panel, year=2023, trade=True)
    divisions = context.by_industry("gva", "KZ", "oked_division")
    assert not divisions.columns.str.startswith(schema.RESIDUAL).any()
    assert schema.RESIDUAL not in context.by_region("exports", "XV").columns


@pytest.mark.parametrize(
    ("year", "published", "base"),
    [
        (2017, range(2010, 2018), 2015),
        (2025, range(2022, 2026), 2022),
        (2016, range(2010, 2017), 2015),
        (2015, range(2010, 2016), 2013),
        (2012, range(2011, 2013), 2011),
    ],
)
def test_base_year(panel, year, published, base):
    values = pd.Series(1.0, [str(each) for each in published])
    assert replace(report(panel), year=year).base_year(values) == base


@pytest.mark.parametrize("published", [[2017], [2012, 2014, 2017], [2015, 2016], []])
def test_no_base_year(panel, published):
    with pytest.raises(MissingDataError, match="two years"):
        report(panel).base_year(pd.Series(1.0, [str(each) for each in published], dtype=float))


@pytest.mark.parametrize(
    ("region", "language", "where", "whose"),
    [
        ("AKM", "ru", "в Акмолинской области", "Акмолинской области"),
        ("AKM", "en", "in Akmola Region", "of Akmola Region"),
        ("AST", "ru", "в Астане", "Астаны"),
        ("KZ", "ru", "в Казахстане", "Казахстана"),
        ("KZ", "en", "in Kazakhstan", "of Kazakhstan"),
    ],
)
def test_the_region_in_a_sentence(panel, region, language, where, whose):
    context = report(panel, region=region, language=language)
    assert (context.in_region, context.of_region) == (where, whose)


def test_a_caption_names_unit_period_borders_and_editions(panel):
    context = report(panel)
    caption = context.caption("% of GDP", "2010–2017", ("bns-5927", "wdi-fx"), note="current prices")
    vintage = panel.sources["bns-5927"].vintage
    assert caption.startswith("% of GDP · 2010–2017 · borders of 2014 · current prices · source: ")
    assert f"BNS table 5927, edition {vintage}" in caption
    assert "World Bank" in caption


def test_a_caption_cites_only_tables_with_rows(panel):
    context = report(panel)
    rows = context.panel.rows
    without = replace(context, panel=replace(context.panel, rows=rows[rows[schema.SOURCE] != "wdi-fx"]))
    assert "World Bank" not in without.caption("x", "2017", ("bns-5927", "wdi-fx"))
