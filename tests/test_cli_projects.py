"""The commands about projects as typed: output, exit codes, and refusals of one sentence."""

from __future__ import annotations

import json

import pytest

from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.sections.projects import check as projects_check
from tests.loaders.projects.project_sheets import GOOD, HEADS, project, write
from tests.test_cli import refused, spoken

ERRORS_FOUND, USAGE, DATA = 1, 2, 3
OLD, NEW = "2018-01-01", "2018-03-27"


@pytest.fixture(autouse=True)
def files(panel, monkeypatch, tmp_path):
    """Two registers, a raw folder of its own, and the embedded panel without a build on disk."""
    raw = tmp_path / "raw"
    raw.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: raw)
    monkeypatch.setattr(projects_check.build, "load", lambda: panel)
    monkeypatch.setattr(projects_check.territories, "on_borders", lambda panel, borders: panel.__class__(
        panel.rows.iloc[:0], panel.sources, borders))  # fmt: skip
    old = write(tmp_path / "old.xlsx", [HEADS, GOOD])
    new = write(tmp_path / "new.xlsx", [HEADS, project(planned_commissioning="01.06.2018", oked="01410")])
    return str(old), str(new)


def test_the_whole_way(files, capsys, tmp_path):
    form = str(tmp_path / "form.xlsx")
    assert spoken(capsys, "projects", "template", form) == (0, f"{form}\n", "")
    for path, day in zip(files, (OLD, NEW), strict=True):
        code, out, err = spoken(capsys, "projects", "import", path, "--as-of", day)
        assert (code, err) == (0, "")
        assert "Stored." in out
    assert len(json.loads(spoken(capsys, "projects", "snapshots", "--format", "json")[1])) == 2
    code, out, _ = spoken(capsys, "projects", "diff", OLD, NEW, "--format", "json")
    assert code == 0
    assert [row["kind"] for row in json.loads(out)] == ["postponed", "changed"]
    code, out, _ = spoken(capsys, "projects", "check", "--format", "json")
    assert code == ERRORS_FOUND
    assert {"project", "rule", "severity", "message", "cell"} == set(json.loads(out)[0])


def test_no_error_is_exit_code_zero(files, capsys):
    code, out, _ = spoken(capsys, "projects", "check", files[0], "--as-of", OLD, "--format", "csv")
    assert code == 0
    assert out.startswith("project,rule,severity,message,cell\n")


def test_refusals(files, capsys):
    for words, code, says in (
        (("check",), DATA, "projects import"),
        (("import", files[0]), USAGE, "--as-of"),
        (("diff", OLD, NEW), USAGE, "no snapshot"),
        (("import", "absent.xlsx", "--as-of", OLD), DATA, "absent.xlsx"),
    ):
        told, sentence = refused(capsys, "projects", *words)
        assert told == code
        assert says in sentence
