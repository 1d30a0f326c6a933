"""Thousands of futures from the years that were: whole years are drawn in blocks, for all divisions at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.scenarios.economy import Economy, Floats

PATHS = 10_000
BLOCK = 3
FEWEST_YEARS = 6
SEED = 2018
#: Paths that are held in memory at once, so that 10 000 long ones stay below some tens of megabytes.
AT_ONCE = 2_000


@dataclass(frozen=True)
class PastYears:
    """Yearly logarithmic growth that was, the same years for all.

    Parameters
    ----------
    years : tuple of int
        Consecutive years.
    divisions : array (years, divisions)
        Of the volume of each division.
    rest : array (years,)
        Of the volume of the rest of the economy.
    relative_price : array (years,)
        Of the price of manufacturing relative to that of the rest; zeros = constant relative prices.

    Raises
    ------
    MissingDataError
        If there are fewer than six years or a figure is missing.
    """

    years: tuple[int, ...]
    divisions: Floats
    rest: Floats
    relative_price: Floats

    def __post_init__(self) -> None:
        if len(self.years) < FEWEST_YEARS:
            raise MissingDataError(f"Only {len(self.years)} yearly changes are published: too few to draw from.")
        for part in (self.divisions, self.rest, self.relative_price):
            if len(part) != len(self.years) or not np.isfinite(part).all():
                raise MissingDataError("The growth of a past year is missing.")


@dataclass(frozen=True)
class Fan:
    """Shares of manufacturing in many futures.

    Attributes
    ----------
    years : tuple of int
        Years ahead.
    shares : array (paths, years)
        Fractions.
    """

    years: tuple[int, ...]
    shares: Floats

    def quantiles(self, levels: npt.ArrayLike) -> Floats:
        """Quantiles by year: array (levels, years)."""
        return np.asarray(np.quantile(self.shares, levels, axis=0))

    def probability(self, target: float) -> float:
        """Fraction of the paths that are at the target or above it in the last year."""
        return float((self.shares[:, -1] >= target).mean())


def drawn_years(
    chance: np.random.Generator, paths: int, ahead: int, known: int, block: int = BLOCK
) -> npt.NDArray[np.int64]:
    """Positions of the past years that each path goes through: array (paths, ahead).

    Blocks of consecutive years, the first following the last (circular: every year is equally likely). Each path first
    draws its own past of the same length and then its future from that: so the fan holds too how little some years
    tell about mean growth, not only how years differ.

    References
    ----------
    Politis & Romano (1992), circular block-resampling. Efron & Tibshirani (1993), *An introduction to the bootstrap*,
    ch. 25 on drawing twice for prediction.
    """
    own_past = _blocks(chance, paths, known, known, block)
    future = _blocks(chance, paths, ahead, known, block)
    return np.take_along_axis(own_past, future, axis=1)


def widened(growth: Floats, block: int = BLOCK) -> Floats:
    """Growth with its deviations from the mean widened by ``√(n / (n − b))``.

    Means of blocks of ``b`` years out of ``n`` independent ones vary around the mean of the same years with
    ``(1 − b/n)`` of their variance only (sampling without return): with few years an unwidened fan is too narrow.
    """
    mean = growth.mean(axis=0)
    known = len(growth)
    return np.asarray(mean + (growth - mean) * np.sqrt(known / max(known - block, 1)))


def _blocks(chance: np.random.Generator, paths: int, length: int, known: int, block: int) -> npt.NDArray[np.int64]:
    starts = chance.integers(known, size=(paths, -(-length // block)))
    return ((starts[:, :, None] + np.arange(block)) % known).reshape(paths, -1)[:, :length]


def fan_of_shares(
    economy: Economy, past: PastYears, by: int, *, paths: int = PATHS, block: int = BLOCK, seed: int = SEED,
    excess: Floats | float = 0.0,
) -> Fan:  # fmt: skip
    """Draw futures and return the share of manufacturing in each.

    Parameters
    ----------
    by : int
        Last year.
    excess : float or array (divisions,)
        Logarithmic growth a year on top of what is drawn: a policy that the past did not have.

    Notes
    -----
    Years are drawn whole: what grew or fell together, and with GDP and prices, does so in every path.
    """
    chance, ahead = np.random.default_rng(seed), by - economy.year
    drawn = drawn_years(chance, paths, ahead, len(past.years), block)
    growth, rest, price = (widened(part, block) for part in (past.divisions, past.rest, past.relative_price))
    growth, parts = growth + excess, []
    for first in range(0, paths, AT_ONCE):
        some = drawn[first : first + AT_ONCE]
        made = np.exp(growth[some].cumsum(axis=1)) @ economy.value_added
        worth = made * np.exp(price[some].cumsum(axis=1))
        parts.append(worth / (worth + economy.rest * np.exp(rest[some].cumsum(axis=1))))
    return Fan(tuple(range(economy.year + 1, by + 1)), np.concatenate(parts))


def with_kept_structure(economy: Economy, past: PastYears, of: tuple[str, ...] = ()) -> tuple[Economy, PastYears]:
    """Take divisions together, at the weights of the base year in every year drawn.

    Left to itself a division that doubled once can double every year of a path, and grows through every limit of
    plants and markets: over ten years the upper end of the fan is its work. Together, each year adds what it would
    add to the manufacturing of the base year.

    Parameters
    ----------
    of : tuple of str
        Divisions that are taken together, the others left out; all if empty.
    """
    kept = [place for place, code in enumerate(economy.divisions) if not of or code in of]
    value_added = economy.value_added[kept]
    growth = np.log(np.exp(past.divisions[:, kept]) @ (value_added / value_added.sum()))
    whole = replace(economy, divisions=("together",), value_added=value_added.sum(keepdims=True))
    return whole, replace(past, divisions=growth[:, None])


def volumes_at_end(economy: Economy, past: PastYears, by: int, *, paths: int = PATHS, seed: int = SEED) -> Floats:
    """Value added by division in the last year of the same futures: array (paths, divisions), base-year prices."""
    ahead = by - economy.year
    drawn = drawn_years(np.random.default_rng(seed), paths, ahead, len(past.years))
    growth = widened(past.divisions)
    ends = [growth[drawn[first : first + AT_ONCE]].sum(axis=1) for first in range(0, paths, AT_ONCE)]
    return np.asarray(economy.value_added * np.exp(np.concatenate(ends)))
