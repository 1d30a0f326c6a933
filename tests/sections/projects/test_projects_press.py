"""Announced totals: as printed, with date and address, and never mixed with the register."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pandas as pd
import pytest

from iidsp_analysis import reference
from iidsp_analysis.language import language
from iidsp_analysis.sections.projects import press as section
from iidsp_analysis.sections.projects import view as projects_view
from tests.sections.reports import assert_shows_itself, report, visible

ROWS = reference.rows("project_totals")


def test_the_totals_are_those_that_were_read():
    """Minister Kassymbek on 27 March 2018 (azernews.az), Kursiv on 9 March 2023, jjtv.kz on 13 February 2023."""
    told = {
        row["id"]: (row["projects"], row["cost_bn_kzt"], row["cost_mark"], row["jobs"], row["jobs_mark"])
        for row in ROWS
    }
    assert told["commissioned-2015-2017"] == ("378", "3000", "more", "30000", "more")
    assert told["commissioned-2017"] == ("120", "1500", "", "10000", "")
    assert told["unified-map-2023"] == ("339", "", "", "", "")
    assert told["concept-2023-2029"] == ("868", "20000", "about", "", "")
    parts = re.findall(
        r"(\d+) (?:large|regional)", next(row["remark_en"] for row in ROWS if row["id"] == "unified-map-2023")
    )
    assert sum(map(int, parts)) == 339


def test_totals_of_the_programme_are_in_the_shared_facts(reference):
    with (reference / "facts" / "programme_results.csv").open(encoding="utf-8") as stream:
        facts = " ".join(row["value"] + row["source"] for row in csv.DictReader(stream)).replace(",", "")
    for row in ROWS:
        if row["id"] != "concept-2023-2029":  # from the notes on later programmes
            assert row["projects"] in facts, row["id"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_says_who_when_where(row):
    assert pd.Timestamp(row["as_of"]) <= pd.Timestamp("2026-12-31")
    assert all(address.startswith("http") for address in row["source"].split(" ; "))
    assert row["verified"] in {"yes", "no"}
    assert all(row[f"{name}_{code}"] for name in ("speaker", "what") for code in ("en", "ru"))
    assert all(row[mark] in {"", "more", "about"} for mark in section.FIGURES.values())
    assert not [name for name, mark in section.FIGURES.items() if row[mark] and not row[name]]


@pytest.mark.parametrize("code", ["en", "ru"])
def test_it_shows_itself_without_the_register_and_without_a_stamp(panel, monkeypatch, code):
    def refuse(*asked):
        raise AssertionError("the register was read")

    monkeypatch.setattr(projects_view, "projects_view", refuse)
    monkeypatch.setattr("iidsp_analysis.sections.context.projects_view", refuse)
    result = section.press(report(panel, language=code))
    assert_shows_itself(result)
    assert result.stamp == ""
    assert len(result.frame) == len(ROWS)


def test_it_is_plainly_no_register(panel):
    result = section.press(report(panel))
    assert result.title.startswith("Announced, press: ")
    assert result.title.endswith("other lists hold from 18 to 1,250 projects (announcements: 11)")
    assert "more than 3,000" in visible(result)
    assert "cannot be compared with the register" in result.reading[0]
    assert result.table.columns[0].label == "Announced, press"
    assert all(address in visible(result) for row in ROWS for address in row["source"].split(" ; "))


def test_what_was_announced_later_is_not_known(panel):
    early = section.press(replace(report(panel), as_of="2017-12"))
    assert list(early.frame.index) == ["programme-to-date-2017"]
    assert early.title.endswith("another list holds 1,060 projects")
    nothing = section.press(replace(report(panel), as_of="2016-01"))
    assert nothing.is_missing
    assert "No announced total" in nothing.reading[0]


def test_the_page_of_a_region_points_to_the_country(panel):
    result = section.press(report(panel, region="AKM"))
    assert result.is_missing
    assert "whole country" in result.reading[0]


@pytest.mark.parametrize(
    ("value", "mark", "told"),
    [(3000, "more", "more than 3,000"), (120, "about", "about 120"), (187, "", "187"), (float("nan"), "", "–"),
     (1.5, "", "1.5")],
)  # fmt: skip
def test_bounds_are_told_as_bounds(value, mark, told):
    assert section.figure(value, mark, language("en")) == told
