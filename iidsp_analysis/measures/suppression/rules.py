"""The rules by which a cell of a user's table is sensitive, and how far what a reader deduces must be from the truth.

Where a table tells the number of contributors only, the minimum frequency alone is applied; with the largest
contributor the dominance rule of one, with the second largest the dominance rule of two and the p % rule as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from iidsp_analysis.errors import UsageError
from iidsp_analysis.measures.suppression.sensitivity import DOMINANCE, FEWEST, Booleans, Floats, Integers

#: A share that exceeds its limit by less is equal to it: sums of decimal numbers are not exact.
_EQUAL = 1e-9


class Contributors(NamedTuple):
    """Who stands behind the cells of a table; arrays of one shape.

    ``value`` is the sum, ``contributors`` how many there are, ``largest`` and ``second`` what the two largest
    contribute, in the unit of the sum; NaN where the table does not tell.
    """

    value: Floats
    contributors: Integers
    largest: Floats
    second: Floats


@dataclass(frozen=True)
class Rules:
    """Parameters of the rules.

    Parameters
    ----------
    fewest : int
        Least number of contributors of a cell that is shown; at least 2.
    dominating, dominance : int, float
        The (n, k) rule: n (1 or 2) largest contributors with more than the share k of a cell make it sensitive.
    prior : float
        The p % rule: a cell is sensitive if its second largest contributor can estimate the largest to within this
        share; 0 turns it off.
    reach : float
        Share of its value by which the range that can be deduced must lie below and above a sensitive cell at least; up
        to 0.9, because of a total of large and small cells nobody can compute that it could be 0 to the last digit.

    Raises
    ------
    UsageError
        If a parameter means nothing.

    References
    ----------
    Hundepool et al. (2012), ch. 4: minimum frequency, (n, k) and p % rule, and the protection levels that follow from
    them. The defaults are this project's choice, not a norm.
    """

    fewest: int = FEWEST
    dominating: int = 1
    dominance: float = DOMINANCE
    prior: float = 0.10
    reach: float = 0.20

    def __post_init__(self) -> None:
        wrong = {
            "The minimum number of contributors must be 2 or more": self.fewest < 2,
            "The dominance rule knows 1 or 2 largest contributors": self.dominating not in (1, 2),
            "The share of the dominance rule must lie above 0 % and not above 100 %": not 0 < self.dominance <= 1,
            "The p of the p % rule must lie between 0 and 100": not 0 <= self.prior <= 1,
            "The protection interval must be above 0 % and not above 90 % of a cell": not 0 < self.reach <= 0.9,
        }
        for what, is_wrong in wrong.items():
            if is_wrong:
                raise UsageError(
                    f"{what}.", what_next="Defaults: --min-count 3 --dominance 1,75 --p 10 --protection 20."
                )


def sensitive(told: Contributors, rules: Rules) -> Booleans:
    """Tell which cells a reader could learn a contributor's figure from.

    Parameters
    ----------
    told : Contributors
        The cells.
    rules : Rules
        The parameters.

    Returns
    -------
    array of bool
        False where nobody contributes: nothing is told of anybody there. A sum of 0 is sensitive, because it says of
        each contributor that his figure is 0.

    Examples
    --------
    >>> cell = Contributors(np.array([100.0]), np.array([3]), np.array([60.0]), np.array([36.0]))
    >>> sensitive(cell, Rules()), sensitive(cell, Rules(prior=0.05))  # the rest is 4: 6.7 % of the largest
    (array([ True]), array([False]))
    """
    few = (told.contributors < rules.fewest) | (told.value <= 0)
    return np.asarray((told.contributors > 0) & (few | (excess(told, rules) > _EQUAL * np.abs(told.value))))


def excess(told: Contributors, rules: Rules) -> Floats:
    """Return how much more a reader must take for possible than the sum: the upper protection level of the rules.

    Returns
    -------
    array
        The larger one of (x1 + … + xn)/k − X (dominance) and p·x1 − (X − x1 − x2) (p % rule) in the unit of the sum;
        0 where neither rule is broken, or can be tested.

    References
    ----------
    Hundepool et al. (2012), ch. 4: the levels that leave even the second largest contributor no better estimate.
    """
    leading = told.largest if rules.dominating == 1 else told.largest + told.second
    dominated = leading / rules.dominance - told.value
    rest = np.maximum(told.value - told.largest - told.second, 0.0)
    estimated = rules.prior * told.largest - rest if rules.prior else np.zeros_like(told.value)
    return np.fmax(np.fmax(dominated, estimated), 0.0)
