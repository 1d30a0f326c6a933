"""Growth points beside the register: counts of the cells, nothing without real projects, nothing of one project."""

from __future__ import annotations

import pytest

from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.sections.concept_overlap import growth_points_and_projects, overlap
from iidsp_analysis.sections.projects.in_hand import in_hand
from tests.sections.reports import assert_shows_itself, report, visible
from tests.sections.test_growth_projects import AKMOLA, stored


@pytest.fixture
def raw(monkeypatch, tmp_path):
    """An empty raw folder."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


def test_without_a_register_the_section_says_what_to_load(raw, panel):
    result = growth_points_and_projects(report(panel, trade=True))
    assert result.is_missing
    assert "No register of projects is loaded" in visible(result)


def test_projects_are_counted_in_the_cells_of_the_picks(raw, tmp_path, panel):
    stored(tmp_path, "2017-12-31", *AKMOLA)
    context = report(panel, trade=True)
    frame, found = overlap(context), in_hand(context)
    own = frame[frame["region"] == "akmola"].set_index("code")["projects"]
    assert own.to_dict() == {code: found.counted_in("akmola", code) for code in own.index}
    assert own.sum() > 0
    assert frame[frame["region"] == "pavlodar"]["projects"].isna().all()  # not in the register
    result = growth_points_and_projects(context)
    assert result.values["inside"] == own.sum()
    assert "Picks of which the register does not tell" in visible(result)
    assert_shows_itself(result)


def test_no_name_of_a_project_and_no_cost_is_told(raw, tmp_path, panel):
    stored(tmp_path, "2017-12-31", *AKMOLA)
    shown = visible(growth_points_and_projects(report(panel, trade=True)))
    assert "сеялок" not in shown
    assert "Хлебозавод" not in shown
