"""Where one industry is made: the regions by its value added, if the table with regions is loaded."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context


def by_region(context: Context, code: str) -> pd.DataFrame:
    """Value added of an industry by region in the report's year.

    Returns
    -------
    DataFrame
        By region, largest first: ``gva`` (mln KZT), ``of_country`` (of the industry in the country) and
        ``of_manufacturing`` (of the region's manufacturing, section C of the same table). Confidential cells are left
        out; ``of_country`` of those shown adds up to less than 1 then.

    Raises
    ------
    MissingDataError
        If table 5931 is loaded for the country only.
    """
    gva = context.by_region("gva", code, classification="oked_division")
    whole = context.by_region("gva", "C", classification="oked_division").reindex(columns=gva.columns)
    if context.period not in gva.index or gva.loc[context.period].drop(schema.COUNTRY, errors="ignore").isna().all():
        raise MissingDataError("Value added by division is loaded for the country only; its regions are in table 5931.")
    frame = pd.DataFrame({"gva": gva.loc[context.period], "manufacturing": whole.loc[context.period]})
    frame["of_country"] = frame["gva"] / frame["gva"].get(schema.COUNTRY, float("nan"))
    frame["of_manufacturing"] = frame["gva"] / frame["manufacturing"]
    return frame.drop(schema.COUNTRY, errors="ignore").dropna(subset="gva").sort_values("gva", ascending=False)


def regions(context: Context, code: str) -> Result:
    """Rank the regions; called through the guard of the industry page."""
    frame = by_region(context, code)
    sources = sources_of(context, code)
    language, say = context.language, context.language.say
    named = (frame["gva"] / 1000).rename(context.short_names)
    first = frame.index[0]
    return Result(
        title=say(
            "{industry} in {year}: most in {region}, {share} of the country",
            industry=industries.division(code).short[language.code],
            year=context.year,
            region=context.short_names[first],
            share=language.percent(float(frame.loc[first, "of_country"])),
        ),
        reading=(
            say("Published for {count} of {all} regions; together they make {share} of the country.", count=len(frame),
                all=len(context.regions), share=language.percent(float(frame["of_country"].sum(min_count=1)))),
        ),
        language=language,
        caption=context.caption(say("bn KZT, current prices"), context.period, sources),
        sources=sources,
        values={"largest": float(frame.loc[first, "of_country"]), "regions": float(len(frame))},
        table=_table(context, frame),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(named, language, unit=say("bn KZT"))),
            say("Bars of value added by region; the largest is {region}.", region=context.short_names[first]),
        ),
        caveats=(
            say("Cells of few enterprises are confidential and left out; they are not zero."),
            say("One enterprise can be the whole industry of a region."),
        ),
    )  # fmt: skip


def sources_of(context: Context, code: str) -> tuple[str, ...]:
    """Sources of the value added of a division in the report's year."""
    rows = context.panel.select("gva", classification="oked_division", industries=[code]).rows
    return tuple(sorted(rows.loc[rows[schema.PERIOD] == context.period, schema.SOURCE].unique()))


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=[context.short_names[region_id] for region_id in frame.index], gva=frame["gva"] / 1000)
    columns = (
        Column("name", say("Region"), "text"),
        Column("gva", say("GVA, bn KZT")),
        Column("of_country", say("Share of the industry in the country, %"), "percent"),
        Column("of_manufacturing", say("Share of the region's manufacturing, %"), "percent"),
    )
    return Table(told, columns, say("Regions by value added of the industry, {year}", year=context.year))
