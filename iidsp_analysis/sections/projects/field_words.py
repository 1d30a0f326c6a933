"""Fields of the register and their values in the reader's words."""

from __future__ import annotations

from iidsp_analysis import regions
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.safe_text import shown


def field_name(name: str, language: Language) -> str:
    """Return the name of a field: its usual head in Russian, its machine name in words otherwise."""
    if found := form.OUTPUT_OF_YEAR.match(name):
        return f"{field_name(f'output_{found[1]}_mln_kzt', language)} ({found[2]})"
    return form.head_of(name, language.code)


def unit_names(language: Language) -> dict[str, str]:
    """Return the words for every unit that a register or its heads can have."""
    say = language.say
    return {
        form.MLN_KZT: say("mln KZT"),
        "thousand KZT": say("thousand KZT"),
        "bn KZT": say("bn KZT"),
        "trn KZT": say("trn KZT"),
        "KZT": say("KZT"),
        form.PERCENT: form.PERCENT,
        "persons": say("persons"),
        "times": say("times"),
    }


def value_text(name: str, value: object, language: Language) -> str:
    """Return a value of a field with its unit; what is missing is a dash."""
    field = form.field_of(name) or form.Field(name, form.TEXT)
    if value is None:
        return MISSING
    if isinstance(value, float):
        return _amount(field, value, language)
    if field.kind == form.DATE:
        return language.date(str(value))
    if name == "region":
        return regions.get(str(value)).name[language.code]
    return choice_name(name, str(value), language) if field.kind == form.CHOICE else shown(value)


def choice_name(name: str, value: str, language: Language) -> str:
    """Return a word of a list in the reader's language."""
    aliases = form.CHOICES.get(name, {}).get(value, {}).get(language.code, ())
    return aliases[0] if language.code != "en" and aliases else value.replace("_", " ")


def _amount(field: form.Field, value: float, language: Language) -> str:
    digits = 0 if value.is_integer() else 1 if abs(value) >= 1 else 3
    if field.unit in {form.MLN_KZT, form.PERCENT}:
        return language.amount(value, unit_names(language)[field.unit], digits)
    return language.number(value, digits)
