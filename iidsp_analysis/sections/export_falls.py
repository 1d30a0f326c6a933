"""How firm the falls of regions are while the country rose: without their main group of goods, without one flow."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_moves import Moved, rises_elsewhere
from iidsp_analysis.monitors.export_verdict import FIRM, Change, Verdict
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, provisional
from iidsp_analysis.sections.export_verdict import known_verdicts, years_of
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

#: A fall with its verdict, and where its main group rose.
Row = tuple[Verdict, Change, Moved | None]


@section("How firm the falls are", DROP_TABLES, SOURCES)
def falls(context: Context) -> Result:
    """Every fall under the default definition, split by group of goods, without its main group and without one flow."""
    cube, span = exports_of(context)
    found = [one for one in known_verdicts(cube, span) if one.definition == industries.default_processed_exports().id]
    rows = [row for one in found if one.applies for row in _rows(cube, one)]
    language, say = context.language, context.language.say
    if not rows:
        raise StatedError(say("No region fell while the country's processed exports rose."), what_next="")
    changes = [fall for _, fall, _ in rows]
    held = {
        "section": sum(fall.change_without_section < 0 for fall in changes),
        "flow": sum(fall.lump is None or not fall.lump.changes_sign for fall in changes),
    }
    return Result(
        title=say("Falls while the country rose: {count}; still falls without their main group of goods: {section}, "
                  "without any one flow: {flow}", count=len(rows), **held),
        reading=(say("Strength, from weak to firm: {list}.",
                     list=" → ".join(name(language) for name in reversed(words.STRENGTHS.values()))),),
        language=language,
        caption=context.caption(say("mln USD, current prices"), years_of(context, found), SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"falls": float(len(rows)), "firm": float(sum(fall.strength == FIRM for fall in changes))},
        table=_table(context, rows),
        caveats=(
            *provisional(context, span),
            say("The main group of a fall is the group of goods that fell most. Without it few falls are left by "
                "construction: the column shows how far one group decides, not that there was no fall."),
            say("“It rose elsewhere”: one other region where the main group rose by at least half of its fall in the "
                "regions whose fall it leads, while it hardly rose in the country. The fall may then be another place "
                "of registration."),
            words.flow_rule(language),
        ),
    )  # fmt: skip


def _rows(cube: ExportCube, found: Verdict) -> list[Row]:
    rises = rises_elsewhere(cube, found)
    moved = [rises.get(fall.main_section) for fall in found.falls]
    return [
        (found, fall, one if one is not None and fall.region in one.regions else None)
        for fall, one in zip(found.falls, moved, strict=True)
    ]


def _table(context: Context, rows: Sequence[Row]) -> Table:
    say = context.language.say
    columns = (
        Column("name", say("Region"), "text"),
        Column("before", say("Compared with"), "text"),
        Column("change", say("Change, mln USD"), "signed"),
        Column("growth", say("Change, %"), "signed_percent"),
        Column("main", say("Main group, mln USD"), "text"),
        Column("without_section", say("Without it, mln USD"), "signed"),
        Column("elsewhere", say("It rose elsewhere, mln USD"), "text"),
        Column("strength", say("Strength (flow, mln USD)"), "text"),
    )
    frame = pd.DataFrame([_fall(context, *row) for row in rows])
    return Table(frame, columns, say("Regions that fell while the country rose"))


def _fall(context: Context, found: Verdict, fall: Change, moved: Moved | None) -> dict[str, object]:
    language, lump = context.language, fall.lump
    main = language.signed(fall.by_section[fall.main_section] / MILLION)
    return {
        "name": words.place(language, fall.region),
        "before": words.span_label(language, found.comparison.before),
        "change": fall.change / MILLION,
        "growth": fall.growth,
        "main": words.named_amount(fall.main_section, main),
        "without_section": fall.change_without_section / MILLION,
        "elsewhere": f"{words.place(language, moved.risen)} {language.signed(moved.rise / MILLION)}" if moved else None,
        "without_flow": lump.change_without / MILLION if lump else None,
        "strength": _strength(context, fall),
    }


def _strength(context: Context, fall: Change) -> str:
    """How firm a fall is, with the flow that decides it and what is left without that flow."""
    language, lump = context.language, fall.lump
    told = words.STRENGTHS[fall.strength](language)
    if lump is None:
        return told
    return language.say(
        "{strength} ({section}, {month}; without it {change})",
        strength=told, section=lump.section, month=words.month(language, lump.month),
        change=language.signed(lump.change_without / MILLION),
    )  # fmt: skip
