"""How far is manufacturing from that of other economies? Structure and growth, from the user's own file."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, ranking_plots
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import concept_peer_words as words
from iidsp_analysis.sections.concept_peer_figures import MANUFACTURING, UPPER, PeerView, peer_view, placed_figures
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

#: Sectors that are named as the farthest from the middle.
NAMED_MOST = 3


def structure_among_peers(context: Context, comparables: str = "") -> Result:
    """Place the shares and the growth of the country's industries among those of other economies.

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
    return section("Manufacturing beside other economies", DROP_TABLES)(made)(context)


def _told(context: Context, named: str) -> Result:
    view = peer_view(context, named)
    frame = placed_figures(view)
    say, whole = context.language.say, frame.loc[MANUFACTURING]
    return Result(
        title=_title(context, view, whole),
        reading=(words.who(context, view), _upper(context, frame.loc[UPPER]), *_growth(context, view, whole),
                 _farthest(context, frame)),
        language=context.language,
        caption=" · ".join([say("% of the value added of all sectors"), words.unit(context, view),
                            f"{view.first}–{view.year}", say("source: {sources}", sources=view.peers.file)]),
        sources=(words.SOURCE,),
        values={"share": float(whole["own"]), "middle": float(whole["middle"]), "rank": float(whole["rank"]),
                "upper": float(frame.loc[UPPER, "own"])},
        table=_table(context, view, frame),
        picture=Picture(plots.picture(lambda: _chart(context, frame)), _alt(context, whole)),
        caveats=(*words.origin(context, view),
                 say("Shares at constant prices keep the relative prices of one year: a share that price made, as in "
                     "years of dear metals, is not in them.")),
        against=(*words.against_official(context, view, float(whole["own"])), *words.against_year(context, view)),
    )  # fmt: skip


def _title(context: Context, view: PeerView, whole: pd.Series) -> str:
    language = context.language
    gaps = {name: language.percent(float(whole[name])) for name in ("own", "low", "high")}
    gaps |= {"year": view.year, **words.place_told(whole)}
    if whole["own"] < whole["low"]:
        return language.say("Manufacturing makes {own} of value added in {year}, place {rank} of {all}: below the "
                            "middle half of the economies compared with ({low} to {high})", **gaps)  # fmt: skip
    if whole["own"] > whole["high"]:
        return language.say("Manufacturing makes {own} of value added in {year}, place {rank} of {all}: above the "
                            "middle half of the economies compared with ({low} to {high})", **gaps)  # fmt: skip
    return language.say("Manufacturing makes {own} of value added in {year}, place {rank} of {all}: within the middle "
                        "half of the economies compared with ({low} to {high})", **gaps)  # fmt: skip


def _upper(context: Context, row: pd.Series) -> str:
    language = context.language
    return language.say(
        "High and medium-high technology: {own} of value added, place {rank} of {all}; in the middle half of the "
        "others {low} to {high}.", **words.place_told(row),
        **{name: language.percent(float(row[name])) for name in ("own", "low", "high")},
    )  # fmt: skip


def _growth(context: Context, view: PeerView, whole: pd.Series) -> tuple[str, ...]:
    language = context.language
    if pd.isna(whole["growth_rank"]):
        return ()
    return (language.say(
        "From {first} to {last} manufacturing changed by {own} a year at constant prices, place {rank}; in the middle "
        "one of the others by {middle}.", first=view.first, last=view.year, rank=int(whole["growth_rank"]),
        own=language.signed_percent(whole["growth_own"]), middle=language.signed_percent(whole["growth_middle"]),
    ),)  # fmt: skip


def _farthest(context: Context, frame: pd.DataFrame) -> str:
    say, distance = context.language.say, (frame["own"] - frame["middle"]).drop([MANUFACTURING, UPPER]).sort_values()
    below, above = distance[distance < 0].head(NAMED_MOST), distance[distance > 0].iloc[::-1].head(NAMED_MOST)
    if above.empty:
        return say("No industry weighs more than in the middle of the others; farthest below it: {below} "
            "(differences of shares).",
                   below=words.listed(context, below))  # fmt: skip
    if below.empty:
        return say("No industry weighs less than in the middle of the others; farthest above it: {above} "
            "(differences of shares).",
                   above=words.listed(context, above))  # fmt: skip
    return say("Farthest below the middle of the others: {below}; farthest above it: {above} "
            "(differences of shares).",
               below=words.listed(context, below), above=words.listed(context, above))  # fmt: skip


def _chart(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    shown = frame.drop(index=[MANUFACTURING, UPPER])
    shown = shown.sort_values("middle", ascending=False, kind="stable")
    shown.index = pd.Index([words.item_name(context, str(item)) for item in shown.index])
    return ranking_plots.intervals(
        shown[["middle", "low", "high"]] * 100, context.language, rivals=shown["own"] * 100,
        unit=say("% of the value added of all sectors"), label=say("middle of the others, with their middle half"),
        rival_label=context.short_names["KZ"],
    )  # fmt: skip


def _alt(context: Context, whole: pd.Series) -> str:
    language = context.language
    return language.say(
        "Lines of the middle half of the others by industry with a mark for the country; all of manufacturing is {own} "
        "here and {middle} in the middle of the others.",
        own=language.percent(float(whole["own"])), middle=language.percent(float(whole["middle"])),
    )  # fmt: skip


def _table(context: Context, view: PeerView, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=[words.item_name(context, str(item)) for item in frame.index])
    columns = [
        Column("name", say("Industry"), "text"),
        Column("own", say("Share here"), "percent"),
        Column("low", say("Others: lower quartile"), "percent"),
        Column("middle", say("Others: middle"), "percent"),
        Column("high", say("Others: upper quartile"), "percent"),
        Column("rank", say("Place of {count}", count=int(frame["count"].max())), digits=0),
    ]
    if frame["growth_rank"].notna().any():
        columns += [
            Column("growth_own", say("Growth here, % a year"), "signed_percent"),
            Column("growth_middle", say("Growth in the middle of the others, % a year"), "signed_percent"),
            Column("growth_rank", say("Place by growth"), digits=0),
        ]
    caption = say("Industries among other economies: shares in {year}, growth from {first}", year=view.year,
                  first=view.first)  # fmt: skip
    return Table(told, tuple(columns), caption, highlight=frozenset({MANUFACTURING}))
