"""Sections on exports: contributions, flows, ranking, verdict and falls show themselves in every case."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from iidsp_analysis import schema, territories
from iidsp_analysis.language import NO_BREAK_SPACE
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_contributions import goods_contributions
from iidsp_analysis.sections.export_falls import falls
from iidsp_analysis.sections.export_flows import flows
from iidsp_analysis.sections.export_ranking import ranking
from iidsp_analysis.sections.export_verdict import verdict
from iidsp_analysis.sections.made_or_registered import registered_sentence
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)
OF_REGION = (goods_contributions, flows)
OF_COUNTRY = (ranking, verdict, falls)
YEARS = ({}, {"year": 2016}, {"year": 2023}, {"year": 2025}, {"borders": 2022}, {"year": 2025, "borders": 2022})


def assert_is_told_once(make, result):
    """The edition stands under the verdict, which opens the page; where exports are registered, in the caption."""
    assert any("edition shipped with this program" in caveat for caveat in result.caveats) == (make is verdict)
    assert not any("Customs data book" in caveat for caveat in result.caveats)
    assert "region where the exporter is registered" in result.caption


@pytest.mark.parametrize("make", OF_REGION)
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_sections_of_a_region_show_themselves(panel, make, subject):
    result = make(report(panel, **subject))
    assert_shows_itself(result)
    assert not result.is_missing
    assert_is_told_once(make, result)


@pytest.mark.parametrize("make", OF_COUNTRY)
@pytest.mark.parametrize("subject", YEARS, ids=str)
def test_sections_of_the_country_show_themselves(panel, make, subject):
    result = make(report(panel, **subject))
    assert_shows_itself(result)
    if not result.is_missing:
        assert_is_told_once(make, result)


@pytest.mark.parametrize("make", [*OF_REGION, *OF_COUNTRY])
def test_sections_say_why_they_are_missing(panel, make):
    assert make(report(panel, year=2015)).is_missing  # the table has no earlier year
    if make in OF_REGION:
        result = make(report(panel, **UNPUBLISHED))
        assert result.is_missing
        assert "446905" in visible(result)
        assert make(report(panel, region="ALA", year=2023)).is_missing


@pytest.mark.parametrize("make", [*OF_REGION, *OF_COUNTRY])
def test_sections_in_russian(panel, make):
    region = "KZ" if make in OF_COUNTRY else "ALA"
    result = make(report(panel, region=region, language="ru"))
    assert_shows_itself(result)
    told = (result.title, *result.reading, str(result.frame.to_numpy()))
    assert any(word in text for word in ("Недрагоценные", "Алматы", "декабрь") for text in told)


# --- contributions ----------------------------------------------------------------------------------------------


def test_the_groups_add_up_to_the_region_and_the_country_is_beside(panel):
    result = goods_contributions(report(panel, region="YKO"))
    assert result.title.replace(NO_BREAK_SPACE, " ") == (
        "Processed exports of South Kazakhstan Region, 2017 against 2016: −60.8 mln USD, −11.0%; contribution to the "
        "country's growth −0.55 pp"
    )
    body = result.frame.drop(schema.TOTAL)
    total = result.frame.loc[schema.TOTAL]
    for column in ("value", "before", "change", "contribution", "share"):
        assert body[column].sum() == pytest.approx(total[column])
    assert total["contribution"] == pytest.approx(result.values["growth"])
    assert "VI · Chemicals, −131.8 mln USD" in result.reading[0]
    assert result.reading[1].endswith(
        "(definitions and earlier years): 4; ways in which the region fell all the same: 4."
    )
    assert result.reading[2].startswith("Their two largest groups of goods, ")
    assert result.frame["share"].drop(schema.TOTAL).nlargest(2).sum() == pytest.approx(0.656, abs=0.0005)
    assert "make 65.6% of them" in result.reading[2]
    assert "Herfindahl" in result.caveats[-1]


@pytest.mark.parametrize("make", OF_REGION)
def test_a_region_that_books_others_exports_says_so_first(panel, make):
    for region, is_told in {"AST": True, "AKM": False}.items():
        context = report(panel, region=region)
        sentence = registered_sentence(context)
        assert bool(sentence) == is_told
        assert (make(context).reading[0] == sentence) == is_told


def test_where_the_year_before_is_missing_the_base_is_used(panel):
    assert "2024 against 2015" in goods_contributions(report(panel, region="ALA", year=2024)).title


def test_a_region_that_exports_nothing_new_is_told_without_a_verb(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2017")
    result = goods_contributions(context)
    assert_shows_itself(result)
    assert "−100.0%" in result.title
    assert_shows_itself(flows(context))


def test_a_region_without_exports_before(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2016")
    assert_shows_itself(goods_contributions(context))
    assert_shows_itself(ranking(replace(context, region=report(panel).region)))


# --- flows ------------------------------------------------------------------------------------------------------


def test_the_flow_that_decides_stands_in_the_title_with_the_change_without_it(panel):
    result = flows(report(panel, region="ALA"))
    assert result.title == (
        "A few flows decide the change against 2016: it is −303.9 mln USD; without X · Pulp and paper, December 2016, "
        "it is −103.8 mln USD, without all 2 months like that −83.2 mln USD"
    )
    assert result.values["change_without"] / 1e3 == pytest.approx(-103.8, abs=0.05)
    assert "far above the typical month of its group" in result.caveats[-1]
    assert "robust" not in result.caveats[-1]


def test_one_flow_alone_is_told_as_one(panel):
    result = flows(report(panel, region="ATY"))
    assert result.title.startswith("One flow decides the change against 2016: with VI · Chemicals, November 2017, ")
    assert "without all" not in " ".join((result.title, *result.reading))


def test_where_three_flows_stand_out_the_change_without_all_of_them_is_told(panel):
    """Mangystau sold vehicles in August 2016, May and October 2017; BNS table 446905, edition 2026-09."""
    context = report(panel, region="MNG")
    assert flows(context).title.endswith("it is −8.4 mln USD, without all 3 months like that −0.2 mln USD")
    assert (
        "without the largest it is −8.4 mln USD, without all 3 −0.2 mln USD" in goods_contributions(context).explain()
    )


def test_the_flow_is_described_in_one_section_only(panel):
    context = report(panel, region="AKM")
    assert "in a typical month of this group" in flows(context).explain()
    assert "in a typical month of this group" not in goods_contributions(context).explain()


def test_flows_in_the_table_add_up(panel):
    result = flows(report(panel, region="YKO"))
    assert result.title.startswith("No single flow decides")
    parts = result.frame.drop(schema.TOTAL)
    for column in ("value", "before", "change"):
        assert parts[column].sum() == pytest.approx(result.frame.loc[schema.TOTAL, column])
    assert len(parts) == 9


def test_what_decides_against_the_base_is_told_too(panel):
    told = " ".join(flows(report(panel, region="KST")).reading)
    assert "Against 2015." in told
    assert "April 2015" in told


# --- ranking ----------------------------------------------------------------------------------------------------


def test_the_ranking_adds_up_and_ends_with_the_country(panel):
    result = ranking(report(panel))
    parts = result.frame["contribution"].drop(schema.COUNTRY)
    assert parts.is_monotonic_decreasing
    assert parts.sum() == pytest.approx(result.values["growth"], abs=1e-6)
    assert result.title.replace(NO_BREAK_SPACE, " ").endswith(
        "highest contribution Karaganda (+8.8 pp), lowest Astana (−4.2 pp)"
    )
    assert result.frame.loc["astana", "remarks"].endswith("VI rose in: Zhambyl")
    assert any("“VI rose in: Zhambyl”" in caveat for caveat in result.caveats)
    assert result.frame.loc["almaty_region_pre2022", "remarks"] == "–"  # a fall below one percent
    assert "(pp)" in result.caption


def test_the_regions_named_stand_out_in_the_ranking(panel):
    result = ranking(report(panel))
    assert result.table.highlight == {"akmola", "south_kazakhstan", "astana", "almaty_city"}
    assert "the regions named on March 27, 2018: Akmola" in result.reading[-1]
    assert ranking(report(panel, year=2016)).table.highlight == frozenset()


def test_missing_regions_have_a_row_of_their_own(panel):
    result = ranking(report(panel, year=2023))
    assert list(result.frame.index[-2:]) == [schema.RESIDUAL, schema.COUNTRY]
    assert result.frame["contribution"].drop(schema.COUNTRY).sum() == pytest.approx(result.values["growth"])
    assert "Not known, since months are missing: South Kazakhstan, Almaty city." in result.reading[1]
    assert "highest known contribution" in result.title
    assert "regions not known: 2, together " in result.title


def test_a_level_that_is_known_is_not_zero_in_the_row_of_what_is_not(panel):
    result = ranking(report(panel, year=2024))
    assert np.isnan(result.frame.loc[schema.RESIDUAL, "value"])
    assert result.frame.loc[schema.RESIDUAL, "change"] > 0
    assert np.isfinite(ranking(report(panel, year=2023)).frame.loc[schema.RESIDUAL, "value"])


# --- verdict and falls ------------------------------------------------------------------------------------------


def test_the_verdict_of_2017(panel):
    result = verdict(report(panel))
    assert "4 of the 4 regions named fell while the country rose by 20.6%" in result.title.replace(NO_BREAK_SPACE, " ")
    assert result.title.endswith("over all definitions and both earlier years all of them fell in 3 of 4 cases")
    largest = "the largest in mln USD"
    assert result.frame["right"].tolist() == [
        largest, largest, "not applicable", "not applicable", "3 of 4", "exactly these",
    ]  # fmt: skip
    assert result.frame["applies"].tolist() == ["yes", "yes", "no", "no", "yes", "yes"]
    told = result.explain().replace(NO_BREAK_SPACE, " ")
    assert told.count("So the country's rise is that of this one group.") == 2
    assert "Not all regions named fell – The same with farm products, against 2016: 3 of 4." in told
    assert "In percent others fell more than some of them: Kostanay −18.3%." in told
    assert "named without a fall: none" in told
    assert result.frame["fallers"].isna().tolist() == [False, False, True, True, False, False]
    assert any("they are not reproduced" in sentence for sentence in result.reading)
    assert any("not those known in March 2018" in caveat for caveat in result.caveats)


def test_the_verdict_tells_what_the_falls_have_in_common(panel):
    told = " ".join(verdict(report(panel)).reading).replace(NO_BREAK_SPACE, " ")
    assert (
        "(Astana, Almaty city, South Kazakhstan and Akmola): −833.5 mln USD, of which VI · Chemicals: −752.5 mln USD. "
        "The same group rose elsewhere: Zhambyl (+404.7 mln USD); in the country it changed by −171.7 mln USD. A part "
        "of these falls may be another place of registration."
    ) in told
    assert "another place of registration" not in " ".join(verdict(report(panel, year=2023)).reading)


def test_other_years_have_a_verdict_and_no_named_regions(panel):
    result = verdict(report(panel, year=2023))
    assert result.title.startswith("Processed exports, 2023 against 2022: 6 of 14 regions with figures fell")
    assert result.title.endswith("regions not known: 2")
    assert "right" not in result.frame or result.frame["right"].isna().all()
    assert not any("Named" in sentence or "Announced" in sentence for sentence in result.reading)


def test_before_the_hearing_nobody_was_named(panel):
    context = replace(report(panel), as_of="2018-02")
    assert not any("Named" in sentence or "Announced" in sentence for sentence in verdict(context).reading)


def test_a_country_that_fell_has_no_verdict(panel):
    result = verdict(report(panel, year=2016))
    assert "there is no growth that a region could have fallen against" in result.title
    assert set(result.frame["applies"]) == {"no"}
    missing = falls(report(panel, year=2016))
    assert missing.is_missing
    assert "No region fell" in visible(missing)


def test_the_falls_of_2017(panel):
    result = falls(report(panel))
    assert len(result.frame) == 10
    assert result.values["firm"] == 0
    akmola = result.frame[(result.frame["name"] == "Akmola") & (result.frame["before"] == "2016")].iloc[0]
    assert (akmola["main"].split(), akmola["elsewhere"].split()) == (["VI", "−25.0"], ["Zhambyl", "+404.7"])
    assert result.title.endswith("still falls without their main group of goods: 1, without any one flow: 8")
    assert (result.frame["without_section"] < 0).sum() == 1
    against_base = result.frame[result.frame["before"] == "2015"]
    assert against_base["elsewhere"].isna().all()  # Zhambyl's rise is less than half of that fall
    assert akmola["without_flow"] == pytest.approx(6.6, abs=0.05)
    assert akmola["strength"] == "one flow decides it (VI, June 2016; without it +6.6)"


def test_a_year_in_progress_is_provisional(panel):
    shown = territories.on_borders(panel, 2014).until("2018-07")
    base = report(panel)
    context = Context(base.region, 2018, 2014, "", reader_of("en"), shown, panel)
    for make in OF_COUNTRY:
        result = make(context)
        assert_shows_itself(result)
        assert any(caveat.startswith("Provisional") for caveat in result.caveats)
    assert "January 2018 to June 2018 against January 2017 to June 2017" in ranking(context).title
    frame = ranking(context).frame
    assert np.isfinite(frame.loc[schema.COUNTRY, "growth"])
