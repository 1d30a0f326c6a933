"""Pages about one industry of one region: their title, and their rows on the index."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from iidsp_analysis import regions
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.report.finder import Listing
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.site import PageCard
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.context import Context

#: Amount of the year by industry, then by region.
Amounts = dict[str, dict[str, float]]


def pair_title(job: Job, context: Context) -> str:
    """Title of the page."""
    return context.language.say("{industry}: {name}, {year}", industry=subject.name_of(context, job.industry),
                                name=context.name, year=context.year)  # fmt: skip


def pair_amounts(jobs: Sequence[Job], context: Context) -> Amounts:
    """Amounts that the index prints beside the pages; an industry that no table gives by region has none."""
    codes = dict.fromkeys(job.industry for job in jobs if job.kind == "region_industry")
    return {code: _amounts(context, code) for code in codes}


def _amounts(context: Context, code: str) -> dict[str, float]:
    try:
        found = subject.all_figures(context, code)
    except MissingDataError:
        return {}
    return {str(name): found.amount(str(name), context.period) for name in found.own.columns}


def pair_card(job: Job, context: Context, amounts: Amounts) -> PageCard:
    """Row of a page on the index."""
    region, code = regions.get(job.region), context.language.code
    amount = amounts[job.industry].get(region.id, float("nan"))
    is_known = isfinite(amount)
    return PageCard(
        key=job.slug,
        code=job.industry,
        name=subject.name_of(context, job.industry),
        short_name=subject.plain_name(context, job.industry),
        href=f"{job.slug}.html",
        tile=None,
        value=amount if is_known else None,
        value_text=context.language.number(amount) if is_known else "",
        status="done",
        group="pair",
        region=region.short[code],
    )


def pair_words(cards: Sequence[PageCard], context: Context) -> Listing:
    """Heading of the list and of its amounts."""
    say = context.language.say
    codes = dict.fromkeys(card.code for card in cards if card.group == "pair")
    labels = dict.fromkeys(subject.amount_label(context, code) for code in codes)
    return Listing(
        title=say("Reports by region and industry"),
        value_label=say("{what}, {year}", what=" / ".join(labels), year=context.year) if labels else "",
    )
