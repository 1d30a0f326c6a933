"""Drawings of rankings: dots with names on two axes, a heat map, and intervals beside what they are compared with."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from iidsp_analysis.language import Language
from iidsp_analysis.plots import ACCENT, LABEL_WIDTH, QUIET, SECOND, NumberFormatter, canvas, colour, number_axis, shade

Box = tuple[float, float, float, float]
#: Areas of dots in square points: of a share of nothing, and what the whole adds.
SMALLEST_DOT, LARGEST_DOT = 24.0, 500.0
#: Points: size of the type of names, height of a line of it.
TYPE_SIZE, LINE = 8.0, 10.0
POINTS = 72.0  # an inch
#: Above this value of a cell light type is read better than dark type.
DARK_FROM = 0.72


def scatter_with_diagonal(
    frame: pd.DataFrame, language: Language, *, across: str, up: str, highlight: Collection[str] = ()
) -> Axes:
    """Dots on two logarithmic axes of one scale, with the line of equality; each dot is named.

    Parameters
    ----------
    frame : DataFrame
        By name: first column across, second up (both above 0), third the share that sets the size of the dot.
    highlight : collection of str
        Names whose dots stand out.
    """
    axes = canvas(5.0, left=0.1, right=0.97, bottom=0.1)
    x, y, share = (frame.iloc[:, at].to_numpy(dtype=float) for at in range(3))
    low, high = min(x.min(), y.min()) / 3, 3 * max(x.max(), y.max())
    axes.plot([low, high], [low, high], color=colour(SECOND), linewidth=1.2, linestyle="--", zorder=1)
    shades = [colour(ACCENT if name in highlight else QUIET) for name in frame.index]
    sizes = SMALLEST_DOT + LARGEST_DOT * share
    axes.scatter(x, y, s=sizes, color=shades, alpha=0.85, edgecolors=shade("figure.facecolor"), zorder=3)
    for axis, label in ((axes.xaxis, across), (axes.yaxis, up)):
        axis.set_label_text(label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(0.7 * x.min(), 2.2 * x.max())
    axes.set_ylim(0.7 * y.min(), 1.6 * y.max())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
        axis.set_major_formatter(NumberFormatter(language))
        axis.set_minor_formatter(NullFormatter())
    _name_dots(axes, frame, x, y, np.sqrt(sizes / np.pi))
    return axes


def quadrants(
    x: pd.Series, y: pd.Series, language: Language, *, x_label: str, y_label: str, split: tuple[float, float],
    highlight: Collection[str] = (),
) -> Axes:  # fmt: skip
    """Dots by two figures of one index, with the two lines that part them into four fields; each dot is named.

    Parameters
    ----------
    x, y : Series
        Figures across and up, the same labels; a pair with a missing figure is left out.
    split : tuple of float
        Where the lines stand, across and up.
    highlight : collection of str
        Labels whose dots stand out.
    """
    frame = pd.DataFrame({"x": x.astype(float), "y": y.astype(float)}).dropna()
    axes = canvas(4.6, left=0.1, right=0.97, bottom=0.12)
    axes.axvline(split[0], color=colour(QUIET), linewidth=1.0, zorder=1)
    axes.axhline(split[1], color=colour(QUIET), linewidth=1.0, zorder=1)
    shades = [colour(ACCENT if not highlight or name in highlight else QUIET) for name in frame.index]
    axes.scatter(frame["x"], frame["y"], s=SMALLEST_DOT, color=shades, edgecolors=shade("figure.facecolor"), zorder=3)
    axes.margins(0.12)
    axes.autoscale_view()  # names look for room within the limits that will be drawn
    for axis, label in ((axes.xaxis, x_label), (axes.yaxis, y_label)):
        axis.set_label_text(label)
        axis.set_major_formatter(NumberFormatter(language))
    radii = np.full(len(frame), np.sqrt(SMALLEST_DOT / np.pi))
    _name_dots(axes, frame, frame["x"].to_numpy(), frame["y"].to_numpy(), radii)
    return axes


def _name_dots(axes: Axes, frame: pd.DataFrame, x: np.ndarray, y: np.ndarray, radii: np.ndarray) -> None:
    """Name dots from the top down, each at the first side where it covers neither a dot nor an earlier name.

    Where no side is free, it stands where it covers least, within the frame if it can.
    """
    points = POINTS / axes.figure.dpi  # everything is measured in points: sizes of type and dots are
    places = axes.transData.transform(np.column_stack([x, y])) * points
    left, bottom, right, top = (float(edge) * points for edge in axes.bbox.extents)
    taken: list[Box] = [(a - r, b - r, a + r, b + r) for (a, b), r in zip(places, radii, strict=True)]
    for at in np.argsort(-y):
        name = str(frame.index[at])
        width = _width(name, TYPE_SIZE)
        offsets = _sides(float(radii[at]) + 3, width)
        boxes = [_box(places[at], offset, width) for offset in offsets]
        covered = [sum(_overlap(box, other) for other in taken) for box in boxes]
        outside = [not _within(box, (left, bottom, right, top)) for box in boxes]
        free = min(range(len(boxes)), key=lambda side: (outside[side], covered[side]))
        taken.append(boxes[free])
        written = axes.annotate(name, (x[at], y[at]), offsets[free], textcoords="offset points", ha="left",
                                va="center", fontsize=TYPE_SIZE, zorder=4)  # fmt: skip
        written.set_path_effects([withStroke(linewidth=1.8, foreground=shade("figure.facecolor"))])


def _width(words: str, size: float) -> float:
    """Width of words in the style's type, in points: Cyrillic letters are wider than Latin ones."""
    return float(TextPath((0, 0), words, size=size).get_extents().width)


def _sides(away: float, width: float) -> list[tuple[float, float]]:
    """Where a name may begin, from its dot: right, left, above, below, and the four corners."""
    up = away + LINE / 2
    return [(away, 0), (-away - width, 0), (-width / 2, up), (-width / 2, -up),
            (away / 2, up), (away / 2, -up), (-width - away / 2, up), (-width - away / 2, -up)]  # fmt: skip


def _box(dot: np.ndarray, offset: tuple[float, float], width: float) -> Box:
    left, middle = dot[0] + offset[0], dot[1] + offset[1]
    return (left, middle - LINE / 2, left + width, middle + LINE / 2)


def _within(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(box: Box, other: Box) -> float:
    """Area that two boxes share."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def heat_map(
    frame: pd.DataFrame,
    language: Language,
    *,
    unit: str,
    labels: pd.DataFrame,
    outlined: pd.DataFrame | None = None,
    left: float = 0.22,
) -> Axes:
    """Coloured cells, rows × columns, darker = larger, each with its own short text; a missing cell stays white.

    Parameters
    ----------
    frame : DataFrame
        Numbers from 0 to 1.
    labels : DataFrame
        Text of every cell, of the same shape; "" or a missing value for none.
    outlined : DataFrame of bool, optional
        Cells of the same shape that get a frame.
    """
    heading = 0.2 + max(_width(str(name), float(mpl.rcParams["xtick.labelsize"])) for name in frame.columns) / POINTS
    height = heading + 0.65 + 0.27 * len(frame)
    axes = canvas(height, left=left, right=0.98, top=1 - heading / height, bottom=0.45 / height)
    values = frame.to_numpy(dtype=float)
    shades = LinearSegmentedColormap.from_list("strength", [shade("figure.facecolor"), colour(ACCENT)])
    mesh = axes.imshow(np.ma.masked_invalid(values), cmap=shades, vmin=0.0, vmax=1.0, aspect="auto")
    axes.set_xticks(np.arange(frame.shape[1]), list(frame.columns), rotation=90)
    axes.xaxis.tick_top()
    axes.set_yticks(np.arange(len(frame)), list(frame.index))
    axes.grid(visible=False)
    told = labels.astype(object).where(labels.notna(), "").to_numpy()
    for row, column in np.argwhere(told != ""):
        dark = values[row, column] > DARK_FROM
        axes.text(column, row, told[row, column], ha="center", va="center", fontsize=7.5,
                  color=shade("figure.facecolor") if dark else shade("text.color"))  # fmt: skip
    for row, column in np.argwhere(outlined.to_numpy(dtype=bool)) if outlined is not None else ():
        corner = (column - 0.46, row - 0.44)
        axes.add_patch(Rectangle(corner, 0.92, 0.88, fill=False, edgecolor=colour(SECOND), linewidth=1.6, zorder=3))
    bar = axes.figure.colorbar(mesh, ax=axes, orientation="horizontal", fraction=0.03, pad=0.015, aspect=50)
    bar.set_label(unit)
    bar.ax.xaxis.set_major_formatter(NumberFormatter(language))
    return axes


def intervals(
    frame: pd.DataFrame,
    language: Language,
    *,
    rivals: pd.Series,
    unit: str,
    label: str,
    rival_label: str,
) -> Axes:
    """Dots with intervals, the first row on top, and a second mark on each line for what they are compared with.

    Parameters
    ----------
    frame : DataFrame
        By name: value, lower and upper limit.
    rivals : Series
        By name: the value to compare with.
    """
    height = 1.1 + 0.36 * len(frame)
    axes = canvas(height, left=0.36, top=1 - 0.32 / height, bottom=0.55 / height)
    positions = np.arange(len(frame))[::-1]
    value, low, high = (frame.iloc[:, at].to_numpy(dtype=float) for at in range(3))
    axes.hlines(positions, low, high, color=colour(ACCENT), linewidth=2.2)
    axes.plot(value, positions, "o", color=colour(ACCENT), markersize=6, linestyle="none", label=label)
    axes.plot(rivals.to_numpy(dtype=float), positions, "D", color=colour(SECOND), markersize=5, linestyle="none",
              label=rival_label)  # fmt: skip
    axes.axvline(0, color=shade("axes.labelcolor"), linewidth=0.8)
    axes.set_yticks(positions, [textwrap.fill(str(name), 2 * LABEL_WIDTH) for name in frame.index])
    axes.set_ylim(-0.6, len(frame) - 0.4)
    axes.grid(visible=False, axis="y")
    number_axis(axes.xaxis, language, unit)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.5, 1.0), ncols=2, borderaxespad=0.2)
    return axes


def ranges(
    frame: pd.DataFrame,
    language: Language,
    *,
    unit: str,
    marks: Mapping[float, str],
    beside: pd.Series,
    heading: str,
) -> Axes:
    """Ranges of multiples on a logarithmic axis, the first row on top, with named lines and a number beside each row.

    Parameters
    ----------
    frame : DataFrame
        By name: middle, lower and upper end, all above 0.
    marks : mapping
        Name of a line over the frame by the multiple at which it stands.
    beside : Series
        By name: what is written to the right of the frame, under the heading.
    """
    height = 1.15 + 0.36 * len(frame)
    axes = canvas(height, left=0.33, right=0.84, top=1 - 0.4 / height, bottom=0.55 / height)
    positions = np.arange(len(frame))[::-1]
    middle, low, high = (frame.iloc[:, at].to_numpy(dtype=float) for at in range(3))
    axes.hlines(positions, low, high, color=colour(ACCENT), linewidth=5, alpha=0.55)
    axes.plot(middle, positions, "o", color=colour(ACCENT), markersize=6, linestyle="none")
    axes.set_xscale("log")
    axes.set_xlim(0.8 * min(low.min(), *marks), 1.25 * max(high.max(), *marks))
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _multiple(language, value)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(unit)
    axes.set_yticks(positions, [textwrap.fill(str(name), 2 * LABEL_WIDTH) for name in frame.index])
    axes.set_ylim(-0.6, len(frame) - 0.4)
    axes.grid(visible=False, axis="y")
    _name_lines(axes, marks)
    for place, told in zip(positions, beside, strict=True):
        _right_of(axes, float(place), str(told))
    axes.annotate(textwrap.fill(heading, LABEL_WIDTH), (1, 1), (10, 3), xycoords="axes fraction",
                  textcoords="offset points", fontsize=TYPE_SIZE, va="bottom", annotation_clip=False)  # fmt: skip
    return axes


def _multiple(language: Language, value: float) -> str:
    """A multiple with no more decimals than it needs: 0.05, 0.5, 5, 50 stand on one axis."""
    return language.number(value, next((digits for digits in range(4) if np.isclose(value, round(value, digits))), 4))


def _name_lines(axes: Axes, marks: Mapping[float, str]) -> None:
    """A line at each mark with its name over the frame; names of the lower ones end there, the last one begins."""
    last = max(marks)
    for at, name in marks.items():
        axes.axvline(at, color=colour(SECOND), linewidth=1.2, linestyle="--" if at == last else ":", zorder=1)
        axes.annotate(name, (at, 1), (2 if at == last else -2, 3), xycoords=("data", "axes fraction"),
                      textcoords="offset points", fontsize=TYPE_SIZE, va="bottom",
                      ha="left" if at == last else "right", annotation_clip=False)  # fmt: skip


def _right_of(axes: Axes, place: float, told: str) -> None:
    axes.annotate(told, (1, place), (10, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                  va="center", fontsize=TYPE_SIZE + 1, annotation_clip=False)  # fmt: skip
