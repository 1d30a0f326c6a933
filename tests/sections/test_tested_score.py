"""The sentence above every ranking says what the shipped table says, in either wording."""

from __future__ import annotations

import pytest

from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS, backtest_table
from iidsp_analysis.language import language
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS
from iidsp_analysis.sections import growth_heat_map, growth_points, industry_page, tested_score
from iidsp_analysis.sections.tested_score import BASELINES, PANELS, panel_sentence
from tests.sections.rankings import ranked_report

EN = language("en")
ABROAD = ("uk_itl3", "us_states")
OWN = {PRODUCT_GROUPS: EXPORTS, DIVISIONS: SECTIONS}


@pytest.fixture(scope="module")
def akmola(panel):
    return ranked_report(panel, region="AKM")


@pytest.fixture
def table(monkeypatch):
    """Lets a test put another table in the place of the shipped one."""

    def replaced(**columns):
        changed = backtest_table().assign(**columns)
        monkeypatch.setattr(tested_score, "backtest_table", lambda: changed)
        return changed

    return replaced


def test_every_panel_and_baseline_of_the_shipped_table_has_a_word():
    assert set(backtest_table().index) <= set(PANELS)
    assert set(backtest_table()["best_baseline"]) <= set(BASELINES)


@pytest.mark.parametrize("name", list(backtest_table().index))
def test_the_sentence_says_what_the_shipped_table_says(name):
    row, told = backtest_table().loc[name], panel_sentence(EN, name)
    assert ("did not beat" in told) == (not row["beats"])
    assert ("the score beat its" in told) == bool(row["beats"])
    assert f"(picks of {row['first_origin']}–{row['last_origin']})" in told
    assert f"{row['ic']:.2f} ({row['ic_low']:.2f} to {row['ic_high']:.2f}) against {row['baseline_ic']:.2f}" in told
    assert (f"in {row['origins_won']:.0%} of the years" in told) == (not row["beats"])


@pytest.mark.parametrize("classification", [PRODUCT_GROUPS, DIVISIONS])
@pytest.mark.parametrize("beats", [True, False])
def test_both_wordings_for_both_classifications(akmola, table, classification, beats):
    table(beats=beats)
    told = tested_score.tested_sentence(akmola, classification)
    wanted, other = ("the score beat its", "did not beat") if beats else ("did not beat", "the score beat its")
    assert told.count(wanted) == 3
    assert other not in told
    assert PANELS[OWN[classification]](EN) in told
    assert all(PANELS[name](EN) in told for name in ABROAD)
    assert PANELS["adb_economies"](EN) not in told


def test_divisions_that_are_not_loaded_by_region_were_not_tested(akmola):
    assert tested_score.tested_sentence(akmola, DIVISIONS).startswith(
        "On divisions of Kazakhstan's regions the score was not tested"
    )
    assert "not tested" not in tested_score.tested_sentence(akmola, PRODUCT_GROUPS)


def test_a_negative_correlation_keeps_its_sign(table):
    table(ic=-0.21, ic_low=-0.3, ic_high=-0.1, beats=False)
    assert "−0.21 (−0.30 to −0.10)" in panel_sentence(EN, EXPORTS)


def test_the_note_is_marked_up_and_escaped(akmola, table, monkeypatch):
    monkeypatch.setitem(tested_score.PANELS, EXPORTS, lambda _: "a < b")
    note = tested_score.tested_note(akmola, PRODUCT_GROUPS)
    assert note.startswith('<p class="reading"><strong>')
    assert "a &lt; b" in note


def test_the_note_stands_above_every_ranking(panel, akmola):
    country = ranked_report(panel, region="KZ")
    note = tested_score.tested_note(akmola, PRODUCT_GROUPS)
    for result in (growth_points.growth_points(akmola), growth_heat_map.heat_map(country),
                   industry_page.growth_points(country, "24")):  # fmt: skip
        assert result.before == note
