"""Relatedness map: present times gap is what the surroundings suggest, and dots above the diagonal have room."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.models import relatedness_gap
from iidsp_analysis.sections import relatedness_map
from iidsp_analysis.sections.rankings import ranked
from iidsp_analysis.sections.relatedness_map import relatedness
from tests.sections.rankings import RANKED, ranked_report


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_present_times_gap_is_expected(panel, subject):
    points = ranked(ranked_report(panel, **subject))
    frame = relatedness(points)
    assert (frame["present"] * frame["gap"]).to_numpy() == pytest.approx(frame["expected"].to_numpy())
    score = points.survey.results[relatedness_gap.NAME].score.loc[points.region, frame.index]
    assert np.log(frame["gap"]).to_numpy() == pytest.approx(score.to_numpy())
    assert set(frame.index) <= set(points.table.index[points.table["rank"].notna()])
    assert frame["share"].between(0, 1).all()


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_dots_above_the_diagonal_are_the_gaps_above_one(panel, subject):
    context = ranked_report(panel, **subject)
    frame = relatedness(ranked(context))
    result = relatedness_map.relatedness_map(context)
    axes = result.plot().axes[0]
    dots = np.asarray(axes.collections[0].get_offsets())
    assert len(dots) == len(frame)
    assert (dots[:, 1] > dots[:, 0]).sum() == (frame["gap"] > 1).sum() == result.values["room"]
    assert sorted(text.get_text() for text in axes.texts) == sorted(frame.index)
    across, up = axes.lines[0].get_data()
    assert list(across) == list(up)


def test_the_title_names_the_widest_gaps_first(panel):
    context = ranked_report(panel, region="AKM")
    result = relatedness_map.relatedness_map(context)
    frame = relatedness(ranked(context)).sort_values("gap", ascending=False)
    assert result.title.startswith(f"{(frame['gap'] > 1).sum()} of {len(frame)} candidates are lighter")
    assert list(result.frame.index) == list(frame.index)
    assert "most of all “Chemicals”, “Transport equipment”" in result.title


def test_no_room_is_said(panel):
    context = ranked_report(panel, region="AKM")
    frame = relatedness(ranked(context))
    assert relatedness_map._title(context, "hs_section", frame[:0], len(frame)).startswith("No candidate is lighter")
    assert relatedness_map._alt(context, "hs_section", frame[:0], frame).endswith("above the diagonal: –.")


def test_the_alt_text_quotes_names_with_commas(panel):
    context = ranked_report(panel, **RANKED[2])
    assert "“Machinery, electrical”" in relatedness_map.relatedness_map(context).picture.alt


def test_columns_say_that_they_are_ratios(panel):
    table = relatedness_map.relatedness_map(ranked_report(panel, region="AKM")).table
    assert [column.label for column in table.columns[1:3]] == ["Weight today, 1 = usual", "Weight suggested, 1 = usual"]
    assert table.columns[-1].label.endswith("%")
