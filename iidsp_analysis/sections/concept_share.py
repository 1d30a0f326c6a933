"""Why the share of manufacturing does not move: one figure and five sentences for the Concept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_against import against_share
from iidsp_analysis.sections.concept_share_figures import SharePath, share_path
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-5931", "bns-450904", "bns-gdp-volume")
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
        against=against_share(context, path),
    )


def _title(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    gaps = told.years | {
        "volume": language.points(told.last["by_volume"], 2),
        "price": language.points(told.last["by_price"], 2),
    }
    is_price = abs(told.last["by_price"]) > abs(told.last["by_volume"])
    if is_price:
        return say(
            "{base}→{last}: prices moved the share of manufacturing ({price}) more than volume ({volume})", **gaps
        )
    return say(
        "{base}→{last}: volume moved the share of manufacturing ({volume}) at least as much as prices ({price})", **gaps
    )


def _moved(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    before, now = float(told.path.frame["share"].iloc[0]), float(told.last["share"])
    gaps = told.years | {
        "before": language.percent(before),
        "now": language.percent(now),
        "size": language.number(abs(now - before) * 100, 1),
    }
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
        "At the relative prices of {base} manufacturing would be {constant} of GDP in {last}; between {base} and "
        "{last} that share stayed between {low} and {high}.",
        **told.years,
        constant=language.percent(told.last["constant"]),
        low=language.percent(told.path.frame["constant"].min()),
        high=language.percent(told.path.frame["constant"].max()),
    )


def _without(told: _Told) -> str:
    language, say = told.context.language, told.context.language.say
    known = told.path.frame["without"].dropna()
    if len(known) < 2:
        return say(
            "The share without metals and oil is not known: it needs two years of value added by division (table 5931)."
        )
    gaps = {
        "first": known.index[0],
        "before": language.percent(known.iloc[0]),
        "last": known.index[-1],
        "now": language.percent(known.iloc[-1]),
    }
    return prose.by_sign(
        float(known.iloc[-1] - known.iloc[0]),
        up=say(
            "Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing rose "
            "from {before} in {first} to {now} in {last}.",
            **gaps,
        ),
        down=say(
            "Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing fell "
            "from {before} in {first} to {now} in {last}.",
            **gaps,
        ),
        flat=say(
            "Without mining, oil refining and metallurgy on either side of the ratio, the other manufacturing gave "
            "{now} in {last}, as in {first}.",
            **gaps,
        ),
        missing=say("The share of manufacturing is not known."),
    )


def _estimated(told: _Told) -> tuple[str, ...]:
    language, path = told.context.language, told.path
    say = language.say
    notes = []
    if path.estimated:
        listed = ", ".join(map(str, path.estimated))
        gaps = {"years": listed, "error": language.number(path.error, 1)}
        notes.append(
            say(
                "Estimated: the country's volume index of manufacturing value added is not in the loaded table for "
                "{years}. It is added up from the regions with the weights of the year before; where the published "
                "index allows a test, single years differ by up to {error} points.",
                **gaps,
            )
            if path.error == path.error
            else say(
                "Estimated: the country's volume index of manufacturing value added is not in the loaded table "
                "for {years}. It is added up from the regions with the weights of the year before.",
                **gaps,
            )
        )
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
            year=year,
            other=language.percent(row["share_5931"], 2),
            own=language.percent(row["share"], 2),
        )
        for year, row in odd.iterrows()
    )


def _method(context: Context) -> tuple[str, ...]:
    say = context.language.say
    return (
        say(
            "The two parts add up to the change exactly (logarithmic mean, Ang 2005). GDP contains net taxes on "
            "products: the relative price carries their change too."
        ),
        say(
            "The share without metals and oil is at current prices and is no forecast of an economy without them: "
            "repair and chemicals that live on mining stay in it."
        ),
    )


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
