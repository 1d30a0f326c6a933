"""Structure: shares of sections in value added, from the years in which all sections are published."""

from __future__ import annotations

import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections import structure
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report

SECTIONS = list("ABCDEFGHIJKLMNOPQRS")


@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_shares_are_of_the_whole(panel, subject):
    context = report(panel, **subject)
    result = structure.structure(context)
    assert result.frame["own"].sum() == pytest.approx(1)
    assert result.frame["country"].sum() == pytest.approx(1)
    assert list(result.frame.index) == sorted(result.frame.index, key=lambda code: -result.frame.loc[code, "own"])
    assert 1 / len(result.frame) <= result.values["herfindahl"] <= 1
    assert set(SECTIONS) <= set(result.frame.index)


def test_industry_is_not_counted_beside_its_parts(panel):
    cross = structure.section_cross(report(panel), "2017")
    assert list(cross.columns) == SECTIONS
    grp = report(panel).by_region("grp", classification="total", source="bns-5927").loc["2017"]
    # Gross product is value added and net taxes on products: 7 to 8 % more.
    assert cross.loc["KZ"].sum() / grp["KZ"] == pytest.approx(0.94, abs=0.02)
    assert cross.drop("KZ").sum().sum() == pytest.approx(cross.loc["KZ"].sum(), rel=1e-6)


def test_manufacturing_is_counted_among_the_sections(panel):
    # Akmola 2017: the largest of 19 sections; Astana: the tenth.
    assert structure.structure(report(panel, region="AKM")).title.startswith("Manufacturing is number 1 of 19 sections")
    assert structure.structure(report(panel, region="AST")).title.startswith("Manufacturing is number 10 of 19")


@pytest.mark.parametrize("year", [2011, 2013])
@pytest.mark.parametrize("region", ["KZ", "AKM", "YKO"])
def test_years_with_lumped_services_have_no_shares(panel, region, year):
    # Until 2013 the table prints one row of other services for I, K and M to S: without it every share is too high.
    context = report(panel, region=region, year=year)
    assert structure.structure(context).is_missing
    with pytest.raises(MissingDataError):
        structure.section_cross(context, str(year))


def test_the_first_year_with_all_sections(panel):
    assert list(structure.section_cross(report(panel, region="YKO", year=2014), "2014").columns) == SECTIONS


@pytest.mark.parametrize("region", ["akmola", "KZ"])
def test_a_section_without_a_figure_is_not_zero(panel, region):
    own = report(panel, region="AKM")
    context = changed(own, "gva", float("nan"), region=region, industry="C", period="2017")
    if region == "akmola":
        assert structure.structure(context).is_missing
    else:
        # A section that the country does not print is left out for everybody; manufacturing must not be.
        assert structure.structure(context).is_missing


def test_the_last_place_is_said(panel):
    context = changed(report(panel, region="AKM"), "gva", 0.0, region="akmola", industry="C", period="2017")
    result = structure.structure(context)
    assert result.title.startswith("Manufacturing is number 19 of 19 sections in Akmola Region: 0.0%")


def test_a_region_before_it_existed(panel):
    assert structure.structure(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_the_section_shows_itself(panel, subject, language):
    context = report(panel, **subject, language=language)
    result = structure.structure(context)
    assert not result.is_missing
    assert_shows_itself(result)
    assert ("country" in [column.key for column in result.table.columns]) == (not context.is_country)
