"""Is the growth real: tenge, dollars and volume of the same manufacturing value added, side by side."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.monitors.growth_indicators import amounts_by_year
from iidsp_analysis.monitors.real_growth import RealGrowth, chained, real_growth
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-450904", "wdi-fx")


def growth_of(context: Context, region_id: str, indicator: str = "gva") -> RealGrowth:
    """One indicator of one region in tenge, dollars, volume and price, on the report's common base.

    The base is the programme's, or the first published year after it. Made once a report.

    Raises
    ------
    MissingDataError
        If fewer than two years are published on these borders, the report's year among them.
    UsageError
        For an unknown indicator.
    """
    key = f"growth of {indicator} of {region_id}"
    if key not in context.shared:
        base = context.base_year(amounts_by_year(context.panel, region_id, indicator))
        context.shared[key] = real_growth(context.panel, region_id, indicator, base=base, last=context.year)
    return cast(RealGrowth, context.shared[key])


def production_index(context: Context, base: int) -> float:
    """Change of the national *production* volume index of manufacturing, another measure than GVA volume."""
    indices = context.by_region("production_volume_index", "C")[schema.COUNTRY]
    return float(chained(indices, base, context.year)[context.period] / 100 - 1)


@section("Is the growth real?", DROP_TABLES, SOURCES)
def growth(context: Context) -> Result:
    """Three growth rates for one fact: tenge, dollars, volume – with the price that explains the distance."""
    found = growth_of(context, context.region.id)
    language, say = context.language, context.language.say
    changes = {name: found.change(name, context.period) for name in found.frame.columns}
    title = say(
        "Manufacturing {in_region} {base}→{year}: {rates}",
        in_region=context.in_region,
        base=found.base,
        year=context.year,
        rates=", ".join(_rates(context, changes)),
    )
    return Result(
        title=title,
        reading=(_price_sentence(context, found, changes), production_sentence(context, found.base)),
        language=language,
        caption=context.caption(
            say("index, {base} = 100", base=found.base), f"{found.base}–{context.year}", SOURCES,
            note=say("GVA: current prices; volume: previous-year prices, chained"),
        ),
        sources=SOURCES,
        values=changes,
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _lines(context, found.frame)), title),
        caveats=_caveats(context, found),
    )  # fmt: skip


def _rates(context: Context, changes: dict[str, float]) -> list[str]:
    """The growth rates that are known, each with what it is measured in."""
    language, say = context.language, context.language.say
    told = {
        "tenge": say("{rate} in tenge", rate=language.signed_percent(changes["tenge"])),
        "dollars": say("{rate} in dollars", rate=language.signed_percent(changes["dollars"])),
        "volume": say("{rate} in volume", rate=language.signed_percent(changes["volume"])),
    }
    return [text for name, text in told.items() if np.isfinite(changes[name])]


def _price_sentence(context: Context, found: RealGrowth, changes: dict[str, float]) -> str:
    language, say = context.language, context.language.say
    if not np.isfinite(changes["volume"]):
        return say(
            "The volume index is not published for every year {base}–{year} of this territory, so volume and price "
            "cannot be told apart.", base=found.base, year=context.year,
        )  # fmt: skip
    volume, price = (prose.change(language, changes[name]) for name in ("volume", "price"))
    if not np.isfinite(changes["exchange_rate"]):
        return say("Volume {volume}, the implied price (deflator of value added) {price}.", volume=volume, price=price)
    return say(
        "Volume {volume}, the implied price (deflator of value added) {price}; the dollar {rate} in tenge.",
        volume=volume,
        price=price,
        rate=prose.change(language, changes["exchange_rate"]),
    )


def production_sentence(context: Context, base: int) -> str:
    """How the other measure, the volume index of production, moved over the same years."""
    language, say = context.language, context.language.say
    change = production_index(context, base)
    return say(
        "The national production volume index of manufacturing, another measure (table 5792), {change} over the same "
        "years; value added is deflated with the index of value added only.",
        change=prose.change(language, change),
    )


def _lines(context: Context, frame: pd.DataFrame):
    say = context.language.say
    names = {"tenge": say("tenge"), "dollars": say("dollars"), "volume": say("volume")}
    return plots.lines(frame[list(names)].rename(columns=names), context.language, unit=say("index"), level=100.0)


def _table(context: Context, found: RealGrowth) -> Table:
    say = context.language.say
    labels = {
        "tenge": say("GVA in tenge"),
        "dollars": say("GVA in dollars"),
        "volume": say("GVA volume"),
        "price": say("Implied price"),
        "exchange_rate": say("Tenge per dollar"),
    }
    told = found.frame.assign(year=found.frame.index)
    columns = [Column("year", say("Year"), "text")]
    columns += [Column(name, label) for name, label in labels.items()]
    return Table(told, tuple(columns), say("Manufacturing value added as indices, {base} = 100", base=found.base),
                 highlight=frozenset({context.period}))  # fmt: skip


def _caveats(context: Context, found: RealGrowth) -> tuple[str, ...]:
    say = context.language.say
    told = [say("Chained volumes do not add up over regions or industries; the exchange rate is never applied to an "
                "index.")]  # fmt: skip
    if found.frame["dollars"].isna().any():
        told.append(say("Dollars end where no annual exchange rate is loaded (2025)."))
    if context.is_country and found.frame["volume"].isna().any():
        told.append(say("The volume index of manufacturing value added of the country is published to {year} only.",
                        year=found.frame["volume"].last_valid_index()))  # fmt: skip
    elif found.frame["volume"].isna().any():
        told.append(say("Volume is missing from the first year whose index has no published weights on these borders: "
                        "2021 for East Kazakhstan, Almaty region, Karaganda and their successors."))  # fmt: skip
    return tuple(told)
