"""How industrial each region of the country is."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.results import Picture, Result
from iidsp_analysis.sections import position
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

#: Shares are compared as they are told, with one decimal of a percent.
DIGITS = 3


@section("The regions of the country", DROP_TABLES, position.SOURCES)
def regions(context: Context) -> Result:
    """Rank all regions by the manufacturing share of their gross regional product."""
    frame = position.positions(context).frame
    language, say = context.language, context.language.say
    told = frame["share"].drop(schema.COUNTRY).dropna().sort_values(ascending=False)
    if told.empty:
        raise MissingDataError("No region has a published manufacturing share on these borders.")
    country = float(frame.loc[schema.COUNTRY, "share"])
    above = int((told.round(DIGITS) > round(country, DIGITS)).sum())
    title = say(
        "Most industrial: {first} ({high}), least: {last} ({low}); above the country's {country}: {above} of {count} "
        "regions",
        first=context.short_names[told.index[0]],
        high=language.percent(told.iloc[0]),
        last=context.short_names[told.index[-1]],
        low=language.percent(told.iloc[-1]),
        country=language.percent(country),
        above=above,
        count=len(told),
    )
    return Result(
        title=title,
        reading=_reading(context, frame),
        language=language,
        caption=context.caption(say("% of gross regional product, current prices"), context.period, position.SOURCES),
        sources=position.SOURCES,
        values={"highest": float(told.iloc[0]), "lowest": float(told.iloc[-1]), "above": float(above)},
        table=position.ranking_table(context, frame),
        picture=Picture(
            plots.picture(lambda: position.ranking_bars(context, frame["share"])), position.ranking_alt(context, frame)
        ),
        caveats=(
            say("Regions with oil have a low share by construction: the denominator moves with the oil price."),
            say("Population is published on the borders of 2022; it is merged to the borders of this report."),
        ),
    )


def _reading(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Name the largest regions; where some are not published, name those instead: an order would be wrong."""
    language, say = context.language, context.language.say
    parts = frame["of_country"].reindex([region.id for region in context.regions]).sort_values(ascending=False)
    unknown = [context.short_names[region_id] for region_id in parts.index[parts.isna()]]
    if unknown:
        return (say("Not published on these borders for this year: {names}.", names=", ".join(unknown)),)
    largest = [context.short_names[region_id] for region_id in parts.index[:3]]
    return (
        say(
            "By size it is another order: the three regions with most manufacturing value added, {names}, make {share} "
            "of the country's.",
            names=prose.enumerate_words(language, largest),
            share=language.percent(float(parts.iloc[:3].sum())),
        ),
    )
