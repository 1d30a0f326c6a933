"""Made here or registered here: can the region have made what customs data book for it."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots
from iidsp_analysis.monitors.export_capacity import LARGEST_SPECIALISATION, USUAL_SPECIALISATION
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.made_or_registered import Flag, excess_of
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, UNKNOWN, Judgement
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import made_or_registered_picture as picture
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered_finding import (
    finding,
    judged_cells,
    judgement_of,
    nothing_is_known,
    registered_sentence,
)
from iidsp_analysis.sections.made_or_registered_regions import regions_side_by_side
from iidsp_analysis.sections.made_or_registered_words import SOURCES

__all__ = ["judgement_of", "made_or_registered", "registered_sentence"]


@section("Made here or registered here", DROP_TABLES, SOURCES)
def made_or_registered(context: Context) -> Result:
    """Exports of the region by HS section against what its industries can carry; the country: regions side by side."""
    judgement = judgement_of(context)
    if context.is_country:
        return regions_side_by_side(context, judgement)
    cells, judged = judgement.of(context.region.id), judged_cells(judgement, context.region.id)
    if nothing_is_known(judged):
        raise words.nothing_known(context, judged)
    flag = excess_of(judgement, context.region.id)
    language, say = context.language, context.language.say
    return Result(
        title=finding(context, judgement),
        reading=_readings(context, judgement, flag, judged),
        language=language,
        caption=context.caption(say("mln USD, current prices"), context.period, SOURCES,
                                note=say("average official rate of the year")),
        sources=SOURCES,
        values={"at_least": flag.at_least, "impossible": flag.impossible, "share_of_all": flag.share_of_all,
                "share_of_processed": flag.share_of_processed},
        table=_table(context, cells, judged, judgement.totals[context.region.id]),
        picture=Picture(plots.picture(lambda: picture.bars(context, judged)), picture.alt(context, judged)),
        caveats=(*words.rule(context), *words.caveats(context)),
    )  # fmt: skip


def _readings(context: Context, judgement: Judgement, flag: Flag, judged: pd.DataFrame) -> tuple[str, ...]:
    return (
        *_listed(context, judged),
        _together(context, judgement),
        *_how_sure(context, flag),
        *_unknown(context, judged),
    )


def _listed(context: Context, judged: pd.DataFrame) -> list[str]:
    """One sentence for each section that is not simply possible."""
    language, say = context.language, context.language.say
    odd = judged[(judged["excess"] > 0) | (judged["verdict"] == DOUBTFUL)]
    return [
        say(
            "{goods}: exports of {exports} mln USD. If the region were {k} times as specialised in them as the "
            "country, its output would be {usual} mln USD; the largest is {upper} mln USD. The verdict: {verdict} "
            "({reason}).",
            goods=goods_label(context, str(code)),
            k=language.number(USUAL_SPECIALISATION, 0),
            exports=words.millions(context, row["exports"]),
            usual=words.millions(context, row["usual"]),
            upper=words.millions(context, row["upper"]),
            verdict=words.VERDICTS[row["verdict"]](language),
            reason=words.REASONS[row["reason"]](language),
        )
        for code, row in odd.iterrows()
    ]


def _together(context: Context, judgement: Judgement) -> str:
    say = context.language.say
    sold, output = (judgement.processed[name][context.region.id] for name in ("exports", "output"))
    return say(
        "All processed goods together: exports of {exports} mln USD against an output of works, mines and farms of "
        "{output} mln USD at most.",
        exports=words.millions(context, sold), output=words.millions(context, output),
    )  # fmt: skip


def _how_sure(context: Context, flag: Flag) -> list[str]:
    """How much of an excess is beyond any assumption, and how much it can be at most."""
    language, say = context.language, context.language.say
    sentences = []
    if flag.sections:
        sentences.append(say(
            "Most likely only registered here: {amount} mln USD. Of it above the largest output, so that it cannot "
            "have been made here: {impossible} mln USD.",
            amount=words.millions(context, flag.at_least), impossible=words.millions(context, flag.impossible),
        ))  # fmt: skip
    if flag.is_raised and flag.sections:
        sentences.append(say("These goods are {share} of all exports of the region: that is the most it can be.",
                             share=language.percent(flag.in_flagged)))  # fmt: skip
    return sentences


def _unknown(context: Context, judged: pd.DataFrame) -> list[str]:
    """What the test leaves open, by the figure that is missing."""
    unknown = judged[judged["verdict"] == UNKNOWN]
    return [
        context.language.say("Cannot be judged: {goods} ({reason}). No flag is no proof.",
                             goods=words.goods(context, list(map(str, group.index))),
                             reason=words.REASONS[str(reason)](context.language))
        for reason, group in unknown.groupby("reason")
    ]  # fmt: skip


def _table(context: Context, cells: pd.DataFrame, judged: pd.DataFrame, total: float) -> Table:
    language, say = context.language, context.language.say
    frame = judged[["exports", "usual", "upper", "impossible"]] / MILLION
    frame["excess"] = judged["excess"].mask(judged["reason"] == "above_largest", 0.0) / MILLION  # they have a source
    frame["share"] = judged["exports"] / total
    frame["name"] = [goods_label(context, str(code)) for code in judged.index]
    frame["physical"] = [_evidence(context, value) for value in judged["physical"]]
    frame["verdict"] = [words.VERDICTS[value](language) for value in judged["verdict"]]
    left = cells["exports"].drop(judged.index).sum()
    rest = {"name": say("other goods, not judged"), "exports": left / MILLION, "share": left / total}
    frame = pd.concat([frame, pd.DataFrame([rest], index=["rest"])])
    columns = (
        Column("name", say("Goods"), "text"),
        Column("exports", say("Exports, mln USD"), digits=0),
        Column("share", say("Share of exports, %"), "percent"),
        Column("usual", say("Usual output, {k} times the country's specialisation, mln USD",
                            k=language.number(USUAL_SPECIALISATION, 0)), digits=0),
        Column("upper", say("Largest output, {k} times, mln USD",
                            k=language.number(LARGEST_SPECIALISATION, 0)), digits=0),
        Column("excess", say("Above usual output, no source here, mln USD"), digits=0),
        Column("impossible", say("Above the largest output, mln USD"), digits=0),
        Column("physical", say("Measured products of the region"), "text"),
        Column("verdict", say("Verdict"), "text"),
    )  # fmt: skip
    flagged = frozenset(judged.index[judged["excess"] > 0])
    return Table(frame, columns, say("Exports against what the region's industries can carry"), flagged,
                 frozenset({"rest"}))  # fmt: skip


def _evidence(context: Context, value: object) -> str | None:
    """Words for physical evidence; a section without a measured product has none."""
    return words.EVIDENCE[value](context.language) if isinstance(value, str) else None
