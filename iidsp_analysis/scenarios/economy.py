"""The starting point of a scenario: value added by division, the rest of the economy, people and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import UsageError

Floats = npt.NDArray[np.float64]

WEIGHT_ROUNDING = 1e-6
#: Growth of minus 100 % a year leaves nothing: below it a rate has no meaning.
LOWEST_RATE = -1.0


@dataclass(frozen=True)
class Economy:
    """One economy in its base year.

    Parameters
    ----------
    year : int
        Base year.
    divisions : tuple of str
        Codes of the parts of manufacturing.
    value_added : array (divisions,)
        Value added, mln KZT at prices of the base year, at least 0.
    rest : float
        Everything else in the whole whose share is asked for (GDP less manufacturing), mln KZT, above 0.
    employment : float
        Employed in manufacturing, thousand persons; NaN = not published.
    exports : float
        Exports of processed goods, thousand USD; NaN = not published.

    Raises
    ------
    UsageError
        If labels and amounts differ in number, labels repeat, or an amount is missing or below zero.
    """

    year: int
    divisions: tuple[str, ...]
    value_added: Floats
    rest: float
    employment: float = np.nan
    exports: float = np.nan

    def __post_init__(self) -> None:
        if self.value_added.shape != (len(self.divisions),) or len(set(self.divisions)) < len(self.divisions):
            raise UsageError("Every division needs one amount of value added.", where=", ".join(self.divisions))
        sound = np.isfinite(self.value_added).all() and (self.value_added >= 0).all() and self.value_added.sum() > 0
        if not (sound and np.isfinite(self.rest) and self.rest > 0):
            raise UsageError("A scenario starts from known amounts of value added: none missing, none below zero.",
                             where=str(self.year))  # fmt: skip

    @property
    def share(self) -> float:
        """Share of manufacturing in the whole, a fraction."""
        made = float(self.value_added.sum())
        return made / (made + self.rest)

    def rates(self, by_division: Mapping[str, float], *, otherwise: float) -> Floats:
        """Yearly growth of every division (fractions), checked; a division that is not named grows ``otherwise``."""
        require_known(by_division, self.divisions)
        return checked_rates([by_division.get(code, otherwise) for code in self.divisions])

    def weighted_rates(self, weights: Mapping[str, float], growth: float) -> Floats:
        """Yearly growth by division where weights (summing to 1) say who carries the growth of the whole.

        A division of weight ``w`` adds ``w`` of what manufacturing gains in the first year; its rate then stays:
        ``g_i = w_i · growth · V / V_i``.

        Raises
        ------
        UsageError
            If a division is unknown or has no value added, a weight is below zero, or they do not sum to 1.
        """
        require_known(weights, self.divisions)
        require_weights(weights)
        wanted = np.array([weights.get(code, 0.0) for code in self.divisions])
        gains = wanted * growth * self.value_added.sum()
        nothing = [code for code, own, gain in zip(self.divisions, self.value_added, wanted, strict=True)
                   if own == 0 and gain > 0]  # fmt: skip
        if nothing:
            raise UsageError("A division without value added has no rate of growth.", where=", ".join(nothing))
        return checked_rates(np.divide(gains, self.value_added, out=np.zeros_like(gains), where=self.value_added > 0))


def checked_rates(rates: npt.ArrayLike) -> Floats:
    """Return yearly rates (fractions) after refusing missing ones and those below −100 %.

    Raises
    ------
    UsageError
        Naming the rate.
    """
    given = np.asarray(rates, dtype=np.float64)
    if not np.isfinite(given).all():
        raise UsageError("A growth rate is missing or infinite.", what_next="Give a rate for every division.")
    if (given < LOWEST_RATE).any():
        raise UsageError(f"A growth rate of {given.min() * 100:.1f} % a year is below −100 %.",
                         what_next="Give rates in per cent a year, −100 or more.")  # fmt: skip
    return given


def require_known(named: Mapping[str, float], divisions: tuple[str, ...]) -> None:
    """Refuse divisions that the scenario does not have.

    Raises
    ------
    UsageError
        Naming them and those that are known.
    """
    unknown = sorted(set(named) - set(divisions))
    if unknown:
        raise UsageError(f"The scenario has no division {', '.join(unknown)}.", where="division",
                         what_next=f"Divisions: {', '.join(divisions)}.")  # fmt: skip


def require_weights(weights: Mapping[str, float]) -> None:
    """Refuse weights below zero or missing, and weights that do not sum to 1.

    Raises
    ------
    UsageError
        Telling the sum.
    """
    values = np.array(list(weights.values()), dtype=np.float64)
    if not np.isfinite(values).all() or (values < 0).any():
        raise UsageError("A weight is missing or below zero.", where="weights")
    if abs(values.sum() - 1) > WEIGHT_ROUNDING:
        raise UsageError(f"The weights sum to {values.sum():.4g}, not to 1.", where="weights",
                         what_next="Divide each by their sum, or correct the file.")  # fmt: skip


def require_target(target_percent: float, by: int, base: int) -> float:
    """Return a target share as a fraction after refusing what cannot be one.

    Raises
    ------
    UsageError
        If it is not between 0 and 100 per cent, or its year is not after the base year.
    """
    if not 0 < target_percent < 100:
        raise UsageError(f"A share of {target_percent:g} % cannot be a target: it must lie between 0 and 100.",
                         where="target", what_next="Give per cent, such as 15.")  # fmt: skip
    if by <= base:
        raise UsageError(f"The target year {by} is not after the base year {base}.", where="by",
                         what_next=f"Give {base + 1} or a later year.")  # fmt: skip
    return target_percent / 100
