"""The forecast's section: the finding in its title, the method with its reason, gaps stated, both languages whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.forecasts import candidates
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_forecasts import make_forecasts
from iidsp_analysis.monitors.forecast_results import forecast_results
from iidsp_analysis.monitors.region_forecast import POINTS, WHOLE, region_forecast
from iidsp_analysis.sections import export_forecast
from iidsp_analysis.sections.export_forecast_words import METHODS, coverage_sentence, method_sentence, span_words
from tests.sections.reports import UNPUBLISHED, assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)


@dataclass(frozen=True)
class StubForecast:
    """Last year's months raised by a tenth, with errors of a tenth."""

    months: tuple[str, ...]
    mean: np.ndarray
    method: str = "theta"
    beats_naive: bool = True
    is_sparse: bool = False

    @property
    def scores(self):
        rows = {name: {"mase": error, "coverage": 0.88, "origins": 9, "failures": 0}
                for name, error in (("theta", 0.91), ("seasonal_naive", 1.2))}  # fmt: skip
        return pd.DataFrame.from_dict(rows, orient="index")

    def paths(self, count, seed=2018):
        rng = np.random.default_rng(seed)
        return self.mean * np.exp(rng.normal(0, 0.1, (count, 1)) + rng.normal(0, 0.05, (count, len(self.mean))))


def stub(series, horizon):
    ahead = pd.period_range(series.index[-1], periods=horizon + 1, freq="M")[1:]
    return StubForecast(tuple(map(str, ahead)), series.dropna().to_numpy()[-horizon:] * 1.1)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Forecasts of the stub, each made once: those of the models take a minute and are tested on their own."""
    made = {}

    def cached(cube):
        key = (cube.months[-1], cube.borders, float(np.nansum(cube.values)))
        if key not in made:
            made[key] = make_forecasts(cube, forecaster=stub)
        return made[key]

    monkeypatch.setattr(export_forecast, "export_forecasts", cached)


def test_the_title_is_the_finding(panel):
    result = export_forecast.forecast(report(panel, region="AKM"))
    assert result.title.startswith("Processed exports of Akmola Region, forecast for 2018:")
    assert (
        f"{result.values['sum'] / 1000:.1f} mln USD (90% interval: {result.values['lower'] / 1000:.1f} to"
        in result.title
    )
    assert result.values["lower"] < result.values["sum"] < result.values["upper"]
    assert_shows_itself(result)


def test_the_table_has_the_months_and_their_sum(panel):
    result = export_forecast.forecast(report(panel, region="AKM"))
    months = result.frame.drop(index=[POINTS, WHOLE])
    assert list(months.index) == [f"2018-{number:02d}" for number in range(1, 13)]
    assert months["mean"].sum() == pytest.approx(result.frame.loc[POINTS, "mean"])
    assert months["before"].sum() == pytest.approx(result.frame.loc[POINTS, "before"])
    assert result.frame.loc[POINTS, "before"] == pytest.approx(81, abs=1)  # 2017, mln USD
    assert (months["lower"] <= months["mean"]).all()
    assert (months["mean"] <= months["upper"]).all()
    # Months do not come out low all at once: the sum's interval is inside the sums of the monthly limits.
    assert result.frame.loc[WHOLE, "lower"] > months["lower"].sum()
    assert result.frame.loc[WHOLE, "upper"] < months["upper"].sum()


def test_regions_add_up_to_the_country(panel):
    context = report(panel)
    cube = export_cube(context.panel)
    made = make_forecasts(cube, forecaster=stub)
    sums = [region_forecast(cube, made, region.id).outlook.points for region in context.regions]
    assert sum(sums) == pytest.approx(export_forecast.forecast(context).values["points"], rel=1e-9)


@pytest.mark.parametrize("code", ["AKM", "MNG", "AST", "KZ"])
def test_the_middle_of_the_forecast_and_its_probability_say_the_same(panel, code):
    values = export_forecast.forecast(report(panel, region=code)).values
    assert (values["sum"] < values["past"]) == (values["chance"] < 0.5)


def test_an_interval_of_more_than_ten_times_is_told_as_of_no_use(panel):
    result = export_forecast.forecast(report(panel, region="MNG"))
    is_useless = result.values["upper"] > export_forecast.USELESS * result.values["lower"]
    assert ("too wide to be of use" in result.title) == is_useless


def test_a_report_knows_nothing_of_later_months(panel):
    context = report(panel, region="AKM")
    assert context.published.select("exports").rows["period"].max() > "2018"
    result = export_forecast.forecast(context)
    later = changed(replace(context, panel=context.published), "exports", 0.0, period="2018")
    blind = replace(context, published=later.panel)
    assert export_forecast.forecast(blind).explain() == result.explain()
    assert "months up to December 2017 only" in visible(result)


def test_a_region_without_its_last_months_says_so(panel):
    context = report(panel, region="ALA", year=2023)
    result = export_forecast.forecast(context)
    assert result.is_missing
    assert "The last months of Almaty city are not published by HS section" in visible(result)
    country = export_forecast.forecast(report(panel, year=2023))
    assert "told together as the rest of the country" in visible(country)
    assert "Almaty city" in visible(country)
    assert_shows_itself(country)


def test_after_the_gap_the_year_before_is_there_again(panel):
    result = export_forecast.forecast(report(panel, region="ALA", year=2025))
    assert not result.is_missing
    assert np.isfinite(result.values["past"])
    assert_shows_itself(result)


@pytest.mark.parametrize(
    ("value", "words"),
    [(float("nan"), "nothing to compare with"), (0.0, "nothing was exported")],
)
def test_a_year_before_that_cannot_be_compared_with(panel, value, words, monkeypatch):
    context = report(panel, region="AKM")
    found = changed(context, "exports", value, region="akmola", period="2017" if value == 0 else "2017-05")
    result = export_forecast.forecast(found)
    assert words in visible(result)
    assert_shows_itself(result)


def test_a_region_before_it_existed(panel):
    assert export_forecast.forecast(report(panel, **UNPUBLISHED)).is_missing


def test_too_short_a_history_is_stated(panel, monkeypatch):
    def short_for_akmola(series, horizon):
        if series.name == "akmola":
            raise MissingDataError("Too few months.")
        return stub(series, horizon)

    monkeypatch.setattr(
        export_forecast, "export_forecasts", lambda cube: make_forecasts(cube, forecaster=short_for_akmola)
    )
    result = export_forecast.forecast(report(panel, region="AKM"))
    assert result.is_missing
    assert "too few for a forecast" in visible(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["AKM", "AST", "KZ"])
def test_the_section_shows_itself(panel, region, language):
    result = export_forecast.forecast(report(panel, region=region, language=language))
    assert not result.is_missing
    assert_shows_itself(result)


def test_what_adding_up_moved_is_told(panel):
    told = visible(export_forecast.forecast(report(panel, region="AKM")))
    assert "To that end the forecast of Akmola Region was moved by 0.0%." in told  # the stub's forecasts add up already


def test_a_wide_interval_is_told(panel, monkeypatch):
    assert "decides nothing" not in visible(export_forecast.forecast(report(panel, region="AKM")))
    monkeypatch.setattr(export_forecast, "WIDE", 1.2)
    assert "more than 1.2 times the lower one" in visible(export_forecast.forecast(report(panel, region="AKM")))


# --- words --------------------------------------------------------------------------------------------------------


def test_every_method_has_words():
    known = {*candidates.METHODS, *candidates.MEMBERS, *candidates.SPECIFICATIONS}
    assert known == set(METHODS)
    told = [METHODS[name](reader_of("en")) for name in METHODS]
    assert len(set(told)) == len(told)


def used(**values):
    return pd.Series({"method": "theta", "beats_naive": True, "mase": 0.9, "naive_mase": 1.1, "coverage": 0.875,
                      "origins": 8} | values)  # fmt: skip


def test_the_method_is_told_with_its_reason():
    english = reader_of("en")
    told = method_sentence(english, used())
    assert "theta method" in told
    assert "0.90 against 1.10" in told
    naive = method_sentence(english, used(method="seasonal_naive", beats_naive=False))
    assert "the naive one is used" in naive
    assert "0.90" not in naive


def test_what_the_interval_held_is_told_where_something_came():
    english = reader_of("en")
    assert coverage_sentence(english, used(), 0.9) == (
        "Tried at 8 earlier dates, the 90% interval held 88% of what came."
    )
    assert "1 earlier date," in coverage_sentence(english, used(origins=1), 0.9)
    assert coverage_sentence(english, used(coverage=float("nan")), 0.9) == ""


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([f"2018-{number:02d}" for number in range(1, 13)], "2018"),
        (["2018-03"], "March 2018"),
        (["2018-03", "2018-04"], "March 2018 to April 2018"),
        (["2018-07", "2019-06"], "July 2018 to June 2019"),
    ],
)
def test_months_are_told(months, words):
    assert span_words(reader_of("en"), months) == words


def test_the_shipped_backtest_is_told_as_it_is(panel):
    table = forecast_results()
    row = table[(table["region"] == "all") & (table["method"] == "selected") & (table["horizon"] == 12)].iloc[0]
    told = visible(export_forecast.forecast(report(panel, region="AKM")))
    assert f"Tested on {row['series']} series" in told
    assert f"and {row['coverage_dense']:.0%} of what came" in told
