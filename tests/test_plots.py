"""Drawings: the report's style and no other, labels that can be read, gaps that stay gaps."""

from __future__ import annotations

from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from iidsp_analysis import plots
from iidsp_analysis.language import language

EN, RU = language("en"), language("ru")
YEARS = [str(year) for year in range(2010, 2018)]


def _style() -> list[str]:
    with plots.report_style():
        return [f"#{to_hex(each)[1:]}" for each in mpl.rcParams["axes.prop_cycle"].by_key()["color"]]


def _drawn(make):
    figure = plots.picture(make)()
    figure.canvas.draw()
    return figure.axes[0]


def _lines_frame(*ends: float) -> pd.DataFrame:
    return pd.DataFrame({f"line {n}": np.linspace(1, end, len(YEARS)) for n, end in enumerate(ends)}, index=YEARS)


DRAWINGS = {
    "bars": lambda: plots.ranked_bars(pd.Series({"a": 1.0, "b": -2.0}), EN, unit="%", reference=1, reference_label="x"),
    "lines": lambda: plots.lines(_lines_frame(1, 2), EN, unit="%", level=1.0, from_zero=True),
    "stacked": lambda: plots.stacked_contributions(
        pd.DataFrame({"p": [1.0, -1.0], "q": [2.0, np.nan]}, index=["a", "b"]), EN, unit="pp", total_label="sum"
    ),
    "months": lambda: plots.months({"m": pd.Series([1, np.nan, 2], ["2017-01", "2017-02", "2017-03"])}, EN, unit=""),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_style_does_not_leak(name):
    before, open_figures = dict(mpl.rcParams), plt.get_fignums()
    figure = plots.picture(DRAWINGS[name])()
    figure.canvas.draw()
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == open_figures


def test_the_style_is_put_back_after_an_error():
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), plots.report_style():
        _ = 1 / 0
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", ["bars", "lines", "stacked", "months"])
def test_colours_come_from_the_style(name):
    axes = _drawn(DRAWINGS[name])
    bars = {to_hex(bar.get_facecolor()) for bar in axes.patches}
    lines = {
        to_hex(line.get_color()) for line in axes.lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 2
    }
    assert bars | lines
    assert bars | lines <= set(_style())


def test_the_highlight_has_its_own_colour():
    values = pd.Series({"a": 1.0, "b": 2.0, "c": 3.0})
    axes = _drawn(lambda: plots.ranked_bars(values, EN, unit="%", highlight={"b"}))
    accent, quiet = _style()[plots.ACCENT], _style()[plots.QUIET]
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == [quiet, accent, quiet]


# --- bars -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({"a": 3.0, "b": -1.5, "c": 0.0}, ["b", "c", "a"]),
        ({"a": -3.0, "b": -1.5}, ["a", "b"]),
        ({"a": 1.0, "b": np.nan}, ["a"]),
        ({"a": 0.0, "b": 0.0}, ["a", "b"]),
        ({"a": 5.0}, ["a"]),
        ({"a": np.nan}, []),
    ],
    ids=str,
)
def test_bars_of_any_sign(values, labels):
    axes = _drawn(lambda: plots.ranked_bars(pd.Series(values, dtype=float), EN, unit="%"))
    assert [label.get_text() for label in axes.get_yticklabels()] == labels
    assert [bar.get_width() for bar in axes.patches] == sorted(value for value in values.values() if value == value)
    low, high = axes.get_xlim()
    assert low <= 0 <= high
    assert low < high


def test_every_bar_carries_its_number_inside_the_picture():
    values = pd.Series({"a": 123.4, "b": -87.6, "c": 0.0})
    axes = _drawn(lambda: plots.ranked_bars(values, RU, unit="%"))
    numbers = {text.get_text(): text for text in axes.texts}
    assert set(numbers) == {"123,4", "−87,6", "0,0"}
    frame = axes.figure.bbox
    for text in numbers.values():
        box = text.get_window_extent()
        assert frame.x0 <= box.x0
        assert box.x1 <= frame.x1


# --- lines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ends", [(5.0, 5.0), (5.0, 5.01, 5.02), (1.0, 9.0), (9.0, 9.0, 9.0, 9.0), (2.0, 2.1, 8.0, 8.1)]
)
@pytest.mark.parametrize("from_zero", [True, False])
def test_names_at_the_ends_of_lines_do_not_overlap(ends, from_zero):
    axes = _drawn(lambda: plots.lines(_lines_frame(*ends), EN, unit="%", from_zero=from_zero))
    boxes = sorted((text.get_window_extent() for text in axes.texts), key=lambda box: box.y0)
    assert len(boxes) == len(ends)
    assert all(lower.y1 <= upper.y0 + 0.5 for lower, upper in pairwise(boxes))
    frame = axes.figure.bbox
    assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 and box.x1 <= frame.x1 for box in boxes)


def test_names_have_the_colour_of_their_line():
    axes = _drawn(lambda: plots.lines(_lines_frame(3, 1, 2), EN, unit="%"))
    colours = {f"line {n}": line.get_color() for n, line in enumerate(axes.lines)}
    assert {text.get_text(): text.get_color() for text in axes.texts} == colours


def test_a_gap_stays_a_gap_and_an_empty_line_has_no_name():
    frame = _lines_frame(3, 1).assign(empty=np.nan)
    frame.loc["2013", "line 0"] = np.nan
    axes = _drawn(lambda: plots.lines(frame, EN, unit="%", from_zero=True))
    assert np.isnan(axes.lines[0].get_ydata()[3])
    assert {text.get_text() for text in axes.texts} == {"line 0", "line 1"}
    assert axes.get_ylim()[0] == 0


def test_years_are_whole_numbers_without_grouping():
    axes = _drawn(lambda: plots.lines(_lines_frame(3), RU, unit="%"))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert all(len(label) == 4 and label.isdigit() for label in labels if label)


# --- numbers on an axis -----------------------------------------------------------------------------------------


def test_ticks_are_told_in_the_reader_s_format():
    assert plots.NumberFormatter(RU).format_ticks([0.0, 0.5, 1.0]) == ["0,0", "0,5", "1,0"]
    assert plots.NumberFormatter(EN).format_ticks([0.0, 0.5, 1.0]) == ["0.0", "0.5", "1.0"]
    assert plots.NumberFormatter(RU).format_ticks([-1000.0, 0.0, 1000.0]) == ["−1\u00a0000", "0", "1\u00a0000"]
    assert plots.NumberFormatter(EN).format_ticks([0.25, 0.5]) == ["0.25", "0.50"]


def test_an_axis_in_russian_has_decimal_commas():
    axes = _drawn(lambda: plots.ranked_bars(pd.Series({"a": 0.4, "b": 1.1}), RU, unit="коэффициент"))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert any("," in label for label in labels)
    assert not any("." in label for label in labels)
    assert axes.get_xlabel() == "коэффициент"


# --- stacked bars, months ---------------------------------------------------------------------------------------


def test_marks_stand_at_the_sum_of_the_parts():
    parts = pd.DataFrame({"p": [1.0, -1.0, 2.0], "q": [2.0, -3.0, np.nan], "r": [-4.0, 1.0, 1.0]}, index=list("abc"))
    axes = _drawn(lambda: plots.stacked_contributions(parts, EN, unit="pp", total_label="sum"))
    marks = axes.lines[0].get_xdata()
    assert marks[:2].tolist() == [-1.0, -3.0]
    assert np.isnan(marks[2])  # a sum with an unknown part is not known
    right = max(bar.get_x() + max(bar.get_width(), 0) for bar in axes.patches)
    left = min(bar.get_x() + min(bar.get_width(), 0) for bar in axes.patches)
    assert (left, right) == (-4.0, 3.0)


def test_a_month_without_a_figure_leaves_a_gap():
    axes = _drawn(DRAWINGS["months"])
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, True, False]
    assert axes.get_ylim()[0] == 0
