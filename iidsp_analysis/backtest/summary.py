"""The table of finished backtests that reports cite: public panels and Kazakhstan's own figures.

    python -m iidsp_analysis.backtest.summary OUT.csv uk_itl3=FILE.csv us_states=FILE.csv adb_economies=FILE.csv

Kazakhstan's two panels come from the loaded tables. A test holds the shipped table to a new run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from iidsp_analysis import build, territories
from iidsp_analysis.backtest.panels import read_panel
from iidsp_analysis.backtest.run import JUDGED, Backtest, backtest
from iidsp_analysis.backtest.verdict import beats_baselines
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import DIVISIONS, divisions_of, has_divisions, product_groups_of
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.models.panel_amounts import annual_observations
from iidsp_analysis.panel import Panel

HORIZON = 5
BORDERS = 2014
EXPORTS, SECTIONS = "kz_exports", "kz_gva_sections"
#: Sections published in every year from 2010 on.
WHOLE_SECTIONS = tuple("ABCDEFGHJL")
DIGITS = 4


@cache
def backtest_table() -> pd.DataFrame:
    """Return the shipped results by panel (see :func:`summary_row`)."""
    with (resources.files("iidsp_analysis") / "reference" / "backtest_results.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream).set_index("panel")


def own_panels(panel: Panel) -> dict[str, Observations]:
    """Kazakhstan's panels on the borders of 2014: exports by product group, value added by section.

    Parameters
    ----------
    panel : Panel
        Rows on the published territories.
    """
    shown = territories.on_borders(panel, BORDERS)
    last = int(max(shown.select("exports").rows["period"])[:4])
    return {
        EXPORTS: product_groups_of(shown, last).main,
        SECTIONS: annual_observations(shown, "gva", "oked_section", WHOLE_SECTIONS),
    }


def division_panel(panel: Panel, borders: int) -> Observations:
    """Value added by region and division of a loaded table 5931, all its years.

    Raises
    ------
    MissingDataError
        If the table is loaded for the country only.
    """
    shown = territories.on_borders(panel, borders)
    years = shown.select("gva", classification=DIVISIONS).rows["period"].astype(int)
    for year in sorted(years.unique(), reverse=True):
        if has_divisions(shown, int(year)):
            return divisions_of(shown, int(year)).main
    raise MissingDataError("Value added by division is loaded for the country only.")


def summary_row(name: str, tested: Backtest, observations: Observations) -> dict[str, object]:
    """Return the headline of one backtest: skip-year, relative growth, one row."""
    judged, best = tested.models[JUDGED], tested.baselines[tested.best_baseline]
    return {
        "panel": name,
        "regions": len(tested.regions),
        "industries": len(observations.industries),
        "first_year": observations.years[0],
        "last_year": observations.last_year,
        "origins": len(tested.origins),
        "first_origin": tested.origins[0],
        "last_origin": tested.origins[-1],
        "horizon": tested.window.horizon,
        "ic": round(judged.mean.value, DIGITS),
        "ic_low": round(judged.mean.low, DIGITS),
        "ic_high": round(judged.mean.high, DIGITS),
        "top5_excess": round(judged.excess.value, DIGITS),
        "best_baseline": tested.best_baseline,
        "baseline_ic": round(best.mean.value, DIGITS),
        "origins_won": round(judged.origins_won, DIGITS),
        "beats": beats_baselines(tested),
    }


def summary(panels: dict[str, Observations]) -> pd.DataFrame:
    """Backtest every panel and return one row for each."""
    return pd.DataFrame([summary_row(name, backtest(each, HORIZON, panel=name), each) for name, each in panels.items()])


def _named(arguments: list[str]) -> Iterator[tuple[str, Observations]]:
    for each in arguments:
        name, path = each.split("=", 1)
        yield name, read_panel(Path(path), region="region", industry="industry", year="year", value="value")


def main(arguments: list[str]) -> None:
    """Write the table."""
    out, *public = arguments
    panels = {**dict(_named(public)), **own_panels(build.load())}
    summary(panels).to_csv(out, index=False)


if __name__ == "__main__":
    main(sys.argv[1:])
