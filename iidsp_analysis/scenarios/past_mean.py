"""The past going on: manufacturing at its mean growth, and rates of the divisions that add up to it.

The headline is manufacturing as it grew: at the weights of the base year the years drawn from give back the published
growth of production, and the fans of :mod:`~iidsp_analysis.scenarios.paths` are drawn from the same years. Divisions
that each compound at a mean growth of their own do not: swings cost growth, and those of one division are wider than
those of all together, while the quick ones gain weight. That is another question, and stands beside it by its own name.
"""

from __future__ import annotations

import numpy as np

from iidsp_analysis.scenarios.economy import Floats
from iidsp_analysis.scenarios.evidence import Evidence
from iidsp_analysis.scenarios.paths import with_kept_structure
from iidsp_analysis.scenarios.projection import Assumptions, Projection, project


def kept_growth(found: Evidence, of: tuple[str, ...] = ()) -> float:
    """Mean yearly growth of some divisions together (all if empty) at the weights of the base year, a fraction."""
    _, past = with_kept_structure(found.economy, found.past, of)
    return float(np.expm1(past.divisions.mean()))


def as_on_average(found: Evidence) -> Assumptions:
    """What goes on as on average besides the divisions: the rest, relative prices, productivity."""
    return Assumptions(found.mean_rest, found.mean_relative_price, found.productivity)


def mean_projection(found: Evidence, by: int) -> Projection:
    """Everything goes on with the mean growth of the past years drawn from, divisions at today's weights."""
    together, _ = with_kept_structure(found.economy, found.past)
    return project(together, np.array([kept_growth(found)]), as_on_average(found), by)


def going_on(found: Evidence, by: int, of: tuple[str, ...] = ()) -> Floats:
    """Yearly growth by division that leads all of them, and some of them, to where their mean growth together leads.

    Parameters
    ----------
    by : int
        Year in which the sums are right.
    of : tuple of str
        Divisions whose sum grows as it did; the others make up what is left of the whole. All if empty.

    Returns
    -------
    array (divisions,)
        Fractions a year: mean growth of each, moved (in logarithms) by one amount in either group. The others shrink to
        nothing where ``of`` alone would outgrow the whole, as over many decades the quickest would.
    """
    economy, years = found.economy, by - found.economy.year
    chosen = np.array([not of or code in of for code in economy.divisions])
    growth = found.past.divisions.mean(axis=0)
    whole = economy.value_added.sum() * (1 + kept_growth(found)) ** years
    own = economy.value_added[chosen].sum() * (1 + kept_growth(found, of)) ** years
    rates = np.empty(len(chosen))
    for group, end in ((chosen, own), (~chosen, max(whole - own, 0.0))):
        alone = economy.value_added[group] @ np.exp(growth[group] * years)
        rates[group] = np.exp(growth[group]) * (end / alone) ** (1 / years) - 1 if alone > 0 else 0.0
    return rates
