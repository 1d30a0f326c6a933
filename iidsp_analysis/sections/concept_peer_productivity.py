"""The productivity gap to other economies, taken apart: what sectors make per person, and in which people work."""

from __future__ import annotations

from functools import partial

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import concept_peer_words as words
from iidsp_analysis.sections.concept_peer_figures import MANUFACTURING, PeerView, peer_view, productivity
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section


def productivity_gap(context: Context, comparables: str = "") -> Result:
    """Compare value added per employed person with that of other economies, where the file has employment.

    Parameters
    ----------
    comparables : str
        Codes of the economies to compare with, parted by commas; empty: by rule.

    Raises
    ------
    UsageError
        For economies that the file does not have.
    """
    made = partial(_told, named=comparables)
    return section("Productivity gap to other economies", DROP_TABLES)(made)(context)


def _told(context: Context, named: str) -> Result:
    view = peer_view(context, named)
    say = context.language.say
    if not view.peers.has_employment:
        raise StatedError(
            say("The file of other economies has no employment, so that no productivity can be told: value added per "
                "inhabitant is none, as it mixes what a worker makes with how many work."),
            what_next=say("Add the column {column} (thousand persons by sector); what structure and growth tell is "
                          "above.", column="employment"),
        )  # fmt: skip
    frame = productivity(view)
    whole = frame.loc[MANUFACTURING]
    gap = float(whole["within"] + whole["between"])
    return Result(
        title=_title(context, whole, gap),
        reading=(words.who(context, view), _parts(context, whole, gap)),
        language=context.language,
        caption=" · ".join([say("value added per person employed"), words.unit(context, view), str(view.year),
                            say("source: {sources}", sources=view.peers.file)]),
        sources=(words.SOURCE,),
        values={"ratio": _ratio(whole, gap), "within": float(whole["within"]), "between": float(whole["between"]),
                "rank": float(whole["rank"])},
        table=_table(context, view, frame),
        caveats=(*words.origin(context, view),
                 say("Employed persons, not hours; dollars at the exchange rate, not at purchasing power: either moves "
                     "the size of the gap.")),
        against=(_against(context, frame),),
    )  # fmt: skip


def _ratio(whole: pd.Series, gap: float) -> float:
    """Productivity of the others together as a multiple of that of the country."""
    return float((whole["own"] + gap) / whole["own"])


def _title(context: Context, whole: pd.Series, gap: float) -> str:
    say, number = context.language.say, context.language.number
    gaps = words.place_told(whole)
    return prose.by_sign(
        gap / float(whole["own"]),
        up=say("A worker in the manufacturing of the economies compared with makes {times} times as much as here, "
               "which is place {rank} of {all}", times=number(_ratio(whole, gap), 2), **gaps),
        down=say("A worker in manufacturing makes {times} times as much here as in the economies compared with, which "
                 "is place {rank} of {all}", times=number(1 / _ratio(whole, gap), 2), **gaps),
        flat=say("A worker in manufacturing makes as much here as in the economies compared with: place {rank} of "
                 "{all}",                 **gaps),
        missing=say("Productivity gap to other economies"),
    )  # fmt: skip


def _parts(context: Context, whole: pd.Series, gap: float) -> str:
    language = context.language
    within, between = (language.signed(float(whole[name]), 2) for name in ("within", "between"))
    return language.say(
        "Of the distance of {gap} per person, {within} come from what the industries make per person and {between} "
        "from the industries in which people work (above zero: the others are ahead).",
        gap=language.signed(gap, 2),
        within=within,
        between=between,
    )


def _against(context: Context, frame: pd.DataFrame) -> str:
    """How many industries lie on the other side of the middle than manufacturing as a whole."""
    known = frame.dropna(subset=["rank"])
    ahead = known["own"] > known["middle"]
    alone = ahead.drop(MANUFACTURING)
    other = int((alone != bool(ahead[MANUFACTURING])).sum())
    return context.language.say("Industries that lie on the other side of the middle than manufacturing as a whole: "
                                "{other} of {all}.", other=other, all=len(alone))  # fmt: skip


def _table(context: Context, view: PeerView, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=[words.item_name(context, str(item)) for item in frame.index])
    columns = (
        Column("name", say("Industry"), "text"),
        Column("own", say("Per person here"), digits=2),
        Column("low", say("Others: lower quartile"), digits=2),
        Column("middle", say("Others: middle"), digits=2),
        Column("high", say("Others: upper quartile"), digits=2),
        Column("rank", say("Place of {count}", count=int(frame["count"].max())), digits=0),
        Column("within", say("Gap: within the industry"), "signed", 2),
        Column("between", say("Gap: structure"), "signed", 2),
    )
    caption = say("Value added per person employed among other economies, {year}", year=view.year)
    return Table(told, columns, caption, highlight=frozenset({MANUFACTURING}))
