"""How firm the falls of regions are while the country rose: without their main group of goods, without one flow."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_verdict import FIRM, Change, Verdict
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import export_verdict_words as verdict_words
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, caveats, exports_of
from iidsp_analysis.sections.export_verdict import known_verdicts, years_of
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section


@section("How firm the falls are", DROP_TABLES, SOURCES)
def falls(context: Context) -> Result:
    """Every fall under the default definition, split by group of goods, without its main group and without one flow."""
    cube, span = exports_of(context)
    found = [one for one in known_verdicts(cube, span) if one.definition == industries.default_processed_exports().id]
    rows = [(one, fall) for one in found if one.applies for fall in one.falls]
    language, say = context.language, context.language.say
    if not rows:
        raise StatedError(say("No region fell while the country's processed exports rose."), what_next="")
    firm = sum(fall.strength == FIRM for _, fall in rows)
    return Result(
        title=say("Falls while the country rose: {count}; holding without their main group and without any one flow: "
                  "{firm}", count=len(rows), firm=firm),
        reading=(say("Strength, from weak to firm: {list}.",
                     list=" → ".join(name(language) for name in reversed(words.STRENGTHS.values()))),),
        language=language,
        caption=context.caption(say("mln USD, current prices"), years_of(context, found), SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"falls": float(len(rows)), "firm": float(firm)},
        table=_table(context, rows),
        caveats=(
            *caveats(context, cube, span),
            say("The main group of a fall is the group of goods that fell most."),
            words.flow_rule(language),
        ),
    )  # fmt: skip


def _table(context: Context, rows: Sequence[tuple[Verdict, Change]]) -> Table:
    say = context.language.say
    columns = (
        Column("name", say("Region"), "text"),
        Column("before", say("Against"), "text"),
        Column("change", say("Change, mln USD"), "signed"),
        Column("growth", say("Change, %"), "signed_percent"),
        Column("split", say("By group of goods, mln USD"), "text"),
        Column("without_section", say("Without its main group, mln USD"), "signed"),
        Column("flow", say("Flow that decides"), "text"),
        Column("without_flow", say("Without this flow, mln USD"), "signed"),
        Column("strength", say("Strength"), "text"),
    )
    frame = pd.DataFrame([_fall(context, one, fall) for one, fall in rows])
    return Table(frame, columns, say("Regions that fell while the country rose"))


def _fall(context: Context, found: Verdict, fall: Change) -> dict[str, object]:
    language, lump = context.language, fall.lump
    flow = language.say("{goods}, {month}", goods=words.goods(language, lump.section),
                        month=words.month(language, lump.month)) if lump else None  # fmt: skip
    return {
        "name": words.place(language, fall.region),
        "before": words.span_label(language, found.comparison.before),
        "change": fall.change / MILLION,
        "growth": fall.growth,
        "split": verdict_words.split(language, fall),
        "without_section": fall.change_without_section / MILLION,
        "flow": flow,
        "without_flow": lump.change_without / MILLION if lump else None,
        "strength": words.STRENGTHS[fall.strength](language),
    }
