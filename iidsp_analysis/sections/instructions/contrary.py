"""What speaks against each claim of an answer, from the figures themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Result
from iidsp_analysis.sections import (
    export_falls,
    export_verdict,
    growth,
    programme_base,
    statements,
    verdict,
)
from iidsp_analysis.sections.context import Context

#: The first statement about a share of a finished year that a later edition changed.
REVISED = "share-2015"


def own(context: Context, result: Result) -> tuple[str, ...]:
    """What the section itself holds against its finding."""
    return result.against


def first_reading(context: Context, result: Result) -> tuple[str, ...]:
    """The first sentence under the finding, where it narrows what the finding may be taken for."""
    return result.reading[:1]


def base_year(context: Context, result: Result) -> tuple[str, ...]:
    """Whether another base year or definition would change a light."""
    return _sentences([programme_base.base_years(context)])


def production(context: Context, result: Result) -> tuple[str, ...]:
    """The other measure of the volume of manufacturing."""
    return (growth.production_sentence(context, growth.growth_of(context, schema.COUNTRY).base),)


def revisions(context: Context, result: Result) -> tuple[str, ...]:
    """The other edition of the share, or how far an earlier one was revised."""
    language, gap = context.language, verdict.edition_gap(context)
    if abs(gap) > verdict.EDITIONS_DIFFER:
        return (language.say("Another table of the same publisher (5931) gives {other}.",
                             other=language.percent(result.values["share"] / (1 + gap), 2)),)  # fmt: skip
    try:
        told = statements.statements(context)
    except MissingDataError:
        return ()
    if REVISED not in told.index or np.isnan(told.loc[REVISED, "difference"]):
        return ()
    row = told.loc[REVISED]
    return (language.say(
        "Revisions can be larger than the distance to a round number: the share of {period} was told as {announced} on "
        "{date} and is {today} in today's edition.",
        period=row["period"], announced=language.percent(row["announced"]), date=language.date(row["as_of"]),
        today=language.percent(row["today"]),
    ),)  # fmt: skip


def few_trials(context: Context, result: Result) -> tuple[str, ...]:
    """How little evidence the backtest is."""
    return result.reading[-1:]


def falls(context: Context, result: Result) -> tuple[str, ...]:
    """How many falls are left without the goods, or the one flow, that lead them."""
    return _sentences([export_falls.falls(context)])


def all_definitions(context: Context, result: Result) -> tuple[str, ...]:
    """What the verdict over all definitions and earlier years says."""
    return _sentences([export_verdict.verdict(context)])


def definitions(context: Context, result: Result) -> tuple[str, ...]:
    """Level and growth of exports under the other definitions."""
    return result.reading[-1:]


def mild_test(context: Context, result: Result) -> tuple[str, ...]:
    """What the test lets pass."""
    return (context.language.say("The test is mild: it takes that nothing is sold at home, so goods that pass it can "
                                 "still have been made elsewhere."),)  # fmt: skip


def registered(context: Context, result: Result) -> tuple[str, ...]:
    """Nobody has audited the register."""
    return (context.language.say("Costs and jobs are what the firms and the regions have registered: no audit stands "
                                 "behind them."),)  # fmt: skip


def _sentences(results: Sequence[Result]) -> tuple[str, ...]:
    """Findings of other sections as sentences; what is missing speaks against nothing."""
    return tuple(f"{result.title}." for result in results if not result.is_missing)
