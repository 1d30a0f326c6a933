"""Why the share of manufacturing does not move: one figure and five sentences for the Concept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_share_figures import METALS_AND_OIL, SharePath, division_parts, share_path
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import TOTAL
from iidsp_analysis.sections.division_words import names
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

SOURCES = ("bns-5927", "bns-5931", "bns-450904", "bns-gdp-volume")
BY_DIVISION = ("bns-5931", "bns-5792", "bns-gdp-volume")
#: Divisions in the chart: those whose share of GDP moved most.
DRAWN = 10
#: Editions that differ by less than this fraction of GDP do not differ for a reader.
EDITIONS_AGREE = 0.0005


@dataclass(frozen=True)
class _Told:
    """What every sentence about the path needs: the report, the path, its last complete row."""

    context: Context
    path: SharePath

    @property
    def last(self) -> pd.Series:
        """The last year with both parts."""
        return self.path.frame.loc[self.path.last]

    @property
    def years(self) -> dict[str, object]:
        """Gaps of the two years compared."""
        return {"base": self.path.base, "last": self.path.last}


@section("Why the share does not move", DROP_TABLES, SOURCES)
def why_the_share_does_not_move(context: Context) -> Result:
    """Tell the share at current prices, at the base year's relative prices, and without metals and oil."""
    path = share_path(context)
    told = _Told(context, path)
    say = context.language.say
    return Result(
        title=_title(told),
        reading=(_moved(told), _by_volume(told), _by_price(told), _at_constant_prices(told), _without(told)),
        language=context.language,
        caption=context.caption(say("% of GDP"), f"{path.base}–{context.year}", SOURCES),
        sources=SOURCES,
        values={name: float(value) for name, value in told.last.items()},
        table=_table(told),
        picture=Picture(plots.picture(lambda: _lines(told)), _alt(told)),
        caveats=(*_estimated(told), *_editions(told), *_method(context)),
    )


def _title(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    gaps = told.years | {
        "volume": language.points(told.last["by_volume"], 2), "price": language.points(told.last["by_price"], 2)
    }  # fmt: skip
    is_price = abs(told.last["by_price"]) > abs(told.last["by_volume"])
    if is_price:
        return say(
            "{base}→{last}: prices moved the share of manufacturing ({price}) more than volume ({volume})", **gaps
        )
    return say("{base}→{last}: volume moved the share of manufacturing ({volume}) at least as much as prices ({price})",
               **gaps)  # fmt: skip


def _moved(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    before, now = float(told.path.frame["share"].iloc[0]), float(told.last["share"])
    gaps = told.years | {"before": language.percent(before), "now": language.percent(now),
                         "size": language.number(abs(now - before) * 100, 1)}  # fmt: skip
    return prose.by_sign(
        now - before,
        up=say("In {base} manufacturing was {before} of GDP, in {last} {now}: {size} percentage points more.", **gaps),
        down=say(
            "In {base} manufacturing was {before} of GDP, in {last} {now}: {size} percentage points less.", **gaps
        ),
        flat=say("Manufacturing was {now} of GDP in {last}, as in {base}.", **gaps),
        missing=say("The share of manufacturing is not known."),
    )


def _by_volume(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    ahead = told.last["volume"] / 100 - 1
    gaps = told.years | {"size": language.percent(abs(ahead)), "part": language.points(told.last["by_volume"], 2)}
    return prose.by_sign(
        ahead,
        up=say("Its volume grew {size} more than that of GDP, which moved the share by {part}.", **gaps),
        down=say("Its volume fell {size} behind that of GDP, which moved the share by {part}.", **gaps),
        flat=say("Its volume moved with that of GDP and left the share where it was.", **gaps),
        missing=say("The relative volume is not known."),
    )


def _by_price(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    ahead = told.last["price"] / 100 - 1
    gaps = told.years | {"size": language.percent(abs(ahead)), "part": language.points(told.last["by_price"], 2)}
    return prose.by_sign(
        ahead,
        up=say("Its prices rose {size} more than those of GDP, which moved the share by {part}.", **gaps),
        down=say("Its prices fell {size} behind those of GDP, which moved the share by {part}.", **gaps),
        flat=say("Its prices moved with those of GDP and left the share where it was.", **gaps),
        missing=say("The relative price is not known."),
    )


def _at_constant_prices(told: _Told) -> str:
    language = told.context.language
    return language.say(
        "At the relative prices of {base} manufacturing would be {constant} of GDP in {last}; between {base} and {last} "
        "that share stayed between {low} and {high}.",
        **told.years,
        constant=language.percent(told.last["constant"]),
        low=language.percent(told.path.frame["constant"].min()),
        high=language.percent(told.path.frame["constant"].max()),
    )


def _without(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    known = told.path.frame["without"].dropna()
    if len(known) < 2:
        return say("The share without metals and oil is not known: it needs two years of value added by division "
                   "(table 5931).")  # fmt: skip
    gaps = {"first": known.index[0], "before": language.percent(known.iloc[0]), "last": known.index[-1],
            "now": language.percent(known.iloc[-1])}  # fmt: skip
    return prose.by_sign(
        float(known.iloc[-1] - known.iloc[0]),
        up=say("Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing rose "
               "from {before} in {first} to {now} in {last}.", **gaps),
        down=say("Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing fell "
                 "from {before} in {first} to {now} in {last}.", **gaps),
        flat=say("Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing gave "
                 "{now} in {last}, as in {first}.", **gaps),
        missing=say("The share of manufacturing is not known."),
    )  # fmt: skip


def _estimated(told: _Told) -> tuple[str, ...]:
    language, path = told.context.language, told.path
    say = language.say
    notes = []
    if path.estimated:
        listed = ", ".join(map(str, path.estimated))
        gaps = {"years": listed, "error": language.number(path.error, 1)}
        notes.append(
            say("Estimated: the country's volume index of manufacturing value added is not in the loaded table for "
                "{years}. It is added up from the regions with the weights of the year before; where the published "
                "index allows a test, single years differ by up to {error} points.", **gaps)
            if path.error == path.error
            else say("Estimated: the country's volume index of manufacturing value added is not in the loaded table "
                     "for {years}. It is added up from the regions with the weights of the year before.", **gaps)
        )  # fmt: skip
    if path.last != told.context.period:
        notes.append(say("After {last} the two parts are not shown: a volume index is missing.", last=path.last))
    return tuple(notes)


def _editions(told: _Told) -> tuple[str, ...]:
    language = told.context.language
    frame = told.path.frame
    odd = frame[(frame["share"] - frame["share_5931"]).abs() > EDITIONS_AGREE]
    return tuple(
        language.say(
            "{year}: the other edition of manufacturing value added (table 5931) gives {other} of GDP, table 5927 "
            "{own}.",
            year=year, other=language.percent(row["share_5931"], 2), own=language.percent(row["share"], 2),
        )
        for year, row in odd.iterrows()
    )  # fmt: skip


def _method(context: Context) -> tuple[str, ...]:
    say = context.language.say
    return (
        say("The two parts add up to the change exactly (logarithmic mean, Ang 2005). GDP contains net taxes on "
            "products: the relative price carries their change too."),
        say("The share without metals and oil is at current prices and is no forecast of an economy without them: "
            "machine repair, services and chemicals that live on mining stay in it."),
    )  # fmt: skip


def _labels(context: Context) -> dict[str, str]:
    say = context.language.say
    return {
        "share": say("at current prices"),
        "constant": say("at constant relative prices"),
        "without": say("without metals and oil"),
    }


def _lines(told: _Told) -> Axes:
    context = told.context
    labels = _labels(context)
    frame = told.path.frame[list(labels)].astype(float).mul(100).dropna(axis=1, how="all").rename(columns=labels)
    accent = [labels["share"]]
    return plots.lines(frame, context.language, unit=context.language.say("% of GDP"), accent=accent, from_zero=True)


def _alt(told: _Told) -> str:
    language = told.context.language
    return language.say(
        "Lines by year from {base}: the share at current prices, {now} in {last}; at constant relative prices, "
        "{constant}; without metals and oil, {without}.",
        **told.years,
        now=language.percent(told.last["share"]),
        constant=language.percent(told.last["constant"]),
        without=language.percent(told.last["without"]),
    )


def _table(told: _Told) -> Table:
    context, base = told.context, told.path.base
    say, labels = context.language.say, _labels(context)
    years = [f"{year}*" if int(year) in told.path.estimated else year for year in told.path.frame.index]
    columns = (
        Column("year", say("Year (* volume estimated)"), "text"),
        Column("share", say("Share of GDP, table 5927"), "percent", 2),
        Column("share_5931", say("Share of GDP, table 5931"), "percent", 2),
        Column("constant", labels["constant"], "percent", 2),
        Column("without", labels["without"], "percent", 2),
        Column("change", say("Change since {base}, pp", base=base), "points", 2),
        Column("by_volume", say("by relative volume, pp"), "points", 2),
        Column("by_price", say("by relative price, pp"), "points", 2),
    )
    caption = say("Manufacturing as a share of GDP since {base}, and what moved it", base=base)
    return Table(told.path.frame.assign(year=years), columns, caption, highlight=frozenset({told.path.last}))


@section("Which divisions move the share", DROP_TABLES, BY_DIVISION)
def by_division(context: Context) -> Result:
    """Tell each division's part in the change of the share, by volume of production and relative price."""
    base, frame = division_parts(context)
    language, say = context.language, context.language.say
    moves = frame.drop(index=TOTAL).sort_values("change", key=abs, ascending=False)
    return Result(
        title=_division_title(context, base, moves),
        reading=(_metals_sentence(context, base, frame),),
        language=language,
        caption=context.caption(say("percentage points of GDP since {base}", base=base), f"{base}–{context.year}",
                                BY_DIVISION),
        sources=BY_DIVISION,
        values={f"change_{code}": float(value) for code, value in frame["change"].items()},
        table=_division_table(context, base, frame),
        picture=Picture(plots.picture(lambda: _bars(context, base, moves)), _division_alt(context, base, moves)),
        caveats=(
            say("Estimated: the volume of a division is that of its production (table 5792), because the volume of "
                "value added is not published by division. A change of the share of value added in output appears as "
                "a price. Parts of divisions therefore do not add up to those of the whole."),
            say("Divisions without a published volume index show their change only."),
        ),
    )  # fmt: skip


def _division_title(context: Context, base: int, moves: pd.DataFrame) -> str:
    language, short = context.language, names(context)
    first, second = moves.index[:2]
    return language.say(
        "{base}→{year}: {first} ({moved}) and {second} ({also}) moved the share of GDP most",
        base=base, year=context.year, first=short[first], moved=language.points(moves.loc[first, "change"], 2),
        second=short[second], also=language.points(moves.loc[second, "change"], 2),
    )  # fmt: skip


def _metals_sentence(context: Context, base: int, frame: pd.DataFrame) -> str:
    language = context.language
    metals = frame.loc[list(METALS_AND_OIL), "change"].sum()
    return language.say(
        "From {base} to {year} all divisions together moved the share by {all}: metallurgy and oil refining by {metals}, "
        "the rest by {rest} (value added of table 5931).",
        base=base, year=context.year, all=language.points(frame.loc[TOTAL, "change"], 2),
        metals=language.points(metals, 2), rest=language.points(frame.loc[TOTAL, "change"] - metals, 2),
    )  # fmt: skip


def _bars(context: Context, base: int, moves: pd.DataFrame) -> Axes:
    say, short = context.language.say, names(context)
    parts = {"by_volume": say("relative volume"), "by_price": say("relative price")}
    shown = moves.dropna(subset=list(parts)).head(DRAWN).iloc[::-1]
    return plots.stacked_contributions(
        (shown[list(parts)] * 100).rename(columns=parts, index=short), context.language,
        unit=say("percentage points of GDP since {base}", base=base), total_label=say("change of the share"),
    )  # fmt: skip


def _division_alt(context: Context, base: int, moves: pd.DataFrame) -> str:
    language, short = context.language, names(context)
    listed = "; ".join(f"{short[code]} {language.points(moves.loc[code, 'change'], 2)}" for code in moves.index[:DRAWN])
    return language.say(
        "Stacked bars by division, relative volume and relative price since {base}; changes of the share of GDP: {list}.",
        base=base, list=listed,
    )  # fmt: skip


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


@section("Why the share does not move: regions", DROP_TABLES, SOURCES)
def by_region(context: Context) -> Result:
    """Say why the split cannot be told by region: the volume index of gross regional product is not loaded.

    Raises
    ------
    StatedError
        Caught by the guard: no publisher's table with both indices by region is known to the panel.
    """
    say = context.language.say
    known = context.by_region("gva_volume_index", "C").drop(columns=schema.COUNTRY).notna().any().sum()
    raise StatedError(
        say("By region the change of the share cannot be split into volume and price: the volume index of manufacturing "
            "is loaded for {count} of {all} regions, that of gross regional product for none.",
            count=int(known), all=len(context.regions)),
        what_next=say("The split needs the volume index of gross regional product, which no table of the project holds "
                      "yet. Shares of the regions at current prices are in the report about the country."),
    )  # fmt: skip
