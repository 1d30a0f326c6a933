"""Is the growth real, for any indicator: the change in tenge as the sum of volume, price and exchange rate."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.growth_indicators import INDICATORS, indicator_of
from iidsp_analysis.monitors.real_growth import RealGrowth
from iidsp_analysis.results import Picture, Result
from iidsp_analysis.sections import real_growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth import growth_of
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.real_growth_table import figures, indicators, years

SOURCES = tuple(dict.fromkeys(source for each in INDICATORS.values() for source in each.sources))
#: Characters of a bar's label that fit beside the bars.
LABEL_WIDTH = 30
#: Kinds of parts from which on the legend takes two rows.
KINDS_IN_TWO_ROWS = 4


@dataclass(frozen=True)
class AllGrowth:
    """Growth of every indicator that is published for a region, and the ids of those that are not."""

    found: dict[str, RealGrowth]
    missing: tuple[str, ...]


def all_growth(context: Context) -> AllGrowth:
    """Growth of all indicators.

    Raises
    ------
    MissingDataError
        If none is published.
    """
    found: dict[str, RealGrowth] = {}
    for name in INDICATORS:
        try:
            found[name] = growth_of(context, context.region.id, name)
        except MissingDataError:
            continue
    if not found:
        raise MissingDataError("No amount is published for two years.")
    return AllGrowth(found, tuple(name for name in INDICATORS if name not in found))


def real_growth(context: Context, indicator: str = "gva") -> Result:
    """One indicator year by year: tenge, dollars, volume, and the parts of the change since the base.

    Raises
    ------
    UsageError
        For an unknown indicator.
    """
    sources = indicator_of(indicator).sources
    return section("Is the growth real?", DROP_TABLES, sources)(partial(_one, indicator=indicator))(context)


def _one(context: Context, *, indicator: str) -> Result:
    found = growth_of(context, context.region.id, indicator)
    names, title = words.part_names(context.language, found), words.title(context, found)
    parts = found.parts[list(names)].iloc[1:].dropna().rename(columns=names)
    return Result(
        title=title,
        reading=(words.how_to_read(context), words.rate_sentence(context, found),
                 *words.not_told_apart(context, {indicator: found})),
        language=context.language,
        caption=_caption(context, f"{found.base}–{found.last}", found.sources),
        sources=found.sources,
        values=figures(found, context.period),
        table=years(context, found),
        picture=Picture(plots.picture(lambda: _bars(context, parts)), title) if len(parts) else None,
        caveats=words.caveats(context, {indicator: found}),
    )  # fmt: skip


@section("Is the growth real? All indicators", DROP_TABLES, SOURCES)
def all_indicators(context: Context) -> Result:
    """Every published indicator in tenge, dollars and volume, with the parts that add up."""
    growths = all_growth(context)
    found, first = growths.found, next(iter(growths.found.values()))
    sources = tuple(dict.fromkeys(source for each in found.values() for source in each.sources))
    parts, since = part_bars(context, found), min(each.base for each in found.values())
    return Result(
        title=words.title(context, first),
        reading=(words.how_to_read(context), words.rate_sentence(context, first),
                 *words.not_told_apart(context, found), *words.not_published(context, growths.missing)),
        language=context.language,
        caption=_caption(context, f"{since}–{context.year}", sources),
        sources=sources,
        values={f"{name}_{key}": value for name, each in found.items()
                for key, value in figures(each, context.period).items()},
        table=indicators(context, found),
        picture=Picture(plots.picture(lambda: _bars(context, parts)), words.alt(context, found))
        if len(parts) else None,
        caveats=words.caveats(context, found),
    )  # fmt: skip


def part_bars(context: Context, found: Mapping[str, RealGrowth]) -> pd.DataFrame:
    """Parts in points, a row per indicator and a column per kind of part; a kind that a row does not have is empty.

    An indicator whose change in tenge or whose parts are not known has no row.
    """
    first = min(each.base for each in found.values())
    rows: dict[str, dict[str, float]] = {}
    for each in found.values():
        names, last = words.part_names(context.language, each), each.parts.loc[context.period]
        if last[list(names)].notna().all():
            rows[words.bar_label(context, each, first)] = {names[part]: float(last[part]) for part in names}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    return frame[[kind for kind in words.kinds_of_parts(context.language) if kind in frame]]


def _caption(context: Context, period: str, sources: tuple[str, ...]) -> str:
    say = context.language.say
    return context.caption(say("percentage points of the amount of the base year"), period, sources,
                           note=say("current prices; dollars at the average rate of the year"))  # fmt: skip


def _bars(context: Context, parts: pd.DataFrame) -> Axes:
    """Stacked parts; the total of a row is the sum of the parts that it has."""
    say = context.language.say
    wrapped = parts.iloc[::-1].rename(index=lambda label: textwrap.fill(str(label), LABEL_WIDTH))
    axes = plots.stacked_contributions(
        wrapped.fillna(0.0),  # a kind of part that a row does not have, never a missing number
        context.language,
        unit=say("percentage points"),
        total_label=say("change in tenge"),
    )
    low, high = axes.get_xlim()
    axes.set_xlim(low, high + 0.03 * (high - low))  # the mark of the longest bar is not cut
    if len(parts.columns) >= KINDS_IN_TWO_ROWS:
        axes.figure.subplots_adjust(top=0.78)
        axes.legend(loc="lower left", bbox_to_anchor=(-0.46, 1.0), ncols=3, borderaxespad=0.2, columnspacing=1.4,
                    handlelength=1.4)  # fmt: skip
    return axes
