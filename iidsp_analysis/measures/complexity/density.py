"""How much of what is related to an industry a region already has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats, presence_matrix, standardised
from iidsp_analysis.measures.complexity.proximity import density_of, proximities
from iidsp_analysis.measures.complexity.threads import on_one_thread


@on_one_thread
def relatedness_density(presence: npt.ArrayLike, proximity: npt.ArrayLike | None = None) -> Floats:
    """Relatedness density: what share of the proximity to an industry lies in the region's industries.

    ``ω_rq = Σ_{p≠q} M_rp φ_pq / Σ_{p≠q} φ_pq``; the distance of other authors is ``1 − ω``.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.
    proximity : array, industries × industries, optional
        Proximities from elsewhere (world trade for the regions of one country), row p, column q; the diagonal is not
        read. Default: those of `presence` itself.

    Returns
    -------
    array, regions × industries
        0 (none of it) to 1 (all of it), for present industries too; the industry itself is left out.

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1 or the matrix does not fit the industries.

    Notes
    -----
    NaN for an empty region and for an industry related to no other (found nowhere, say); neither changes another
    number. A missing proximity counts as 0. Above 2,000 industries the same numbers come from the low-rank form
    (:mod:`.low_rank`). Packages that keep the diagonal at 1 inflate the density of present industries and deflate that
    of candidates; EconGeo and econcomplex multiply by 100.

    References
    ----------
    Hidalgo, C. A. et al. (2007), Science 317, 482–487; Hausmann, R. & Klinger, B. (2007), CID Working Paper 146.

    Examples
    --------
    >>> relatedness_density([[1, 1, 0], [1, 0, 1], [1, 0, 0]])[2]
    array([0., 1., 1.])
    """
    flags = presence_matrix(presence)
    phi = proximities(flags, proximity)
    return density_of(phi, phi.totals(), flags)


def relative_relatedness(presence: npt.ArrayLike, proximity: npt.ArrayLike | None = None) -> Floats:
    """Relative relatedness: which absent industries are the nearest ones *for this region*.

    ``z_rq = (ω_rq − mean_r ω) / sd_r ω`` over the region's option set, the industries with ``M_rq = 0`` (ddof 0).

    Parameters
    ----------
    presence, proximity
        As in :func:`relatedness_density`.

    Returns
    -------
    array, regions × industries
        Standard deviations from the region's mean option; NaN for present industries.

    Raises
    ------
    MeasureInputError
        As in :func:`relatedness_density`.

    Notes
    -----
    Density rises with the region's diversity; here it is compared within the region, so diverse regions do not win
    everywhere. NaN where density is NaN or the options of a region do not differ. economic-complexity standardises
    over all cells and with ddof 1: other numbers.

    References
    ----------
    Pinheiro, F. L. et al. (2022), Research Policy 51, 104323, eq. 7.

    Examples
    --------
    >>> relative_relatedness([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 1], [0, 0, 1, 1]])[0].round(2)
    array([  nan,  1.41, -0.71, -0.71])
    """
    flags = presence_matrix(presence)
    options = np.where(flags, np.nan, relatedness_density(flags, proximity))
    return np.array([standardised(row) for row in options])
