"""The backtest of monthly export forecasts that pages cite: every region × processed HS section.

    python -m iidsp_analysis.monitors.forecast_results OUT.csv

makes the table anew from the loaded tables; a test holds the shipped one to a new run.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import resources
from multiprocessing import get_context

import pandas as pd

from iidsp_analysis import build, schema, territories
from iidsp_analysis.forecasts.backtest import SELECTED, backtest, summary
from iidsp_analysis.forecasts.candidates import NAIVE
from iidsp_analysis.forecasts.roots import Floats
from iidsp_analysis.monitors.export_cube import ExportCube, definition_sections, export_cube

BORDERS = 2014
FIRST_ORIGIN = "2019-06"
ORIGIN_MONTHS = ("06", "12")
DIGITS = 4
ALL = "all"


@cache
def forecast_results() -> pd.DataFrame:
    """Return the shipped results, see :func:`results_table`."""
    with (resources.files("iidsp_analysis") / "reference" / "forecast_results.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream)


def judged_series(cube: ExportCube, regions: Collection[str] | None = None) -> dict[str, Floats]:
    """Exports by ``region section`` of the default definition, without the country, whose exports are their sum.

    Parameters
    ----------
    regions : collection of str, optional
        Region ids; all of them if None.

    Returns
    -------
    dict of arrays (months,)
        Thousand USD; a missing month is NaN.
    """
    chosen = [name for name in cube.regions if name != schema.COUNTRY and (regions is None or name in regions)]
    sections = [code for code in definition_sections() if code in cube.sections]
    return {
        f"{region} {code}": cube.values[cube.regions.index(region), cube.sections.index(code)]
        for region in chosen
        for code in sections
    }


def judged_origins(cube: ExportCube) -> dict[str, int]:
    """Months known at each judged origin: June and December from 2019 on, while a month follows."""
    return {
        month: place + 1
        for place, month in enumerate(cube.months[:-1])
        if month >= FIRST_ORIGIN and month[5:] in ORIGIN_MONTHS
    }


def loaded_cube() -> ExportCube:
    """Return the exports of the loaded tables on the borders of 2014."""
    return export_cube(territories.on_borders(build.load(), BORDERS))


def backtested(cube: ExportCube, regions: Collection[str] | None = None, workers: int = 1) -> pd.DataFrame:
    """Run the backtest over every region × section; one row a series, origin, method and horizon."""
    series, origins = judged_series(cube, regions), tuple(judged_origins(cube).values())
    if workers == 1:
        return backtest(series, origins)
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        return backtest(series, origins, over=pool.map)


def results_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum up a backtest: every method over all regions, then the chosen and the naive one for each region.

    Returns
    -------
    DataFrame
        ``region`` (``all`` first) and the columns of :func:`iidsp_analysis.forecasts.backtest.summary`.
    """
    regions = rows["series"].str.rsplit(" ", n=1).str[0]
    shown = rows["method"].isin((SELECTED, NAIVE))
    parts = {ALL: rows} | {str(region): rows[shown & (regions == region)] for region in regions.unique()}
    table = pd.concat({region: summary(part) for region, part in parts.items()}, names=["region"])
    placed: pd.DataFrame = table.reset_index("region")
    return placed.round(DIGITS)


def main(arguments: list[str]) -> None:
    """Write the table."""
    (out,) = arguments
    results_table(backtested(loaded_cube(), workers=2)).to_csv(out, index=False)


if __name__ == "__main__":
    main(sys.argv[1:])
