"""The score on all panels: the page shows the shipped table, number by number."""

from __future__ import annotations

import pytest

from iidsp_analysis.backtest.summary import backtest_table
from iidsp_analysis.sections import backtest_panels
from iidsp_analysis.sections.tested_score import PANELS, panel_sentence
from tests.sections.reports import assert_shows_itself, report


@pytest.fixture(scope="module")
def result(panel):
    return backtest_panels.panels(report(panel, trade=True))


def test_the_title_counts_the_panels_that_are_beaten(result):
    table = backtest_table()
    assert result.title == (
        "On Kazakhstan's exports the score does not beat its best simple rival; "
        f"on {table['beats'].sum()} of {len(table)} panels it does"
    )


def test_every_row_is_that_of_the_shipped_table(result):
    table = backtest_table()
    assert list(result.frame["name"]) == [PANELS[name](result.language) for name in table.index]
    for name, row in table.iterrows():
        told = result.frame.loc[name]
        assert told["size"] == f"{row['regions']} × {row['industries']}"
        assert told["years"] == f"{row['first_origin']}–{row['last_origin']}"
        assert told["interval"] == f"{row['ic_low']:.2f} to {row['ic_high']:.2f}"
        assert told["verdict"] == ("beats it" if row["beats"] else "does not beat it")
        assert (told["ic"], told["baseline_ic"]) == (row["ic"], row["baseline_ic"])


def test_kazakhstan_is_told_in_sentences(result):
    assert result.reading[1:] == tuple(panel_sentence(result.language, name) for name in backtest_panels.OWN)


def test_dots_stand_at_the_numbers(result):
    axes = result.plot().axes[0]
    score, rival = axes.lines[0], axes.lines[1]
    assert list(score.get_xdata()) == list(backtest_table()["ic"])
    assert list(rival.get_xdata()) == list(backtest_table()["baseline_ic"])
    segments = axes.collections[0].get_segments()
    assert [(low[0], high[0]) for low, high in segments] == [
        (row["ic_low"], row["ic_high"]) for _, row in backtest_table().iterrows()
    ]


def test_all_sources_are_named_and_the_years_of_the_figures(result):
    assert "1997–2025" in result.caption
    for name in (
        "446905",
        "5927",
        "Office for National Statistics",
        "Bureau of Economic Analysis",
        "Asian Development",
    ):
        assert name in result.caption


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_section_shows_itself(panel, language):
    assert_shows_itself(backtest_panels.panels(report(panel, trade=True, language=language)))
