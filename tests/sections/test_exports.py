"""Exports: complete years only, definitions that nest, sections that add up to the published total."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import industries, schema
from iidsp_analysis.sections import exports
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)

DEFAULT = "sections-2026.1"
WITHOUT_METALS = "sections-2026.1-without-metals"
WITH_FARM = "sections-2026.1-with-farm-products"
#: A year is printed as 12 months times 22 rows of one decimal.
ROUNDING = 12 * 22 * 0.05


@pytest.mark.parametrize("borders", [2014, 2022])
def test_sections_add_up_to_the_total(panel, borders):
    context = report(panel, year=2025, borders=borders)
    for region in [*(region.id for region in context.regions), "KZ"]:
        annual = exports.annual_sections(context, region)
        sections = annual.drop(columns=schema.TOTAL)
        complete = sections.notna().all(axis=1)
        gap = (sections[complete].sum(axis=1) - annual.loc[complete, schema.TOTAL]).abs()
        assert gap.max() < ROUNDING, region


@pytest.mark.parametrize("year", ["2015", "2017", "2022", "2025"])
def test_regions_add_up_to_the_country(panel, year):
    # 2022: the country's sections of September are sums of the regions, so its year is complete (T16).
    context = report(panel, year=2025)
    regions = sum(exports.annual_sections(context, region.id).loc[year] for region in context.regions)
    country = exports.annual_sections(context, "KZ").loc[year]
    assert country.notna().all()
    assert (regions - country).abs().max() < 16 * 12 * 0.05


@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_definitions_nest(panel, subject):
    context = report(panel, **subject)
    found = exports.region_exports(context, context.region.id)
    lines = found.by_definition.dropna()
    assert list(lines.columns) == [DEFAULT, WITHOUT_METALS, WITH_FARM]
    assert (lines[WITHOUT_METALS] <= lines[DEFAULT]).all()
    assert (lines[DEFAULT] <= lines[WITH_FARM]).all()
    assert (lines[WITH_FARM] <= found.total[lines.index] + ROUNDING).all()
    metals = found.annual[["XIV", "XV"]].sum(axis=1, min_count=2)
    assert (lines[DEFAULT] - lines[WITHOUT_METALS]).to_numpy() == pytest.approx(metals[lines.index].to_numpy())
    farm = found.annual[["I", "II"]].sum(axis=1, min_count=2)
    assert (lines[WITH_FARM] - lines[DEFAULT]).to_numpy() == pytest.approx(farm[lines.index].to_numpy())


def test_months_add_up_to_the_year(panel):
    found = exports.region_exports(report(panel, region="AKM"), "akmola")
    year = found.monthly[found.monthly.index.str.startswith("2017")]
    assert len(year) == 12
    assert year.sum() == pytest.approx(found.by_definition.loc["2017", DEFAULT])


@pytest.mark.parametrize(
    ("borders", "region"), [(2014, "almaty_city"), (2014, "south_kazakhstan"), (2018, "shymkent"), (2022, "shymkent")]
)
def test_the_year_2023_is_missing_where_only_totals_are_printed(panel, borders, region):
    # T10: never interpolated, never zero, and a merged region lacks what one of its parts lacks.
    annual = exports.annual_sections(report(panel, year=2025, borders=borders), region)
    assert annual.loc["2023"].drop(schema.TOTAL).isna().all()
    assert annual.loc["2023", schema.TOTAL] > 0
    assert annual.loc[["2022", "2024", "2025"]].notna().all(axis=None)


def test_a_year_with_a_missing_month_is_missing(panel):
    own = report(panel, region="AKM")
    context = changed(own, "exports", float("nan"), region="akmola", industry="XV", period="2017-05")
    found = exports.region_exports(context, "akmola")
    assert np.isnan(found.annual.loc["2017", "XV"])
    assert np.isnan(found.by_definition.loc["2017", DEFAULT])
    assert np.isnan(found.monthly["2017-05"])
    assert found.by_definition.loc["2017", WITHOUT_METALS] > 0
    assert exports.exports(context).is_missing
    assert exports.export_structure(context).is_missing


def test_a_missing_month_of_another_year_is_a_dash_in_the_table(panel):
    own = report(panel, region="AKM")
    context = changed(own, "exports", float("nan"), region="akmola", industry="XV", period="2016-05")
    result = exports.exports(context)
    assert not result.is_missing
    assert '<th scope="row">2016</th><td class="missing">–</td>' in result.table.to_html(context.language)
    assert_shows_itself(result)


def _processed_of_2017(context, factor):
    for code in industries.PROCESSED_EXPORT_DEFINITIONS[DEFAULT].sections:
        base = context.panel.select("exports", industries=[code], regions=["akmola"]).rows
        months = base[base[schema.PERIOD].str.startswith("2015")][schema.VALUE].to_numpy()
        if not len(months):  # nobody in the region ever exported such goods
            continue
        context = changed(
            context, "exports", lambda old, months=months: pd.Series(months * factor, old.index),
            region="akmola", industry=code, period="2017",
        )  # fmt: skip
    return context


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1.5, "rose by 50.0%"), (0.5, "fell by 50.0%"), (1.0, "did not change"), (0.0, "fell by 100.0%")],
)
def test_the_words_follow_the_sign(panel, factor, words):
    own = report(panel, region="AKM")
    result = exports.exports(_processed_of_2017(own, factor))
    assert words in result.title
    assert result.values["growth"] == pytest.approx(factor - 1)
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_growth_from_nothing_is_not_known(panel, language):
    context = changed(report(panel, region="AKM", language=language), "exports", 0.0, region="akmola", period="2015")
    result = exports.exports(context)
    assert np.isnan(result.values["growth"])
    assert "%" not in result.title
    assert_shows_itself(result)


def test_exports_of_nothing_have_no_structure(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2017")
    assert exports.export_structure(context).is_missing
    result = exports.exports(context)
    assert np.isnan(result.values["share"])
    assert_shows_itself(result)


@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_shares_of_the_structure_are_of_the_whole(panel, subject):
    context = report(panel, **subject)
    result = exports.export_structure(context)
    assert result.frame["share"].sum() == pytest.approx(1)
    assert result.frame["share"].is_monotonic_decreasing
    assert f"{100 * result.values['top_share']:.1f}%" in result.title


def test_the_oil_of_astana(panel):
    # domain.md 0.5: a city with no mine exports minerals of head offices: 63 % minerals, 32 % chemicals in Jan 2015.
    context = report(panel, region="AST")
    january = context.by_industry("exports", "astana", "hs_section").loc["2015-01"]
    assert january["V"] / january[schema.TOTAL] == pytest.approx(0.63, abs=0.01)
    assert january["VI"] / january[schema.TOTAL] == pytest.approx(0.32, abs=0.01)
    assert any("registered" in caveat for caveat in exports.exports(context).caveats)


def test_the_definition_stands_beside_the_number(panel):
    result = exports.exports(report(panel, region="AKM"))
    assert f"[{DEFAULT}]" in result.reading[0]
    assert [column.key for column in result.table.columns] == ["year", DEFAULT, WITHOUT_METALS, WITH_FARM, "total"]
    assert result.reading[1].count("mln USD") == 2


@pytest.mark.parametrize("make", [exports.exports, exports.export_structure])
def test_a_region_before_it_existed(panel, make):
    assert make(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in (exports.exports, exports.export_structure):
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)
