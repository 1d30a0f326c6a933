"""Boundaries of the regions from the user's own GeoJSON file, on any borders that it can be put together to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from iidsp_analysis import folders, regions
from iidsp_analysis.errors import AnalysisError, BoundaryError, WorkbookError
from iidsp_analysis.sources import file_checksum

FOLDER: Final = "geo"
_ENDINGS: Final = (".geojson", ".json")
_AREAS: Final = ("Polygon", "MultiPolygon")
_BORDERS: Final = (2022, 2018, 2014)
#: Degrees within which every boundary of the country lies: west, south, east, north.
_COUNTRY: Final = (46.0, 40.0, 88.0, 56.0)

Geometry = Mapping[str, Any]


@dataclass(frozen=True)
class Boundaries:
    """Areas of the regions of one set of borders.

    ``areas`` holds for each region id the GeoJSON geometries (degrees) that make it; ``source`` is the line that the
    user wrote beside the file, empty where there is none.
    """

    file: str
    checksum: str
    source: str
    areas: Mapping[str, tuple[Geometry, ...]]


def boundary_files(raw: Path | None = None) -> list[Path]:
    """List the user's boundary files."""
    folder = (raw or folders.raw()) / FOLDER
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in _ENDINGS) if folder.is_dir() else []


def read_boundaries(borders: int, raw: Path | None = None) -> Boundaries | None:
    """Read the first file that fits the borders; None where no file lies there.

    Raises
    ------
    WorkbookError
        If a file is no GeoJSON, an area is missing, or coordinates are no degrees within the country.
    BoundaryError
        If units are missing, doubled or unknown, or the borders cannot be put together from them.
    """
    refused: AnalysisError | None = None
    for path in boundary_files(raw):
        try:
            return _read(path, borders)
        except AnalysisError as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return None


def _read(path: Path, borders: int) -> Boundaries:
    features = _features(path)
    areas = [_area(feature, path) for feature in features]
    found, ids = _units([feature.get("properties") or {} for feature in features], path)
    by_id = dict(zip(ids, areas, strict=True))
    note = path.with_suffix(".source.txt")
    source = " ".join(note.read_text(encoding="utf-8", errors="replace").split()) if note.is_file() else ""
    return Boundaries(path.name, file_checksum(path), source, _put_together(by_id, found, borders, path))


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        features = told["features"]
        if not features or not all(isinstance(each, dict) for each in features):
            raise ValueError("no features")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WorkbookError(f"The boundary file is no GeoJSON with areas ({type(error).__name__}).", where=path.name,
                            what_next="See data/raw/geo/README.md.") from None  # fmt: skip
    return list(features)


def _area(feature: Mapping[str, Any], path: Path) -> Geometry:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") not in _AREAS or not geometry.get("coordinates"):
        raise WorkbookError("A unit of the boundary file has no area.", where=path.name,
                            what_next="Each unit is a Polygon or a MultiPolygon.")  # fmt: skip
    west, south, east, north = _COUNTRY
    for x, y in _points(geometry["coordinates"], path):
        if not (west <= x <= east and south <= y <= north):
            raise WorkbookError("A boundary lies outside the country.", where=f"{path.name}, {x:g}, {y:g}",
                                what_next="Coordinates are degrees: longitude, then latitude.")  # fmt: skip
    return dict(geometry)


def _points(coordinates: Any, path: Path) -> Iterator[tuple[float, float]]:
    try:
        if not isinstance(coordinates, list):
            raise TypeError("no list")
        if isinstance(coordinates[0], int | float):
            yield float(coordinates[0]), float(coordinates[1])
            return
        for each in coordinates:
            yield from _points(each, path)
    except (TypeError, IndexError, KeyError):
        raise WorkbookError("A unit of the boundary file has broken coordinates.", where=path.name) from None


def _units(properties: Sequence[Mapping[str, Any]], path: Path) -> tuple[int, list[str]]:
    """Return the borders of the file and the region of each unit, by the property that names them best."""
    best: tuple[int, int, list[str | None], str] = (-1, 0, [], "")
    for key in dict.fromkeys(name for each in properties for name in each):
        for borders in _BORDERS:
            ids = [_region(each.get(key), borders) for each in properties]
            wanted = {region.id for region in regions.regions_of(borders)}
            if sorted(filter(None, ids)) == sorted(wanted) and None not in ids:
                return borders, [each for each in ids if each]
            hits = len(set(filter(None, ids)) & wanted)
            if hits > best[0]:
                best = (hits, borders, ids, key)
    raise _mismatch(best, properties, path)


def _region(label: Any, borders: int) -> str | None:
    if label is None or isinstance(label, bool | float | list | dict):
        return None
    try:
        return regions.resolve(str(label), borders=borders).id
    except AnalysisError:
        return None


def _mismatch(
    best: tuple[int, int, list[str | None], str], properties: Sequence[Mapping[str, Any]], path: Path
) -> BoundaryError:
    hits, borders, ids, key = best
    if hits < 1:
        return BoundaryError("No property of the boundary file names the regions.", where=path.name,
                             what_next="Name them by BNS code (AKM), KATO or name.")  # fmt: skip
    strange = sorted(str(each.get(key)) for each, found in zip(properties, ids, strict=True) if found is None)
    doubled = sorted(str(name) for name, count in Counter(filter(None, ids)).items() if count > 1)
    missing = [region.code for region in regions.regions_of(borders) if region.id not in ids]
    told = [f"{word}: {', '.join(names)}" for word, names in
            (("missing", missing), ("twice", doubled), ("unknown", strange)) if names]  # fmt: skip
    return BoundaryError(f"The boundary file does not have the regions of {borders} ({'; '.join(told)}).",
                         where=f"{path.name}, {key}",
                         what_next="It must have all regions of one set of borders, each once.")  # fmt: skip


def _put_together(
    by_id: Mapping[str, Geometry], found: int, borders: int, path: Path
) -> dict[str, tuple[Geometry, ...]]:
    areas = {}
    for region in regions.regions_of(borders):
        covers = [cover for cover in (*regions.covers(region.id), (region.id,)) if set(cover) <= set(by_id)]
        if not covers:
            raise BoundaryError(
                f"The boundary file has the regions of {found}; those of {borders} cannot be put together from them.",
                where=path.name, what_next=f"Take a file with the regions of {borders} or of later borders.",
            )  # fmt: skip
        areas[region.id] = tuple(by_id[part] for part in covers[0])
    return areas
