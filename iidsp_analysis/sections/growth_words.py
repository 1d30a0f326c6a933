"""Words of the ranking in the reader's language: candidates, badges, types, grades, sets of weights, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.language import Language
from iidsp_analysis.models import lenses
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS
from iidsp_analysis.models.changes import Change
from iidsp_analysis.models.estimated_weights import prior_coefficients
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label

Words = Callable[[Language], str]

BADGES: dict[str, Words] = {
    "stable": lambda language: language.say("stable"),
    "leaning": lambda language: language.say("leaning"),
    "fragile": lambda language: language.say("fragile"),
    "no contest": lambda language: language.say("no contest"),
}
TYPES: dict[str, Words] = {
    "established strength": lambda language: language.say("established strength"),
    "emerging": lambda language: language.say("emerging"),
    "latent potential": lambda language: language.say("latent potential"),
    "fading": lambda language: language.say("fading"),
    "no sign": lambda language: language.say("no sign"),
    "unclassified": lambda language: language.say("unclassified"),
}
SETS: dict[str, Words] = {
    "estimated": lambda language: language.say("estimated weights"),
    "equal": lambda language: language.say("equal weights"),
    "own": lambda language: language.say("own weights"),
    "chosen": lambda language: language.say("chosen lenses"),
}
RULES: dict[str, Words] = {
    "rank": lambda language: language.say("ranks"),
    "z": lambda language: language.say("z-scores"),
    "min-max": lambda language: language.say("min–max scale"),
    "arithmetic": lambda language: language.say("arithmetic mean"),
    "geometric": lambda language: language.say("geometric mean"),
    "outranking": lambda language: language.say("outranking"),
}


def candidate(context: Context, classification: str, code: str) -> str:
    """Short name of a candidate with its code."""
    if classification == PRODUCT_GROUPS:
        return goods_label(context, code)
    return f"{code} · {industries.division(code).short[context.language.code]}"


def plain_candidate(context: Context, classification: str, code: str) -> str:
    """Short name of a candidate without its code, for sentences."""
    if classification == PRODUCT_GROUPS:
        return industries.hs_section(code).short[context.language.code]
    return industries.division(code).short[context.language.code]


def weights_origin(context: Context, points: GrowthPoints, name: str) -> str:
    """Where a set of weights comes from, in the reader's language."""
    say, weights = context.language.say, points.sets[name]
    if name == "own":
        return weights.origin  # the file, as it was named
    if name != "estimated":
        return say("every lens counts the same")
    prior = prior_coefficients(points.year, weights.lenses)
    return say("penalised regression of later growth on the lenses; public panels: {panels}, years of picks whose "
               "windows had ended by {year}: {origins}", panels=int(prior["panels"].max()), year=points.year,
               origins=int(prior["origins"].max()))  # fmt: skip


def what_is_ranked(context: Context, classification: str) -> str:
    """Heading of the column of candidates."""
    say = context.language.say
    return say("Division") if classification == DIVISIONS else say("Product group")


def amount_unit(context: Context, classification: str) -> str:
    """What the amounts are, with their unit as shown (thousands of the stored unit)."""
    say = context.language.say
    return say("GVA, bn KZT") if classification == DIVISIONS else say("Exports, mln USD")


def lens_title(context: Context, name: str) -> str:
    """The lens' name for readers."""
    return lenses.by_name(name).title(context.language)


def places(context: Context, low: float, high: float) -> str:
    """A rank interval as text: "2–6", or one place."""
    first, last = (context.language.number(float(place), 0) for place in (low, high))
    return first if first == last else f"{first}–{last}"


def intervals(context: Context, rows: pd.DataFrame) -> list[str | None]:
    """Rank intervals of the rows of a ranking; a candidate that is not ranked has none."""
    pairs = zip(rows["rank_low"], rows["rank_high"], strict=True)
    return [places(context, low, high) if pd.notna(low) else None for low, high in pairs]


def verdict(context: Context, row: pd.Series) -> str:
    """How firm the verdict on a ranked candidate is; of one that is not picked, that it is firmly or hardly left out.

    The badge says how far a verdict survives other choices, not what it is: "stable" alone would praise the last.
    """
    badge = BADGES[row["badge"]](context.language)
    return badge if row["pick"] else context.language.say("not picked, {badge}", badge=badge)


def quoted_names(context: Context, classification: str, codes: Iterable[str]) -> str:
    """Names of candidates in quotes: a name may hold commas."""
    return ", ".join(prose.quoted(context.language, plain_candidate(context, classification, code)) for code in codes)


def change_in_words(context: Context, change: Change) -> str:
    """What would reverse a verdict, as a clause."""
    say, number = context.language.say, context.language.number
    if change.kind == "weight" and change.factor == 0:
        return say("without the lens “{lens}” it would be number {rank}", lens=lens_title(context, change.name),
                   rank=change.rank)  # fmt: skip
    if change.kind == "weight":
        lens, factor = lens_title(context, change.name), number(change.factor, 2)
        return say("with the weight of “{lens}” times {factor} it would be number {rank}", lens=lens, factor=factor,
                   rank=change.rank)  # fmt: skip
    if change.kind == "scores":
        return say("on other borders it would be number {rank}", rank=change.rank)
    return say("by {rule} it would be number {rank}", rule=RULES[change.name](context.language), rank=change.rank)


def verdict_changes(context: Context, points: GrowthPoints, code: str, most: int = 2) -> str:
    """What would change the verdict on a candidate, or that nothing tried does."""
    say = context.language.say
    changes = points.robustness.changes.get(code, ())
    clauses = [*_equal_weights(context, points, code), *(change_in_words(context, change) for change in changes[:most])]
    if not clauses:
        told = (say("Nothing that was tried changes this verdict."), _driver(context, points, code))
        return " ".join(filter(None, told))
    return say("The verdict would change: {changes}.", changes="; ".join(clauses))


def _equal_weights(context: Context, points: GrowthPoints, code: str) -> list[str]:
    """That equal weights would reverse the verdict, where they do: the trials stay near the estimated ones."""
    row = points.table.loc[code]
    if "rank_equal" not in points.table or bool(row["rank_equal"] <= points.top) == bool(row["pick"]):
        return []
    return [context.language.say("by equal weights it would be number {rank}", rank=int(row["rank_equal"]))]


def _driver(context: Context, points: GrowthPoints, code: str) -> str:
    """The lens that moves the candidate furthest when it is left out; "" where none moves it."""
    row = points.robustness.table.loc[code]
    if pd.isna(row["driver"]):
        return ""
    lens, rank = lens_title(context, str(row["driver"])), int(row["rank_without_driver"])
    return context.language.say("Moved most by leaving out “{lens}”: number {rank}.", lens=lens, rank=rank)
