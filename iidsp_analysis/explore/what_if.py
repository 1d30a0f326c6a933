"""What if an industry grew by so many per cent and all else stayed: shares before and after, reckoned, not forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import industries, prose, regions, schema
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.explore import words
from iidsp_analysis.explore.choices import choices, choose
from iidsp_analysis.explore.figures import yearly
from iidsp_analysis.explore.shown import Shown
from iidsp_analysis.explore.state import LEAST_GROWTH, MOST_GROWTH
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.results import Column, Result, Table, stamped
from iidsp_analysis.sections.context import Context

#: Wholes that a part can be a share of.
MANUFACTURING, ECONOMY, COUNTRY_INDUSTRY, PROCESSED, ALL_EXPORTS = (
    "manufacturing", "economy", "country", "processed exports", "all exports",
)  # fmt: skip
_ONE_POINT = 0.01


def shares_after(part: float, whole: float, growth: float) -> dict[str, float]:
    """Tell what the growth of a part does to its share and to the whole, all else unchanged.

    ``before = a / W`` · ``after = a (1 + g) / (W + a g)`` · ``growth of the whole = a g / W`` · growth that lifts the
    share by one point: ``((s + 0.01) / (1 − s − 0.01) · (W − a) − a) / a`` with ``s = a / W``.

    Parameters
    ----------
    part, whole : float
        Amounts in one unit; 0 < part ≤ whole.
    growth : float
        Fraction: 0.1 = ten per cent.

    Returns
    -------
    dict
        ``before``, ``after``, ``growth_of_whole`` (fractions), ``growth_for_a_point`` (fraction; NaN where no growth
        does it, because the rest is too small).

    Examples
    --------
    >>> {name: round(value, 4) for name, value in shares_after(20.0, 100.0, 0.5).items()}
    {'before': 0.2, 'after': 0.2727, 'growth_of_whole': 0.1, 'growth_for_a_point': 0.0633}
    """
    if not 0 < part <= whole:
        raise UsageError("A part lies above zero and is not larger than its whole.")
    share, goal = part / whole, part / whole + _ONE_POINT
    remade = whole + part * growth
    return {
        "before": share,
        "after": part * (1 + growth) / remade if remade > 0 else np.nan,
        "growth_of_whole": share * growth,
        "growth_for_a_point": (goal / (1 - goal) * (whole - part) - part) / part if goal < 1 else np.nan,
    }


@dataclass(frozen=True, eq=False, repr=False)
class WhatIf(Shown):
    """An assumed growth and what follows from it by arithmetic.

    Attributes
    ----------
    frame : DataFrame by whole
        ``amount``, ``amount_after``, ``whole`` (stored unit), and the fractions of :func:`shares_after`.
    """

    context: Context
    region_id: str
    classification: str
    industry: str
    percent: float
    frame: pd.DataFrame
    sources: tuple[str, ...]
    unit: str

    @property
    def result(self) -> Result:
        """The answer as a finding that says that it is a what-if."""
        say, language = self.context.language.say, self.context.language
        context = self.context
        first = self.frame.iloc[0]
        name = prose.quoted(language, words.plain_industry(language, self.classification, self.industry))
        change = language.signed_percent(self.percent / 100, 0 if self.percent.is_integer() else 1)
        title = say("What if {industry} changed by {change} and all else stayed. Share of {whole}: {before}, "
                    "then {after}", industry=name, change=change, whole=self._whole(0),
                    before=language.percent(first["before"], 2),
                    after=language.percent(first["after"], 2))  # fmt: skip
        _, unit = words.shown_unit(language, self.unit)
        place = regions.get(self.region_id).name[language.code]
        caption = context.caption(f"{place} · {unit}, {say('current prices')}", context.period, self.sources)
        made = Result(
            title=title, reading=(say("Reckoned from the published year {year}: only this one amount is changed.",
                                      year=context.year),),
            language=language, caption=caption, sources=self.sources, table=self._table(),
            values={"before": float(first["before"]), "after": float(first["after"])},
            caveats=(say("Nothing else moves: no suppliers, no prices, no workers taken from elsewhere. It tells how "
                         "much weight an industry has, not what will happen."),),
        )  # fmt: skip
        return stamped(made, say("What-if, not a forecast"))

    def _whole(self, at: int) -> str:
        return _WHOLES[str(self.frame.index[at])](self.context)

    def _table(self) -> Table:
        say, language = self.context.language.say, self.context.language
        scale, unit = words.shown_unit(language, self.unit)
        told = self.frame.assign(name=[self._whole(at) for at in range(len(self.frame))])
        told[["amount", "amount_after", "whole"]] = told[["amount", "amount_after", "whole"]] / scale
        columns = (
            Column("name", say("Share of"), "text"),
            Column("before", say("Today, %"), "percent", 2),
            Column("after", say("What-if, %"), "percent", 2),
            Column("growth_of_whole", say("Growth of the whole, %"), "signed_percent", 2),
            Column("growth_for_a_point", say("Growth needed for one point more, %"), "signed_percent", 1),
            Column("amount", say("Amount today, {unit}", unit=unit), digits=1),
            Column("amount_after", say("Amount, what-if, {unit}", unit=unit), digits=1),
        )
        return Table(told, columns, say("What-if by share, {year}", year=self.context.year))


_WHOLES: Mapping[str, Callable[[Context], str]] = {
    MANUFACTURING: lambda context: context.language.say("all manufacturing"),
    ECONOMY: lambda context: context.language.say("the gross product"),
    COUNTRY_INDUSTRY: lambda context: context.language.say("the same industry in the country"),
    PROCESSED: lambda context: context.language.say("processed exports"),
    ALL_EXPORTS: lambda context: context.language.say("all exports"),
}


def what_if(context: Context, region: str, industry: str, percent: float, classification: str | None = None) -> WhatIf:
    """Let an industry grow and tell its shares.

    Parameters
    ----------
    context : Context
        Gives panel, year, borders and language.
    region : str
        Id, code or name; ``KZ`` is the country.
    industry : str
        Division (10–33) or section of value added, or HS section of exports.
    percent : float
        Assumed growth, from −100 to 1000.
    classification : str, optional
        Where a code could mean two things.

    Raises
    ------
    UsageError
        For an impossible growth or an unknown industry.
    MissingDataError
        If the amount is not published for this region and year, or is zero.
    """
    if not LEAST_GROWTH <= percent <= MOST_GROWTH:
        raise UsageError(f"A what-if assumes {LEAST_GROWTH:g} to {MOST_GROWTH:g} per cent of growth, not {percent:g}.")
    name = regions.resolve(region, borders=context.borders).id
    goods = classification == "hs_section" or (classification is None and industries.is_product_group(industry))
    indicator = "exports" if goods else "gva"
    choice = choose(choices(context.panel), indicator, classification, industry)
    part = _amount(context, indicator, choice.classification, [industry], name)
    if part is None or not part > 0:
        raise MissingDataError(
            "No amount above zero is published for this industry, region and year.", where=f"{industry}, {name}",
            what_next="Divisions are loaded for the country; those of regions need table 5931 with its regions.",
        )  # fmt: skip
    wholes = _wholes(context, choice.classification, industry, name)
    rows = {whole: {"amount": part, "amount_after": part * (1 + percent / 100), "whole": amount,
                    **shares_after(part, amount, percent / 100)}
            for whole, amount in wholes.items() if amount is not None and amount >= part}  # fmt: skip
    if not rows:
        raise MissingDataError(
            "No whole is published that this amount could be a share of.", where=f"{industry}, {name}"
        )
    used = context.panel.select(indicator, classification=choice.classification, industries=[industry], regions=[name])
    sources = [context.panel.sources[each].table_id for each in used.rows[schema.SOURCE].unique()]
    return WhatIf(context, name, choice.classification, industry, float(percent),
                  pd.DataFrame.from_dict(rows, orient="index"), tuple(dict.fromkeys(sources)),
                  schema.INDICATORS[indicator][0])  # fmt: skip


def _wholes(context: Context, classification: str, industry: str, region: str) -> dict[str, float | None]:
    """Amounts that the industry can be a share of, the nearest first; None where one is not published."""
    found: dict[str, float | None] = {}
    if classification == "hs_section":
        processed = industries.default_processed_exports().sections
        if industry in processed:
            found[PROCESSED] = _amount(context, "exports", classification, processed, region)
        if industry != schema.TOTAL:
            found[ALL_EXPORTS] = _amount(context, "exports", classification, [schema.TOTAL], region)
    else:
        if industry in divisions():
            found[MANUFACTURING] = _amount(context, "gva", classification, [industries.MANUFACTURING], region)
        found[ECONOMY] = _amount(context, "grp", "total", [schema.TOTAL], region)
    if region != schema.COUNTRY:
        indicator = "exports" if classification == "hs_section" else "gva"
        found[COUNTRY_INDUSTRY] = _amount(context, indicator, classification, [industry], schema.COUNTRY)
    return found


def _amount(context: Context, indicator: str, classification: str, codes: Iterable[str], region: str) -> float | None:
    """Sum of the year over the codes that are published; None where none is."""
    rows = context.panel.select(indicator, classification=classification, industries=list(codes), regions=[region]).rows
    told = [yearly(group, additive=True) for _, group in rows.groupby(schema.INDUSTRY, observed=True)]
    if not told:
        return None
    year = pd.concat(told)
    known = year.loc[year[schema.PERIOD] == context.period, schema.VALUE]
    return float(known.sum()) if known.notna().any() else None
