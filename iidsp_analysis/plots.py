"""Frame + Axes → Axes. Colours and type come from ``reference/report.mplstyle``; words come from the caller."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator

from iidsp_analysis.language import Language

WIDTH = 7.6
#: Characters that fit beside a line chart.
LABEL_WIDTH = 19
ACCENT, SECOND, QUIET = 0, 1, 5


@contextmanager
def report_style() -> Iterator[None]:
    """Draw in the style of the reports, leaving the caller's settings as they were."""
    with mpl.rc_context(_style()):
        yield


@cache
def _style() -> mpl.RcParams:
    style = resources.files("iidsp_analysis") / "reference" / "report.mplstyle"
    with resources.as_file(style) as path:
        return mpl.rc_params_from_file(path, use_default_template=False)


def colour(number: int) -> str:
    """Return the style's n-th colour now: a name such as ``C0`` would be looked up when the style is gone."""
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    return str(cycle[number % len(cycle)])


def shade(role: str) -> str:
    """Return the style's colour of a role such as ``axes.edgecolor``."""
    return str(mpl.rcParams[role])


class NumberFormatter(Formatter):
    """Ticks in the reader's number format, with as many decimals as tell the ticks apart."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.digits = 0

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Choose the decimals for all ticks together."""
        self.digits = next((n for n in range(4) if all(abs(v - round(v, n)) < 1e-9 for v in values)), 4)
        return [self(value) for value in values]

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one tick."""
        return self.language.number(value, self.digits)


def canvas(height: float, *, left: float = 0.09, right: float = 0.97, top: float = 0.95, bottom: float = 0.12) -> Axes:
    """One Axes on a figure of the page's width with fixed margins (a tight layout would lay text out twice)."""
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_subplot()
    figure.subplots_adjust(left=left, right=right, top=top, bottom=bottom)
    return axes


def picture(draw: Callable[[], Axes]) -> Callable[[], Figure]:
    """Wrap a drawing so that it is made in the report's style when it is shown."""

    def drawn() -> Figure:
        with report_style():
            return draw().figure

    return drawn


def number_axis(axis: Axis, language: Language, unit: str) -> None:
    """Put the reader's number format and the unit on an axis."""
    axis.set_major_formatter(NumberFormatter(language))
    axis.set_major_locator(MaxNLocator(6))
    axis.set_label_text(unit)


def ranked_bars(
    values: pd.Series,
    language: Language,
    *,
    unit: str,
    highlight: Collection[str] = (),
    reference: float | None = None,
    reference_label: str = "",
    digits: int = 1,
) -> Axes:
    """Horizontal bars, largest on top, each with its number; one or two stand out.

    Parameters
    ----------
    values : Series
        Numbers by label; missing ones are left out (the table shows them).
    """
    ordered = values.dropna().sort_values()
    axes = canvas(0.65 + 0.25 * max(len(ordered), 3), left=0.31, bottom=0.55 / (0.65 + 0.25 * max(len(ordered), 3)))
    colours = [colour(ACCENT if label in highlight else QUIET) for label in ordered.index]
    bars = axes.barh(np.arange(len(ordered)), ordered.to_numpy(), color=colours, height=0.72)
    axes.set_yticks(np.arange(len(ordered)), list(ordered.index))
    numbers = axes.bar_label(bars, [language.number(value, digits) for value in ordered], padding=3, fontsize=8)
    for number in numbers:  # a reference line must not cross out a number
        number.set_bbox({"facecolor": shade("figure.facecolor"), "edgecolor": "none", "pad": 0.6})
        number.set_zorder(4)
    axes.grid(visible=False, axis="y")
    number_axis(axes.xaxis, language, unit)
    _room_for_labels(axes, ordered)
    if reference is not None:
        axes.axvline(reference, color=colour(SECOND), linewidth=1.4, linestyle="--", zorder=3)
        axes.annotate(
            reference_label, (reference, 0), (4, 4), xycoords=("data", "axes fraction"), textcoords="offset points",
            color=colour(SECOND), fontsize=8.5, ha="left", va="bottom",
            bbox={"facecolor": shade("figure.facecolor"), "alpha": 0.85, "pad": 1},
        )  # fmt: skip
    return axes


def _room_for_labels(axes: Axes, values: pd.Series) -> None:
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    axes.set_xlim(low - (0.12 * span if low < 0 else 0.0), high + 0.12 * span)
    if low < 0:
        axes.axvline(0, color=shade("axes.labelcolor"), linewidth=0.8)


def lines(
    frame: pd.DataFrame,
    language: Language,
    *,
    unit: str,
    height: float = 3.2,
    level: float | None = None,
    accent: Collection[str] = (),
    from_zero: bool = False,
) -> Axes:
    """Lines over years, each named at its end; gaps stay gaps.

    ``from_zero`` starts the axis at zero, for shares and rates: a cut axis makes a small move look large.

    Parameters
    ----------
    frame : DataFrame
        Years as rows, one line a column, columns are the names that the reader sees.
    level : float, optional
        A level to draw behind the lines (100, zero or a share that is talked about).
    """
    axes = canvas(height, right=0.78, bottom=0.15)
    years = frame.index.astype(int).to_numpy()
    if level is not None:
        axes.axhline(level, color=shade("axes.edgecolor"), linewidth=1.0, linestyle=":")
    for position, (name, values) in enumerate(frame.items()):
        style = "-" if not accent or name in accent else "--"
        axes.plot(years, values.to_numpy(dtype=float), style, color=colour(position), marker="o", markersize=2.8)
    if from_zero:
        axes.set_ylim(bottom=0, top=1.08 * float(np.nanmax(frame.to_numpy(dtype=float))))
    _end_labels(axes, frame)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    number_axis(axes.yaxis, language, unit)
    return axes


def _end_labels(axes: Axes, frame: pd.DataFrame) -> None:
    """Name each line at its last value, wrapped to the margin and pushed apart where names would collide."""
    ends = {name: values.dropna().iloc[-1] for name, values in frame.items() if values.notna().any()}
    low, high = axes.get_ylim()
    names = sorted(ends, key=lambda name: ends[name])
    told = {name: textwrap.fill(str(name), LABEL_WIDTH) for name in names}
    halves = [(high - low) * 0.035 * (told[name].count("\n") + 1) for name in names]
    places = _spread([ends[name] for name in names], halves, high)
    for name, place in zip(names, places, strict=True):
        words = told[name]
        axes.annotate(
            words, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, linespacing=1.15,
            color=colour(list(frame.columns).index(name)), annotation_clip=False,
        )  # fmt: skip


def _spread(heights: Sequence[float], halves: Sequence[float], top: float) -> list[float]:
    """Push ascending labels of given half heights apart: upwards, and down again where they would leave the picture."""
    places: list[float] = []
    floor = -np.inf
    for height, half in zip(heights, halves, strict=True):
        places.append(max(height, floor + half))
        floor = places[-1] + half
    ceiling = max(top, heights[-1] + halves[-1]) if len(heights) else top
    for number in reversed(range(len(places))):
        places[number] = min(places[number], ceiling - halves[number])
        ceiling = places[number] - halves[number]
    return places


def stacked_contributions(frame: pd.DataFrame, language: Language, *, unit: str, total_label: str) -> Axes:
    """Stacked bars of parts that may have either sign, with the total as a mark on each bar.

    Parameters
    ----------
    frame : DataFrame
        One bar a row, one part a column; parts add up to the total.
    """
    axes = canvas(0.9 + 0.27 * max(len(frame), 3), left=0.31, top=0.86, bottom=0.55 / (0.9 + 0.27 * max(len(frame), 3)))
    positions = np.arange(len(frame))
    above, below = np.zeros(len(frame)), np.zeros(len(frame))
    for number, (name, part) in enumerate(frame.items()):
        values = part.fillna(0.0).to_numpy()
        start = np.where(values >= 0, above, below)
        axes.barh(positions, values, left=start, height=0.68, color=colour(number), label=str(name))
        above, below = above + np.clip(values, 0, None), below + np.clip(values, None, 0)
    totals = frame.sum(axis=1, min_count=len(frame.columns)).to_numpy()
    axes.plot(totals, positions, "D", color=shade("text.color"), markersize=4.5, label=total_label, linestyle="none")
    axes.axvline(0, color=shade("axes.labelcolor"), linewidth=0.8)
    axes.set_yticks(positions, list(frame.index))
    axes.grid(visible=False, axis="y")
    number_axis(axes.xaxis, language, unit)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.46, 1.0), ncols=min(4, len(frame.columns) + 1), borderaxespad=0.2,
        columnspacing=1.4, handlelength=1.4,
    )  # fmt: skip
    return axes


def months(series: Mapping[str, pd.Series], language: Language, *, unit: str) -> Axes:
    """Monthly lines over time; a month without a figure leaves a gap."""
    axes = canvas(3.0, right=0.97, top=0.9, bottom=0.14)
    for number, (name, values) in enumerate(series.items()):
        dates = pd.to_datetime(values.index + "-01")
        axes.plot(dates, values.to_numpy(dtype=float), color=colour(number), label=name, linewidth=1.3)
    number_axis(axes.yaxis, language, unit)
    axes.set_ylim(bottom=0)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.2)
    return axes
