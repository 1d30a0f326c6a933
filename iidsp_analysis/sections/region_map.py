"""Where the country is industrial: the share of manufacturing by region on a map of tiles, or of areas."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.util import find_spec

import pandas as pd
from matplotlib.figure import Figure

from iidsp_analysis import map_plots, plots, schema
from iidsp_analysis.command_words import spoken_error
from iidsp_analysis.errors import AnalysisError, MissingDataError
from iidsp_analysis.loaders.boundaries import Boundaries, read_boundaries
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import position
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

CITY = "city"


@section("Map of the regions", DROP_TABLES, position.SOURCES)
def share_map(context: Context) -> Result:
    """Show the manufacturing share of the gross regional product on a map."""
    language, say = context.language, context.language.say
    frame = position.positions(context).frame
    ids = [region.id for region in context.regions]
    shares, country = frame["share"].reindex(ids), float(frame.loc[schema.COUNTRY, "share"])
    if shares.isna().all():
        raise MissingDataError("No region has a published manufacturing share on these borders.")
    draw, notes = _drawing(context, shares)
    above = int((shares > country).sum())
    title = language.count(
        "Manufacturing is above the country's {country} of the gross product in {number} region of {count}",
        "Manufacturing is above the country's {country} of the gross product in {number} regions of {count}",
        above, country=language.percent(country), count=int(shares.notna().sum()),
    )  # fmt: skip
    return Result(
        title=title,
        reading=(say("The darker, the more industrial. Tiles and areas say where, not how much: the size of an area is "
                     "not that of its manufacturing."),),
        language=language,
        caption=context.caption(say("% of gross regional product, current prices"), context.period, position.SOURCES),
        sources=position.SOURCES,
        values={"above": float(above), "country": country},
        table=_table(context, shares, country),
        picture=Picture(draw, _alt(context, shares)),
        caveats=notes,
    )  # fmt: skip


def _drawing(context: Context, shares: pd.Series) -> tuple[Callable[[], Figure], tuple[str, ...]]:
    """Return what draws the map, and remarks about the user's boundaries."""
    say = context.language.say
    told = {str(region): context.language.percent(share) for region, share in shares.items()}
    tiles = {region.id: region.tile for region in context.regions if region.tile is not None}
    as_tiles = plots.picture(lambda: map_plots.tile_map(shares, tiles, context.short_names, told))
    try:
        boundaries = read_boundaries(context.borders)
    except AnalysisError as refused:
        reason = spoken_error(refused, context.language.code)
        return as_tiles, (say("The boundary file is not used: {reason}", reason=reason),)
    if boundaries is None:
        return as_tiles, ()
    if find_spec("geopandas") is None:
        return as_tiles, (
            say("A boundary file is loaded, but the package {package}, which draws it, is not installed.",
                package="geopandas"),
        )  # fmt: skip
    cities = [region.id for region in context.regions if region.kind == CITY]
    as_areas = plots.picture(lambda: map_plots.area_map(shares, boundaries.areas, context.short_names, told, cities))
    return as_areas, _origin(context, boundaries)


def _origin(context: Context, boundaries: Boundaries) -> tuple[str, ...]:
    say = context.language.say
    source = boundaries.source or say("its maker is not named beside it")
    return (
        say("Boundaries are the user's own file {file} (SHA-256 {checksum}…): {source}. They are no official "
            "statement.",
            file=boundaries.file, checksum=boundaries.checksum[:12], source=source.rstrip(".")),
    )  # fmt: skip


def _table(context: Context, shares: pd.Series, country: float) -> Table:
    say = context.language.say
    ordered = shares.sort_values(ascending=False, kind="stable")
    frame = pd.DataFrame({
        "region": [context.short_names[str(each)] for each in ordered.index],
        "share": ordered, "distance": ordered - country,
    })  # fmt: skip
    columns = (Column("region", say("Region"), "text"),
               Column("share", say("Manufacturing, % of gross regional product"), "percent"),
               Column("distance", say("To the country's share, pp"), "points"))  # fmt: skip
    return Table(frame, columns, say("Share of manufacturing by region, {year}", year=context.year))


def _alt(context: Context, shares: pd.Series) -> str:
    language, told = context.language, shares.dropna()
    return language.say(
        "Map of {count} regions shaded by the share of manufacturing, from {low} in {last} to {high} in {first}.",
        count=len(told), low=language.percent(float(told.min())), high=language.percent(float(told.max())),
        last=context.short_names[str(told.idxmin())], first=context.short_names[str(told.idxmax())],
    )  # fmt: skip


def where_it_is(context: Context) -> str:
    """Return a small drawing of the tiles of the country with the region's own filled; nothing for the country."""
    placed = [(region, region.tile) for region in context.regions if region.tile is not None]
    if context.is_country or not any(region.id == context.region.id for region, _ in placed):
        return ""
    words = context.language.say("Where the region lies: {name} among the {count} regions of the country.",
                                 name=context.name, count=len(placed))  # fmt: skip
    top, left = min(tile[0] for _, tile in placed), min(tile[1] for _, tile in placed)
    bottom, right = max(tile[0] for _, tile in placed), max(tile[1] for _, tile in placed)
    boxes = "".join(
        f'<rect x="{10 * (tile[1] - left)}" y="{10 * (tile[0] - top)}" width="9" height="9"'
        f"{' class=' + chr(34) + 'here' + chr(34) if region.id == context.region.id else ''}/>"
        for region, tile in placed
    )
    size = f"0 0 {10 * (right - left) + 9} {10 * (bottom - top) + 9}"
    return f'<svg class="where" viewBox="{size}" role="img" aria-label="{escape(words)}">{boxes}</svg>'
