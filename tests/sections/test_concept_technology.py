"""Technology for the Concept; numbers by hand from table 5931."""

from __future__ import annotations

import pytest

from iidsp_analysis.models.technology_scheme import portable, scheme
from iidsp_analysis.sections import concept_technology, concept_technology_exports, concept_technology_moves
from iidsp_analysis.sections.concept_technology_figures import (
    class_shares,
    export_shares,
    sensitivities,
    upper_move,
)
from iidsp_analysis.sections.division_figures import divisions_of

LATE = {"year": 2025, "borders": 2022}


@pytest.fixture
def late(opened):
    return opened(**LATE)


@pytest.mark.parametrize("name", ["eurostat", "oecd", "unido"])
def test_classes_and_discrepancy_make_the_whole(late, name):
    shares = class_shares(divisions_of(late), scheme(name)).drop(columns="upper")
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_the_upper_share_by_hand(late):
    # Table 5931: 12.7 % (2013), 10.9 % (2015), 11.1 % (2017), 18.8 % (2025).
    upper = class_shares(divisions_of(late), scheme())["upper"]
    assert {year: round(upper[year] * 100, 1) for year in ("2013", "2015", "2017", "2025")} == {
        "2013": 12.7, "2015": 10.9, "2017": 11.1, "2025": 18.8,
    }  # fmt: skip


def test_motor_vehicles_drive_it(late):
    move = upper_move(late, divisions_of(late), scheme())
    # 1,392,363.2 of 20,627,624.0 in 2025 against 37,380.5 of 4,201,012.1 in 2015.
    assert move.divisions["29"] == pytest.approx(1392363.2 / 20627624.0 - 37380.5 / 4201012.1)
    assert move.divisions.sum() == pytest.approx(move.change)
    assert move.groups["total"].sum() == pytest.approx(move.change)


def test_sensitivities_by_hand(late):
    frame = sensitivities(late, divisions_of(late), scheme(), 2015)
    assert frame.loc["lower_29", "now"] == pytest.approx(frame.loc["default", "now"] - 1392363.2 / 20627624.0)
    without = (frame.loc["default", "now"] * 20627624.0) / (20627624.0 - 8187666.2 - 1349752.7)
    assert frame.loc["without_metals", "now"] == pytest.approx(without)
    assert frame.loc["upper_33", "now"] > frame.loc["default", "now"] > frame.loc["without_29", "now"]


def test_exports_are_estimated_and_make_the_whole(open_context):
    context = open_context(year=2017)
    shares = export_shares(context, scheme())
    assert shares.index.tolist() == ["2015", "2016", "2017"]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1.0)
    told = concept_technology_exports.technology_of_exports(context)
    assert "estimated" in told.title
    assert "<figure>" in told._repr_html_()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("name", ["eurostat", "oecd", "unido"])
def test_sections_show_themselves(opened, language, name):
    context = opened(**LATE, language=language)
    for section in (concept_technology.technology_mix, concept_technology_moves.movers):
        assert "<figure>" in section(context, name)._repr_html_()
    for section in (concept_technology_moves.what_it_hangs_on, concept_technology.class_table):
        assert "<table" in section(context, name)._repr_html_()


def test_unverified_classes_are_called_so(late):
    assert any("unverified" in text for text in concept_technology.technology_mix(late, "oecd").caveats)
    assert not any("unverified" in text for text in concept_technology.technology_mix(late).caveats)


def test_a_table_without_upper_classes_says_so(late, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("code,class\n" + "".join(f"{code},low\n" for code in range(10, 34)), encoding="utf-8")
    assert concept_technology.technology_mix(late, str(path)).is_missing


def test_an_own_table_that_counts_metals_as_upper_tells_no_metals_apart(late, tmp_path):
    path = tmp_path / "own.csv"
    rows = "".join(f"{code},{'high' if code in (24, 29) else 'low'}\n" for code in range(10, 34))
    path.write_text("code,class\n" + rows, encoding="utf-8")
    told = concept_technology.technology_mix(late, str(path))
    assert not any(text.startswith("Of the change") for text in told.reading)
    assert "own table own" in told.caption
    assert any("the reader's own table “own”, not a published classification" in text for text in told.caveats)
    line = concept_technology.technology_mix(late, portable(str(path)))
    assert (line.title, line.caveats) == (told.title, told.caveats)
    assert "own table own" in concept_technology.class_table(late, portable(str(path))).reading[0]


def test_a_year_before_the_tables_is_missing(opened):
    for section in (concept_technology.technology_mix, concept_technology_moves.movers,
                    concept_technology_moves.what_it_hangs_on,
                    concept_technology_exports.technology_of_exports):  # fmt: skip
        assert section(opened(year=2012)).is_missing
