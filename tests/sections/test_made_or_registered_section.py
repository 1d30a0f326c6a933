"""The section "made here or registered here": the first sentence of flagged regions, the rule, every kind of region."""

from __future__ import annotations

from functools import partial

import pytest

from iidsp_analysis.monitors import export_capacity, made_verdicts
from iidsp_analysis.monitors.made_or_registered import FLAG_SHARE, Flag, flags_of
from iidsp_analysis.sections import made_or_registered_picture as picture
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.made_or_registered import judgement_of, made_or_registered, registered_sentence
from iidsp_analysis.sections.made_or_registered_finding import judged_cells, verdict_by_goods
from tests.sections.reports import SUBJECTS, assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)


def test_astana_says_it_first(panel):
    context = report(panel, region="AST")
    result = made_or_registered(context)
    assert result.title == (
        "55.1% of the exports of Astana city in 2017 are more than its works usually make, and it has no mine: "
        "“V · Mineral products” and “VI · Chemicals” are most likely only registered here"
    )
    assert registered_sentence(context, processed=False) == f"{result.title}."
    assert result.table.highlight == {"V", "VI"}
    assert result.values["share_of_all"] == pytest.approx(0.551, abs=5e-4)


def test_sections_on_processed_exports_are_told_of_processed_goods_alone(panel):
    told = registered_sentence(report(panel, region="AST"))
    assert told.startswith("29.5% of the processed exports of Astana city in 2017 are more than its works usually make")
    assert "Mineral products" not in told
    assert "“VI · Chemicals” are most likely only registered here." in told


def test_minerals_alone_say_nothing_about_processed_exports(panel):
    context = report(panel, region="ALA")
    assert registered_sentence(context) is None
    assert "“V · Mineral products” are most likely only registered here" in registered_sentence(
        context, processed=False
    )


def test_cannot_holds_for_what_is_above_the_largest_output_alone(panel):
    result = made_or_registered(report(panel, region="AST"))
    assert "cannot" not in result.title
    assert any(
        "Most likely only registered here: 1,387 mln USD. Of it above the largest output, so that it cannot have "
        "been made here: 6 mln USD." in sentence for sentence in result.reading
    )  # fmt: skip
    assert result.frame.loc[["V", "VI"], "excess"].round().tolist() == [1214, 173]
    assert result.frame.loc[["V", "VI"], "impossible"].round().tolist() == [6, 0]
    assert set(result.frame["verdict"].dropna()) <= {word(result.language) for word in words.VERDICTS.values()}


def test_machinery_of_almaty_2022_has_a_source_and_exceeds_even_the_largest_output(panel):
    row = made_or_registered(report(panel, region="ALA", year=2022)).frame.loc["XVI"]
    assert (row["excess"], round(row["impossible"])) == (0, 136)


def test_the_rule_comes_after_the_table_and_the_usual_output_is_explained(panel):
    result = made_or_registered(report(panel, region="AST"))
    assert not any("Rule" in sentence for sentence in result.reading)
    assert result.caveats[0].startswith("Rule: ")
    labels = {column.key: column.label for column in result.table.columns}
    assert labels["usual"] == "Usual output, 3 times the country's specialisation, mln USD"
    assert labels["excess"] == "Above usual output, no source here, mln USD"


def test_capacities_are_told_in_whole_millions(panel):
    table = made_or_registered(report(panel, region="AST")).table
    told = {column.key: column.tell(table.frame.loc["V", column.key], report(panel).language)
            for column in table.columns}  # fmt: skip
    assert (told["exports"], told["usual"], told["upper"]) == ("1,705", "491", "1,699")


@pytest.mark.parametrize(
    ("region", "drawn"),
    [
        ("AST", ["plain", "no_source", "impossible"]),
        ("AKM", ["plain"]),
        ("AKT", ["plain", "doubt"]),
    ],
)
def test_the_legend_holds_only_what_is_drawn(panel, region, drawn):
    context = report(panel, region=region)
    judged = judged_cells(judgement_of(context), context.region.id)
    parts = picture.parts(judged)
    assert parts.sum(axis=1).to_numpy() == pytest.approx(judged["exports"].to_numpy())
    assert [name for name in parts if parts[name].sum() > 0] == drawn
    axes = made_or_registered(context).plot().axes[0]
    assert len(axes.get_legend().get_texts()) == len(drawn) + 1  # and the diamond of all exports
    assert axes.get_xlim()[1] > 1.02 * judged["exports"].max() / 1000, "the diamond of the longest bar is cut"


def test_the_picture_in_words_names_an_excess_only_where_there_is_one(panel):
    alt = made_or_registered(report(panel, region="AST")).picture.alt
    assert "1,705 mln USD, of which 1,214 mln USD most likely only registered here" in alt
    assert alt.endswith("II · Vegetable products 220 mln USD.")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_legend_of_all_parts_stays_inside_the_picture(panel, language):
    figure = made_or_registered(report(panel, region="AST", year=2022, language=language)).plot()
    figure.canvas.draw()
    legend = figure.axes[0].get_legend()
    assert len(legend.get_texts()) == 5
    box = legend.get_window_extent()
    assert box.y1 <= figure.bbox.y1
    assert box.x1 <= figure.bbox.x1


def test_no_measured_product_is_not_no_oil(panel):
    result = made_or_registered(report(panel, region="MNG"))
    assert result.frame.loc["V", "physical"] == "no measured product"
    assert result.frame.loc["V", "verdict"] == "no contradiction"


def test_the_table_adds_up_to_all_exports(panel):
    context = report(panel, region="AST")
    frame = made_or_registered(context).frame
    assert frame["exports"].sum() * 1000 == pytest.approx(judgement_of(context).totals["astana"], rel=1e-4)
    assert frame["share"].sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("region", ["AKM", "KRG", "PVL", "AKT"])
def test_regions_without_a_flag_have_no_sentence(panel, region):
    context = report(panel, region=region)
    assert registered_sentence(context) is None
    assert registered_sentence(context, processed=False) is None
    assert "only registered" not in made_or_registered(context).title


def test_goods_in_doubt_are_named_and_not_flagged(panel):
    result = made_or_registered(report(panel, region="AKT"))
    assert result.title == ("Exports of Aktobe Region in 2017: “XV · Base metals” in doubt, no other contradiction")
    assert result.reading[0].startswith("XV · Base metals: exports of 2,209 mln USD. If the region were 3 times as ")


def test_a_region_within_its_means(panel):
    result = made_or_registered(report(panel, region="AKM"))
    assert result.title == "Exports of Akmola Region in 2017 are within what its industries can carry"


def test_an_excess_below_the_flag_is_told(panel):
    result = made_or_registered(report(panel, region="ALA", year=2024))
    assert "469 mln USD cannot have been made there, too little for a flag" in result.title  # all goods together
    chemicals = made_or_registered(report(panel, region="ALA", year=2016))
    assert "203 mln USD are most likely only registered there, too little for a flag" in chemicals.title


def test_every_assumption_is_printed(panel):
    text = visible(made_or_registered(report(panel, region="AKM")))
    for number in (
        f"times {export_capacity.USUAL_OUTPUT},",
        f"at most {export_capacity.LARGEST_OUTPUT}.",
        f"Usual output: {export_capacity.USUAL_SPECIALISATION:.0f} times",
        f"the largest: {export_capacity.LARGEST_SPECIALISATION:.0f} times",
        f"from {made_verdicts.SMALLEST_CELL / 1000:.0f} mln USD and {made_verdicts.SMALLEST_SHARE:.0%}",
        f"if at least {FLAG_SHARE:.0%} of",
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


WHOSE = "of Akmola Region in 2017"


@pytest.mark.parametrize(
    ("sections", "reasons", "of_all", "of_processed", "expected"),
    [
        (("VI",), ("no_mine",), 0.3, 0.5, f"30.0% of the exports {WHOSE} are more than its works usually make"),
        (("VI",), ("no_mine",), 0.05, 0.2, f"20.0% of the processed exports {WHOSE} are more than its works usually"),
        (("XV",), ("above_largest",), 0.3, 0.5, f"At least 30.0% of the exports {WHOSE} cannot have been made"),
        (("XV",), ("above_largest",), 0.05, 0.2, f"At least 20.0% of the processed exports {WHOSE} cannot have been"),
        (("XII",), ("no_output",), 0.3, 0.5, f"30.0% of the exports {WHOSE} are more than can be expected"),
        (("XII", "XV"), ("no_output", "above_largest"), 0.05, 0.2,
         f"20.0% of the processed exports {WHOSE} are more than can be expected"),
        (("V", "XV"), ("no_mine", "above_largest"), 0.05, 0.2,
         f"At least 20.0% of the processed exports {WHOSE} cannot have been made there: “XV · Base metals”"),
        ((), (), 0.3, 0.4, f"At least 40.0% of the processed exports {WHOSE} cannot"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sentence_of_each_kind_of_flag(panel, sections, reasons, of_all, of_processed, expected, language):
    context = report(panel, region="AKM", language=language)
    sentence = words.flag_sentence(
        context, Flag("akmola", 2017, sections, reasons, 1.0, 0.0, of_all, of_processed, 0.0)
    )
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
    assert result.reading[-1] == (
        "Cannot be judged: “V · Mineral products” and “VI · Chemicals” (value added or the exchange rate is not "
        "published). No flag is no proof."
    )
    assert result.frame.loc["V", "verdict"] == "not known"
    assert result.title.endswith("as far as figures are published")
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("region", "year"), [("AKT", 2017), ("AST", 2017), ("ALA", 2016), ("AST", 2025)])
def test_other_pages_tell_the_same_finding(panel, region, year, language):
    context = report(panel, region=region, year=year, language=language)
    result, told = made_or_registered(context), verdict_by_goods(context)
    assert result.is_missing or told.endswith(f" {result.title}.")
    assert str(year) in told


def test_without_exports_the_test_by_goods_cannot_be_made(panel):
    told = verdict_by_goods(any_report(panel, region="AKT"))
    assert told == "The test by goods, “Made here or registered here”, cannot be made for 2017: figures are missing."


def test_the_country_sets_its_regions_side_by_side(panel):
    context = report(panel)
    result = made_or_registered(context)
    assert result.title.endswith("most likely only registered: Astana and Almaty city")
    assert "1,694 mln USD of exports are most likely only registered; 6 mln USD" in result.reading[0]
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
