"""Tables of the publisher's site answered as JSON cubes or as CSV: annual figures of the industries of the panel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import UnknownLabelError, WorkbookError
from iidsp_analysis.loaders.cube_answers import DOWNLOAD_AGAIN, Point, read_points
from iidsp_analysis.loaders.dated_labels import territory_of
from iidsp_analysis.loaders.headers import parse_period, plain
from iidsp_analysis.loaders.rows import Record, newest_first_wins, panel_rows
from iidsp_analysis.loaders.section_names import section_of


@dataclass(frozen=True)
class Cube:
    """What the dimensions of a table mean.

    ``fixed`` maps the position of a dimension to the one member that is taken; ``factor`` turns the published unit
    into the indicator's.
    """

    table: str
    indicator: str
    region: int
    industry: int | None
    fixed: tuple[tuple[int, str], ...]
    factor: float
    new_borders_from: int


#: Cubes whose dimensions are known. Table 5809 stops in 2023, while its workbook goes on.
CUBES = {
    "5809": Cube(
        table="5809",
        indicator="production_volume_index",
        region=0,
        industry=1,
        fixed=((2, "отчетный период к предыдущему периоду"),),
        factor=1.0,
        new_borders_from=2022,
    ),
}


def load(path: Path, *, source: str, cube: Cube = CUBES["5809"]) -> pd.DataFrame:
    """Read the annual figures of a cube or of a CSV answer.

    Parameters
    ----------
    path : Path
        ``.json`` or ``.csv`` as downloaded.
    source : str
        Key into ``sources.yml``.
    cube : Cube
        What its dimensions mean.

    Returns
    -------
    DataFrame
        Panel rows of the industries that the panel knows. ``attrs["left_out"]`` lists the members of the dimension of
        industries that it does not know (products and groups).

    Raises
    ------
    WorkbookError
        A file that is no such answer, a value that is no number, a cell that is given twice with different values.
    UnknownLabelError
        A region that no table of aliases knows, with the place in the file.
    """
    points = [point for point in read_points(path) if _is_wanted(point, cube)]
    if not points:
        members = ", ".join(repr(member) for _, member in cube.fixed)
        raise WorkbookError(f"Nothing in the file is of {members}.", where=path.name, what_next=DOWNLOAD_AGAIN)
    codes = _industry_codes(points, cube)
    records = [record for point in points for record in _records(point, cube, codes, path)]
    kept, differences = newest_first_wins([records])
    _refuse_contradictions(differences, path)
    rows = panel_rows(kept, source=source)
    rows.attrs["differences"] = []
    rows.attrs["left_out"] = [
        {"industry": name, "why": "no section or division of the panel"} for name, code in codes.items() if code is None
    ]
    return rows


def _is_wanted(point: Point, cube: Cube) -> bool:
    needed = max([cube.region, cube.industry or 0, *(position for position, _ in cube.fixed)])
    if len(point.members) <= needed:
        what = f"{len(point.members)} dimensions where table {cube.table} has at least {needed + 1}."
        raise WorkbookError(what, where=point.place, what_next=DOWNLOAD_AGAIN)
    return all(plain(point.members[position]) == plain(member) for position, member in cube.fixed)


def _industry_codes(points: Sequence[Point], cube: Cube) -> dict[str, tuple[str, str] | None]:
    if cube.industry is None:
        return {"": (schema.TOTAL, "total")}
    names = dict.fromkeys(point.members[cube.industry] for point in points)
    return {name: _industry_of(name) for name in names}


def _industry_of(name: str) -> tuple[str, str] | None:
    """Code and classification of a section or division; nothing for a product."""
    try:
        return str(industries.resolve_division(name).code), "oked_division"
    except UnknownLabelError:
        section = section_of(name)
    return (section, "oked_section") if section and re.fullmatch(r"[A-U]|IND", section) else None


def _records(point: Point, cube: Cube, codes: dict[str, tuple[str, str] | None], path: Path) -> Iterator[Record]:
    year = _whole_year(point)
    found = codes["" if cube.industry is None else point.members[cube.industry]]
    value = _number(point)
    if year is None or found is None or value is None:
        return
    code, classification = found
    yield Record(
        region=_region(point, cube, year),
        industry=code,
        classification=classification,
        period=str(year),
        indicator=cube.indicator,
        value=value * cube.factor,
        status=schema.OBSERVED,
        note="",
        sheet=path.name,
        cell=point.place,
    )


def _whole_year(point: Point) -> int | None:
    """Year of an annual number, nothing for a part of a year.

    Raises
    ------
    WorkbookError
        If the period is neither.
    """
    if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", point.period):
        return None
    period = parse_period(point.period or point.date)
    if period is None:
        raise WorkbookError(
            f"{point.period or point.date!r} is no period.", where=point.place, what_next=DOWNLOAD_AGAIN
        )
    return period.year if period.whole else None


def _number(point: Point) -> float | None:
    if point.value is None or str(point.value).strip() in {"", "-", "…", "...", "x", "х"}:
        return None
    try:
        return float(str(point.value).replace(",", "."))
    except ValueError:
        raise WorkbookError(f"{point.value!r} is no number.", where=point.place, what_next=DOWNLOAD_AGAIN) from None


def _region(point: Point, cube: Cube, year: int) -> str:
    try:
        return territory_of(point.members[cube.region], year, new_borders_from=cube.new_borders_from)
    except UnknownLabelError as unknown:
        raise UnknownLabelError(unknown.what, where=point.place, what_next=unknown.what_next) from None


def _refuse_contradictions(differences: list[dict[str, object]], path: Path) -> None:
    if differences:
        first = differences[0]
        raise WorkbookError(
            f"{first['region']}, {first['industry']}, {first['period']} is given twice: "
            f"{first['older']} and {first['newer']}.",
            where=f"{first['older_place']} and {first['newer_place']}".replace(f"{path.name}!", ""),
            what_next=DOWNLOAD_AGAIN,
        )
