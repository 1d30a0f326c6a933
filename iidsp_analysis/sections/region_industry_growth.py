"""How one industry of a region grew, and what that adds to the growth of the region and of the country."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.monitors.region_industry import IndustryFigures, equal_months
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.region_industry_origin import doubt

MILLION = 1e3


def growth(context: Context, code: str) -> Result:
    """Tell level, change and contribution; called through the guard of the industry page."""
    figures = subject.figures_of(context, code)
    base = subject.base_of(context, figures)
    found = figures.between(context.region.id, base, context.period)
    frame = figures.over_time(context.region.id)
    title = _title(context, code, base, found)
    return Result(
        title=title,
        reading=tuple(filter(None, (_contribution(context, code, figures, base), *_months(context, code)))),
        language=context.language,
        caption=context.caption(
            subject.units_of(context, code),
            f"{frame.index[0]}–{context.year}", figures.sources, note=subject.note_of(context, code),
        ),
        sources=figures.sources,
        values={name: float(found[name]) for name in ("amount", "growth", "to_region", "to_country")},
        table=_table(context, code, frame),
        picture=_picture(context, code, figures, title),
        caveats=_caveats(context, code),
    )  # fmt: skip


def _title(context: Context, code: str, base: str, found: pd.Series[float]) -> str:
    say = context.language.say
    gaps = {
        "name": subject.name_of(context, code),
        "in_region": context.in_region,
        "what": subject.what_of(context, code),
        "amount": subject.amount(context, code, float(found["amount"])),
        "year": context.year,
        "base": base,
    }
    if not found["amount"] and not found["before"]:
        return say("{name} {in_region}, {what}: nothing in {base} and nothing in {year}", **gaps)
    if not found["before"]:
        return say("{name} {in_region}, {what}: {amount} in {year}, nothing in {base}", **gaps)
    return say("{name} {in_region}, {what}: {amount} in {year}, {change} against {base}",
               change=context.language.signed_percent(float(found["growth"])), **gaps)  # fmt: skip


def _contribution(context: Context, code: str, figures: IndustryFigures, base: str) -> str:
    language, say = context.language, context.language.say
    found = figures.between(context.region.id, base, context.period)
    if context.is_country or not (found["amount"] or found["before"]):
        return ""
    gaps = {
        "base": base,
        "year": context.year,
        "to_region": language.points(float(found["to_region"]), 2),
        "to_country": language.points(float(found["to_country"]), 2),
        "region": language.signed_percent(figures.growth_of_whole(context.region.id, base, context.period)),
        "country": language.signed_percent(float(figures.between(schema.COUNTRY, base, context.period)["growth"])),
    }
    if industries.is_product_group(code):
        return say(
            "{base}→{year} it contributes {to_region} to the growth of the region's processed exports ({region}) and "
            "{to_country} to the growth of the country's exports of these goods ({country}).", **gaps,
        )  # fmt: skip
    return say(
        "{base}→{year} it contributes {to_region} to the nominal growth of the region's manufacturing ({region}) and "
        "{to_country} to that of the industry in the country ({country}).", **gaps,
    )  # fmt: skip


def _months(context: Context, code: str) -> tuple[str, ...]:
    """How few shipments the year rests on; nothing for a division, whose figures are annual."""
    if not industries.is_product_group(code):
        return ()
    months = equal_months(context.exports, code, context.region.id, context.year)
    if pd.isna(months):
        return ()
    return (
        context.language.say(
            "The exports of {year} are spread over the months as evenly as over {months} equal months (12: the same "
            "every month; 1: one shipment).",
            year=context.year, months=context.language.number(months),
        ),
    )  # fmt: skip


def _caveats(context: Context, code: str) -> tuple[str, ...]:
    say = context.language.say
    if not industries.is_product_group(code):
        return (
            say("Current prices: an industry grows too when only its prices rise."),
            say("Cells of few enterprises are confidential and left out; they are not zero."),
        )
    return (
        *doubt(context, code),
        say("Dollars of current prices: a rise of the world price reads like a rise of exports."),
        say("A group of goods (HS section) holds products of several industries; its exports are not those of one "
            "industry."),
    )  # fmt: skip


def _table(context: Context, code: str, frame: pd.DataFrame) -> Table:
    say, unit = context.language.say, subject.unit_of(context, code)
    goods = industries.is_product_group(code)
    whole = say("To the growth of the region's processed exports, pp") if goods else say(
        "To the growth of the region's manufacturing, pp")  # fmt: skip
    columns = (
        Column("year", say("Year"), "text"),
        Column("amount", subject.amount_label(context, code)),
        Column("change", say("Change on the year before, {unit}", unit=unit), "signed"),
        Column("growth", say("Change on the year before, %"), "signed_percent"),
        Column("to_region", whole, "points", 2),
        Column("to_country", say("To the growth of the industry in the country, pp"), "points", 2),
    )
    return Table(frame.assign(year=frame.index), columns, say("Level, change and contribution by year"),
                 highlight=frozenset({context.period}))  # fmt: skip


def _picture(context: Context, code: str, figures: IndustryFigures, title: str) -> Picture | None:
    """Months of exports, or years of value added; none where there is nothing to see."""
    if not figures.own[context.region.id].sum() > 0:
        return None
    draw = _months_drawn if industries.is_product_group(code) else _years_drawn
    return Picture(plots.picture(lambda: draw(context, code, figures)), prose.sentence(title))


def _months_drawn(context: Context, code: str, figures: IndustryFigures) -> Axes:
    say = context.language.say
    monthly = context.exports.by_section(context.region.id)[code] / MILLION
    told = {say("month"): monthly, say("average of twelve months"): monthly.rolling(12).mean()}
    return plots.months(told, context.language, unit=say("mln USD"))


def _years_drawn(context: Context, code: str, figures: IndustryFigures) -> Axes:
    name = subject.plain_name(context, code)
    told = (figures.own[[context.region.id]] / 1000).set_axis([name], axis="columns")
    return plots.lines(told, context.language, unit=context.language.say("bn KZT"), from_zero=True)
