"""Specialisation: what weighs more in the region than in the country, on value added and on exports."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.specialisation import location_quotient
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import annual_sections, goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.structure import section_cross

THRESHOLD = 1.25
NAMED = 3
#: A group below this share of the region is not named: a quotient on next to nothing says next to nothing.
SMALLEST_SHARE = 0.01


def strengths(quotients: pd.Series, sizes: pd.Series) -> list[str]:
    """Groups with a quotient of at least :data:`THRESHOLD` and a share of at least :data:`SMALLEST_SHARE`.

    The highest quotient comes first.
    """
    shares = sizes / sizes.sum()
    ordered = quotients.sort_values(ascending=False)
    return [code for code in ordered.index if ordered[code] >= THRESHOLD and shares[code] >= SMALLEST_SHARE]


def section_quotients(context: Context) -> pd.Series:
    """Location quotient of every section on value added in the report's year."""
    cross = section_cross(context, context.period)
    return _quotients(cross, context.region.id)


def export_quotients(context: Context) -> pd.Series:
    """Location quotient of every HS section on exports (Balassa index against the country)."""
    pair = export_pair(context, context.period)
    return _quotients(pair, context.region.id)


def _quotients(cross: pd.DataFrame, region_id: str) -> pd.Series:
    country = cross.loc[schema.COUNTRY]
    pair = pd.DataFrame([cross.loc[region_id], country - cross.loc[region_id]], index=[region_id, "rest"])
    return location_quotient(pair).loc[region_id]


def export_pair(context: Context, period: str) -> pd.DataFrame:
    """Exports by HS section of the region and the country in one year (thousand USD)."""
    told = {}
    for region_id in (context.region.id, schema.COUNTRY):
        annual = annual_sections(context, region_id)
        if period not in annual.index or annual.loc[period].isna().any():
            raise MissingDataError("Exports by HS section are not complete for this year.")
        told[region_id] = annual.loc[period].drop(schema.TOTAL)
    return pd.DataFrame(told).T


@section("Specialisation on value added", DROP_TABLES, ("bns-5927",))
def by_section(context: Context) -> Result:
    """Location quotients of the sections on value added."""
    cross = section_cross(context, context.period)
    quotients = _quotients(cross, context.region.id)
    names = {code: industries.section(code).short[context.language.code] for code in quotients.index}
    say = context.language.say
    return _result(
        context, quotients, cross.loc[context.region.id] / 1000, names,
        unit=say("Value added, bn KZT"), sources=("bns-5927",),
        caption=say("location quotient on gross value added, current prices"),
        highlight="C",
    )  # fmt: skip


@section("Specialisation on exports", DROP_TABLES, ("bns-446905",))
def by_exports(context: Context) -> Result:
    """Location quotients of the HS sections on exports."""
    pair = export_pair(context, context.period)
    if pair.loc[context.region.id].sum() <= 0:
        raise MissingDataError("The region exported nothing in this year.")
    quotients = _quotients(pair, context.region.id)
    traded = quotients[pair.loc[schema.COUNTRY] > 0]
    names = {code: goods_label(context, code) for code in traded.index}
    say = context.language.say
    return _result(
        context, traded, pair.loc[context.region.id, traded.index] / 1000, names,
        unit=say("Exports, mln USD"), sources=("bns-446905",),
        caption=say("location quotient on exports in USD, region where the exporter is registered"),
        highlight="",
    )  # fmt: skip


def _result(
    context: Context,
    quotients: pd.Series,
    sizes: pd.Series,
    names: dict[str, str],
    *,
    unit: str,
    sources: tuple[str, ...],
    caption: str,
    highlight: str,
) -> Result:
    language, say = context.language, context.language.say
    ordered = quotients.sort_values(ascending=False)
    strong = strengths(quotients, sizes)
    shown = [prose.quoted(language, names[code].split(" · ")[-1]) for code in strong[:NAMED]]
    listed = prose.enumerate_words(language, shown)
    title = (
        say("{In_region} these weigh at least {threshold} times as much as in the country: {list}",
            In_region=prose.sentence(context.in_region), threshold=language.number(THRESHOLD, 2), list=listed)
        if strong
        else say("{In_region} nothing weighs {threshold} times as much as in the country",
                 In_region=prose.sentence(context.in_region), threshold=language.number(THRESHOLD, 2))
    )  # fmt: skip
    frame = pd.DataFrame({"name": [names[code] for code in ordered.index], "quotient": ordered,
                          "size": sizes[ordered.index], "share": sizes[ordered.index] / sizes.sum()})  # fmt: skip
    columns = (Column("name", say("Group"), "text"), Column("quotient", say("Location quotient"), digits=2),
               Column("share", say("Share in the region, %"), "percent"), Column("size", unit))  # fmt: skip
    return Result(
        title=title,
        reading=(say("{count} of {total} groups reach {threshold} and give at least {smallest} of the region's total.",
                     count=len(strong), total=len(ordered), threshold=language.number(THRESHOLD, 2),
                     smallest=language.percent(SMALLEST_SHARE, 0)),),
        language=language,
        caption=context.caption(caption, context.period, sources),
        sources=sources,
        values={code: float(value) for code, value in ordered.items()},
        table=Table(frame, columns, say("Location quotients, {year}", year=context.year),
                    highlight=frozenset({highlight} if highlight else ())),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(ordered.rename(names), language, unit=say("location quotient"),
                                                    highlight={names[highlight]} if highlight else (), reference=1.0,
                                                    reference_label=say("country = 1"), digits=2)),
            say("Bars of location quotients, the largest {name} with {value}.", name=names[ordered.index[0]],
                value=language.number(ordered.iloc[0], 2))),
        caveats=(say("A high quotient on a small value can rest on a single plant or a single contract."),),
    )  # fmt: skip
