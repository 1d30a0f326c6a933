"""Export plans on a page: nothing without a plan, words that follow the gap, a year in progress, all regions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import folders, regions, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.plans import ExportPlan, Plans
from iidsp_analysis.monitors import plan_forecast
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.sections import export_plan, export_plan_regions
from iidsp_analysis.sections.guard import StatedError
from tests.sections.reports import assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)
DEFAULT = "sections-2026.1"
WITHOUT_METALS = "sections-2026.1-without-metals"
FACT = 80.5066  # mln USD, processed exports of Akmola in 2017 (BNS 446905, edition 2026-09)


def plan(value, *, region="akmola", year=2017, definition=DEFAULT, act="Protocol 5", note=""):
    return ExportPlan(region, year, value, definition, act, note, "exports.csv", "exports.csv, row 2")


def loaded(*plans: ExportPlan, files=("exports.csv",), unread=()) -> Plans:
    return Plans(plans, files, unread)


def up_to(context, month: str):
    """The context as it was before a month: a year in progress."""
    return replace(context, panel=context.panel.until(month), as_of=month)


@pytest.fixture
def no_forecast(monkeypatch):
    def refuse(*asked):
        raise MissingDataError("No region has months enough for a forecast.")

    monkeypatch.setattr(plan_forecast, "export_forecasts", refuse)


@pytest.fixture
def even_forecast(monkeypatch):
    """A forecast of 5 mln USD in every month of one half of the draws, 10 in the other."""
    asked: list[tuple[str, int]] = []

    def forecast(cube, definition, horizon):
        asked.append((definition, horizon))
        first = pd.Period(cube.months[-1], "M") + 1
        months = tuple(str(first + step) for step in range(horizon))
        paths = np.repeat(np.array([5e3, 10e3], dtype=np.float32), 50)[:, None, None] * np.ones((1, 2, horizon))
        mean = pd.DataFrame(7.5e3, index=list(months), columns=["KZ", "akmola"])
        return SimpleNamespace(mean=mean, months=months, paths=paths)

    monkeypatch.setattr(plan_forecast, "export_forecasts", forecast)
    return asked


# --- no plan ----------------------------------------------------------------------------------------------------


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "raw", lambda: tmp_path)
    (tmp_path / "plans").mkdir()
    return tmp_path / "plans"


@pytest.mark.parametrize("section", [export_plan.plan, export_plan_regions.regional_plans])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_a_plan_the_page_says_so_and_shows_no_number(panel, raw, section, language):
    result = section(report(panel, region="AKM", language=language))
    assert result.is_missing
    assert result.table is None
    assert result.values == {}
    assert "exports.xlsx" in visible(result)
    assert_shows_itself(result)


def test_the_sentence_without_a_plan(panel, raw):
    result = export_plan.plan(report(panel, region="AKM"))
    assert result.reading[0] == "No export plan was loaded, and none is made up."
    assert "data/raw/plans/" in result.reading[1]


def test_a_template_not_filled_in_is_no_plan(panel, raw):
    (raw / "exports.csv").write_text("region;year;plan;unit\n", encoding="utf-8")
    (raw / "export 2017.xls").write_bytes(b"x")
    result = export_plan.plan(report(panel, region="AKM"))
    assert result.is_missing
    assert "hold no row yet: exports.csv" in result.reading[0]
    assert "Not read because of the name: export 2017.xls" in result.reading[1]


def test_a_plan_file_in_the_project_s_folder_is_shown(panel, raw):
    (raw / "exports.csv").write_text("region;year;plan;unit\nAKM;2017;96,5;mln USD\n", encoding="cp1251")
    result = export_plan.plan(report(panel, region="AKM"))
    assert not result.is_missing
    assert result.values["plan"] == 96.5


def test_a_plan_for_another_year_names_the_years(panel):
    plans = loaded(plan(90.0, year=2016), plan(95.0, year=2018), plan(5.0, region="astana"))
    with pytest.raises(StatedError) as stated:
        export_plan.against(report(panel, region="AKM"), plans)
    assert "for 2017" in stated.value.what
    assert "2016, 2018" in stated.value.what


def test_plans_of_other_regions_only(panel):
    with pytest.raises(StatedError) as stated:
        export_plan.against(report(panel, region="AKM"), loaded(plan(5.0, region="astana")))
    assert "of Akmola Region for 2017" in stated.value.what
    assert stated.value.what.endswith("–.")


def test_a_larger_territory_s_plan_is_not_split_but_its_borders_are_named(panel):
    context = report(panel, region="SHM", borders=2018)
    with pytest.raises(StatedError) as stated:
        export_plan.against(context, loaded(plan(520.0, region="south_kazakhstan")))
    assert "South Kazakhstan" in stated.value.what
    assert "2014" in stated.value.what_next


def test_a_part_without_a_plan_is_named(panel):
    context = report(panel, region="YKO", year=2019)
    with pytest.raises(StatedError) as stated:
        export_plan.against(context, loaded(plan(300.0, region="turkistan", year=2019)))
    assert "Shymkent city" in stated.value.what


def test_parts_under_two_definitions_are_told(panel):
    parts = (plan(300.0, region="turkistan", year=2019),
             plan(200.0, region="shymkent", year=2019, definition=WITHOUT_METALS))  # fmt: skip
    with pytest.raises(StatedError) as stated:
        export_plan.against(report(panel, region="YKO", year=2019), loaded(*parts))
    assert WITHOUT_METALS in stated.value.what


def test_a_year_without_published_sections_has_no_fact(panel):
    context = report(panel, region="ALA", year=2023)
    with pytest.raises(StatedError) as stated:
        export_plan.against(context, loaded(plan(1300.0, region="almaty_city", year=2023)))
    assert "1,300.0 mln USD" in stated.value.what


# --- a year that is over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (87.5066, "92.0% fulfilled, 7.0 mln USD short"),
        (70.5066, "114.2% fulfilled, 10.0 mln USD above the plan"),
        (FACT, "100.0% fulfilled, on the plan to 0.1 mln USD"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_title_follows_the_gap(panel, value, words, language):
    result = export_plan.against(report(panel, region="AKM", language=language), loaded(plan(value)))
    if language == "en":
        assert result.title == f"Export plan of Akmola Region for 2017: {words}"
    assert result.values["gap"] == pytest.approx(FACT - value, abs=1e-3)
    assert result.values["fact"] == pytest.approx(FACT, abs=1e-3)
    assert_shows_itself(result)


def test_the_page_says_whose_figure_the_plan_is(panel):
    result = export_plan.against(report(panel, region="AKM"), loaded(plan(90.0, note="converted at 326")))
    told = " ".join(result.caveats)
    assert "user's figure (exports.csv)" in told
    assert "Protocol 5" in told
    assert "converted at 326" in told
    assert DEFAULT in told
    assert "446905" in result.caption
    nameless = export_plan.against(report(panel, region="AKM"), loaded(plan(90.0, act="")))
    assert "No document is named for the plan." in nameless.caveats


def test_every_figure_of_the_table_has_a_unit(panel):
    frame = export_plan.against(report(panel, region="AKM"), loaded(plan(90.0))).frame
    assert frame["unit"].str.len().gt(0).all()
    told = frame.set_index("name")["value"]
    assert told["Plan"] == 90.0
    assert told["Fact less plan"] == pytest.approx(FACT - 90, abs=1e-3)
    assert told["Fulfilment"] == pytest.approx(100 * FACT / 90, abs=1e-2)
    assert "Probability of reaching the plan" not in told.index, "the year is over"
    assert "Mean month needed from now on" not in told.index


def test_a_plan_in_the_wrong_unit_is_suspected(panel):
    context = report(panel, region="AKM")
    assert "check the unit" in export_plan.against(context, loaded(plan(90_000.0))).reading[0]
    assert "check the unit" in export_plan.against(context, loaded(plan(0.09))).reading[0]
    assert "check the unit" not in " ".join(export_plan.against(context, loaded(plan(90.0))).reading)


def test_a_plan_of_parts_is_told_as_their_sum(panel):
    parts = (plan(150.0, region="turkistan", year=2019), plan(250.0, region="shymkent", year=2019))
    result = export_plan.against(report(panel, region="YKO", year=2019), loaded(*parts))
    assert result.values["plan"] == 400.0
    assert any("Turkistan Region, Shymkent city" in text for text in result.caveats)
    assert_shows_itself(result)


@pytest.mark.parametrize(
    ("value", "words"),
    [(90.5066, "10.0% of that"), (FACT, "no part in that"), (70.5066, "exceeded by 10.0% of that")],
)
def test_the_region_s_part_in_the_country_s_shortfall(panel, value, words):
    context = report(panel, region="AKM")
    fact = export_cube(context.panel).processed()["KZ"]["2017-01":"2017-12"].sum() / 1e3
    plans = loaded(plan(value), plan(fact + 100.0, region="KZ"))
    result = export_plan.against(context, plans)
    assert words in result.reading[-1]
    assert "100.0 mln USD" in result.reading[-1]
    without = export_plan.against(context, loaded(plan(value), plan(fact - 100.0, region="KZ")))
    assert not any("country" in sentence for sentence in without.reading)


def test_the_country_has_a_plan_of_its_own(panel):
    result = export_plan.against(report(panel, region="KZ"), loaded(plan(15_500.0, region="KZ")))
    assert result.title.startswith("Export plan of Kazakhstan for 2017")
    assert not any("shortfall" in sentence for sentence in result.reading)
    assert_shows_itself(result)


def test_a_missing_month_makes_the_fact_a_lower_bound(panel):
    context = changed(report(panel, region="AKM"), "exports", np.nan, region="akmola", industry="XV", period="2017-05")
    result = export_plan.against(context, loaded(plan(90.0)))
    assert "at least" in result.title
    assert "1 month is not published" in result.title
    assert any("2017-05" in text for text in result.caveats)
    assert np.isnan(result.values["gap"])
    assert_shows_itself(result)


# --- a year in progress -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_year_in_progress(panel, even_forecast, language):
    context = up_to(report(panel, region="AKM", language=language), "2017-09")
    so_far = export_cube(context.panel).processed()["akmola"]["2017-01":].sum() / 1e3
    result = export_plan.against(context, loaded(plan(so_far + 30.0)))
    assert even_forecast == [(DEFAULT, 12)]
    assert result.values["probability"] == pytest.approx(0.5)
    assert result.values["pace_needed"] == pytest.approx(7.5)
    if language == "en":
        assert "up to August 2017, 30.0 mln USD to go" in result.title
        assert any("4 months are left and need 7.5 mln USD each" in sentence for sentence in result.reading)
        assert any("50%" in sentence for sentence in result.reading)
        assert any("provisional" in text for text in result.caveats)
    assert_shows_itself(result)


def test_one_month_left(panel, even_forecast):
    result = export_plan.against(up_to(report(panel, region="AKM"), "2017-12"), loaded(plan(500.0)))
    assert any(sentence.startswith("1 month is left and needs") for sentence in result.reading)
    assert result.values["probability"] == 0.0


def test_a_reached_plan_needs_no_forecast(panel, even_forecast):
    result = export_plan.against(up_to(report(panel, region="AKM"), "2017-09"), loaded(plan(5.0)))
    assert even_forecast == []
    assert result.values["probability"] == 1.0
    assert "above it" in result.title
    assert not any("left" in sentence for sentence in result.reading)
    assert_shows_itself(result)


def test_a_year_not_begun(panel, even_forecast):
    context = replace(up_to(report(panel, region="AKM"), "2016-12"), year=2017)
    result = export_plan.against(context, loaded(plan(90.0)))
    assert "no month is published yet" in result.title
    assert even_forecast == [(DEFAULT, 13)]
    assert result.values["probability"] == 0.5
    assert result.values["pace_needed"] == pytest.approx(7.5)
    assert_shows_itself(result)


def test_without_a_forecast_there_is_no_probability(panel, no_forecast):
    result = export_plan.against(up_to(report(panel, region="AKM"), "2017-09"), loaded(plan(90.0)))
    assert np.isnan(result.values["probability"])
    assert any("no forecast" in sentence for sentence in result.reading)
    assert_shows_itself(result)


def test_a_region_that_the_forecast_leaves_out_has_no_probability(panel, even_forecast):
    result = export_plan.against(up_to(report(panel, region="AST"), "2017-09"), loaded(plan(900.0, region="astana")))
    assert np.isnan(result.values["probability"])


def test_a_missing_month_in_a_year_in_progress(panel, even_forecast):
    own = up_to(report(panel, region="AKM"), "2017-09")
    context = changed(own, "exports", np.nan, region="akmola", industry="XV", period="2017-05")
    result = export_plan.against(context, loaded(plan(90.0)))
    assert even_forecast == []
    assert "at least" in result.title
    assert any("while earlier months are missing" in sentence for sentence in result.reading)
    assert_shows_itself(result)


# --- all regions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_regions_with_a_plan(panel, language):
    context = report(panel, region="KZ", language=language)
    plans = loaded(plan(90.0), plan(500.0, region="astana"), plan(15_500.0, region="KZ"))
    result = export_plan_regions.compared(context, plans)
    assert list(result.frame.index) == ["KZ", "akmola", "astana"]
    assert result.frame.loc["akmola", "gap"] == pytest.approx(FACT - 90, abs=1e-3)
    assert result.frame.loc["KZ", "share"] == 1.0
    assert result.frame.loc["astana", "share"] < 0
    if language == "en":
        assert "2 regions with a plan; reached by 1, missed by 1, open for 0" in result.title
    assert_shows_itself(result)


def test_plans_of_all_regions_part_the_country_s_shortfall(panel):
    context = report(panel, region="KZ")
    processed = export_cube(context.panel).processed()["2017-01":"2017-12"].sum() / 1e3
    plans = loaded(*(plan(processed[region.id] + 10.0, region=region.id) for region in regions.regions_of(2014)))
    frame = export_plan_regions.compared(context, plans).frame
    assert len(frame) == 17
    assert frame.loc[schema.COUNTRY, "plan"] == pytest.approx(frame["plan"].drop(schema.COUNTRY).sum())
    assert frame["share"].drop(schema.COUNTRY).sum() == pytest.approx(1.0, abs=1e-3)


def test_without_a_plan_of_the_country_nothing_is_parted(panel):
    result = export_plan_regions.compared(report(panel, region="AKM"), loaded(plan(90.0)))
    assert result.frame["share"].isna().all()
    assert "not parted" in result.reading[0]
    assert result.table.highlight == {"akmola"}
    assert_shows_itself(result)


def test_regions_without_a_fact_are_open(panel):
    context = report(panel, region="KZ", year=2023)
    plans = loaded(plan(1300.0, region="almaty_city", year=2023))
    result = export_plan_regions.compared(context, plans)
    assert "open for 1" in result.title
    assert result.picture is None
    assert any("at least" in text for text in result.caveats)
    assert_shows_itself(result)


def test_only_the_country_has_a_plan(panel):
    with pytest.raises(StatedError):
        export_plan_regions.compared(report(panel, region="KZ"), loaded(plan(15_500.0, region="KZ")))
