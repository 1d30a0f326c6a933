"""Whether the base year decides the verdict, and what was announced first beside today's edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.monitors.programme_bases import Recount, changed_lights, compared, recounts
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.programme_figures import programme_of
from iidsp_analysis.sections.programme_prints import first_prints

__all__ = ["base_years", "first_prints"]

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
    sources = programme.sources(one.judgement for one in told)
    return Result(
        title=_title(context, told),
        reading=(_changes(context, told), _widest(context, told), words.light_rule(context.language)),
        language=context.language,
        caption=context.caption(
            say("% a year, % of the planned way"), _years(told), sources, note=_note(context, told)
        ),
        sources=sources,
        values={f"{one.target.indicator}_{one.target.edition}_{one.base}": one.judgement.done for one in told
                if np.isfinite(one.judgement.done)},
        table=_table(context, told),
        caveats=(
            say("Counted anew means: the same yearly rate to the same target year, from another base year. No edition "
                "of the programme asks for it; it shows what the choice of the base year does."),
            say("The exports by HS section that are loaded begin in 2015: against 2012 they cannot be judged."),
        ),
    )  # fmt: skip


def _years(told: Sequence[Recount]) -> str:
    return f"{min(one.base for one in told)}–{max(one.judgement.year for one in told)}"


def _title(context: Context, told: Sequence[Recount]) -> str:
    say, language = context.language.say, context.language
    changed, judged = changed_lights(tuple(told)), compared(tuple(told))
    bases = prose.enumerate_words(language, [str(base) for base in sorted({one.base for one in told})])
    return say(
        "Base years {bases}, judged in {year}: indicators compared: {judged}; with another light by base year or "
        "edition: {changed}",
        bases=bases, year=context.year, judged=len(judged), changed=len(changed),
    )  # fmt: skip


def _changes(context: Context, told: Sequence[Recount]) -> str:
    language, say = context.language, context.language.say
    names = [words.indicator_name(language, name) for name in changed_lights(tuple(told))]
    if names:
        return say("Base year or edition decide about the light of: {list}.", list="; ".join(names))
    return say(
        "No light depends on base year or edition in {year}; how much of the planned way is done depends on them.",
        year=context.year,
    )


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
            "name": words.indicator_name(language, one.target.indicator),
            "edition": words.told(words.EDITIONS, one.target.edition, language),
            "base": str(one.base),
            "how": say("counted anew") if one.is_anew else say("as in the edition"),
            "growth": one.growth / 100, "needed": one.needed / 100, "done": one.judgement.done,
            "light": words.LIGHTS[one.judgement.light](language),
            "verified": words.verified_mark(language, one.target),
        }
        for one in told
    ]  # fmt: skip
    columns = (
        Column("name", say("Indicator"), "text"),
        Column("edition", say("Edition of the target"), "text"),
        Column("base", say("Base year"), "text"),
        Column("how", say("How it is counted"), "text"),
        Column("growth", say("Reached a year, %"), "signed_percent"),
        Column("needed", say("Asked for a year, %"), "signed_percent"),
        Column("done", say("Done of the way planned to {year}, %", year=context.year), "percent", 0),
        Column("light", say("Light"), "text"),
        Column("verified", say("Target verified"), "text"),
    )
    return Table(pd.DataFrame(rows), columns, say("Targets by base year"))
