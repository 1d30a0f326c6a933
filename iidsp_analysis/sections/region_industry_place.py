"""The place of one industry of a region: in the country, in the region, and how specialised the region is."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.context import Context


def place(context: Context, code: str) -> Result:
    """Tell shares and location quotient by year; called through the guard of the industry page."""
    figures = subject.figures_of(context, code)
    frame = figures.over_time(context.region.id)
    own = frame.loc[context.period]
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, code, frame, subject.base_or_none(context, figures)),
        reading=() if context.is_country else (_of_region(context, code, own), _specialised(context, own)),
        language=language,
        caption=context.caption(say("%, current prices"), f"{frame.index[0]}–{context.year}", figures.sources,
                                note=subject.note_of(context, code)),
        sources=figures.sources,
        values={name: float(own[name]) for name in ("of_country", "of_region", "quotient")},
        table=_table(context, code, frame),
        picture=_picture(context, code, frame),
        caveats=(say("A region where next to nothing else is made is specialised in whatever it makes: read the "
                     "quotient beside the amount."),),
    )  # fmt: skip


def _title(context: Context, code: str, frame: pd.DataFrame, base: str | None) -> str:
    language, say = context.language, context.language.say
    if context.is_country:
        share = language.percent(float(frame.loc[context.period, "of_region"]))
        return say("{name}: {share} of the country's processed exports in {year}", share=share, year=context.year,
                   name=subject.name_of(context, code))  # fmt: skip
    now = float(frame.loc[context.period, "of_country"])
    before = float("nan") if base is None else float(frame.loc[base, "of_country"])
    gaps = {
        "name": subject.name_of(context, code),
        "in_region": context.in_region,
        "year": context.year,
        "now": language.percent(now, 2),
        "base": base,
        "before": language.percent(before, 2),
    }
    return prose.by_sign(
        now - before,
        up=say("{name} {in_region}: {now} of the country in {year}, more than in {base} ({before})", **gaps),
        down=say("{name} {in_region}: {now} of the country in {year}, less than in {base} ({before})", **gaps),
        flat=say("{name} {in_region}: {now} of the country in {year}, as in {base}", **gaps),
        missing=say("{name} {in_region}: {now} of the country in {year}", **gaps),
        digits=4,
    )


def _of_region(context: Context, code: str, own: pd.Series[float]) -> str:
    language, say = context.language, context.language.say
    share = language.percent(float(own["of_region"]))
    if industries.is_product_group(code):
        return say("Share in the processed exports of the region in {year}: {share}.", year=context.year, share=share)
    return say("Share in the manufacturing of the region in {year}: {share}.", year=context.year, share=share)


def _specialised(context: Context, own: pd.Series[float]) -> str:
    language, say = context.language, context.language.say
    quotient = float(own["quotient"])
    number = language.number(quotient, 2)
    return prose.by_sign(
        quotient - 1,
        up=say("Location quotient: {number}. The industry weighs more here than in the country (1: as in the country).",
               number=number),
        down=say("Location quotient: {number}. The industry weighs less here than in the country (1: as in the "
                 "country).", number=number),
        flat=say("Location quotient: {number}. The industry weighs as much here as in the country.", number=number),
        missing=say("The location quotient is not known: amounts are missing or zero."),
        digits=2,
    )  # fmt: skip


def _table(context: Context, code: str, frame: pd.DataFrame) -> Table:
    say = context.language.say
    columns = (
        Column("year", say("Year"), "text"),
        Column("of_country", say("Share of the industry in the country, %"), "percent", 2),
        Column("of_region", subject.share_of_region(context, code), "percent"),
        Column("quotient", say("Location quotient"), digits=2),
    )
    return Table(frame.assign(year=frame.index), columns, say("Shares and location quotient by year"),
                 highlight=frozenset({context.period}))  # fmt: skip


def _picture(context: Context, code: str, frame: pd.DataFrame) -> Picture | None:
    if not frame[["of_country", "of_region"]].sum().sum() > 0:
        return None
    language, now = context.language, frame.loc[context.period]
    return Picture(
        plots.picture(lambda: _lines(context, code, frame)),
        language.say(
            "Lines of two shares by year: of the industry in the country, and of the region's whole; {year}: {country} "
            "and {region}.", year=context.year, country=language.percent(float(now["of_country"])),
            region=language.percent(float(now["of_region"])),
        ),
    )  # fmt: skip


def _lines(context: Context, code: str, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    goods = industries.is_product_group(code)
    labels = {
        "of_country": say("of the industry in the country"),
        "of_region": say("of the region's processed exports") if goods else say("of the region's manufacturing"),
    }
    told = (frame[list(labels)] * 100).rename(columns=labels)
    return plots.lines(told, context.language, unit=say("share, %"), from_zero=True)
