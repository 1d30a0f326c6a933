"""Words for the programme's indicators: names, units, lights with their rule, and what must be said with a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iidsp_analysis.language import Language
from iidsp_analysis.monitors import programme as kpi
from iidsp_analysis.monitors.programme import Judgement
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED
from iidsp_analysis.monitors.programme_path import GREEN, GREY, RED, YELLOW, YELLOW_FROM
from iidsp_analysis.reference.target_records import CHAINED, CUMULATIVE, Target, indicators

Words = Mapping[str, Callable[[Language], str]]

NAMES: Words = {
    "gva_volume": lambda language: language.say("Manufacturing value added, volume"),
    "production_volume": lambda language: language.say("Manufacturing output, volume"),
    "processed_exports": lambda language: language.say("Processed exports"),
    "productivity": lambda language: language.say("Labour productivity in manufacturing"),
    "investment": lambda language: language.say("Fixed investment in manufacturing"),
    "employment": lambda language: language.say("Employment in manufacturing"),
    "energy_intensity": lambda language: language.say("Energy intensity of manufacturing"),
    "gdp_share": lambda language: language.say("Share of manufacturing in the gross product"),
    "technology_share": lambda language: language.say("Share of high and medium-high technology"),
    "complexity_rank": lambda language: language.say("Rank by economic complexity"),
    "investment_volume": lambda language: language.say("Fixed investment in manufacturing, volume"),
    "gdp_energy_intensity": lambda language: language.say("Energy intensity of the gross product"),
    "noncommodity_export_share": lambda language: language.say("Share of non-commodity exports"),
    "machinery_gva": lambda language: language.say("Machine building: value added"),
    "machinery_output": lambda language: language.say("Machine building: output"),
    "machinery_exports": lambda language: language.say("Machine building: exports"),
    "machinery_productivity": lambda language: language.say("Machine building: productivity"),
    "machinery_investment": lambda language: language.say("Machine building: investment"),
}
#: For heads of columns.
SHORT_NAMES: Words = {
    "gva_volume": lambda language: language.say("Value added, volume"),
    "processed_exports": lambda language: language.say("Exports"),
}
UNITS: Words = {
    "index": lambda language: language.say("index"),
    "mln USD": lambda language: language.say("mln USD"),
    "bn KZT": lambda language: language.say("bn KZT"),
    "thousand persons": lambda language: language.say("thousand persons"),
    "% of GDP": lambda language: language.say("% of the gross product"),
    "% of manufacturing GVA": lambda language: language.say("% of manufacturing value added"),
    "% of exports": lambda language: language.say("% of exports"),
    "rank": lambda language: language.say("place"),
}
PROGRAMMES: Words = {
    "SPAIID 2010-2014": lambda language: language.say("SPAIID 2010–2014"),
    "IIDSP 2015-2019": lambda language: language.say("IIDSP 2015–2019"),
    "IIDSP 2020-2025": lambda language: language.say("IIDSP 2020–2025"),
    "State of the Nation 2021": lambda language: language.say("State of the Nation 2021"),
    "Manufacturing concept 2023-2029": lambda language: language.say("Manufacturing concept 2023–2029"),
    "Machine-building plan to 2028": lambda language: language.say("Machine-building plan to 2028"),
}
EDITIONS: Words = {
    "as adopted": lambda language: language.say("as adopted"),
    "original": lambda language: language.say("original edition"),
    "amended": lambda language: language.say("amended edition"),
    "task": lambda language: language.say("task of the President"),
    "draft": lambda language: language.say("draft"),
    "plan": lambda language: language.say("plan"),
}
LIGHTS: Words = {
    GREEN: lambda language: language.say("green"),
    YELLOW: lambda language: language.say("yellow"),
    RED: lambda language: language.say("red"),
    GREY: lambda language: language.say("grey"),
}
FLAGS: Words = {
    kpi.UNVERIFIED: lambda language: language.say("target unverified"),
    kpi.OWN_TARGET: lambda language: language.say("target of the loaded file"),
    kpi.NATIONAL: lambda language: language.say("the target is national"),
    kpi.NO_TARGET: lambda language: language.say("no target"),
    kpi.REPLACED: lambda language: language.say("replaced, not counted"),
    kpi.AFTER_TARGET: lambda language: language.say("judged in its target year"),
    kpi.NO_BASE_YEAR: lambda language: language.say("the target tells no base year"),
    kpi.BASE_MISSING: lambda language: language.say("no figure of the base year"),
    kpi.YEAR_MISSING: lambda language: language.say("no figure of this year"),
    NOT_LOADED: lambda language: language.say("no figures"),
    NOT_BY_REGION: lambda language: language.say("no figures by region"),
}
#: What to load for an indicator that no loaded table tells, and for one that is not loaded by region.
TO_LOAD: Words = {
    "energy_intensity": lambda language: language.say("energy use of manufacturing by year (fuel and energy balance)"),
    "complexity_rank": lambda language: language.say(
        "the rank in one named edition of one publisher: ranks of different publishers cannot be compared"
    ),
    "investment_volume": lambda language: language.say("the volume index of fixed investment in manufacturing"),
    "gdp_energy_intensity": lambda language: language.say("energy use of the economy by year"),
    "noncommodity_export_share": lambda language: language.say("exports by HS section of the years before 2015"),
}
TO_LOAD_BY_REGION: Words = {
    "gva_volume": lambda language: language.say("the volume index of value added by region (BNS table 450904)"),
    "production_volume": lambda language: language.say("the production volume index by region (Taldau 701625)"),
    "processed_exports": lambda language: language.say("exports by region and HS section (BNS table 446905)"),
    "productivity": lambda language: language.say("labour productivity by region and section (BNS table 5933)"),
    "investment": lambda language: language.say("fixed investment by region and section (Taldau)"),
    "employment": lambda language: language.say("employed persons by region and activity (Taldau 702840)"),
    "technology_share": lambda language: language.say("value added by region and division (BNS table 5931)"),
}


def told(words: Words, key: str, language: Language) -> str:
    """The reader's words for a key; a name that is not ours (of a user's file) stays as written."""
    return words[key](language) if key in words else key


def indicator_name(language: Language, name: str) -> str:
    """Name of an indicator."""
    return told(NAMES, name, language)


def unit_of(language: Language, judgement: Judgement) -> str:
    """Unit of fact, target and path: of an indicator without a level its index with the base year."""
    indicator = indicators()[judgement.indicator]
    if indicator.kind == CHAINED and judgement.base_year is not None:
        return language.say("{base} = 100", base=judgement.base_year)
    unit = told(UNITS, indicator.unit, language)
    if judgement.target is not None and judgement.target.form == CUMULATIVE and judgement.is_judged:
        return language.say("{unit}, sum since {base}", unit=unit, base=judgement.base_year)
    return unit


def target_name(language: Language, target: Target | None) -> str:
    """Programme, edition and span of a target: "IIDSP 2015–2019, amended edition, 2015→2019"."""
    if target is None:
        return language.say("no target")
    programme, edition = told(PROGRAMMES, target.programme, language), told(EDITIONS, target.edition, language)
    span = f"{target.base_year}→{target.target_year}" if target.base_year else f"→{target.target_year}"
    return f"{programme}, {edition}, {span}"


def target_mark(language: Language, target: Target) -> str:
    """Whether a target was read in a source, for use beside its name."""
    return language.say("target verified") if target.verified else language.say("target unverified")


def row_name(language: Language, judgement: Judgement, year: int) -> str:
    """Indicator, unit and target of a row: what its numbers are, in the cell that stays in view on a narrow screen.

    A fact of another year than the report's says so.
    """
    name = f"{indicator_name(language, judgement.indicator)}, {unit_of(language, judgement)}"
    if judgement.year != year:
        name = f"{name}, {language.say('fact of {year}', year=judgement.year)}"
    return with_mark(language, f"{name} · {target_name(language, judgement.target)}", judgement.target)


def with_mark(language: Language, name: str, target: Target | None) -> str:
    """A name with the mark of an unverified target: a table in which a column is cut off must show it, too."""
    return name if target is None or target.verified else f"{name} ({verified_mark(language, target)})"


def verified_mark(language: Language, target: Target | None) -> str | None:
    """The mark of a target that was not read in a source; missing where there is no target."""
    if target is None:
        return None
    return language.say("yes") if target.verified else language.say("unverified")


def flags_text(language: Language, flags: tuple[str, ...]) -> str:
    """What must be said with a number, as a list."""
    return "; ".join(told(FLAGS, flag, language) for flag in flags) or "–"


def light_rule(language: Language) -> str:
    """The rule of the traffic light, as printed under every table that shows one."""
    return language.say(
        "Green: on the straight line from base year to target year, or better. Yellow: behind it, with at least "
        "{share} of the way planned up to the year done. Red: less. Grey: no fact, or no target of this territory. The "
        "line and the rule are conventions of this project, not of the programme.",
        share=language.percent(YELLOW_FROM, 0),
    )
