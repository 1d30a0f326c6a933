"""What each region adds to the country's change and to its distance from the targets' paths."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitor_plots import signed_contributions
from iidsp_analysis.monitors.programme import Judgement
from iidsp_analysis.monitors.programme_contributions import ADDITIVE, Contributions
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.programme_figures import Programme, programme_of

SOURCES = ("bns-450904", "bns-446905")
RESIDUAL = schema.RESIDUAL


def parts_of(programme: Programme) -> tuple[tuple[Judgement, Contributions], ...]:
    """Contributions of the regions, one for each indicator that adds up, with the target whose path they are about.

    Of several targets the one with a path in the report's year and the latest base year is taken; where the targets
    have ended, the change up to the year comes before the path of a past year.

    Raises
    ------
    MissingDataError
        If the country has no such figures.
    """
    chosen = []
    for name in ADDITIVE:
        made = [(one, programme.parts(one)) for one in programme.national if one.indicator == name]
        known = [(one, part) for one, part in made if part is not None and part.frame["change"].notna().any()]
        if known:
            chosen.append(max(known, key=lambda pair: (*_fits(pair[1], programme.year), pair[1].base)))
    if not chosen:
        raise MissingDataError("Neither the volume of value added nor exports can be taken apart by region.")
    return tuple(sorted(chosen, key=lambda pair: _fits(pair[1], programme.year), reverse=True))


def _fits(part: Contributions, year: int) -> tuple[bool, bool]:
    """Whether it is about the report's year, and about a path."""
    return part.year == year, bool(np.isfinite(part.gap))


@section("What the regions add to the programme's indicators", DROP_TABLES, SOURCES)
def contributions(context: Context) -> Result:
    """Rank the regions by what they add to the country's distance from the path, or to its change without a path."""
    found = parts_of(programme_of(context))
    parts = tuple(part for _, part in found)
    language, say = context.language, context.language.say
    sources = tuple(sorted({source.split("@")[0] for part in parts for source in part.sources}))
    title = _title(context, *found[0])
    return Result(
        title=title,
        reading=tuple(_sentence(context, one, part) for one, part in found),
        language=language,
        caption=context.caption(
            say("percentage points of the country's figure of the base year"),
            ", ".join(dict.fromkeys(f"{part.base}–{part.year}" for part in parts)), sources,
        ),
        sources=sources,
        values={f"{part.indicator}_{name}": getattr(part, name) for part in parts for name in ("change", "gap")
                if np.isfinite(getattr(part, name))},
        table=_table(context, parts),
        picture=Picture(plots.picture(lambda: _bars(context, parts[0])), title),
        caveats=(
            say("The distance is shared out as if every region had to grow at the pace that the target asks of the "
                "country: no region has such a plan."),
            say("Volumes are added up with previous-year weights along the chain; chained volumes do not add up "
                "exactly, what is left is the row “not by region”. Exports add up exactly."),
        ),
    )  # fmt: skip


def _measure(part: Contributions) -> str:
    return "gap" if np.isfinite(part.gap) else "change"


def _title(context: Context, one: Judgement, part: Contributions) -> str:
    language, say = context.language, context.language.say
    ordered = part.frame[_measure(part)].dropna().sort_values()
    gaps = {
        "indicator": words.indicator_name(language, part.indicator), "base": part.base, "year": part.year,
        "low": context.short_names[str(ordered.index[0])], "least": language.points(ordered.iloc[0] / 100, 2),
        "high": context.short_names[str(ordered.index[-1])], "most": language.points(ordered.iloc[-1] / 100, 2),
    }  # fmt: skip
    if _measure(part) == "change":
        return say("{indicator}, {base}→{year}: {change}; lowest part: {low} {least}, highest: {high} {most}",
                   change=language.points(part.change / 100), **gaps)  # fmt: skip
    return say(
        "{indicator}, {base}→{year}: {gap} to the straight path ({mark}); lowest part: {low} {least}, highest: "
        "{high} {most}",
        gap=language.points(part.gap / 100), mark=_mark(context, one), **gaps,
    )  # fmt: skip


def _mark(context: Context, one: Judgement) -> str:
    assert one.target is not None  # a path has a target
    return words.target_mark(context.language, one.target)


def _sentence(context: Context, one: Judgement, part: Contributions) -> str:
    language, say = context.language, context.language.say
    below = [str(name) for name in part.frame.index[part.frame[_measure(part)] < 0]]
    names = prose.enumerate_words(language, [context.short_names[name] for name in below])
    gaps = {
        "indicator": words.indicator_name(language, part.indicator), "base": part.base, "year": part.year,
        "change": language.signed_percent(part.change / 100), "list": names,
    }  # fmt: skip
    if _measure(part) == "change":
        return say("{indicator}, {base}→{year}: the country {change}, no target with a path; below zero: {list}.",
                   **gaps)  # fmt: skip
    return say(
        "{indicator}, {base}→{year}: the country {change}, distance from the path of {target} ({mark}) {gap}; "
        "below the common pace: {list}.",
        gap=language.points(part.gap / 100), target=words.target_name(language, one.target), mark=_mark(context, one),
        **gaps,
    )  # fmt: skip


def _bars(context: Context, part: Contributions) -> Axes:
    return signed_contributions(
        part.frame[_measure(part)].rename(context.short_names), context.language,
        unit=context.language.say("percentage points"),
    )  # fmt: skip


def _table(context: Context, parts: tuple[Contributions, ...]) -> Table:
    say, language = context.language.say, context.language
    blocks, columns = [], [Column("name", say("Region"), "text")]
    for part in parts:
        blocks.append(_block(part))
        name = words.SHORT_NAMES[part.indicator](language)
        gaps = {"indicator": name, "base": part.base, "year": part.year}
        columns += [
            Column(f"{part.indicator}_index", say("{indicator}: index, {base} = 100", **gaps)),
            Column(f"{part.indicator}_change", say("{indicator}: part in the change {base}→{year}, pp", **gaps),
                   "signed", 2),
            Column(f"{part.indicator}_gap", say("{indicator}: part in the distance from the path, pp", **gaps),
                   "signed", 2),
        ]  # fmt: skip
    frame = pd.concat(blocks, axis=1).sort_values(_order(parts[0]), ascending=False)
    regions = frame.drop(index=[RESIDUAL, schema.COUNTRY])
    frame = pd.concat([regions, frame.loc[[RESIDUAL, schema.COUNTRY]]])
    names = {**context.short_names, RESIDUAL: say("not by region")}
    told = frame.assign(name=[names[str(name)] for name in frame.index])
    shown = tuple(column for column in columns if column.form == "text" or told[column.key].notna().any())
    return Table(told, shown, say("Regions in the country's change and distance from the path"),
                 footer=frozenset({RESIDUAL, schema.COUNTRY}))  # fmt: skip


def _order(part: Contributions) -> str:
    return f"{part.indicator}_{_measure(part)}"


def _block(part: Contributions) -> pd.DataFrame:
    """Numbers of one indicator: the regions, what they leave, and the country."""
    chosen = part.frame[["index", "change", "gap"]]
    left = part.gap - chosen["gap"].sum() if np.isfinite(part.gap) else np.nan
    closing = pd.DataFrame(
        {"index": [np.nan, part.change + 100], "change": [part.residual, part.change], "gap": [left, part.gap]},
        index=[RESIDUAL, schema.COUNTRY],
    )
    return pd.concat([chosen, closing]).add_prefix(f"{part.indicator}_")
