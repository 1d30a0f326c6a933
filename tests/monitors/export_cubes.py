"""Small made-up cubes of monthly exports for the tests of logic."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.monitors.export_cube import ExportCube


def made_cube(
    amounts: dict[str, dict[str, list[float]]], *, first: str = "2016-01", country: dict[str, list[float]] | None = None
) -> ExportCube:
    """Region × section × month in thousand USD; the country is the sum of the regions unless it is given."""
    sections = tuple(next(iter(amounts.values())))
    values = np.array([[by_section[code] for code in sections] for by_section in amounts.values()], dtype=float)
    whole = values.sum(axis=0) if country is None else np.array([country[code] for code in sections], dtype=float)
    cells = np.concatenate([values, whole[None]])
    months = tuple(str(month) for month in pd.period_range(first, periods=cells.shape[2], freq="M"))
    return ExportCube(cells, cells.sum(axis=1), (*amounts, "KZ"), sections, months, 2014, ("bns-446905",))


def two_years(before: float, now: float) -> list[float]:
    """Twelve equal months, and twelve equal months."""
    return [before] * 12 + [now] * 12
