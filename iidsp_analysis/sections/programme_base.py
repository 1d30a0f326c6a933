"""Whether the base year decides the verdict, and what was announced first beside today's edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.monitors.programme_bases import Recount, changed_lights, compared, depends_on_definition, recounts
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.programme_definitions import definition_name
from iidsp_analysis.sections.programme_figures import programme_of
from iidsp_analysis.sections.programme_prints import first_prints

__all__ = ["base_years", "first_prints"]

#: Shares of the planned way outside of which a number says no more than that it is outside.
LEAST, MOST = 0.0, 2.0
SOURCES = ("bns-450904", "bns-5792", "bns-446905", "bns-5831")


@section("Base year of the programme", DROP_TABLES, SOURCES)
def base_years(context: Context) -> Result:
    """Judge every growth target from its own base year and, at the same yearly rate, from that of the other edition."""
    programme = programme_of(context)
    told = recounts(programme.book, context.year, programme.targets)
    say = context.language.say
    if not told:
        raise StatedError(
            say("The targets in force in {year} share one base year: there is nothing to compare.", year=context.year),
            what_next=say("Choose a year with targets of two editions, or load those of another edition."),
        )
    defined = programme.by_definition
    known = {one.target for one in told}  # under the default definition
    shown = (*told, *(one for one in defined if one.definition or one.target not in known))
    sources = programme.sources(one.judgement for one in shown)
    return Result(
        title=_title(context, told, depends_on_definition(defined)),
        reading=(_changes(context, told), _widest(context, told)),
        language=context.language,
        caption=context.caption(
            say("% a year, % of the planned way"), _years(told), sources, note=_note(context, told)
        ),
        sources=sources,
        values={f"{one.target.indicator}_{one.target.edition}_{one.base}": one.judgement.done for one in told
                if np.isfinite(one.judgement.done)},
        table=_table(context, shown),
        caveats=(
            words.light_rule(context.language),
            say("Counted anew means: the same yearly rate to the same target year, from another base year. No edition "
                "of the programme asks for it; it shows what the choice of the base year does."),
            say("The exports by HS section that are loaded begin in 2015: against 2012 they cannot be judged."),
        ),
    )  # fmt: skip


def _years(told: Sequence[Recount]) -> str:
    return f"{min(one.base for one in told)}–{max(one.judgement.year for one in told)}"


def _title(context: Context, told: Sequence[Recount], by_definition: bool) -> str:
    language, say = context.language, context.language.say
    changed = changed_lights(tuple(told))
    if not changed and by_definition:
        return say("The base year changes no light in {year}; the definition of processed exports does",
                   year=context.year)  # fmt: skip
    if not changed:
        return say("The base year changes no light in {year}", year=context.year)
    listed = "; ".join(words.indicator_name(language, name) for name in changed)
    if by_definition:
        return say("Base year or edition decide in {year} about the light of: {list}. The definition of processed "
                   "exports decides too", year=context.year, list=listed)  # fmt: skip
    return say("Base year or edition decide in {year} about the light of: {list}", year=context.year, list=listed)


def _changes(context: Context, told: Sequence[Recount]) -> str:
    """What was compared, and that the share of the way done depends on the base year even where no light does."""
    language, say = context.language, context.language.say
    names = [words.indicator_name(language, name) for name in compared(tuple(told))]
    bases = prose.enumerate_words(language, [str(base) for base in sorted({one.base for one in told})])
    if not names:
        return say("No target can be judged from two of the base years {bases}.", bases=bases)
    return say(
        "Judged by base year ({bases}) and edition: {list}. How much of the planned way is done depends on them.",
        bases=bases, list="; ".join(names),
    )  # fmt: skip


def _widest(context: Context, told: Sequence[Recount]) -> str:
    """The target behind its path whose share of the planned way differs most between two base years."""
    language, say = context.language, context.language.say
    frame = pd.DataFrame(
        [(one.target.indicator, one.target.edition, one.base, one.judgement.done) for one in told],
        columns=["indicator", "edition", "base", "done"],
    ).dropna()
    spans = frame[frame["done"] < 1].groupby(["indicator", "edition"]).filter(lambda rows: len(rows) > 1)
    if spans.empty:
        return say("No target that is behind its path can be judged from two base years.")
    low, high = (getattr(spans.groupby(["indicator", "edition"])["done"], name)() for name in ("min", "max"))
    indicator, edition = (high - low).idxmax()
    rows = spans[(spans["indicator"] == indicator) & (spans["edition"] == edition)]
    listed = [say("{share} since {base}", share=language.percent(row.done, 0), base=row.base)
              for row in rows.itertuples()]  # fmt: skip
    return say(
        "Largest difference among the targets behind their path: {indicator} ({edition}), of the planned way {list}.",
        indicator=words.indicator_name(language, indicator), edition=words.told(words.EDITIONS, edition, language),
        list=prose.enumerate_words(language, listed),
    )  # fmt: skip


def _note(context: Context, told: Iterable[Recount]) -> str:
    targets = {(one.target.indicator, one.target.edition): one.target.verified for one in told}
    return context.language.say(
        "unverified targets: {unverified} of {all}",
        unverified=sum(not verified for verified in targets.values()),
        all=len(targets),
    )


def _table(context: Context, told: Sequence[Recount]) -> Table:
    language, say = context.language, context.language.say
    rows = [
        {
            "name": _row_name(context, one), "light": words.LIGHTS[one.judgement.light](language),
            "base": str(one.base), "how": _how(context, one), "growth": one.growth / 100, "needed": one.needed / 100,
            "done": one.judgement.done, "done_told": _done(context, one.judgement.done),
        }
        for one in told
    ]  # fmt: skip
    columns = (
        Column("name", say("Indicator, edition of the target"), "text"),
        Column("light", say("Light"), "text"),
        Column("base", say("Base year"), "text"),
        Column("done_told", say("Done of the planned way"), "text"),
        Column("growth", say("Reached a year, %"), "signed_percent"),
        Column("needed", say("Asked for a year, %"), "signed_percent"),
        Column("how", say("How it is counted"), "text"),
    )
    return Table(pd.DataFrame(rows), columns, say("Targets by base year"))


def _row_name(context: Context, one: Recount) -> str:
    language = context.language
    name = words.indicator_name(language, one.target.indicator)
    told = f"{name} · {words.told(words.EDITIONS, one.target.edition, language)}"
    told = f"{told} · {definition_name(language, one.definition)}" if one.definition else told
    return words.with_mark(language, told, one.target)


def _how(context: Context, one: Recount) -> str:
    say = context.language.say
    if one.definition:
        return say("another definition of exports")
    return say("counted anew") if one.is_anew else say("as in the edition")


def _done(context: Context, share: float) -> str | None:
    """The share as a number where it has a meaning: of a way that asked for little any growth is a multiple."""
    language, say = context.language, context.language.say
    if np.isnan(share):
        return None
    if share > MOST:
        return say("over {share}", share=language.percent(MOST, 0))
    return say("below {share}", share=language.percent(LEAST, 0)) if share < LEAST else language.percent(share, 0)
