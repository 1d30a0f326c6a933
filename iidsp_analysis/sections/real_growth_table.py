"""Tables of the one figure about real growth: one indicator year by year, or a row per indicator."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from iidsp_analysis.monitors.real_growth import RealGrowth
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections import real_growth_words as words
from iidsp_analysis.sections.context import Context

CHANGES = ("tenge", "dollars", "volume")


def figures(found: RealGrowth, period: str) -> dict[str, float]:
    """Changes in tenge, dollars and volume, and the parts in points of the base: fractions, NaN where not known."""
    changes = {name: found.change(name, period) for name in CHANGES}
    parts = {f"part_{name}": float(value) / 100 for name, value in found.parts.loc[period].drop("total").items()}
    return changes | parts


def years(context: Context, found: RealGrowth) -> Table:
    """One indicator, a row per year."""
    rows = pd.DataFrame({year: figures(found, str(year)) for year in found.frame.index}).T.astype(float)
    rest = words.REMAINDERS[found.remainder_holds](context.language)
    columns = (
        Column("year", context.language.say("Year"), "text"),
        *_columns(context),
        Column("part_remainder", context.language.say("Part of: {name}, pp", name=rest), "points"),
    )
    return Table(rows.assign(year=rows.index), columns, words.table_caption(context, found),
                 highlight=frozenset({context.period}))  # fmt: skip


def indicators(context: Context, found: Mapping[str, RealGrowth]) -> Table:
    """A row per indicator; what the part beside volume and exchange rate is differs by row and is told there."""
    say = context.language.say
    rows = pd.DataFrame({name: figures(each, context.period) for name, each in found.items()}).T.astype(float)
    rows["name"] = [words.indicator_name(context, name) for name in rows.index]
    rows["base"] = [str(each.base) for each in found.values()]
    rows["holds"] = [words.REMAINDERS[each.remainder_holds](context.language) for each in found.values()]
    columns = (
        Column("name", say("Indicator"), "text"),
        Column("base", say("Base year"), "text"),
        *_columns(context),
        Column("part_remainder", say("Part of the rest, pp"), "points"),
        Column("holds", say("What the rest is"), "text"),
    )
    return Table(rows, columns, say("Growth of each indicator and its parts"), highlight=frozenset({"gva"}))


def _columns(context: Context) -> tuple[Column, ...]:
    say = context.language.say
    return (
        Column("tenge", say("Change in tenge, %"), "signed_percent"),
        Column("dollars", say("Change in dollars, %"), "signed_percent"),
        Column("volume", say("Change in volume, %"), "signed_percent"),
        Column("part_volume", say("Part of volume, pp"), "points"),
        Column("part_exchange_rate", say("Part of the exchange rate, pp"), "points"),
    )
