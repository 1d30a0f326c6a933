"""The map of the country, and the small one that shows where a region lies."""

from __future__ import annotations

import json
import sys

import pytest

from iidsp_analysis import folders
from iidsp_analysis.sections import region_map
from iidsp_analysis.sections.region_map import share_map, where_it_is


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """The user's own folder of boundaries, empty."""
    monkeypatch.setattr(folders, "raw", lambda: tmp_path)
    (tmp_path / "geo").mkdir()
    return tmp_path


def test_title_and_table_agree(open_context, raw):
    result = share_map(open_context(region="KZ"))
    above = int((result.frame["distance"] > 0).sum())
    assert f"in {above} regions of 16" in result.title
    assert result.values["above"] == above
    assert len(result.frame) == 16
    assert result.caveats == ()


def test_a_file_of_other_borders_is_refused_on_the_page(open_context, raw):
    (raw / "geo" / "a.json").write_text(json.dumps({"features": []}), encoding="utf-8")
    result = share_map(open_context(region="KZ"))
    assert "The boundary file is not used: The boundary file is no GeoJSON" in result.caveats[0]
    assert result.plot()


def test_real_boundaries_are_cited(open_context, raw, reference):
    file = reference / "data" / "geo" / "kaz_adm1_2018.geojson"
    (raw / "geo" / "kz.geojson").write_bytes(file.read_bytes())
    (raw / "geo" / "kz.source.txt").write_text("geokz, CC BY 4.0.", encoding="utf-8")
    result = share_map(open_context(region="KZ"))
    assert "kz.geojson" in result.caveats[0]
    assert "geokz, CC BY 4.0. They are no official statement." in result.caveats[0]
    assert len(result.plot().axes[0].texts) == 16


def test_without_geopandas_the_page_says_so(open_context, raw, reference, monkeypatch):
    file = reference / "data" / "geo" / "kaz_adm1_2018.geojson"
    (raw / "geo" / "kz.geojson").write_bytes(file.read_bytes())
    monkeypatch.setattr(region_map, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "geopandas", None)
    result = share_map(open_context(region="KZ"))
    assert "geopandas" in result.caveats[0]
    assert result.plot()


@pytest.mark.parametrize("region", ["AKM", "ALA", "MNG"])
def test_a_region_is_one_tile_of_the_country(open_context, region):
    context = open_context(region=region)
    drawing = where_it_is(context)
    assert drawing.count("<rect") == 16
    assert drawing.count('class="here"') == 1
    assert context.name in drawing
    assert len(drawing) < 15_000


def test_the_country_lies_nowhere_in_itself(open_context):
    assert where_it_is(open_context(region="KZ")) == ""
