"""Which cells a few contributors decide: the minimum frequency and the dominance rule."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

#: Fewest contributors of a published cell, and the largest share of one of them.
FEWEST, DOMINANCE = 3, 0.75


class Contributions(NamedTuple):
    """How the amounts of cells come together; each array has one number a cell.

    ``total`` is the sum, ``largest`` that of the largest contributor, ``contributors`` how many have a figure.
    """

    total: Floats
    largest: Floats
    contributors: Integers


def contributions(cell: Integers, contributor: Integers, amount: Floats, cells: int) -> Contributions:
    """Add up amounts by cell and contributor.

    Parameters
    ----------
    cell, contributor : array of int, one a record
        Cell 0 … cells−1 and contributor ≥ 0 of each record.
    amount : array
        Amounts ≥ 0; NaN where the record has no figure: it then contributes nothing, and is no contributor.
    cells : int
        Number of cells.

    Returns
    -------
    Contributions

    Examples
    --------
    >>> contributions(np.array([0, 0, 0]), np.array([7, 7, 8]), np.array([1.0, 2.0, np.nan]), 1)
    Contributions(total=array([3.]), largest=array([3.]), contributors=array([1]))
    """
    known = np.isfinite(amount)
    people = int(contributor.max(initial=0)) + 1
    pairs, pair = np.unique(cell[known] * people + contributor[known], return_inverse=True)
    of_pair = pairs // people
    sums = np.bincount(pair, weights=amount[known], minlength=len(pairs))
    largest = np.zeros(cells)
    np.maximum.at(largest, of_pair, sums)
    total = np.bincount(of_pair, weights=sums, minlength=cells).astype(np.float64)
    return Contributions(total, largest, np.bincount(of_pair, minlength=cells).astype(np.int64))


def is_sensitive(told: Contributions, *, fewest: int = FEWEST, dominance: float = DOMINANCE) -> Booleans:
    """Tell which cells would give a contributor away.

    A cell is sensitive if fewer than ``fewest`` contributors have a figure in it, if one of them has more than
    ``dominance`` of the sum, or if the sum is 0: it then says of each that his figure is 0.

    Parameters
    ----------
    told : Contributions
        Sums of the cells.
    fewest, dominance : int, float
        The rule (n < 3; one above 75 %).

    Returns
    -------
    array of bool, one a cell
        False where nobody has a figure: nothing is told there.

    Notes
    -----
    The dominance rule (1, k) guards the largest contributor against readers outside. It does not guard him against the
    second largest, who subtracts his own figure; the p % rule would (Hundepool et al. 2012, ch. 4).

    Examples
    --------
    >>> is_sensitive(Contributions(np.array([100.0, 100.0]), np.array([75.0, 76.0]), np.array([3, 9])))
    array([False,  True])
    """
    few = told.contributors < fewest
    dominated = told.largest > dominance * told.total * (1 + 1e-12)
    return np.asarray((told.contributors > 0) & (few | dominated | (told.total <= 0)))
