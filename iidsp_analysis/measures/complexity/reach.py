"""The sums that the outlook index and both gains are made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Flags, Floats, presence_matrix, vector
from iidsp_analysis.measures.complexity.proximity import Proximities, proximities


def prepared(
    presence: npt.ArrayLike, pci: npt.ArrayLike, proximity: npt.ArrayLike | None
) -> tuple[Flags, Floats, Proximities]:
    """Return the checked presence and product complexity, and the proximities of either source."""
    flags = presence_matrix(presence)
    return flags, vector(pci, flags.shape[1], "Product complexity"), proximities(flags, proximity)


def index_of(presence: Flags, complexity: Floats, density: Floats) -> Floats:
    """Return ``Σ_c ω_rc (1 − M_rc) PCI_c`` by region; NaN for an empty one."""
    worth = np.where(presence, 0.0, np.nan_to_num(density)) @ np.nan_to_num(complexity)
    index: Floats = np.where(presence.any(axis=1), worth, np.nan)
    return index


def reach(presence: Flags, complexity: Floats, phi: Proximities, totals: Floats) -> Floats:
    """Return ``Σ_{q≠p} (1 − M_rq) PCI_q φ_pq / S_q`` for every region r and industry p."""
    return phi.weighted_transposed(~presence * option_worth(complexity, totals))


def option_worth(complexity: Floats, totals: Floats) -> Floats:
    """Return ``PCI_q / S_q``; 0 where either is not known, since such an industry is in no sum."""
    worth: Floats = np.nan_to_num(complexity) / np.where(totals > 0, totals, np.inf)
    return worth
