"""The section "made here or registered here": the first sentence of flagged regions, the rule, every kind of region."""

from __future__ import annotations

from functools import partial

import pytest

from iidsp_analysis.monitors import export_capacity, made_verdicts
from iidsp_analysis.monitors.made_or_registered import FLAG_SHARE, Flag, flags_of
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.made_or_registered import judgement_of, made_or_registered, registered_sentence
from tests.sections.reports import SUBJECTS, assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)


def test_astana_says_it_first(panel):
    context = report(panel, region="AST")
    result = made_or_registered(context)
    assert result.title.startswith("At least 55.1% of the exports of Astana city in 2017 cannot have been made there: ")
    assert "Mineral products" in result.title
    assert "Chemicals" in result.title
    assert registered_sentence(context) == f"{result.title}."
    assert result.table.highlight == {"V", "VI"}
    assert result.values["share_of_all"] == pytest.approx(0.551, abs=5e-4)


def test_the_table_adds_up_to_all_exports(panel):
    context = report(panel, region="AST")
    frame = made_or_registered(context).frame
    assert frame["exports"].sum() * 1000 == pytest.approx(judgement_of(context).totals["astana"], rel=1e-4)
    assert frame["share"].sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("region", ["AKM", "KRG", "PVL", "AKT"])
def test_regions_without_a_flag_have_no_sentence(panel, region):
    context = report(panel, region=region)
    assert registered_sentence(context) is None
    assert "cannot have been made there:" not in made_or_registered(context).title


def test_goods_in_doubt_are_named_and_not_flagged(panel):
    result = made_or_registered(report(panel, region="AKT"))
    assert result.title == (
        "Exports of Aktobe Region in 2017: “XV · Base metals” in doubt, nothing that cannot have been made there"
    )
    assert result.reading[0].startswith("XV · Base metals: exports of 2,208.5 mln USD")


def test_a_region_within_its_means(panel):
    result = made_or_registered(report(panel, region="AKM"))
    assert result.title == "Exports of Akmola Region in 2017 are within what its industries can carry"


def test_an_excess_below_the_flag_is_told(panel):
    result = made_or_registered(report(panel, region="ALA", year=2024))
    assert "468.7 mln USD cannot have been made there, too little for a flag" in result.title


def test_every_assumption_is_printed(panel):
    text = visible(made_or_registered(report(panel, region="AKM")))
    for number in (
        f"times {export_capacity.USUAL_OUTPUT} ",
        f"at most {export_capacity.LARGEST_OUTPUT})",
        f"is {export_capacity.USUAL_SPECIALISATION:.0f} times",
        f"at most {export_capacity.LARGEST_SPECIALISATION:.0f} times",
        f"from {made_verdicts.SMALLEST_CELL / 1000:.0f} mln USD and {made_verdicts.SMALLEST_SHARE:.0%}",
        f"if {FLAG_SHARE:.0%} of",
    ):
        assert number in text, number


def test_every_verdict_and_reason_has_words(panel):
    language = report(panel, region="AKM").language
    assert set(words.VERDICTS) == set(made_verdicts.VERDICTS)
    reasons = {
        reason for year in (2017, 2023, 2025) for reason in judgement_of(report(panel, year=year)).cells["reason"]
    }
    assert reasons <= set(words.REASONS)
    for table in (words.VERDICTS, words.REASONS, words.EVIDENCE):
        told = [word(language) for word in table.values()]
        assert all(told)
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("sections", "of_all", "of_processed", "expected"),
    [
        (("VI",), 0.3, 0.5, "At least 30.0% of the exports of Akmola Region"),
        (("VI",), 0.05, 0.2, "At least 20.0% of the processed exports of Akmola Region"),
        (
            (),
            0.3,
            0.4,
            "At least 40.0% of the processed exports of Akmola Region in 2017 cannot",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sentence_of_each_kind_of_flag(panel, sections, of_all, of_processed, expected, language):
    context = report(panel, region="AKM", language=language)
    sentence = words.flag_sentence(context, Flag("akmola", 2017, sections, 1.0, of_all, of_processed, 0.0))
    assert "{" not in sentence
    if language == "en":
        assert sentence.startswith(expected)


@pytest.mark.parametrize(("region", "year"), [("AST", 2025), ("ALA", 2023), ("KZ", 2025)])
def test_what_cannot_be_told_is_said(panel, region, year):
    context = report(panel, region=region, year=year)
    result = made_or_registered(context)
    assert result.is_missing
    assert str(year) in result.reading[0]
    assert registered_sentence(context) is None


def test_a_missing_month_is_unknown_and_no_flag(panel):
    context = changed(report(panel, region="AST"), "exports", float("nan"), region="astana", period="2017-05")
    assert made_or_registered(context).is_missing
    assert registered_sentence(context) is None


def test_a_figure_missing_for_some_goods_leaves_the_others(panel):
    context = changed(report(panel, region="AST"), "gva", float("nan"), region="astana", industry="B", period="2017")
    result = made_or_registered(context)
    assert not result.is_missing
    assert any("no flag is no proof" in sentence for sentence in result.reading)
    assert result.frame.loc["V", "verdict"] == "not known"
    assert result.title.endswith("as far as figures are published")
    assert_shows_itself(result)


def test_the_country_sets_its_regions_side_by_side(panel):
    context = report(panel)
    result = made_or_registered(context)
    assert result.title.endswith("2017: Astana and Almaty city")
    assert len(result.frame) == len(context.regions)
    assert result.table.highlight == set(flags_of(judgement_of(context)))
    assert registered_sentence(context) is None
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [s for s in SUBJECTS if s["region"] != "ABY"], ids=lambda each: each["region"])
def test_the_section_shows_itself(panel, subject, language):
    result = made_or_registered(report(panel, **subject, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
