"""The page of one industry of one region: goods by exports, divisions where table 5931 gives them by region."""

from __future__ import annotations

import pytest

from iidsp_analysis.errors import UnknownLabelError
from iidsp_analysis.sections import industry_page
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.made_or_registered_finding import judgement_of
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import ranked_report, with_divisions
from tests.sections.reports import assert_shows_itself, changed, visible

SECTIONS = ("passport", "growth", "place", "regions", "growth_points", "made_or_registered")
#: A usual cell · one that is booked by others · too few candidates · a single shipment · nothing at all · no industry ·
#: not printed · a merged region in a year with a gap · a young region · before the region was published.
SUBJECTS = (
    ({"region": "AKM"}, "XV"), ({"region": "AST"}, "XV"), ({"region": "KZL"}, "XV"), ({"region": "AKM"}, "XII"),
    ({"region": "AKM"}, "IX"), ({"region": "AKM"}, "XXI"), ({"region": "AKM"}, "XIX"),
    ({"region": "YKO", "year": 2023}, "XV"), ({"region": "PVL", "year": 2024, "borders": 2022}, "XV"),
    ({"region": "ABY", "year": 2018, "borders": 2022}, "XV"), ({"region": "AKM", "language": "ru"}, "XVI"),
    ({"region": "KZ"}, "XV"), ({"region": "AKM"}, "24"),
)  # fmt: skip


def made(context, section: str, industry: str):
    return getattr(industry_page, section)(context, industry)


@pytest.mark.parametrize(("about", "industry"), SUBJECTS, ids=str)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_itself(panel, about, industry, section):
    assert_shows_itself(made(ranked_report(panel, **about), section, industry))


@pytest.fixture(scope="module")
def akmola(panel):
    return ranked_report(panel, region="AKM")


def test_level_change_and_contributions(akmola):
    """BNS table 446905, edition 2026-09: 7,777.7 thousand USD in 2015, 25,405.0 in 2017."""
    told = made(akmola, "growth", "XV")
    assert told.title.replace("\u00a0", " ") == (
        "XV · Base metals in Akmola Region, exports: 25,405.0 thousand USD in 2017, +226.6% against 2015"
    )
    assert told.values["growth"] == pytest.approx(25_405.0 / 7_777.7 - 1)
    assert "it contributes +13.22 pp to the growth of" in told.reading[0].replace("\u00a0", " ")
    assert told.sources == ("bns-446905",)


@pytest.mark.parametrize(("before", "now", "words"), [
    (0.0, 5.0, "nothing in 2015"), (0.0, 0.0, "nothing in 2015 and nothing in 2017"), (5.0, 0.0, "−100.0% against"),
    (5.0, 5.0, "0.0% against 2015"),
])  # fmt: skip
def test_the_title_is_true_from_and_to_nothing(akmola, before, now, words):
    context = akmola
    for year, value in (("2015", before), ("2016", before), ("2017", now)):
        context = changed(context, "exports", value, region="akmola", industry="XV", period=year)
    told = made(context, "growth", "XV")
    assert words in told.title
    assert_shows_itself(told)
    assert_shows_itself(made(context, "place", "XV"))
    peers = made(context, "regions", "XV")
    assert ("has none" in peers.title) == (now == 0)


def test_place_tells_shares_and_specialisation(akmola):
    told = made(akmola, "place", "XVI")
    assert told.values["of_region"] == pytest.approx(0.548, abs=5e-4)
    assert "weighs more here" in told.reading[1]
    assert "weighs less here" in made(akmola, "place", "XV").reading[1]


def test_the_quotient_is_that_of_the_ranking_but_for_goods_that_are_not_ranked(akmola):
    """The ranking leaves out what no industry makes (works of art), the page does not: 0.05 % of processed exports."""
    table = ranked(akmola).table
    for code in ("IV", "XV", "XVI"):
        assert made(akmola, "place", code).values["quotient"] == pytest.approx(table.loc[code, "quotient"], rel=2e-3)


def test_peers_hold_the_region_itself(akmola):
    told = made(akmola, "regions", "XV")
    assert "Akmola is number 11 by amount" in told.title
    assert told.table.highlight == frozenset({"akmola"})
    assert len(told.frame) == 16


def test_the_rank_is_that_of_the_region_s_ranking(akmola):
    row = ranked(akmola).table.loc["XV"]
    told = made(akmola, "growth_points", "XV")
    assert told.values["rank"] == row["rank"]
    assert (told.values["low"], told.values["high"]) == (row["rank_low"], row["rank_high"])
    parts = told.frame
    score = ranked(akmola).contributions().loc["XV"].sum()
    assert parts["added"].iloc[-1] == pytest.approx(score) == pytest.approx(parts["added"].iloc[:-1].sum())


@pytest.mark.parametrize(("code", "words"), [
    ("XII", "doubling next to nothing"), ("XXI", "No manufacturing industry makes these goods"),
    ("XIX", "No exports of such goods are published"), ("24", "ranked by groups of goods"),
])  # fmt: skip
def test_why_there_is_no_rank(akmola, code, words):
    told = made(akmola, "growth_points", code)
    assert told.is_missing
    assert words in told.explain()


def test_the_verdict_is_that_of_the_test_by_goods(panel):
    astana = ranked_report(panel, region="AST")
    cells = judgement_of(astana).of("astana")
    registered = str(cells.index[cells["verdict"] == "registered_here"][0])
    told = made(astana, "made_or_registered", registered if registered != "V" else "XV")
    assert "Made or registered in Astana city, 2017" in told.title
    odd = cells.index[cells["verdict"].isin(["registered_here", "doubtful"])]
    for code in odd:
        if code in ("V", "I", "II"):
            continue
        assert any("Made or registered" in text for text in made(astana, "growth", str(code)).caveats)


def test_a_group_that_the_table_does_not_print_says_so(akmola):
    for section in ("growth", "place", "regions"):
        assert "prints no exports of this group" in made(akmola, section, "XIX").explain()


def test_a_division_without_the_table_by_region_says_what_to_drop(akmola):
    for section in ("growth", "place", "regions"):
        told = made(akmola, section, "24")
        assert told.is_missing
        assert "5931" in told.explain()


@pytest.fixture(scope="module")
def divided(panel):
    return ranked_report(with_divisions(panel), region="AKM")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_division_of_a_region_where_the_table_gives_it(divided, section):
    told = made(divided, section, "24")
    assert_shows_itself(told)
    assert not told.is_missing


def test_value_added_of_a_division_is_told_in_tenge(divided):
    told = made(divided, "growth", "24")
    assert "gross value added" in told.title
    assert "mln KZT" in told.title
    assert told.values["amount"] == pytest.approx(
        divided.by_region("gva", "24", classification="oked_division").loc["2017", "akmola"]
    )
    assert "exports" not in visible(told)


def test_goods_are_no_candidates_where_divisions_are_ranked(divided):
    assert "ranked by divisions" in made(divided, "growth_points", "XV").explain()


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("label", ["99", "V", "XXII", "TOTAL", "<script>alert(1)</script>", "XV'; import os"])
def test_an_industry_that_is_not_there_is_a_mistake(akmola, section, label):
    with pytest.raises(UnknownLabelError):
        made(akmola, section, label)


def test_a_group_may_be_written_small(akmola):
    assert made(akmola, "place", "xv").title == made(akmola, "place", "XV").title


def test_figures_are_collected_once_a_page(akmola):
    assert subject.figures_of(akmola, "XV") is subject.figures_of(akmola, "XV")
