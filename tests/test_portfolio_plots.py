"""Drawings of a portfolio: texts of outsiders are drawn as they are, names do not collide or leave the picture."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from iidsp_analysis import plots
from iidsp_analysis.language import language
from iidsp_analysis.portfolio_plots import DONE, EXPECTED, MARKS, MOST_LETTERS, OVERDUE, apart, flow, label, timeline

RU = language("ru")
MAPS = ["Карта индустриализации", "Карта поддержки предпринимательства региона", "Карта не указана"]
STATUSES = ["Введён в эксплуатацию", "Реализуется", "Планируется", "Приостановлен", "Исключён", "Статус не указан"]
WORDS = {"first": "первый плановый срок ввода", DONE: "введён", EXPECTED: "плановый срок сейчас",
         OVERDUE: "плановый срок прошёл: не раньше этого дня", "as_of": "27 марта 2018 г.",
         "months": "месяцев"}  # fmt: skip
DAY = pd.Timestamp("2018-03-27")


@pytest.fixture(autouse=True)
def _in_the_style():
    with plots.report_style():
        yield


def _texts(axes):
    FigureCanvasAgg(axes.figure).draw()  # the words of a legend find their places only now
    told = [text for text in [*axes.texts, *(axes.get_legend().get_texts() if axes.get_legend() else [])]
            if text.get_text()]  # fmt: skip
    return [(text.get_text(), text.get_window_extent()) for text in told]


def _assert_readable(axes):
    for (one, box), (other, rival) in combinations(_texts(axes), 2):
        assert not box.overlaps(rival), (one, other)
    picture = axes.figure.bbox
    for name, box in _texts(axes):
        assert picture.x0 <= box.x0 < box.x1 <= picture.x1, name
        assert picture.y0 <= box.y0 < box.y1 <= picture.y1, name


# --- texts of outsiders -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["A$1$", r"a\$b$", "$\\frac{1}{0}$", "x_{y}^2", "漢字 😀", "Ёж «Ә»", "\ud800", "a\x00b"]
)
def test_any_text_is_drawn_as_it_is(text):
    figure = Figure()
    drawn = figure.text(0.5, 0.5, label(text))
    FigureCanvasAgg(figure).draw()  # a formula that cannot be read, or a letter that the type lacks, would be an error
    assert drawn._preprocess_math(drawn.get_text())[1] is not True
    assert drawn._preprocess_math(drawn.get_text())[0].count("$") == text.count("$")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_a_name_is_short_on_one_line_and_of_known_letters(text):
    drawn = label(text)
    assert len(drawn.replace(r"\$", "$")) <= MOST_LETTERS
    assert "\n" not in drawn
    assert drawn.count("$") == drawn.count(r"\$")


def test_a_long_name_is_cut_and_says_so():
    assert label("x" * 30, 10) == "x" * 9 + "…"
    assert label("x" * 10, 10) == "x" * 10
    assert label("漢AKM") == "□AKM"


# --- bands ------------------------------------------------------------------------------------------------------


def _counts(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, MAPS, STATUSES)


@pytest.mark.parametrize(
    "rows",
    [
        ([37, 21, 1, 1, 3, 0], [54, 25, 1, 5, 2, 0], [0, 0, 0, 0, 0, 0]),
        ([5, 4000, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 1, 1]),
        ([0, 0, 0, 0, 0, 1], [0] * 6, [0] * 6),
        ([0] * 6, [0] * 6, [1, 1, 1, 1, 1, 900]),
        ([1] * 6, [1] * 6, [1] * 6),
    ],
)
def test_names_and_numbers_of_bands_never_collide(rows):
    axes = flow(_counts(*rows), RU)
    _assert_readable(axes)
    numbers = np.array(rows)
    bands = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(bands) == (numbers > 0).sum(), "a band for every number, and none for zero"
    assert len(bars) == (numbers.sum(axis=0) > 0).sum() + (numbers.sum(axis=1) > 0).sum()


def test_bands_are_as_wide_as_their_numbers_and_fill_their_bars():
    axes = flow(_counts([3, 1, 0, 0, 0, 0], [2, 4, 0, 0, 0, 0], [0] * 6), RU)
    bars = [abs(patch.get_height()) for patch in axes.patches if isinstance(patch, Rectangle)]
    assert bars == pytest.approx([4, 6, 5, 5])
    widths = [patch.get_path().vertices[-2, 1] - patch.get_path().vertices[0, 1]
              for patch in axes.patches if isinstance(patch, PathPatch)]  # fmt: skip
    assert widths == pytest.approx([3, 1, 2, 4])


def test_a_map_keeps_its_colour_where_another_is_empty():
    def colour_of(rows):
        axes = flow(_counts(*rows), RU)
        return next(patch for patch in axes.patches if isinstance(patch, PathPatch)).get_facecolor()

    alone = colour_of(([0] * 6, [1, 0, 0, 0, 0, 0], [0] * 6))
    first = colour_of(([1, 0, 0, 0, 0, 0], [0] * 6, [0] * 6))
    assert alone != first


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="no number"):
        flow(_counts([0] * 6, [0] * 6, [0] * 6), RU)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=7))
def test_names_are_pushed_apart_and_kept_above_the_lower_edge(asked):
    middles, heights = sorted(middle for middle, _ in asked), [height for _, height in asked]
    places = apart(middles, heights, 2.0, 110.0)
    for (one, tall), (other, next_tall) in pairwise(zip(places, heights, strict=True)):
        assert other - next_tall / 2 >= one + tall / 2 + 2 - 1e-9
    assert places[-1] + heights[-1] / 2 <= 110 + 1e-9


# --- time line --------------------------------------------------------------------------------------------------


def _dates(number: int, name: str = "AKM-2016-") -> pd.DataFrame:
    first = pd.Series(pd.date_range("2014-01-31", periods=number, freq="61D"))
    months = np.arange(number) % 9 - 1.0
    last = first + pd.to_timedelta(30.5 * months, unit="D")
    marks = [MARKS[at % 3] for at in range(number)]
    names = [label(f"{name}{at}") for at in range(number)]
    return pd.DataFrame({"first": first, "last": last, "months": months, "mark": marks}).set_axis(names)


@pytest.mark.parametrize(("number", "name"), [(1, "P"), (3, "W" * 40), (30, "нет-ид-"), (7, "$")])
def test_names_of_projects_stay_in_the_picture(number, name):
    axes = timeline(_dates(number, name), RU, as_of=DAY, labels=WORDS)
    _assert_readable(axes)
    box = axes.figure.bbox
    for tick in axes.get_yticklabels():
        assert tick.get_window_extent().x0 >= box.x0
    assert len(axes.get_yticks()) == number


def test_the_first_project_stands_on_top_and_the_day_of_the_register_is_in_the_picture():
    axes = timeline(_dates(4), RU, as_of=DAY, labels=WORDS)
    low, high = axes.get_ylim()
    assert low > high
    left, right = axes.get_xlim()
    day = float(np.ravel(next(line for line in axes.lines if line.get_linestyle() == "--").get_xdata())[0])
    assert left < day < right


def test_only_marks_that_are_drawn_are_named():
    dates = _dates(3).assign(mark=DONE)
    named = [text.get_text() for text in timeline(dates, RU, as_of=DAY, labels=WORDS).get_legend().get_texts()]
    assert named == [WORDS["first"], WORDS[DONE]]


def test_months_are_told_with_their_sign():
    dates = _dates(3)
    told = [text.get_text() for text in timeline(dates, RU, as_of=DAY, labels=WORDS).texts]
    assert {"−1", "0", "+1"} <= set(told)
