"""From the two maps to what has become of their projects."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots, portfolio_plots
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.money import BILLION
from iidsp_analysis.monitors.projects.portfolio import MAPS, REGIONAL, STATUSES, UNTOLD, by_map_and_status
from iidsp_analysis.monitors.projects.rule import CANCELLED, COMMISSIONED
from iidsp_analysis.prose import sentence
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.field_words import choice_name
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.redacted import redacted_flow
from iidsp_analysis.sections.projects.sums import TOTAL, own_lines

#: Columns of the table that sum over the maps.
BOTH = "both"


@project_section("Maps and status", redacted=redacted_flow)
def flow(context: Context) -> Result:
    """How many projects of each map are in which status, and what they cost."""
    counted = by_map_and_status(own_lines(context))
    language, say = context.language, context.language.say
    counts = named_counts(live(counted)["projects"], language)
    picture = Picture(plots.picture(lambda: portfolio_plots.flow(counts, language)), _alt(context, counts))
    return Result(
        title=_title(context, counted),
        reading=(_how_to_read(context, counted),),
        language=language,
        caption=project_caption(context, say("picture: projects; table: projects, and cost in bn KZT as registered")),
        sources=SOURCE,
        values={f"{name}_{status}": float(count) for (name, status), count in counted["projects"].items()},
        table=_table(context, counted),
        picture=picture if counts.to_numpy().sum() else None,
        caveats=_caveats(context, counted),
    )  # fmt: skip


def map_name(name: str, language: Language) -> str:
    """Return the reader's name of a map, or that it is not told."""
    say = language.say
    if name == UNTOLD:
        return say("Map not told")
    return say("Regional business support map") if name == REGIONAL else say("Industrialization map")


def status_name(status: str, language: Language) -> str:
    """Return the reader's word for a status, or that it is not told."""
    return language.say("Status not told") if status == UNTOLD else sentence(choice_name("status", status, language))


def named_counts(counts: pd.Series, language: Language) -> pd.DataFrame:
    """Return counts by map and status as a frame with the reader's names, every map a row to keep its colour."""
    frame = counts.unstack(fill_value=0).reindex(index=list(MAPS), columns=list(STATUSES), fill_value=0)
    return frame.set_axis([map_name(name, language) for name in MAPS]).set_axis(
        [status_name(status, language) for status in STATUSES], axis="columns"
    )


def _number(counted: pd.DataFrame, **only: str) -> int:
    """Number of projects of one map, of one status, or both."""
    chosen = counted["projects"]
    for level, value in only.items():
        chosen = chosen[chosen.index.get_level_values(level) == value]
    return int(chosen.sum())


def live(counted: pd.DataFrame) -> pd.DataFrame:
    """Return the counts without those of cancelled projects."""
    return counted.drop(CANCELLED, level="status", errors="ignore")


def _how_to_read(context: Context, counted: pd.DataFrame) -> str:
    cancelled = _number(counted, status=CANCELLED)
    width = context.language.say("The width of a band is the number of projects.")
    if not cancelled:
        return width
    beside = context.language.count("{number} cancelled project is not drawn; the table states it apart.",
                                    "{number} cancelled projects are not drawn; the table states them apart.",
                                    cancelled)  # fmt: skip
    return f"{width} {beside}"


def _title(context: Context, counted: pd.DataFrame) -> str:
    """State how many of each map's projects that are not cancelled are commissioned."""
    language, own = context.language, live(counted)
    parts = [
        language.say("{name}: commissioned {commissioned} of {number}", name=map_name(name, language),
                     commissioned=language.number(_number(own, map=name, status=COMMISSIONED), 0),
                     number=language.number(_number(own, map=name), 0))
        for name in MAPS if _number(own, map=name)
    ]  # fmt: skip
    return "; ".join(parts) or language.say("All projects are cancelled")


def _caveats(context: Context, counted: pd.DataFrame) -> tuple[str, ...]:
    untold = counted["cost_untold"].sum()
    if not untold:
        return ()
    return (context.language.count(
        "{number} project does not tell its cost: it is counted, and missing in the cost.",
        "{number} projects do not tell their cost: they are counted, and missing in the cost.",
        int(untold),
    ),)  # fmt: skip


def _alt(context: Context, counts: pd.DataFrame) -> str:
    language = context.language
    bands = [
        f"{source} → {target}: {language.number(count, 0)}"
        for source, row in counts.iterrows() for target, count in row.items() if count
    ]  # fmt: skip
    return language.say("Bands from the maps to the statuses, as wide as the number of projects. {list}.",
                        list="; ".join(bands))  # fmt: skip


def _table(context: Context, counted: pd.DataFrame) -> Table:
    """A status a row, counts and cost of each map beside one another; the total leaves out what is cancelled."""
    say, language = context.language.say, context.language
    maps = [name for name in MAPS if _number(counted, map=name)]
    statuses = [status for status in STATUSES if status in counted.index.get_level_values("status")]
    cells = {status: counted.xs(status, level="status") for status in statuses}
    rows = {status: _row(cells[status], maps) for status in statuses if status != CANCELLED}
    rows[TOTAL] = _row(live(counted).groupby(level="map").sum(min_count=1), maps)
    rows |= {CANCELLED: _row(cells[CANCELLED], maps)} if CANCELLED in cells else {}
    names = {**{status: status_name(status, language) for status in statuses},
             TOTAL: say("Total without cancelled projects"), CANCELLED: say("Cancelled, apart")}  # fmt: skip
    frame = pd.DataFrame.from_dict(rows, orient="index").assign(name=[names[key] for key in rows])
    heads = {**{name: map_name(name, language) for name in maps}, BOTH: say("All")}
    columns = [Column("name", say("Status"), "text")]
    for key, head in heads.items():
        columns += [Column(f"{key}_projects", say("{name}: projects", name=head), digits=0),
                    Column(f"{key}_cost", say("{name}: planned cost, bn KZT", name=head))]  # fmt: skip
    return Table(frame, tuple(columns), say("Projects by map and status"), footer=frozenset({TOTAL, CANCELLED}))


def _row(cells: pd.DataFrame, maps: list[str]) -> dict[str, float]:
    """Counts and costs of one status by map: no project costs nothing, an untold cost is missing."""
    told = cells.reindex(maps)
    cost = told["cost"].mask(told["projects"].isna(), 0.0) / BILLION
    row = {f"{name}_projects": float(told["projects"].fillna(0)[name]) for name in maps}
    row |= {f"{name}_cost": float(cost[name]) for name in maps}
    both = float(cost.sum(min_count=1)) if told["cost"].notna().any() else float("nan")
    return {**row, f"{BOTH}_projects": float(told["projects"].sum()), f"{BOTH}_cost": both}
