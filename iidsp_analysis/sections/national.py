"""The national report: the manufacturing share of the gross domestic product and the level talked about, 11 %."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.national_by_region import share_by_region
from iidsp_analysis.sections.national_regions import regions
from iidsp_analysis.sections.national_share import share_decomposition
from iidsp_analysis.sections.statements import share_as_of

__all__ = ["Share", "regions", "share", "share_as_of", "share_by_region", "share_decomposition", "shares"]

SOURCES = ("bns-5927",)
#: What was said in March 2018: "does not exceed 11 %".
CEILING = 0.11
#: Shares are published and told with one decimal of a percent; so is the question whether they exceed the ceiling.
DIGITS = 3


@dataclass(frozen=True)
class Share:
    """Manufacturing in the gross domestic product.

    ``frame`` has a row a year: ``manufacturing`` and ``gdp`` (mln KZT), ``share`` (of GDP), ``above`` (share less
    :data:`CEILING`, fractions) and ``holds`` (whether the share, told with one decimal of a percent, is not above it).
    """

    frame: pd.DataFrame

    @property
    def years_within(self) -> list[int]:
        """Years in which the ceiling is not exceeded."""
        return [int(year) for year in self.frame.index[self.frame["holds"]]]


def shares(context: Context) -> Share:
    """Put the published manufacturing value added of the country over its gross domestic product, year by year.

    Raises
    ------
    MissingDataError
        If one of them is not published for the report's year.
    """
    manufacturing = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    gdp = context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]
    frame = pd.DataFrame({"manufacturing": manufacturing, "gdp": gdp}).dropna()
    if context.period not in frame.index:
        raise MissingDataError("The manufacturing share of the gross domestic product is not published for this year.")
    frame["share"] = frame["manufacturing"] / frame["gdp"]
    frame["above"] = frame["share"] - CEILING
    frame["holds"] = frame["above"].round(DIGITS) <= 0
    return Share(frame)


def year_spans(years: Iterable[int]) -> str:
    """Write years as spans.

    Examples
    --------
    >>> year_spans([2010, 2013, 2014, 2015])
    '2010, 2013–2015'
    """
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


@section("Does the manufacturing share exceed 11 %?", DROP_TABLES, SOURCES)
def share(context: Context) -> Result:
    """Say whether "does not exceed 11 %" holds for the report's year and since the first published one."""
    found = shares(context)
    language, say = context.language, context.language.say
    now = found.frame.loc[context.period]
    frame = pd.DataFrame({say("manufacturing"): found.frame["share"] * 100})
    return Result(
        title=_share_title(context, now),
        reading=(_ceiling_sentence(context, found), _change_sentence(context, found.frame["share"])),
        language=language,
        caption=context.caption(
            say("% of gross domestic product, current prices"), f"{frame.index[0]}–{frame.index[-1]}", SOURCES,
            note=say("dotted line: {level}", level=language.percent(CEILING, 0)),
        ),
        sources=SOURCES,
        values={"share": float(now["share"]), "above": float(now["above"])},
        table=_share_table(context, found.frame),
        picture=Picture(
            plots.picture(
                lambda: plots.lines(frame, language, unit=say("% of gross domestic product"),
                                    level=CEILING * 100, from_zero=True)
            ),
            _share_alt(context, found.frame["share"]),
        ),
        caveats=(
            say("A share of current prices: it moves with the prices of oil and metals, and when other industries "
                "shrink, without any factory producing more. The next figure takes volume and prices apart."),
            say("Editions differ: the share of a year is revised later, so a share is quoted with its edition."),
        ),
    )  # fmt: skip


def _share_title(context: Context, now: pd.Series) -> str:
    language, say = context.language, context.language.say
    gaps = {
        "level": language.percent(CEILING, 0),
        "year": context.year,
        "share": language.percent(now["share"]),
        "size": language.number(abs(now["above"]) * 100),
    }
    return prose.by_sign(
        now["above"],
        up=say("“Does not exceed {level}” is not true of {year} in this edition: manufacturing is {share} of GDP, "
               "{size} points more", **gaps),
        down=say("“Does not exceed {level}” is true of {year} in this edition: manufacturing is {share} of GDP, "
                 "{size} points less", **gaps),
        flat=say("“Does not exceed {level}” is just true of {year} in this edition: manufacturing is {share} of GDP",
                 **gaps),
        missing=say("The manufacturing share of GDP in {year} is not known", **gaps),
        digits=DIGITS,
    )  # fmt: skip


def _ceiling_sentence(context: Context, found: Share) -> str:
    language, say = context.language, context.language.say
    within, frame = found.years_within, found.frame
    low, high = frame["share"].min(), frame["share"].max()
    gaps = {
        "level": language.percent(CEILING, 0),
        "first": frame.index[0],
        "year": context.year,
        "within": year_spans(within),
        "low": language.percent(low),
        "high": language.percent(high),
        "low_year": frame["share"].idxmin(),
        "high_year": frame["share"].idxmax(),
    }
    if not within:
        return say("From {first} to {year} the share was above {level} in every year: from {low} ({low_year}) to "
                   "{high} ({high_year}).", **gaps)  # fmt: skip
    if len(within) == len(frame):
        return say("From {first} to {year} the share never exceeded {level}: from {low} ({low_year}) to "
                   "{high} ({high_year}).", **gaps)  # fmt: skip
    return say("From {first} to {year} the share did not exceed {level} in these years only: {within}. It lay between "
               "{low} ({low_year}) and {high} ({high_year}).", **gaps)  # fmt: skip


def _change_sentence(context: Context, line: pd.Series) -> str:
    language, say = context.language, context.language.say
    first, now = float(line.iloc[0]), float(line[context.period])
    gaps = {
        "first": line.index[0],
        "before": language.percent(first),
        "year": context.year,
        "now": language.percent(now),
        "size": language.number(abs(now - first) * 100),
    }
    return prose.by_sign(
        now - first,
        up=say("{first}: {before}, {year}: {now}; a rise by {size} points.", **gaps),
        down=say("{first}: {before}, {year}: {now}; a fall by {size} points.", **gaps),
        flat=say("{first}: {before}, {year}: {now}; no change.", **gaps),
        missing=say("The change of the share is not known."),
    )


def _share_alt(context: Context, line: pd.Series) -> str:
    language = context.language
    return language.say(
        "Line of the manufacturing share of GDP by year with a level at {level}: lowest {low} in {low_year}, "
        "highest {high} in {high_year}, {now} in {year}.",
        level=language.percent(CEILING, 0),
        low=language.percent(line.min()),
        low_year=line.idxmin(),
        high=language.percent(line.max()),
        high_year=line.idxmax(),
        now=language.percent(line[context.period]),
        year=context.year,
    )


def _share_table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(
        year=frame.index,
        manufacturing=frame["manufacturing"] / 1000,
        gdp=frame["gdp"] / 1000,
        holds=frame["holds"].map({True: say("yes"), False: say("no")}),
    )
    level = context.language.percent(CEILING, 0)
    columns = (
        Column("year", say("Year"), "text"),
        Column("share", say("Manufacturing, % of GDP"), "percent"),
        Column("above", say("Distance from {level}, pp", level=level), "points"),
        Column("holds", say("Does not exceed {level}", level=level), "text"),
        Column("manufacturing", say("Manufacturing GVA, bn KZT")),
        Column("gdp", say("GDP, bn KZT")),
    )
    return Table(told, columns, say("Manufacturing share of GDP, %"), highlight=frozenset({context.period}))
