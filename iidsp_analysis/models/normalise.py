"""Normalisation: lens scores of different units brought to one scale within a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.models.ranking import Floats, average_ranks

Normalisation = Literal["rank", "z", "min-max"]
NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
NEUTRAL: dict[Normalisation, float] = {"rank": 0.5, "z": 0.0, "min-max": 0.5}

# A spread this small beside the largest value is rounding, not a difference between candidates.
CONSTANT_BELOW = 1e-12
# Scores that agree in so many digits of the lens' largest score are equal.
TIE_DIGITS = 12
WHOLE = ""  # the name of the only region of a frame whose index holds industries alone


class ScoresError(SchemaError, ValueError):
    """Lens scores that cannot be ranked: labels twice, infinite values, nothing to rank."""


@dataclass(frozen=True)
class LensFinding:
    """A lens that cannot tell the candidates of a region apart; ``region`` is empty in a frame of one region."""

    lens: str
    region: str
    reason: Literal["no value", "constant"]


@dataclass(frozen=True, eq=False)
class Normalised:
    """Normalised lens scores and what was found on the way."""

    values: pd.DataFrame
    findings: tuple[LensFinding, ...]


def normalise(scores: pd.DataFrame, method: Normalisation) -> Normalised:
    """Bring every lens to one scale among the candidates of each region.

    ``rank``: (mean rank − ½) / n, between 0 and 1 · ``z``: (x − mean) / standard deviation (ddof 0) · ``min-max``:
    (x − min) / (max − min), 0 to 1.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        Index: industries of one region, or (region, industry). Higher = more promising; NaN = nothing to say.
    method : {"rank", "z", "min-max"}
        The scale.

    Returns
    -------
    Normalised
        Values without unit, and the lenses that are constant or without any value in a region.

    Raises
    ------
    ScoresError
        If a label occurs twice, a value is infinite, the frame is empty, or the method is unknown.

    Notes
    -----
    NaN stays NaN and counts in no mean, rank or extreme. A constant lens is neutral for everyone (½, 0, ½) and
    reported. All three are unchanged when a lens is multiplied by a positive number.

    References
    ----------
    OECD & JRC (2008), *Handbook on Constructing Composite Indicators*, step 5.

    Examples
    --------
    >>> lenses = pd.DataFrame({"demand": [2.0, 4.0, 8.0]}, index=["C10", "C20", "C24"])
    >>> normalise(lenses, "rank").values["demand"].round(2).to_list()
    [0.17, 0.5, 0.83]
    """
    scores = checked_scores(scores)
    check_choice(method, NORMALISATIONS, "normalisation")
    normalised = np.empty(scores.shape)
    findings: list[LensFinding] = []
    for region, rows in regions_of(scores):
        values, constant, empty = normalise_lenses(scores.to_numpy()[rows].T, method)
        normalised[rows] = values.T
        findings += lens_findings(scores.columns, region, constant, empty)
    return Normalised(pd.DataFrame(normalised, index=scores.index, columns=scores.columns), tuple(findings))


def normalise_lenses(values: Floats, method: Normalisation) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Normalise along the last axis (see :func:`normalise`).

    Parameters
    ----------
    values : array, … × lenses × candidates
        Scores of one region, or a stack of them.
    method : {"rank", "z", "min-max"}
        The scale.

    Returns
    -------
    tuple of arrays
        Normalised values (same shape), and by lens: is it constant, is it without any value.
    """
    present = ~np.isnan(values)
    size = np.max(np.abs(values), axis=-1, keepdims=True, where=present, initial=0.0)
    scaled = values / np.where(size > 0, size, 1.0)  # first, so that no square can overflow
    low = np.min(scaled, axis=-1, keepdims=True, where=present, initial=1.0)
    high = np.max(scaled, axis=-1, keepdims=True, where=present, initial=-1.0)
    empty = ~present.any(axis=-1, keepdims=True)
    constant = np.asarray(~empty & (high - low <= CONSTANT_BELOW))
    flat = constant | empty
    if method == "rank":
        # Rounded, so that the order of summation behind a score cannot break a tie.
        told = (average_ranks(np.round(scaled, TIE_DIGITS)) - 0.5) / np.maximum(present.sum(axis=-1, keepdims=True), 1)
    elif method == "z":
        told = _standard_scores(scaled, present, flat)
    else:
        told = (scaled - low) / np.where(flat, 1.0, high - low)
    told = np.where(constant & present, NEUTRAL[method], told)
    return told, np.squeeze(constant, -1), np.squeeze(empty, -1)


def _standard_scores(scaled: Floats, present: NDArray[np.bool_], flat: NDArray[np.bool_]) -> Floats:
    count = np.maximum(present.sum(axis=-1, keepdims=True), 1)
    mean = np.where(present, scaled, 0.0).sum(axis=-1, keepdims=True) / count
    centred = scaled - mean
    variance = np.where(present, centred**2, 0.0).sum(axis=-1, keepdims=True) / count
    return cast(Floats, centred / np.where(flat, 1.0, np.sqrt(np.where(flat, 1.0, variance))))


def checked_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the scores as floats after refusing what cannot be ranked (see :func:`normalise`)."""
    if scores.empty:
        raise ScoresError("There is nothing to rank: the scores hold no candidate or no lens.")
    for labels, kind in ((scores.index, "candidates"), (scores.columns, "lenses")):
        if not labels.is_unique:
            twice = ", ".join(map(str, labels[labels.duplicated()].unique()[:5]))
            raise ScoresError(f"The scores name the same {kind} twice.", where=twice)
    floats = scores.astype(float)
    infinite = np.isinf(floats.to_numpy()).any(axis=0)
    if infinite.any():
        guilty = ", ".join(map(str, scores.columns[infinite][:5]))
        raise ScoresError("Lenses hold infinite scores.", where=guilty, what_next="Hand over NaN where none exists.")
    return floats


def check_choice(choice: str, choices: tuple[str, ...], kind: str) -> None:
    """Refuse an unknown option by naming the known ones."""
    if choice not in choices:
        raise ScoresError(f"There is no {kind} called {choice!r}.", what_next=f"Choose among {', '.join(choices)}.")


def regions_of(scores: pd.DataFrame) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """Yield each region with the positions of its candidates; an index without regions is one region, ``""``."""
    if not isinstance(scores.index, pd.MultiIndex):
        yield WHOLE, np.arange(len(scores))
        return
    codes, labels = pd.factorize(scores.index.get_level_values(0))
    order = np.argsort(codes, kind="stable")
    for label, rows in zip(labels, np.split(order, np.cumsum(np.bincount(codes))[:-1]), strict=True):
        yield str(label), rows


def lens_findings(
    lenses: pd.Index, region: str, constant: NDArray[np.bool_], empty: NDArray[np.bool_]
) -> list[LensFinding]:
    """Tell which lenses of a region have no value and which are constant."""
    told = [LensFinding(str(lens), region, "no value") for lens in lenses[empty]]
    return told + [LensFinding(str(lens), region, "constant") for lens in lenses[constant]]
