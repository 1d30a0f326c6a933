"""What reports have in common: the same figures as without it, of the files that lie there now, and kept on demand."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from iidsp_analysis.sections import common, export_contributions, growth_points, verdict
from iidsp_analysis.sections.context import open_report


@pytest.fixture(autouse=True)
def nothing_kept():
    common.forget()
    yield
    common.forget()


def test_reports_that_share_tell_the_same_as_reports_that_do_not():
    sections = (verdict.verdict, growth_points.growth_points, export_contributions.goods_contributions)
    alone = [make(open_report(region="AKM", language="en"))._repr_html_() for make in sections]
    common.prepare(lambda: open_report(language="ru"))
    report = open_report(region="AKM", language="en")
    assert report.common is not None
    assert report.region.id == "akmola"
    assert report.language.code == "en"
    assert [make(report)._repr_html_() for make in sections] == alone


def test_what_is_the_same_for_all_regions_is_computed_once():
    common.prepare(open_report)
    first, second = open_report(region="AKM"), open_report(region="KZ")
    for name in common.SHARED:
        assert getattr(first, name) is getattr(second, name)
    assert first.rankings is not second.rankings
    assert first.shared is not second.shared


def test_nobody_shares_without_asking():
    first, second = open_report(region="AKM"), open_report(region="AKM")
    assert first.common is None
    first.panel.rows["value"] = np.nan
    assert second.panel.rows["value"].notna().any()


@pytest.mark.parametrize("other", [{"year": 2016}, {"borders": 2018}, {"as_of": "2019-01"}, {"redact": True}])
def test_other_figures_are_not_shared(other):
    common.prepare(open_report)
    assert open_report(**other).common is None


def test_figures_of_changed_files_are_not_shared(tmp_path, project, monkeypatch):
    shutil.copytree(project / "data", tmp_path / "data")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    common.prepare(open_report)
    assert open_report().common is not None
    (tmp_path / "data" / "raw" / "plans" / "new.csv").write_text("")
    assert common.find(2017, 2014, "", "", redact=False) is None


def test_figures_that_were_opened_before_a_file_changed_are_not_shared(tmp_path, project, monkeypatch):
    """A file that changes while the figures are opened: they are those of the old one, and nobody may take them."""
    shutil.copytree(project / "data", tmp_path / "data")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))

    def opened_late():
        report = open_report()
        (tmp_path / "data" / "raw" / "plans" / "new.csv").write_text("")
        return report

    common.prepare(opened_late)
    assert open_report().common is None
