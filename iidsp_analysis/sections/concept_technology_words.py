"""Names of technology classes and schemes, and of the choices that the upper share hangs on."""

from __future__ import annotations

from iidsp_analysis.models.technology_scheme import Scheme
from iidsp_analysis.reference.industry_records import technology_classes
from iidsp_analysis.sections.context import Context


def class_names(context: Context, scheme: Scheme) -> dict[str, str]:
    """Reader's names of the classes that a scheme uses, from high to low."""
    say, code = context.language.say, context.language.code
    told = {item.code: item.name[code] for item in technology_classes().values()} | {
        "MHT": say("Medium-high and high technology (UNIDO)"),
        "medium": say("Medium technology"),
        "other": say("Other (UNIDO)"),
        "mixed": say("Several classes: two digits cannot tell"),
    }
    return {name: told[name] for name in scheme.used}


def scheme_name(context: Context, scheme: Scheme) -> str:
    """Reader's name of a scheme; the user's own one bears the name of its file."""
    say = context.language.say
    told = {
        "eurostat": say("Eurostat, NACE Rev. 2 at two digits"),
        "oecd": say("OECD 2016, by research intensity"),
        "unido": say("UNIDO, ISIC Rev. 4"),
    }
    return told.get(scheme.name) or say("own table {name}", name=scheme.name)


def choice_names(context: Context) -> dict[str, str]:
    """What each row of the sensitivities does."""
    say = context.language.say
    return {
        "default": say("As classified"),
        "without_29": say("Motor vehicles (29) left out everywhere"),
        "lower_29": say("Motor vehicles (29) counted as lower technology: all of it assembly from kits"),
        "lower_20": say(
            "Chemicals (20) counted as lower technology: all of it compounds of uranium and other raw chemicals"
        ),
        "upper_33": say("Repair (33) counted as high: machine building printed together with repair"),
        "without_metals": say("Metallurgy (24) and oil refining (19) left out everywhere"),
    }
