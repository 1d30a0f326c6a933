"""The few flows that explain a change of processed exports, and the change without the one that decides it."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.monitors import export_flows as monitor
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_flows import Lump
from iidsp_analysis.monitors.export_periods import Comparison, Span
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_contributions import first_known
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, provisional
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered import registered_sentence

#: Flows that are told one by one.
SHOWN = 8
REST = "rest"


@section("Flows that explain the change", DROP_TABLES, SOURCES)
def flows(context: Context) -> Result:
    """The largest flows (group of goods × month) of the change; a flow that decides it is named."""
    cube, span = exports_of(context)
    comparison = first_known(cube, context.region.id, span)
    found = monitor.flows(cube, context.region.id, comparison)
    lump = monitor.deciding_lumps(cube, comparison).get(context.region.id)
    language, say = context.language, context.language.say
    years = f"{words.span_label(language, comparison.before)} – {words.span_label(language, span)}"
    return Result(
        title=_title(context, comparison, found, lump),
        reading=_reading(context, cube, span, comparison, lump),
        language=language,
        caption=context.caption(say("mln USD, current prices"), years, SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values=_values(found, lump),
        table=_table(context, comparison, found),
        caveats=(*provisional(context, span), words.flow_rule(language)),
    )  # fmt: skip


def _values(found: pd.DataFrame, lump: Lump | None) -> dict[str, float]:
    told = {"change": float(found["change"].sum()), "largest": float(found["change"].iloc[0])}
    return told if lump is None else told | {"change_without": lump.change_without, "lump": lump.value}


def _title(context: Context, comparison: Comparison, found: pd.DataFrame, lump: Lump | None) -> str:
    language, say = context.language, context.language.say
    before = words.span_label(language, comparison.before)
    if lump is not None and lump.such_months > 1:
        return say(
            "A few flows decide the change against {before}: it is {change}; without {goods}, {month}, it is "
            "{without}, without all {number} months like that {without_all}",
            before=before,
            goods=words.goods(language, lump.section),
            month=words.month(language, lump.month),
            change=words.signed_millions(language, lump.change),
            without=words.signed_millions(language, lump.change_without),
            number=lump.such_months,
            without_all=words.signed_millions(language, lump.change_without_such),
        )
    if lump is not None:
        return say(
            "One flow decides the change against {before}: with {goods}, {month}, it is {change}, without {without}",
            before=before,
            goods=words.goods(language, lump.section),
            month=words.month(language, lump.month),
            change=words.signed_millions(language, lump.change),
            without=words.signed_millions(language, lump.change_without),
        )
    largest = found.iloc[0]
    return say(
        "No single flow decides the change against {before}; the largest is {goods}, {month}: {change}",
        before=before,
        goods=words.goods(language, str(largest["section"])),
        month=words.month(language, str(largest["month"])),
        change=words.signed_millions(language, float(largest["change"])),
    )


def _reading(
    context: Context, cube: ExportCube, span: Span, comparison: Comparison, lump: Lump | None
) -> tuple[str, ...]:
    """The flow that decides against the first earlier year, and what decides against the other one."""
    language, say = context.language, context.language.say
    told = [words.with_stop(registered_sentence(context))]
    told += [words.lump_sentence(language, lump)] if lump else []
    for other in periods.comparisons(cube, span):
        decides = monitor.deciding_lumps(cube, other).get(context.region.id)
        if other != comparison and decides is not None:
            before = words.span_label(language, other.before)
            told.append(say("Against {before}. {sentence}", before=before,
                            sentence=words.lump_sentence(language, decides)))  # fmt: skip
    return tuple(filter(None, told))


def _table(context: Context, comparison: Comparison, found: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    amounts = ["value", "before", "change"]
    told = found.head(SHOWN)
    told = told.assign(
        goods=[words.goods(language, str(code)) for code in told["section"]],
        month=[words.month(language, str(month)) for month in told["month"]],
    )
    told.loc[REST] = found[amounts].iloc[SHOWN:].sum().to_dict() | {"goods": say("All other flows"), "month": None}
    told.loc[schema.TOTAL] = found[amounts].sum().to_dict() | {"goods": say("Processed"), "month": None}
    told[amounts] = told[amounts].astype(float) / MILLION
    columns = (
        Column("goods", say("Goods"), "text"),
        Column("month", say("Month"), "text"),
        Column("value", say("mln USD"), digits=2),
        Column("before", say("Same month of {before}, mln USD", before=comparison.before.year), digits=2),
        Column("change", say("Change, mln USD"), "signed", 2),
    )
    return Table(told, columns, say("Largest flows of the change of processed exports"),
                 footer=frozenset({REST, schema.TOTAL}))  # fmt: skip
