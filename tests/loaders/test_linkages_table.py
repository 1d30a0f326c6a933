"""The user's input–output table: the template reads, and everything that is wrong with one is refused in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.linkages_table import read_linkages, table_files


@pytest.fixture
def raw(tmp_path: Path, project: Path) -> Path:
    """The template as if it were a table."""
    folder = tmp_path / "raw" / "io"
    folder.mkdir(parents=True)
    for ending in ("csv", "yml"):
        shutil.copy(project / "data/raw/io" / f"linkages.template.{ending}", folder / f"table.{ending}")
    return folder.parent


def described(raw: Path, **changes: object) -> None:
    path = raw / "io" / "table.yml"
    told = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    kept = {key: value for key, value in told.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


def cell(raw: Path, old: str, new: str) -> None:
    path = raw / "io" / "table.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_template_is_a_table_that_balances(raw):
    found = read_linkages(raw)
    assert found is not None
    assert found.manufacturing == ["manufacturing"]
    assert dict(found.sections) == {"farming": "A", "mining": "B", "manufacturing": "C", "services": "G"}
    assert found.is_domestic
    assert found.table.output["manufacturing"] == 558.0
    assert found.table.satellites.loc["jobs", "services"] == 4000.0


def test_templates_and_open_files_are_no_tables(tmp_path, project):
    folder = tmp_path / "raw" / "io"
    shutil.copytree(project / "data/raw/io", folder)
    (folder / "~$table.xlsx").write_text("")
    assert table_files(folder.parent) == []
    assert read_linkages(folder.parent) is None
    assert read_linkages(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"flows": "some"}, "The flows are told as 'some'"),
        ({"year": "2017"}, "The year of the table is '2017'"),
        ({"year": None}, "lacks year"),
        ({"color": "red"}, "unknown key: color"),
        ({"exports": "sales"}, "no column of exports 'sales'"),
        ({"value_added": ["wages"]}, "no row of value added wages"),
        ({"industries": {"farming": "A"}}, "different industries: manufacturing, mining, services"),
        ({"industries": "A"}, "no list of label: code"),
        ({"industries": {"farming": "A", "mining": "B", "manufacturing": "C", "services": "Z"}}, "no section and no"),
        ({"industries": {"farming": "A", "mining": "24", "manufacturing": "C", "services": "G"}}, "stands twice"),
        ({"industries": {"farming": 24, "mining": 24, "manufacturing": 25, "services": "G"}}, "stands twice"),
        ({"jobs": "people"}, "no label people"),
    ],
)
def test_what_the_description_gets_wrong(raw, changes, message):
    described(raw, **changes)
    with pytest.raises(WorkbookError, match=message):
        read_linkages(raw)


def test_a_table_that_does_not_balance_shows_its_residuals(raw):
    cell(raw, "manufacturing,8,20,150", "manufacturing,8,20,160")
    with pytest.raises(WorkbookError, match="not balanced within") as refused:
        read_linkages(raw)
    assert "manufacturing: row +10, column +10 of 558" in str(refused.value.where)


def test_rounding_within_the_tolerance_passes(raw):
    cell(raw, "manufacturing,8,20,150", "manufacturing,8,20,150.4")
    assert read_linkages(raw) is not None


def test_a_negative_flow_is_refused(raw):
    cell(raw, "farming,11,0,30", "farming,11,-1,30")
    with pytest.raises(WorkbookError):
        read_linkages(raw)


def test_divisions_of_manufacturing_are_its_industries(raw):
    described(raw, industries={"farming": "A", "mining": "B", "manufacturing": [24, 25], "services": "G"})
    found = read_linkages(raw)
    assert found is not None
    assert found.manufacturing == ["manufacturing"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "flows: [", "42"])
def test_a_description_that_is_none(raw, text):
    (raw / "io" / "table.yml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkbookError, match="description"):
        read_linkages(raw)


def test_no_description_and_two_tables(raw):
    shutil.copy(raw / "io" / "table.csv", raw / "io" / "other.csv")
    with pytest.raises(WorkbookError, match="side by side"):
        read_linkages(raw)
    (raw / "io" / "other.csv").unlink()
    (raw / "io" / "table.yml").unlink()
    with pytest.raises(WorkbookError, match="no description beside it"):
        read_linkages(raw)
