"""What a region could reach from where it stands, and what each new industry would add to that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats, standardised
from iidsp_analysis.measures.complexity.proximity import density_of
from iidsp_analysis.measures.complexity.reach import index_of, prepared, reach
from iidsp_analysis.measures.complexity.threads import on_one_thread


@dataclass(frozen=True)
class Outlook:
    """Density, outlook index and outlook gain of one presence, computed together."""

    density: Floats
    """Relatedness density, regions × industries, 0 to 1."""
    index: Floats
    """Outlook index by region, in the unit of the product complexity."""
    gain: Floats
    """Exact change of the outlook index, regions × industries."""


@on_one_thread
def outlook(presence: npt.ArrayLike, pci: npt.ArrayLike, proximity: npt.ArrayLike | None = None) -> Outlook:
    """Return density, outlook index and outlook gain at the price of one (see the functions of those names).

    Parameters
    ----------
    presence, pci, proximity
        As in :func:`outlook_gain`.

    Raises
    ------
    MeasureInputError
        As in :func:`outlook_gain`.
    """
    flags, complexity, phi = prepared(presence, pci, proximity)
    totals = phi.totals()
    density = density_of(phi, totals, flags)
    gain = reach(flags, complexity, phi, totals)
    gain -= density * complexity
    gain[flags] = 0.0
    return Outlook(density, index_of(flags, complexity, density), gain)


@on_one_thread
def outlook_index(presence: npt.ArrayLike, pci: npt.ArrayLike, proximity: npt.ArrayLike | None = None) -> Floats:
    """Outlook index: how much complexity lies near what the region already does.

    ``COI_r = Σ_c ω_rc (1 − M_rc) PCI_c``, raw; :func:`standardised_outlook` gives z-scores.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.
    pci : array by industry
        Product complexity, usually standardised; NaN where not known.
    proximity : array, industries × industries, optional
        As in :func:`.relatedness_density`.

    Returns
    -------
    array by region
        In the unit of `pci`; higher = more complex industries within reach.

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1, or an argument does not fit the industries.

    Notes
    -----
    Industries without PCI or density add nothing. NaN for an empty region. A diverse region may have a low index:
    little is left that it has not.

    References
    ----------
    Hausmann, R. et al. (2014), *The Atlas of Economic Complexity*, technical box 5.4.

    Examples
    --------
    >>> outlook_index([[1, 1, 0], [1, 0, 1], [1, 0, 0]], [-1.0, 0.5, 2.0])
    array([2. , 0.5, 2.5])
    """
    flags, complexity, phi = prepared(presence, pci, proximity)
    density = density_of(phi, phi.totals(), flags)
    return index_of(flags, complexity, density)


def standardised_outlook(index: npt.ArrayLike) -> Floats:
    """Return the outlook index as z-scores over the regions (ddof 0), as the Atlas prints it; NaN stays NaN."""
    return standardised(np.asarray(index, dtype=float))


def outlook_gain(presence: npt.ArrayLike, pci: npt.ArrayLike, proximity: npt.ArrayLike | None = None) -> Floats:
    """Outlook gain: by how much the region's outlook index changes if it enters the industry.

    ``G_rp = Σ_{q≠p} (1 − M_rq) (φ_pq / S_q) PCI_q − ω_rp PCI_p`` with ``S_q = Σ_p φ_pq``: what the industry brings
    nearer, less the industry itself, which is then no longer an option. With φ and PCI held, this is exactly
    ``COI(with p) − COI(without p)``.

    Parameters
    ----------
    presence, pci, proximity
        As in :func:`outlook_index`.

    Returns
    -------
    array, regions × industries
        In the unit of `pci`; 0 where the industry is already present. May be negative: a complex industry that was
        very near leaves the list of options.

    Raises
    ------
    MeasureInputError
        As in :func:`outlook_index`.

    Notes
    -----
    NaN for an empty region (its index is NaN, so nothing can change), and for an absent industry without PCI or
    density. Other packages call another number the gain: see :func:`.outlook_gain_harvard`.

    References
    ----------
    Hausmann, R. et al. (2014), *The Atlas of Economic Complexity*, technical box 5.4.

    Examples
    --------
    All that is related to the third industry is the first one, so the index of the last region falls by its whole PCI.

    >>> outlook_gain([[1, 1, 0], [1, 0, 1], [1, 0, 0]], [-1.0, 0.5, 2.0])[2]
    array([ 0. , -0.5, -2. ])
    """
    return outlook(presence, pci, proximity).gain
