"""Investment: fixed capital of all sectors by region, by section nationally, and the use of capacity."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

REGIONAL = ("bns-5546", "bns-5927")
NATIONAL = ("bns-5547", "bns-5927")
CAPACITY = ("bns-capacity",)
YEARS = 3


def investment_rates(context: Context, region_id: str) -> pd.DataFrame:
    """Fixed-capital investment of all sectors (mln KZT) and its ratio to GRP, region and country, by year."""
    money = context.by_region("investment", classification="total")
    product = context.by_region("grp", classification="total", source="bns-5927")
    if region_id not in money or region_id not in product:
        raise MissingDataError("Investment by region is not published on these borders.")
    return pd.DataFrame({"own": money[region_id], "rate": money[region_id] / product[region_id],
                         "country": money[schema.COUNTRY] / product[schema.COUNTRY]}).dropna()  # fmt: skip


@section("Investment of all sectors", DROP_TABLES, REGIONAL)
def investment(context: Context) -> Result:
    """Investment rate of the region (all sectors) beside the country's."""
    rates = investment_rates(context, context.region.id)
    if context.period not in rates.index:
        raise MissingDataError("Investment is not published for this year.")
    now = rates.loc[context.period]
    average = float(rates["rate"].tail(YEARS).mean()) if len(rates) >= YEARS else float("nan")
    language, say = context.language, context.language.say
    lines = rates[["rate", "country"]] * 100
    lines.columns = [context.short_names[context.region.id], context.short_names[schema.COUNTRY]]
    told = rates.assign(year=rates.index, own=rates["own"] / 1000)
    columns = (Column("year", say("Year"), "text"), Column("own", say("Investment, bn KZT")),
               Column("rate", say("Region, % of GRP"), "percent"),
               Column("country", say("Country, % of GDP"), "percent"))  # fmt: skip
    return Result(
        title=say("Investment of all sectors {in_region} is {rate} of gross regional product: {comparison}",
                  in_region=context.in_region, rate=language.percent(now["rate"]),
                  comparison=prose.compare(language, now["rate"], now["country"])),
        reading=(say("Average of the last three published years: {average}. One plant can make a spike in one year.",
                     average=language.percent(average)),) if len(rates) >= YEARS else (),
        language=language,
        caption=context.caption(say("% of gross regional product, all sectors, current prices"),
                                f"{rates.index[0]}–{context.year}", REGIONAL),
        sources=REGIONAL,
        values={"rate": float(now["rate"]), "average": average},
        table=Table(told, columns, say("Fixed-capital investment, all sectors"),
                    highlight=frozenset({context.period})),
        picture=Picture(plots.picture(lambda: plots.lines(lines, language, unit=say("% of GRP"), from_zero=True)),
                        say("Lines of the investment rate by year; in {year} {rate}, country {country}.",
                            year=context.year, rate=language.percent(now["rate"]),
                            country=language.percent(now["country"]))),
        caveats=(say("All sectors, not manufacturing alone: investment in manufacturing by region needs a table of "
                     "the publisher that is not embedded."),),
    )  # fmt: skip


@section("Investment by section", DROP_TABLES, NATIONAL)
def national_investment(context: Context) -> Result:
    """Manufacturing in the country's fixed-capital investment, and investment against value added."""
    money = context.by_industry("investment", schema.COUNTRY, "oked_section")
    gva = context.by_industry("gva", schema.COUNTRY, "oked_section")
    if "C" not in money or pd.isna(money["C"].get(context.period)):
        raise MissingDataError("Investment by section is not published for this year.")
    series = pd.DataFrame({"value": money["C"], "share": money["C"] / money[schema.TOTAL],
                           "rate": money["C"] / gva["C"]}).dropna(subset=["value"])  # fmt: skip
    now = series.loc[context.period]
    language, say = context.language, context.language.say
    told = series.assign(year=series.index, value=series["value"] / 1000)
    columns = (Column("year", say("Year"), "text"), Column("value", say("Investment in manufacturing, bn KZT")),
               Column("share", say("Share of all investment, %"), "percent"),
               Column("rate", say("% of manufacturing GVA"), "percent"))  # fmt: skip
    return Result(
        title=say("Manufacturing receives {share} of fixed-capital investment in {year}",
                  share=language.percent(now["share"]), year=context.year),
        reading=(say("That is {value} bn KZT, or {rate} of its value added.",
                     value=language.number(now["value"] / 1000), rate=language.percent(now["rate"])),),
        language=language,
        caption=context.caption(say("% of fixed-capital investment, current prices"),
                                f"{series.index[0]}–{context.year}", NATIONAL),
        sources=NATIONAL,
        values={name: float(value) for name, value in now.items()},
        table=Table(told, columns, say("Investment in manufacturing"), highlight=frozenset({context.period})),
        picture=Picture(
            plots.picture(lambda: plots.lines(
                (series[["share"]] * 100).rename(columns={"share": industries.section("C").short[language.code]}),
                language, unit=say("% of all investment"), from_zero=True)),
            say("Line of the share of manufacturing in investment; in {year} {share}.", year=context.year,
                share=language.percent(now["share"]))),
    )  # fmt: skip


@section("Use of capacity", DROP_TABLES, CAPACITY)
def capacity(context: Context) -> Result:
    """Average capacity utilisation of manufacturing by quarter."""
    wide = context.by_industry("capacity_utilisation", schema.COUNTRY, "oked_section")
    if "C" not in wide or wide["C"].dropna().empty:
        raise MissingDataError("Capacity utilisation is published from 2016 on.")
    line = wide["C"].dropna()
    yearly = line.groupby(line.index.str[:4]).mean()
    language, say = context.language, context.language.say
    frame = pd.DataFrame({"date": line.index, "value": line})
    return Result(
        title=say("Capacity of manufacturing is used to {value} % on average of {year}",
                  value=language.number(yearly.iloc[-1]), year=yearly.index[-1]),
        reading=(say("Unit and date stamp of this survey are inferred: the figures are unverified."),),
        language=language,
        caption=context.caption(say("% of capacity, average over the surveys of a year"),
                                f"{line.index[0][:4]}–{line.index[-1][:4]}", CAPACITY, note=say("unverified")),
        sources=CAPACITY,
        values={"last": float(line.iloc[-1])},
        table=Table(frame, (Column("date", say("Date of the survey"), "text"),
                            Column("value", say("Capacity used, %"))), say("Use of capacity in manufacturing")),
        picture=Picture(
            plots.picture(lambda: plots.lines(pd.DataFrame({industries.section("C").short[language.code]: yearly}),
                                              language, unit=say("% of capacity"), from_zero=True)),
            say("Line of the yearly average use of capacity.")),
    )  # fmt: skip
