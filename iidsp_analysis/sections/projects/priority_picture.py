"""Bars of the number of projects by verdict."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priorities.verdict import FAILS, MEETS, PARTLY, UNJUDGED

#: Number of the style's colour by verdict: what fails stands out most, what nobody can judge least.
COLOURS = {MEETS: plots.ACCENT, PARTLY: 2, FAILS: plots.SECOND, UNJUDGED: plots.QUIET}
#: Inches a bar, one line of a name more, and above and below the bars.
ROW, LINE, ABOVE, BELOW = 0.27, 0.13, 0.4, 0.55
NAME_WIDTH = 30


def verdict_bars(counts: pd.DataFrame, language: Language, *, labels: Mapping[str, str]) -> Axes:
    """Stacked bars, each part with its number where it is wide enough; at the end the share that meets, of so many.

    Parameters
    ----------
    counts : DataFrame
        Projects; one bar a row, the last on top, by the name that the reader sees; a column a verdict.
    labels : mapping
        The reader's words for each verdict.
    """
    names = [textwrap.fill(str(name), NAME_WIDTH) for name in counts.index]
    height = ABOVE + BELOW + ROW * max(len(counts), 3) + LINE * sum(name.count("\n") for name in names)
    axes = plots.canvas(height, left=0.31, top=1 - ABOVE / height, bottom=BELOW / height)
    places, start, widest = np.arange(len(counts)), np.zeros(len(counts)), float(counts.sum(axis=1).max())
    for verdict, number in counts.items():
        values = number.to_numpy(dtype=float)
        tint = plots.colour(COLOURS[str(verdict)])
        bars = axes.barh(places, values, left=start, height=0.72, color=tint, label=labels[str(verdict)])
        told = [language.number(value, 0) if value > 0.03 * widest else "" for value in values]
        axes.bar_label(bars, told, label_type="center", fontsize=7.5,
                       color=plots.shade("text.color" if verdict == UNJUDGED else "figure.facecolor"))  # fmt: skip
        start = start + values
    axes.bar_label(bars, [_end(row, language) for _, row in counts.iterrows()], padding=4, fontsize=8)
    axes.set_yticks(places, names, linespacing=1.05)
    axes.set_ylim(-0.6, max(len(counts), 3) - 0.4)
    axes.set_xlim(0, 1.17 * widest)
    axes.grid(visible=False, axis="y")
    plots.number_axis(axes.xaxis, language, language.say("projects"))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, borderaxespad=0.2, handlelength=1.2,
                columnspacing=1.4)  # fmt: skip
    return axes


def _end(bar: pd.Series, language: Language) -> str:
    whole = float(bar.sum())
    return language.say("{share} of {number}", share=language.percent(bar[MEETS] / whole, 0),
                        number=language.number(whole, 0))  # fmt: skip
