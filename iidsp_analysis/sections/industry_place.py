"""The place of one industry: its share of manufacturing and of GDP, and what it adds to their change."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots, prose
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import TOTAL, Divisions, compare, divisions_of
from iidsp_analysis.sections.division_words import edition_caveats

SOURCES = ("bns-5931", "bns-5927")


def place_over_time(found: Divisions, code: str) -> pd.DataFrame:
    """Place of an industry by year.

    Returns
    -------
    DataFrame
        Fractions: ``of_manufacturing``, ``of_gdp``; against the year before: ``to_growth`` (contribution to the
        nominal growth of manufacturing) and ``to_gdp_share`` (contribution to the change of the share of GDP).
    """
    gva, whole = found.gva[code], found.gva[TOTAL]
    of_gdp = found.of_gdp[code]
    return pd.DataFrame(
        {
            "of_manufacturing": found.of_manufacturing[code],
            "of_gdp": of_gdp,
            "to_growth": gva.diff() / whole.shift(),
            "to_gdp_share": of_gdp.diff(),
        }
    )


def place(context: Context, code: str) -> Result:
    """Tell the place of one industry; called through the guard of the industry page."""
    figures = divisions_of(context)
    compared = compare(context, figures)
    own = compared.frame.loc[code]
    frame = place_over_time(figures, code)
    language, say = context.language, context.language.say
    ranks = compared.frame.loc[compared.codes, "gva"].rank(ascending=False)
    return Result(
        title=_title(context, code, frame["of_manufacturing"], str(compared.base)),
        reading=(
            say("By value added it is number {rank} of {count}. It gives {gdp} of GDP.", rank=int(ranks[code]),
                count=len(ranks), gdp=language.percent(own["of_gdp"], 2)),
            say("{base}→{year} it contributes {growth} to the nominal growth of manufacturing ({total}) and {share} to "
                "the change of the share of GDP.", base=compared.base, year=context.year,
                growth=language.points(own["to_growth"], 2), total=language.signed_percent(compared.growth),
                share=language.points(own["to_gdp_share"], 2)),
        ),
        language=language,
        caption=context.caption(
            say("%, current prices"), f"{frame.index[0]}–{frame.index[-1]}", SOURCES,
            note=say("share of manufacturing: table 5931; GDP: table 5927"),
        ),
        sources=SOURCES,
        values={name: float(own[name]) for name in ("of_manufacturing", "of_gdp", "to_growth", "of_growth",
                                                    "to_gdp_share")},
        table=_table(context, frame),
        picture=Picture(plots.picture(lambda: _lines(context, frame)), _alt(context, frame)),
        caveats=(
            say("Shares of current prices: an industry gains a share when its prices rise faster than those of "
                "others."),
            *edition_caveats(context, figures, frame.index),
        ),
    )  # fmt: skip


def _title(context: Context, code: str, shares: pd.Series, base: str) -> str:
    language, say = context.language, context.language.say
    now, before = float(shares[context.period]), float(shares[base])
    gaps = {
        "name": industries.division(code).short[language.code],
        "year": context.year,
        "now": language.percent(now),
        "base": base,
        "before": language.percent(before),
    }
    return prose.by_sign(
        now - before,
        up=say("{name}: {now} of manufacturing in {year}, more than in {base} ({before})", **gaps),
        down=say("{name}: {now} of manufacturing in {year}, less than in {base} ({before})", **gaps),
        flat=say("{name}: {now} of manufacturing in {year}, as in {base}", **gaps),
        missing=say("Place in manufacturing"),
    )


def _lines(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    labels = {"of_manufacturing": say("of manufacturing"), "of_gdp": say("of GDP")}
    told = (frame[list(labels)] * 100).rename(columns=labels)
    return plots.lines(told, context.language, unit=say("share, %"), from_zero=True)


def _alt(context: Context, frame: pd.DataFrame) -> str:
    language, now = context.language, frame.loc[context.period]
    return language.say(
        "Lines of the share of manufacturing and of GDP by year; {year}: {manufacturing} and {gdp}.",
        year=context.year,
        manufacturing=language.percent(now["of_manufacturing"]),
        gdp=language.percent(now["of_gdp"], 2),
    )


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    columns = (
        Column("year", say("Year"), "text"),
        Column("of_manufacturing", say("Share of manufacturing, %"), "percent"),
        Column("of_gdp", say("Share of GDP, %"), "percent", 2),
        Column("to_growth", say("To the growth of manufacturing on the year before, pp"), "points", 2),
        Column("to_gdp_share", say("To the share of GDP on the year before, pp"), "points", 3),
    )
    caption = say("Shares and contributions by year")
    return Table(frame.assign(year=frame.index), columns, caption, highlight=frozenset({context.period}))
