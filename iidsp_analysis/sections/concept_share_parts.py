"""Which divisions move the share of manufacturing."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_against import against_largest
from iidsp_analysis.sections.concept_share_figures import METALS_AND_OIL, division_parts
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import TOTAL, divisions_of
from iidsp_analysis.sections.division_words import names
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5931", "bns-5792", "bns-gdp-volume")
#: Divisions in the chart: those whose share of GDP moved most.
DRAWN = 10


@section("Which divisions move the share", DROP_TABLES, SOURCES)
def by_division(context: Context) -> Result:
    """Tell each division's part in the change of the share, by volume of production and relative price."""
    base, frame = division_parts(context)
    language, say = context.language, context.language.say
    moves = frame.drop(index=TOTAL).sort_values("change", key=abs, ascending=False)
    return Result(
        title=_division_title(context, base, moves),
        reading=(_metals_sentence(context, base, frame),),
        language=language,
        caption=context.caption(
            say("percentage points of GDP since {base}", base=base), f"{base}–{context.year}", SOURCES
        ),
        sources=SOURCES,
        values={f"change_{code}": float(value) for code, value in frame["change"].items()},
        table=_division_table(context, base, frame),
        picture=Picture(plots.picture(lambda: _bars(context, base, moves)), _division_alt(context, base, moves)),
        caveats=(
            say(
                "Estimated: the volume of a division is that of its production (table 5792), because the volume of "
                "value added is not published by division. A change of the share of value added in output appears as "
                "a price. Parts of divisions therefore do not add up to those of the whole."
            ),
            say("Divisions without a published volume index show their change only."),
        ),
        against=against_largest(context, _shares(context), moves.index[0]),
    )


def _shares(context: Context) -> pd.DataFrame:
    found = divisions_of(context)
    return found.of_gdp[found.codes]


def _division_title(context: Context, base: int, moves: pd.DataFrame) -> str:
    language, short = context.language, names(context)
    first, second = moves.index[:2]
    return language.say(
        "{base}→{year}: {first} ({moved}) and {second} ({also}) moved the share of GDP most",
        base=base,
        year=context.year,
        first=short[first],
        moved=language.points(moves.loc[first, "change"], 2),
        second=short[second],
        also=language.points(moves.loc[second, "change"], 2),
    )


def _metals_sentence(context: Context, base: int, frame: pd.DataFrame) -> str:
    language = context.language
    metals = frame.loc[list(METALS_AND_OIL), "change"].sum()
    return language.say(
        "From {base} to {year} all divisions together moved the share by {all}: metallurgy and oil refining by "
        "{metals}, the rest by {rest} (value added of table 5931).",
        base=base,
        year=context.year,
        all=language.points(frame.loc[TOTAL, "change"], 2),
        metals=language.points(metals, 2),
        rest=language.points(frame.loc[TOTAL, "change"] - metals, 2),
    )


def _bars(context: Context, base: int, moves: pd.DataFrame) -> Axes:
    say, short = context.language.say, names(context)
    parts = {"by_volume": say("relative volume"), "by_price": say("relative price")}
    shown = moves.dropna(subset=list(parts)).head(DRAWN).iloc[::-1]
    return plots.stacked_contributions(
        (shown[list(parts)] * 100).rename(columns=parts, index=short),
        context.language,
        unit=say("percentage points of GDP since {base}", base=base),
        total_label=say("change of the share"),
    )


def _division_alt(context: Context, base: int, moves: pd.DataFrame) -> str:
    language, short = context.language, names(context)
    listed = "; ".join(f"{short[code]} {language.points(moves.loc[code, 'change'], 2)}" for code in moves.index[:DRAWN])
    return language.say(
        "Stacked bars by division, relative volume and relative price since {base}; changes of the share of GDP: "
        "{list}.",
        base=base,
        list=listed,
    )


def _division_table(context: Context, base: int, frame: pd.DataFrame) -> Table:
    say, short = context.language.say, names(context)
    labels = [short[code] if code == TOTAL else f"{code} {short[code]}" for code in frame.index]
    columns = (
        Column("name", say("Division"), "text"),
        Column("before", say("% of GDP in {year}", year=base), "percent", 2),
        Column("now", say("% of GDP in {year}", year=context.year), "percent", 2),
        Column("change", say("Change since {base}, pp", base=base), "points", 2),
        Column("by_volume", say("by volume of production, pp"), "points", 2),
        Column("by_price", say("by relative price, pp"), "points", 2),
    )
    caption = say("Change of the share of GDP since {base} by division", base=base)
    return Table(frame.assign(name=labels), columns, caption, footer=frozenset({TOTAL}), sortable=True)
