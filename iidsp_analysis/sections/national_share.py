"""Why the manufacturing share of GDP moves: by relative volume or by relative price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.decomposition import additive_parts, share_parts
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-450904", "bns-gdp-volume")


@dataclass(frozen=True)
class Decomposition:
    """The share of manufacturing in GDP against a base year.

    ``frame`` has a row a year from the base on: ``share`` (fraction), ``volume`` and ``price`` (relative volume and
    relative price of manufacturing to GDP, base = 100), ``change`` of the share since the base and its two parts
    ``by_volume`` and ``by_price`` (fractions of GDP, which add up to ``change``). ``last`` is the last year with all.
    """

    base: int
    last: str
    frame: pd.DataFrame


def decomposition(context: Context) -> Decomposition:
    """Decompose the change of the national share since the base year (``measures.decomposition.share_parts``).

    Raises
    ------
    MissingDataError
        If no year after the base has both volume indices.
    """
    share = _share(context)
    base = context.base_year(share)
    years = [str(year) for year in range(base, context.year + 1)]
    share = share.reindex(years)
    before = float(share.iloc[0])
    part = _volume(context, "gva_volume_index", "C", base)
    whole = _volume(context, "gdp_volume_index", schema.TOTAL, base)
    logs = share_parts(before, share, part_volume_ratio=part, whole_volume_ratio=whole)
    points = additive_parts(logs, before, share)
    frame = pd.DataFrame({"share": share, "volume": part / whole * 100, "change": share - before})
    frame["price"] = np.exp(logs["relative_price"]) * 100
    frame["by_volume"], frame["by_price"] = points["volume"], points["relative_price"]
    complete = frame.dropna().index
    if len(complete) < 2:
        raise MissingDataError("The volume index of national manufacturing value added is not published.")
    return Decomposition(base, complete[-1], frame)


def _share(context: Context) -> pd.Series:
    value = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    return (value / context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]).dropna()


def _volume(context: Context, indicator: str, industry: str, base: int) -> pd.Series:
    """Volume by year, base year = 1, from the country's previous-year indices."""
    indices = context.by_region(indicator, industry)[schema.COUNTRY]
    after = pd.Series({year: indices.get(str(year), np.nan) for year in range(base + 1, context.year + 1)})
    return (chain_index(after, reference_year=base) / 100).rename(index=str)


@section("Volume or price: why the share moves", DROP_TABLES, SOURCES)
def share_decomposition(context: Context) -> Result:
    """Take the change of the share apart into relative volume and relative price, cumulated by year."""
    found = decomposition(context)
    language, say = context.language, context.language.say
    last = found.frame.loc[found.last]
    return Result(
        title=_decomposition_title(context, found, last),
        reading=(_volume_sentence(context, found, last), *_missing_years(context, found)),
        language=language,
        caption=context.caption(
            say("percentage points of GDP since {base}", base=found.base), f"{found.base}–{context.year}", SOURCES
        ),
        sources=SOURCES,
        values={name: float(value) for name, value in last.items()},
        table=_decomposition_table(context, found),
        picture=Picture(plots.picture(lambda: _decomposition_bars(context, found)), _decomposition_alt(context, found)),
        caveats=(
            say("GDP contains net taxes on products, value added of manufacturing does not: the relative price carries "
                "their change too."),
            say("Volume is the index of value added (table 450904); the production index is another measure and never "
                "stands in for it."),
            say("A decomposition says how the share moved, not what caused it. The parts are exact; each is rounded by "
                "itself, so the last digit of a sum can differ."),
        ),
    )  # fmt: skip


def _decomposition_title(context: Context, found: Decomposition, last: pd.Series) -> str:
    language, say = context.language, context.language.say
    gaps = {
        "base": found.base,
        "last": found.last,
        "size": language.number(abs(last["change"]) * 100, 2),
        "volume": language.points(last["by_volume"], 2),
        "price": language.points(last["by_price"], 2),
    }
    return prose.by_sign(
        last["change"],
        up=say(
            "{base}→{last}: the share rose by {size} points – relative volume {volume}, relative price {price}", **gaps
        ),
        down=say(
            "{base}→{last}: the share fell by {size} points – relative volume {volume}, relative price {price}", **gaps
        ),
        flat=say("{base}→{last}: the share did not change – relative volume {volume}, relative price {price}", **gaps),
        missing=say("Volume or price: why the share moves"),
        digits=4,
    )


def _volume_sentence(context: Context, found: Decomposition, last: pd.Series) -> str:
    language, say = context.language, context.language.say
    size = language.percent(abs(last["volume"] / 100 - 1))
    gaps = {"base": found.base, "last": found.last, "size": size}
    volume = prose.by_sign(
        last["volume"] / 100 - 1,
        up=say("From {base} to {last} the volume of manufacturing grew by {size} more than GDP.", **gaps),
        down=say("From {base} to {last} the volume of manufacturing fell behind GDP by {size}.", **gaps),
        flat=say("From {base} to {last} the volume of manufacturing moved with GDP.", **gaps),
        missing=say("The relative volume is not known."),
    )
    price_size = language.percent(abs(last["price"] / 100 - 1))
    price = prose.by_sign(
        last["price"] / 100 - 1,
        up=say("Its price rose by {size} relative to the price of GDP.", size=price_size),
        down=say("Its price fell by {size} relative to the price of GDP.", size=price_size),
        flat=say("Its price moved with the price of GDP."),
        missing=say("The relative price is not known."),
    )
    return f"{volume} {price}"


def _missing_years(context: Context, found: Decomposition) -> tuple[str, ...]:
    if found.last == context.period:
        return ()
    return (
        context.language.say(
            "After {last} the parts are not shown: the national volume index of manufacturing value added is not "
            "published in the embedded table (450904), and the production index is not put in its place. The share "
            "itself is {share} in {year}.",
            last=found.last,
            share=context.language.percent(found.frame.loc[context.period, "share"]),
            year=context.year,
        ),
    )


def _decomposition_bars(context: Context, found: Decomposition) -> Axes:
    say = context.language.say
    names = {"by_volume": say("relative volume"), "by_price": say("relative price")}
    cumulated = (found.frame[list(names)].iloc[1:].dropna() * 100).rename(columns=names)
    return plots.stacked_contributions(
        cumulated.iloc[::-1],
        context.language,
        unit=say("percentage points of GDP since {base}", base=found.base),
        total_label=say("change of the share"),
    )


def _decomposition_alt(context: Context, found: Decomposition) -> str:
    language, last = context.language, found.frame.loc[found.last]
    return language.say(
        "Stacked bars by year since {base}: relative volume and relative price; in {last} {volume} and {price}, "
        "together {change}.",
        base=found.base,
        last=found.last,
        volume=language.points(last["by_volume"], 2),
        price=language.points(last["by_price"], 2),
        change=language.points(last["change"], 2),
    )


def _decomposition_table(context: Context, found: Decomposition) -> Table:
    say = context.language.say
    told = found.frame.assign(year=found.frame.index)
    columns = (
        Column("year", say("Year"), "text"),
        Column("share", say("Manufacturing, % of GDP"), "percent", 2),
        Column("change", say("Change since {base}, pp", base=found.base), "points", 2),
        Column("by_volume", say("by relative volume, pp"), "points", 2),
        Column("by_price", say("by relative price, pp"), "points", 2),
        Column("volume", say("Relative volume, {base} = 100", base=found.base)),
        Column("price", say("Relative price, {base} = 100", base=found.base)),
    )
    caption = say("Change of the manufacturing share of GDP since {base} in two parts", base=found.base)
    return Table(told, columns, caption, highlight=frozenset({found.last}))
