"""The regions that have the same industry, side by side, with the report's own among them."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.context import Context

#: Regions that the sentence names.
NAMED = 3


def regions(context: Context, code: str) -> Result:
    """Rank the regions by the industry's amount; called through the guard of the industry page."""
    figures = subject.figures_of(context, code)
    base = subject.base_or_none(context, figures)
    frame = figures.by_region(context.period, base)
    having = frame[frame["amount"] > 0]
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, code, having),
        reading=tuple(filter(None, (_largest(context, having), _specialised(context, having)))),
        language=language,
        caption=context.caption(subject.units_of(context, code), context.period,
                                figures.sources, note=subject.note_of(context, code)),
        sources=figures.sources,
        values={"regions": float(len(having)), "rank": _place(having, context.region.id)},
        table=_table(context, code, frame, base),
        picture=_picture(context, code, having),
        caveats=(say("Regions without a published figure are left out; they are not zero."),),
    )  # fmt: skip


def _place(having: pd.DataFrame, region: str) -> float:
    """Place by amount, the largest first; NaN for a region that has none."""
    return float(having["amount"].rank(ascending=False, method="min").get(region, float("nan")))


def _title(context: Context, code: str, having: pd.DataFrame) -> str:
    say, place = context.language.say, _place(having, context.region.id)
    gaps = {"name": subject.name_of(context, code), "count": len(having), "year": context.year,
            "region": context.short_names[context.region.id]}  # fmt: skip
    if context.is_country:
        return say("{name}: {count} regions have some in {year}", **gaps)
    if pd.isna(place):
        return say("{name}: {region} has none in {year}; regions that have some: {count}", **gaps)
    return say("{name}: {region} is number {place} by amount in {year}; regions that have some: {count}",
               place=int(place), **gaps)  # fmt: skip


def _largest(context: Context, having: pd.DataFrame) -> str:
    language = context.language
    told = [
        language.say("{name} ({share})", name=context.short_names[str(name)], share=language.percent(share))
        for name, share in having["of_country"].head(NAMED).items()
    ]
    if not told:
        return ""
    return language.say("The largest, with their share of the country: {names}.",
                        names=prose.enumerate_words(language, told))  # fmt: skip


def _specialised(context: Context, having: pd.DataFrame) -> str:
    language = context.language
    above = having["quotient"][having["quotient"] > 1].sort_values(ascending=False).head(NAMED)
    told = [
        language.say("{name} ({value})", name=context.short_names[str(name)], value=language.number(value, 1))
        for name, value in above.items()
    ]
    if not told:
        return ""
    return language.say("The most specialised, with their location quotient: {names}.",
                        names=prose.enumerate_words(language, told))  # fmt: skip


def _picture(context: Context, code: str, having: pd.DataFrame) -> Picture | None:
    if having.empty:
        return None
    language, say = context.language, context.language.say
    goods = industries.is_product_group(code)
    named = (having["amount"] / 1000).rename(context.short_names)
    unit = say("mln USD") if goods else say("bn KZT")
    own = context.short_names[context.region.id]
    return Picture(
        plots.picture(lambda: plots.ranked_bars(named, language, unit=unit, highlight=[own])),
        say("Bars of the amounts by region; the largest is {region}.", region=named.index[0]),
    )


def _table(context: Context, code: str, frame: pd.DataFrame, base: str | None) -> Table:
    say = context.language.say
    columns = [
        Column("name", say("Region"), "text"),
        Column("amount", subject.amount_label(context, code)),
        Column("of_country", say("Share of the industry in the country, %"), "percent"),
        Column("of_region", subject.share_of_region(context, code), "percent"),
        Column("quotient", say("Location quotient"), digits=2),
    ]
    if base is not None:
        columns.append(Column("growth", say("Change against {base}, %", base=base), "signed_percent"))
    told = frame.assign(name=[context.short_names[str(name)] for name in frame.index])
    return Table(told, tuple(columns), say("Regions by amount of the industry, {year}", year=context.year),
                 highlight=frozenset({context.region.id}))  # fmt: skip
