"""Maps: a tile or an area for each region, shaded by its value, named inside the picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from iidsp_analysis import map_plots, plots, regions

REGIONS = [region for region in regions.regions_of(2018) if region.tile is not None]
TILES = {region.id: region.tile for region in REGIONS}
NAMES = {region.id: region.short["ru"] for region in REGIONS}


def values(missing: str = "") -> pd.Series:
    told = pd.Series({region.id: 0.01 * at for at, region in enumerate(REGIONS)})
    told[missing or REGIONS[0].id] = np.nan if missing else 0.0
    return told


def texts(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def drawn(make):
    with plots.report_style():
        figure = make().figure
        figure.canvas.draw()
        return figure


def told_of(shares: pd.Series) -> dict[str, str]:
    return {str(region): f"{100 * share:.1f} %" for region, share in shares.items()}


def test_every_region_has_its_tile_name_and_value():
    shares = values()
    figure = drawn(lambda: map_plots.tile_map(shares, TILES, NAMES, told_of(shares)))
    assert len([patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]) == len(TILES)
    assert set(texts(figure)) == {*NAMES.values(), *told_of(shares).values()}


def test_darker_is_more_and_missing_is_hatched():
    shares = values(missing=REGIONS[3].id)
    figure = drawn(lambda: map_plots.tile_map(shares, TILES, NAMES, told_of(shares)))
    patches = dict(zip(TILES, figure.axes[0].patches, strict=True))
    light = [sum(to_rgb(patches[region].get_facecolor()[:3])) for region in shares.dropna().sort_values().index]
    assert all(np.diff(light) < 0)
    assert patches[REGIONS[3].id].get_hatch()
    assert not patches[REGIONS[4].id].get_hatch()


@pytest.mark.parametrize("same", [0.0, 0.2])
def test_equal_values_have_one_shade(same):
    shares = values() * 0 + same
    figure = drawn(lambda: map_plots.tile_map(shares, TILES, NAMES, told_of(shares)))
    assert len({patch.get_facecolor() for patch in figure.axes[0].patches}) == 1


def test_words_are_read_on_their_tile():
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    shares = values()
    figure = drawn(lambda: map_plots.tile_map(shares, TILES, NAMES, told_of(shares)))
    patches = list(figure.axes[0].patches)
    for at, text in enumerate(figure.axes[0].texts):
        pair = [luminance(to_rgb(each)) for each in (text.get_color(), patches[at // 2].get_facecolor()[:3])]
        assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5, text.get_text()


def luminance(rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_areas_keep_their_names_inside_the_picture(reference):
    from iidsp_analysis.loaders.boundaries import _read

    boundaries = _read(reference / "data" / "geo" / "kaz_adm1_2018.geojson", 2018)
    shares, cities = values(), [region.id for region in REGIONS if region.kind == "city"]
    figure = drawn(lambda: map_plots.area_map(shares, boundaries.areas, NAMES, told_of(shares), cities))
    assert len(texts(figure)) == len(NAMES)
    width, height = figure.bbox.size
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height
