"""What each region adds to the change of the manufacturing share of GDP."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.measures.growth import contribution_to_share_change
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927",)
#: A gap between the country and its regions that a table with two decimals of a point can show.
SHOWN = 0.00005


@dataclass(frozen=True)
class Contributions:
    """What each region adds to the change of the national share between two years.

    ``frame`` has a row a region, ``residual`` (country less regions, through rounding) and ``KZ``: ``before`` and
    ``now`` (its manufacturing over the country's GDP), ``change`` (their difference; regions and residual add up to
    ``KZ``) and ``part`` (of the country's change). All are fractions.
    """

    base: int
    frame: pd.DataFrame

    @property
    def regions(self) -> pd.Series:
        """The changes of the regions, largest first."""
        return self.frame["change"].drop([schema.COUNTRY, schema.RESIDUAL]).sort_values(ascending=False)

    @property
    def total(self) -> float:
        """The change of the country's share."""
        return float(self.frame.loc[schema.COUNTRY, "change"])


def contributions(context: Context) -> Contributions:
    """Divide the change of the country's manufacturing share among the regions of the borders.

    The base is the first year, from 2015 on, in which every region of these borders is published.

    Raises
    ------
    MissingDataError
        If there are not two such years up to the report's.
    """
    gdp = context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]
    wanted = [region.id for region in context.regions]
    value = context.by_region("gva", "C", classification="oked_section").reindex(columns=[*wanted, schema.COUNTRY])
    base = context.base_year(value.sum(axis=1, skipna=False))
    start, end = value.loc[str(base)], value.loc[context.period]
    frame = pd.DataFrame({"before": start / gdp[str(base)], "now": end / gdp[context.period]})
    frame["change"] = contribution_to_share_change(
        start, end, whole_start=gdp[str(base)], whole_end=gdp[context.period]
    ) / 100  # fmt: skip
    residual = frame.loc[schema.COUNTRY] - frame.loc[wanted].sum()
    frame = pd.concat([frame.loc[wanted], residual.to_frame(schema.RESIDUAL).T, frame.loc[[schema.COUNTRY]]])
    return Contributions(base, frame.assign(part=frame["change"] / frame.loc[schema.COUNTRY, "change"]))


@section("Which regions moved the share", DROP_TABLES, SOURCES)
def share_by_region(context: Context) -> Result:
    """Rank the regions by what they add to the change of the national share."""
    found = contributions(context)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, found),
        reading=(_counts(context, found), _how_to_read(context)),
        language=language,
        caption=context.caption(
            say("percentage points of GDP, current prices"), f"{found.base}→{context.year}", SOURCES
        ),
        sources=SOURCES,
        values={"change": found.total, "largest": float(found.regions.iloc[0]), "base": float(found.base)},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _bars(context, found)), _alt(context, found)),
        caveats=(
            say("Contributions are in current prices: a region of metals or oil refining gains when its prices rise."),
            say("GDP is the country's in every row: a region also loses points when other parts of the country grow "
                "faster."),
        ),
    )  # fmt: skip


def _title(context: Context, found: Contributions) -> str:
    language, say = context.language, context.language.say
    regions = found.regions
    gaps = {
        "base": found.base,
        "year": context.year,
        "size": language.number(abs(found.total) * 100, 2),
        "first": context.short_names[regions.index[0]],
        "high": language.points(regions.iloc[0], 2),
        "last": context.short_names[regions.index[-1]],
        "low": language.points(regions.iloc[-1], 2),
    }
    return prose.by_sign(
        found.total,
        up=say("{base}→{year}: the share rose by {size} points, most through {first} ({high}); at the other end {last} "
               "({low})", **gaps),
        down=say("{base}→{year}: the share fell by {size} points, most through {last} ({low}); at the other end "
                 "{first} ({high})", **gaps),
        flat=say("{base}→{year}: the share did not change; most came from {first} ({high}); at the other end {last} "
                 "({low})", **gaps),
        missing=say("Which regions moved the share"),
        digits=4,
    )  # fmt: skip


def _counts(context: Context, found: Contributions) -> str:
    rounded = found.regions.round(4)
    return context.language.say(
        "Of {count} regions {up} raised the country's share and {down} lowered it.",
        count=len(rounded),
        up=int((rounded > 0).sum()),
        down=int((rounded < 0).sum()),
    )


def _how_to_read(context: Context) -> str:
    return context.language.say(
        "A region's contribution is its manufacturing over the country's GDP now, less the same in the base year; the "
        "contributions add up to the change of the share."
    )


def _bars(context: Context, found: Contributions) -> Axes:
    unit = context.language.say("percentage points of GDP")
    return plots.ranked_bars((found.regions * 100).rename(context.short_names), context.language, unit=unit, digits=2)


def _alt(context: Context, found: Contributions) -> str:
    language, regions = context.language, found.regions
    return language.say(
        "Bars of the regions' contributions to the change of the share: from {high} ({first}) to {low} ({last}), "
        "together {total}.",
        first=context.short_names[regions.index[0]],
        high=language.points(regions.iloc[0], 2),
        last=context.short_names[regions.index[-1]],
        low=language.points(regions.iloc[-1], 2),
        total=language.points(found.total, 2),
    )


def _table(context: Context, found: Contributions) -> Table:
    say = context.language.say
    gap = found.frame.loc[schema.RESIDUAL, ["before", "now"]].abs().max()
    closing = [schema.RESIDUAL, schema.COUNTRY] if gap > SHOWN else [schema.COUNTRY]
    told = found.frame.loc[[*found.regions.index, *closing]]
    names = {**context.short_names, schema.RESIDUAL: say("Not assigned to regions")}
    told = told.assign(name=[names[region_id] for region_id in told.index])
    columns = (
        Column("name", say("Region"), "text"),
        Column("change", say("Contribution, pp"), "points", 2),
        Column("part", say("Part of the change, %"), "percent"),
        Column("before", say("Manufacturing in {year}, % of the country's GDP", year=found.base), "percent", 2),
        Column("now", say("Manufacturing in {year}, % of the country's GDP", year=context.year), "percent", 2),
    )
    caption = say("Contributions of the regions to the manufacturing share of GDP, {base}→{year}", base=found.base,
                  year=context.year)  # fmt: skip
    return Table(told, columns, caption, footer=frozenset({schema.RESIDUAL, schema.COUNTRY}))
