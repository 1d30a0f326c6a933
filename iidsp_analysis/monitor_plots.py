"""Drawings of plan against fact: bullets and signed contributions, and those over time from ``time_plots``."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from iidsp_analysis.language import Language
from iidsp_analysis.plots import ACCENT, QUIET, SECOND, canvas, colour, number_axis, shade
from iidsp_analysis.time_plots import fan, frame_width, months_with_breaks, text_width

__all__ = ["bullets", "fan", "months_with_breaks", "signed_contributions"]

#: Characters of a row's name on one line; inches of a row of one or two lines, and of each further line.
NAME_WIDTH, ROW, NEXT_LINE = 26, 0.29, 0.14
#: Edges of the frame as shares of the picture: names and numbers stand to its left, where a narrow screen shows them.
LEFT, RIGHT = 0.37, 0.97
#: Points between the frame and the numbers, and between the names and the frame: room for the widest number.
GAP, NUMBERS = 6.0, 42.0
#: Index of the base year.
BASE = 100.0


def bullets(
    frame: pd.DataFrame, language: Language, *, unit: str, labels: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """One indicator a row: a bar from the base year to the fact, a tick at the target, a diamond on the way to it.

    The bar starts at the base year's 100: its length is the growth since then, in either direction. The legend names
    only what is drawn.

    Parameters
    ----------
    frame : DataFrame
        Rows are the names of indicators, the first on top; columns ``fact``, ``target``, ``path`` are indices to the
        base year = 100. A missing target or path has no mark; a missing fact has the caller's words instead of a bar.
    labels : mapping
        Words of the reader for ``fact``, ``target``, ``path`` and ``missing``.
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    names = [textwrap.fill(str(name), NAME_WIDTH) for name in frame.index]
    axes = _rows_canvas(names, heading=0.35) if ax is None else ax
    places = np.arange(len(frame))[::-1]
    fact, target, path = (frame[key].to_numpy(dtype=float) for key in ("fact", "target", "path"))
    known = np.isfinite(fact)
    bars = axes.barh(places[known], (fact - BASE)[known], left=BASE, height=0.46, color=colour(ACCENT))
    ticks = axes.plot(
        target, places, "|", color=shade("text.color"), markersize=17, markeredgewidth=2.4, linestyle="none"
    )
    diamonds = axes.plot(path, places, "D", color=colour(SECOND), markersize=5, clip_on=False,
                         markeredgecolor=shade("figure.facecolor"), linestyle="none")  # fmt: skip
    axes.axvline(BASE, color=shade("axes.labelcolor"), linewidth=0.8)
    _set_rows(axes, names, places)
    number_axis(axes.xaxis, language, unit)
    _room(axes, frame.to_numpy(dtype=float), BASE, 0.06)
    for place, value, marks in zip(places, fact, np.column_stack([target, path]), strict=True):
        _tell_fact(axes, language, place, value, marks, labels["missing"])
    drawn = {"fact": (bars, fact), "target": (ticks[0], target), "path": (diamonds[0], path)}
    _name_marks(axes, {labels[key]: mark for key, (mark, values) in drawn.items() if np.isfinite(values).any()})
    return axes


def signed_contributions(
    values: pd.Series,
    language: Language,
    *,
    unit: str,
    highlight: Collection[str] = (),
    ax: Axes | None = None,
) -> Axes:
    """Bars to either side of zero, the largest rise on top, each with its signed number by its name; some stand out.

    Parameters
    ----------
    values : Series
        Contributions by the name that the reader sees; missing ones are left out (the table shows them).
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    ordered = values.dropna().sort_values()
    names = [textwrap.fill(str(name), NAME_WIDTH) for name in ordered.index]
    axes = _rows_canvas(names, heading=0.1) if ax is None else ax
    places = np.arange(len(ordered))
    colours = [colour(ACCENT if name in highlight else QUIET) for name in ordered.index]
    axes.barh(places, ordered.to_numpy(dtype=float), color=colours, height=0.68)
    digits = 1 if ordered.abs().max() >= 10 else 2
    axes.axvline(0, color=shade("axes.labelcolor"), linewidth=0.8)
    _set_rows(axes, names, places)
    number_axis(axes.xaxis, language, unit)
    _room(axes, ordered.to_numpy(dtype=float), 0.0, 0.04)
    for place, value in zip(places, ordered, strict=True):
        _tell_number(axes, place, language.signed(value, digits))
    return axes


def _rows_canvas(names: Collection[str], *, heading: float) -> Axes:
    """A picture with room for as many rows as there are names, each of one line or more."""
    lines = max((name.count("\n") for name in names), default=0)
    height = heading + 0.6 + (ROW + NEXT_LINE * max(lines - 1, 0)) * max(len(names), 3)
    return canvas(height, left=LEFT, right=RIGHT, top=1 - heading / height, bottom=0.55 / height)


def _set_rows(axes: Axes, names: Collection[str], places: np.ndarray) -> None:
    axes.set_yticks(places, list(names), linespacing=1.05)
    axes.tick_params(axis="y", pad=GAP + NUMBERS)
    axes.set_ylim(-0.6, max(len(names), 1) - 0.4)
    axes.grid(visible=False, axis="y")


def _room(axes: Axes, values: np.ndarray, origin: float, share: float) -> None:
    """Limits that hold all values and the origin, with a share of the span for what is written beside the bars."""
    known = np.append(values[np.isfinite(values)], origin)
    low, high = float(known.min()), float(known.max())
    span = (high - low) or 1.0
    axes.set_xlim(low - (share * span if low < origin else 0.02 * span), high + share * span)


def _tell_fact(axes: Axes, language: Language, place: float, value: float, marks: np.ndarray, missing: str) -> None:
    """The fact's number between its name and the frame; or the words for a missing one on its row."""
    if np.isfinite(value):
        _tell_number(axes, place, language.number(value))
        return
    left, right = axes.get_xlim()
    needed = (text_width(missing, 8.0) + 12) / frame_width(axes) * (right - left)
    after = BASE
    for mark in np.sort(marks[np.isfinite(marks)]):  # the words stand after the last mark that they would cover
        after = mark if after - 0.1 * needed <= mark < after + needed else after
    axes.annotate(missing, (after, place), (7, 0), textcoords="offset points", va="center", fontsize=8.0,
                  color=shade("axes.labelcolor"), annotation_clip=False)  # fmt: skip


def _tell_number(axes: Axes, place: float, told: str) -> None:
    """A number right before the frame, where no bar and no mark can stand."""
    axes.annotate(told, (0, place), (-GAP, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                  ha="right", va="center", fontsize=float(mpl.rcParams["ytick.labelsize"]),
                  annotation_clip=False)  # fmt: skip


def _name_marks(axes: Axes, marks: Mapping[str, Artist]) -> None:
    if marks:
        axes.legend(list(marks.values()), list(marks), loc="lower left", bbox_to_anchor=(-0.5, 1.0), ncols=3,
                    borderaxespad=0.2, markerscale=0.7)  # fmt: skip
