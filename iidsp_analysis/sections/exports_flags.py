"""Marks of a region's exports in a year: what a reader must know before the figure is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_flows import deciding_lumps
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.made_or_registered import flagged_regions
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.export_words import is_embedded

EMBEDDED = "embedded_edition"
#: Flags by name, in the order in which they are told. All rows of a page share the edition: the page says it once.
FLAGS: dict[str, Callable[[Language], str]] = {
    "provisional": lambda language: language.say("provisional"),
    "months_missing": lambda language: language.say("months missing"),
    "year_before_missing": lambda language: language.say("months of the year before missing"),
    "head_office": lambda language: language.say("a part is most likely only registered here"),
    "one_flow_decides": lambda language: language.say("one flow decides the change"),
    "borders_merged": lambda language: language.say("merged from later regions"),
    EMBEDDED: lambda language: language.say("embedded edition"),
}


@dataclass(frozen=True)
class Evidence:
    """Rows of a panel that flags are read from: the exports of a definition, and all tables but trade."""

    exports: pd.DataFrame
    others: Panel


def evidence_of(panel: Panel, cube: ExportCube, definition: str) -> Evidence:
    """Choose the rows once for all years; the panel is that which the cube was collected from."""
    rows = panel.select("exports", classification="hs_section", regions=cube.regions,
                        industries=periods.printed_sections(cube, definition)).rows  # fmt: skip
    others = panel.rows[panel.rows[schema.INDICATOR] != "exports"]
    return Evidence(rows[rows[schema.VALUE].notna()], replace(panel, rows=others))


def flagged(
    evidence: Evidence, cube: ExportCube, definition: str, span: Span, table: pd.DataFrame
) -> dict[str, set[str]]:
    """Regions that carry each flag in one span.

    Parameters
    ----------
    evidence : Evidence
        Rows behind the cube.
    table : DataFrame
        Rows of ``monitors.exports.export_figures`` of this span.

    Returns
    -------
    dict
        By flag, in the order of :data:`FLAGS`: ids of regions, ``KZ`` and ``residual`` included where they carry it.
    """
    everyone, behind = set(map(str, table.index)), rows_behind(evidence, span)
    yearly = periods.against_year_before(span)
    in_table = yearly.before.months[0] >= cube.months[0]  # the first year of the table has none before it
    unknown = table.index[table["change"].isna() & table["value"].notna()]
    merged = (behind[schema.STATUS] == schema.DERIVED) & behind[schema.NOTE].str.startswith("sum of ")
    embedded = set(behind.loc[behind[schema.SOURCE].map(is_embedded).astype(bool), schema.REGION])
    found = {
        "provisional": everyone if span.is_provisional else set(),
        "months_missing": set(table.index[table["months_missing"] > 0]),
        "year_before_missing": set(unknown) if in_table else set(),
        "head_office": _head_offices(evidence.others, cube, span),
        "one_flow_decides": set(deciding_lumps(cube, yearly, definition)),
        "borders_merged": set(behind.loc[merged, schema.REGION]),
        EMBEDDED: everyone if all(map(is_embedded, cube.sources)) else embedded,
    }
    return {name: found[name] for name in FLAGS}


def rows_behind(evidence: Evidence, span: Span) -> pd.DataFrame:
    """The rows behind the figures of a span: they know the edition, and whether a region was merged."""
    return evidence.exports[evidence.exports[schema.PERIOD].isin(span.months)]


def _head_offices(others: Panel, cube: ExportCube, span: Span) -> set[str]:
    """Regions that book processed exports of others; none where the figures to tell are missing, which is no proof.

    A flag on minerals alone is left out: they are no processed exports by the default definition.
    """
    if span.is_provisional:
        return set()  # the test sets a year of exports against a year of output
    try:
        flags = flagged_regions(others, cube, span.year)
    except MissingDataError:
        return set()
    return {region for region, flag in flags.items() if flag.is_raised_on_processed}


def told(language: Language, flags: dict[str, set[str]], region: str, leave_out: Iterable[str] = (EMBEDDED,)) -> str:
    """The flags of one region in words; none is a dash."""
    names = [FLAGS[name](language) for name, found in flags.items() if region in found and name not in leave_out]
    return "; ".join(names) or "–"
