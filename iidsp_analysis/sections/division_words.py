"""How the divisions and the gaps of their tables are told to the reader."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import (
    EDITIONS,
    PUBLISHED,
    RESIDUAL,
    ROUNDING,
    TOTAL,
    Comparison,
    Divisions,
)


def names(context: Context, *, short: bool = True) -> dict[str, str]:
    """Reader's names of the divisions and of the closing rows, by row label."""
    say, code = context.language.say, context.language.code
    told = {item.code: (item.short if short else item.name)[code] for item in catalogue().values()}
    return {
        **told,
        RESIDUAL: say("Statistical discrepancy"),
        TOTAL: say("Manufacturing (table 5931)"),
        EDITIONS: say("Difference between tables 5927 and 5931"),
        PUBLISHED: say("Manufacturing (table 5927)"),
    }


def named(context: Context, found: Comparison, rows: list[str]) -> pd.DataFrame:
    """Rows for a table: codes with names, value added in bn KZT."""
    short = names(context)
    told = found.frame.loc[rows]
    labels = [f"{code} {short[code]}" if code in found.codes else short[code] for code in rows]
    return told.assign(name=labels, gva=told["gva"] / 1000)


def technology_name(context: Context, code: str) -> str:
    """Name of the technology class of a division."""
    item = industries.technology_class(industries.division(code).technology)
    return item.short[context.language.code]


def edition_caveats(context: Context, found: Divisions, years: Iterable[str]) -> tuple[str, ...]:
    """Tell what the two gaps of table 5931 mean in the years shown; years without a gap say nothing."""
    return tuple(
        text for year in years for text in (*_editions(context, found, year), *_residual(context, found, year))
    )


def _editions(context: Context, found: Divisions, year: str) -> tuple[str, ...]:
    number, row = context.language.number, found.gva.loc[year]
    if not abs(row[EDITIONS]) > ROUNDING:
        return ()
    return (
        context.language.say(
            "{year}: two editions of section C, {own} bn KZT in table 5931 and {other} in table 5927; shares of "
            "manufacturing use table 5931's own total.",
            year=year,
            own=number(row[TOTAL] / 1000),
            other=number(row[PUBLISHED] / 1000),
        ),
    )


def _residual(context: Context, found: Divisions, year: str) -> tuple[str, ...]:
    gap = found.gva.loc[year, RESIDUAL]
    if not abs(gap) > ROUNDING:
        return ()
    return (
        context.language.say(
            "{year}: the divisions as published miss section C by {gap} bn KZT; the gap has a row of its own.",
            year=year,
            gap=context.language.number(gap / 1000),
        ),
    )
