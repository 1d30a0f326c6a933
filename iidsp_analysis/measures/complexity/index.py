"""Economic complexity of regions and industries as the second eigenvector, turned by an anchor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Flags, Floats, not_empty, presence_matrix, spread, standardised
from iidsp_analysis.measures.complexity.orientation import Anchor, orientation
from iidsp_analysis.measures.complexity.threads import on_one_thread
from iidsp_analysis.measures.inputs import MeasureInputError

SMALLEST_GAP = 1e-9
"""Eigenvalues nearer to each other than this are one eigenvalue: its vector is then any of a plane."""


@dataclass(frozen=True)
class ComplexityIndex:
    """Complexity of regions (ECI) and industries (PCI) of one presence, and how well it is determined."""

    eci: Floats
    """ECI by region: z-scores (ddof 0) over the regions that are not empty."""
    pci_on_eci_scale: Floats
    """PCI by industry on ECI's scale: ECI is its mean over the region's industries."""
    pci: Floats
    """PCI by industry as its own z-scores (ddof 0)."""
    eigenvalue: float
    """Second eigenvalue, 0 to 1: how much of the order survives one step region → industry → region."""
    next_eigenvalue: float
    """Third eigenvalue; near the second one the vector is weakly determined."""
    anchor_correlation: float
    """Rank correlation of ECI with the anchor, at least the least correlation allowed."""


@on_one_thread
def complexity_index(
    presence: npt.ArrayLike, anchor: Anchor, *, least_correlation: float | None = None
) -> ComplexityIndex:
    """Complexity index: which regions have what few others have, and which industries such regions have.

    ECI is the second eigenvector of ``D⁻¹ M U⁻¹ Mᵀ`` (`D` diversity, `U` ubiquity), found from the symmetric matrix
    ``D^-½ M U⁻¹ Mᵀ D^-½`` of regions × regions; ``PCI = U⁻¹ Mᵀ ECI / λ``.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.
    anchor : array by region, or ``"diversity"``
        What the complex end is known by: GDP per head, the wage, an ECI from world trade; NaN where not known. An
        eigenvector has no sign of its own. ``"diversity"`` is allowed for large sparse presences only, to compare with
        packages that use it.
    least_correlation : float, optional
        Rank correlation with the anchor below which no sign is given; default :func:`.least_anchor_correlation`.

    Returns
    -------
    ComplexityIndex

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1; if the presence has no unique second eigenvector (all regions alike, blocks
        without a common industry, fewer than three regions); if the anchor is missing or does not tell the ends apart.

    Notes
    -----
    Empty regions and industries get NaN and change nothing else. The eigenvector of a *small* presence is mostly
    noise (17 regions × 24 industries with a planted order: median rank correlation 0.4 with it): prefer
    :func:`.external_complexity` there. No iteration of reflections is used: raw reflections shrink to a constant, and
    at 40 iterations the order is already wrong.

    References
    ----------
    Hidalgo, C. A. & Hausmann, R. (2009), PNAS 106, 10570–10575; Hausmann, R. et al. (2014), *The Atlas of Economic
    Complexity*, technical box 2.2; Mealy, P., Farmer, J. D. & Teytelboym, A. (2019), Science Advances 5, eaau1705.

    Examples
    --------
    >>> index = complexity_index([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], anchor=[1.0, 2.0, 3.0])
    >>> index.eci[[0, 2]].round(2)
    array([-1.22,  1.22])
    >>> index.pci_on_eci_scale.round(2)
    array([-1.63, -0.82,  0.82,  1.63])
    """
    flags = presence_matrix(presence)
    regions, industries = not_empty(flags)
    kept = flags[np.ix_(regions, industries)]
    places, second, third = _second_eigenvector(kept)
    sign, correlation = orientation(spread(places, regions), flags, anchor, least_correlation)
    places = sign * places
    products = kept.T @ places / kept.sum(axis=0) / second
    return ComplexityIndex(
        eci=spread(standardised(places), regions),
        pci_on_eci_scale=spread(standardised(products, like=places), industries),
        pci=spread(standardised(products), industries),
        eigenvalue=second,
        next_eigenvalue=third,
        anchor_correlation=correlation,
    )


def _second_eigenvector(presence: Flags) -> tuple[Floats, float, float]:
    """Return the second right eigenvector of ``D⁻¹ M U⁻¹ Mᵀ`` and the second and third eigenvalues."""
    if presence.shape[0] < 3:
        raise MeasureInputError(
            "Fewer than three regions that are not empty have no order of complexity.",
            what_next="Use external_complexity with a product complexity from elsewhere.",
        )
    root = np.sqrt(presence.sum(axis=1))
    scaled: Floats = presence / root[:, None]
    scaled /= np.sqrt(presence.sum(axis=0))
    values, vectors = np.linalg.eigh(scaled @ scaled.T)
    _refuse_undetermined(values[::-1])
    return vectors[:, -2] / root, float(values[-2]), float(values[-3])


def _refuse_undetermined(values: Floats) -> None:
    first, second, third = values[:3]
    if first - second < SMALLEST_GAP:
        reason = "The presence falls into blocks of regions without a common industry: ECI would only name the blocks."
        what_next = "Compute each block by itself, or leave the isolated regions out."
    elif second < SMALLEST_GAP:
        reason = "All regions have the same industries: nothing orders them."
        what_next = "Use finer industries or a higher threshold."
    elif second - third < SMALLEST_GAP:
        reason = "The second eigenvector is not unique: two orders explain the presence equally well."
        what_next = "Use external_complexity with a product complexity from elsewhere."
    else:
        return
    raise MeasureInputError(reason, what_next=what_next)
