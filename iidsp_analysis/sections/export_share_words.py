"""Words of the sections on own shares: the parts of a change, titles, readings and caveats."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.language import Language
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import definition_text, goods_label

#: Won and lost shares: own shares with what cannot be separated from the mix of goods.
OWN = "own"
#: Parts that the pictures show.
SHOWN = ("national", "structure", OWN)


def part_names(language: Language) -> dict[str, str]:
    """Names of the parts of a constant market share."""
    say = language.say
    return {
        "national": say("the country's growth"),
        "structure": say("the mix of goods"),
        "competitiveness": say("own shares"),
        "interaction": say("not separable"),
        OWN: say("won and lost shares"),
    }


def with_own(parts: pd.DataFrame) -> pd.DataFrame:
    """Parts with the sum of own shares and what cannot be separated: the change that won or lost shares make."""
    return parts.assign(**{OWN: parts["competitiveness"] + parts["interaction"]})


def share_title(context: Context, base: int, whole: pd.Series) -> str:
    """The change of a region and its parts."""
    language = context.language
    told = {name: language.signed(whole[name]) for name in (*SHOWN, "change")}
    return language.say(
        "Processed exports {of_region} {base}→{year}: {change} mln USD, of which {national} with the country's growth, "
        "{structure} by the mix of goods and {own} by won and lost shares",
        of_region=context.of_region, base=base, year=context.year, **told,
    )  # fmt: skip


def regions_title(context: Context, base: int, own: pd.Series) -> str:
    """Which region won most share of the country's exports, and which lost most."""
    language, low, high = context.language, str(own.idxmin()), str(own.idxmax())
    gaps = {
        "base": base, "year": context.year,
        "low": context.short_names[low], "low_value": language.signed(own[low]),
        "high": context.short_names[high], "high_value": language.signed(own[high]),
    }  # fmt: skip
    if own[low] < 0 < own[high]:
        return language.say("Processed exports {base}→{year}: {high} won most share of the country's exports "
                            "({high_value} mln USD), {low} lost most ({low_value} mln USD)", **gaps)  # fmt: skip
    return language.say("Processed exports {base}→{year}, won and lost shares of the country's exports: highest {high} "
                        "({high_value} mln USD), lowest {low} ({low_value} mln USD)", **gaps)  # fmt: skip


def regions_readings(context: Context, unknown: int) -> tuple[str, ...]:
    """How to read the parts of all regions, and how many regions are not compared."""
    say = context.language.say
    told = [
        say("Had every region kept its share of the country's exports of every good, its exports would have moved by "
            "the first two parts. The rest is won and lost shares: they cancel out over all regions.")
    ]  # fmt: skip
    if unknown:
        told.append(say("Regions that are not compared, since months of one of the years are missing: {count}.",
                        count=unknown))  # fmt: skip
    return tuple(told)


def share_readings(context: Context, goods: pd.DataFrame, orders: pd.DataFrame) -> tuple[str, ...]:
    """Goods that won and lost most, what the order of the years changes, and how to read the parts."""
    language, say = context.language, context.language.say
    own = goods[OWN]
    most = [str(own.idxmin()), str(own.idxmax())]
    told = orders.T["competitiveness"]
    return (
        say("Won and lost shares by goods: the lowest in {low} ({low_value} mln USD), the highest in {high} "
            "({high_value} mln USD).",
            low=goods_label(context, most[0]), low_value=language.signed(own[most[0]]),
            high=goods_label(context, most[1]), high_value=language.signed(own[most[1]])),
        say("The order of the years matters by {difference} mln USD: own shares are {first} mln USD if the country's "
            "exports of the first year weigh them, {last} mln USD if those of the last do.",
            difference=language.number(abs(told["order_matters_by"])), first=language.signed(told["last_weights"]),
            last=language.signed(told["base_weights"])),
        say("How to read it: had the region kept its share of the country's exports of every good, its exports would "
            "have moved by the first two parts; the rest is won or lost shares."),
    )  # fmt: skip


def share_caveats(context: Context) -> tuple[str, ...]:
    """What a constant market share of regions is not."""
    say = context.language.say
    return (
        say("The country's exports stand for demand: exports by market are not loaded, so this is no share of world "
            "markets, and there is one order less to choose (goods and markets)."),
        say("At current prices won shares hold prices too; an exporter that registers in another region moves them "
            "without any change of production."),
        definition_text(context, industries.default_processed_exports().id),
    )  # fmt: skip


def alt(context: Context, whole: pd.Series) -> str:
    """The picture in words: bars by goods, or by region for the country."""
    language, say = context.language, context.language.say
    names = part_names(language)
    listed = "; ".join(f"{names[name]} {language.signed(whole[name])}" for name in SHOWN)
    if context.is_country:
        return say("Stacked bars of the parts of the change by region, mln USD. In all: {list}.", list=listed)
    return say("Stacked bars of the parts of the change by HS section, mln USD. In all: {list}.", list=listed)
