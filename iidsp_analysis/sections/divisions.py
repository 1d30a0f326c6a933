"""All 24 divisions of manufacturing: size, nominal growth, production volume, implied price, technology."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_contributions import growth_contributions
from iidsp_analysis.sections.division_figures import (
    CLOSING,
    SOURCES,
    TOTAL,
    Comparison,
    compare,
    divisions_of,
)
from iidsp_analysis.sections.division_words import edition_caveats, named, names, technology_name
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.technology import UPPER, technology

__all__ = ["growth_contributions", "overview", "technology"]


@section("All manufacturing industries", DROP_TABLES, SOURCES)
def overview(context: Context) -> Result:
    """Every division with its size, nominal growth, production volume, implied price and technology class."""
    figures = divisions_of(context)
    found = compare(context, figures)
    language, say = context.language, context.language.say
    shares = found.frame.loc[found.codes, "of_manufacturing"].sort_values(ascending=False)
    short = names(context)
    top = float(shares.iloc[:3].sum())
    return Result(
        title=say(
            "The three largest of {count} industries give {share} of manufacturing in {year}: {names}",
            count=len(shares),
            share=language.percent(top),
            year=context.year,
            names=prose.enumerate_words(language, [prose.quoted(language, short[code]) for code in shares.index[:3]]),
        ),
        reading=(_volume_against_price(context, found), _unpublished(context, found)),
        language=language,
        caption=context.caption(
            say("% of manufacturing value added, current prices; growth {base}→{year}", base=found.base,
                year=context.year),
            context.period, SOURCES, note=say("dark bars: high and medium-high technology"),
        ),
        sources=SOURCES,
        values={"top_three": top, "largest": float(shares.iloc[0])},
        table=_overview_table(context, found),
        picture=Picture(plots.picture(lambda: _share_bars(context, shares)), _shares_alt(context, shares)),
        caveats=(
            say("Implied price: growth of value added in tenge over growth of production volume. Production is not "
                "value added, so it is an indication of prices, not a deflator."),
            *edition_caveats(context, figures, (str(found.base), context.period)),
        ),
    )  # fmt: skip


def _volume_against_price(context: Context, found: Comparison) -> str:
    language, say = context.language, context.language.say
    total = found.frame.loc[TOTAL]
    told = found.frame.loc[found.codes, "production"].dropna()
    return say(
        "{base}→{year}: manufacturing {nominal} in tenge, production volume {production}; production grew in {up} of "
        "{count} industries with a published index and fell in {down}.",
        base=found.base,
        year=context.year,
        nominal=language.signed_percent(total["nominal"]),
        production=language.signed_percent(total["production"]),
        up=int((told.round(3) > 0).sum()),
        down=int((told.round(3) < 0).sum()),
        count=len(told),
    )


def _unpublished(context: Context, found: Comparison) -> str:
    say, short = context.language.say, names(context)
    if not found.unpublished:
        return say("The production volume index is published for every division.")
    listed = ", ".join(f"{code} {short[code]}" for code in found.unpublished)
    return say("No production volume index is published for: {list}. Their volume and price stay missing.", list=listed)


def _share_bars(context: Context, shares: pd.Series) -> Axes:
    say, short = context.language.say, names(context)
    return plots.ranked_bars(
        (shares * 100).rename(short),
        context.language,
        unit=say("% of manufacturing value added"),
        highlight={short[code] for code in UPPER},
    )


def _shares_alt(context: Context, shares: pd.Series) -> str:
    language, short = context.language, names(context)
    return language.say(
        "Bars of the divisions' shares of manufacturing value added: from {first} ({high}) to {last} ({low}).",
        first=short[shares.index[0]],
        high=language.percent(shares.iloc[0]),
        last=short[shares.index[-1]],
        low=language.percent(shares.iloc[-1]),
    )


def _overview_table(context: Context, found: Comparison) -> Table:
    say = context.language.say
    told = named(context, found, found.shown)
    classes = [technology_name(context, code) if code in found.codes else None for code in found.shown]
    columns = (
        Column("name", say("Division"), "text"),
        Column("gva", say("GVA, bn KZT")),
        Column("of_manufacturing", say("Share of manufacturing, %"), "percent"),
        Column("of_gdp", say("Share of GDP, %"), "percent", 2),
        Column("nominal", say("GVA in tenge, {base}→{year}, %", base=found.base, year=context.year), "signed_percent"),
        Column("production", say("Production volume, %"), "signed_percent"),
        Column("price", say("Implied price: GVA in tenge over production volume, %"), "signed_percent"),
        Column("technology", say("Technology (Eurostat)"), "text"),
    )
    caption = say("Divisions of manufacturing, {year}", year=context.year)
    return Table(told.assign(technology=classes), columns, caption, footer=CLOSING)
