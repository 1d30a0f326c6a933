"""Why the share of manufacturing moves in each region: relative volume and relative price, where both are published."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.decomposition import additive_parts, share_parts
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

SOURCES: Final = ("bns-5927", "bns-450904", "bns-5926")
#: A part of the change below this fraction of the product does not move the share for a reader (0.005 points).
STILL: Final = 5e-5
_PARTS: Final = ["by_volume", "by_price"]


def region_parts(context: Context) -> tuple[int, pd.DataFrame]:
    """Change of every region's share since one common base year, by relative volume and relative price.

    The base is the first year from which the most regions have the share and every link of both volume indices.

    Returns
    -------
    tuple
        The base year, and a frame by region id: ``before``, ``now``, ``change``, ``by_volume``, ``by_price`` as
        fractions of gross regional product at current prices; the parts add up to the change exactly and are missing
        where a link is not published.

    Raises
    ------
    MissingDataError
        If no region has the volume index of gross regional product, or none has both from any year on.
    """
    ids = [region.id for region in context.regions]
    share, part, whole = _figures(context, ids)
    known = {year: _complete(context, year, share, part, whole) for year in share.index if int(year) < context.year}
    most = max((int(complete.sum()) for complete in known.values()), default=0)
    if not most:
        raise MissingDataError("No region has the share and both volume indices up to this year.")
    base = next(year for year, complete in known.items() if complete.sum() == most)
    return int(base), _decomposed(context, base, share, (part, whole))


def _figures(context: Context, ids: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Share, volume index of manufacturing and of the product: years × regions."""
    whole = context.by_region("grp_volume_index")[ids]
    value = context.by_region("gva", "C", classification="oked_section")[ids]
    product = context.by_region("grp", classification="total", source="bns-5927")[ids]
    return value / product, context.by_region("gva_volume_index", "C")[ids], whole


def _links(indices: pd.DataFrame, context: Context, base: str) -> pd.DataFrame:
    """Links of the years after the base; a year that the table does not print is missing."""
    return indices.reindex([str(year) for year in range(int(base) + 1, context.year + 1)])


def _complete(context: Context, base: str, share: pd.DataFrame, *indices: pd.DataFrame) -> pd.Series:
    told = share.reindex([base, context.period]).notna().all()
    for each in indices:
        told &= _links(each, context, base).notna().all()
    return told


def _decomposed(
    context: Context, base: str, share: pd.DataFrame, indices: tuple[pd.DataFrame, pd.DataFrame]
) -> pd.DataFrame:
    part, whole = (np.prod(_links(each, context, base) / 100, axis=0) for each in indices)
    part, whole = (pd.Series(ratio, index=share.columns) for ratio in (part, whole))
    gap = _links(indices[0], context, base).isna().any() | _links(indices[1], context, base).isna().any()
    before, now = share.loc[base], share.reindex([context.period]).iloc[0]
    logs = share_parts(before, now, part_volume_ratio=part.mask(gap), whole_volume_ratio=whole.mask(gap))
    points = additive_parts(logs, before, now)
    return pd.DataFrame({"before": before, "now": now, "change": now - before, "by_volume": points["volume"],
                         "by_price": points["relative_price"]})  # fmt: skip


@section("Why the share does not move: regions", DROP_TABLES, ("bns-5927", "bns-450904"))
def by_region(context: Context) -> Result:
    """Split the change of every region's share; without the volume index of gross regional product say what to load."""
    try:
        base, frame = region_parts(context)
    except MissingDataError:
        raise _not_loaded(context) from None
    known = frame.dropna()
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, base, known),
        reading=(_larger_part(context, known),),
        language=language,
        caption=context.caption(
            say("percentage points of gross regional product since {base}", base=base),
            f"{base}–{context.year}",
            SOURCES,
        ),
        sources=SOURCES,
        values={f"change_{name}": float(change) for name, change in known["change"].items()},
        table=_table(context, base, frame),
        caveats=(
            say("Gross regional product contains net taxes on products: the relative price carries their change too."),
            *_missing(context, frame),
        ),
        against=_against(context, base, known),
    )  # fmt: skip


def _not_loaded(context: Context) -> StatedError:
    say = context.language.say
    known, loaded = _count(context, "gva_volume_index", "C"), _count(context, "grp_volume_index", schema.TOTAL)
    return StatedError(
        say(
            "By region the change of the share cannot be split into volume and price: the volume index of "
            "manufacturing is loaded for {count} of {all} regions, that of gross regional product for {loaded}.",
            count=known,
            all=len(context.regions),
            loaded=loaded,
        ),
        what_next=say(
            "The split needs table 5926 (volume index of gross regional product): drop the publisher's file into "
            "data/raw/bns/ and render again. Shares of the regions at current prices are in the report about the "
            "country."
        ),
    )


def _count(context: Context, indicator: str, industry: str) -> int:
    """Regions with any figure of an index."""
    try:
        frame = context.by_region(indicator, industry)
    except MissingDataError:
        return 0
    return int(frame.drop(columns=schema.COUNTRY).notna().any().sum())


def _title(context: Context, base: int, known: pd.DataFrame) -> str:
    moves = known["by_volume"]
    return context.language.say(
        "{base}→{year}, regions where relative volume raised the share: {up}, lowered it: {down}, did not move it: "
        "{still}", base=base, year=context.year, up=int((moves > STILL).sum()), down=int((moves < -STILL).sum()),
        still=int((moves.abs() <= STILL).sum()),
    )  # fmt: skip


def _is_price(parts: pd.DataFrame) -> pd.Series:
    """Whether the relative price is the larger of the two parts."""
    return parts["by_price"].abs() > parts["by_volume"].abs()


def _larger_part(context: Context, known: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    by_price = _is_price(known)
    told = say("Regions where the relative price is the larger part: {price}, the relative volume: {volume}.",
               price=int(by_price.sum()), volume=int((~by_price).sum()))  # fmt: skip
    most = str(known["change"].abs().idxmax())
    row = known.loc[most]
    return f"{told} " + say(
        "The share moved most in this region – {name}: {change}, by volume {volume}, by price {price}.",
        name=context.short_names[most], change=language.points(row["change"], 2),
        volume=language.points(row["by_volume"], 2), price=language.points(row["by_price"], 2),
    )  # fmt: skip


def _against(context: Context, base: int, known: pd.DataFrame) -> tuple[str, ...]:
    """In how many regions the other part is the larger one when it is counted from the middle year."""
    middle = (base + context.year) // 2
    if middle == base:
        return ()
    share, part, whole = _figures(context, list(known.index))
    later = _decomposed(context, str(middle), share, (part, whole))
    other = int((_is_price(later) != _is_price(known)).sum())
    return (context.language.say(
        "Counted from {middle} the other of the two parts is the larger one; regions: {other} of {all}.",
        middle=middle, other=other, all=len(known),
    ),)  # fmt: skip


def _missing(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    names = [context.short_names[name] for name in frame.index[frame.isna().any(axis=1)]]
    if not names:
        return ()
    return (context.language.say("A link of one of the two indices is not published: {names}.",
                                 names=prose.enumerate_words(context.language, names)),)  # fmt: skip


def _table(context: Context, base: int, frame: pd.DataFrame) -> Table:
    say = context.language.say
    shown = frame.assign(name=[context.short_names[name] for name in frame.index])
    columns = (
        Column("name", say("Region"), "text"),
        Column("before", say("% of gross regional product in {year}", year=base), "percent", 2),
        Column("now", say("% of gross regional product in {year}", year=context.year), "percent", 2),
        Column("change", say("Change since {base}, pp", base=base), "points", 2),
        Column("by_volume", say("by relative volume, pp"), "points", 2),
        Column("by_price", say("by relative price, pp"), "points", 2),
    )
    return Table(shown, columns, say("Change of the share since {base} by region", base=base), sortable=True)
