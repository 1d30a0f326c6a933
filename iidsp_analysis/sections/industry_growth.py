"""How one industry grew: value added in tenge, production volume, and the price between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import SOURCES, divisions_of
from iidsp_analysis.sections.division_words import edition_caveats

LINES = ("tenge", "production", "price")


@dataclass(frozen=True)
class IndustryGrowth:
    """One industry as indices, base year = 100.

    ``frame`` has a row a year: ``gva`` (mln KZT), ``tenge`` (its index), ``production`` (chained production volume)
    and ``price`` (implied: tenge over production). An unpublished production index leaves both missing.
    """

    base: int
    frame: pd.DataFrame

    def change(self, name: str, period: str) -> float:
        """Relative change of one index from the base to a year."""
        return float(self.frame.loc[period, name] / 100 - 1)


def growth_of(context: Context, code: str) -> IndustryGrowth:
    """Put value added and production of an industry on a common base.

    Raises
    ------
    MissingDataError
        If fewer than two years of its value added are published.
    """
    found = divisions_of(context)
    gva = found.gva[code]
    base = context.base_year(gva)
    tenge = gva / gva[str(base)] * 100
    production = found.production_volume(base)[code].reindex(gva.index)
    if not found.production[code].notna().any():
        production = production * np.nan  # the reference year alone is not a published index
    return IndustryGrowth(
        base, pd.DataFrame({"gva": gva, "tenge": tenge, "production": production, "price": tenge / production * 100})
    )


def growth(context: Context, code: str) -> Result:
    """Tell the growth of one industry; called through the guard of the industry page."""
    found = growth_of(context, code)
    language, say = context.language, context.language.say
    changes = {name: found.change(name, context.period) for name in LINES}
    title = _title(context, code, found, changes)
    return Result(
        title=title,
        reading=(_size(context, code, found), _price(context, changes)),
        language=language,
        caption=context.caption(
            say("index, {base} = 100", base=found.base), f"{found.frame.index[0]}–{context.year}", SOURCES,
            note=say("GVA: current prices; production: volume, previous-year indices chained"),
        ),
        sources=SOURCES,
        values={**changes, "gva": float(found.frame.loc[context.period, "gva"]), "base": float(found.base)},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _lines(context, found.frame)), title),
        caveats=(
            say("Production volume is another measure than the volume of value added: the implied price is an "
                "indication, not a deflator."),
            *edition_caveats(context, divisions_of(context), found.frame.index),
        ),
    )  # fmt: skip


def _title(context: Context, code: str, found: IndustryGrowth, changes: dict[str, float]) -> str:
    language, say = context.language, context.language.say
    gaps = {
        "name": industries.division(code).short[language.code],
        "base": found.base,
        "year": context.year,
        "tenge": language.signed_percent(changes["tenge"]),
    }
    if not np.isfinite(changes["production"]):
        return say("{name} {base}→{year}: {tenge} in tenge; production volume is not published", **gaps)
    return say(
        "{name} {base}→{year}: {tenge} in tenge, {production} in production volume",
        production=language.signed_percent(changes["production"]),
        **gaps,
    )


def _size(context: Context, code: str, found: IndustryGrowth) -> str:
    language = context.language
    return language.say(
        "Value added: {now} bn KZT in {year}, {before} in {base}.",
        now=language.number(found.frame.loc[context.period, "gva"] / 1000),
        year=context.year,
        before=language.number(found.frame.loc[str(found.base), "gva"] / 1000),
        base=found.base,
    )


def _price(context: Context, changes: dict[str, float]) -> str:
    language, say = context.language, context.language.say
    size = language.percent(abs(changes["price"]))
    return prose.by_sign(
        changes["price"],
        up=say("Implied price: a rise by {size}.", size=size),
        down=say("Implied price: a fall by {size}.", size=size),
        flat=say("Implied price: no change."),
        missing=say("Without a published production volume, volume and price cannot be told apart."),
    )


def _lines(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    labels = {"tenge": say("GVA in tenge"), "production": say("production"), "price": say("implied price")}
    told = frame[list(labels)].rename(columns=labels).dropna(axis="columns", how="all")
    return plots.lines(told, context.language, unit=say("index"), level=100.0)


def _table(context: Context, found: IndustryGrowth) -> Table:
    say = context.language.say
    told = found.frame.assign(year=found.frame.index, gva=found.frame["gva"] / 1000)
    columns = (
        Column("year", say("Year"), "text"),
        Column("gva", say("GVA, bn KZT")),
        Column("tenge", say("GVA in tenge")),
        Column("production", say("Production volume")),
        Column("price", say("Implied price: GVA in tenge over production volume")),
    )
    caption = say("Value added and production as indices, {base} = 100", base=found.base)
    return Table(told, columns, caption, highlight=frozenset({context.period}))
