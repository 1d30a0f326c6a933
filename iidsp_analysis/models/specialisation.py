"""Lens *specialisation*: how heavy the industry is in the region, compared with the country."""

from __future__ import annotations

from iidsp_analysis.language import Language
from iidsp_analysis.measures.expected_specialisation import plain_quotients, smoothed_log_quotients
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult

NAME = "specialisation"


def compute(evidence: Evidence) -> LensResult:
    """Natural logarithm of the smoothed location quotient in the year of the evidence."""
    main = evidence.main
    score = main.frame(smoothed_log_quotients(main.at(main.last_year)))
    return LensResult(NAME, score, "log", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell how many times heavier or lighter than in the country the industry is."""
    quotient = float(plain_quotients(result.at(region, industry)))
    if quotient <= 0:
        return language.say("The region has none of it.")
    if quotient >= 1:
        return language.say(
            "Its share is {times} times that in the country: it is already a specialisation.",
            times=language.number(quotient),
        )
    return language.say(
        "Its share is {percent} of that in the country: it is no specialisation yet.",
        percent=language.percent(quotient, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Specialisation"),
    reading,
    lambda language: language.say("A heavy industry is not a growing one: in public panels it later grew more slowly."),
)
