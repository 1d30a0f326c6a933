"""Table and bullet chart of the programme's indicators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis.monitor_plots import bullets
from iidsp_analysis.monitors.programme import NO_TARGET, UNVERIFIED, Judgement
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.programme_figures import Programme, frame_of, indices

#: Flags that a column of their own tells.
IN_COLUMNS = (UNVERIFIED, NO_TARGET)


def table(context: Context, programme: Programme, told: Sequence[Judgement]) -> Table:
    """Every judgement with its numbers; a column that would be empty is left out."""
    language, say = context.language, context.language.say
    frame = frame_of(programme, told)
    frame["name"] = [words.row_name(language, one, context.year) for one in told]
    frame["verified"] = [words.verified_mark(language, one.target) for one in told]
    frame["light"] = [words.LIGHTS[one.light](language) for one in told]
    frame["remark"] = [words.flags_text(language, tuple(flag for flag in one.flags if flag not in IN_COLUMNS))
                       for one in told]  # fmt: skip
    frame["required"], frame["since_base"] = frame["required_rate"] / 100, frame["index"] / 100 - 1
    columns = (
        Column("name", say("Indicator, unit, target"), "text"),
        Column("light", say("Light"), "text"),
        Column("fact", say("Fact")),
        Column("since_base", say("Since the base year"), "signed_percent"),
        Column("path", say("Path")),
        Column("path_share", say("Fact less path"), "signed_percent"),
        Column("goal", _goal_head(context, told)),
        Column("required", say("Needed a year"), "signed_percent"),
        Column("change_part", say("Part in the country's change, pp"), "signed", 2),
        Column("gap_part", say("Part in the country's distance from its path, pp"), "signed", 2),
        Column("remark", say("Remark"), "text"),
    )
    shown = tuple(column for column in columns if column.form == "text" or frame[column.key].notna().any())
    return Table(frame, shown, say("Indicators of the programme, {year}", year=context.year))


def _goal_head(context: Context, told: Sequence[Judgement]) -> str:
    """A target is of its target year, which is not the fact's: the head says so."""
    say = context.language.say
    years = {one.target.target_year for one in told if one.target is not None and np.isfinite(one.goal)}
    return say("Target of {year}", year=years.pop()) if len(years) == 1 else say("Target of its target year")


def _chart(context: Context, told: Sequence[Judgement]) -> pd.DataFrame:
    """Rows of the picture: what has an index or a target on the way to one."""
    rows: dict[str, dict[str, float]] = {}
    for one in told:
        numbers = indices(one)
        if not any(map(np.isfinite, numbers.values())):
            continue
        name = words.indicator_name(context.language, one.indicator)
        row = f"{name}, {one.base_year}→{one.year}"
        rows.setdefault(row, numbers)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["fact", "target", "path"])


def drawn(context: Context, told: Sequence[Judgement]) -> Axes:
    """Bullets: the bar is the fact, the marks are target and path."""
    say = context.language.say
    labels = {"fact": say("fact"), "target": _target_label(context, told), "path": say("path"),
              "missing": say("no figure")}  # fmt: skip
    return bullets(_chart(context, told), context.language, unit=say("index, base year = 100"), labels=labels)


def _target_label(context: Context, told: Sequence[Judgement]) -> str:
    """The mark of unverified targets belongs to the picture too: it is copied without its table."""
    say = context.language.say
    verified = {one.is_verified for one in told if np.isfinite(indices(one)["target"])}
    if False not in verified:
        return say("target")
    return say("target, partly unverified") if True in verified else say("target, unverified")


def alt(context: Context, told: Sequence[Judgement]) -> str:
    """The same in words."""
    language = context.language
    listed = [
        f"{name} {language.number(row['fact'])}"
        for name, row in _chart(context, told).iterrows()
        if np.isfinite(row["fact"])
    ]
    return language.say(
        "Bars from the base year (100) to the fact, with marks for target and path where there is one: {list}.",
        list="; ".join(listed),
    )
