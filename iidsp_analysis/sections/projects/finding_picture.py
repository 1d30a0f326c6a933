"""Bars of findings by rule, the gravest on top."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, SEVERITIES, WARNING
from iidsp_analysis.sections.projects.finding_words import by_rule, severities_name

#: Number of the style's colour by severity: the gravest is the one that stands out most.
COLOURS = {ERROR: plots.SECOND, WARNING: plots.ACCENT, NOTICE: plots.QUIET}
#: Inches a bar, one line of a name more, and everything around the bars.
ROW, LINE, AROUND = 0.27, 0.13, 1.0
NAME_WIDTH = 38


def finding_bars(found: pd.DataFrame, language: Language) -> Axes:
    """Draw the number of findings by rule.

    Parameters
    ----------
    found : DataFrame
        One finding a row: ``rule``, ``severity``; at least one.
    """
    counts = pd.concat([by_rule(found[found["severity"] == severity]) for severity in SEVERITIES])
    gravity = found.drop_duplicates("rule").set_index("rule")["severity"]
    names = [textwrap.fill(RULES[str(rule)].title(language), NAME_WIDTH) for rule in counts.index]
    lines = sum(name.count("\n") for name in names)
    height = AROUND + ROW * max(len(counts), 3) + LINE * lines
    axes = plots.canvas(height, left=0.36, top=1 - 0.35 / height, bottom=0.55 / height)
    places = -np.arange(len(counts))
    shades = [plots.colour(COLOURS[gravity[rule]]) for rule in counts.index]
    bars = axes.barh(places, counts.to_numpy(), color=shades, height=0.7)
    axes.bar_label(bars, [language.number(number, 0) for number in counts], padding=3, fontsize=8)
    axes.set_yticks(places, names, linespacing=1.05)
    axes.set_ylim(min(-len(counts), -3) + 0.4, 0.6)
    axes.set_xlim(0, 1.12 * counts.max())
    axes.grid(visible=False, axis="y")
    plots.number_axis(axes.xaxis, language, language.say("findings"))
    axes.xaxis.get_major_locator().set_params(integer=True)
    _legend(axes, [severity for severity in SEVERITIES if (gravity == severity).any()], language)
    return axes


def _legend(axes: Axes, severities: list[str], language: Language) -> None:
    marks = [Patch(color=plots.colour(COLOURS[severity]), label=severities_name(severity, language))
             for severity in severities]  # fmt: skip
    axes.legend(handles=marks, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, borderaxespad=0.2,
                handlelength=1.2)  # fmt: skip
