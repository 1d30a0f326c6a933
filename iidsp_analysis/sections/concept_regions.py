"""Regions grouped by structure and dynamics for the Concept: what marks a group, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, ranking_plots
from iidsp_analysis.language import Language
from iidsp_analysis.measures.clustering import DOUBTFUL, DRAWS, STABLE
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_region_groups import SOURCES, RegionGroups, region_groups
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

#: Mean silhouettes up to this show no structure to speak of (Kaufman & Rousseeuw 1990, table 4).
NO_STRUCTURE = 0.25
#: A feature marks a group whose mean lies so many standard deviations from that of all regions.
MARKED = 0.8

Words = Callable[[Language], str]
FEATURES: dict[str, Words] = {
    "manufacturing": lambda language: language.say("manufacturing, % of value added"),
    "mining": lambda language: language.say("mining, % of value added"),
    "farming": lambda language: language.say("farming, % of value added"),
    "energy": lambda language: language.say("energy and water, % of value added"),
    "building": lambda language: language.say("construction, % of value added"),
    "per_head": lambda language: language.say("GRP per head, thousand KZT"),
    "volume": lambda language: language.say("volume of manufacturing, % a year"),
    "share_change": lambda language: language.say("change of the share of manufacturing, pp"),
}
_MORE: dict[str, Words] = {
    "manufacturing": lambda language: language.say("more manufacturing"),
    "mining": lambda language: language.say("more mining"),
    "farming": lambda language: language.say("more farming"),
    "energy": lambda language: language.say("more energy"),
    "building": lambda language: language.say("more construction"),
    "per_head": lambda language: language.say("a larger product per head"),
    "volume": lambda language: language.say("faster growth of manufacturing"),
    "share_change": lambda language: language.say("a rise of the share of manufacturing"),
}
_LESS: dict[str, Words] = {
    "manufacturing": lambda language: language.say("less manufacturing"),
    "mining": lambda language: language.say("less mining"),
    "farming": lambda language: language.say("less farming"),
    "energy": lambda language: language.say("less energy"),
    "building": lambda language: language.say("less construction"),
    "per_head": lambda language: language.say("a smaller product per head"),
    "volume": lambda language: language.say("slower growth of manufacturing"),
    "share_change": lambda language: language.say("a fall of the share of manufacturing"),
}


@section("Groups of regions", DROP_TABLES, SOURCES)
def groups_of_regions(context: Context) -> Result:
    """Group the regions by structure and dynamics, with the stability of every group."""
    found = region_groups(context)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, found),
        reading=(*(_group(context, found, number) for number in found.stability.index), *_left_out(context, found)),
        language=language,
        caption=context.caption(say("units in the table"), _years(context, found), SOURCES),
        sources=SOURCES,
        values={"groups": float(len(found.stability)), "silhouette": float(found.silhouettes.mean()),
                **{f"stability_{number}": float(value) for number, value in found.stability.items()}},
        table=_table(context, found),
        picture=Picture(plots.picture(lambda: _draw(context, found)), _alt(context, found)),
        caveats=_method(context, found),
        against=_against(context, found),
    )  # fmt: skip


def _years(context: Context, found: RegionGroups) -> str:
    return context.period if found.base == context.year else f"{found.base}–{context.year}"


def _title(context: Context, found: RegionGroups) -> str:
    say, number = context.language.say, len(found.stability)
    gaps = {"groups": number, "stable": int((found.stability >= STABLE).sum()),
            "silhouette": context.language.number(found.silhouettes.mean(), 2)}  # fmt: skip
    if found.silhouettes.mean() <= NO_STRUCTURE:
        return say("The regions form no clear groups: {groups} fit best, of them {stable} stable (mean silhouette "
                   "{silhouette})", **gaps)  # fmt: skip
    return say("The regions form {groups} groups by structure and dynamics, of them {stable} stable (mean silhouette "
               "{silhouette})", **gaps)  # fmt: skip


def _names(context: Context, found: RegionGroups, number: int) -> list[str]:
    members = found.groups.index[found.groups == number]
    return [context.short_names[str(region)] for region in members]


def _group(context: Context, found: RegionGroups, number: int) -> str:
    language = context.language
    names = prose.enumerate_words(language, _names(context, found, number))
    value = float(found.stability[number])
    return language.say("Group {number}: {names}. Marked by: {marks}. Stability {stability}: {verdict}.",
                        number=number, names=names, marks=_marks(context, found, number),
                        stability=language.number(value, 2), verdict=_verdict(language, value))  # fmt: skip


def _marks(context: Context, found: RegionGroups, number: int) -> str:
    """Features whose mean in the group is far from that of all regions, the farthest first."""
    language = context.language
    means = found.scaled[found.groups == number].mean()
    far = means[means.abs() >= MARKED].sort_values(key=abs, ascending=False, kind="stable")
    if far.empty:
        return language.say("nothing that is far from the mean of all regions")
    return ", ".join((_MORE if value > 0 else _LESS)[str(name)](language) for name, value in far.items())


def _verdict(language: Language, value: float) -> str:
    if value >= STABLE:
        return language.say("it comes again")
    return language.say("it comes again in part") if value >= DOUBTFUL else language.say("it dissolves")


def _left_out(context: Context, found: RegionGroups) -> tuple[str, ...]:
    language, told = context.language, []
    if found.left_out:
        names = ", ".join(context.short_names[region] for region in found.left_out)
        told.append(language.say("Not grouped, for lack of a figure: {names}.", names=names))
    if found.dropped:
        names = "; ".join(FEATURES[name](language) for name in found.dropped)
        told.append(language.say("Not used, because too many regions lack it: {names}.", names=names))
    return tuple(told)


def _against(context: Context, found: RegionGroups) -> tuple[str, ...]:
    say = context.language.say
    doubtful = found.silhouettes.index[found.silhouettes <= 0]
    best = found.tried.max()
    close = found.tried.index[(found.tried >= best - 0.02) & (found.tried.index != len(found.stability))]
    told = [say("Groups that dissolve or come again in part when features are drawn anew: {count} of {all}.",
                count=int((found.stability < STABLE).sum()), all=len(found.stability))]  # fmt: skip
    if len(close):
        told.append(say("Other numbers of groups that are as clear within 0.02: {numbers}.",
                        numbers=", ".join(str(number) for number in close)))  # fmt: skip
    if len(doubtful):
        names = ", ".join(context.short_names[str(region)] for region in doubtful)
        told.append(say("No nearer to their own group than to another: {names}.", names=names))
    return (" ".join(told),)


def _method(context: Context, found: RegionGroups) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    tried = ", ".join(f"{number} – {language.number(value, 2)}" for number, value in found.tried.items())
    return (
        say("Groups are made by Ward's method on standardised features, GRP per head as its logarithm; the number of "
            "groups is the one with the largest mean silhouette ({tried}).", tried=tried),
        say("Stability: features are drawn with replacement {draws} times; a group is held against the most similar "
            "one of each draw (mean Jaccard similarity, Hennig 2007). From {stable} on it comes again, below "
            "{doubtful} it dissolves.", draws=language.number(DRAWS, 0), stable=language.number(STABLE, 2),
            doubtful=language.number(DOUBTFUL, 2)),
        say("Groups describe likeness; they say nothing about what a region should do."),
    )  # fmt: skip


def _ordered(context: Context, found: RegionGroups) -> pd.DataFrame:
    frame = found.features.loc[found.groups.index].assign(group=found.groups, silhouette=found.silhouettes)
    frame["name"] = [context.short_names[str(region)] for region in frame.index]
    return frame.sort_values(["group", "name"], kind="stable")


def _table(context: Context, found: RegionGroups) -> Table:
    language, say = context.language, context.language.say
    frame = _ordered(context, found)
    frame["group_name"] = frame["group"].astype(str)
    forms = {"per_head": ("number", 0), "volume": ("signed_percent", 1), "share_change": ("points", 1)}
    used = [name for name in FEATURES if name in frame]
    columns = (
        Column("name", say("Region"), "text"),
        Column("group_name", say("Group"), "text"),
        *(Column(name, FEATURES[name](language), *forms.get(name, ("percent", 1))) for name in used),
        Column("silhouette", say("Silhouette (−1 to 1)"), digits=2),
    )
    return Table(frame, columns, say("Regions by group, with the features that the groups are made from"))


def _draw(context: Context, found: RegionGroups) -> Axes:
    language = context.language
    frame = _ordered(context, found)
    used = [name for name in FEATURES if name in frame]
    places = frame[used].rank(pct=True)
    labels = pd.DataFrame({name: [_cell(language, name, value) for value in frame[name]] for name in used}, frame.index)
    rows = [f"{group} · {name}" for group, name in zip(frame["group"], frame["name"], strict=True)]
    columns = [FEATURES[name](language) for name in used]
    return ranking_plots.heat_map(
        places.set_axis(rows).set_axis(columns, axis=1), language,
        unit=language.say("place among the regions: 0 lowest, 1 highest"), labels=labels,
    )  # fmt: skip


def _cell(language: Language, name: str, value: float) -> str:
    if not np.isfinite(value):
        return ""
    if name == "per_head":
        return language.number(value, 0)
    return language.signed(value * 100) if name in ("volume", "share_change") else language.number(value * 100)


def _alt(context: Context, found: RegionGroups) -> str:
    listed = "; ".join(f"{number}: {', '.join(_names(context, found, number))}" for number in found.stability.index)
    return context.language.say("Coloured cells of regions by features, region after region by group: {groups}.",
                                groups=listed)  # fmt: skip
