"""What every region adds to the country's growth of processed exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, monitor_plots, plots, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors import export_verdict
from iidsp_analysis.monitors.export_announced import NamedRegions, named_regions
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_moves import Moved, rises_elsewhere
from iidsp_analysis.monitors.export_periods import Comparison, Span
from iidsp_analysis.monitors.exports import export_figures, residual_matters, without_rounding
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, provisional
from iidsp_analysis.sections.exports_flags import evidence_of, flagged, told
from iidsp_analysis.sections.guard import DROP_TABLES, section


@section("Contributions of the regions to the growth of processed exports", DROP_TABLES, SOURCES)
def ranking(context: Context) -> Result:
    """Rank the regions by what they add to the country's growth; what is not known is a row of its own."""
    cube, span = exports_of(context)
    comparison = periods.against_year_before(span)
    frame = ranked_contributions(cube, span, comparison)
    named = named_regions(context.year, context.borders, context.as_of)
    moved = rises_elsewhere(cube, export_verdict.verdict(cube, comparison))
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, comparison, frame),
        reading=(*_reading(context, frame), *_named(context, named)),
        language=language,
        caption=context.caption(say("mln USD, current prices; contributions in percentage points (pp)"),
                                f"{words.span_label(language, comparison.before)} – "
                                f"{words.span_label(language, span)}",
                                SOURCES, note=say("region where the exporter is registered")),
        sources=SOURCES,
        values={"growth": float(frame.loc[schema.COUNTRY, "growth"]),
                "residual": float(frame["contribution"].get(schema.RESIDUAL, 0.0))},
        table=_table(context, cube, span, frame, moved.values(), named),
        picture=Picture(plots.picture(lambda: _bars(context, frame, named)), _alt(context, frame)),
        caveats=(*provisional(context, span), *_rose_elsewhere(context, moved.values())),
    )  # fmt: skip


def ranked_contributions(cube: ExportCube, span: Span, comparison: Comparison) -> pd.DataFrame:
    """Rows of ``monitors.exports.export_figures`` by contribution, the largest first; residual and country last.

    Raises
    ------
    MissingDataError
        If the country's change is not known.
    """
    frame = export_figures(cube).loc[span.label]
    if frame.loc[[schema.COUNTRY], "change"].isna().any():
        raise MissingDataError("The country's processed exports are not known for two years that can be compared.")
    closing = [schema.RESIDUAL, schema.COUNTRY]
    ordered = frame.drop(index=closing).sort_values("contribution", ascending=False, kind="stable").index
    kept = closing if residual_matters(cube, comparison, None, frame) else [schema.COUNTRY]
    return frame.loc[[*ordered, *kept]]


def _name(context: Context, region: str) -> str:
    if region == schema.RESIDUAL:
        return context.language.say("Regions not known, rounding")
    return context.short_names[region]


def _title(context: Context, comparison: Comparison, frame: pd.DataFrame) -> str:
    language = context.language
    parts = frame["contribution"].drop([schema.COUNTRY, schema.RESIDUAL], errors="ignore").dropna()
    gaps = {
        "before": words.span_label(language, comparison.before),
        "span": words.span_label(language, comparison.span),
        "growth": language.signed_percent(frame.loc[schema.COUNTRY, "growth"]),
    }
    if parts.empty:
        return language.say("Processed exports of the country, {span} against {before}: {growth}", **gaps)
    gaps |= {
        "first": _name(context, str(parts.index[0])),
        "high": language.points(parts.iloc[0]),
        "last": _name(context, str(parts.index[-1])),
        "low": language.points(parts.iloc[-1]),
    }
    unknown = frame.index[frame["contribution"].isna()]
    if len(unknown):
        return language.say(
            "Processed exports of the country, {span} against {before}: {growth}; highest known contribution {first} "
            "({high}), lowest {last} ({low}); regions not known: {count}, together {rest}",
            count=len(unknown), rest=language.points(frame["contribution"].get(schema.RESIDUAL)), **gaps,
        )  # fmt: skip
    return language.say(
        "Processed exports of the country, {span} against {before}: {growth}; highest contribution {first} ({high}), "
        "lowest {last} ({low})",
        **gaps,
    )


def _named(context: Context, named: NamedRegions | None) -> tuple[str, ...]:
    if named is None:
        return ()
    language = context.language
    return (language.say("In the picture and in the table stand out the regions named on {date}: {names}.",
                         date=language.date(named.as_of), names=words.names(language, named.ids)),)  # fmt: skip


def _reading(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    say, language = context.language.say, context.language
    parts = frame["contribution"].drop([schema.COUNTRY, schema.RESIDUAL], errors="ignore")
    found = [
        say("A contribution is the region's change as a part of the country's earlier level: contributions add up to "
            "the country's growth. Above zero: {above} regions, below zero: {below}.",
            above=int((parts > 0).sum()), below=int((parts < 0).sum()))
    ]  # fmt: skip
    unknown = [_name(context, str(region)) for region in parts.index[parts.isna()]]
    if unknown:
        found.append(
            say("Not known, since months are missing: {names}. What they add together, with rounding, is {points}.",
                names=", ".join(unknown), points=language.points(frame["contribution"].get(schema.RESIDUAL)))
        )  # fmt: skip
    return tuple(found)


def _table(
    context: Context,
    cube: ExportCube,
    span: Span,
    frame: pd.DataFrame,
    moved: Iterable[Moved],
    named: NamedRegions | None,
) -> Table:
    say, base = context.language.say, periods.PROGRAMME_BASE
    definition = industries.default_processed_exports().id
    marks = flagged(evidence_of(context.panel, cube, definition), cube, definition, span, frame)
    told_marks = {str(region): told(context.language, marks, str(region)) for region in frame.index}
    frame = without_rounding(frame)
    shown = frame.assign(
        name=[_name(context, str(region)) for region in frame.index],
        value=frame["value"] / MILLION,
        change=frame["change"] / MILLION,
        remarks=_remarks(context, moved, told_marks),
    )
    columns = (
        Column("name", say("Region"), "text"),
        Column("value", say("{span}, mln USD", span=words.span_label(context.language, span))),
        Column("change", say("on the year before, mln USD"), "signed"),
        Column("growth", say("on the year before, %"), "signed_percent"),
        Column("contribution", say("to the country's growth, pp"), "points", 2),
        Column("base_growth", say("on {base}, %", base=base), "signed_percent"),
        Column("base_contribution", say("to the country's growth on {base}, pp", base=base), "points", 2),
        Column("remarks", say("Remarks"), "text"),
    )
    return Table(shown, columns, say("Regions by contribution to the growth of processed exports"),
                 highlight=frozenset(named.ids if named else ()),
                 footer=frozenset({schema.RESIDUAL, schema.COUNTRY}))  # fmt: skip


def _remarks(context: Context, moved: Iterable[Moved], marks: Mapping[str, str]) -> list[str]:
    """The marks of every region, and where the goods that led its fall rose in another one."""
    told_rises = {
        region: context.language.say("{section} rose in: {name}", section=one.section, name=_name(context, one.risen))
        for one in moved
        for region in one.regions
    }
    both = ([marks[region].strip("–"), told_rises.get(region, "")] for region in marks)
    return ["; ".join(filter(None, one)) or "–" for one in both]


def _rose_elsewhere(context: Context, moved: Iterable[Moved]) -> tuple[str, ...]:
    """What the remark on a rise elsewhere means."""
    language = context.language
    return tuple(
        language.say(
            "“{section} rose in: {name}”: the group of goods that leads the fall rose there by at least half of it, "
            "and hardly in the country. A part of the fall may be another place of registration.",
            section=one.section, name=_name(context, one.risen),
        )
        for one in moved
    )  # fmt: skip


def _bars(context: Context, frame: pd.DataFrame, chosen: NamedRegions | None) -> Axes:
    parts = frame["contribution"].drop(schema.COUNTRY) * 100
    named = parts.rename({region: _name(context, str(region)) for region in parts.index})
    return monitor_plots.signed_contributions(
        named, context.language, unit=context.language.say("percentage points"),
        highlight={_name(context, region) for region in chosen.ids} if chosen else set(),
    )  # fmt: skip


def _alt(context: Context, frame: pd.DataFrame) -> str:
    language = context.language
    parts = frame["contribution"].drop([schema.COUNTRY, schema.RESIDUAL], errors="ignore").dropna()
    told_parts = ", ".join(
        f"{_name(context, str(region))} {language.points(value)}" for region, value in [*parts.head(3).items(),
                                                                                         *parts.tail(3).items()]
    )  # fmt: skip
    return language.say("Bars of the contributions of the regions; the three highest and the three lowest: {list}.",
                        list=told_parts)  # fmt: skip
