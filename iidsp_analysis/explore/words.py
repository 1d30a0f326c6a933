"""Words of the explorer: indicators, units, ways of counting industries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iidsp_analysis import industries
from iidsp_analysis.language import Language
from iidsp_analysis.reference.industry_records import sections

Words = Mapping[str, Callable[[Language], str]]

#: Indicators that the explorer shows. Others are left out: surveys of single days, goods each in a unit of its own.
INDICATORS: Words = {
    "gva": lambda language: language.say("Gross value added"),
    "gva_volume_index": lambda language: language.say("Value added, volume index"),
    "production_volume_index": lambda language: language.say("Output, volume index"),
    "output": lambda language: language.say("Gross output"),
    "exports": lambda language: language.say("Exports"),
    "exports_tonnes": lambda language: language.say("Exports, weight"),
    "imports": lambda language: language.say("Imports"),
    "imports_tonnes": lambda language: language.say("Imports, weight"),
    "investment": lambda language: language.say("Fixed investment"),
    "employment": lambda language: language.say("Employment"),
    "employment_industry_construction": lambda language: language.say("Employment in industry and construction"),
    "compensation": lambda language: language.say("Compensation of employees"),
    "gva_quasi_state": lambda language: language.say("Value added of the quasi-state sector"),
    "grp": lambda language: language.say("Gross product"),
    "grp_volume_index": lambda language: language.say("Gross regional product, volume index"),
    "gdp_volume_index": lambda language: language.say("Gross product, volume index"),
    "population": lambda language: language.say("Population"),
    "exchange_rate": lambda language: language.say("Exchange rate"),
}
CLASSIFICATIONS: Words = {
    "oked_section": lambda language: language.say("by section"),
    "oked_division": lambda language: language.say("by division"),
    "hs_section": lambda language: language.say("by group of goods"),
    "total": lambda language: language.say("in total"),
}
#: Shown unit of each stored one, and how many of the stored make one of the shown.
UNITS: Mapping[str, tuple[float, Callable[[Language], str]]] = {
    "mln KZT": (1000.0, lambda language: language.say("bn KZT")),
    "thousand USD": (1000.0, lambda language: language.say("mln USD")),
    "tonnes": (1.0, lambda language: language.say("tonnes")),
    "persons": (1.0, lambda language: language.say("persons")),
    "thousand persons": (1.0, lambda language: language.say("thousand persons")),
    "% of previous year": (1.0, lambda language: language.say("% of previous year")),
    "KZT per USD": (1.0, lambda language: language.say("KZT per USD")),
}
#: Printed sums whose code is no word for a reader.
_INDUSTRY_AND_CONSTRUCTION = "B-F"
_WITHOUT_CODE = ("TOTAL", "OTHER", "IND", "GOODS", "MACH", "OTHER_SERVICES", "FISIM", "NET_TAXES", "B-F")


def indicator(language: Language, name: str, classification: str) -> str:
    """An indicator with the way it is broken down: "Gross value added, by section"."""
    return f"{INDICATORS[name](language)}, {CLASSIFICATIONS[classification](language)}"


def industry(language: Language, classification: str, code: str) -> str:
    """An industry with its code; a sum has none that a reader would know."""
    name = plain_industry(language, classification, code)
    return name if code in _WITHOUT_CODE else f"{code} · {name}"


def plain_industry(language: Language, classification: str, code: str) -> str:
    """Short name of an industry for sentences."""
    if code == _INDUSTRY_AND_CONSTRUCTION:
        return language.say("Sections B to F")
    # Tables of divisions print some sections among them.
    printed = "oked_section" if code in sections() else classification
    return industries.name(printed, code, language.code, short=True)


def shown_unit(language: Language, unit: str) -> tuple[float, str]:
    """By what stored numbers are divided to be shown, and the unit that is then theirs."""
    scale, told = UNITS[unit]
    return scale, told(language)
