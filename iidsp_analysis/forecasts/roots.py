"""The scale on which monthly flows are modelled: cube roots, near to logarithms and at home with zeros."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def to_root(amounts: Floats) -> Floats:
    """Cube root of amounts at or above zero; missing stays missing.

    Multiplying the amounts by k multiplies the roots by ``k^(1/3)``, so that a forecast made on roots does not depend
    on the currency, which ``log(1 + x)`` does; and a month without a shipment is a number.

    References
    ----------
    Box & Cox (1964), Journal of the Royal Statistical Society B 26, 211–252 (the power family; here λ = 1/3).
    """
    return np.cbrt(amounts)


def from_root(roots: Floats) -> Floats:
    """Amounts of cube roots; a root below zero is no amount and becomes zero."""
    return np.asarray(np.maximum(roots, 0.0) ** 3)
