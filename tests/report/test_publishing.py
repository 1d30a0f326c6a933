"""Published editions: whole or not at all, nothing but what is meant for readers, and what changed since the last."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from iidsp_analysis.cli import main
from iidsp_analysis.errors import ReportError, SourceError, UsageError
from iidsp_analysis.report import publishing
from iidsp_analysis.report.batch import Batch
from iidsp_analysis.report.edition_changes import FILE, compare, read_edition
from iidsp_analysis.report.factory import run_batch
from iidsp_analysis.report.jobs import Settings, industry_job
from iidsp_analysis.report.publishing import publish
from tests.report.made_notebooks import made_notebook
from tests.report.test_documents import SHOW

pytestmark = pytest.mark.slow  # whole batches of pages

CODES = ("ru", "en")


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Publish two small pages in place of the whole set; ``show`` is the code of their section."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    monkeypatch.setattr(publishing, "working_folder", lambda settings: tmp_path / "work")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1522108800")  # 27 March 2018

    def small(wish, settings, *, out, options, listen):
        jobs = [industry_job(code, settings) for code in ("10", "24")]

        def finish(outcomes):
            (out / "index.html").write_text("<html><header></header><main></main></html>", encoding="utf-8")
            return out / "index.html"

        outcomes = run_batch(jobs, notebooks, out, options, listen=listen, finish=finish)
        return Batch(tuple(outcomes), out / "index.html")

    monkeypatch.setattr(publishing, "render_wish", small)

    def published(name: str = "edition", show: str = SHOW, codes=CODES, **options):
        made_notebook(notebooks / "industry_report.ipynb", "## The section", show)
        return publish(tmp_path / name, codes, Settings(), **options)

    return published


def test_an_edition_holds_pages_workbooks_figures_and_what_it_is(edition):
    folder = edition().folder
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {
        f"{code}/industry_{number}.{ending}"
        for code in CODES for number in ("10", "24") for ending in ("html", "xlsx", "json")
    }  # fmt: skip
    index = {f"{code}/{name}" for code in CODES for name in ("index.html", "manifest.json")}
    assert names == pages | index | {"index.html", FILE, "revisions.xml"}
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    assert (told["day"], told["languages"], told["redacted"]) == ("2018-03-27", ["ru", "en"], False)
    assert set(told["pages"]) == {"industry_10", "industry_24"}
    assert told["vintages"]["bns-5927"]


def test_pages_lead_to_each_other_and_to_no_network(edition):
    folder = edition().folder
    page = (folder / "ru" / "industry_24.html").read_text(encoding="utf-8")
    assert 'href="../en/industry_24.html"' in page
    assert "default-src &#39;none&#39;" in page
    assert 'href="ru/index.html"' in (folder / "index.html").read_text(encoding="utf-8")


def test_nothing_is_made_again_for_the_next_edition(edition):
    first = edition().folder
    before = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    again = edition().folder
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == before


def test_what_changed_is_told_by_page_section_row_and_column(edition, tmp_path):
    edition("old")
    changed = SHOW.replace("[1.0, float(industry)]", "[2.0, float(industry)]").replace("A sentence", "Another sentence")
    changed = changed.replace('"The finding of division " +', '"The new finding of division " +')
    new = edition("new", changed, before=tmp_path / "old").folder
    rows = list(csv.reader(io.StringIO((new / "en" / "changes.csv").read_text(encoding="utf-8"))))
    assert rows[0] == ["page", "section", "row", "column", "before", "after", "change"]
    assert sorted(rows[1:]) == [[f"industry_{n}", "The section", "a", "X", "1.0", "2.0", "1.0"] for n in (10, 24)]
    page = (new / "en" / "changes.html").read_text(encoding="utf-8")
    assert "2 numbers of the tables differ" in page
    assert "2 sections say something else in their titles" in page
    assert "The new finding of division 24" in page
    assert "Every table is of the same edition as before" in page
    assert 'href="changes.html"' in (new / "en" / "index.html").read_text(encoding="utf-8")
    assert "Что изменилось с прошлого выпуска" in (new / "ru" / "index.html").read_text(encoding="utf-8")


def test_an_edition_that_says_the_same_says_so(edition, tmp_path):
    edition("old")
    new = edition("new", before=tmp_path / "old").folder
    page = (new / "en" / "changes.html").read_text(encoding="utf-8")
    assert "No number of a table differs" in page
    assert "No section says anything else" in page


def test_a_zip_holds_the_folder_and_can_be_compared_with(edition, tmp_path):
    packed = edition("old", as_zip=True).packed
    assert packed == tmp_path / "old.zip"
    with zipfile.ZipFile(packed) as archive:
        names = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "old").rglob("*") if path.is_file()}
        assert set(archive.namelist()) == names
    first = packed.read_bytes()
    assert edition("old", as_zip=True).packed.read_bytes() == first
    assert (edition("new", before=packed).folder / "en" / "changes.html").is_file()


def test_a_large_zip_is_remarked(edition, monkeypatch):
    monkeypatch.setattr(publishing, "_LARGE", 10)
    assert "many mail servers" in edition(as_zip=True).remarks[0]
    assert edition().remarks == ()


def test_the_feed_carries_the_editions_before(edition, tmp_path, monkeypatch):
    edition("one")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1530000000")
    edition("two", before=tmp_path / "one")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1540000000")
    new = edition("three", before=tmp_path / "two").folder
    atom = "{http://www.w3.org/2005/Atom}"
    days = [each.text[:10] for each in ElementTree.parse(new / "revisions.xml").iter(f"{atom}updated")]
    assert days[1:] == ["2018-10-20", "2018-06-26", "2018-03-27"]


# --- refusals -----------------------------------------------------------------------------------------------------


def test_a_page_that_fails_stops_the_edition_and_leaves_the_last(edition, tmp_path):
    edition()
    before = (tmp_path / "edition" / FILE).read_bytes()
    with pytest.raises(ReportError, match="2 pages failed, and nothing is published: industry_10: ValueError"):
        edition(show="raise ValueError('no')")
    assert (tmp_path / "edition" / FILE).read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_something_else_in_the_place_of_the_folder_is_not_touched(edition, tmp_path):
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "diary.txt").write_text("mine")
    with pytest.raises(UsageError, match="Something else lies there"):
        edition()
    assert (tmp_path / "edition" / "diary.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"format": 9}', '{"format": 1, "languages": ["kk"], "pages": {}}']
)
def test_what_is_no_edition_cannot_be_compared_with(tmp_path, content):
    if content is not None:
        (tmp_path / FILE).write_text(content)
    with pytest.raises(SourceError, match="no edition"):
        read_edition(tmp_path, "en")
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(SourceError, match="no edition"):
        read_edition(tmp_path / "x.zip", "en")


def test_pages_of_one_edition_only_are_named(edition, tmp_path):
    edition("one", codes=("en",))
    old = read_edition(tmp_path / "one", "en")
    without = replace(old, pages={"industry_10": old.pages["industry_10"]})
    assert compare(old, without).gone == ("industry_24",)
    assert compare(without, old).new == ("industry_24",)


def test_the_command_publishes_and_names_the_first_page(edition, tmp_path, capsys):
    edition()
    with pytest.raises(SystemExit) as done:
        main(["publish", str(tmp_path / "stick"), "--lang", "en", "--zip", "--quiet"])
    assert done.value.code == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "stick.zip")
