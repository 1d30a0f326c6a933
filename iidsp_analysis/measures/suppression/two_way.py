"""A two-way table with its margins: who stands behind each total, and the table as a system of equations."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from iidsp_analysis.measures.suppression.rules import Contributors, Rules, excess, sensitive
from iidsp_analysis.measures.suppression.sensitivity import Booleans, Floats, Integers
from iidsp_analysis.measures.suppression.system import NOBODY, CellSystem

#: Loss by hiding a cell: an inner one, a total of a row or column, the grand total. None is beyond hiding, so that
#: every sensitive cell can be guarded at all.
PART, MARGIN, GRAND = 1.0, 30.0, 1000.0
#: Part of its value by which the range of a cell that is hidden for others must reach, in one direction.
BLUR: Final = 0.05
#: What is asked is asked with a little more, so that the solver's tolerance does not fall short of it.
_MORE: Final = 1 + 1e-3


class TwoWay(NamedTuple):
    """A two-way table as a system: ``places`` are the cells of the full grid, row by row, that the system has."""

    system: CellSystem
    places: Integers
    shape: tuple[int, int]

    def on_grid(self, cells: Booleans) -> Booleans:
        """Lay a property of the system's cells out on the grid; False where nobody contributes."""
        grid = np.zeros(self.shape, dtype=bool)
        grid.flat[self.places[cells]] = True
        return grid


def with_margins(inner: Contributors) -> Contributors:
    """Add the totals of rows and columns and the grand total.

    Parameters
    ----------
    inner : Contributors
        Arrays, rows × columns.

    Returns
    -------
    Contributors
        Arrays, (rows + 1) × (columns + 1). The two largest of a total are the two largest among those of its cells,
        and its contributors all of theirs: exact if nobody contributes to two of them. If somebody does, the numbers
        of contributors of totals are too high.
    """
    for axis in (0, 1):
        added = _margin(inner, axis)
        inner = Contributors(
            *(
                np.concatenate([whole, np.expand_dims(more, axis)], axis)
                for whole, more in zip(inner, added, strict=True)
            )
        )
    return inner


def _margin(told: Contributors, axis: int) -> Contributors:
    largest, second = (
        np.moveaxis(np.where(told.contributors > 0, each, 0.0), axis, 0) for each in (told.largest, told.second)
    )
    both = np.sort(np.concatenate([largest, second]), axis=0)
    # A NaN is a contributor of whom the table does not tell: the two largest of the total are then unknown as well.
    is_told = ~np.isnan(second).any(axis=0)
    return Contributors(
        told.value.sum(axis), told.contributors.sum(axis), largest.max(axis=0), np.where(is_told, both[-2], np.nan)
    )


def system_of(told: Contributors, rules: Rules, *, step: float) -> TwoWay:
    """Set up the equations of a table with margins, what is sensitive in it, and how well it must be guarded.

    Parameters
    ----------
    told : Contributors
        Arrays, (rows + 1) × (columns + 1), the margins last.
    rules : Rules
        When a cell is sensitive, and how wide its range must be.
    step : float
        Smallest difference that a reader sees of a figure, in its unit.

    Returns
    -------
    TwoWay
        Cells without a contributor have no column: readers see that they are empty.

    Notes
    -----
    The matrix of a two-way table is totally unimodular: if its figures are multiples of some step, so are the ends of
    each range. A reader who knows that persons are whole numbers deduces no more than one who does not.
    """
    places = np.flatnonzero(told.contributors.ravel() > 0)
    values = told.value.ravel()[places][None, :]
    up, down = (each.ravel()[places][None, :] * _MORE for each in _needs(told, rules, step))
    nothing = np.zeros((1, len(places)), dtype=bool)
    system = CellSystem(
        relations=_relations(told.contributors.shape)[:, places],
        values=values,
        lowest=np.zeros_like(values),
        told=~nothing,
        latent=nothing[0],
        sensitive=sensitive(told, rules).ravel()[places],
        need_up=up,
        need_down=np.minimum(down, values),
        blur=np.maximum(BLUR * values, step) * _MORE,
        owner=_owners(told.contributors).ravel()[places][None, :],
        weight=_weights(told.value).ravel()[places],
    )
    return TwoWay(system, places, told.contributors.shape)


def _needs(told: Contributors, rules: Rules, step: float) -> tuple[Floats, Floats]:
    """Return what is asked above and below: a cell of zeros must pass for one of the table's usual contributors."""
    usual = told.value[-1, -1] / max(told.contributors[-1, -1], 1)
    share = rules.reach * np.where(told.value > 0, told.value, usual)
    least = np.maximum(share, step)
    return np.maximum(least, excess(told, rules)), least


def _relations(shape: tuple[int, int]) -> sparse.csr_array:
    """Return the equations of rows, then of columns: parts minus their total."""
    height, width = shape
    number = np.arange(height * width).reshape(shape)
    lines = [*number, *number.T]
    signs = np.concatenate([np.append(np.ones(len(line) - 1), -1.0) for line in lines])
    rows = np.repeat(np.arange(height + width), [len(line) for line in lines])
    return sparse.csr_array((signs, (rows, np.concatenate(lines))), shape=(height + width, height * width))


def _owners(count: Integers) -> Integers:
    """Number the only contributors of cells: those of a line whose total has one contributor are one and the same."""
    owner = np.arange(count.size).reshape(count.shape)
    lines = [(slice(row, row + 1), slice(None)) for row in range(len(count))]
    lines += [(slice(None), slice(column, column + 1)) for column in range(count.shape[1])]
    for _ in range(2):  # the second time for lines that share a cell with a line told later
        for line in lines:
            alone = (count[line] > 0) & (count[line].ravel()[-1] == 1)
            owner[line] = np.where(alone, owner[line][alone].min(initial=count.size), owner[line])
    return np.where(count == 1, owner, NOBODY)


def _weights(values: Floats) -> Floats:
    base = np.full(values.shape, PART)
    base[-1, :] = base[:, -1] = MARGIN
    base[-1, -1] = GRAND
    usual = max(float(values[-1, -1]) / max(int((values > 0).sum()), 1), np.finfo(float).tiny)
    return np.asarray(base * (1.0 + np.log1p(values / usual)))
