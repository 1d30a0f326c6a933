"""What stands around a notebook on its page: title, lede, provenance; and the index over all pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from iidsp_analysis import build, folders, industries, regions, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.reference.instruction_records import instruction
from iidsp_analysis.report import documents
from iidsp_analysis.report.jobs import Job, Settings, exports_job
from iidsp_analysis.report.pairs import Amounts, pair_amounts, pair_card, pair_title, pair_words
from iidsp_analysis.report.project_words import project_lede, project_title, register_facts
from iidsp_analysis.report.shell import languages_of
from iidsp_analysis.report.site import Kpi, PageCard, render_index
from iidsp_analysis.sections import growth, position
from iidsp_analysis.sections.context import Context

if TYPE_CHECKING:
    from iidsp_analysis.report.outcomes import Outcome

INDEX = "index.html"


def describe(job: Job, key: str = "") -> dict[str, Any]:
    """Title, lede, language and provenance of a job's page, as :func:`render_page` takes them.

    ``key`` is the content key under which the manifest knows the page.
    """
    context = job.context()
    say = context.language.say
    return {
        "language": context.language.code,
        "title": _title(job, context),
        "description": project_lede(context)
        if job.kind == "projects"
        else say(
            "Official statistics on the borders of {borders}; every figure states its unit, period and source.",
            borders=context.borders,
        ),
        "provenance": provenance(context)
        | (register_facts(context) if job.kind == "projects" else {})
        | documents.provenance(key),
        "translate": say,
        "home": INDEX,
        "languages": languages_of(job.settings.languages, f"{job.slug}.html"),
    }


def _title(job: Job, context: Context) -> str:
    say, year = context.language.say, context.year
    if job.kind == "industry":
        division = industries.division(job.industry)
        name = division.name[context.language.code]
        return say("{code} {name}: {year}", code=division.code, name=name, year=year)
    if job.kind == "region_industry":
        return pair_title(job, context)
    if job.kind == "exports":
        return say("Exports of the processing industry: Kazakhstan and its regions, {year}", year=year)
    if job.kind == "projects":
        return project_title(context)
    if job.kind == "backtest":
        return say("Were the picks right? Growth points of {year} and other years", year=year)
    if job.instruction:
        asked = instruction(job.instruction)
        return say("Point {number} of March 27, 2018: {short}, {year}", number=asked.number,
                   short=asked.short[context.language.code], year=year)  # fmt: skip
    if job.kind == "concept":
        return say("Input to the Concept of the new programme: manufacturing of Kazakhstan, {year}", year=year)
    return say("Manufacturing: {name}, {year}", name=context.name, year=year)


def provenance(context: Context) -> dict[str, str]:
    """Facts for the box at the foot of a page; the terms are translated there."""
    say = context.language.say
    editions = sorted({source.vintage for source in context.panel.sources.values()})
    return {
        "Edition of the tables": ", ".join(editions),
        "Looking from": context.as_of or say("today's edition"),
        "Checksum of the raw tables": build.raw_key(folders.raw())[:16],
        "Version of the program": version("iidsp-analysis"),
    }


def index_figures(settings: Settings) -> Context:
    """Figures of the index, opened once for the files as they lie there: there is time while the server warms."""
    return _opened_for(settings, build.edition())


@lru_cache(maxsize=1)
def _opened_for(settings: Settings, edition: str) -> Context:
    return exports_job(settings).context()  # a year in progress has an index too


def write_index(outcomes: Sequence[Outcome], settings: Settings, out: Path) -> Path:
    """Write the index page over the outcomes of a batch."""
    context = index_figures(settings)
    shares = position.share_series(context).T.reindex(columns=[context.period])[context.period]
    country = float(shares[schema.COUNTRY])
    say, words = context.language.say, context.language
    amounts = pair_amounts([outcome.job for outcome in outcomes], context)
    cards = [
        replace(_card(outcome, context, shares, amounts), documents=documents.documents_beside(outcome.job.slug, out))
        for outcome in outcomes
    ]
    html = render_index(
        cards,
        language=words.code,
        title=say("Manufacturing of Kazakhstan by region, {year}", year=context.year),
        lede=_lede(context, country),
        kpis=_key_figures(context, country),
        translate=say,
        value_label=say("Manufacturing, % of gross regional product, {year}", year=context.year),
        value_note=context.caption(say("current prices"), context.period, ("bns-5927",)),
        listing=pair_words(cards, context),
        provenance=provenance(context),
        languages=languages_of(settings.languages, INDEX),
    )
    path = out / INDEX
    folders.write_text(path, html)
    return path


def _lede(context: Context, share: float) -> str:
    say, words = context.language.say, context.language
    if not isfinite(share):
        return say("Annual figures of {year} are not published yet: only months are.", year=context.year)
    return say(
        "Manufacturing gives {share} of the country's product in {year}; a report for every region and industry.",
        share=words.percent(share),
        year=context.year,
    )


def _key_figures(context: Context, share: float) -> list[Kpi]:
    say, words = context.language.say, context.language
    if not isfinite(share):
        return []
    in_gdp = Kpi(words.percent(share), say("manufacturing in GDP"), context.period)
    try:
        found = growth.growth_of(context, schema.COUNTRY)
    except MissingDataError:  # the first published year has none to compare with
        return [in_gdp]
    span = f"{found.base}→{context.year}"
    return [
        in_gdp,
        Kpi(words.signed_percent(found.change("tenge", context.period)), say("manufacturing GVA in tenge"), span),
        Kpi(words.signed_percent(found.change("dollars", context.period)), say("manufacturing GVA in dollars"), span),
        Kpi(words.signed_percent(found.change("volume", context.period)), say("manufacturing GVA, volume"), span),
    ]


def _card(outcome: Outcome, context: Context, shares: pd.Series[float], amounts: Amounts) -> PageCard:
    job = outcome.job
    if job.kind == "region_industry":
        card = pair_card(job, context, amounts)
    elif job.kind == "industry":
        card = _industry_card(job, context)
    else:
        card = _region_card(job, context, shares) if job.kind in ("country", "region") else _named_card(job, context)
    return replace(card, status="done" if outcome.is_done else "failed", note=outcome.reason)


def _industry_card(job: Job, context: Context) -> PageCard:
    division, code = industries.division(job.industry), context.language.code
    return PageCard(
        key=division.code,
        code=division.code,
        name=division.name[code],
        short_name=division.short[code],
        href=f"{job.slug}.html",
        tile=None,
        value=None,
        value_text="",
        status="done",
        group="industry",
    )


def _named_card(job: Job, context: Context) -> PageCard:
    """Card of a page about one question over the whole country; it has no number of its own."""
    say = context.language.say
    if job.instruction:
        asked = instruction(job.instruction)
        name = say("Point {number} of March 27, 2018: {short}", number=asked.number,
                   short=asked.short[context.language.code])  # fmt: skip
    elif job.kind == "exports":
        name = say("Exports of the processing industry, by region")
    elif job.kind == "projects":
        name = say("Projects of the industrialization maps: rules, priorities, delays")
    elif job.kind == "concept":
        name = say("Input to the Concept: why the share does not move, and technology")
    else:
        name = say("Were the picks right? The backtest of the growth points")
    return PageCard(
        key=job.slug,
        code="",
        name=name,
        short_name=name,
        href=f"{job.slug}.html",
        tile=None,
        value=None,
        value_text="",
        status="done",
        group="country",
    )


def _region_card(job: Job, context: Context, shares: pd.Series[float]) -> PageCard:
    region, code = regions.get(job.region), context.language.code
    share = float(shares.get(region.id, float("nan")))
    is_country = job.kind == "country"
    return PageCard(
        key=region.id,
        code=region.code,
        name=region.name[code],
        short_name=region.short[code],
        href=f"{job.slug}.html",
        tile=None if is_country else region.tile,
        value=share * 100 if isfinite(share) else None,
        value_text=context.language.percent(share),
        status="done",
        group="country" if is_country else "region",
    )
