"""What the comparisons with other economies share: who they are, whose file it is, and what speaks against it."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.comparables import NAMED, PER_HEAD
from iidsp_analysis.reference.peer_records import peer_sectors
from iidsp_analysis.sections.concept_peer_figures import MANUFACTURING, UPPER, PeerView, economy_names, sides
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.position import share_series

#: Name of the source of these sections: a file of the user, which no table of the panel is.
SOURCE = "peers"


def item_name(context: Context, item: str) -> str:
    """Reader's name of a sector or a sum of sectors."""
    say = context.language.say
    if item in peer_sectors():
        return peer_sectors()[item].name[context.language.code]
    return {MANUFACTURING: say("Manufacturing"), UPPER: say("High and medium-high technology")}[item]


def place_told(row: pd.Series, prefix: str = "") -> dict[str, int]:
    """Place and number of economies, as gaps of a sentence."""
    return {"rank": int(row[f"{prefix}rank"]), "all": int(row["count"])}


def who(context: Context, view: PeerView) -> str:
    """Which economies are compared with, and by which rule."""
    say, names = context.language.say, ", ".join(economy_names(context, view.chosen.codes))
    if view.chosen.rule == NAMED:
        return say("Compared with the economies that were named: {names}.", names=names)
    if view.chosen.rule == PER_HEAD:
        return say("Compared with the economies nearest in value added per inhabitant: {names}.", names=names)
    return say("Compared with all other economies of the file, rich and poor ({count}): it has no population, so that "
               "nobody can tell whose income is alike. Name some as {parameter} to narrow it.",
               count=len(view.chosen.codes), parameter="comparables")  # fmt: skip


def origin(context: Context, view: PeerView) -> tuple[str, ...]:
    """Whose file it is, and what of it was left out."""
    say, peers = context.language.say, view.peers
    source = (peers.source or say("its maker is not named beside it")).rstrip(".")
    told = [say("The figures are the user's own file {file} (SHA-256 {checksum}…): {source}. They are no official "
                "statement.", file=peers.file, checksum=peers.checksum[:12], source=source)]  # fmt: skip
    if peers.left_out:
        told.append(say("Left out in single years, for an amount below zero or a missing sector: {count} of the "
                        "economies' years.", count=len(peers.left_out)))  # fmt: skip
    return tuple(told)


def unit(context: Context, view: PeerView) -> str:
    """The unit that the file names."""
    return context.language.say("value added in {unit}", unit=view.peers.unit)


def against_official(context: Context, view: PeerView, share: float) -> tuple[str, ...]:
    """The official share of the same year, at current prices of the country."""
    try:
        official = float(share_series(context)[schema.COUNTRY][str(view.year)])
    except (MissingDataError, KeyError):
        return ()
    language = context.language
    return (language.say(
        "The official share of manufacturing in {year} is {official} of GDP at current prices, the file says {share}: "
        "other prices, other classes of industry and an estimate lie between the two.",
        year=view.year, official=language.percent(official), share=language.percent(share),
    ),)  # fmt: skip


def against_year(context: Context, view: PeerView) -> tuple[str, ...]:
    """In how many years the country lay on the other side of the middle."""
    told = sides(view)
    if len(told) < 2:
        return ()
    other = int((told != told.iloc[-1]).sum())
    return (context.language.say(
        "From {first} to {last} the share of manufacturing lay on the other side of the middle of these economies in "
        "{other} of {all} years.", first=told.index[0], last=told.index[-1], other=other, all=len(told),
    ),)  # fmt: skip


def listed(context: Context, values: pd.Series) -> str:
    """Items with their distance in percentage points."""
    return ", ".join(f"{prose.quoted(context.language, item_name(context, str(item)))} {context.language.points(value)}"
                     for item, value in values.items())  # fmt: skip
