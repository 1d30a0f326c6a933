"""What each division adds to the nominal growth of manufacturing and to its share of GDP."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import (
    CLOSING,
    EDITIONS,
    PUBLISHED,
    TOTAL,
    Comparison,
    compare,
    divisions_of,
)
from iidsp_analysis.sections.division_words import edition_caveats, named, names
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5931", "bns-5927")


@section("What each industry adds", DROP_TABLES, SOURCES)
def growth_contributions(context: Context) -> Result:
    """Contribution of every division to the nominal growth of manufacturing and to its share of GDP."""
    figures = divisions_of(context)
    found = compare(context, figures)
    language, say = context.language, context.language.say
    parts = found.frame.loc[found.codes, "to_growth"].sort_values(ascending=False)
    return Result(
        title=_contribution_title(context, found, parts),
        reading=(_sum_sentence(context, found), _share_sentence(context, found)),
        language=language,
        caption=context.caption(
            say("percentage points of the nominal growth of manufacturing value added"), f"{found.base}→{context.year}",
            SOURCES, note=say("current prices"),
        ),
        sources=SOURCES,
        values={"growth": found.growth, "largest": float(parts.iloc[0]),
                "of_growth": float(found.frame.loc[parts.index[0], "of_growth"])},
        table=_contribution_table(context, found),
        picture=Picture(plots.picture(lambda: _contribution_bars(context, found)), _contribution_alt(context, parts)),
        caveats=(
            say("Growth in current prices: a large contribution can be price alone. The table above has the production "
                "volume and the implied price."),
            say("Shares of GDP put table 5931 over the GDP of table 5927; where their section C differs, the "
                "difference is a row and no industry carries it."),
            *edition_caveats(context, figures, (str(found.base), context.period)),
        ),
    )  # fmt: skip


def _contribution_title(context: Context, found: Comparison, parts: pd.Series) -> str:
    language, say, short = context.language, context.language.say, names(context)
    gaps = {"base": found.base, "year": context.year, "growth": language.signed_percent(found.growth)}
    first, last = parts.index[0], parts.index[-1]
    return prose.by_sign(
        found.growth,
        up=say("{name} gives {part} of the nominal growth of manufacturing {base}→{year} ({growth})", name=short[first],
               part=language.percent(found.frame.loc[first, "of_growth"]), **gaps),
        down=say("{name} gives {part} of the nominal fall of manufacturing {base}→{year} ({growth})", name=short[last],
                 part=language.percent(found.frame.loc[last, "of_growth"]), **gaps),
        flat=say("Manufacturing {base}→{year} did not change in tenge: most was added by {name}, most lost by {other}",
                 name=short[first], other=short[last], **gaps),
        missing=say("What each industry adds"),
    )  # fmt: skip


def _sum_sentence(context: Context, found: Comparison) -> str:
    language, say, short = context.language, context.language.say, names(context)
    parts = found.frame.loc[found.codes, "to_growth"].sort_values(ascending=False)
    listed = [f"{short[code]} {language.points(parts[code])}" for code in parts.index[:3]]
    return say(
        "Largest contributions: {list}. Divisions and discrepancy add up to {growth}; {down} of {count} divisions lost "
        "value.",
        list=", ".join(listed),
        growth=language.signed_percent(found.growth),
        down=int((parts.round(5) < 0).sum()),
        count=len(parts),
    )


def _share_sentence(context: Context, found: Comparison) -> str:
    language, say, short = context.language, context.language.say, names(context)
    parts = found.frame.loc[found.codes, "to_gdp_share"].sort_values(ascending=False)
    return say(
        "The share of GDP moved by {change}; the contributions reach from {first} ({high}) to {last} ({low}).",
        change=language.points(found.frame.loc[PUBLISHED, "to_gdp_share"], 2),
        first=short[parts.index[0]],
        high=language.points(parts.iloc[0], 2),
        last=short[parts.index[-1]],
        low=language.points(parts.iloc[-1], 2),
    )


def _contribution_bars(context: Context, found: Comparison) -> Axes:
    rows = [code for code in found.shown if code not in (TOTAL, EDITIONS, PUBLISHED)]
    return plots.ranked_bars(
        (found.frame.loc[rows, "to_growth"] * 100).rename(names(context)),
        context.language,
        unit=context.language.say("percentage points"),
        digits=2,
    )


def _contribution_alt(context: Context, parts: pd.Series) -> str:
    language, short = context.language, names(context)
    return language.say(
        "Bars of the contributions to nominal growth: from {first} ({high}) to {last} ({low}).",
        first=short[parts.index[0]],
        high=language.points(parts.iloc[0], 2),
        last=short[parts.index[-1]],
        low=language.points(parts.iloc[-1], 2),
    )


def _contribution_table(context: Context, found: Comparison) -> Table:
    say = context.language.say
    told = named(context, found, found.shown).sort_values("to_growth", ascending=False, kind="stable")
    columns = (
        Column("name", say("Division"), "text"),
        Column("to_growth", say("To the growth of manufacturing, pp"), "points", 2),
        Column("of_growth", say("Part of that growth, %"), "percent"),
        Column("to_gdp_share", say("To the share of GDP, pp"), "points", 3),
        Column("nominal", say("GVA in tenge, {base}→{year}, %", base=found.base, year=context.year), "signed_percent"),
    )
    caption = say("Contributions of the divisions, {base}→{year}", base=found.base, year=context.year)
    return Table(told, columns, caption, footer=CLOSING)
