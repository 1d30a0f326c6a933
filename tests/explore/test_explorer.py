"""The explorer without a browser: a moved control changes the state, the state changes what is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from iidsp_analysis import build
from iidsp_analysis.explore.explorer import Explorer
from iidsp_analysis.explore.names import UnknownNameError
from iidsp_analysis.explore.state import read_state

pytestmark = pytest.mark.slow  # every test makes all controls and pictures


@pytest.fixture(scope="module")
def opened(panel):
    patch = pytest.MonkeyPatch()
    patch.setattr(build, "load", lambda: panel)
    yield lambda **chosen: Explorer("AKM", **{"language": "en", **chosen})
    patch.undo()


@pytest.fixture
def explorer(opened):
    return opened()


def head(explorer, part):
    return explorer.places[part].head.value


def test_it_opens_on_a_region_beside_the_country(explorer):
    assert explorer.state.regions == ("akmola", "KZ")
    assert explorer.state.weights == {}
    assert all("<h3>" in head(explorer, part) for part in explorer.places)
    assert all("<img" in explorer.places[part].picture.value for part in ("figures", "ranking"))


def test_a_moved_weight_moves_the_ranking_and_nothing_else(explorer):
    before = {part: place.table.value for part, place in explorer.places.items()}
    explorer.controls.weights["demand"].value = 0.9
    after = {part: place.table.value for part, place in explorer.places.items()}
    assert explorer.state.weights["demand"] == 0.9
    assert {part for part in before if before[part] != after[part]} == {"ranking"}
    assert "&quot;demand&quot;: 0.9" in explorer.code.value
    explorer.controls.estimated.click()
    assert explorer.state.weights == {}
    assert explorer.places["ranking"].table.value == before["ranking"]


def test_what_a_slider_shows_rounded_is_no_choice_of_weights(explorer):
    slider = explorer.controls.weights["relatedness_gap"]
    slider.value = slider.value + 1e-9
    assert explorer.state.weights == {}


def test_equal_weights(explorer):
    explorer.controls.equal.click()
    assert set(explorer.state.weights.values()) == {1.0}
    assert {slider.value for slider in explorer.controls.weights.values()} == {1.0}


def test_weights_that_are_all_zero_are_refused_and_the_ranking_stays(explorer):
    for slider in explorer.controls.weights.values():
        slider.value = 0.0
    assert "all zero" in explorer.message.value
    assert any(explorer.state.weights.values())


def test_another_indicator_brings_its_industries_and_years(explorer):
    explorer.controls.indicator.value = ("exports", "hs_section")
    assert explorer.state.industry == "TOTAL"
    assert (explorer.state.first_year, explorer.state.last_year) == (2015, 2017)
    explorer.controls.industry.value = "XV"
    assert "Base metals" in head(explorer, "figures")
    explorer.controls.indicator.value = ("production_volume_index", "oked_division")
    assert explorer.state.industry == "C"
    assert explorer.controls.years.min == 1990
    explorer.controls.indicator.value = ("exports", "hs_section")
    assert (explorer.controls.years.min, explorer.controls.years.max) == (2015, 2017)


def test_years_are_narrowed(explorer):
    explorer.controls.years.value = (2014, 2016)
    assert "from 2014 to 2016" in head(explorer, "figures")


def test_no_region_is_refused(explorer):
    explorer.controls.regions.value = ()
    assert "one to 6" in explorer.message.value
    explorer.controls.regions.value = ("akmola",)
    assert explorer.message.value == ""


def test_a_what_if_without_figures_says_what_is_missing(explorer):
    explorer.controls.what_if_region.value = "akmola"
    assert "5931" in head(explorer, "what_if")
    assert explorer.places["what_if"].table.value == ""
    explorer.controls.what_if_industry.value = ("hs_section", "XV")
    assert "What-if, not a forecast" in head(explorer, "what_if")


def test_other_borders_bring_other_regions(explorer):
    explorer.controls.ranked_region.value = "karaganda_pre2022"
    explorer.controls.borders.value = 2022
    assert explorer.state.ranked_region == "karaganda"
    assert "ulytau" in [value for _, value in explorer.controls.regions.options]


def test_another_language_speaks_it(explorer):
    explorer.controls.language.value = "ru"
    assert "Акмолинская" in head(explorer, "ranking")


def test_a_year_without_figures_for_a_ranking_shows_the_rest(explorer):
    explorer.controls.year.value = 2012
    assert 'role="alert"' in head(explorer, "ranking")
    assert "<h3>" in head(explorer, "figures")
    assert explorer.controls.weights == {}
    explorer.controls.year.value = 2017
    assert "<h3>" in head(explorer, "ranking")
    assert len(explorer.controls.weights) == 8


def test_weights_beyond_the_sliders_are_brought_within(explorer):
    explorer.show(replace(explorer.state, weights={"demand": 5.0, "technology": 2.5}))
    assert explorer.controls.weights["demand"].value == 1.0
    assert explorer.controls.weights["technology"].value == 0.5
    explorer.controls.regions.value = ("akmola",)
    assert dict(explorer.state.weights) == {"demand": 5.0, "technology": 2.5}


def test_what_is_saved_is_shown_again(explorer, opened, tmp_path):
    explorer.controls.weights["technology"].value = 0.4
    explorer.controls.indicator.value = ("exports", "hs_section")
    explorer.controls.regions.value = ("KZ", "akmola")
    explorer.controls.file.value = str(tmp_path / "view.json")
    explorer.controls.save.click()
    assert "view.json" in explorer.message.value
    assert read_state(tmp_path / "view.json") == explorer.state
    other = opened(language="kk")
    other.load(str(tmp_path / "view.json"))
    assert other.state == explorer.state
    for part, place in explorer.places.items():
        assert other.places[part].table.value == place.table.value
    assert other.controls.weights["technology"].value == 0.4


def test_a_file_that_holds_no_state_is_told(explorer, tmp_path):
    (tmp_path / "other.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    explorer.controls.file.value = str(tmp_path / "other.json")
    explorer.controls.load.click()
    assert "no state" in explorer.message.value


@pytest.mark.parametrize("named", [
    {"indicator": "imports", "classification": "hs_section", "industry": "XV"},
    {"industry": "ZZ"},
    {"what_if_industry": "ZZ"},
])  # fmt: skip
def test_a_state_that_names_what_is_not_loaded_is_refused_and_the_view_stays(explorer, named):
    before = explorer.state
    with pytest.raises(UnknownNameError, match="There is no "):
        explorer.show(replace(before, **named))
    assert explorer.state == before
    assert "<h3>" in head(explorer, "figures")


def test_names_from_outside_do_not_run(explorer, tmp_path):
    explorer.controls.file.value = str(tmp_path / "<img src=x onerror=alert(1)>" / "no.json")
    explorer.controls.load.click()
    assert "<img" not in explorer.message.value


@pytest.mark.parametrize("part", ["figures", "ranking"])
def test_pictures_have_a_text_for_those_who_cannot_see_them(explorer, part):
    assert 'alt="' in explorer.places[part].picture.value
    assert 'alt=""' not in explorer.places[part].picture.value


def test_a_slider_is_not_pulled_from_the_hand_that_moves_it(explorer):
    slider, sent = explorer.controls.weights["demand"], []
    slider.observe(lambda change: sent.append(change["new"]), "value")
    slider.value = 0.1 + 0.2
    assert explorer.state.weights["demand"] == 0.3
    assert sent == [0.1 + 0.2]
