"""Given growth rates: the share, exports, employment and productivity of every year to the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iidsp_analysis.scenarios.economy import Economy, Floats, checked_rates


@dataclass(frozen=True)
class Assumptions:
    """What a projection takes as given besides the growth of the divisions; all rates are yearly fractions.

    Parameters
    ----------
    rest : float
        Volume growth of the rest of the economy.
    relative_price : float
        Growth of the price of manufacturing relative to that of the rest; 0 = constant relative prices.
    productivity : float
        Growth of manufacturing value added in volume per person employed; NaN = employment is not projected.
    export_elasticity : float
        Per cent by which exports of processed goods change when manufacturing volume changes by 1 %; with 1 the
        exported part of the volume stays.
    """

    rest: float
    relative_price: float = 0.0
    productivity: float = np.nan
    export_elasticity: float = 1.0


@dataclass(frozen=True)
class Projection:
    """A deterministic scenario.

    Attributes
    ----------
    years : tuple of int
        Base year first.
    volume : array (years, divisions)
        Value added at prices of the base year, mln KZT.
    share : array (years,)
        Manufacturing in the whole, fraction, at the relative prices assumed.
    employment, productivity, exports : array (years,)
        Thousand persons; mln KZT at base-year prices per thousand persons; thousand USD at prices of the base year.
        NaN where the base figure or the assumption is missing.
    """

    years: tuple[int, ...]
    volume: Floats
    share: Floats
    employment: Floats
    productivity: Floats
    exports: Floats


def project(economy: Economy, rates: Floats, assumptions: Assumptions, by: int) -> Projection:
    """Let every division grow at its own rate and the rest of the economy at its own.

    ``V_i(t) = V_i (1 + g_i)^t``; ``share = p V / (p V + R)`` with ``p = (1 + π)^t``. Divisions add up to manufacturing
    in every year; nothing is rescaled, so their order is of no consequence.

    Parameters
    ----------
    economy : Economy
        Base year.
    rates : array (divisions,)
        Yearly volume growth, fractions, −1 or more.
    by : int
        Last year.

    Raises
    ------
    UsageError
        For a rate below −100 %.
    """
    elapsed = np.arange(by - economy.year + 1, dtype=np.float64)
    volume = economy.value_added * (1 + checked_rates(rates)) ** elapsed[:, None]
    checked_rates([assumptions.rest, assumptions.relative_price])
    made = volume.sum(axis=1)
    growth = made / made[0]
    worth = made * (1 + assumptions.relative_price) ** elapsed
    rest = economy.rest * (1 + assumptions.rest) ** elapsed
    employment = economy.employment * growth / (1 + assumptions.productivity) ** elapsed
    return Projection(
        tuple(range(economy.year, by + 1)),
        volume,
        np.divide(worth, worth + rest, out=np.full_like(worth, np.nan), where=worth + rest > 0),
        employment,
        np.divide(made, employment, out=np.full_like(made, np.nan), where=employment > 0),
        economy.exports * growth**assumptions.export_elasticity,
    )
