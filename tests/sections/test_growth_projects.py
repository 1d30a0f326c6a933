"""The register of projects in the ranking: which version, what it says of each pick, and what it must not touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.backtest import looks
from iidsp_analysis.errors import SourceError
from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.loaders.projects.example import FILE, write_example
from iidsp_analysis.loaders.projects.snapshots import Snapshot
from iidsp_analysis.models.growth_points import weight_sets
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.sections import growth_cases, growth_points
from iidsp_analysis.sections.growth_projects import projects_of
from iidsp_analysis.sections.projects import in_hand as projects_in_hand
from iidsp_analysis.sections.projects.in_hand import fitting, in_hand
from iidsp_analysis.sections.rankings import ranked
from tests.loaders.projects.project_sheets import HEADS, project, write
from tests.sections.reports import assert_shows_itself, report, visible


@pytest.fixture
def raw(monkeypatch, tmp_path):
    """An empty raw folder."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


def stored(tmp_path, day, *rows, heads=(*HEADS, "hs", "status", "status_date", "decision_date")):
    """Store a register of real projects; each row is the good project with its changes, under way since 2016."""
    lines = [
        [*project(id=f"P-{number}", bin=f"{170340000000 + number}", **row), row.get("hs"),
         row.get("status", "under_way"), row.get("status_date", "01.12.2017"), row.get("decision_date", "15.03.2016")]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return store.import_file(write(tmp_path / f"{day}.xlsx", [heads, *lines]), as_of=day)[0]


AKMOLA = (
    {"name": "Завод сеялок", "product": "сеялки", "hs": "843230"},
    {"name": "Хлебозавод", "product": "хлеб", "hs": "1905", "oked": "10711"},
)


def fresh(panel, **subject):
    """A context of its own: no survey is shared with the other tests."""
    return report(panel, trade=True, **{"region": "AKM", **subject})


@pytest.fixture(scope="module")
def plain(panel):
    """The ranking without a register, made before any test stores one."""
    context = fresh(panel)
    ranked(context), ranked(context, "pavlodar")
    return context


@pytest.fixture
def with_register(raw, tmp_path, panel):
    stored(tmp_path, "2018-03-27", *AKMOLA)
    return fresh(panel)


# --- which register ---------------------------------------------------------------------------------------------


def snapshot(day, stored_at="2026-01-01"):
    return Snapshot(f"{day}_00000000", day, "0" * 64, "r.xlsx", "", False, 1, 0, stored_at, {})


@pytest.mark.parametrize(("days", "chosen"), [
    (("2017-06-30", "2017-12-31", "2018-06-30"), "2017-12-31"),
    (("2017-12-31", "2018-03-31", "2018-04-01"), "2018-03-31"),
    (("2016-12-31", "2018-06-30", "2020-01-01"), "2018-06-30"),  # the least hindsight
    (("2015-12-31", "2016-12-31"), "2016-12-31"),
])  # fmt: skip
def test_the_register_of_the_year_is_taken_before_a_newer_one(days, chosen):
    assert fitting([snapshot(day) for day in days], 2017).as_of == chosen


def test_of_two_versions_of_one_day_the_last_stored_counts():
    first, second = snapshot("2018-06-30", "2026-01-01"), snapshot("2018-06-30", "2026-01-02")
    assert fitting([second, first], 2017) == second


def test_without_a_store_nothing_is_opened(raw, panel, monkeypatch):
    monkeypatch.setattr("iidsp_analysis.sections.projects.view.example_register", lambda: pytest.fail("opened"))
    monkeypatch.setattr(projects_in_hand, "projects_in_hand", lambda *given: pytest.fail("asked"))
    context = fresh(panel)
    assert context.survey.results["pipeline"].missing is not None
    assert in_hand(context) is None


def test_a_stored_example_never_enters_a_ranking(raw, tmp_path, panel):
    write_example(tmp_path / FILE, tmp_path / "truth.csv")
    store.import_file(tmp_path / FILE, as_of="2018-03-27")
    assert in_hand(fresh(panel)) is None


def test_the_redacted_edition_and_the_example_rank_without_projects(with_register):
    assert in_hand(with_register) is not None
    assert in_hand(replace(with_register, redact=True)) is None
    assert in_hand(replace(with_register, register="example")) is None
    assert in_hand(replace(with_register, as_of="2018-02")) is None


def test_a_register_that_was_named_is_taken_and_a_ranking_before_it_goes_without(raw, tmp_path, panel):
    old, new = stored(tmp_path, "2017-12-31", *AKMOLA[:1]), stored(tmp_path, "2018-03-27", *AKMOLA)
    assert in_hand(fresh(panel)).as_of == new.as_of
    assert in_hand(replace(fresh(panel), register=old.id)).as_of == old.as_of
    assert in_hand(replace(fresh(panel, year=2018, borders=2018), register=old.id)) is None  # speaks for 2017


def test_a_damaged_register_stops_the_report_and_says_which(raw, tmp_path, panel):
    damaged = stored(tmp_path, "2018-03-27", *AKMOLA)
    (snapshots.folder() / damaged.id / "register.parquet").write_bytes(b"")
    with pytest.raises(SourceError, match="not what was stored") as refused:
        growth_points.growth_points(fresh(panel))
    assert damaged.id in refused.value.where
    assert "Restore the folder" in refused.value.what_next


# --- what it changes --------------------------------------------------------------------------------------------


def test_the_ranking_differs_only_where_it_should(plain, with_register):
    """No rank, interval or badge of the estimated ranking moves; equal weights move in the covered region alone."""
    told, without = ranked(with_register).table, ranked(plain).table
    pd.testing.assert_frame_equal(told.drop(columns="rank_equal"), without.drop(columns="rank_equal"))
    assert not told["rank_equal"].equals(without["rank_equal"])
    pd.testing.assert_frame_equal(ranked(with_register, "pavlodar").table, ranked(plain, "pavlodar").table)


def test_estimated_weights_know_no_projects(with_register):
    sets = weight_sets(with_register.survey)
    assert "pipeline" not in sets["estimated"].lenses
    assert "pipeline" in sets["equal"].lenses


def test_other_borders_have_the_lens_too_and_still_count(raw, tmp_path, panel):
    """Three sets of borders in 2024; without the lens on the others they would silently stop being alternatives."""
    subject = {"region": "PVL", "year": 2024, "borders": 2022}
    without = ranked(fresh(panel, **subject))
    stored(tmp_path, "2025-01-15", *({**row, "region": "Павлодарская область"} for row in AKMOLA))
    context = fresh(panel, **subject)
    assert all("pipeline" in other.lens_names for other in context.surveys_on_other_borders)
    assert len(context.surveys_on_other_borders) == 2
    told = ranked(context)
    versions = [next(step for step in points.robustness.log if step["step"] == "vary")["versions"]
                for points in (told, without)]  # fmt: skip
    assert versions[0] == versions[1]
    assert len(versions[0]) == 3
    pd.testing.assert_frame_equal(told.table.drop(columns="rank_equal"), without.table.drop(columns="rank_equal"))


def test_a_lens_without_weight_does_not_decide_about_borders(raw, tmp_path, panel):
    """Both parts of East Kazakhstan must be told on the borders of 2014; the ranking looks there all the same."""
    stored(tmp_path, "2025-01-15", {**AKMOLA[0], "region": "область Абай", "decision_date": "15.03.2023"})
    context = fresh(panel, region="ABY", year=2024, borders=2022)
    assert "pipeline" in context.survey.lens_names
    assert not any("pipeline" in other.lens_names for other in context.surveys_on_other_borders)
    other_region = ranked(context, "pavlodar")
    vary = next(step for step in other_region.robustness.log if step["step"] == "vary")
    assert len(vary["versions"]) == 3


def test_the_backtest_never_sees_the_register(with_register, monkeypatch):
    """What the past is judged with is made of amounts alone."""
    seen = []
    monkeypatch.setattr(looks, "Evidence", lambda *given, **more: seen.append(more) or Evidence(*given, **more))
    looks.looks(with_register.survey.candidates.main, [2015], 0)
    assert seen
    assert not any("projects" in more for more in seen)


# --- what the reader sees ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("costs", "is_told"), [((100, 100, 100), True), ((900, 50, 50), False), ((100, 100), False)],
    ids=["three alike", "one dominates", "two"],
)  # fmt: skip
def test_the_size_of_few_projects_is_not_told(raw, panel, tmp_path, costs, is_told):
    rows = [{"name": f"Завод {name}", "product": name, "hs": "843230", "cost_planned_mln_kzt": cost}
            for name, cost in zip(("сеялок", "плугов", "борон"), costs, strict=False)]  # fmt: skip
    stored(tmp_path, "2018-03-27", *rows)
    context = fresh(panel)
    sentence = projects_of(context, ranked(context), "XVI")
    assert ("The planned cost of the projects in hand" in sentence) == is_told
    assert ("not told here" in sentence) == (not is_told)


def test_every_pick_tells_its_projects(with_register):
    context, result = with_register, growth_cases.cases(with_register)
    assert_shows_itself(result)
    assert result.table.columns[-1].label == "Projects in hand"
    told, points = result.frame["projects"], ranked(context)
    assert set(told.index) == set(points.picks.index)
    for code, sentence in told.items():
        ratio = points.survey.results["pipeline"].at("akmola", code)
        assert ("no project in hand" if ratio == 0 else "1 project in hand. Its size is not told here") in sentence
        assert ("1 project" in sentence) == (code in ("XVI", "IV"))
    assert "register 2018-03-27.xlsx as of March 27, 2018" in result.caption
    assert any("1,250.5" not in text and "326.0 tenge per dollar" in text for text in result.caveats)
    assert "Of all regions of the register 2 projects in hand are counted." in result.caveats
    assert not any("later than the year" in text for text in result.caveats)


def test_doubts_and_regions_without_a_register_are_not_called_nothing(raw, tmp_path, panel):
    stored(tmp_path, "2020-06-30", *AKMOLA, {"name": "Комбинат", "product": "мука", "oked": "20590"},
           {"name": "Цех", "product": "масло", "hs": "1905", "status": "cancelled",
            "status_date": "01.05.2019"})  # fmt: skip
    context = fresh(panel)
    told = growth_cases.cases(context)
    assert told.frame.loc["VI", "projects"] == "Not known: 1 project may belong here, but the register does not tell."
    assert any("later than the year" in text for text in told.caveats)
    assert any(text.startswith("1 project may belong to several candidates") for text in told.caveats)
    assert any(text.startswith("Of 1 project it is not told") for text in told.caveats)
    elsewhere = growth_cases.cases(fresh(panel, region="PVL"))
    assert set(elsewhere.frame["projects"]) == {
        "Not known: the register does not cover this region, or only a part of it."
    }


def test_amounts_are_costs_in_dollars_over_exports(with_register):
    found, main = in_hand(with_register), with_register.survey.candidates.main
    assert found.frame.loc["akmola", "XVI"] == pytest.approx(1250.5 / 326.0 * 1000)
    score = with_register.survey.results["pipeline"].at("akmola", "XVI")
    exports = main.frame(main.at(2017)).loc["akmola", "XVI"]
    assert score == pytest.approx(found.frame.loc["akmola", "XVI"] / exports)
    assert np.isnan(found.frame.loc["pavlodar"]).all()


def test_the_page_says_where_projects_count(plain, with_register):
    with_it = visible(replace(growth_points.growth_points(with_register), picture=None))
    assert "count in the rank by equal weights, not in the ranking itself" in with_it
    assert "Lenses without data" in with_it
    assert "“Projects in hand”" not in with_it
    without = visible(replace(growth_points.growth_points(plain), picture=None))
    assert "not in the ranking itself" not in without
    assert "“Projects in hand”" in without  # among the lenses without data
    assert "projects" not in growth_cases.cases(plain).frame
