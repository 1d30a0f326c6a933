"""The table of estimated weights: made from public panels, one regression for each panel and origin.

    python -m iidsp_analysis.backtest.lens_weights OUT.csv uk=FILE.csv us=FILE.csv …

A panel's file has the columns ``region, industry, year, value``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis.backtest.estimation import PENALTY, coefficients, cross_section
from iidsp_analysis.backtest.looks import looks, with_every_lens
from iidsp_analysis.backtest.panels import read_panel
from iidsp_analysis.backtest.run import LENSES, SEED
from iidsp_analysis.backtest.targets import Window, origins_of, target_of
from iidsp_analysis.models.observations import Observations

HORIZON = 5


def coefficient_rows(panel: str, observations: Observations, horizon: int = HORIZON) -> pd.DataFrame:
    """Return coefficient and standard error by origin and lens.

    The standard error is that of the ridge coefficient under homoscedastic errors of unit variance (ranks have
    variance 1 and the lenses explain a few percent of it), counted on regions × industries of the origin.
    """
    window = Window(horizon)
    origins = origins_of(observations, window)
    seen = looks(observations, origins, SEED)
    rows = []
    for origin in origins:
        happened = target_of(observations, origin, window, "relative")
        scores = with_every_lens(seen[origin], LENSES, happened.shape)
        section = cross_section(scores, LENSES, happened, (origin, origin + window.end))
        inverse = np.linalg.inv(section.moments + PENALTY * np.eye(len(LENSES)))
        errors = np.sqrt(np.diag(inverse @ section.moments @ inverse) / max(section.candidates, 1))
        told = {"panel": panel, "origin": origin, "end": section.end, "horizon": horizon, "lens": LENSES}
        figures = {"coefficient": coefficients([section]).round(5), "standard_error": errors.round(5)}
        rows.append(pd.DataFrame({**told, **figures, "candidates": section.candidates}))
    return pd.concat(rows, ignore_index=True)


def main(arguments: list[str]) -> None:
    """Write the table of the panels named on the command line."""
    out, *panels = arguments
    tables = []
    for each in panels:
        name, path = each.split("=", 1)
        observations = read_panel(Path(path), region="region", industry="industry", year="year", value="value")
        tables.append(coefficient_rows(name, observations))
    pd.concat(tables, ignore_index=True).to_csv(out, index=False)


if __name__ == "__main__":
    main(sys.argv[1:])
