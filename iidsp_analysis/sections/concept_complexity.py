"""Complexity from outside, from the user's own world trade file: the country's place, and the universe behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.loaders.world_trade import read_world_trade
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.concept_complexity_figures import OTHER_THRESHOLDS, World, world
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, opened, section

#: ``Result.sources`` of what is made from the user's file: it stands in no list of tables.
OWN = ("world-trade-file",)
_KEPT = "complexity of the world"
STEPS: dict[str, Callable[[Language], str]] = {
    "published": lambda language: language.say("as published"),
    "goods": lambda language: language.say("without what is no product"),
    "countries": lambda language: language.say("countries from 1 bn USD of exports"),
    "products": lambda language: language.say("products from 10 mln USD of world trade"),
}


def with_world(make: Callable[[Context, World], Result]) -> Callable[[Context], Result]:
    """Hand the complexity of the user's file to a section; without one, or with a broken one, the section says so."""

    @wraps(make)
    def made(context: Context) -> Result:
        if _KEPT not in context.shared:
            context.shared[_KEPT] = _found(context)
        found = context.shared[_KEPT]
        if isinstance(found, StatedError):
            raise found
        if not isinstance(found, World):
            raise TypeError(f"{_KEPT} is taken by something else")
        return make(context, found)

    return made


def _found(context: Context) -> World | StatedError:
    say = context.language.say
    try:
        return opened(
            context, lambda: _read(context.year),
            refused=lambda reason: StatedError(
                say("The world trade file is not used: {reason}", reason=reason),
                what_next=say("Correct the file, or take it out of data/raw/world/.")),
            missing=StatedError(
                say("No world trade file is loaded: this section needs one."),
                what_next=say("Put it with its description into data/raw/world/ (how: data/raw/world/README.md) and "
                              "render again.")),
        )  # fmt: skip
    except StatedError as reason:
        return reason  # every section of the page says it, and the file is read once


def _read(year: int) -> World | None:
    trade = read_world_trade(year)
    return None if trade is None else world(trade)


def caption(context: Context, found: World, unit: str, note: str = "") -> str:
    """Unit, years and source of what is made from the user's file."""
    say, trade = context.language.say, found.trade
    years = f"{trade.years[0]}–{trade.years[-1]}" if len(trade.years) > 1 else str(trade.years[0])
    told = say("source: {sources}", sources=say("own file {file}: {source}", file=", ".join(trade.files),
                                                source=trade.source))  # fmt: skip
    return " · ".join(filter(None, (unit, years, trade.nomenclature, note, told)))


@section("Complexity of the country's exports", "")
@with_world
def place(context: Context, found: World) -> Result:
    """The country's rank in the universe of the file, and what every rule of cleaning leaves of it."""
    language, say = context.language, context.language.say
    own, count = found.own, int(found.countries["eci"].notna().sum())
    return Result(
        title=say("By complexity the country's exports are number {rank} of {count} economies in this universe (index "
                  "{eci})", rank=int(own["rank"]), count=count, eci=language.signed(own["eci"], 2)),
        reading=(say("It has an advantage in {own} of {all} products; their mean complexity is {basket} (0 = mean of "
                     "all products).", own=int(own["diversity"]), all=len(found.products),
                     basket=language.signed(found.basket, 2)),
                 say("A rank is one in a universe: with other countries, products or years it is another, so it cannot "
                     "be compared with ranks that others publish.")),
        language=language,
        caption=caption(context, found, say("number of countries and products")),
        sources=OWN,
        values={"rank": float(own["rank"]), "count": float(count), "eci": float(own["eci"])},
        table=_universe(context, found),
        against=(_thresholds(context, found, count),),
        caveats=(say("Complexity is read from exports alone: what is made for the country itself does not show, and "
                     "goods that are only passed on do."),),
    )  # fmt: skip


def _thresholds(context: Context, found: World, count: int) -> str:
    language = context.language
    told = ", ".join(f"{language.number(limit, 1)} – {rank}"
                     for limit, rank in zip(OTHER_THRESHOLDS, found.other_ranks, strict=True))  # fmt: skip
    return language.say("With another threshold of the advantage than 1 the number among {count} is: {list}.",
                        count=count, list=told)  # fmt: skip


def _universe(context: Context, found: World) -> Table:
    language, say = context.language, context.language.say
    frame = pd.DataFrame([
        {"rule": STEPS[name](language), "countries": countries, "products": products}
        for name, countries, products in found.trade.steps
    ])  # fmt: skip
    columns = (
        Column("rule", say("Rule of cleaning"), "text"),
        Column("countries", say("Countries"), digits=0),
        Column("products", say("Products"), digits=0),
    )
    return Table(frame, columns, say("The universe, rule by rule"))
