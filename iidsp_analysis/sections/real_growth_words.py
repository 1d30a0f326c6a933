"""Words of the one figure about real growth: indicators, parts, the finding as a sentence, and what to mind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import isfinite

from iidsp_analysis import industries, prose
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.real_growth import RealGrowth
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import definition_text

Words = Callable[[Language], str]

NAMES: dict[str, Words] = {
    "gva": lambda language: language.say("manufacturing value added"),
    "output": lambda language: language.say("manufacturing output"),
    "processed_exports": lambda language: language.say("processed exports"),
    "manufacturing_investment": lambda language: language.say("investment in manufacturing"),
    "investment": lambda language: language.say("investment in all industries"),
    "grp": lambda language: language.say("gross regional product"),
}
#: What the part beside the known factors is, by the factors that it holds.
REMAINDERS: dict[tuple[str, ...], Words] = {
    ("price",): lambda language: language.say("price in dollars"),
    ("volume", "price"): lambda language: language.say("volume and price in dollars"),
    ("price", "exchange_rate"): lambda language: language.say("price in tenge"),
    ("volume", "price", "exchange_rate"): lambda language: language.say("volume and price in tenge"),
}


def indicator_name(context: Context, name: str) -> str:
    """The indicator in the reader's language; the product of the country is domestic, not regional."""
    if name == "grp" and context.is_country:
        return context.language.say("gross domestic product")
    return NAMES[name](context.language)


def kinds_of_parts(language: Language) -> list[str]:
    """All names that a part can have, in one order for every picture."""
    return [language.say("volume"), language.say("exchange rate"), *(name(language) for name in REMAINDERS.values())]


def part_names(language: Language, found: RealGrowth) -> dict[str, str]:
    """Names of the parts that are told, by their column; a factor that is not known stands in the remainder."""
    own = {
        "volume": language.say("volume"),
        "exchange_rate": language.say("exchange rate"),
        "remainder": REMAINDERS[found.remainder_holds](language),
    }
    return {part: name for part, name in own.items() if part not in found.remainder_holds}


def title(context: Context, found: RealGrowth) -> str:
    """The finding: the change in tenge and its parts; the change in dollars where no rate turns them into tenge."""
    language, say = context.language, context.language.say
    gaps = {
        "name": prose.sentence(indicator_name(context, found.indicator)),
        "in_region": context.in_region,
        "base": found.base,
        "year": found.last,
    }
    if not isfinite(found.change("tenge")):
        return say("{name} {in_region}, {base}→{year}: {rate} in dollars; in tenge not known without an exchange rate",
                   rate=language.signed_percent(found.change("dollars")), **gaps)  # fmt: skip
    rate = language.signed_percent(found.change("tenge"))
    parts = _parts(language, found)
    if not parts:
        return say("{name} {in_region}, {base}→{year}: {rate} in tenge", rate=rate, **gaps)
    return say("{name} {in_region}, {base}→{year}: {rate} in tenge, split into {parts}", rate=rate,
               parts=", ".join(parts), **gaps)  # fmt: skip


def _parts(language: Language, found: RealGrowth) -> list[str]:
    """Parts with their points; one part alone is the whole and says nothing."""
    names, last = part_names(language, found), found.parts.loc[str(found.last)] / 100
    told = [
        language.say("{part}: {points}", part=name, points=language.points(float(last[part])))
        for part, name in names.items()
        if isfinite(last[part])
    ]
    return told if len(told) > 1 else []


def bar_label(context: Context, found: RealGrowth, first: int) -> str:
    """The indicator, with the year from which its change is told where that is later than the others' first one."""
    name = indicator_name(context, found.indicator)
    return name if found.base == first else context.language.say("{name} since {base}", name=name, base=found.base)


def table_caption(context: Context, found: RealGrowth) -> str:
    """Caption of the years of one indicator."""
    name = prose.sentence(indicator_name(context, found.indicator))
    return context.language.say("{name}: change since {base} and its parts", name=name, base=found.base)


def alt(context: Context, found: Mapping[str, RealGrowth]) -> str:
    """What the bars of all indicators show, for those who cannot see them."""
    language = context.language
    first = min(each.base for each in found.values())
    told = [
        language.say(
            "{part}: {points}", part=bar_label(context, each, first), points=language.points(each.change("tenge"))
        )
        for each in found.values()
        if isfinite(each.change("tenge"))
    ]
    return language.say("Stacked bars of the parts of the change in tenge. {list}.", list="; ".join(told))


def how_to_read(context: Context) -> str:
    """What the parts are."""
    return context.language.say(
        "An amount in tenge is volume × price in dollars × tenge per dollar; the parts add up exactly to the change in "
        "tenge, in percentage points of the amount of the base year. A part differs from its own rate of change, since "
        "it is weighed with the mean of both years' amounts."
    )


def rate_sentence(context: Context, found: RealGrowth) -> str:
    """What the exchange rate did, and why it matters."""
    language, say = context.language, context.language.say
    rate = found.change("exchange_rate")
    if not isfinite(rate):
        return say("No annual exchange rate is loaded for {year}: tenge and dollars cannot be compared.",
                   year=found.last)  # fmt: skip
    return say(
        "Tenge per dollar, {base}→{year}: {change}. What stood still in dollars changed as much in tenge.",
        base=found.base,
        year=found.last,
        change=language.signed_percent(rate),
    )


def not_told_apart(context: Context, found: Mapping[str, RealGrowth]) -> tuple[str, ...]:
    """Indicators whose volume is not known for the report's year."""
    names = [indicator_name(context, name) for name, each in found.items() if "volume" in each.remainder_holds]
    if not names:
        return ()
    return (
        context.language.say(
            "Volume and price are one part for: {names}. A volume index of the same aggregate is not loaded for every "
            "year on these borders, and another one is not put in its place.",
            names=prose.enumerate_words(context.language, names),
        ),
    )


def not_published(context: Context, missing: Collection[str]) -> tuple[str, ...]:
    """Indicators without two years to compare."""
    if not missing:
        return ()
    names = [indicator_name(context, name) for name in missing]
    return (
        context.language.say(
            "Not shown, because {year} and an earlier year to compare with are not both published on these borders: "
            "{names}.",
            year=context.year,
            names=prose.enumerate_words(context.language, names),
        ),
    )


def caveats(context: Context, found: Mapping[str, RealGrowth]) -> tuple[str, ...]:
    """What to mind about the indicators that are shown."""
    say = context.language.say
    told = [
        say("The parts are an identity of accounting, not causes. Each is rounded by itself: the last digit of a sum "
            "can differ."),
    ]  # fmt: skip
    if "output" in found and "volume" not in found["output"].remainder_holds:
        told.append(say("Output goes with the production volume index (table 5792), value added with the index of "
                        "value added (table 450904): neither stands in for the other."))  # fmt: skip
    if "processed_exports" in found:
        told.append(
            say(
                "Exports are published in dollars; their tenge are reckoned at the average rate of the year. "
                "{definition}",
                definition=definition_text(context, industries.default_processed_exports().id),
            )
        )
    if "manufacturing_investment" in found:
        told.append(say("Unverified: the unit of investment in manufacturing (table 5547) and its dates are inferred."))
    return tuple(told)
