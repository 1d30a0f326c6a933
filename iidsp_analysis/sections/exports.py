"""Exports by HS section: how much is processed under the definition used, and how it moves."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import industries, plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-446905",)
MONTHS = 12


@dataclass(frozen=True)
class Exports:
    """Exports of one region in thousand USD.

    ``annual`` has years as rows and HS sections as columns; a year is complete or missing. ``monthly`` is the
    processed total under the default definition; ``by_definition`` has years × definitions; ``total`` all goods.
    """

    annual: pd.DataFrame
    monthly: pd.Series
    by_definition: pd.DataFrame
    total: pd.Series


def annual_sections(context: Context, region_id: str) -> pd.DataFrame:
    """Exports by year and HS section (thousand USD); a year with a missing month is missing."""
    return _complete_years(context.by_industry("exports", region_id, "hs_section"))


def _complete_years(monthly: pd.DataFrame) -> pd.DataFrame:
    years = pd.Series(monthly.index.str[:4], index=monthly.index)
    counts = monthly.notna().groupby(years).sum()
    return monthly.groupby(years).sum().where(counts == MONTHS)


def processed(sections: pd.DataFrame, definition: str) -> pd.Series:
    """Processed exports under a named definition; missing where one of its sections is missing."""
    wanted = [code for code in industries.PROCESSED_EXPORT_DEFINITIONS[definition].sections if code in sections]
    return sections[wanted].sum(axis=1, min_count=len(wanted))


def region_exports(context: Context, region_id: str) -> Exports:
    """Collect the exports of one region on the report's borders."""
    monthly = context.by_industry("exports", region_id, "hs_section")
    annual = _complete_years(monthly)
    by_definition = pd.DataFrame({name: processed(annual, name) for name in industries.PROCESSED_EXPORT_DEFINITIONS})
    default = processed(monthly, industries.default_processed_exports().id)
    return Exports(annual, default, by_definition, annual[schema.TOTAL])


@section("Exports of processed goods", DROP_TABLES, SOURCES)
def exports(context: Context) -> Result:
    """Processed exports of the region: level, change, definitions side by side, months."""
    found = region_exports(context, context.region.id)
    year, default = context.period, industries.default_processed_exports().id
    line = found.by_definition[default]
    if year not in line.index or pd.isna(line[year]):
        raise MissingDataError("Exports by HS section are not complete for this year.")
    base = context.base_year(line)
    language, say = context.language, context.language.say
    growth = line[year] / line[str(base)] - 1 if line[str(base)] else float("nan")
    share = line[year] / found.total[year] if found.total[year] else float("nan")
    return Result(
        title=_title(context, line[year], growth, base),
        reading=(
            say("This is {share} of all its exports. {definition}", share=language.percent(share),
                definition=definition_text(context, default)),
            _sensitivity(context, found.by_definition, str(base)),
        ),
        language=language,
        caption=context.caption(say("mln USD, current prices"), f"{line.index[0]}–{year}", SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"level": line[year], "growth": growth, "share": share, "base": float(base)},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _years(context, found)), _alt(context, line)),
        caveats=_caveats(context),
    )  # fmt: skip


def _title(context: Context, level: float, growth: float, base: int) -> str:
    language, say = context.language, context.language.say
    told = {"of_region": context.of_region, "year": context.year, "level": language.number(level / 1000)}
    if pd.isna(growth):
        return say("Processed exports {of_region} in {year} are {level} mln USD", **told)
    return say("Processed exports {of_region} in {year} are {level} mln USD; against {base} they {change}", base=base,
               change=prose.change(language, growth), **told)  # fmt: skip


def definition_text(context: Context, name: str) -> str:
    """The definition with its name and version, in the reader's language."""
    return context.language.say("Definition used: {name} [{code}].", name=_definition_name(context, name), code=name)


def _definition_name(context: Context, name: str) -> str:
    return industries.PROCESSED_EXPORT_DEFINITIONS[name].name[context.language.code]


def goods_label(context: Context, code: str) -> str:
    """Short name of a group of goods with its Roman number; goods without a code have none."""
    short = industries.hs_section(code).short[context.language.code]
    return short if code == "OTHER" else f"{code} · {short}"


def _sensitivity(context: Context, lines: pd.DataFrame, base: str) -> str:
    say, language = context.language.say, context.language
    told = []
    for name in lines.columns.drop(industries.default_processed_exports().id):
        growth = lines.loc[context.period, name] / lines.loc[base, name] - 1 if lines.loc[base, name] else float("nan")
        told.append(say("{name}: {level} mln USD ({growth})", name=_definition_name(context, name),
                        level=language.number(lines.loc[context.period, name] / 1000),
                        growth=language.signed_percent(growth)))  # fmt: skip
    return say("Sensitivity: {list}.", list="; ".join(told))


def _years(context: Context, found: Exports):
    names = {name: _definition_name(context, name) for name in found.by_definition.columns}
    lines = (found.by_definition / 1000).rename(columns=names)
    lines.index = lines.index.astype(int)
    return plots.lines(lines, context.language, unit=context.language.say("mln USD"), from_zero=True,
                       accent={names[industries.default_processed_exports().id]})  # fmt: skip


def _alt(context: Context, line: pd.Series) -> str:
    told = line.dropna()
    return context.language.say(
        "Lines of exports by year, one for each definition of processed goods; under the default one from {low} mln "
        "USD ({low_year}) to {high} mln USD ({high_year}).",
        low=context.language.number(told.min() / 1000),
        low_year=told.idxmin(),
        high=context.language.number(told.max() / 1000),
        high_year=told.idxmax(),
    )


def _table(context: Context, found: Exports) -> Table:
    say = context.language.say
    told = (found.by_definition / 1000).assign(year=found.by_definition.index, total=found.total / 1000)
    columns = [Column("year", say("Year"), "text")]
    columns += [
        Column(definition, say("{name}, mln USD", name=_definition_name(context, definition)))
        for definition in found.by_definition.columns
    ]
    columns += [Column("total", say("All exports, mln USD"))]
    return Table(told, tuple(columns), say("Exports by definition of processed goods"),
                 highlight=frozenset({context.period}))  # fmt: skip


def _caveats(context: Context) -> tuple[str, ...]:
    say = context.language.say
    return (
        say("Customs data book exports where the exporter is registered, not where the goods are made: exports of a "
            "city can be those of a head office."),
        say("A month with figures for the total only is missing, not zero, and its year is left out."),
    )  # fmt: skip


@section("Exports by HS section", DROP_TABLES, SOURCES)
def export_structure(context: Context) -> Result:
    """What the exports consist of, by HS section, and how far the largest decides."""
    annual = annual_sections(context, context.region.id)
    if context.period not in annual.index or annual.loc[context.period].isna().any():
        raise MissingDataError("Exports by HS section are not complete for this year.")
    now = annual.loc[context.period]
    parts = now.drop(schema.TOTAL)
    if parts.sum() <= 0:
        raise MissingDataError("The region exported nothing in this year.")
    shares = (parts / parts.sum()).sort_values(ascending=False)
    language, say = context.language, context.language.say
    top = shares.index[0]
    frame = pd.DataFrame({"share": shares, "value": parts[shares.index] / 1000})
    frame["name"] = [industries.hs_section(code).name[language.code] for code in frame.index]
    frame["code"] = [None if code == "OTHER" else code for code in frame.index]
    told = frame[frame["value"] > 0]
    labels = {code: goods_label(context, code) for code in told.index}
    return Result(
        title=say("{share} of exports {of_region} in {year} are: {name}", share=language.percent(shares.iloc[0]),
                  of_region=context.of_region, year=context.year, name=labels[top].rsplit(" · ", 1)[-1]),
        reading=(say("HS sections are groups of goods; a section can hold products of several industries, so values "
                     "are not split between OKED divisions without HS6 figures."),),
        language=language,
        caption=context.caption(say("% of exports in USD"), context.period, SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"top_share": float(shares.iloc[0])},
        table=Table(told, (Column("code", say("HS section"), "text"), Column("name", say("Goods"), "text"),
                           Column("value", say("Exports, mln USD"), digits=2),
                           Column("share", say("Share, %"), "percent")),
                    say("Exports by HS section, {year}", year=context.year)),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars((told["share"].head(10) * 100).rename(labels), language,
                                                    unit=say("% of exports"))),
            say("Bars of the ten largest HS sections by share of exports; the largest is {name} with {share}.",
                name=labels[top], share=language.percent(shares.iloc[0]))),
    )  # fmt: skip
