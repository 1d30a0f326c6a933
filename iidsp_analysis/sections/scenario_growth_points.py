"""What a region's growth points can move: their like industries' five-year growth times their weight in the region."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidate_size import SMALLEST_SHARE
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.scenarios.past_growth import PastGrowth, past_growth
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.rankings import LOAD, ranked

QUANTILES = {"lower": 0.05, "middle": 0.5, "upper": 0.95}
DOUBLE = 2.0


@section("What the growth points can move", LOAD)
def growth_point_scenarios(context: Context) -> Result:
    """Tell what each pick would add to the region if it grew like the same industry did in all regions."""
    points = ranked(context)
    kind = points.survey.candidates.classification
    frame = moves(points)
    sources = points.survey.candidates.main.sources
    language, say = context.language, context.language.say
    together = frame[["lower_move", "middle_move", "upper_move"]].sum()
    unit = say("value added, current prices") if kind == DIVISIONS else say("exports in USD, current prices")
    return Result(
        title=say("{In_region} the picks hold {share} of the amount of all candidates; growth like that of the same "
                  "industry in all regions moves the whole by {middle} in five years",
                  In_region=prose.sentence(context.in_region), share=language.percent(frame["share"].sum()),
                  middle=language.signed_percent(together["middle_move"])),
        reading=(say("The middle is what half of the five-year windows of the same industry in all regions exceeded; "
                     "one of twenty lay below the lower and one of twenty above the upper growth, and so each line has "
                     "its probability."),
                 say("All picks at their upper growth at once would add {upper}, at their lower growth {lower}: that "
                     "all picks do so has a probability of at most one in twenty.",
                     upper=language.signed_percent(together["upper_move"]),
                     lower=language.signed_percent(together["lower_move"]))),
        language=language,
        caption=context.caption(unit, context.period, sources, note=say("estimated")),
        sources=sources,
        values={"share": float(frame["share"].sum()), **{str(key): float(told) for key, told in together.items()}},
        table=_table(context, points, frame),
        caveats=(say("Amounts are at current prices: their growth holds prices too, and one shipment can decide it."),
                 say("Windows that start from less than {share} of a region's amount are left out: from next to "
                     "nothing anything doubles.", share=language.percent(SMALLEST_SHARE)),
                 say("The rank says where to look, its interval how firm that is; neither makes growth likelier.")),
    )  # fmt: skip


def moves(points: GrowthPoints) -> pd.DataFrame:
    """Picks with share of the region, five-year growth of the same industry, and what that adds to the region.

    Returns
    -------
    DataFrame by candidate
        ``share`` (fraction of all candidates' amounts), ``lower, middle, upper`` (growth in five years, fractions),
        ``<quantile>_move`` (fraction of the region), ``doubling`` (fraction of windows that grew less than twofold),
        ``windows``.

    Raises
    ------
    MissingDataError
        If no pick has ten windows.
    """
    main = points.survey.candidates.main
    whole = float(points.table["amount"].sum())
    rows = {}
    for code in points.picks.index:
        seen = _seen(main, str(code))
        if seen is not None:
            rows[code] = _row(seen, float(points.picks.loc[code, "amount"]) / whole)
    if not rows:
        raise MissingDataError("No pick has ten five-year windows in the regions up to this year.")
    return pd.DataFrame(rows).T


def _seen(main: Observations, code: str) -> PastGrowth | None:
    years, places = list(main.years), list(main.regions)
    values = pd.DataFrame(main.values[:, main.industries.index(code), :].T, years, places)
    whole = pd.DataFrame(np.nansum(main.values, axis=1).T, years, places)
    try:
        return past_growth(values, starts=values >= SMALLEST_SHARE * whole)
    except MissingDataError:
        return None  # the pick is left out, and the table names those that are shown


def _row(seen: PastGrowth, share: float) -> dict[str, float]:
    growth = {name: float(np.quantile(seen.windows["ratio"], level) - 1) for name, level in QUANTILES.items()}
    added = {f"{name}_move": share * value for name, value in growth.items()}
    return {"share": share, **growth, **added, "doubling": seen.share_below(DOUBLE), "windows": seen.count}


def _table(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> Table:
    say, kind = context.language.say, points.survey.candidates.classification
    told = frame.assign(
        name=[words.candidate(context, kind, str(code)) for code in frame.index],
        rank=points.picks.loc[frame.index, "rank"],
        interval=words.intervals(context, points.picks.loc[frame.index]),
        doubling=frame["doubling"] * 100,
    )
    columns = (
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("rank", say("Rank"), digits=0),
        Column("interval", say("5–95 % of trials"), "text"),
        Column("share", say("Share of the region"), "percent"),
        Column("lower_move", say("Adds to the region in five years: lower"), "signed_percent"),
        Column("middle_move", say("Adds to the region in five years: middle"), "signed_percent"),
        Column("upper_move", say("Adds to the region in five years: upper"), "signed_percent"),
        Column("doubling", say("Percentile of doubling"), digits=0),
        Column("windows", say("Windows"), digits=0),
    )
    return Table(told, columns, say("Picks and what they can move, {year}", year=context.year))
