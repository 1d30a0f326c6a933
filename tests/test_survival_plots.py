"""The drawing of durations: steps that end where the curve ends, a band for the first, and words of the reader."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import language
from iidsp_analysis.plots import report_style
from iidsp_analysis.survival_plots import survival_steps


def curve(*shares: float) -> pd.DataFrame:
    return pd.DataFrame({"share": shares, "low": [each - 5 for each in shares], "high": None}, dtype=float)


def test_steps_and_band() -> None:
    with report_style():
        axes = survival_steps({"all": curve(0, 20, 60), "one": curve(0, 30)}, language("ru"), unit="%", time="месяцев")
        assert [line.get_xydata()[-1].tolist() for line in axes.lines[:2]] == [[2.0, 60.0], [1.0, 30.0]]
        assert axes.lines[0].get_drawstyle() == "steps-post"
        assert len(axes.collections) == 1
        assert axes.get_ylim() == (0, 100)
        assert [text.get_text() for text in axes.get_legend().get_texts()] == ["all", "one"]
        assert axes.get_xlabel() == "месяцев"
        axes.figure.canvas.draw()
