"""What a region's processed exports add to the country's growth, and which groups of goods move them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import monitor_plots, plots, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_periods import Comparison, Span
from iidsp_analysis.monitors.export_verdict import Change, change_of
from iidsp_analysis.monitors.exports import concentration, contributions, section_contributions
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, provisional
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered import registered_sentence

#: Groups of goods that the picture shows one by one.
BARS = 10
REST = "rest"


@section("Which goods move processed exports", DROP_TABLES, SOURCES)
def goods_contributions(context: Context) -> Result:
    """Split the region's change by group of goods, beside what the region adds to the country's growth."""
    cube, span = exports_of(context)
    comparison = first_known(cube, context.region.id, span)
    change = change_of(cube, context.region.id, comparison)
    frame = section_contributions(cube, context.region.id, comparison)
    row = contributions(cube, comparison).loc[context.region.id]
    language, say = context.language, context.language.say
    years = f"{words.span_label(language, comparison.before)} – {words.span_label(language, span)}"
    return Result(
        title=_title(context, comparison, row),
        reading=_reading(context, cube, comparison, change, frame),
        language=language,
        caption=context.caption(say("mln USD, current prices; contributions in percentage points (pp)"), years, SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={name: float(row[name]) for name in ("value", "change", "growth", "contribution")},
        table=_table(context, comparison, frame),
        picture=Picture(plots.picture(lambda: _bars(context, frame, change)), _alt(context, frame)),
        caveats=(*provisional(context, span), *_concentration(context, cube, span)),
    )  # fmt: skip


def first_known(cube: ExportCube, region: str, span: Span) -> Comparison:
    """The year before, or the programme's base where months of the year before are missing.

    Raises
    ------
    MissingDataError
        If the region can be compared with neither.
    """
    for comparison in periods.comparisons(cube, span):
        both = [periods.processed_amounts(cube, one)[region] for one in (comparison.span, comparison.before)]
        if pd.notna(both).all():
            return comparison
    raise MissingDataError("Exports by HS section are not complete for two years that can be compared.")


def _title(context: Context, comparison: Comparison, row: pd.Series) -> str:
    language, say = context.language, context.language.say
    gaps = {
        "of_region": context.of_region,
        "span": words.span_label(language, comparison.span),
        "before": words.span_label(language, comparison.before),
        "growth": language.signed_percent(row["growth"]),
        "change": words.signed_millions(language, row["change"]),
    }
    if context.is_country:
        return say("Processed exports {of_region}, {span} against {before}: {change}, {growth}", **gaps)
    return say(
        "Processed exports {of_region}, {span} against {before}: {change}, {growth}; contribution to the country's "
        "growth {points}",
        points=language.points(row["contribution"], 2),
        **gaps,
    )


def _reading(
    context: Context, cube: ExportCube, comparison: Comparison, change: Change, frame: pd.DataFrame
) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    told = [
        words.with_stop(registered_sentence(context)),
        say("Main group of this change: {goods}, {size}; the change of all other groups is {without}.",
            goods=words.goods(language, change.main_section),
            size=words.signed_millions(language, float(change.by_section[change.main_section])),
            without=words.signed_millions(language, change.change_without_section)),
        words.lump_in_short(language, change.lump),
        "" if context.is_country else _fell_while_rose(context),
        _largest_groups(context, frame),
    ]  # fmt: skip
    return tuple(filter(None, told))


def _fell_while_rose(context: Context) -> str:
    """Under how many definitions and earlier years the region fell while the country rose."""
    found = [one for one in context.export_comparisons if one.applies and context.region.id not in one.unknown]
    say = context.language.say
    if not found:
        return say("The country's processed exports rose under no definition, so no region fell against its growth.")
    return say(
        "Ways to measure in which the country rose (definitions and earlier years): {count}; ways in which the region "
        "fell all the same: {fell}.",
        count=len(found),
        fell=sum(context.region.id in one.fallers for one in found),
    )


def _largest_groups(context: Context, frame: pd.DataFrame) -> str:
    """The two groups of goods that make most of the exports; nothing where nothing was exported."""
    language, shares = context.language, frame["share"].dropna().nlargest(2)
    if len(shares) < 2 or not shares.iloc[1]:
        return ""
    return language.say(
        "Their two largest groups of goods, {first} and {second}, make {share} of them.",
        first=words.goods(language, str(shares.index[0])),
        second=words.goods(language, str(shares.index[1])),
        share=language.percent(shares.sum()),
    )


def _concentration(context: Context, cube: ExportCube, span: Span) -> tuple[str, ...]:
    row = concentration(cube, span).loc[context.region.id]
    if row.isna().any():
        return ()
    number = context.language.number
    return (
        context.language.say(
            "Herfindahl index of the groups of goods: {index}, as of {sections} groups of equal size; by months the "
            "exports are as uneven as {months} equal months.",
            sections=number(row["effective_sections"]),
            months=number(row["effective_months"]),
            index=number(row["herfindahl"], 2),
        ),
    )


def _table(context: Context, comparison: Comparison, frame: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    moved = frame[(frame[["value", "before"]] != 0).any(axis=1)]
    amounts = ["value", "before", "change"]
    told = moved.assign(name=[words.goods(language, str(code)) for code in moved.index])
    told.loc[schema.TOTAL] = frame[[*amounts, "contribution", "share"]].sum().to_dict() | {"name": say("Processed")}
    told[amounts] = told[amounts] / MILLION
    before, span = (words.span_label(language, one) for one in (comparison.before, comparison.span))
    columns = (
        Column("name", say("Goods"), "text"),
        Column("before", say("{span}, mln USD", span=before)),
        Column("value", say("{span}, mln USD", span=span)),
        Column("change", say("Change, mln USD"), "signed"),
        Column("contribution", say("To the growth of all, pp"), "points"),
        Column("share", say("Share in {span}, %", span=span), "percent"),
    )
    return Table(told, columns, say("Change of processed exports by group of goods"), footer=frozenset({schema.TOTAL}))


def _shown(frame: pd.DataFrame) -> pd.Series:
    """The groups that move most, in mln USD, and the others together."""
    change = frame["change"] / MILLION
    largest = change.reindex(change.abs().sort_values(ascending=False).index)
    first, rest = largest.head(BARS), largest.iloc[BARS:]
    return pd.concat([first, pd.Series({REST: rest.sum()})]) if len(rest) else first


def _bars(context: Context, frame: pd.DataFrame, change: Change) -> Axes:
    language, say = context.language, context.language.say
    shown = _shown(frame)
    labels = {
        str(code): say("All other groups") if code == REST else words.goods(language, str(code)) for code in shown.index
    }
    return monitor_plots.signed_contributions(
        shown.rename(labels), language, unit=say("change, mln USD"), highlight={labels.get(change.main_section, "")}
    )


def _alt(context: Context, frame: pd.DataFrame) -> str:
    language, change = context.language, frame["change"]
    return language.say(
        "Bars of the change by group of goods; largest rise: {up} ({rise} mln USD), largest fall: {down} "
        "({fall} mln USD).",
        up=words.goods(language, str(change.idxmax())),
        rise=language.signed(change.max() / MILLION),
        down=words.goods(language, str(change.idxmin())),
        fall=language.signed(change.min() / MILLION),
    )
