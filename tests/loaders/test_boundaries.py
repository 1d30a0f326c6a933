"""Boundary files of the user: every region once, degrees within the country, borders put together or refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iidsp_analysis import regions
from iidsp_analysis.errors import AnalysisError, BoundaryError, WorkbookError
from iidsp_analysis.loaders.boundaries import read_boundaries


def square(west: float, south: float) -> dict:
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def units(borders: int, key: str = "code") -> list[dict]:
    return [
        {"type": "Feature", "properties": {"n": at, "name": getattr(region, key)}, "geometry": square(50 + at, 45)}
        for at, region in enumerate(regions.regions_of(borders))
    ]


def stored(raw: Path, features: object, name: str = "a.geojson") -> Path:
    (raw / "geo").mkdir(exist_ok=True)
    text = features if isinstance(features, str) else json.dumps({"type": "FeatureCollection", "features": features})
    (raw / "geo" / name).write_text(text, encoding="utf-8")
    return raw


def test_without_a_file_there_are_no_boundaries(tmp_path):
    assert read_boundaries(2014, tmp_path) is None


@pytest.mark.parametrize("borders", [2014, 2018, 2022])
@pytest.mark.parametrize("key", ["code", "id"])
def test_every_region_has_its_area(tmp_path, borders, key):
    found = read_boundaries(borders, stored(tmp_path, units(borders, key)))
    assert set(found.areas) == {region.id for region in regions.regions_of(borders)}
    assert all(len(parts) == 1 for parts in found.areas.values())


@pytest.mark.parametrize(("of", "wanted"), [(2018, 2014), (2022, 2018), (2022, 2014)])
def test_earlier_borders_are_put_together(tmp_path, of, wanted):
    found = read_boundaries(wanted, stored(tmp_path, units(of)))
    assert set(found.areas) == {region.id for region in regions.regions_of(wanted)}
    assert sum(len(parts) for parts in found.areas.values()) == len(regions.regions_of(of))


@pytest.mark.parametrize(("of", "wanted"), [(2014, 2018), (2018, 2022), (2014, 2022)])
def test_later_borders_are_refused(tmp_path, of, wanted):
    with pytest.raises(BoundaryError, match=f"regions of {of}; those of {wanted} cannot"):
        read_boundaries(wanted, stored(tmp_path, units(of)))


def test_the_first_file_that_fits_is_used(tmp_path):
    stored(tmp_path, units(2018), "a.geojson")
    stored(tmp_path, units(2022), "b.json")
    assert read_boundaries(2022, tmp_path).file == "b.json"
    assert read_boundaries(2018, tmp_path).file == "a.geojson"


def test_the_line_beside_the_file_is_its_source(tmp_path):
    stored(tmp_path, units(2018))
    (tmp_path / "geo" / "a.source.txt").write_text("Somebody,\n CC BY 4.0\n", encoding="utf-8")
    assert read_boundaries(2018, tmp_path).source == "Somebody, CC BY 4.0"


def changed(change) -> list[dict]:
    features = units(2018)
    change(features)
    return features


@pytest.mark.parametrize(
    ("features", "told"),
    [
        ("{", "no GeoJSON"),
        ("[]", "no GeoJSON"),
        ([], "no GeoJSON"),
        ('{"features": [1]}', "no GeoJSON"),
        (changed(lambda each: each.pop()), "missing: "),
        (changed(lambda each: each.append(each[0])), "twice: akmola"),
        (changed(lambda each: each[3]["properties"].update(name="Atlantis")), "unknown: Atlantis"),
        (changed(lambda each: [one.update(properties={"n": 1.5}) for one in each]), "No property"),
        (changed(lambda each: [one.update(properties=None) for one in each]), "No property"),
        (changed(lambda each: each[2].update(geometry=None)), "no area"),
        (changed(lambda each: each[2].update(geometry={"type": "Point", "coordinates": [70, 50]})), "no area"),
        (changed(lambda each: each[2]["geometry"].update(coordinates=[])), "no area"),
        (changed(lambda each: each[2]["geometry"].update(coordinates=[["a"]])), "broken coordinates"),
        (changed(lambda each: each[2].update(geometry=square(7e6, 5e6))), "outside the country"),
        (changed(lambda each: each[2].update(geometry=square(45.5, 70))), "outside the country"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(tmp_path, features, told):
    with pytest.raises((WorkbookError, BoundaryError), match=told) as refused:
        read_boundaries(2018, stored(tmp_path, features))
    assert "a.geojson" in refused.value.where


def test_a_folder_under_the_name_of_a_file_is_refused(tmp_path):
    (tmp_path / "geo" / "x.json").mkdir(parents=True)
    with pytest.raises(AnalysisError):
        read_boundaries(2018, tmp_path)


@pytest.mark.parametrize(("file", "borders", "refused"), [
    ("kaz_adm1_2018.geojson", (2014, 2018), (2022,)), ("kaz_adm1_2024.geojson", (2014, 2018, 2022), ()),
])  # fmt: skip
def test_real_boundaries(reference, tmp_path, file, borders, refused):
    (tmp_path / "geo").mkdir()
    shutil.copy(reference / "data" / "geo" / file, tmp_path / "geo")
    for wanted in borders:
        assert len(read_boundaries(wanted, tmp_path).areas) == len(regions.regions_of(wanted))
    for wanted in refused:
        with pytest.raises(BoundaryError, match="cannot be put together"):
            read_boundaries(wanted, tmp_path)
