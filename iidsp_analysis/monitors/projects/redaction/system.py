"""The tables of the redacted edition as one system of equations, and how well each cell must be guarded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from iidsp_analysis.measures.suppression import CellSystem, is_sensitive
from iidsp_analysis.measures.suppression.system import NOBODY
from iidsp_analysis.monitors.projects.redaction import links
from iidsp_analysis.monitors.projects.redaction.cells import (
    COUNT,
    LATENT,
    MEASURES,
    SUMS,
    TOTAL,
    Cells,
    Dimensions,
    cell_measures,
)
from iidsp_analysis.monitors.projects.redaction.records import DIVISION, REGION, RULE

Floats = npt.NDArray[np.float64]

#: Loss by hiding a cell, by table: parts first, then totals of divisions and regions, then those of the country.
PART, OF_DIVISION, OF_REGION, OF_COUNTRY = 1.0, 30.0, 60.0, 200.0
#: Part of its value by which the deducible range of a hidden amount must lie below and above it at least.
RANGE: Final = 0.2
#: The same for a figure that is hidden only for the sake of others, in one direction.
BLUR: Final = 0.05
#: Smallest differences that a reader can see: mln KZT and persons.
STEPS: Final = {"cost": 0.1, "jobs": 1.0}


def system_of(records: pd.DataFrame, cells: Cells, severity_of: Mapping[str, str]) -> CellSystem:
    """Set up the equations, what is sensitive, and how far what a reader deduces must be from the truth.

    Parameters
    ----------
    records : DataFrame
        Of :func:`redacted_records.records`.
    cells : Cells
        Their cells.
    severity_of : mapping
        Severity of each rule.

    Returns
    -------
    CellSystem
        Its first columns are the cells; behind them stand the slacks of what is known as inequality.
    """
    slacks = links.inequalities(records, cells.number, severity_of)
    count, more = len(cells.keys), len(slacks)
    closed = [([*parts, count + place], [*signs, -1.0]) for place, (parts, signs) in enumerate(slacks)]
    values = np.array([each.total for each in cells.sums])
    is_latent = np.array([table in LATENT for table in cells.tables], dtype=bool)
    told = told_cells(cells)
    up, down, blur = _needs(cells, values)
    rest = np.zeros((len(MEASURES), more))
    rest[COUNT] = [float(np.dot(values[COUNT, parts], signs)) for parts, signs in slacks]
    return CellSystem(
        relations=_matrix([*_sums(cells), *links.equations(records, cells.number), *closed], count + more),
        values=np.hstack([values, rest]),
        lowest=_padded(_lowest(values, is_latent), more, 0.0),
        told=np.hstack([told, np.tile(np.arange(len(MEASURES)) == COUNT, (more, 1)).T]),
        latent=np.append(is_latent, np.ones(more, dtype=bool)),
        sensitive=np.append(sensitive_cells(cells, told), np.zeros(more, dtype=bool)),
        need_up=_padded(up, more, 0.0),
        need_down=_padded(down, more, 0.0),
        blur=_padded(blur, more, 0.0),
        owner=np.hstack([cells.owner, np.full((len(MEASURES), more), NOBODY)]),
        weight=np.append(_weights(cells), np.zeros(more)),
    )


def _padded(figures: Floats, more: int, value: float) -> Floats:
    return np.hstack([figures, np.full((len(figures), more), value)])


def told_cells(cells: Cells) -> npt.NDArray[np.bool_]:
    """Return which measure is told of which cell, measures × cells."""
    by_table = np.array([cell_measures(table) for table in cells.tables], dtype=bool).T
    return np.asarray(by_table & np.isin(MEASURES, list(cells.left_out), invert=True)[:, None])


def sensitive_cells(cells: Cells, told: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which cells have too few firms, or one that dominates an amount that is told."""
    few = is_sensitive(cells.sums[COUNT], dominance=1.0)
    dominated = np.array([is_sensitive(sums) for sums in cells.sums[1:]])
    return np.asarray(few | np.any(dominated & told[1:], axis=0))


def _sums(cells: Cells) -> list[tuple[list[int], list[float]]]:
    rules = [(TOTAL, table) for table in cells.of_record if table and table[0].startswith(RULE)]
    found = []
    for whole, parts in (*SUMS, *rules):
        pairs = np.unique(np.stack([cells.of_record[whole], cells.of_record[parts]]), axis=1)
        for total in np.unique(pairs[0]):
            inside = pairs[1, pairs[0] == total].tolist()
            found.append(([*inside, int(total)], [*[1.0] * len(inside), -1.0]))
    return found


def _matrix(equations: list[tuple[list[int], list[float]]], columns: int) -> sparse.csr_array:
    rows = np.repeat(np.arange(len(equations)), [len(parts) for parts, _ in equations])
    parts = np.concatenate([each for each, _ in equations])
    signs = np.concatenate([each for _, each in equations])
    return sparse.csr_array((signs, (rows, parts)), shape=(len(equations), columns))


def _lowest(values: Floats, is_latent: npt.NDArray[np.bool_]) -> Floats:
    """Return what a reader knows of a hidden cell: it is not empty, because empty cells are shown."""
    lowest = np.zeros_like(values)
    lowest[COUNT] = np.where(is_latent, 0.0, 1.0)
    return lowest


def _needs(cells: Cells, values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return how far the deducible range must reach above and below the truth, and in either direction at least.

    A number of one or two projects must pass for three, a larger one for one more; and for one less unless it is 1. An
    amount must lie at least 20 % from both ends, and never less than the step in which it is told, because a reader
    who knows that jobs are whole could else exclude the rest; nothing is less than 0. Nothing is asked of an amount
    that no project states. The third is for cells that are hidden for the sake of others.
    """
    steps = np.array([[1.0], *([step] for step in STEPS.values())])
    is_stated = np.array([sums.contributors > 0 for sums in cells.sums])
    up = np.maximum(RANGE * values, steps) * is_stated
    down = np.minimum(up, values)
    blur = np.maximum(BLUR * values, steps) * is_stated
    up[COUNT] = np.maximum(3.0 - values[COUNT], 1.0)
    down[COUNT] = np.where(values[COUNT] > 1, 1.0, 0.0)
    blur[COUNT] = 1.0
    return up, down, blur


def _weights(cells: Cells) -> Floats:
    base = np.array([_loss(table) for table in cells.tables])
    return np.asarray(base * (1.0 + np.log(np.maximum(cells.sums[COUNT].total, 1.0))))


def _loss(table: Dimensions) -> float:
    if table == TOTAL:
        return float("inf")
    if len(table) == 2:
        return PART
    return {DIVISION: OF_DIVISION, REGION: OF_REGION}.get(table[0], OF_COUNTRY)
