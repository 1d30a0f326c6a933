"""Drawings over time: a forecast's fan after what was, and months with the date at which their trend turned."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, YearLocator, date2num
from matplotlib.textpath import TextPath

from iidsp_analysis.language import Language
from iidsp_analysis.plots import ACCENT, LABEL_WIDTH, QUIET, SECOND, canvas, colour, number_axis, shade

#: Year ticks that fit under a chart.
MOST_YEARS = 9
#: Points: size of the type of names, height of a line of it; points in an inch.
TYPE_SIZE, LINE, POINTS = 8.5, 11.0, 72.0


def fan(
    history: pd.Series,
    mean: pd.Series,
    lower: pd.Series,
    upper: pd.Series,
    language: Language,
    *,
    unit: str,
    labels: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """What was and what is forecast, with the interval of the forecast as a band.

    Parameters
    ----------
    history, mean, lower, upper : Series
        Amounts by month ``YYYY-MM`` or by year ``YYYY``; a period without a figure leaves a gap.
    labels : mapping
        Words of the reader for ``history``, ``forecast`` and ``interval``.
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    axes = canvas(3.1, right=0.78, top=0.9, bottom=0.12) if ax is None else ax
    known, (ahead, low, high) = _without_holes(history), map(_without_holes, (mean, lower, upper))
    axes.fill_between(date2num(ahead.index), low.to_numpy(), high.to_numpy(), color=colour(SECOND), alpha=0.2)
    axes.plot(known.index, known.to_numpy(), color=colour(ACCENT), linewidth=1.3)
    joined = pd.concat([known.iloc[-1:].dropna(), ahead])  # a line from the last fact; where that is missing, none
    axes.plot(joined.index, joined.to_numpy(), color=colour(SECOND), linewidth=1.6, linestyle="--")
    _finish_time_axes(axes, language, unit)
    axes.annotate(labels["history"], (0, 1.02), xycoords="axes fraction", color=colour(ACCENT), fontsize=TYPE_SIZE)
    _name_ends(axes, {labels["forecast"]: (ahead, colour(SECOND)), labels["interval"]: (high, colour(SECOND))})
    return axes


def months_with_breaks(
    series: pd.Series,
    language: Language,
    *,
    unit: str,
    trend: pd.Series | None,
    break_month: str | None,
    interval: tuple[str, str] | None,
    labels: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Months, their trend, and the month in which the trend turned with the interval of that date.

    Parameters
    ----------
    series, trend : Series
        Amounts by month ``YYYY-MM``; a month without a figure leaves a gap.
    break_month : str, optional
        Month ``YYYY-MM`` of the turn; None draws none.
    interval : tuple of str, optional
        First and last month in which the turn can lie.
    labels : mapping
        Words of the reader for ``series``, and, where they are drawn, for ``trend`` and ``break``.
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    axes = canvas(3.2, right=0.78, top=0.9, bottom=0.12) if ax is None else ax
    shown = _without_holes(series)
    axes.plot(shown.index, shown.to_numpy(), color=colour(QUIET), linewidth=1.1, marker="o", markersize=1.8)
    named = {labels["series"]: (shown, shade("axes.labelcolor"))}
    if trend is not None:
        smooth = _without_holes(trend)
        axes.plot(smooth.index, smooth.to_numpy(), color=colour(ACCENT), linewidth=2.0)
        named[labels["trend"]] = (smooth, colour(ACCENT))
    if interval is not None:
        first, last = (date2num(_start(month)) for month in interval)
        axes.axvspan(first, last, color=colour(SECOND), alpha=0.14, linewidth=0)
    _finish_time_axes(axes, language, unit)
    if break_month is not None:
        _name_break(axes, break_month, labels["break"])
    _name_ends(axes, named)
    return axes


def _start(period: str) -> pd.Timestamp:
    return pd.Period(period, freq="Y" if len(period) == len("YYYY") else "M").to_timestamp()


def _without_holes(series: pd.Series) -> pd.Series:
    """The series by date, with a row for every period between its ends: a line must not bridge an absent row."""
    freq = "Y" if len(str(series.index[0])) == len("YYYY") else "M"
    periods = pd.PeriodIndex(series.index, freq=freq)
    whole = pd.Series(series.to_numpy(dtype=float), index=periods)
    whole = whole.reindex(pd.period_range(periods.min(), periods.max(), freq=freq))
    return whole.set_axis(whole.index.to_timestamp())


def _finish_time_axes(axes: Axes, language: Language, unit: str) -> None:
    """Amounts from zero, years below: names of months would be in the language of the drawing library."""
    axes.margins(x=0.01)
    axes.set_ylim(bottom=0)
    number_axis(axes.yaxis, language, unit)
    first, last = axes.get_xlim()
    years = int((last - first) / 365.25) + 1
    axes.xaxis.set_major_locator(YearLocator(-(-years // MOST_YEARS)))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))


def _name_ends(axes: Axes, named: Mapping[str, tuple[pd.Series, str]]) -> None:
    """Name lines in the right margin at their last values, wrapped, and pushed apart where names would collide."""
    low, high = axes.get_ylim()
    line = LINE / (axes.get_position().height * axes.figure.get_figheight() * POINTS) * (high - low)
    ends = {words: float(values.dropna().iloc[-1]) for words, (values, _) in named.items() if values.notna().any()}
    places, floor = {}, low
    for words in sorted(ends, key=lambda words: ends[words]):
        half = line * (textwrap.fill(words, LABEL_WIDTH).count("\n") + 1) / 2
        places[words] = max(ends[words], floor + half)
        floor = places[words] + half
    over = max(floor - high, 0.0)  # what would stand above the frame comes down with all under it
    for words, place in places.items():
        axes.annotate(textwrap.fill(words, LABEL_WIDTH), (1.01, place - over), xycoords=("axes fraction", "data"),
                      va="center", fontsize=TYPE_SIZE, linespacing=1.1, color=named[words][1],
                      annotation_clip=False)  # fmt: skip


def _name_break(axes: Axes, month: str, words: str) -> None:
    """A line at the month with its words over the frame, kept within the frame's sides."""
    at = date2num(_start(month))
    axes.axvline(at, color=colour(SECOND), linewidth=1.4, linestyle="--")
    left, right = axes.get_xlim()
    half = text_width(words, TYPE_SIZE) / frame_width(axes) / 2
    place = min(max((at - left) / (right - left), half), max(1 - half, half))
    axes.annotate(words, (place, 1.02), xycoords="axes fraction", ha="center", color=colour(SECOND), fontsize=TYPE_SIZE)


def text_width(words: str, size: float) -> float:
    """Width of words in the style's type, in points: Cyrillic letters are wider than Latin ones."""
    return float(TextPath((0, 0), words, size=size).get_extents().width)


def frame_width(axes: Axes) -> float:
    """Width of the frame of a drawing, in points."""
    return float(axes.get_position().width * axes.figure.get_figwidth() * POINTS)
