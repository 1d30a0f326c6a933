"""How rare it is to double in five years: the place of a growth among all five-year growth of like industries."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.scenarios.evidence import Evidence, evidence
from iidsp_analysis.scenarios.past_growth import WINDOW, PastGrowth
from iidsp_analysis.sections.concept_against import against_rarity
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5792", "bns-450904")
DOUBLE = 2.0
QUANTILES = (0.05, 0.5, 0.95)


@section("Doubling in five years", DROP_TABLES, SOURCES)
def doubling(context: Context) -> Result:
    """Tell which percentile it is to double in five years, among divisions and among regions."""
    found = evidence(context.panel, schema.COUNTRY, context.year)
    alike = {context.language.say("All divisions of manufacturing"): found.like} | _classes(context, found)
    of_regions = _of_regions(context)
    if of_regions is not None:
        alike |= {context.language.say("Manufacturing of the regions"): of_regions}
    frame = pd.DataFrame({name: _row(seen) for name, seen in alike.items()}).T
    language, say = context.language, context.language.say
    first = frame.iloc[0]
    last = frame.iloc[-1] if of_regions is not None else None
    return Result(
        title=_title(context, first, last),
        reading=(say("{windows} five-year windows of divisions to {year} were looked at; {independent} of them have no "
                     "year in common with another of the same series. {level} interval of the percentile: {low} to "
                     "{high}.", windows=int(first["count"]), year=context.year, independent=int(first["independent"]),
                     level=language.percent(0.9, 0), low=percentile(first["low"]), high=percentile(first["high"])),),
        language=language,
        caption=context.caption(say("volume growth over five years"), f"2001–{context.year}", SOURCES),
        sources=SOURCES,
        values={"divisions": float(first["place"])} | ({} if last is None else {"regions": float(last["place"])}),
        table=_table(context, frame),
        caveats=(say("Growth of divisions is that of production of the whole country, growth of regions that of value "
                     "added in volume. A division of one region, or one plant, swings more than either."),
                 say("Series move together: the windows are worth less than their number. The interval draws whole "
                     "series.")),
        against=against_rarity(context, frame),
    )  # fmt: skip


def percentile(place: float) -> int:
    """A place in a distribution as a whole percentile, 1 to 99: a few hundred windows know no 100th."""
    return int(np.clip(round(place * 100), 1, 99))


def _classes(context: Context, found: Evidence) -> Mapping[str, PastGrowth]:
    code = context.language.code
    wanted = dict.fromkeys(item.technology for item in catalogue().values())
    return {industries.technology_class(name).name[code]: found.of_class(name) for name in wanted}


def _title(context: Context, divisions: pd.Series, regions: pd.Series | None) -> str:
    say, place = context.language.say, percentile(divisions["place"])
    if regions is None:
        return say("To double in five years is percentile {place} of the past growth of divisions", place=place)
    return say("To double in five years is percentile {place} of the past growth of divisions, and percentile "
               "{of_regions} of that of manufacturing in the regions",
               place=place, of_regions=percentile(regions["place"]))  # fmt: skip


def _of_regions(context: Context) -> PastGrowth | None:
    """All regions of the report's borders: the first that has figures stands for their evidence, which is the same.

    None on borders on which too few years of any region are published.
    """
    for region in context.regions:
        try:
            return evidence(context.panel, region.id, context.year).like
        except MissingDataError:
            continue
    return None


def _row(seen: PastGrowth) -> dict[str, float]:
    low, high = seen.interval(DOUBLE)
    growth = dict(zip(("lower", "middle", "upper"), (1 + seen.yearly(np.array(QUANTILES))) ** WINDOW - 1, strict=True))
    return {"count": seen.count, "independent": seen.independent, "place": seen.share_below(DOUBLE), "low": low,
            "high": high, **growth}  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(
        name=frame.index, place=frame["place"] * 100,
        interval=[f"{percentile(row['low'])}–{percentile(row['high'])}" for _, row in frame.iterrows()],
    ).reset_index(drop=True)  # fmt: skip
    columns = (
        Column("name", say("Like industries"), "text"),
        Column("lower", say("Growth in five years: 5th percentile"), "signed_percent", 0),
        Column("middle", say("Growth in five years: middle"), "signed_percent", 0),
        Column("upper", say("Growth in five years: 95th percentile"), "signed_percent", 0),
        Column("place", say("Percentile of doubling"), digits=0),
        Column("interval", say("Its 90 % interval"), "text"),
        Column("count", say("Windows"), digits=0),
        Column("independent", say("Of them without a common year"), digits=0),
    )
    return Table(
        told, columns, say("Growth in volume over five years of like industries, to {year}", year=context.year)
    )
