"""Maps of the regions: tiles in the place of areas, or the areas themselves on an equal-area projection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from iidsp_analysis.plots import ACCENT, WIDTH, colour, shade

#: Albers' projection keeps areas; its parallels lie a sixth inside the country's latitudes (Snyder 1987, ch. 14).
PROJECTION: Final = "+proj=aea +lat_1=43 +lat_2=53 +lat_0=48 +lon_0=67 +datum=WGS84 +units=m"
TYPE_SIZE: Final = 7.6
#: How far the lightest tile stands out from the paper.
_LIGHTEST: Final = 0.1
_MISSING: Final = "////"


def tile_map(values: pd.Series, tiles: Mapping[str, tuple[int, int]], names: Mapping[str, str],
             told: Mapping[str, str]) -> Axes:  # fmt: skip
    """Draw a tile for each region, shaded by its value, with name and value on it.

    Parameters
    ----------
    values : Series
        By region id; missing ones are hatched.
    tiles : mapping
        Row from the north and column from the west.
    names, told : mapping
        Short name and written value of each region.
    """
    rows = 1 + max(row for row, _ in tiles.values()) - min(row for row, _ in tiles.values())
    axes = _blank(Figure(figsize=(WIDTH, 0.78 * rows)))
    shades = _shades(values)
    for region, (row, column) in tiles.items():
        _fill(axes.add_patch(Rectangle((column, -row), 0.94, 0.94)), shades[region])
        axes.text(column + 0.47, -row + 0.58, names[region], ha="center", va="center", fontsize=TYPE_SIZE,
                  color=_ink(shades[region]))  # fmt: skip
        axes.text(column + 0.47, -row + 0.27, told[region], ha="center", va="center", fontsize=TYPE_SIZE + 1.4,
                  fontweight="bold", color=_ink(shades[region]))  # fmt: skip
    axes.set_xlim(min(c for _, c in tiles.values()) - 0.06, max(c for _, c in tiles.values()) + 1)
    axes.set_ylim(-max(r for r, _ in tiles.values()) - 0.06, 1 - min(r for r, _ in tiles.values()))
    return axes


def area_map(values: pd.Series, areas: Mapping[str, Sequence[Mapping[str, Any]]], names: Mapping[str, str],
             told: Mapping[str, str], cities: Sequence[str] = ()) -> Axes:  # fmt: skip
    """Draw the areas of the regions, shaded by their values; needs geopandas.

    Parameters
    ----------
    areas : mapping
        GeoJSON geometries (degrees) of each region.
    cities : sequence of str
        Regions that are too small for their name: it stands beside them.

    Others as in :func:`tile_map`.
    """
    import geopandas
    from shapely import make_valid, union_all
    from shapely.geometry import shape

    whole = {region: union_all([make_valid(shape(each)) for each in parts]) for region, parts in areas.items()}
    placed = geopandas.GeoSeries(whole, crs="EPSG:4326").to_crs(PROJECTION).simplify(1500)
    axes, shades = _blank(Figure(figsize=(WIDTH, 4.5))), _shades(values)
    for region in sorted(placed.index, key=lambda each: each in cities):
        geopandas.GeoSeries([placed[region]]).plot(
            ax=axes, facecolor=shades[region] or shade("figure.facecolor"), edgecolor=shade("figure.facecolor"),
            linewidth=0.8, hatch=None if shades[region] else _MISSING, zorder=2 + (region in cities),
        )  # fmt: skip
    for region, area in placed.items():
        _name(axes, area, f"{names[region]}\n{told[region]}", shades[str(region)], aside=region in cities)
    axes.set_aspect("equal")
    return axes


def _name(axes: Axes, area: Any, words: str, fill: str | None, *, aside: bool) -> None:
    point = area.representative_point()
    if aside:
        axes.annotate(words, (point.x, point.y), xytext=(26, -24), textcoords="offset points", fontsize=TYPE_SIZE - 1,
                      ha="left", va="center", color=shade("text.color"), zorder=5,
                      bbox={"boxstyle": "round,pad=0.2", "fc": shade("figure.facecolor"), "ec": "none", "alpha": 0.85},
                      arrowprops={"arrowstyle": "-", "color": shade("text.color"), "lw": 0.6})  # fmt: skip
        return
    axes.annotate(words, (point.x, point.y), fontsize=TYPE_SIZE - 0.6, ha="center", va="center", color=_ink(fill),
                  zorder=4,
                  path_effects=[withStroke(linewidth=2.2, foreground=fill or shade("figure.facecolor"))])  # fmt: skip


def _blank(figure: Figure) -> Axes:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    return axes


def _shades(values: pd.Series) -> dict[str, str | None]:
    """Colour of each region between the paper and the accent; None where nothing is known."""
    ramp = LinearSegmentedColormap.from_list("map", [shade("figure.facecolor"), colour(ACCENT)])
    low, high = values.min(), values.max()
    place = (values - low) / (high - low) if high > low else values * 0 + 0.5
    return {
        str(region): None if np.isnan(each) else _hex(ramp(_LIGHTEST + (1 - _LIGHTEST) * float(each)))
        for region, each in place.items()
    }


def _hex(rgba: Sequence[float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgba[:3])


def _ink(fill: str | None) -> str:
    """Dark or light type, whichever stands out more from the fill (contrast as in WCAG 2.2, 1.4.3)."""
    ground = _luminance(fill or shade("figure.facecolor"))
    dark, light = shade("text.color"), shade("figure.facecolor")
    return dark if (ground + 0.05) / (_luminance(dark) + 0.05) > (_luminance(light) + 0.05) / (ground + 0.05) else light


def _luminance(fill: str) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(fill))
    return float(np.dot((0.2126, 0.7152, 0.0722), tuple(parts)))


def _fill(patch: Rectangle, fill: str | None) -> None:
    patch.set(facecolor=fill or shade("figure.facecolor"), edgecolor=shade("axes.edgecolor"), linewidth=0.4,
              hatch=None if fill else _MISSING)  # fmt: skip
