"""The picture of the test "made here or registered here": exports by HS section, split by what speaks against them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, UNKNOWN
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label

#: The axis ends past the longest bar, so that its diamond is not cut: an empty part at its end would stop it there.
ROOM_FOR_MARKS = 1.03


def bars(context: Context, judged: pd.DataFrame) -> Axes:
    """Bars of exports; the legend holds only the parts that some bar has."""
    say = context.language.say
    names = {
        "plain": say("no contradiction"),
        "no_source": say("above usual output, no source here"),
        "impossible": say("above the largest output"),
        "doubt": say("in doubt"),
    }
    frame = parts(judged)[list(names)][::-1] / words.MILLION
    # Legends leave out a label that starts with an underscore; the column stays, so that colours keep their meaning.
    frame.columns = pd.Index([name if (frame[part] > 0).any() else f"_{part}" for part, name in names.items()])
    frame.index = pd.Index([goods_label(context, str(code)) for code in frame.index])
    axes = plots.stacked_contributions(frame, context.language, unit=say("mln USD"), total_label=say("exports"))
    axes.set_xlim(0, ROOM_FOR_MARKS * frame.sum(axis=1).max())
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(  # in one row: there is no room above the bars for a second one
        handles, labels, loc="lower left", bbox_to_anchor=(-0.46, 1.0), ncols=len(labels), borderaxespad=0.2,
        columnspacing=0.9, handlelength=1.0, handletextpad=0.5,
    )  # fmt: skip
    return axes


def parts(judged: pd.DataFrame) -> pd.DataFrame:
    """Exports of each judged HS section in four parts that add up to them, thousand USD."""
    known = judged[judged["verdict"] != UNKNOWN]
    doubt = (known["exports"] - known["usual"]).where(known["verdict"] == DOUBTFUL, 0.0)
    return pd.DataFrame({
        "plain": known["exports"] - doubt - known["excess"],
        "doubt": doubt,
        "no_source": known["excess"] - known["impossible"],
        "impossible": known["impossible"],
    })  # fmt: skip


def alt(context: Context, judged: pd.DataFrame) -> str:
    """The picture in words: the three largest bars."""
    told = [_bar(context, str(code), row["exports"], row["excess"]) for code, row in judged.head(3).iterrows()]
    return context.language.say("Bars by HS section, exports split by what the region can carry. Largest: {list}.",
                                list="; ".join(told))  # fmt: skip


def _bar(context: Context, code: str, exports: float, excess: float) -> str:
    say, told = context.language.say, {"goods": goods_label(context, code), "exports": words.millions(context, exports)}
    if excess > 0:
        return say("{goods} {exports} mln USD, of which {excess} mln USD most likely only registered here",
                   excess=words.millions(context, excess), **told)  # fmt: skip
    return say("{goods} {exports} mln USD", **told)
