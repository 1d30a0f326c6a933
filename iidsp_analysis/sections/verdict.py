"""One page: the numbers to remember, the sentence that they make, and what to be careful about."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from iidsp_analysis import industries, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import MISSING
from iidsp_analysis.loaders.plans import read_plans
from iidsp_analysis.monitors.export_flows import deciding_lumps
from iidsp_analysis.monitors.export_periods import against_base
from iidsp_analysis.monitors.plan_territory import find_plan
from iidsp_analysis.results import Result, key_figures
from iidsp_analysis.sections import (
    export_words,
    exports,
    growth,
    growth_words,
    position,
    rankings,
    region_map,
    specialisation,
    tested_score,
)
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import exports_of
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.made_or_registered import registered_sentence

Tile = tuple[str, str, str]
#: Editions that differ by less than rounding are one edition.
EDITIONS_DIFFER = 0.0005


def verdict(context: Context) -> Result:
    """The report in five numbers, one sentence and its warnings; what is missing is said, not left out."""
    say = context.language.say
    makers: list[tuple[str, Callable[[Context], Tile]]] = [
        (say("manufacturing in GRP"), _share),
        (say("manufacturing GVA in tenge"), _tenge),
        (say("manufacturing GVA in dollars"), _dollars),
        (say("manufacturing GVA, volume"), _volume),
        (say("processed exports, mln USD"), _exports),
    ]
    tiles = [_attempt(context, label, make) for label, make in makers]
    return Result(
        title=_title(context),
        reading=tuple(filter(None, (_specialised(context), _export_sentence(context), _growth_points(context)))),
        language=context.language,
        before=region_map.where_it_is(context) + key_figures(tiles),
        caveats=_warnings(context),
    )


def _attempt(context: Context, label: str, make: Callable[[Context], Tile]) -> Tile:
    try:
        return make(context)
    except MissingDataError:
        return (MISSING, label, context.language.say("not published on these borders for this year"))


def _share(context: Context) -> Tile:
    say, words = context.language.say, context.language
    shares = position.share_series(context)
    value = shares.get(context.region.id, shares[schema.COUNTRY] * float("nan"))[context.period]
    if not value > 0:
        raise MissingDataError("The share is not published.")
    if context.is_country:
        return (words.percent(value), say("manufacturing in GDP"), context.period)
    found = position.positions(context)
    note = say("{year}; number {rank} of {count}, country {country}", year=context.year,
               rank=found.rank(context.region.id), count=found.ranked,
               country=words.percent(found.frame.loc[schema.COUNTRY, "share"]))  # fmt: skip
    return (words.percent(value), say("manufacturing in GRP"), note)


def _growth_tile(context: Context, name: str, label: str) -> Tile:
    found = growth.growth_of(context, context.region.id)
    change = found.change(name, context.period)
    span = f"{found.base}→{context.year}"
    note = span if isfinite(change) else context.language.say("{span}: not published for all years", span=span)
    return (context.language.signed_percent(change), label, note)


def _tenge(context: Context) -> Tile:
    return _growth_tile(context, "tenge", context.language.say("manufacturing GVA in tenge"))


def _dollars(context: Context) -> Tile:
    return _growth_tile(context, "dollars", context.language.say("manufacturing GVA in dollars"))


def _volume(context: Context) -> Tile:
    return _growth_tile(context, "volume", context.language.say("manufacturing GVA, volume"))


def _export_change(context: Context) -> tuple[float, float, int]:
    found = exports.region_exports(context, context.region.id)
    line = found.by_definition[industries.default_processed_exports().id]
    base = context.base_year(line)
    start = line[str(base)]
    return float(line[context.period]), float(line[context.period] / start - 1) if start else float("nan"), base


def _exports(context: Context) -> Tile:
    say, words = context.language.say, context.language
    level, change, base = _export_change(context)
    value = words.number(level / 1000, 0 if level > 1e5 else 1)
    note = say("{year}; {change} against {base}", year=context.year, change=words.signed_percent(change), base=base)
    return (value, say("processed exports, mln USD"), note)


def _title(context: Context) -> str:
    say, words = context.language.say, context.language
    try:
        found = growth.growth_of(context, context.region.id)
    except MissingDataError:
        return say("Growth of manufacturing {in_region} up to {year} cannot be told on these borders",
                   in_region=context.in_region, year=context.year)  # fmt: skip
    volume = found.change("volume", context.period)
    tenge = words.signed_percent(found.change("tenge", context.period))
    names = {"in_region": context.in_region, "base": found.base, "year": context.year, "tenge": tenge}
    size = words.percent(abs(volume))
    return prose.by_sign(
        volume,
        up=say("Manufacturing {in_region} grew by {size} in volume from {base} to {year} ({tenge} in tenge)",
               size=size, **names),
        down=say("Manufacturing {in_region} shrank by {size} in volume from {base} to {year} ({tenge} in tenge)",
                 size=size, **names),
        flat=say("Manufacturing {in_region} did not grow in volume from {base} to {year} ({tenge} in tenge)", **names),
        missing=say("Manufacturing {in_region}: {tenge} in tenge from {base} to {year}, its volume is not published "
                    "for all these years", **names),
    )  # fmt: skip


def _specialised(context: Context) -> str:
    if context.is_country:
        return ""
    say, code = context.language.say, context.language.code
    try:
        quotients = specialisation.section_quotients(context).sort_values(ascending=False)
    except MissingDataError:
        return ""
    manufacturing = context.language.number(quotients["C"], 2)
    if quotients.index[0] == "C":
        return say(
            "By value added the region leans most on manufacturing (location quotient {own}).", own=manufacturing
        )
    return say("By value added the region leans most on “{name}” (location quotient {value}); manufacturing has {own}.",
               name=industries.section(quotients.index[0]).short[code],
               value=context.language.number(quotients.iloc[0], 2), own=manufacturing)  # fmt: skip


def _export_sentence(context: Context) -> str:
    try:
        _, change, base = _export_change(context)
    except MissingDataError:
        return context.language.say("Processed exports of this year are not complete in the embedded table.")
    told = context.language.say(
        "Processed exports in dollars against {base}: {change}.",
        base=base,
        change=context.language.signed_percent(change),
    )
    return " ".join(filter(None, (told, _deciding_flow(context, base), registered_sentence(context))))


def _deciding_flow(context: Context, base: int) -> str:
    """The one delivery without which the change of processed exports would be another, if there is one."""
    cube, span = exports_of(context)
    comparison = against_base(span, base)
    lump = None if comparison is None else deciding_lumps(cube, comparison).get(context.region.id)
    if lump is None:
        return ""
    language = context.language
    return language.say(
        "One flow decides this change ({goods}, {month}): with it {change}, without it {without}.",
        goods=export_words.goods(language, lump.section),
        month=export_words.month(language, lump.month),
        change=export_words.signed_millions(language, lump.change),
        without=export_words.signed_millions(language, lump.change_without),
    )


def _growth_points(context: Context) -> str:
    """The picks in one sentence, or why there are none; nothing for the country, whose page has the map of all."""
    try:
        points = rankings.ranked(context)
    except StatedError as reason:
        none = context.language.say("No growth points are named.")
        return "" if context.is_country else f"{reason.what} {none}"
    except MissingDataError:
        return ""
    kind = points.survey.candidates.classification
    names = [growth_words.plain_candidate(context, kind, code) for code in points.picks.index]
    quoted = [prose.quoted(context.language, name) for name in names]
    told = context.language.say(
        "Growth points to look at first: {names}; stable in the trials: {stable} of {count}.",
        names=prose.enumerate_words(context.language, quoted),
        stable=int((points.picks["badge"] == "stable").sum()),
        count=len(names),
    )
    return f"{told} {tested_score.short_sentence(context, kind)}"


def edition_gap(context: Context) -> float:
    """Section C of the country in table 5927 over the same in table 5931, less one; 0 where only one prints it."""
    totals = [
        context.panel.select("gva", source=source, industries=["C"], regions=[schema.COUNTRY]).rows
        for source in ("bns-5927", "bns-5931")
    ]
    sections, divisions = (rows.set_index(schema.PERIOD)[schema.VALUE].get(context.period) for rows in totals)
    return 0.0 if sections is None or divisions is None else float(sections / divisions - 1)


def _warnings(context: Context) -> tuple[str, ...]:
    say = context.language.say
    told = [say("Exports are booked where the exporter is registered, not where the goods are made.")]
    gap = edition_gap(context)
    if abs(gap) > EDITIONS_DIFFER:
        told.append(say("Manufacturing value added of {year} stands in two editions, {gap} apart: shares of divisions "
                        "and of regions come from different tables and are never mixed.", year=context.year,
                        gap=context.language.percent(abs(gap))))  # fmt: skip
    if find_plan(read_plans(), context.region.id, context.year).plan is None:
        told.append(say("No export plan of this year is loaded: nothing here says whether one was met."))
    return tuple(told)
