"""Two-way tables as systems of cells, for tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from iidsp_analysis.measures.suppression import CellSystem
from iidsp_analysis.measures.suppression.system import NOBODY

#: The table of the introduction of Fischetti & Salazar (2001): investment by activity (rows) and region (columns).
FISCHETTI_SALAZAR = np.array([[20.0, 50.0, 10.0], [8.0, 19.0, 22.0], [17.0, 32.0, 12.0]])


def with_margins(inner: np.ndarray) -> np.ndarray:
    """The table with row totals, column totals and grand total."""
    rows = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)])


def two_way(inner: np.ndarray, sensitive: list[tuple[int, int]], *, need: float = 0.2, **changes: Any) -> CellSystem:
    """A table with its margins as a system of one measure, cells row by row; the grand total is never hidden."""
    full = with_margins(inner)
    height, width = full.shape
    number = np.arange(full.size).reshape(full.shape)
    relations = np.zeros((height + width, full.size))
    for row in range(height):
        relations[row, number[row]] = [*[1.0] * (width - 1), -1.0]
    for column in range(width):
        relations[height + column, number[:, column]] = [*[1.0] * (height - 1), -1.0]
    values = full.reshape(1, -1)
    is_sensitive = np.zeros(full.size, dtype=bool)
    is_sensitive[[number[place] for place in sensitive]] = True
    is_margin = (number // width == height - 1) | (number % width == width - 1)
    weight = np.where(is_margin.ravel(), 50.0, 1.0)
    weight[-1] = np.inf
    told: dict[str, Any] = {
        "relations": sparse.csr_array(relations),
        "values": values,
        "lowest": np.zeros_like(values),
        "told": np.ones(values.shape, dtype=bool),
        "latent": np.zeros(full.size, dtype=bool),
        "sensitive": is_sensitive,
        "need_up": need * values,
        "need_down": need * values,
        "blur": 0.05 * values,
        "owner": np.full(values.shape, NOBODY),
        "weight": weight,
    }
    return CellSystem(**{**told, **changes})
