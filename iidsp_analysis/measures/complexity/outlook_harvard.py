"""What other packages call the outlook gain, under a name of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats
from iidsp_analysis.measures.complexity.reach import option_worth, prepared, reach
from iidsp_analysis.measures.complexity.threads import on_one_thread


@on_one_thread
def outlook_gain_harvard(
    presence: npt.ArrayLike,
    pci: npt.ArrayLike,
    proximity: npt.ArrayLike | None = None,
    *,
    own_proximity: float = 0.0,
) -> Floats:
    """Return what ecomplexity (Python, Stata) and R economiccomplexity call the outlook gain.

    ``H_rp = (1 − M_rp) Σ_q (1 − M_rq) (φ_pq / S_q) PCI_q``: without the loss of the industry itself. For comparison
    with published tables only; it does not order industries by what they add to the outlook index.

    Parameters
    ----------
    presence, pci, proximity
        As in :func:`.outlook_index`.
    own_proximity : float
        The diagonal of φ: 0 in Stata, 1 in the Python and R packages.

    Returns
    -------
    array, regions × industries
        In the unit of `pci`; 0 where the industry is already present.

    Raises
    ------
    MeasureInputError
        As in :func:`.outlook_index`.

    Notes
    -----
    NaN as in :func:`.outlook_gain`. The packages weigh with the PCI in units of ECI's spread *before* it is centred,
    ``pci_on_eci_scale − Σ d_r ECI_r / Σ d_r``, not with its own z-scores.

    References
    ----------
    Growth Lab at Harvard University, ecomplexity 0.5.3 (Python), ``coicog.py``; Stata module ecomplexity (2020).

    Examples
    --------
    >>> outlook_gain_harvard([[1, 1, 0], [1, 0, 1], [1, 0, 0]], [-1.0, 0.5, 2.0])[2]
    array([0., 0., 0.])
    """
    flags, complexity, phi = prepared(presence, pci, proximity)
    totals = phi.totals()
    absent = ~flags
    with_own = np.where(totals > 0, totals + own_proximity, 0.0)
    summed = reach(flags, complexity, phi, with_own)
    summed += own_proximity * absent * option_worth(complexity, with_own)
    summed[:, (totals <= 0) | np.isnan(complexity)] = np.nan
    summed[~flags.any(axis=1)] = np.nan
    summed[flags] = 0.0
    return summed
