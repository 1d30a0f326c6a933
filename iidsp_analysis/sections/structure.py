"""Structure: what the region lives on, by section of the economy."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.concentration import herfindahl_index
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927",)
TOTALS = ("IND", "OTHER_SERVICES")


def lumped_years(context: Context) -> set[str]:
    """Years in which the table prints one row of other services in the place of their sections (to 2013)."""
    chosen = context.panel.select("gva", industries=["OTHER_SERVICES"], regions=[schema.COUNTRY]).rows
    return set(chosen.loc[chosen[schema.VALUE].notna(), schema.PERIOD])


def section_cross(context: Context, period: str) -> pd.DataFrame:
    """Value added of one year (mln KZT): region ids and ``KZ`` × sections; only sections that the country has.

    Raises
    ------
    MissingDataError
        If the report's region lacks a section in that year, or the table lumps services together (before 2014):
        without them every share would be too high.
    """
    chosen = context.panel.select("gva", classification="oked_section").rows
    if period in lumped_years(context):
        raise MissingDataError("Services are published section by section from 2014 on.")
    rows = chosen[(chosen[schema.PERIOD] == period) & ~chosen[schema.INDUSTRY].isin(TOTALS)]
    rows = rows[~rows[schema.INDUSTRY].str.startswith(schema.RESIDUAL) & (rows[schema.REGION] != schema.RESIDUAL)]
    wide = rows.pivot(index=schema.REGION, columns=schema.INDUSTRY, values=schema.VALUE)
    if schema.COUNTRY not in wide.index:
        raise MissingDataError("Value added by section is not published for this year.")
    told = wide[wide.columns[wide.loc[schema.COUNTRY].notna()]]
    if "C" not in told or context.region.id not in told.index or told.loc[context.region.id].isna().any():
        raise MissingDataError("Value added by section is not complete for this year.")
    return told


@section("Structure of the economy", DROP_TABLES, SOURCES)
def structure(context: Context) -> Result:
    """Shares of the sections in value added, the region beside the country, and their concentration."""
    cross = section_cross(context, context.period)
    shares = cross.div(cross.sum(axis=1), axis=0)
    own, country = shares.loc[context.region.id], shares.loc[schema.COUNTRY]
    order = own.sort_values(ascending=False).index
    language, say = context.language, context.language.say
    names = {code: industries.section(code).short[language.code] for code in order}
    herfindahl = float(herfindahl_index(own))
    frame = pd.DataFrame({"name": [f"{code} · {industries.section(code).name[language.code]}" for code in order],
                          "own": own[order], "country": country[order],
                          "value": cross.loc[context.region.id, order] / 1000}, index=order)  # fmt: skip
    place = list(order).index("C") + 1
    return Result(
        title=say("Manufacturing is number {place} of {count} sections {in_region}: {share} of value added",
                  place=place, count=len(order), in_region=context.in_region, share=language.percent(own["C"])),
        reading=(
            say("The largest section is {name} with {share}. Herfindahl index of the sections: {index} (1 over the "
                "number of sections, {even}, would be an even spread; 1 is a single section).",
                name=names[order[0]], share=language.percent(own[order[0]]), index=language.number(herfindahl, 3),
                even=language.number(1 / len(order), 3)),
        ),
        language=language,
        caption=context.caption(say("% of gross value added, current prices"), context.period, SOURCES),
        sources=SOURCES,
        values={"manufacturing": float(own["C"]), "herfindahl": herfindahl},
        table=Table(frame, _columns(context), say("Value added by section, {year}", year=context.year),
                    highlight=frozenset({"C"})),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars((own * 100).rename(names), language,
                                                    unit=say("% of gross value added"), highlight={names["C"]})),
            say("Bars of the shares of sections in value added; manufacturing {share}.",
                share=language.percent(own["C"]))),
        caveats=(say("Divisions of manufacturing by region are published in table 5931: drop its file into "
                     "data/raw/bns/ to see them here."),) if not context.is_country else (),
    )  # fmt: skip


def _columns(context: Context) -> tuple[Column, ...]:
    say = context.language.say
    columns = [Column("name", say("Section"), "text"), Column("value", say("Value added, bn KZT"))]
    columns.append(Column("own", say("Share, %"), "percent"))
    if not context.is_country:
        columns.append(Column("country", say("Share in the country, %"), "percent"))
    return tuple(columns)
