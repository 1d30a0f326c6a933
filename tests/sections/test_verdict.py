"""One page: five numbers and a sentence that is true for either sign, and says what is missing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from iidsp_analysis.sections.growth_words import plain_candidate
from iidsp_analysis.sections.rankings import ranked
from iidsp_analysis.sections.verdict import verdict
from tests.sections.rankings import RANKED, ranked_report
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed
from tests.sections.reports import report as any_report

report = ranked_report

VOLUME = "gva_volume_index"


def _tiles(result) -> list[tuple[str, str, str]]:
    tiles = re.findall(r'kpi-value">(.*?)</span>.*?kpi-label">(.*?)</span>.*?kpi-note">(.*?)</span>', result.before)
    return [tuple(unescape(text) for text in tile) for tile in tiles]


def _on_exports(result) -> str:
    return next(sentence for sentence in result.reading if "rocessed exports" in sentence)


def test_the_five_numbers_of_the_country(panel):
    # domain.md 0.2 and A.3: 11.3 % of GDP; +46.0 % in tenge, about 0 % in dollars, +8.0 % in volume.
    values = [value for value, _, _ in _tiles(verdict(report(panel)))]
    assert values[:2] == ["11.3%", "+46.0%"]
    assert values[3] == "+8.0%"
    assert abs(float(values[2].rstrip("%").replace("−", "-"))) < 1


def test_the_flow_without_which_exports_would_have_changed_otherwise_is_named(panel):
    """Mangystau 2017 against 2015: transport of October 2017, 50.7 mln USD; without it +13.1 of +63.3 are left."""
    told = _on_exports(verdict(report(panel, region="MNG")))
    assert "Transport equipment, October 2017): with it +63.3 mln USD, without it +13.1 mln USD" in told.replace(
        "\u00a0", " "
    )
    assert "One flow decides" not in _on_exports(verdict(report(panel)))


def test_a_city_that_books_the_goods_of_others_says_so_on_the_first_page(panel):
    assert "registered" in _on_exports(verdict(report(panel, region="AST")))


def test_the_rank_is_among_the_regions_that_have_a_figure(panel):
    assert "number 5 of 16" in _tiles(verdict(report(panel, region="AKM")))[0][2]
    assert "number 3 of 20" not in _tiles(verdict(report(panel, region="AKM", year=2018, borders=2022)))[0][2]


@pytest.mark.parametrize(
    ("index", "words"),
    [(110.0, "grew by 10.0% in volume"), (90.0, "shrank by 10.0% in volume"), (100.0, "did not grow in volume"),
     (100.04, "did not grow in volume"), (99.96, "did not grow in volume"), (100.06, "grew by 0.1% in volume")],
)  # fmt: skip
def test_the_title_follows_the_sign(panel, index, words):
    own = changed(report(panel, region="AKM"), VOLUME, 100.0, region="akmola", period="2016")
    title = verdict(changed(own, VOLUME, index, region="akmola", period="2017")).title
    assert words in title
    assert "(+76.8% in tenge)" in title
    assert "by 0.0%" not in title


def test_unknown_volume_is_said(panel):
    result = verdict(changed(report(panel, region="AKM"), VOLUME, float("nan"), region="akmola"))
    assert "not published" in result.title
    assert "+76.8% in tenge" in result.title
    assert _tiles(result)[3][0] == "–"


def test_years_without_dollars_and_volume(panel):
    tiles = _tiles(verdict(report(panel, region="VKO", year=2025)))
    assert [value for value, _, _ in tiles][2:4] == ["–", "–"]
    assert tiles[1][0] == "+371.0%"


def test_missing_tiles_say_so(panel):
    result = verdict(report(panel, **UNPUBLISHED))
    tiles = _tiles(result)
    assert [value for value, _, _ in tiles] == ["–"] * 5
    assert all("not published" in note for _, _, note in tiles)
    assert "cannot be told" in result.title
    assert not any(character.isdigit() for character in "".join(value for value, _, _ in tiles))
    assert_shows_itself(result)


@pytest.mark.parametrize(("factor", "sign"), [(2.0, "+"), (0.5, "−")])
def test_the_sentence_on_exports_follows_the_sign(panel, factor, sign):
    own = changed(report(panel, region="AKM"), "exports", 100.0, region="akmola", period="2015")
    result = verdict(changed(own, "exports", 100.0 * factor, region="akmola", period="2017"))
    assert f"{sign}{100 * abs(factor - 1):.1f}%" in _on_exports(result)


def test_exports_from_nothing_have_no_rate(panel):
    result = verdict(changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2015"))
    assert "%" not in _on_exports(result)
    assert_shows_itself(result)


def test_incomplete_exports_are_said(panel):
    result = verdict(report(panel, region="ALA", year=2023))
    assert _tiles(result)[4][0] == "–"
    assert "not complete" in _on_exports(result)


def test_the_two_editions_of_2017_are_named_in_that_year_only(panel):
    # domain.md 0.3: 6,134,020.5 in table 5927, 5,944,890.9 in table 5931, +3.2 %.
    assert any("3.2" in text for text in verdict(report(panel)).caveats)
    assert not any("3.2" in text for text in verdict(report(panel, year=2016)).caveats)


def test_no_plan_is_loaded(panel):
    # domain.md 0.6: how far a region fell short was not found: the page says that it has no plan.
    assert any("plan" in text for text in verdict(report(panel, region="AKM")).caveats)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS, {"region": "KZ", "year": 2010}], ids=str)
def test_the_page_shows_itself(panel, subject, language):
    result = verdict(report(panel, **subject, language=language))
    assert len(_tiles(result)) == 5
    assert_shows_itself(result)


def test_a_manufacturing_region_is_not_told_twice_that_it_leans_on_manufacturing(panel):
    """In 2024 the largest quotient of Karaganda (borders of 2014) is manufacturing itself."""
    sentence = verdict(any_report(panel, region="KRG", year=2024)).reading[0]
    assert "leans most on manufacturing (location quotient" in sentence
    assert sentence.count("manufacturing") == 1


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_the_picks_are_named_with_how_many_are_stable(panel, subject):
    context = report(panel, **subject)
    points, sentence = ranked(context), verdict(context).reading[-1]
    names = [plain_candidate(context, "hs_section", code) for code in points.picks.index]
    assert re.findall("“(.*?)”", sentence) == names
    assert f": {(points.picks['badge'] == 'stable').sum()} of {len(names)}." in sentence
    assert sentence.endswith("the score told no more than a simple rule.")


def test_a_region_without_a_ranking_says_why_and_the_country_nothing(panel):
    told = verdict(report(panel, region="KZL")).reading[-1]
    assert told == ("Of 16 candidates only 3 are large enough to be ranked; 4 are needed. No growth points are named.")
    for subject in (COUNTRY, UNPUBLISHED):
        assert not any("rowth points" in sentence for sentence in verdict(report(panel, **subject)).reading)


def test_a_tile_holds_a_number_and_its_label_the_unit(panel):
    """A number with its unit is one word that no tile of a narrow screen can hold: it was broken within "mln"."""
    html = verdict(any_report(panel, trade=True))._repr_html_()
    assert re.findall(r'kpi-value">([^<]*)<', html)[-1] == "13,371"
    assert "processed exports, mln USD" in html
