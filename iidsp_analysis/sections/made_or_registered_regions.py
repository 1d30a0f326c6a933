"""Made here or registered here, in the country's report: the regions side by side."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.monitors.made_or_registered import FLAG_SHARE, excesses, flags_of
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, NOT_JUDGED, UNKNOWN, Judgement
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context


def regions_side_by_side(context: Context, judgement: Judgement) -> Result:
    """Regions side by side, the flagged ones named in the title.

    Raises
    ------
    StatedError
        If nothing can be judged.
    """
    language, say = context.language, context.language.say
    found, flags = excesses(judgement), flags_of(judgement)
    if (judgement.cells["verdict"].isin([NOT_JUDGED, UNKNOWN])).all():
        raise words.nothing_known(context, judgement.cells[judgement.cells["verdict"] == UNKNOWN])
    named = [context.short_names[region] for region in flags]
    title = say("Regions where at least {share} of the exports, or of the processed exports, in {year} are most likely "
                "only registered: {list}", share=language.percent(FLAG_SHARE, 0), year=context.year,
                list=prose.enumerate_words(language, named) if named else say("none"))  # fmt: skip
    return Result(
        title=title,
        reading=_how_sure(context, found),
        language=language,
        caption=context.caption(say("mln USD, current prices"), context.period, words.SOURCES,
                                note=say("average official rate of the year")),
        sources=words.SOURCES,
        values={"flagged": float(len(flags)), "at_least": float(found["at_least"].sum())},
        table=_regions(context, judgement, found),
        caveats=(*words.rule(context), *words.caveats(context)),
    )  # fmt: skip


def _how_sure(context: Context, found: pd.DataFrame) -> tuple[str, ...]:
    return (context.language.say(
        "All regions together: {amount} mln USD of exports are most likely only registered; {impossible} mln USD of "
        "them are above the largest output of the region's industries and cannot have been made there.",
        amount=words.millions(context, found["at_least"].sum()),
        impossible=words.millions(context, found["impossible"].sum())),)  # fmt: skip


def _regions(context: Context, judgement: Judgement, found: pd.DataFrame) -> Table:
    say = context.language.say
    frame = found[["share_of_all", "share_of_processed"]].assign(
        at_least=found["at_least"] / words.MILLION,
        impossible=found["impossible"] / words.MILLION,
        name=[context.short_names[region] for region in found.index],
        goods=[words.goods(context, codes) for codes in found["sections"]],
        doubtful=[words.goods(context, _doubtful(judgement, str(region))) for region in found.index],
    )
    columns = (
        Column("name", say("Region"), "text"),
        Column("at_least", say("Most likely only registered here, mln USD"), digits=0),
        Column("impossible", say("Of it above the largest output, mln USD"), digits=0),
        Column("share_of_all", say("Share of exports, %"), "percent"),
        Column("share_of_processed", say("Share of processed exports, %"), "percent"),
        Column("goods", say("Goods most likely only registered here"), "text"),
        Column("doubtful", say("Goods in doubt"), "text"),
    )
    return Table(frame, columns, say("Exports that are most likely only registered in the region"),
                 frozenset(found.index[found["is_raised"]]))  # fmt: skip


def _doubtful(judgement: Judgement, region: str) -> list[str]:
    cells = judgement.of(region)
    return [str(code) for code in cells.index[cells["verdict"] == DOUBTFUL]]
