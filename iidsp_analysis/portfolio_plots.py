"""Drawings of a register of projects: bands from one grouping to another, and dates that have moved."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, YearLocator, date2num
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from iidsp_analysis.language import Language
from iidsp_analysis.plots import ACCENT, QUIET, SECOND, canvas, colour, report_style, shade
from iidsp_analysis.time_plots import MOST_YEARS, POINTS, frame_width, text_width

#: Characters of the name of a project on a drawing; stands for a letter that the type does not have.
MOST_LETTERS, UNKNOWN_LETTER = 24, "□"
#: Points: size of the type of names, height of a line of it, free space between two names.
TYPE_SIZE, LINE, BETWEEN = 8.5, 11.0, 4.0
#: Characters of a name beside the bands; width of the bars at their ends and space between bars, shares of the frame.
NAME_WIDTH, BAR, SPACE = 20, 0.025, 0.035
#: Inches: height of the bands with their heads, of a row of the time line, of what stands above and below the rows.
FLOW_HEIGHT, ROW, ABOVE, BELOW = 3.9, 0.2, 0.8, 0.35
#: Size of the type of a row's name, in points.
ROW_TYPE = 8.0
#: What becomes of a date: reached, expected, or passed with nothing reached.
DONE, EXPECTED, OVERDUE = MARKS = ("done", "expected", "overdue")


def label(text: str, most: int = MOST_LETTERS) -> str:
    r"""Return a text of outsiders as it can stand in a drawing.

    It is on one line and not longer than ``most`` characters; a dollar sign starts no formula, and a letter that the
    type of the reports lacks becomes an empty square.

    Examples
    --------
    >>> label("A$1$")
    'A\\$1\\$'
    """
    one_line = " ".join(text.split())
    short = one_line if len(one_line) <= most else one_line[: most - 1] + "…"
    drawn = "".join(letter if ord(letter) in _letters() else UNKNOWN_LETTER for letter in short)
    return drawn.replace("$", r"\$")


@cache
def _letters() -> frozenset[int]:
    """Code points of the letters that the type of the reports has."""
    with report_style():
        return frozenset(get_font(findfont(FontProperties())).get_charmap())


# --- bands ------------------------------------------------------------------------------------------------------


class _Bar(NamedTuple):
    """A bar at one side of the bands: its name, upper and lower edge (downwards from 0), and how much it holds."""

    name: str
    top: float
    bottom: float
    count: float


def flow(counts: pd.DataFrame, language: Language, *, ax: Axes | None = None) -> Axes:
    """Bands from the groups of the rows to those of the columns, as wide as the number that is in both.

    Rows keep their colour by their place in the frame. Groups and bands without a number are not drawn.

    Parameters
    ----------
    counts : DataFrame
        Numbers; index and columns are the names that the reader sees.
    ax : Axes, optional
        Where to draw; a new picture if there is none.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    """
    numbers = counts.fillna(0.0)
    whole = float(numbers.to_numpy().sum())
    if not whole > 0:
        raise ValueError("there is no number to draw bands of")
    axes = canvas(FLOW_HEIGHT, left=0.26, right=0.74, top=0.97, bottom=0.03) if ax is None else ax
    shades = dict(zip(numbers.index, _row_colours(len(numbers)), strict=True))
    left, right = _bars(numbers.sum(axis=1), whole), _bars(numbers.sum(), whole)
    low = max(bars[-1].bottom for bars in (left, right))
    left, right = _centred(left, low), _centred(right, low)
    axes.set_xlim(0, 1)
    axes.set_ylim(low, 0)
    axes.set_axis_off()
    _draw_bands(axes, numbers, left, right, shades, language)
    for bars, at, tints in ((left, 0.0, shades), (right, 1 - BAR, {})):
        for bar in bars:
            tint = tints.get(bar.name, shade("axes.labelcolor"))
            axes.add_patch(Rectangle((at, bar.top), BAR, bar.bottom - bar.top, color=tint, zorder=3))
    _name_bars(axes, left, language, is_left=True)
    _name_bars(axes, right, language, is_left=False)
    return axes


def _row_colours(number: int) -> list[str]:
    """Colours of the rows: the first two stand out, the last of three or more is quiet."""
    return [colour(QUIET if at and at == number - 1 and number > 2 else (ACCENT, SECOND, 3, 4)[at % 4])
            for at in range(number)]  # fmt: skip


def _bars(sums: pd.Series, whole: float) -> list[_Bar]:
    """Stack the groups that hold something from the top down, with space between them."""
    bars, top = list[_Bar](), 0.0
    for name, count in sums[sums > 0].items():
        bars.append(_Bar(str(name), top, top + count, float(count)))
        top += count + SPACE * whole
    return bars


def _centred(bars: Sequence[_Bar], low: float) -> list[_Bar]:
    down = (low - bars[-1].bottom) / 2
    return [bar._replace(top=bar.top + down, bottom=bar.bottom + down) for bar in bars]


def _draw_bands(
    axes: Axes, numbers: pd.DataFrame, left: Sequence[_Bar], right: Sequence[_Bar], shades: Mapping[str, str],
    language: Language,
) -> None:  # fmt: skip
    """Draw a band for every number; bands that are high enough tell it where they end: there they lie apart."""
    line = LINE / _height(axes) * axes.get_ylim()[0]
    starts, ends = {bar.name: bar.top for bar in left}, {bar.name: bar.top for bar in right}
    for source in left:
        for target in right:
            count = float(numbers.loc[source.name, target.name])
            if not count > 0:
                continue
            begin, end = starts[source.name], ends[target.name]
            axes.add_patch(PathPatch(_band(begin, end, count), facecolor=shades[source.name], alpha=0.42, zorder=2))
            if count >= line and count < target.count:  # the whole number of a group stands beside its bar
                axes.annotate(language.number(count, 0), (1 - BAR - 0.015, end + count / 2), ha="right", va="center",
                              fontsize=TYPE_SIZE - 0.5, zorder=4)  # fmt: skip
            starts[source.name], ends[target.name] = begin + count, end + count


def _band(begin: float, end: float, count: float) -> Path:
    """A band that leaves and arrives level."""
    near, middle, far = BAR, 0.5, 1 - BAR
    upper = [(near, begin), (middle, begin), (middle, end), (far, end)]
    lower = [(far, end + count), (middle, end + count), (middle, begin + count), (near, begin + count)]
    bend = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *bend, Path.LINETO, *bend, Path.CLOSEPOLY]
    return Path([*upper, *lower, upper[0]], codes)


def _name_bars(axes: Axes, bars: Sequence[_Bar], language: Language, *, is_left: bool) -> None:
    """Write name and number beside every bar, pushed apart where names would collide, with a line to the bar."""
    told = [f"{textwrap.fill(bar.name, NAME_WIDTH)}\n{language.number(bar.count, 0)}" for bar in bars]
    point = axes.get_ylim()[0] / _height(axes)
    middles = [(bar.top + bar.bottom) / 2 for bar in bars]
    places = apart(middles, [(words.count("\n") + 1) * LINE * point for words in told], BETWEEN * point,
                   axes.get_ylim()[0])  # fmt: skip
    edge, outside, side = (0.0, -0.05, "right") if is_left else (1.0, 1.05, "left")
    for words, middle, place in zip(told, middles, places, strict=True):
        axes.plot([edge, outside * 0.8 if is_left else 1 + 0.8 * (outside - 1)], [middle, place],
                  color=shade("axes.edgecolor"), linewidth=0.7, clip_on=False)  # fmt: skip
        axes.annotate(words, (outside, place), ha=side, va="center", fontsize=TYPE_SIZE, linespacing=1.1,
                      annotation_clip=False)  # fmt: skip


def apart(middles: Sequence[float], heights: Sequence[float], between: float, low: float) -> list[float]:
    """Push names that follow one another from the top (0) apart: down, and up again where they would fall below.

    Parameters
    ----------
    middles, heights : sequence of float
        Where the middle of each name should stand, ascending, and its height, in one unit.
    between : float
        Free space between two names.
    low : float
        Lower edge of the picture; names higher than the picture all together stand out at the top.
    """
    places, floor = list[float](), -between
    for middle, height in zip(middles, heights, strict=True):
        places.append(max(middle, floor + between + height / 2))
        floor = places[-1] + height / 2
    ceiling = low + between
    for at in reversed(range(len(places))):
        places[at] = min(places[at], ceiling - between - heights[at] / 2)
        ceiling = places[at] - heights[at] / 2
    return places


def _height(axes: Axes) -> float:
    """Height of the frame in points."""
    return float(axes.get_position().height * axes.figure.get_figheight() * POINTS)


# --- dates ------------------------------------------------------------------------------------------------------


def timeline(
    dates: pd.DataFrame,
    language: Language,
    *,
    as_of: pd.Timestamp,
    labels: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """One project a row: a hollow mark at the first planned date, a filled one at the last, a line between.

    Parameters
    ----------
    dates : DataFrame
        The first row on top. Index: names as :func:`label` makes them; ``first`` and ``last``: days; ``months``
        between them, written at the right; ``mark``: one of :data:`MARKS`, the shape of the filled mark.
    as_of : Timestamp
        Day of the register, a line from top to bottom.
    labels : mapping
        Words of the reader for ``first``, every one of :data:`MARKS`, ``as_of`` and ``months``.
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    height = ABOVE + BELOW + ROW * max(len(dates), 4)
    axes = _rows_canvas(dates.index, height) if ax is None else ax
    places = np.arange(len(dates))
    first, last = (date2num(dates[name]) for name in ("first", "last"))
    axes.hlines(places, first, last, color=shade("axes.edgecolor"), linewidth=1.6, zorder=2)
    drawn = {labels["first"]: axes.plot(first, places, "o", markerfacecolor=shade("figure.facecolor"),
                                        markeredgecolor=shade("text.color"), markersize=7, zorder=3)[0]}  # fmt: skip
    for mark, (shape, number) in {DONE: ("o", ACCENT), EXPECTED: ("D", SECOND), OVERDUE: (">", 4)}.items():
        chosen = (dates["mark"] == mark).to_numpy()
        if chosen.any():
            drawn[labels[mark]] = axes.plot(last[chosen], places[chosen], shape, color=colour(number), markersize=4.5,
                                            zorder=4)[0]  # fmt: skip
    axes.set_yticks(places, list(dates.index), fontsize=ROW_TYPE)
    axes.set_ylim(len(dates) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    _years(axes, np.concatenate([first, last, [date2num(as_of)]]))
    _name_day(axes, float(date2num(as_of)), labels["as_of"])
    for place, months in zip(places, dates["months"], strict=True):
        _beside(axes, place, language.signed(months, 0))
    _beside(axes, -0.6, labels["months"], above=True)
    frame = axes.get_position()
    corner = (0.02 - frame.x0 / frame.width, 1 + 19 / _height(axes))  # over the name of the day
    axes.legend(list(drawn.values()), list(drawn), loc="lower left", ncols=2, borderaxespad=0.0, handletextpad=0.3,
                columnspacing=1.6, bbox_to_anchor=corner)  # fmt: skip
    return axes


def _rows_canvas(names: Sequence[str], height: float) -> Axes:
    widest = max((text_width(name, ROW_TYPE) for name in names), default=0.0)
    left = (widest + 14) / (POINTS * 7.6)
    return canvas(height, left=max(left, 0.1), right=0.9, top=1 - ABOVE / height, bottom=BELOW / height)


def _years(axes: Axes, days: np.ndarray) -> None:
    """Years below, with room for the marks at both ends."""
    low, high = float(days.min()), float(days.max())
    room = max(0.03 * (high - low), 20.0)
    axes.set_xlim(low - room, high + room)
    axes.xaxis.set_major_locator(YearLocator(-(-(int((high - low) / 365.25) + 1) // MOST_YEARS)))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))


def _name_day(axes: Axes, day: float, words: str) -> None:
    """A line at a day with its name over the frame, kept within the frame's sides."""
    axes.axvline(day, color=colour(SECOND), linewidth=1.2, linestyle="--", zorder=1)
    low, high = axes.get_xlim()
    half = text_width(words, TYPE_SIZE) / frame_width(axes) / 2
    place = min(max((day - low) / (high - low), half), max(1 - half, half))
    axes.annotate(words, (place, 1.0), (0, 4), xycoords="axes fraction", textcoords="offset points", ha="center",
                  color=colour(SECOND), fontsize=TYPE_SIZE)  # fmt: skip


def _beside(axes: Axes, place: float, words: str, *, above: bool = False) -> None:
    """Words to the right of the frame, on a row or over all of them."""
    axes.annotate(words, (1.0, place), (8, 4 if above else 0), xycoords=("axes fraction", "data"),
                  textcoords="offset points", va="bottom" if above else "center", fontsize=ROW_TYPE,
                  annotation_clip=False)  # fmt: skip
