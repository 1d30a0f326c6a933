"""Lens *productivity gap*: how far the industry's output per worker here lies behind that in the other regions.

Direction: a wide gap counts as promise. Labour productivity of manufacturing industries converges (Rodrik 2013), and
the farther an industry is from the frontier, the faster it grows for the same effort (Griffith, Redding & Van Reenen
2004). That is growth of productivity, not of output, and not everywhere: in the states of the US and in the OECD
aggregate manufacturing did not converge for decades (Bernard & Jones 1996). The lens is therefore one voice, and a low
productivity may as well be the sign of an industry that makes simpler things or is failing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, Words, nothing
from iidsp_analysis.models.observations import Floats, Observations

NAME = "productivity_gap"


def log_productivities(amounts: Floats, persons: Floats) -> tuple[Floats, Floats]:
    """Return the logarithm of the amount per person in the other regions together, and here.

    Parameters
    ----------
    amounts, persons : array, regions × industries
        At least 0; NaN = not published.

    Returns
    -------
    tuple of arrays, regions × industries
        Natural logarithms. The other regions are those with both figures above zero, the region itself left out. NaN
        where a figure of the cell is missing or zero, or no other region has both.

    References
    ----------
    Rodrik, D. (2013), Quarterly Journal of Economics 128, 165–204; Griffith, R., Redding, S. & Van Reenen, J. (2004),
    Review of Economics and Statistics 86, 883–895; Bernard, A. B. & Jones, C. I. (1996), American Economic Review 86,
    1216–1238.
    """
    usable = (amounts > 0) & (persons > 0)
    made, workers = np.where(usable, amounts, 0.0), np.where(usable, persons, 0.0)
    others = usable.sum(axis=0) - usable > 0
    told = usable & others
    elsewhere = _ratio(made.sum(axis=0) - made, workers.sum(axis=0) - workers, told)
    return np.log(elsewhere), np.log(_ratio(made, workers, told))


def _ratio(made: Floats, workers: Floats, told: np.ndarray) -> Floats:
    return np.where(told, made / np.where(told, workers, 1.0), np.nan)


def compute(evidence: Evidence) -> LensResult:
    """Log productivity elsewhere minus here, in the last year that has amounts and employment; parts: both logs."""
    main = evidence.main
    if evidence.employment is None:
        return nothing(NAME, evidence, lambda language: language.say("No employment by region and industry is loaded."))
    persons = evidence.employment.on_cells_of(main)
    common = sorted(set(main.years) & set(persons.years))
    if not common:
        return nothing(NAME, evidence, lambda language: language.say("Employment and amounts have no year in common."))
    year = common[-1]
    elsewhere, here = log_productivities(main.at(year), persons.at(year))
    score = main.frame(elsewhere - here)
    if not score.notna().to_numpy().any():
        return nothing(
            NAME, evidence, lambda language: language.say("No industry has amounts and employment in two regions.")
        )
    return LensResult(
        NAME, score, "log", tuple(dict.fromkeys((*main.sources, *persons.sources))), _grades(main, persons, year),
        parts={"elsewhere": main.frame(elsewhere), "here": main.frame(-here)}, caveats=(_year(year),),
    )  # fmt: skip


def _grades(main: Observations, persons: Observations, year: int) -> pd.DataFrame:
    return grades(main.until(year), persons.until(year))


def _year(year: int) -> Words:
    return lambda language: language.say("Productivity is that of {year}.", year=year)


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the productivity elsewhere as a multiple of that here."""
    ratio = float(np.exp(result.at(region, industry)))
    if ratio >= 1:
        return language.say(
            "A worker in the other regions makes {times} times as much as here: there is room to catch up.",
            times=language.number(ratio, 2),
        )
    return language.say(
        "A worker here makes {times} times as much as in the other regions: there is no gap to close.",
        times=language.number(1 / ratio, 2),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Productivity gap"),
    reading,
    lambda language: language.say(
        "Room to catch up is no push to do so: a low figure may also mean simpler goods or a failing plant."
    ),
)
