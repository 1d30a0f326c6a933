"""Plants behind the jobs: how many independent decisions a number of jobs stands for.

Jobs do not come one by one but plant by plant, so 400 jobs in one smelter say less about a region than 400 jobs in
twenty bakeries. The size that matters is the one a *job* sees, ``Σ s² / Σ s`` over the plants ``s`` (equal plants: the
plain mean; plants whose sizes vary with coefficient of variation ``v``: the plain mean times ``1 + v²``).

Arrays, regions × industries: these run for every year and every draw.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError, float_array

Floats = npt.NDArray[np.float64]

#: Counts above zero and plant sizes lie between these. No unit of jobs or money needs more, and beyond them squares
#: of shares and numbers of plants leave what a float can hold: limits would be missing beside a finite quotient.
SMALLEST = 1e-30
LARGEST = 1e30


def plant_size_from_herfindahl(counts: npt.ArrayLike, herfindahl: npt.ArrayLike) -> Floats:
    """Plant size that a job sees, from Herfindahl indices of plants.

    ``m = H x``: with ``H = Σ (s / x)²`` this is ``Σ s² / Σ s``, and ``x / m = 1 / H`` plants.

    Parameters
    ----------
    counts : array, regions × industries
        Jobs (or another amount), at least 0.
    herfindahl : array, industries or regions × industries
        Herfindahl index of the plants of an industry in the whole country, or of each cell; above 0, at most 1.

    Returns
    -------
    array
        Jobs per plant: by industry, or by cell.

    Raises
    ------
    NegativeValueError
        If a count is below zero.
    MeasureInputError
        If an index is not above 0 and at most 1.

    Notes
    -----
    An empty cell has no plants, yet its zero is evidence: it takes the size that a job of its industry sees. A cell of
    a single plant (``H = 1``) has the size of that plant. A missing index of a cell also takes its industry's size.
    The index of a cell describes its plants; for intervals take that of the industry, because the few plants of a cell
    say little about the size of plants that might have stood there (measured in ``benchmarks/coverage.py``).

    References
    ----------
    Ellison, G. & Glaeser, E. L. (1997), Journal of Political Economy 105, 889–927 (the plant Herfindahl).

    Examples
    --------
    >>> plant_size_from_herfindahl([[40.0, 0.0], [60.0, 10.0]], [0.25, 1.0]).tolist()
    [25.0, 10.0]
    """
    jobs = checked_counts(counts)
    index = float_array(herfindahl, "The Herfindahl index")
    if ((index <= 0) | (index > 1)).any():
        raise MeasureInputError("A Herfindahl index of plants must be above 0 and at most 1.")
    if index.ndim < 2:
        return np.asarray(np.nansum(jobs, axis=0) * index, dtype=float)
    known = np.where(np.isnan(index) | np.isnan(jobs), 0.0, jobs)
    jobs_of_industry = known.sum(axis=0)
    squares = np.where(known > 0, index, 0.0) * known**2
    usual = squares.sum(axis=0) / np.where(jobs_of_industry > 0, jobs_of_industry, np.nan)
    return np.where(known > 0, index * known, usual)


def effective_plants(counts: npt.ArrayLike, plant_size: npt.ArrayLike) -> Floats:
    """Effective number of plants: on how many equal plants a specialisation rests.

    ``n = max(x / m, 1)`` where there are jobs, else 0. Near 1 the specialisation is one plant: its closure ends it.

    Parameters
    ----------
    counts : array, regions × industries
        Jobs (or another amount), at least 0.
    plant_size : float or array, industries or regions × industries
        Size of a plant in the same unit; from Herfindahl indices see :func:`plant_size_from_herfindahl`.

    Returns
    -------
    array, regions × industries
        Plants, at least 1 where the count is above 0.

    Raises
    ------
    NegativeValueError, MeasureInputError
        If a count is below zero, or a size is not above zero.

    Notes
    -----
    Fewer jobs than a usual plant are still one plant. Missing counts and missing sizes give NaN; zero gives 0.

    Examples
    --------
    >>> effective_plants([[1000.0, 40.0, 0.0]], 100.0).tolist()
    [[10.0, 1.0, 0.0]]
    """
    jobs = checked_counts(counts)
    plants = jobs / checked_size(plant_size, jobs)
    return np.where(jobs > 0, np.maximum(plants, 1.0), plants)


def checked_counts(counts: npt.ArrayLike) -> Floats:
    """Return regions × industries counts as floats; refused are other shapes and what :func:`checked_totals` does."""
    jobs = checked_totals(counts)
    if jobs.ndim != 2:
        raise MeasureInputError(
            "The counts must be an array of regions × industries.",
            where=f"shape {jobs.shape}",
            what_next="Give one row per region, also for a single industry.",
        )
    return jobs


def checked_totals(counts: npt.ArrayLike) -> Floats:
    """Return counts of any shape as floats after refusing negative, infinite and absurdly small or large ones."""
    jobs = float_array(counts, "The array of counts")
    if (jobs < 0).any():
        raise NegativeValueError("The counts hold values below zero.")
    if np.isinf(jobs).any():
        raise MeasureInputError("The counts hold infinite values.")
    _refuse_beyond(jobs[jobs > 0], "The counts")
    return jobs


def checked_size(plant_size: npt.ArrayLike, jobs: Floats) -> Floats:
    """Return plant sizes for every cell; refused are sizes not above zero or outside `SMALLEST` to `LARGEST`."""
    size = float_array(plant_size, "The array of plant sizes")
    if (size <= 0).any() or np.isinf(size).any():
        raise MeasureInputError(
            "A plant size is not above zero.", what_next="Leave unknown sizes missing, or give the industry's mean."
        )
    _refuse_beyond(size, "The plant sizes")
    try:
        return np.broadcast_to(size, jobs.shape)
    except ValueError as error:
        raise MeasureInputError(
            f"Plant sizes of shape {size.shape} do not fit counts of shape {jobs.shape}.",
            what_next="Give one number, one for each industry, or one for each cell.",
        ) from error


def _refuse_beyond(values: Floats, name: str) -> None:
    if ((values < SMALLEST) | (values > LARGEST)).any():
        raise MeasureInputError(
            f"{name} are not between {SMALLEST:g} and {LARGEST:g}.",
            what_next="State counts and plant sizes in a unit of usual size (jobs, million tenge).",
        )
