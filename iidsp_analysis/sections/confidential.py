"""A protected table in the reader's words: names, reasons, what to know before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from iidsp_analysis import industries, regions
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.confidential import CONFIDENTIAL, EMPTY, ProtectedTable
from iidsp_analysis.schema import TOTAL


class Cell(NamedTuple):
    """A cell of a protected table as files hold it; ``figure`` is None where it is hidden."""

    year: int
    region: str
    region_name: str
    industry: str
    industry_name: str
    figure: float | None
    state: str
    reason: str


def region_name(region: str, language: Language) -> str:
    """Return the short name of a region, or of the total."""
    return language.say("Total") if region == TOTAL else regions.get(region).short[language.code]


def industry_name(industry: str, language: Language) -> str:
    """Return code and short name of a division or group of goods, or the name of the total."""
    if industry == TOTAL:
        return language.say("Total")
    kind = "hs_section" if industries.is_product_group(industry) else "oked_division"
    return f"{industry} {industries.name(kind, industry, language.code, short=True)}"


def reason(state: str, language: Language) -> str:
    """Say why a cell has no figure, in one sentence for all hidden cells: which rule hides it would tell too much."""
    if state == CONFIDENTIAL:
        return language.say("Confidential: the figure would tell what a contributor reported, or help to compute it.")
    return language.say("Nobody contributes here.") if state == EMPTY else ""


def cells(table: ProtectedTable, language: Language) -> Iterator[Cell]:
    """Yield the cells of a table row by row, totals included."""
    for region, figures, states in zip(table.regions, table.figures, table.states, strict=True):
        for industry, figure, state in zip(table.industries, figures, states, strict=True):
            yield Cell(table.year, region, region_name(region, language), industry, industry_name(industry, language),
                       figure, state, reason(state, language))  # fmt: skip


def finding(table: ProtectedTable, language: Language) -> str:
    """Say how many figures of a year are hidden."""
    hidden = table.number_of(CONFIDENTIAL)
    if not hidden:
        return language.say("{year}: every figure is shown", year=table.year)
    return language.count("{year}: {number} figure is confidential", "{year}: {number} figures are confidential",
                          hidden, year=table.year)  # fmt: skip


def caption(table: ProtectedTable, language: Language) -> str:
    """Tell unit, year and signs of a table."""
    return language.say(
        "{unit}, {year} · region × industry · c – confidential · 0 – nobody contributes, or less than the last digit",
        unit=table.unit, year=table.year,
    )  # fmt: skip


def notes(table: ProtectedTable, language: Language) -> tuple[str, ...]:
    """Tell how the table was protected, and what that does not guard against."""
    say = language.say
    rules = (
        say("Shown are figures of at least {fewest} contributors. The table tells for some cells only how many "
            "contribute: whether one of them dominates could not be tested there.", fewest=table.fewest)
        if table.is_count_only else
        say("Shown are figures of at least {fewest} contributors, of which none dominates.", fewest=table.fewest)
    )  # fmt: skip
    return (
        rules,
        say("Beside the figures that these rules hide, others and totals are hidden, so that subtracting does not give "
            "them back. The range that can be computed of each protected figure was tested and is wide enough."),
        say("Totals are rounded true totals: cells may not add up to them in the last digit."),
        say("Not guarded: comparison with other editions or tables of the same figures, and what a reader knows from "
            "elsewhere."),
    )  # fmt: skip
