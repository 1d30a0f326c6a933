"""Drawings of plan against fact and over time: gaps stay gaps, names do not collide, nothing leaves the picture."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from iidsp_analysis import plots
from iidsp_analysis.language import language
from iidsp_analysis.monitor_plots import bullets, fan, months_with_breaks, signed_contributions

RU, EN = language("ru"), language("en")
FAN_WORDS = {"history": "Факт", "forecast": "Прогноз, сезонный наивный", "interval": "90-процентный интервал"}
MONTH_WORDS = {"series": "Экспорт за месяц", "trend": "Тренд без сезона",
               "break": "Перелом: февраль 2025 (90 %: январь 2024 – август 2025)"}  # fmt: skip
BULLET_WORDS = {"fact": "факт", "target": "цель", "path": "линейный путь", "missing": "нет загруженных данных"}
BULLETS = pd.DataFrame(
    {"fact": [112.0, 96.0, np.nan, np.nan], "target": [123.0, 115.0, 121.0, np.nan],
     "path": [108.0, np.nan, 107.0, np.nan]},
    index=["Валовая добавленная стоимость обрабатывающей промышленности", "Экспорт", "Производительность", "Энергия"],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_the_style():
    with plots.report_style():
        yield


@pytest.fixture
def months() -> pd.Series:
    labels = [str(month) for month in pd.period_range("2015-01", "2025-12", freq="M")]
    series = pd.Series(np.random.default_rng(1).gamma(4, 30, 132), labels)
    series["2023-01":"2023-12"] = np.nan
    return series


def _fan(months, **other):
    ahead = [str(month) for month in pd.period_range("2026-01", "2026-12", freq="M")]
    mean = pd.Series(np.linspace(100, 130, 12), ahead)
    return fan(months, mean, 0.5 * mean, 1.9 * mean, RU, unit="млн долл. США", labels=FAN_WORDS, **other)


def _boxes(axes):
    axes.figure.canvas.draw()
    return [(text, text.get_window_extent()) for text in axes.texts if text.get_text()]


def _assert_readable(axes):
    boxes = _boxes(axes)
    for (one, box), (other, rival) in combinations(boxes, 2):
        assert not box.overlaps(rival), (one.get_text(), other.get_text())
    picture = axes.figure.bbox
    low, high = axes.get_ylim()
    shown = [tick for tick in axes.get_yticklabels() if low <= tick.get_position()[1] <= high]
    for text, box in [*boxes, *((tick, tick.get_window_extent()) for tick in shown)]:
        inside = picture.x0 <= box.x0 and box.x1 <= picture.x1 and picture.y0 <= box.y0 and box.y1 <= picture.y1
        assert inside, text.get_text()


def test_a_gap_in_the_history_stays_a_gap(months):
    line = _fan(months.dropna()).lines[0]  # absent rows, too
    assert np.isnan(line.get_ydata()).sum() == 12
    assert len(line.get_ydata()) == 132


def test_the_forecast_begins_at_the_last_fact_and_not_at_a_missing_one(months):
    assert _fan(months).lines[1].get_ydata()[0] == months.iloc[-1]
    months.iloc[-1] = np.nan
    assert len(_fan(months).lines[1].get_ydata()) == 12


def test_a_fan_of_years():
    history = pd.Series([800.0, 900, 850, 950], ["2014", "2015", "2016", "2017"])
    mean = pd.Series([960.0, 970], ["2018", "2019"])
    axes = fan(history, mean, 0.9 * mean, 1.01 * mean, EN, unit="mln USD", labels=FAN_WORDS)
    _assert_readable(axes)
    ticks = {tick.get_text() for tick in axes.get_xticklabels()}
    assert {"2015", "2019"} <= ticks
    assert axes.get_ylim()[0] == 0


def test_a_break_has_its_line_its_interval_and_its_words(months):
    axes = months_with_breaks(months, RU, unit="млн", trend=months.rolling(12).mean(), break_month="2025-02",
                              interval=("2024-01", "2025-08"), labels=MONTH_WORDS)  # fmt: skip
    _assert_readable(axes)
    at = date2num(pd.Timestamp("2025-02-01"))
    assert next(line for line in axes.lines if len(line.get_xdata()) == 2).get_xdata() == [at, at]
    (band,) = axes.patches
    assert band.get_x() == date2num(pd.Timestamp("2024-01-01"))
    assert band.get_x() + band.get_width() == date2num(pd.Timestamp("2025-08-01"))


def test_without_a_break_there_is_one_line(months):
    axes = months_with_breaks(months, EN, unit="mln", trend=None, break_month=None, interval=None, labels=MONTH_WORDS)
    assert len(axes.lines) == 1
    assert not axes.patches
    assert [text.get_text() for text in axes.texts] == [MONTH_WORDS["series"]]


@pytest.mark.parametrize("gap", [0.0, 0.5, 30.0])
def test_names_of_lines_that_end_together_stand_apart(months, gap):
    level = pd.Series(500.0, months.index)
    axes = months_with_breaks(level, RU, unit="млн", trend=level - gap, break_month="2015-02", interval=None,
                              labels=MONTH_WORDS)  # fmt: skip
    _assert_readable(axes)


def test_bars_of_bullets_begin_at_the_base_year():
    axes = bullets(BULLETS, RU, unit="Индекс, 2015 год = 100", labels=BULLET_WORDS)
    _assert_readable(axes)
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(100.0, 12.0), (100.0, -4.0)]
    first_words = [tick.get_text().split()[0] for tick in axes.get_yticklabels()]
    assert first_words == ["Валовая", "Экспорт", "Производительность", "Энергия"]


def _legend(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_the_legend_of_bullets_names_what_is_drawn():
    assert _legend(bullets(BULLETS, RU, unit="Индекс", labels=BULLET_WORDS)) == ["факт", "цель", "линейный путь"]
    facts = BULLETS.assign(target=np.nan, path=np.nan)
    assert _legend(bullets(facts, RU, unit="Индекс", labels=BULLET_WORDS)) == ["факт"]
    assert bullets(facts.assign(fact=np.nan), RU, unit="Индекс", labels=BULLET_WORDS).get_legend() is None


def test_a_mark_at_the_edge_is_whole():
    edge = pd.DataFrame({"fact": [101.0], "target": [140.0], "path": [140.0]}, index=["Экспорт"])
    axes = bullets(edge, RU, unit="Индекс", labels=BULLET_WORDS)
    (diamond,) = [line for line in axes.lines if line.get_marker() == "D"]
    assert not diamond.get_clip_on()
    axes.figure.canvas.draw()
    assert diamond.get_window_extent().x1 + 5 < axes.figure.bbox.x1


def test_numbers_stand_beside_the_names_where_a_narrow_screen_shows_them():
    pictures = {
        "112,0": bullets(BULLETS, RU, unit="Индекс", labels=BULLET_WORDS),
        "−1 242,50": signed_contributions(pd.Series({"Западно-Казахстанская область": -1242.5, "Алматы": 1.0}), RU,
                                          unit="млн"),
    }  # fmt: skip
    for axes in pictures.values():
        _assert_readable(axes)
        frame = axes.get_window_extent()
        numbers = [box for text, box in _boxes(axes) if text.get_text()[-1].isdigit()]
        names = [tick.get_window_extent() for tick in axes.get_yticklabels()]
        assert numbers
        assert all(box.x1 <= frame.x0 and box.x1 < 0.4 * axes.figure.bbox.width for box in numbers)
        assert max(box.x1 for box in names) <= min(box.x0 for box in numbers)


@pytest.mark.parametrize(
    "name",
    ["Энергоёмкость обрабатывающей промышленности, 2012→2017", "Производство обрабатывающей продукции, 2012→2017"],
)
def test_long_russian_names_stay_inside(name):
    _assert_readable(bullets(BULLETS.iloc[:1].set_axis([name]), RU, unit="Индекс", labels=BULLET_WORDS))
    _assert_readable(signed_contributions(pd.Series({name: -1242.5, "Алматы": 1.0}), RU, unit="млн"))


def test_a_missing_fact_has_words_that_cover_no_mark():
    axes = bullets(BULLETS, RU, unit="Индекс", labels=BULLET_WORDS)
    told = [(text, box) for text, box in _boxes(axes) if text.get_text() == BULLET_WORDS["missing"]]
    assert len(told) == 2
    (box,) = [box for text, box in told if text.xy[1] == 1]
    marks = [axes.transData.transform((BULLETS.loc["Производительность", key], 1))[0] for key in ("target", "path")]
    assert not any(box.x0 <= mark <= box.x1 for mark in marks)
    assert {text.get_text() for text, _ in _boxes(axes)} >= {"112,0", "96,0"}


def test_signed_contributions_stand_on_both_sides_and_missing_ones_are_left_out():
    values = pd.Series({"Западно-Казахстанская область без города": -242.5, "Алматы": 535.4, "Ноль": 0.0,
                        "Нет": np.nan})  # fmt: skip
    axes = signed_contributions(values, RU, unit="млн долл. США", highlight=["Алматы"])
    _assert_readable(axes)
    assert [text.get_text() for text in axes.texts] == ["−242,5", "0,0", "+535,4"]
    colours = [to_hex(bar.get_facecolor()) for bar in axes.patches]
    assert colours == [plots.colour(plots.QUIET), plots.colour(plots.QUIET), plots.colour(plots.ACCENT)]


def test_small_contributions_keep_two_decimals():
    axes = signed_contributions(pd.Series({"a": 0.541, "b": -0.2}), EN, unit="points")
    assert [text.get_text() for text in axes.texts] == ["−0.20", "+0.54"]


def test_the_drawings_take_axes(months):
    axes = Figure(figsize=(7, 3)).add_subplot()
    assert _fan(months, ax=axes) is axes
    for draw in (lambda ax: signed_contributions(pd.Series({"a": 1.0}), EN, unit="", ax=ax),
                 lambda ax: bullets(BULLETS, EN, unit="", labels=BULLET_WORDS, ax=ax),
                 lambda ax: months_with_breaks(months, EN, unit="", trend=None, break_month=None, interval=None,
                                               labels=MONTH_WORDS, ax=ax)):  # fmt: skip
        own = Figure(figsize=(7, 3)).add_subplot()
        assert draw(own) is own
