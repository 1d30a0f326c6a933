"""Drawings of rankings: names that can be read, empty cells that stay empty, intervals beside their rivals."""

from __future__ import annotations

from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb

from iidsp_analysis import plots, ranking_plots
from iidsp_analysis.language import language

EN, RU = language("en"), language("ru")
#: Eight candidates close to one another, as in a region whose industries are alike.
CROWDED = pd.DataFrame(
    {"present": np.linspace(0.95, 1.1, 8), "expected": np.linspace(1.05, 0.95, 8), "share": 0.01},
    index=[f"Candidate {number}" for number in range(8)],
)
SPREAD = pd.DataFrame(
    {"present": [0.1, 1.0, 5.0], "expected": [0.5, 1.5, 1.0], "share": [0.1, 0.5, 0.4]}, index=["a", "b", "c"]
)
CELLS = pd.DataFrame({"VI": [1.0, np.nan], "IV": [0.2, 0.0]}, index=["Akmola", "Astana"])
LABELS = pd.DataFrame({"VI": ["1", ""], "IV": ["3", "2"]}, index=CELLS.index)
SCORES = pd.DataFrame({"ic": [0.3, 0.1], "low": [0.2, -0.1], "high": [0.4, 0.3]}, index=["exports", "value added"])
RIVALS = pd.Series([0.35, 0.05], SCORES.index)


def _drawn(make):
    figure = plots.picture(make)()
    figure.canvas.draw()
    return figure.axes[0]


def _scatter(frame, reader=EN):
    return _drawn(lambda: ranking_plots.scatter_with_diagonal(frame, reader, across="today", up="suggested"))


def _heat_map(cells=CELLS, labels=LABELS, reader=EN):
    return _drawn(lambda: ranking_plots.heat_map(cells, reader, unit="share", labels=labels))


def _intervals(reader=EN):
    return _drawn(
        lambda: ranking_plots.intervals(SCORES, reader, rivals=RIVALS, unit="correlation", label="s", rival_label="r")
    )


DRAWINGS = {"scatter": lambda: _scatter(SPREAD), "heat map": _heat_map, "intervals": _intervals}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_style_does_not_leak(name):
    before, open_figures = dict(mpl.rcParams), plt.get_fignums()
    DRAWINGS[name]()
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == open_figures


# --- dots with names -------------------------------------------------------------------------------------------


def _boxes(axes):
    return [text.get_window_extent() for text in axes.texts]


def _covered(axes):
    """Pairs of names that cover one another by more than a hair."""
    return [
        (a, b)
        for a, b in combinations(_boxes(axes), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]


def test_every_dot_is_named_and_the_diagonal_is_drawn():
    axes = _scatter(SPREAD)
    assert {text.get_text() for text in axes.texts} == {"a", "b", "c"}
    assert np.asarray(axes.collections[0].get_offsets()) == pytest.approx(SPREAD[["present", "expected"]].to_numpy())
    across, up = axes.lines[0].get_data()
    assert list(across) == list(up)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_larger_shares_have_larger_dots():
    sizes = _scatter(SPREAD).collections[0].get_sizes()
    assert list(np.argsort(sizes)) == [0, 2, 1]
    assert sizes.min() >= ranking_plots.SMALLEST_DOT


@pytest.mark.parametrize("seed", range(6))
def test_names_do_not_cover_one_another_where_a_side_is_free(seed):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"present": np.exp(random.normal(0, 1.2, 12)), "expected": np.exp(random.normal(0, 0.8, 12)), "share": 0.05},
        index=["Food, drinks, tobacco", "Stone, ceramics, glass", *(f"Candidate {number}" for number in range(10))],
    )
    assert _covered(_scatter(frame)) == []


def test_a_crowd_of_eight_finds_eight_sides():
    assert len(_covered(_scatter(CROWDED))) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_names_stay_within_the_frame(seed):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"present": np.exp(random.normal(0, 1.2, 10)), "expected": np.exp(random.normal(0, 0.8, 10)), "share": 0.3},
        index=[f"A rather long name {number}" for number in range(10)],
    )
    axes = _scatter(frame)
    assert all(axes.bbox.x0 - 1 <= box.x0 and box.x1 <= axes.figure.bbox.x1 for box in _boxes(axes))
    assert all(axes.bbox.y0 - 2 <= box.y0 and box.y1 <= axes.bbox.y1 + 2 for box in _boxes(axes))


def test_a_single_dot_can_be_drawn():
    assert len(_scatter(SPREAD[:1]).texts) == 1


def test_ticks_are_in_the_reader_s_format():
    frame = SPREAD / [1, 1, 1]
    told = [label.get_text() for label in _scatter(frame, RU).get_xticklabels()]
    assert any("," in label for label in told)
    assert not any("." in label for label in told)


# --- heat map --------------------------------------------------------------------------------------------------


def test_cells_without_a_number_stay_white_and_silent():
    axes = _heat_map()
    assert sorted(text.get_text() for text in axes.texts) == ["1", "2", "3"]
    assert np.ma.getmaskarray(axes.images[0].get_array()).tolist() == [[False, False], [True, False]]


def test_a_missing_label_is_none():
    axes = _heat_map(labels=LABELS.replace("", None))
    assert sorted(text.get_text() for text in axes.texts) == ["1", "2", "3"]
    axes = _heat_map(labels=LABELS.replace("", np.nan))
    assert sorted(text.get_text() for text in axes.texts) == ["1", "2", "3"]


def test_labels_stand_on_their_cells_and_can_be_read_on_dark_ones():
    axes = _heat_map()
    places = {text.get_text(): text.get_position() for text in axes.texts}
    assert places == {"1": (0, 0), "3": (1, 0), "2": (1, 1)}
    colours = {text.get_text(): to_hex(text.get_color()) for text in axes.texts}
    assert colours["1"] != colours["3"]
    assert colours["2"] == colours["3"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Akmola", "Astana"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["VI", "IV"]


def _luminance(colour):
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("value", np.linspace(0, 1, 21))
def test_labels_can_be_read_on_every_shade(value):
    axes = _heat_map(pd.DataFrame({"a": [value]}), pd.DataFrame({"a": ["1"]}))
    ground, (text,) = axes.images[0], axes.texts
    light, dark = sorted((_luminance(text.get_color()), _luminance(ground.to_rgba(value)[:3])), reverse=True)
    assert (light + 0.05) / (
        dark + 0.05
    ) >= 3.9  # near the 4.5 that WCAG asks of small type; middle tones allow no more


def test_shades_run_from_nothing_to_one():
    assert _heat_map().images[0].get_clim() == (0.0, 1.0)


# --- intervals -------------------------------------------------------------------------------------------------


def test_rivals_stand_on_the_line_of_their_score():
    axes = _intervals()
    score, rival = axes.lines[0], axes.lines[1]
    assert list(score.get_xdata()) == list(SCORES["ic"])
    assert list(rival.get_xdata()) == list(RIVALS)
    assert list(score.get_ydata()) == list(rival.get_ydata()) == [1, 0]  # the first row on top
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["s", "r"]
    assert to_hex(score.get_color()) != to_hex(rival.get_color())


def test_limits_and_names_belong_to_their_rows():
    axes = _intervals()
    segments = axes.collections[0].get_segments()
    assert [(line[0][0], line[1][0], line[0][1]) for line in segments] == [(0.2, 0.4, 1), (-0.1, 0.3, 0)]
    names = {round(label.get_position()[1]): label.get_text() for label in axes.get_yticklabels()}
    assert names == {1: "exports", 0: "value added"}
    assert axes.get_xlabel() == "correlation"


def test_chance_is_marked():
    axes = _intervals()
    assert list(axes.lines[2].get_xdata()) == [0, 0]


def test_an_unknown_interval_is_not_drawn():
    scores = SCORES.assign(low=[0.2, np.nan])
    axes = _drawn(lambda: ranking_plots.intervals(scores, EN, rivals=RIVALS, unit="c", label="s", rival_label="r"))
    assert len(axes.lines[0].get_xdata()) == 2
