"""The region in the country: its size, and how industrial it is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-6576")


@dataclass(frozen=True)
class Position:
    """Manufacturing in the gross regional product of every region in one year.

    ``frame`` has a row a region and ``KZ``: ``grp`` and ``manufacturing`` (mln KZT), ``share`` (of GRP),
    ``quotient`` (share over the country's), ``per_head`` (thousand KZT of GRP a person), ``of_country`` (share of
    the country's manufacturing).
    """

    frame: pd.DataFrame

    def rank(self, region_id: str) -> int:
        """Place of a region by manufacturing share, 1 the highest."""
        shares = self.frame["share"].drop(schema.COUNTRY)
        return int(shares.rank(ascending=False)[region_id])

    @property
    def ranked(self) -> int:
        """Number of regions that have a share: the others are not behind, they are not known."""
        return int(self.frame["share"].drop(schema.COUNTRY).notna().sum())


def positions(context: Context) -> Position:
    """Compute the position of every region in the report's year.

    Raises
    ------
    MissingDataError
        If the region has no GRP or manufacturing on these borders in that year.
    """
    year = context.period
    grp = context.by_region("grp", classification="total", source="bns-5927").reindex([year]).T[year]
    manufacturing = context.by_region("gva", "C", classification="oked_section").reindex([year]).T[year]
    people = context.by_region("population").reindex([year]).T[year]
    frame = pd.DataFrame({"grp": grp, "manufacturing": manufacturing})
    frame["share"] = frame["manufacturing"] / frame["grp"]
    frame["quotient"] = frame["share"] / frame.loc[schema.COUNTRY, "share"]
    frame["per_head"] = frame["grp"] / people * 1000
    frame["of_country"] = frame["manufacturing"] / frame.loc[schema.COUNTRY, "manufacturing"]
    if context.region.id not in frame.index or pd.isna(frame.loc[context.region.id, "share"]):
        raise MissingDataError("Gross regional product or its manufacturing part is not published.")
    return Position(frame)


@section("The region in the country", DROP_TABLES, SOURCES)
def position(context: Context) -> Result:
    """Rank the regions by the manufacturing share of their gross regional product."""
    found = positions(context)
    frame = found.frame
    own, country = frame.loc[context.region.id], frame.loc[schema.COUNTRY]
    language, say = context.language, context.language.say
    values = dict(zip(frame.columns, own, strict=True))
    title = say(
        "{In_region} manufacturing gives {share} of gross regional product: {comparison}",
        In_region=prose.sentence(context.in_region),
        share=language.percent(own["share"]),
        comparison=prose.compare(language, own["share"], country["share"]),
    )
    reading = say(
        "By this share the region is number {rank} of {count}; it makes {of_country} of the country's manufacturing. "
        "Location quotient (share in the region over share in the country): {quotient}.",
        rank=found.rank(context.region.id),
        count=found.ranked,
        of_country=language.percent(own["of_country"]),
        quotient=language.number(own["quotient"], 2),
    )
    return Result(
        title=title,
        reading=(reading,),
        language=language,
        caption=context.caption(say("% of gross regional product, current prices"), context.period, SOURCES),
        sources=SOURCES,
        values=values,
        table=ranking_table(context, frame),
        picture=Picture(plots.picture(lambda: ranking_bars(context, frame["share"])), ranking_alt(context, frame)),
        caveats=(
            say("Regions with oil have a low share by construction: the denominator moves with the oil price."),
            say("Population is published on the borders of 2022; it is merged to the borders of this report."),
        ),
    )


def ranking_bars(context: Context, shares: pd.Series) -> Axes:
    """Draw the manufacturing shares of all regions, the report's own and the country standing out."""
    say = context.language.say
    named = (shares.drop(schema.COUNTRY) * 100).rename(context.short_names)
    return plots.ranked_bars(
        named,
        context.language,
        unit=say("% of gross regional product"),
        highlight={context.short_names[context.region.id]} if not context.is_country else (),
        reference=float(shares[schema.COUNTRY] * 100),
        reference_label=say("country {share}", share=context.language.percent(shares[schema.COUNTRY])),
    )


def ranking_alt(context: Context, frame: pd.DataFrame) -> str:
    """Tell the bars in words: the highest, the lowest and the country."""
    shares = frame["share"].drop(schema.COUNTRY).dropna().sort_values(ascending=False)
    return context.language.say(
        "Bars of the manufacturing share of gross regional product, {year}: highest {first} ({high}), lowest {last} "
        "({low}), country {country}.",
        year=context.year,
        first=context.short_names[shares.index[0]],
        high=context.language.percent(shares.iloc[0]),
        last=context.short_names[shares.index[-1]],
        low=context.language.percent(shares.iloc[-1]),
        country=context.language.percent(frame.loc[schema.COUNTRY, "share"]),
    )


def ranking_table(context: Context, frame: pd.DataFrame) -> Table:
    """Table of :class:`Position`, the country at the foot."""
    say = context.language.say
    ordered = frame.drop(schema.COUNTRY).sort_values("share", ascending=False)
    ordered = pd.concat([ordered, frame.loc[[schema.COUNTRY]]])
    told = ordered.assign(name=[context.short_names[region_id] for region_id in ordered.index])
    told["grp"] /= 1000
    told["manufacturing"] /= 1000
    return Table(
        told,
        (
            Column("name", say("Region"), "text"),
            Column("share", say("Manufacturing, % of GRP"), "percent"),
            Column("quotient", say("Location quotient"), digits=2),
            Column("of_country", say("Share of the country's manufacturing, %"), "percent"),
            Column("manufacturing", say("Manufacturing GVA, bn KZT"), digits=1),
            Column("grp", say("GRP, bn KZT"), digits=1),
            Column("per_head", say("GRP per head, thousand KZT"), digits=0),
        ),
        say("Regions by manufacturing share, {year}", year=context.year),
        highlight=frozenset({context.region.id}),
        footer=frozenset({schema.COUNTRY}),
    )


@section("The share over time", DROP_TABLES, SOURCES)
def share_over_time(context: Context) -> Result:
    """Manufacturing share of GRP, region beside country, all published years."""
    language, say = context.language, context.language.say
    shares = share_series(context)
    own = shares[context.region.id].dropna()
    if context.period not in own.index:
        raise MissingDataError("The share of manufacturing is not published for this year.")
    first, now = own.iloc[0], own[context.period]
    size = language.number(abs(now - first) * 100)
    years = {"first": own.index[0], "year": context.year}
    named = shares[[context.region.id, schema.COUNTRY]] if not context.is_country else shares[[schema.COUNTRY]]
    frame = (named * 100).rename(columns=context.short_names)
    unit = say("% of gross regional product")
    return Result(
        title=prose.by_sign(
            now - first if own.index[0] != context.period else None,
            up=say("The manufacturing share rose by {size} points from {first} to {year}", size=size, **years),
            down=say("The manufacturing share fell by {size} points from {first} to {year}", size=size, **years),
            flat=say("The manufacturing share was the same in {first} and {year}", **years),
            missing=say("The manufacturing share over time"),
        ),
        reading=(
            say("A share moves with prices too: when oil and metals get dearer it can rise or fall without any change "
                "in volume. The next section takes volume and prices apart."),
        ),
        language=language,
        caption=context.caption(
            say("% of gross regional product, current prices"), f"{shares.index[0]}–{shares.index[-1]}", ("bns-5927",)
        ),
        sources=("bns-5927",),
        values={"first": first, "now": now},
        table=_share_table(context, named),
        picture=Picture(
            plots.picture(lambda: plots.lines(frame, language, unit=unit, from_zero=True)),
            say("Lines of the manufacturing share by year; last values in the table below."),
        ),
    )  # fmt: skip


def share_series(context: Context) -> pd.DataFrame:
    """Manufacturing share of GRP (fraction) by year for every region and the country."""
    grp = context.by_region("grp", classification="total", source="bns-5927")
    return context.by_region("gva", "C", classification="oked_section") / grp


def _share_table(context: Context, shares: pd.DataFrame) -> Table:
    say = context.language.say
    told = shares.assign(year=shares.index)
    columns = [Column("year", say("Year"), "text")]
    columns += [Column(region_id, context.short_names[region_id], "percent") for region_id in shares.columns]
    return Table(told, tuple(columns), say("Manufacturing share of GRP, %"), highlight=frozenset({context.period}))
