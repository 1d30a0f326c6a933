"""Made here or registered here: can the region have made what customs data book for it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.made_or_registered import Flag, excess_of
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, NOT_JUDGED, UNKNOWN, Judgement
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered_regions import regions_side_by_side
from iidsp_analysis.sections.made_or_registered_words import SOURCES, THOUSAND


def judgement_of(context: Context) -> Judgement:
    """Verdicts on the exports of the report's year.

    Raises
    ------
    MissingDataError
        If no exports of the year are loaded.
    """
    return context.export_verdicts


def registered_sentence(context: Context) -> str | None:
    """The sentence that export sections of a flagged region put first; None for other regions and the country.

    None also where the figures to tell are missing: no sentence is no proof.
    """
    if context.is_country:
        return None
    try:
        flag = excess_of(judgement_of(context), context.region.id)
    except MissingDataError:
        return None
    return f"{words.flag_sentence(context, flag)}." if flag.is_raised else None


@section("Made here or registered here", DROP_TABLES, SOURCES)
def made_or_registered(context: Context) -> Result:
    """Exports of the region by HS section against what its industries can carry; the country: regions side by side."""
    judgement = judgement_of(context)
    if context.is_country:
        return regions_side_by_side(context, judgement)
    cells = judgement.of(context.region.id)
    judged = cells[cells["verdict"] != NOT_JUDGED].sort_values("exports", ascending=False)
    if judged.empty or (judged["verdict"] == UNKNOWN).all():
        raise words.nothing_known(context, judged)
    flag = excess_of(judgement, context.region.id)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, flag, judged),
        reading=(*_readings(context, judgement, flag, judged), *words.rule(context)),
        language=language,
        caption=context.caption(say("mln USD, current prices"), context.period, SOURCES,
                                note=say("average official rate of the year")),
        sources=SOURCES,
        values={"at_least": flag.at_least, "share_of_all": flag.share_of_all,
                "share_of_processed": flag.share_of_processed},
        table=_table(context, cells, judged, judgement.totals[context.region.id]),
        picture=Picture(plots.picture(lambda: _bars(context, judged)), _alt(context, judged)),
        caveats=words.caveats(context),
    )  # fmt: skip


def _title(context: Context, flag: Flag, judged: pd.DataFrame) -> str:
    say = context.language.say
    told = {"of_region": context.of_region, "year": context.year}
    if flag.is_raised:
        return words.flag_sentence(context, flag)
    if flag.at_least > 0:
        return say("Exports {of_region} in {year}: {amount} mln USD cannot have been made there, too little for a flag",
                   amount=context.language.number(flag.at_least / THOUSAND), **told)  # fmt: skip
    doubtful = [str(code) for code in judged.index[judged["verdict"] == DOUBTFUL]]
    if doubtful:
        return say("Exports {of_region} in {year}: {goods} in doubt, nothing that cannot have been made there",
                   goods=words.goods(context, doubtful), **told)  # fmt: skip
    if (judged["verdict"] == UNKNOWN).any():
        return say("Exports {of_region} in {year} are within what its industries can carry, as far as figures are "
                   "published", **told)  # fmt: skip
    return say("Exports {of_region} in {year} are within what its industries can carry", **told)


def _readings(context: Context, judgement: Judgement, flag: Flag, judged: pd.DataFrame) -> tuple[str, ...]:
    return (*_listed(context, judged), _together(context, judgement), *_unknown(context, judged, flag))


def _listed(context: Context, judged: pd.DataFrame) -> list[str]:
    """One sentence for each section that is not simply possible."""
    language, say = context.language, context.language.say
    odd = judged[(judged["excess"] > 0) | (judged["verdict"] == DOUBTFUL)]
    return [
        say(
            "{goods}: exports of {exports} mln USD against {usual} mln USD of usual output and {upper} mln USD at "
            "most; {verdict}: {reason}.",
            goods=goods_label(context, str(code)),
            exports=language.number(row["exports"] / THOUSAND),
            usual=language.number(row["usual"] / THOUSAND),
            upper=language.number(row["upper"] / THOUSAND),
            verdict=words.VERDICTS[row["verdict"]](language),
            reason=words.REASONS[row["reason"]](language),
        )
        for code, row in odd.iterrows()
    ]


def _together(context: Context, judgement: Judgement) -> str:
    language, say = context.language, context.language.say
    sold, output = (judgement.processed[name][context.region.id] for name in ("exports", "output"))
    return say(
        "All processed goods together: exports of {exports} mln USD against an output of works, mines and farms of "
        "{output} mln USD at most.",
        exports=language.number(sold / THOUSAND), output=language.number(output / THOUSAND),
    )  # fmt: skip


def _unknown(context: Context, judged: pd.DataFrame, flag: Flag) -> list[str]:
    """What the flag leaves open."""
    language, say = context.language, context.language.say
    sentences = []
    if flag.is_raised and flag.sections:
        sentences.append(say("These goods are {share} of all exports of the region: that is the most it can be.",
                             share=language.percent(flag.in_flagged)))  # fmt: skip
    if (judged["verdict"] == UNKNOWN).any():
        sentences.append(say("Some goods cannot be judged, because figures are missing: no flag is no proof."))
    return sentences


def _table(context: Context, cells: pd.DataFrame, judged: pd.DataFrame, total: float) -> Table:
    language, say = context.language, context.language.say
    frame = judged[["exports", "usual", "upper", "excess"]] / THOUSAND
    frame["share"] = judged["exports"] / total
    frame["name"] = [goods_label(context, str(code)) for code in judged.index]
    frame["physical"] = [_evidence(context, value) for value in judged["physical"]]
    frame["verdict"] = [words.VERDICTS[value](language) for value in judged["verdict"]]
    frame["reason"] = [words.REASONS[value](language) for value in judged["reason"]]
    left = cells["exports"].drop(judged.index).sum()
    rest = {"name": say("other goods, not judged"), "exports": left / THOUSAND, "share": left / total}
    frame = pd.concat([frame, pd.DataFrame([rest], index=["rest"])])
    columns = (
        Column("name", say("Goods"), "text"),
        Column("exports", say("Exports, mln USD")),
        Column("share", say("Share of exports, %"), "percent"),
        Column("usual", say("Usual output, mln USD")),
        Column("upper", say("Largest output, mln USD")),
        Column("excess", say("Cannot have been made here, mln USD")),
        Column("physical", say("Physical output"), "text"),
        Column("verdict", say("Verdict"), "text"),
        Column("reason", say("Reason"), "text"),
    )
    flagged = frozenset(judged.index[judged["excess"] > 0])
    return Table(frame, columns, say("Exports against what the region's industries can carry"), flagged,
                 frozenset({"rest"}))  # fmt: skip


def _evidence(context: Context, value: object) -> str | None:
    """Words for physical evidence; a section without a measured product has none."""
    return words.EVIDENCE[value](context.language) if isinstance(value, str) else None


def _bars(context: Context, judged: pd.DataFrame) -> Axes:
    say = context.language.say
    known = judged[judged["verdict"] != UNKNOWN]
    exports, above = known["exports"] / THOUSAND, known["excess"] / THOUSAND
    parts = {say("within what the region can carry"): exports - above, say("cannot have been made here"): above}
    frame = pd.DataFrame(parts)[::-1]
    frame.index = pd.Index([goods_label(context, str(code)) for code in frame.index])
    return plots.stacked_contributions(frame, context.language, unit=say("mln USD"), total_label=say("exports"))


def _alt(context: Context, judged: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    told = [
        say("{goods} {exports} mln USD, of which {excess} mln USD cannot have been made here",
            goods=goods_label(context, str(code)), exports=language.number(row["exports"] / THOUSAND),
            excess=language.number(row["excess"] / THOUSAND))
        for code, row in judged.head(3).iterrows()
    ]  # fmt: skip
    return say("Bars by HS section, exports split by what the region can carry. Largest: {list}.", list="; ".join(told))
