"""Processed exports of one region as text: all years, and what the latest change consists of."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_flows import flows
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.export_verdict import change_of
from iidsp_analysis.monitors.exports import export_figures
from iidsp_analysis.sections import export_verdict_words as verdict_words
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.exports_flags import flagged, told
from iidsp_analysis.sections.exports_listed import Listed, change_heads, figures_line

#: Flows of a change that are told one by one.
FLOWS = 5


def region_blocks(listed: Listed) -> list[str]:
    """All periods of the region, and what its latest change consists of, against both earlier years."""
    say, figures = listed.language.say, export_figures(listed.cube, listed.definition)
    head = (say("Period"), say("mln USD"), *change_heads(listed), say("Remarks"))
    years = aligned([head, *(_year(listed, span, figures.loc[span.label]) for span in periods.spans(listed.cube))])
    found = periods.comparisons(listed.cube, listed.span)
    return [years, *(_change_block(listed, comparison) for comparison in found)]


def _year(listed: Listed, span: Span, table: pd.DataFrame) -> tuple[str, ...]:
    flags = flagged(listed.evidence, listed.cube, listed.definition, span, table)
    return (*figures_line(listed, span.label, table.loc[listed.region]), told(listed.language, flags, listed.region))


def _change_block(listed: Listed, comparison: periods.Comparison) -> str:
    language, say = listed.language, listed.language.say
    before = words.span_label(language, comparison.before)
    try:
        change = change_of(listed.cube, listed.region, comparison, listed.definition)
    except MissingDataError:
        return say("Against {before}: a month is missing, so nothing is compared.", before=before)
    largest = flows(listed.cube, listed.region, comparison, listed.definition).head(FLOWS)
    lines = [
        say("Against {before}: {change} ({size}). By group of goods, mln USD: {split}.", before=before,
            change=words.signed_millions(language, change.change), size=language.signed_percent(change.growth),
            split=verdict_words.split(language, change)),
        words.lump_sentence(language, change.lump) if change.lump else "",
        say("The largest flows of the change:"),
        aligned([_flow_head(language, before), *(_flow(language, row) for _, row in largest.iterrows())]),
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)


def _flow_head(language: Language, before: str) -> tuple[str, ...]:
    say = language.say
    return (say("Goods"), say("Month"), say("mln USD"), say("Same month of {before}, mln USD", before=before[:4]),
            say("Change, mln USD"))  # fmt: skip


def _flow(language: Language, row: pd.Series) -> tuple[str, ...]:
    return (words.goods(language, str(row["section"])), str(row["month"]), language.number(row["value"] / MILLION),
            language.number(row["before"] / MILLION), language.signed(row["change"] / MILLION))  # fmt: skip
