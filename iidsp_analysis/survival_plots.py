"""Drawings of durations: the share to which something has happened, as steps over time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from iidsp_analysis.language import Language
from iidsp_analysis.plots import ACCENT, NumberFormatter, canvas, colour, number_axis, shade

HALF = 50.0


def survival_steps(
    curves: Mapping[str, pd.DataFrame], language: Language, *, unit: str, time: str, ax: Axes | None = None
) -> Axes:
    """Steps of shares over time, the first with its interval as a band, and a line at one half.

    Parameters
    ----------
    curves : mapping of name to DataFrame
        By time, ascending: ``share, low, high`` in percent; a missing limit leaves a gap in the band. A curve ends at
        its last row.
    unit, time : str
        Words of the reader for the two axes.
    ax : Axes, optional
        Where to draw; a new picture if there is none.
    """
    axes = canvas(3.3, right=0.97, top=0.88, bottom=0.15) if ax is None else ax
    for number, (name, curve) in enumerate(curves.items()):
        strong = number == ACCENT
        axes.step(curve.index, curve["share"], where="post", color=colour(number), label=name,
                  linewidth=1.8 if strong else 1.1)  # fmt: skip
        if strong:
            axes.fill_between(curve.index, curve["low"], curve["high"], step="post", color=colour(number), alpha=0.18,
                              linewidth=0)  # fmt: skip
    axes.axhline(HALF, color=shade("axes.edgecolor"), linewidth=1.0, linestyle=":")
    axes.set_ylim(0, 100)
    axes.margins(x=0.01)
    number_axis(axes.yaxis, language, unit)
    axes.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    axes.xaxis.set_major_formatter(NumberFormatter(language))
    axes.set_xlabel(time)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.2)
    return axes
