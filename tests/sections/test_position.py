"""The region in the country: shares, quotients and ranks against the figures published for 2017."""

from __future__ import annotations

import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections import position
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report

#: domain.md, section C, "2017 picture": share of GRP %, share of national manufacturing %, location quotient.
PICTURE_2017 = {
    "KRG": (31.2, 21.8, 2.77),
    "PVL": (27.9, 10.8, 2.48),
    "ALM": (21.2, 8.5, 1.88),
    "VKO": (21.1, 10.9, 1.87),
    "AKM": (18.9, 4.8, 1.68),
    "YKO": (18.8, 9.8, 1.67),
    "KST": (13.7, 4.1, 1.21),
    "ZHM": (11.7, 2.6, 1.03),
    "AKT": (11.4, 4.4, 1.01),
    "SKO": (10.5, 1.9, 0.93),
    "KZL": (5.0, 1.2, 0.44),
    "ATY": (4.5, 4.4, 0.40),
    "AST": (4.4, 4.2, 0.39),
    "ZKO": (4.1, 1.5, 0.36),
    "ALA": (3.9, 7.6, 0.35),
    "MNG": (2.9, 1.6, 0.26),
}


@pytest.mark.parametrize(("code", "figures"), PICTURE_2017.items(), ids=PICTURE_2017)
def test_the_picture_of_2017(panel, code, figures):
    context = report(panel, region=code)
    found = position.positions(context)
    own = found.frame.loc[context.region.id]
    share, of_country, quotient = figures
    assert round(100 * own["share"], 1) == share
    assert round(100 * own["of_country"], 1) == of_country
    assert round(own["quotient"], 2) == quotient
    assert found.rank(context.region.id) == 1 + list(PICTURE_2017).index(code)
    # domain.md 0.5 names the share and the quotient of the four regions: the sentences carry the same numbers.
    result = position.position(context)
    assert f"{share}% of gross regional product" in result.title
    assert f"number {1 + list(PICTURE_2017).index(code)} of 16" in result.reading[0]
    assert f"{quotient:.2f}" in result.reading[0]


def test_the_regions_make_the_whole_country(panel):
    frame = position.positions(report(panel, region="AKM")).frame
    regions = frame.drop("KZ")
    assert regions["of_country"].sum() == pytest.approx(1, abs=1e-6)
    assert regions["grp"].sum() == pytest.approx(frame.loc["KZ", "grp"], abs=1)
    assert frame.loc["KZ", ["quotient", "of_country"]].to_list() == [1, 1]


@pytest.mark.parametrize(("borders", "year"), [(2014, 2024), (2018, 2018), (2022, 2025)])
def test_the_regions_make_the_whole_country_on_other_borders(panel, borders, year):
    regions = position.positions(report(panel, region="AKM", year=year, borders=borders)).frame.drop("KZ")
    assert len(regions) == {2014: 16, 2018: 17, 2022: 20}[borders]
    assert regions["of_country"].sum() == pytest.approx(1, abs=1e-6)


def test_product_per_head_is_on_the_same_ground_above_and_below(panel):
    # domain.md 0.4: 2.29 million tenge in East Kazakhstan in 2017, not 4.32.
    context = report(panel, region="VKO")
    assert position.positions(context).frame.loc[context.region.id, "per_head"] == pytest.approx(2290, abs=5)


def test_manufacturing_of_east_kazakhstan_rose_in_2021(panel):
    # domain.md 0.4: +2.1 % with Abai, while the bare rows fall by 14.5 %.
    context = report(panel, region="VKO", year=2021)
    manufacturing = context.by_region("gva", "C", classification="oked_section")[context.region.id]
    assert manufacturing["2021"] / manufacturing["2020"] - 1 == pytest.approx(0.021, abs=5e-4)


def test_the_rank_is_among_the_regions_that_have_a_figure(panel):
    # In 2018 the parts of Karaganda, East Kazakhstan and Almaty region were not published.
    context = report(panel, region="AKM", year=2018, borders=2022)
    known = position.positions(context).frame["share"].drop("KZ").notna().sum()
    assert known < 20
    assert f" of {known};" in position.position(context).reading[0]


@pytest.mark.parametrize(
    ("factor", "words"), [(2.0, "points more than"), (0.1, "points less than"), (0.0, "points less than")]
)
def test_the_comparison_follows_the_sign(panel, factor, words):
    own = report(panel, region="AKM")
    context = changed(own, "gva", lambda old: old * factor, region="akmola", industry="C", period="2017")
    assert words in position.position(context).title


def test_the_same_share_as_the_country_is_said(panel):
    own = report(panel, region="AKM")
    frame = position.positions(own).frame
    even = frame.loc["akmola", "grp"] * frame.loc["KZ", "share"]
    context = changed(own, "gva", even, region="akmola", industry="C", period="2017")
    assert position.position(context).title.endswith("the same as in the country")


def test_a_region_without_figures_is_missing_not_zero(panel):
    context = changed(report(panel, region="AKM"), "gva", float("nan"), region="akmola", industry="C", period="2017")
    assert position.position(context).is_missing
    with pytest.raises(MissingDataError):
        position.positions(context)


# --- the share over time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("factor", "words"), [(2.0, "share rose by"), (0.2, "share fell by"), (0.0, "share fell by")])
def test_the_move_of_the_share_follows_the_sign(panel, factor, words):
    own = report(panel, region="AKM")
    context = changed(own, "gva", lambda old: old * factor, region="akmola", industry="C", period="2017")
    result = position.share_over_time(context)
    assert words in result.title
    move = abs(result.values["now"] - result.values["first"])
    assert f"by {100 * move:.1f} points from 2010 to 2017" in result.title


def test_no_move_of_the_share(panel):
    own = report(panel, region="AKM")
    shares = position.share_series(own)["akmola"]
    grp = position.positions(own).frame.loc["akmola", "grp"]
    context = changed(own, "gva", shares["2010"] * grp, region="akmola", industry="C", period="2017")
    assert position.share_over_time(context).title == "The manufacturing share was the same in 2010 and 2017"


def test_one_year_alone_is_no_move(panel):
    result = position.share_over_time(report(panel, region="AKM", year=2010))
    assert "from 2010 to 2010" not in result.title
    assert "2010 and 2010" not in result.title


def test_a_missing_year_is_a_dash_and_a_gap(panel):
    own = report(panel, region="AKM")
    context = changed(own, "gva", float("nan"), region="akmola", industry="C", period="2013")
    result = position.share_over_time(context)
    assert result.frame.loc["2013", "akmola"] != result.frame.loc["2013", "akmola"]
    assert '<th scope="row">2013</th><td class="missing">–</td>' in result.table.to_html(context.language)


def test_a_share_that_is_not_published_this_year_is_missing(panel):
    own = report(panel, region="AKM")
    context = changed(own, "gva", float("nan"), region="akmola", industry="C", period="2017")
    assert position.share_over_time(context).is_missing


@pytest.mark.parametrize("make", [position.position, position.share_over_time])
def test_a_region_before_it_existed(panel, make):
    assert make(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in (position.position, position.share_over_time):
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)
        assert "bns-5927" in result.sources
