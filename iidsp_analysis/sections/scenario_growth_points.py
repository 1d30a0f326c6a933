"""What a region's growth points can move: their like industries' five-year growth times their weight in the region."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, ranking_plots
from iidsp_analysis.language import NO_BREAK_SPACE
from iidsp_analysis.models.candidate_size import SMALLEST_SHARE
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.scenarios.past_growth import WINDOW
from iidsp_analysis.scenarios.pick_growth import DOUBLE, first_year_told, moves
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.concept_doubling import percentile
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, section
from iidsp_analysis.sections.rankings import LOAD, ranked


@section("What the growth points can move", LOAD)
def growth_point_scenarios(context: Context) -> Result:
    """Tell what each pick would add to the region if it grew like the same industry did in all regions."""
    points = ranked(context)
    frame = moves(points)
    _require_windows(context, points, frame)
    kind = points.survey.candidates.classification
    sources = points.survey.candidates.main.sources
    say = context.language.say
    together = frame[["lower_move", "middle_move", "upper_move"]].sum()
    unit = say("value added, current prices") if kind == DIVISIONS else say("exports in USD, current prices")
    return Result(
        title=_title(context, frame, together),
        reading=(_how_to_read(context), _together(context, frame, together), _doubling(context, points, frame),
                 *_left_out(context, points, frame)),
        language=context.language,
        caption=context.caption(unit, context.period, sources, note=say("estimated")),
        sources=sources,
        values={"share": float(frame["share"].sum()), **{str(key): float(told) for key, told in together.items()}},
        table=_table(context, points, frame),
        picture=Picture(plots.picture(lambda: _ranges(context, points, frame)), _alt(context, points, frame)),
        caveats=(say("Amounts are at current prices: their growth holds prices too, and one shipment can decide it."),
                 say("Windows that start from less than {share} of a region's amount are left out: from next to "
                     "nothing anything doubles.", share=context.language.percent(SMALLEST_SHARE)),
                 say("The rank says where to look, its interval how firm that is; neither makes growth likelier.")),
        against=(_few(context, frame),),
    )  # fmt: skip


def _require_windows(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> None:
    """Refuse to tell ranges from less than ten windows, and say which of the reasons it is."""
    say, main = context.language.say, points.survey.candidates.main
    if not frame.empty:
        return
    if points.picks.empty:
        raise StatedError(say("No candidate of this region is a pick: there is nothing whose growth could be told."))
    first = first_year_told(main)
    if context.year < first:
        raise StatedError(say("The amounts of the candidates begin in {year}: five years later, growth like that of "
                              "the same industry can be told.", year=main.years[0]),
                          what_next=say("Choose {year} or a later year.", year=first))  # fmt: skip
    raise StatedError(say("No pick has ten windows of five years in the regions up to {year}: from fewer no range is "
                          "told.", year=context.year),
                      what_next=say("Choose a later year."))  # fmt: skip


def _title(context: Context, frame: pd.DataFrame, together: pd.Series) -> str:
    language = context.language
    return language.count(
        "{In_region} {number} pick holds {share} of the amount of all candidates; the middle growth of the same "
        "industry in all regions changes the whole by {middle} in five years",
        "{In_region} {number} picks hold {share} of the amount of all candidates; the middle growth of the same "
        "industries in all regions changes the whole by {middle} in five years",
        len(frame), In_region=prose.sentence(context.in_region), share=language.percent(frame["share"].sum()),
        middle=language.signed_percent(together["middle_move"]),
    )  # fmt: skip


def _how_to_read(context: Context) -> str:
    return context.language.say(
        "The middle is what half of the five-year windows of the same industry in all regions exceeded; one of twenty "
        "lay below the lower and one of twenty above the upper growth, and so each line has its probability."
    )


def _together(context: Context, frame: pd.DataFrame, together: pd.Series) -> str:
    language = context.language
    gaps = {name: language.signed_percent(together[f"{name}_move"]) for name in ("upper", "lower")}
    if len(frame) == 1:
        return language.say("At its upper growth the pick changes the whole by {upper}, at its lower one by {lower}; "
                            "each end has a probability of one in twenty.", **gaps)  # fmt: skip
    return language.say("All these picks at their upper growth at once change the whole by {upper}, at their lower "
                        "growth by {lower}: that all of them do so has a probability of at most one in twenty.",
                        **gaps)  # fmt: skip


def _doubling(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> str:
    """The place of doubling among the windows of each pick: of so many in a hundred the growth was less."""
    names = _names(context, points, frame.index, code=False)
    listed = [f"{prose.quoted(context.language, name)}{NO_BREAK_SPACE}–{NO_BREAK_SPACE}{percentile(place)}"
              for name, place in zip(names, frame["doubling"], strict=True)]  # fmt: skip
    return context.language.say(
        "To double in five years is this percentile of the windows: {list}. Percentile 80 means that eight of ten "
        "windows grew less; amounts at current prices double more often than volumes do.",
        list=", ".join(listed),
    )


def _left_out(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> tuple[str, ...]:
    without = points.picks.index.difference(frame.index, sort=False)
    if without.empty:
        return ()
    names = [prose.quoted(context.language, name) for name in _names(context, points, without, code=False)]
    return (context.language.say("Left out, as fewer than ten windows of five years are published: {names}.",
                                 names=", ".join(names)),)  # fmt: skip


def _few(context: Context, frame: pd.DataFrame) -> str:
    windows, independent = (words.places(context, frame[name].min(), frame[name].max())
                            for name in ("windows", "independent"))  # fmt: skip
    return context.language.say(
        "Windows behind the range of a pick: {windows}; of them without a common year in the same region at best: "
        "{independent}. All of them share the prices and crises of a few years.",
        windows=windows, independent=independent,
    )  # fmt: skip


def _names(context: Context, points: GrowthPoints, codes: pd.Index, *, code: bool = True) -> list[str]:
    kind = points.survey.candidates.classification
    name = words.candidate if code else words.plain_candidate
    return [name(context, kind, str(each)) for each in codes]


def _ranges(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> Axes:
    say, language = context.language.say, context.language
    shown = frame[["middle", "lower", "upper"]] + 1
    shown.index = pd.Index(_names(context, points, frame.index))
    return ranking_plots.ranges(
        shown, language, unit=say("amount after {years} years, times the first", years=WINDOW),
        marks={1.0: say("no change"), DOUBLE: say("doubled")},
        beside=pd.Series([str(percentile(place)) for place in frame["doubling"]], shown.index),
        heading=say("percentile of doubling"),
    )  # fmt: skip


def _alt(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> str:
    language = context.language
    widest = (frame["upper"] - frame["lower"]).idxmax()
    row = frame.loc[widest]
    return language.say(
        "Bars of the growth that nine of ten five-year windows lay in, a bar a pick, with a line where an amount "
        "doubles; the widest is that of {name}, from {lower} to {upper}.",
        name=_names(context, points, pd.Index([widest]), code=False)[0],
        lower=language.signed_percent(row["lower"], 0), upper=language.signed_percent(row["upper"], 0),
    )  # fmt: skip


def _table(context: Context, points: GrowthPoints, frame: pd.DataFrame) -> Table:
    say, kind = context.language.say, points.survey.candidates.classification
    told = frame.assign(
        name=_names(context, points, frame.index),
        rank=points.picks.loc[frame.index, "rank"],
        interval=words.intervals(context, points.picks.loc[frame.index]),
        doubling=[percentile(place) for place in frame["doubling"]],
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
        Column("independent", say("Of them without a common year"), digits=0),
    )
    return Table(told, columns, say("Picks and what they can move, {year}", year=context.year))
