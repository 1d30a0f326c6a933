"""Value added of manufacturing by technology class over time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.reference.industry_records import technology_classes
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import RESIDUAL, divisions_of
from iidsp_analysis.sections.division_words import edition_caveats
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5931",)
UPPER_CLASSES = ("high", "medium-high")
#: Divisions of high and medium-high technology.
UPPER = tuple(item.code for item in catalogue().values() if item.technology in UPPER_CLASSES)


def technology_shares(context: Context) -> pd.DataFrame:
    """Shares of the technology classes in manufacturing value added by year.

    Returns
    -------
    DataFrame
        A column a class (Eurostat, two digits), ``upper`` (high and medium-high together) and ``residual_C`` (published
        discrepancy); the classes and the residual add up to 1.
    """
    shares = divisions_of(context).of_manufacturing
    classes = {
        name: shares[[item.code for item in catalogue().values() if item.technology == name]].sum(axis=1, skipna=False)
        for name in technology_classes()
    }
    frame = pd.DataFrame(classes)
    return frame.assign(upper=frame[list(UPPER_CLASSES)].sum(axis=1, skipna=False), **{RESIDUAL: shares[RESIDUAL]})


@section("Technology of manufacturing", DROP_TABLES, SOURCES)
def technology(context: Context) -> Result:
    """Shares of high, medium-high, medium-low and low technology over time."""
    shares = technology_shares(context)
    base = context.base_year(shares["upper"])
    now = shares.loc[context.period]
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, shares["upper"], str(base)),
        reading=(_over_time(context, shares["upper"]), _high(context, shares["high"], str(base))),
        language=language,
        caption=context.caption(
            say("% of manufacturing value added, current prices"), f"{shares.index[0]}–{shares.index[-1]}", SOURCES,
            note=say("classes of Eurostat, NACE two digits"),
        ),
        sources=SOURCES,
        values={name: float(now[name]) for name in [*technology_classes(), "upper"]},
        table=_table(context, shares),
        picture=Picture(plots.picture(lambda: _lines(context, shares)), _alt(context, now)),
        caveats=(
            say("The class belongs to the industry, not to the plant: assembly of vehicles from kits counts as "
                "medium-high technology like a car works."),
            say("Compounds of uranium are traded as chemicals (medium-high technology) although they come from "
                "mining."),
            say("Repair and installation (33) is medium-low technology; tables that print machine building with repair "
                "mix both."),
            say("Two digits hide differences inside a division, as between ships and aircraft in 30."),
            *edition_caveats(context, divisions_of(context), shares.index),
        ),
    )  # fmt: skip


def _title(context: Context, upper: pd.Series, base: str) -> str:
    language, say = context.language, context.language.say
    now, before = float(upper[context.period]), float(upper[base])
    gaps = {"year": context.year, "now": language.percent(now), "base": base, "before": language.percent(before)}
    return prose.by_sign(
        now - before,
        up=say("High and medium-high technology gives {now} of manufacturing in {year}, more than in {base} ({before})",
               **gaps),
        down=say("High and medium-high technology gives {now} of manufacturing in {year}, less than in {base} "
                 "({before})", **gaps),
        flat=say("High and medium-high technology gives {now} of manufacturing in {year}, as in {base}", **gaps),
        missing=say("Technology of manufacturing"),
    )  # fmt: skip


def _over_time(context: Context, upper: pd.Series) -> str:
    language = context.language
    told = upper.dropna()
    return language.say(
        "Since {first} ({start}) it was highest in {high_year} ({high}) and lowest in {low_year} ({low}).",
        first=told.index[0],
        start=language.percent(told.iloc[0]),
        high_year=told.idxmax(),
        high=language.percent(told.max()),
        low_year=told.idxmin(),
        low=language.percent(told.min()),
    )


def _high(context: Context, high: pd.Series, base: str) -> str:
    language = context.language
    return language.say(
        "High technology alone (pharmaceuticals, electronics and optics) gives {now}; {base}: {before}.",
        now=language.percent(float(high[context.period])),
        base=base,
        before=language.percent(float(high[base])),
    )


def _lines(context: Context, shares: pd.DataFrame) -> Axes:
    say, code = context.language.say, context.language.code
    labels = {name: item.short[code] for name, item in technology_classes().items()}
    frame = (shares[list(labels)] * 100).rename(columns=labels)
    return plots.lines(frame, context.language, unit=say("% of manufacturing value added"), from_zero=True)


def _alt(context: Context, now: pd.Series) -> str:
    language = context.language
    listed = [
        f"{item.name[language.code]} {language.percent(now[name])}" for name, item in technology_classes().items()
    ]
    return language.say(
        "Lines of the four classes by year; in {year}: {list}.", year=context.year, list=", ".join(listed)
    )


def _table(context: Context, shares: pd.DataFrame) -> Table:
    say, code = context.language.say, context.language.code
    told = shares.assign(year=shares.index)
    columns = [Column("year", say("Year"), "text")]
    columns += [Column(name, item.name[code], "percent") for name, item in technology_classes().items()]
    columns += [
        Column("upper", say("High and medium-high together"), "percent"),
        Column(RESIDUAL, say("Statistical discrepancy"), "percent"),
    ]
    caption = say("Manufacturing value added by technology class, %")
    return Table(told, tuple(columns), caption, highlight=frozenset({context.period}))
