"""Output of the portfolio beside the official output: a part can be no larger than the whole.

The loaded tables give output (gross, mln KZT, current prices) of manufacturing by region from 2022 on; by division and
region they give none. For earlier years the official output is estimated from above: value added of manufacturing times
the largest ratio of output to value added that is published for any region and year. Value added itself is no limit:
the output of a project is gross. A division is compared wherever a loaded table gives its output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import BoundaryError, MissingDataError
from iidsp_analysis.monitors.projects.rule_delivery import output_by_year
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions

#: Between the ids of regions that are compared as one ground.
JOINT = "+"
ALL = industries.MANUFACTURING
PUBLISHED, ESTIMATED, NONE = BASES = ("published", "estimated", "none")
COLUMNS = (
    "region", "division", "year", "projects", "portfolio", "official", "basis", "share", "largest",
    "largest_output",
)  # fmt: skip


class _Official(NamedTuple):
    """Official output: regions as columns, years as rows; ``ratio`` turns value added into the largest output."""

    output: dict[str, pd.DataFrame]
    value_added: pd.DataFrame
    ratio: float


def reconcile_output(rows: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Set the recorded output of the projects of manufacturing beside the official one.

    Parameters
    ----------
    rows : DataFrame
        Rows of a register.
    panel : Panel
        Official figures on one set of borders. Projects of a former, larger region are compared on its ground: the
        published figures of its parts are added up.

    Returns
    -------
    DataFrame
        One line for each territory (ids joined by ``+``; ``KZ`` with projects of no known region), division (``C`` =
        all of manufacturing) and year of the register: ``projects`` (number with a figure), ``portfolio`` and
        ``official`` (mln KZT, current prices), ``basis`` (published, estimated, none), ``share`` (portfolio by
        official, fraction), ``largest`` (row of the project with the largest output) and ``largest_output`` (mln KZT).
        A missing figure is NaN.

    Raises
    ------
    BoundaryError
        If the panel is on no one set of borders.
    SchemaError
        If two tables give the same cell.
    """
    if panel.borders is None:
        raise BoundaryError("Official figures of several sets of borders cannot be compared with a register.",
                            what_next="Put the panel on one set of borders first.")  # fmt: skip
    official = _official(panel)
    lines = [
        _line(territory, division, int(year), told[year], official)
        for territory, division, told in _parts(rows, panel.borders)
        for year in told.columns
        if told[year].notna().any()
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS))


# --- the portfolio's side ---------------------------------------------------------------------------------------


def _parts(rows: pd.DataFrame, borders: int) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """List territory, division and output of each part of the portfolio: the country first, all divisions first."""
    division = rows["oked"].astype("string").str[:2]
    inside = division.isin(list(divisions()))
    output, division, region = output_by_year(rows)[inside], division[inside], rows["region"][inside]
    ground = region.map(_grounds(region.dropna().unique(), borders))
    for territory in [schema.COUNTRY, *sorted(ground.dropna().unique())]:
        here = output if territory == schema.COUNTRY else output[ground == territory]
        yield territory, ALL, here
        for code, told in here.groupby(division[here.index].astype(str)):
            yield territory, str(code), told


def _grounds(names: Iterable[str], borders: int) -> dict[str, str]:
    """Return the ground of each region: the regions of these borders that it touches, with all who share a part."""
    sets = {name: set(_ground(name, borders)) for name in names if name != schema.COUNTRY}
    for name in sets:  # a larger region pulls those inside it onto its ground
        for other in sets:
            if sets[name] & sets[other]:
                sets[name] = sets[other] = sets[name] | sets[other]
    return {name: JOINT.join(sorted(parts)) for name, parts in sets.items()}


def _ground(name: str, borders: int) -> tuple[str, ...]:
    try:
        return (regions.contained_in(name, borders).id,)
    except BoundaryError:  # a former region, larger than those of these borders
        of_borders = {region.id for region in regions.regions_of(borders)}
        return next(parts for parts in regions.covers(name) if set(parts) <= of_borders)


# --- the official side ------------------------------------------------------------------------------------------


def _official(panel: Panel) -> _Official:
    output = {ALL: _figures(panel, "output", "oked_section", ALL)}
    codes = panel.select("output", classification="oked_division").rows[schema.INDUSTRY].unique()
    output |= {code: _figures(panel, "output", "oked_division", code) for code in codes}
    value_added = _figures(panel, "gva", "oked_section", ALL)
    return _Official(output, value_added, _largest_ratio(output[ALL], value_added))


def _figures(panel: Panel, indicator: str, classification: str, industry: str) -> pd.DataFrame:
    chosen = panel.select(indicator, classification=classification, industries=[industry])
    try:
        wide = chosen.wide(schema.REGION)
    except MissingDataError:  # no such table is loaded, or none up to this date: the basis says so
        return pd.DataFrame(dtype=float)
    return wide.set_axis([int(period) for period in wide.index], axis="index")


def _largest_ratio(output: pd.DataFrame, value_added: pd.DataFrame) -> float:
    """Largest published ratio of output to value added among regions and years; NaN without any."""
    shared = output.columns.intersection(value_added.columns).difference([schema.RESIDUAL])
    known = value_added[shared].where(value_added[shared] > 0) if len(shared) else pd.DataFrame(dtype=float)
    ratios = (output[shared] / known).to_numpy(dtype=float)
    return float(np.nanmax(ratios)) if np.isfinite(ratios).any() else float("nan")


def _sum_at(figures: pd.DataFrame, year: int, territory: str) -> float:
    """Sum over the parts of a territory; NaN unless all of them are published."""
    if year not in figures.index:
        return float("nan")
    return float(figures.loc[year].reindex(territory.split(JOINT)).to_numpy(dtype=float).sum())


def _line(territory: str, division: str, year: int, output: pd.Series, official: _Official) -> list[object]:
    value, basis = _sum_at(official.output.get(division, pd.DataFrame()), year, territory), PUBLISHED
    if np.isnan(value) and division == ALL:
        value, basis = _sum_at(official.value_added, year, territory) * official.ratio, ESTIMATED
    portfolio = float(output.sum())
    share = portfolio / value if value > 0 else float("nan")
    basis = NONE if np.isnan(value) else basis
    return [
        territory, division, year, int(output.notna().sum()), portfolio, value, basis, share, output.idxmax(),
        float(output.max()),
    ]  # fmt: skip
