"""Evidence grade: how well the figures behind a score are observed, A to D, with the reasons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import Language
from iidsp_analysis.models.lens import GRADES
from iidsp_analysis.models.observations import Floats, Observations

Flags = npt.NDArray[np.bool_]
Steps = npt.NDArray[np.int64]

# The years that the lenses look back: a gap before them touches no score.
RECENT_YEARS = 6
# A cell below this share of its region's total and also of its industry's total can be one plant or one contract.
TINY = 0.005
# By how many steps each reason lowers the grade; steps add up, and D is the lowest.
STEPS = {
    "missing_now": 3,
    "missing_years": 1,
    "mostly_missing": 1,
    "estimated": 1,
    "all_estimated": 1,
    "tiny": 1,
    "booked_elsewhere": 1,
}
_WORDS: dict[str, Callable[[Language], str]] = {
    "missing_now": lambda language: language.say("The latest figure is not published."),
    "missing_years": lambda language: language.say("Figures of recent years are missing."),
    "mostly_missing": lambda language: language.say("At least half of the recent years are missing."),
    "estimated": lambda language: language.say("Figures of recent years are estimates."),
    "all_estimated": lambda language: language.say("All figures of recent years are estimates."),
    "tiny": lambda language: language.say("The amount is so small, or zero, that a single plant can decide it."),
    "booked_elsewhere": lambda language: language.say(
        "The region's amounts are booked where the seller is registered, not where the goods are made."
    ),
}


def grades(main: Observations, *others: Observations) -> pd.DataFrame:
    """Return the evidence grade of every cell.

    A = published, large enough and no estimate in all of the last six years (fewer where fewer are there). Steps down
    add up: latest figure missing, three · some recent years missing, one, at least half of them, two · some recent
    figures estimated, one, all of them, two · tiny, one · booked elsewhere, one.

    Parameters
    ----------
    main : Observations
        The amounts behind the score.
    *others : Observations
        Further figures behind it, on the same cells: the worst block decides.

    Returns
    -------
    DataFrame, region × industry
        "A" to "D".

    Notes
    -----
    *Tiny* is an amount in the last year below 0.5 % of what is published of its region and also of its industry: a
    cell that is small in a large region yet carries its industry is not tiny. A zero is tiny.
    """
    steps = steps_down(main)
    for block in others:
        steps = np.maximum(steps, steps_down(block))
    letters = np.array(GRADES, dtype=object)[steps]
    return pd.DataFrame(letters, index=list(main.regions), columns=list(main.industries), dtype=object)


def everywhere_alike(main: Observations, known: Flags) -> pd.DataFrame:
    """Return the grade of a score that is the country's or the world's, taken for every region: B, or D if unknown.

    Parameters
    ----------
    main : Observations
        The candidates.
    known : array of bool, industries
        Whether the score is there.
    """
    letters = np.broadcast_to(np.where(known, "B", "D").astype(object), (len(main.regions), len(main.industries)))
    return pd.DataFrame(letters, index=list(main.regions), columns=list(main.industries), dtype=object)


def steps_down(main: Observations) -> Steps:
    """Return how many grades below A each cell lies, regions × industries, 0 to 3."""
    steps = np.zeros((len(main.regions), len(main.industries)), dtype=np.int64)
    for reason, found in _flags(main).items():
        steps += STEPS[reason] * found
    return np.minimum(steps, len(GRADES) - 1)


def reasons(main: Observations, region: str, industry: str) -> tuple[str, ...]:
    """Return why a cell is graded below A, as codes of :data:`STEPS`; empty for A.

    Raises
    ------
    UsageError
        If there is no such cell.
    """
    if region not in main.regions or industry not in main.industries:
        raise UsageError(f"There is no cell {region} × {industry}.", what_next="Name a cell of the block.")
    row, column = main.regions.index(region), main.industries.index(industry)
    return tuple(reason for reason, found in _flags(main).items() if found[row, column])


def in_words(codes: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Return the sentences of the reasons; the stronger of two reasons of one kind stands for both."""
    milder = {"missing_years": "mostly_missing", "estimated": "all_estimated"}
    return tuple(_WORDS[code](language) for code in codes if milder.get(code) not in codes)


def _flags(main: Observations) -> dict[str, Flags]:
    amounts: Floats = main.values
    recent = amounts[:, :, -RECENT_YEARS:]
    gaps = np.isnan(recent)
    missing, years = gaps.sum(axis=2), recent.shape[2]
    now_missing = gaps[:, :, -1]
    flags = {
        "missing_now": now_missing,
        "missing_years": missing > 0,
        "mostly_missing": 2 * missing >= years,
        "tiny": _tiny(recent[:, :, -1]) & ~now_missing,
    }
    if main.estimated is not None:
        guesses = main.estimated[:, :, -RECENT_YEARS:] & ~gaps
        flags["estimated"] = guesses.any(axis=2)
        flags["all_estimated"] = flags["estimated"] & (guesses | gaps).all(axis=2)
    if main.booked_elsewhere:
        booked = np.array([region in main.booked_elsewhere for region in main.regions])
        flags["booked_elsewhere"] = np.broadcast_to(booked[:, None], now_missing.shape)
    return flags


def _tiny(amounts: Floats) -> Flags:
    known = np.where(np.isnan(amounts), 0.0, amounts)
    of_region, of_industry = known.sum(axis=1, keepdims=True), known.sum(axis=0, keepdims=True)
    # At most equal where the total is zero too, so that an empty region or industry counts as tiny.
    return np.asarray((known <= TINY * of_region) & (known <= TINY * of_industry), dtype=bool)
