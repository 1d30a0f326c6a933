"""Manufacturing beside other economies: figures by hand, every rule told, no productivity without people."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import folders
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.peer_records import manufacturing_sectors
from iidsp_analysis.sections.concept_peer_figures import peer_view, placed_figures, productivity
from iidsp_analysis.sections.concept_peer_productivity import productivity_gap
from iidsp_analysis.sections.concept_peers import structure_among_peers
from tests.peer_files import SIZES, economies, stored
from tests.sections.reports import assert_shows_itself, report, visible

BOTH = (structure_among_peers, productivity_gap)


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """Only the folder of the user's own files: the panel is already read."""
    monkeypatch.setattr(folders, "raw", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("make", BOTH)
def test_without_a_file_the_section_says_what_to_load(panel, raw, make):
    result = make(report(panel))
    assert result.is_missing
    assert "No file of other economies is loaded" in visible(result)
    assert "data/raw/peers/README.md" in visible(result)


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_a_broken_file_is_a_sentence(panel, raw, make, code):
    stored(raw, economies().drop(columns="sector"))
    result = make(report(panel, language=code))
    assert result.is_missing
    assert "sector" in visible(result)
    assert "own.csv" in visible(result)


def test_shares_by_hand(panel, raw):
    """KAZ makes 7 % in manufacturing, the others 14, 21, 28 and 35: the quartiles are 19.25, 24.5 and 29.75."""
    stored(raw, economies())
    context = report(panel)
    row = placed_figures(peer_view(context)).loc["manufacturing"]
    assert row["own"] == pytest.approx(0.07)
    assert [row["low"], row["middle"], row["high"]] == pytest.approx([0.1925, 0.245, 0.2975])
    assert (row["rank"], row["count"]) == (5, 5)
    assert row["growth_own"] == pytest.approx(2 ** (1 / 10) - 1)
    result = structure_among_peers(context)
    assert "7.0% of value added in 2017, place 5 of 5: below the middle half" in result.title
    assert "Compared with all other economies of the file" in visible(result)
    assert "The official share of manufacturing in 2017 is 11.3% of GDP" in visible(result)
    assert "in 0 of 2 years" in visible(result)
    assert_shows_itself(result)


def test_above_and_within_the_middle_half(panel, raw):
    rows = economies()
    mine = (rows["code"] == "KAZ") & rows["sector"].isin(manufacturing_sectors())
    rows.loc[mine, "value_added"] *= 10
    stored(raw, rows)
    assert "above the middle half" in structure_among_peers(report(panel)).title
    assert "No industry weighs less" in visible(structure_among_peers(report(panel)))
    rows.loc[mine, "value_added"] *= 0.4
    stored(raw, rows)
    assert "within the middle half" in structure_among_peers(report(panel)).title


def test_the_rule_is_told(panel, raw):
    stored(raw, economies(population=True))
    assert "nearest in value added per inhabitant" in visible(structure_among_peers(report(panel)))
    named = visible(structure_among_peers(report(panel), "rus pol tur chn"))
    assert "Compared with the economies that were named: Russia, Poland, Türkiye, CHN." in named
    with pytest.raises(UsageError, match="no economy XXX"):
        structure_among_peers(report(panel), "RUS POL TUR XXX")


def test_one_year_has_no_growth(panel, raw):
    stored(raw, economies(years=(2017,)))
    result = structure_among_peers(report(panel))
    assert "changed by" not in visible(result)
    assert_shows_itself(result)
    assert "begins in 2017" in visible(structure_among_peers(report(panel, year=2015)))


def test_no_productivity_without_people(panel, raw):
    stored(raw, economies(population=True))
    result = productivity_gap(report(panel))
    assert result.is_missing
    assert "value added per inhabitant is none" in visible(result)
    assert "Add the column employment" in visible(result)


def test_the_gap_adds_up(panel, raw):
    """14 sectors of one person each: KAZ makes 1 per person, the four others 3.5 together; all of it within."""
    stored(raw, economies(employment=True))
    frame = productivity(peer_view(report(panel)))
    whole = frame.loc["manufacturing"]
    assert whole["own"] == pytest.approx(1.0)
    assert whole["within"] == pytest.approx(2.5)
    assert whole["between"] == pytest.approx(0.0)
    result = productivity_gap(report(panel))
    assert "makes 3.50 times as much as here, which is place 5 of 5" in result.title
    assert_shows_itself(result)


def test_structure_alone_is_told_as_structure(panel, raw):
    """The same productivity in every sector; the country's people work where less is made per person."""
    rows = economies(employment=True)
    poor, rich = "FBT", "CCP"
    rows = rows[rows["sector"].isin([poor, rich, "OSV"])]
    for sector, amount in ((poor, 1.0), (rich, 3.0)):
        for code in SIZES:
            people = 3.0 if (code == "KAZ") == (sector == poor) else 1.0
            chosen = (rows["sector"] == sector) & (rows["code"] == code)
            rows.loc[chosen, ["value_added", "employment"]] = amount * people, people
    stored(raw, rows)
    whole = productivity(peer_view(report(panel))).loc["manufacturing"]
    assert whole["own"] == pytest.approx(6 / 4)
    assert whole["within"] == pytest.approx(0.0)
    assert whole["between"] == pytest.approx(10 / 4 - 6 / 4)


def test_a_country_that_is_ahead(panel, raw):
    rows = economies(employment=True)
    mine = (rows["code"] == "KAZ") & rows["sector"].isin(manufacturing_sectors())
    rows.loc[mine, "value_added"] *= 10
    stored(raw, rows)
    assert (
        "times as much here as in the economies compared with, which is place 1 of 5"
        in productivity_gap(report(panel)).title
    )
    rows = pd.concat([rows[~mine], rows[mine].assign(value_added=3.5)])
    stored(raw, rows)
    assert "makes as much here" in productivity_gap(report(panel)).title
