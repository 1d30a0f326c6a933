"""Shift-share: how much of the change is the country's, how much the mix, how much the region's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.shift_share import classic_shift_share
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import annual_sections, goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.specialisation import export_pair
from iidsp_analysis.sections.structure import lumped_years, section_cross

SHOWN = 8


@dataclass(frozen=True)
class Shifts:
    """Parts of a region's change by industry, in the unit of the amounts, with the base amounts.

    ``frame`` has a row an industry: ``start, change, national_growth, industry_mix, regional_shift``.
    """

    base: int
    frame: pd.DataFrame

    @property
    def rates(self) -> pd.Series:
        """Sums over industries as fractions of the base: change and its three parts."""
        sums = self.frame.sum()
        return sums.drop("start") / sums["start"]


def decompose(start: pd.DataFrame, end: pd.DataFrame, region_id: str, base: int) -> Shifts:
    """Classic shift-share (Dunn 1960) of one region against the published country."""
    found = classic_shift_share(
        start.loc[[region_id]], end.loc[[region_id]],
        country_start=start.loc[schema.COUNTRY], country_end=end.loc[schema.COUNTRY],
    )  # fmt: skip
    parts = {name: part.loc[region_id] for name, part in found.parts.items()}
    amounts = {"start": found.start.loc[region_id], "change": found.change.loc[region_id]}
    return Shifts(base, pd.DataFrame(amounts | parts))


def section_shifts(context: Context) -> Shifts:
    """Shift-share on value added by section between the base year and the report's year, current prices."""
    own = context.by_industry("gva", context.region.id, "oked_section")["C"]
    base = context.base_year(own[~own.index.isin(lumped_years(context))])
    start, end = section_cross(context, str(base)), section_cross(context, context.period)
    common = [code for code in end.columns if code in start.columns]
    return decompose(start[common], end[common], context.region.id, base)


def export_shifts(context: Context) -> Shifts:
    """Shift-share on exports by HS section in USD between the base year and the report's year."""
    annual = annual_sections(context, context.region.id)
    base = context.base_year(annual[schema.TOTAL])
    start, end = export_pair(context, str(base)), export_pair(context, context.period)
    traded = start.columns[(start.loc[schema.COUNTRY] > 0)]
    if start.loc[context.region.id, traded].sum() <= 0:
        raise MissingDataError("The region exported nothing in the base year.")
    return decompose(start[traded], end[traded], context.region.id, base)


@section("Shift-share on value added", DROP_TABLES, ("bns-5927",))
def by_section(context: Context) -> Result:
    """Shift-share on gross value added by section, in current prices."""
    code = context.language.code
    say = context.language.say
    return _result(
        context, section_shifts(context), lambda key: industries.section(key).short[code], divisor=1000,
        unit=say("bn KZT"), sources=("bns-5927",), measure=say("Value added"),
        caption=say("percentage points of growth, gross value added in current prices"),
        caveat=say("Current prices: where prices rose more than in the country, the regional shift holds that too. "
                   "Constant prices need tables 5931 and 701625."),
    )  # fmt: skip


@section("Shift-share on exports", DROP_TABLES, ("bns-446905",))
def by_exports(context: Context) -> Result:
    """Shift-share on exports by HS section, in dollars."""
    say = context.language.say
    return _result(
        context, export_shifts(context), lambda key: goods_label(context, key), divisor=1000,
        unit=say("mln USD"), sources=("bns-446905",), measure=say("Exports"),
        caption=say("percentage points of growth, exports in USD, region where the exporter is registered"),
        caveat=say("Exports move to another region when a firm registers elsewhere: part of a shift can be that."),
    )  # fmt: skip


def _result(
    context: Context,
    found: Shifts,
    name: Callable[[str], str],
    *,
    divisor: float,
    unit: str,
    sources: tuple[str, ...],
    measure: str,
    caption: str,
    caveat: str,
) -> Result:
    rates, language = found.rates, context.language
    say = language.say
    return Result(
        title=_title(context, measure, found.base, rates),
        reading=(_reading(context, rates),),
        language=language,
        caption=context.caption(caption, f"{found.base}–{context.year}", sources),
        sources=sources,
        values={key: float(value) for key, value in rates.items()},
        table=_table(context, found, name, unit, divisor),
        picture=Picture(
            plots.picture(lambda: _bars(context, found, name)),
            say("Stacked bars of the three parts of growth for the industries that moved most.")),
        caveats=(caveat,),
    )  # fmt: skip


def _title(context: Context, measure: str, base: int, rates: pd.Series) -> str:
    language, say = context.language, context.language.say
    gap = rates["change"] - rates["national_growth"]
    told = {"measure": measure, "of_region": context.of_region, "base": base, "year": context.year,
            "size": language.number(abs(gap) * 100), "shift": language.points(rates["regional_shift"])}  # fmt: skip
    return prose.by_sign(
        gap,
        up=say("{measure} {of_region} {base}→{year}: {size} points faster than the country, own part {shift}", **told),
        down=say(
            "{measure} {of_region} {base}→{year}: {size} points slower than the country, own part {shift}", **told
        ),
        flat=say("{measure} {of_region} {base}→{year}: as fast as the country, own part {shift}", **told),
        missing=say("{measure} {of_region} {base}→{year}: no comparison with the country", **told),
    )


def _reading(context: Context, rates: pd.Series) -> str:
    language = context.language
    return language.say(
        "Growth {change} = country {country} + industry mix {mix} + regional shift {shift}.",
        change=language.signed_percent(rates["change"]),
        country=language.points(rates["national_growth"]),
        mix=language.points(rates["industry_mix"]),
        shift=language.points(rates["regional_shift"]),
    )


def _part_names(context: Context) -> dict[str, str]:
    say = context.language.say
    return {
        "national_growth": say("growth of the country"),
        "industry_mix": say("industry mix"),
        "regional_shift": say("regional shift"),
    }


def _bars(context: Context, found: Shifts, name: Callable[[str], str]):
    say = context.language.say
    parts = found.frame[list(_part_names(context))]
    order = found.frame["change"].abs().sort_values(ascending=False).index[:SHOWN][::-1]
    points = parts.loc[order].div(found.frame["start"].sum()).mul(100)
    return plots.stacked_contributions(
        points.rename(index=name, columns=_part_names(context)), context.language,
        unit=say("percentage points of total growth"), total_label=say("sum"),
    )  # fmt: skip


def _table(context: Context, found: Shifts, name: Callable[[str], str], unit: str, divisor: float) -> Table:
    say = context.language.say
    ordered = found.frame.sort_values("regional_shift", ascending=False)
    ordered.loc["sum"] = ordered.sum()
    told = (ordered / divisor).assign(name=[*(name(key) for key in ordered.index[:-1]), say("Total")])
    columns = [Column("name", say("Industry"), "text"),
               Column("start", say("{base}, {unit}", base=found.base, unit=unit)),
               Column("change", say("Change, {unit}", unit=unit), "signed")]  # fmt: skip
    columns += [Column(key, prose.sentence(label), "signed") for key, label in _part_names(context).items()]
    return Table(told, tuple(columns), say("Shift-share {base}–{year}, {unit}", base=found.base, year=context.year,
                                           unit=unit), footer=frozenset({"sum"}))  # fmt: skip
