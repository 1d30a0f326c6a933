"""Made here or registered here, for one industry: the regions whose exports of its goods can or cannot be their own."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import PRODUCT_GROUPS
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, NOT_JUDGED, REGISTERED
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.industry_growth_points import candidates_of_industry
from iidsp_analysis.sections.made_or_registered_finding import judgement_of

SOURCES = words.SOURCES


def goods_of(code: str) -> list[str]:
    """The group of goods itself, or those that hold goods of the division."""
    return candidates_of_industry(PRODUCT_GROUPS, code)


def cells_of(context: Context, code: str) -> pd.DataFrame:
    """Verdicts on the goods of an industry by ``(region, section)``, the largest exports first.

    Raises
    ------
    MissingDataError
        If no exports of the year are loaded.
    StatedError
        If the industry has no goods in the table of exports.
    """
    cells = judgement_of(context).cells
    chosen = cells[cells.index.get_level_values("section").isin(goods_of(code))]
    if chosen.empty:
        say = context.language.say
        raise StatedError(
            say("The table of exports prints no group of goods that this industry makes."),
            what_next=say("Without goods nothing can be said of where they are made."),
        )
    return chosen.sort_values("exports", ascending=False, kind="stable")


def origin(context: Context, code: str) -> Result:
    """Hold exports of the industry's goods against what the regions can carry; called through the guard of the page."""
    cells = cells_of(context, code)
    judged = cells[cells["verdict"] != NOT_JUDGED]
    here = _here(context, cells)
    language, say = context.language, context.language.say
    shown = pd.concat([judged, here[here["verdict"] == NOT_JUDGED]])
    return Result(
        title=_country_title(context, judged) if here.empty else _title(context, here),
        reading=(
            _odd(context, judged),
            say("Cells that are too small for the test, or without an industry, are left out: {count}.",
                count=len(cells) - len(shown)),
        ),
        language=language,
        caption=context.caption(say("mln USD, current prices"), context.period, SOURCES,
                                note=say("average official rate of the year")),
        sources=SOURCES,
        values={"judged": float(len(judged)), "registered": float((judged["verdict"] == REGISTERED).sum())},
        table=_table(context, shown),
        caveats=(*words.rule(context), *words.caveats(context)),
    )  # fmt: skip


def doubt(context: Context, code: str) -> tuple[str, ...]:
    """What other sections say where the region's exports of these goods are in doubt; nothing otherwise."""
    try:
        here = _here(context, cells_of(context, code))
    except MissingDataError:
        return ()
    odd = here[here["verdict"].isin([REGISTERED, DOUBTFUL])]
    return (f"{_title(context, odd)}.",) if len(odd) else ()


def _here(context: Context, cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells.index.get_level_values("region") == context.region.id]


def _title(context: Context, here: pd.DataFrame) -> str:
    """The verdict on the region's own goods."""
    language, say = context.language, context.language.say
    told = [
        say("{goods}: {verdict} ({reason})", goods=goods_label(context, str(section)),
            verdict=words.VERDICTS[row["verdict"]](language), reason=words.REASONS[row["reason"]](language))
        for (_, section), row in here.iterrows()
    ]  # fmt: skip
    return say("Made or registered {in_region}, {year} – {verdicts}", in_region=context.in_region, year=context.year,
               verdicts="; ".join(told))  # fmt: skip


def _country_title(context: Context, judged: pd.DataFrame) -> str:
    return context.language.say(
        "Exports of these goods in {year}: most likely only registered there in {registered} of {count} judged cells, "
        "in doubt in {doubtful}",
        year=context.year, count=len(judged), registered=int((judged["verdict"] == REGISTERED).sum()),
        doubtful=int((judged["verdict"] == DOUBTFUL).sum()),
    )  # fmt: skip


def _odd(context: Context, judged: pd.DataFrame) -> str:
    say = context.language.say
    odd = judged[judged["verdict"].isin([REGISTERED, DOUBTFUL])]
    if odd.empty:
        return say("In no judged region do exports of these goods contradict what its industries can make; that is no "
                   "proof that they are made there.")  # fmt: skip
    names = dict.fromkeys(context.short_names[str(region)] for region, _ in odd.index)
    return say("Exports above what the industries of the region usually make: {names}.",
               names=prose.enumerate_words(context.language, list(names)))  # fmt: skip


def _table(context: Context, shown: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    frame = (shown[["exports", "usual", "upper", "impossible"]] / MILLION).reset_index()
    frame["name"] = [context.short_names[str(region)] for region in frame["region"]]
    frame["goods"] = [goods_label(context, str(section)) for section in frame["section"]]
    frame["verdict"] = [words.VERDICTS[value](language) for value in shown["verdict"]]
    frame["reason"] = [words.REASONS[value](language) for value in shown["reason"]]
    columns = (
        Column("name", say("Region"), "text"),
        Column("goods", say("Goods"), "text"),
        Column("exports", say("Exports, mln USD")),
        Column("usual", say("Usual output, mln USD"), digits=0),
        Column("upper", say("Largest output, mln USD"), digits=0),
        Column("impossible", say("Above the largest output, mln USD"), digits=0),
        Column("verdict", say("Verdict"), "text"),
        Column("reason", say("Reason"), "text"),
    )
    own = frozenset(frame.index[frame["region"] == context.region.id])
    return Table(frame, columns, say("Exports against what the industries of the region can carry"), highlight=own)
