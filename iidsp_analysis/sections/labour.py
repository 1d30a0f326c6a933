"""Productivity and pay: value added per employed person, compensation per worker."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

REGIONAL = ("bns-5927", "bns-443435")
NATIONAL = ("bns-5927", "bns-5831", "bns-4453")
INDUSTRY_AND_CONSTRUCTION = ("B", "C", "D", "E", "F")


def productivity_by_region(context: Context) -> pd.DataFrame:
    """Industry and construction (sections B–F) in the report's year, by region id and ``KZ``.

    Returns
    -------
    DataFrame
        ``gva`` (mln KZT), ``employed`` (persons), ``productivity`` (mln KZT of GVA a person).
    """
    gva = sum(
        context.by_region("gva", code, classification="oked_section").reindex([context.period]).T[context.period]
        for code in INDUSTRY_AND_CONSTRUCTION
    )
    employed = context.by_region("employment_industry_construction", "B-F").reindex([context.period]).T[context.period]
    frame = pd.DataFrame({"gva": gva, "employed": employed})
    return frame.assign(productivity=frame["gva"] / frame["employed"])


@section("Productivity", DROP_TABLES, REGIONAL)
def productivity(context: Context) -> Result:
    """Value added per employed person in industry and construction, region beside country."""
    frame = productivity_by_region(context)
    own = frame["productivity"].get(context.region.id, float("nan"))
    if pd.isna(own):
        raise MissingDataError("Employment in industry and construction is published by region from 2016 on.")
    ratio = own / frame.loc[schema.COUNTRY, "productivity"]
    language, say = context.language, context.language.say
    ordered = pd.concat([frame.drop(schema.COUNTRY).sort_values("productivity", ascending=False),
                         frame.loc[[schema.COUNTRY]]])  # fmt: skip
    told = ordered.assign(name=[context.short_names[region_id] for region_id in ordered.index],
                          relative=ordered["productivity"] / frame.loc[schema.COUNTRY, "productivity"])  # fmt: skip
    named = told["productivity"].drop(schema.COUNTRY).rename(context.short_names)
    columns = (Column("name", say("Region"), "text"), Column("productivity", say("GVA per person, mln KZT"), digits=2),
               Column("relative", say("Country = 100 %"), "percent"),
               Column("employed", say("Employed, persons"), digits=0))  # fmt: skip
    return Result(
        title=say("A person employed in industry and construction {in_region} makes {ratio} of the country's average",
                  in_region=context.in_region, ratio=language.percent(ratio)),
        reading=(say("Value added per person: {own} mln KZT, in the country {country} mln KZT. Mining is inside this "
                     "figure: where oil is lifted it says little about manufacturing.", own=language.number(own, 2),
                     country=language.number(frame.loc[schema.COUNTRY, "productivity"], 2)),),
        language=language,
        caption=context.caption(say("mln KZT per employed person, sections B–F, current prices"), context.period,
                                REGIONAL),
        sources=REGIONAL,
        values={"productivity": float(own), "ratio": float(ratio)},
        table=Table(told, columns, say("Productivity in industry and construction, {year}", year=context.year),
                    highlight=frozenset({context.region.id}), footer=frozenset({schema.COUNTRY})),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(
                named, language, unit=say("mln KZT per person"), highlight={context.short_names[context.region.id]},
                reference=float(frame.loc[schema.COUNTRY, "productivity"]), reference_label=say("country"), digits=2)),
            say("Bars of value added per employed person by region; {name} {own}.",
                name=context.short_names[context.region.id], own=language.number(own, 2))),
        caveats=(say("Employment by region is published for sections B to F together, from a labour-force survey; "
                     "productivity of manufacturing alone needs table 5933."),),
    )  # fmt: skip


def productivity_by_section(context: Context) -> pd.DataFrame:
    """National value added and compensation per employed person by section in the report's year.

    Returns
    -------
    DataFrame
        By section: ``gva`` (mln KZT), ``employed`` (thousand persons), ``productivity`` and ``pay`` (mln KZT a
        person; pay where compensation is published: sections A–F), ``relative`` (economy = 1).
    """
    country = schema.COUNTRY
    gva = context.by_industry("gva", country, "oked_section").reindex([context.period]).T[context.period]
    employed = context.by_industry("employment", country, "oked_section").reindex([context.period]).T[context.period]
    paid = context.by_industry("compensation", country, "oked_section").reindex([context.period]).T[context.period]
    frame = pd.DataFrame({"gva": gva, "employed": employed, "paid": paid}).loc[lambda rows: rows["employed"].notna()]
    frame = frame.drop(index=["IND"], errors="ignore").dropna(subset=["gva"])
    frame["productivity"] = frame["gva"] / frame["employed"] / 1000
    frame["pay"] = frame["paid"] / frame["employed"] / 1000
    economy = frame["gva"].sum() / frame["employed"].sum() / 1000
    return frame.assign(relative=frame["productivity"] / economy)


@section("Productivity and pay", DROP_TABLES, NATIONAL)
def national_productivity(context: Context) -> Result:
    """Value added and compensation per employed person by section of the economy."""
    frame = productivity_by_section(context).sort_values("productivity", ascending=False)
    if "C" not in frame.index:
        raise MissingDataError("Employment by section is not published for this year.")
    own = frame.loc["C"]
    language, say = context.language, context.language.say
    names = {code: industries.section(code).short[language.code] for code in frame.index}
    told = frame.assign(name=[f"{code} · {names[code]}" for code in frame.index])
    columns = (Column("name", say("Section"), "text"),
               Column("productivity", say("GVA per person, mln KZT"), digits=2),
               Column("relative", say("Economy = 100 %"), "percent"),
               Column("pay", say("Compensation per employed person, mln KZT"), digits=2),
               Column("employed", say("Employed, thousand persons")))  # fmt: skip
    gap = own["relative"] - 1
    size = language.percent(abs(gap))
    return Result(
        title=prose.by_sign(
            gap,
            up=say("A worker in manufacturing makes {size} more value added than the average worker", size=size),
            down=say("A worker in manufacturing makes {size} less value added than the average worker", size=size),
            flat=say("A worker in manufacturing makes as much value added as the average worker"),
            missing=say("Productivity of manufacturing is not known"),
        ),
        reading=(say("Value added per employed person in manufacturing: {own} mln KZT a year; compensation {pay} mln "
                     "KZT.", own=language.number(own["productivity"], 2), pay=language.number(own["pay"], 2)),),
        language=language,
        caption=context.caption(say("mln KZT per employed person, current prices"), context.period, NATIONAL),
        sources=NATIONAL,
        values={"productivity": float(own["productivity"]), "pay": float(own["pay"]), "relative": float(gap)},
        table=Table(told, columns, say("Productivity by section, {year}", year=context.year),
                    highlight=frozenset({"C"})),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(frame["productivity"].rename(names), language,
                                                    unit=say("mln KZT per person"), highlight={names["C"]}, digits=1)),
            say("Bars of value added per employed person by section; manufacturing {own} mln KZT.",
                own=language.number(own["productivity"], 2))),
        caveats=(say("The employed include the self-employed, whom compensation of employees does not pay."),
                 say("Real estate looks productive because imputed rent has value added and no workers."),),
    )  # fmt: skip
