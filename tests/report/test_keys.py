"""Which pages a change makes again: all that tell it and no other; none keeps a number that would change."""

from __future__ import annotations

import base64
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iidsp_analysis import build
from iidsp_analysis.loaders.projects import store
from iidsp_analysis.models.technology_scheme import portable
from iidsp_analysis.report import inputs
from iidsp_analysis.report.explain import explained
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, plan, projects_job, region_industry_job, region_job
from iidsp_analysis.report.keys import explanation, keys, look
from tests.loaders.projects.project_sheets import HEADS, project, write
from tests.peer_files import economies, stored

SETTINGS = Settings(language="en")
GVA = "data/raw/bns/5927_gva_by_region_and_section.csv"


def everything():
    pairs = [region_industry_job(region, "XV", SETTINGS) for region in ("AKM", "PVL")]
    return [*plan([], SETTINGS, everything=True), projects_job("AKM", SETTINGS), *pairs]


def values(home: Path) -> dict[str, str]:
    told = keys(everything(), look(home / "notebooks"))
    return {slug: key.value for slug, key in told.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {slug for slug in before if before[slug] != after[slug]}


def write_plans(home: Path, **amounts: float) -> None:
    rows = [f"{region},2017,{amount},mln USD,,act,note" for region, amount in amounts.items()]
    text = "\n".join(["region,year,plan,unit,definition,act,note", *rows])
    (home / "data/raw/plans/exports.csv").write_text(text + "\n", encoding="utf-8")


def write_targets(home: Path, value: int) -> None:
    template = (home / "data/raw/plans/targets.template.csv").read_text(encoding="utf-8").splitlines()
    row = f"Plan of a region,first,an act,processed_exports,Akmola,2017,2015,2019,{value},growth,up,,no,a note"
    (home / "data/raw/plans/targets.csv").write_text("\n".join([template[0], row]) + "\n", encoding="utf-8")


def store_register(home: Path, tmp_path: Path, *rows: list[object]) -> None:
    """Store a register of the same day in place of the one that is there."""
    shutil.rmtree(home / "data/raw/projects/snapshots", ignore_errors=True)
    store.import_file(write(tmp_path / "register.xlsx", [HEADS, *rows]), as_of="2018-03-27")


def test_unchanged_files_give_the_same_keys(home):
    assert values(home) == values(home)


def test_a_cell_of_the_tables_changes_every_page(home):
    before = values(home)
    table = home / GVA
    table.write_text(table.read_text(encoding="utf-8").replace("2017,", "2017,1", 1), encoding="utf-8")
    assert changed(before, values(home)) == set(before)


def own_classes(path: Path, upper: str) -> Settings:
    rows = "".join(f"{code},{'high' if str(code) == upper else 'low'}\n" for code in range(10, 34))
    path.parent.mkdir(exist_ok=True)
    path.write_text("code,class\n" + rows, encoding="utf-8")
    return replace(SETTINGS, technology=portable(str(path)))


def test_an_own_table_of_classes_changes_the_concept_by_what_it_says(home, tmp_path):
    """The same table elsewhere gives the same page; another class, another page; no other page has a part in it."""
    plain, first, same, other = (
        {slug: key.value for slug, key in keys(plan([], settings, everything=True), look(home / "notebooks")).items()}
        for settings in (
            SETTINGS,
            own_classes(tmp_path / "here" / "mine.csv", "29"),
            own_classes(tmp_path / "there" / "mine.csv", "29"),
            own_classes(tmp_path / "there" / "mine.csv", "20"),
        )
    )
    assert changed(plain, first) == changed(first, other) == {"concept"}
    assert changed(first, same) == set()


def test_other_economies_change_the_concept_alone(home):
    before = values(home)
    stored(home / "data/raw", economies())
    with_file = values(home)
    assert changed(before, with_file) == {"concept"}
    (home / "data/raw/peers/own.source.txt").write_text("An office", encoding="utf-8")
    assert changed(with_file, values(home)) == {"concept"}
    (home / "data/raw/peers/peers.template.csv").write_text("year")
    assert changed(with_file, values(home)) == {"concept"}


def test_what_is_no_data_changes_nothing(home):
    before = values(home)
    (home / "data/raw/plans/README.md").write_text("other words")
    (home / "data/raw/plans/~$exports.xlsx").write_text("an open spreadsheet")
    assert changed(before, values(home)) == set()


def test_the_plan_of_a_region_changes_its_page_and_the_country_s(home):
    write_plans(home, AKM=100, PVL=200)
    before = values(home)
    write_plans(home, AKM=101, PVL=200)
    assert changed(before, values(home)) == {"akmola", "kazakhstan", "exports"}


def test_the_plan_of_the_country_changes_the_page_of_every_region(home):
    write_plans(home, AKM=100, KZ=5000)
    before = values(home)
    write_plans(home, AKM=100, KZ=5001)
    regions = {job.slug for job in everything() if job.kind == "region"}
    assert changed(before, values(home)) == {*regions, "kazakhstan", "exports"}


def test_the_first_plan_changes_the_pages_that_said_there_was_none(home):
    before = values(home)
    write_plans(home, AKM=100)
    regions = {job.slug for job in everything() if job.kind == "region"}
    assert changed(before, values(home)) == {*regions, "kazakhstan", "exports"}


def test_the_target_of_a_region_changes_its_page_and_the_country_s(home):
    write_targets(home, 19)
    before = values(home)
    write_targets(home, 20)
    assert changed(before, values(home)) == {"akmola", "kazakhstan", "concept", "instruction_results"}


def test_an_input_output_table_changes_the_page_for_the_concept_and_no_other(home):
    before = values(home)
    for ending in ("csv", "yml"):
        shutil.copy(home / f"data/raw/io/linkages.template.{ending}", home / f"data/raw/io/table.{ending}")
    assert changed(before, values(home)) == {"concept"}


def test_a_world_trade_file_changes_the_page_for_the_concept_and_no_other(home):
    before = values(home)
    (home / "data/raw/world/world.csv").write_text("i,k,t,v\n", encoding="utf-8")
    assert changed(before, values(home)) == {"concept"}


def test_files_that_nobody_can_read_count_whole(home):
    before = values(home)
    (home / "data/raw/plans/exports.csv").write_text("region,year\nnowhere,never\n")
    first = values(home)
    (home / "data/raw/plans/exports.csv").write_text("region,year\nnowhere,ever\n")
    assert "pavlodar" in changed(before, first) & changed(first, values(home))


OTHER = {"id": "P-2", "name": "Завод проката", "region": "Павлодарская область", "oked": "24100"}


@pytest.mark.slow
def test_the_projects_of_a_region_change_its_page_and_those_that_tell_them(home, tmp_path):
    other = project(**OTHER)
    store_register(home, tmp_path, project(), other)
    before = values(home)
    store_register(home, tmp_path, project(planned_commissioning="31.12.2016"), other)  # late, at the same cost
    after = changed(before, values(home))
    assert {"akmola", "kazakhstan", "projects_akmola"} <= after
    assert "pavlodar" not in after
    assert "pavlodar_hs_XV" not in after
    before = values(home)
    store_register(home, tmp_path, project(planned_commissioning="31.12.2016", cost_planned_mln_kzt=9999.0), other)
    assert "pavlodar" in changed(before, values(home)), "its page tells its part of the country's cost"


def test_an_explanation_names_the_files(home):
    before = look(home / "notebooks").told()
    (home / GVA).write_text((home / GVA).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    told = explanation(("tables",), before, look(home / "notebooks").told())
    assert told == "the official tables (bns/5927_gva_by_region_and_section.csv)"


@pytest.mark.parametrize(
    ("part", "file", "told"),
    [("linkages", "io/table.csv", "the input–output table that it tells (io/table.csv)"),
     ("world", "world/world.csv", "the world trade that it tells (world/world.csv)"),
     ("peers", "peers/own.csv", "the economies that it compares with (peers/own.csv)")],
)  # fmt: skip
def test_an_explanation_names_the_reader_s_own_files(home, part, file, told):
    before = look(home / "notebooks").told()
    (home / "data/raw" / file).write_text("x\n", encoding="utf-8")
    assert explanation((part,), before, look(home / "notebooks").told()) == told


def _pages(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in folder.glob("*.html")}


@pytest.mark.slow
def test_no_page_keeps_a_number_that_a_forced_run_would_change(home, tmp_path):
    jobs = [region_job(label, SETTINGS) for label in ("KZ", "AKM", "PVL")]
    write_plans(home, AKM=100, PVL=200)
    store_register(home, tmp_path, project(), project(**OTHER))
    kept, forced = tmp_path / "kept", tmp_path / "forced"

    def made() -> set[str]:
        outcomes = run_batch(jobs, home / "notebooks", kept)
        assert all(outcome.is_done for outcome in outcomes), [outcome.reason for outcome in outcomes]
        return {outcome.job.slug for outcome in outcomes if outcome.is_new}

    assert made() == {"kazakhstan", "akmola", "pavlodar"}
    assert made() == set()
    write_plans(home, AKM=150, PVL=200)
    assert "because of: the export plans that it tells (plans/exports.csv)" in explained(jobs, kept)[1]
    assert made() == {"kazakhstan", "akmola"}
    run_batch(jobs, home / "notebooks", forced, Options(is_forced=True, workers=1))
    assert _pages(kept) == _pages(forced)
    store_register(home, tmp_path, project(planned_commissioning="31.12.2016"), project(**OTHER))
    assert made() == {"kazakhstan", "akmola"}
    pavlodar = (kept / "pavlodar.html").read_text(encoding="utf-8")
    run_batch(jobs, home / "notebooks", forced, Options(is_forced=True))
    assert _without_version(pavlodar) == _without_version((forced / "pavlodar.html").read_text(encoding="utf-8"))


def _without_version(page: str) -> str:
    """A page names the snapshot from which it was made: that stays true of a page that need not be made again.

    It does so in its captions, and in the files of its tables.
    """
    page = re.sub(r"text/csv;base64,([\w+/=]+)", lambda file: base64.b64decode(file[1]).decode("utf-8"), page)
    return re.sub(r"snapshot 2018-03-27_\w+", "snapshot", page)


def test_the_user_s_folders_are_the_same_everywhere():
    assert {*inputs.OWN, inputs.CONFIDENTIAL} == build.OWN_FOLDERS
