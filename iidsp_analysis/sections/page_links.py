"""Pages of a whole set by the names of their files, and the list that leads from one to the others."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from iidsp_analysis.language import Language
from iidsp_analysis.reference.instruction_records import instruction_page, instructions
from iidsp_analysis.results import Result
from iidsp_analysis.sections.context import Context

#: Names of pages without ending; a region's is its id (``report.jobs`` holds to them).
COUNTRY_PAGE: Final = "kazakhstan"
EXPORTS: Final = "exports"
PROJECTS: Final = "projects"
BACKTEST: Final = "backtest"
CONCEPT: Final = "concept"


def page_name(language: Language, page: str) -> str:
    """What a page about the whole country is called."""
    names = {
        COUNTRY_PAGE: language.say("Report about the country"),
        EXPORTS: language.say("Exports"),
        PROJECTS: language.say("Projects"),
        BACKTEST: language.say("Backtest"),
        CONCEPT: language.say("Input to the Concept"),
    }
    return names[page]


def links(context: Context) -> Result:
    """Lead to the pages of the regions and of the instructions, which the whole set of reports holds."""
    language, say = context.language, context.language.say
    regions = {region.id: context.short_names[region.id] for region in context.regions}
    return Result(
        title=say("{count} regions on the borders of {borders} and {points} points of March 27, 2018 have pages of "
                  "their own", count=len(regions), borders=context.borders, points=len(instructions())),
        reading=(say("The links lead to pages of the whole set in the same folder: a page made alone has only the "
                     "index beside it."),),
        language=language,
        before=_listed(say("Points of March 27, 2018"), points(context)) + _listed(say("Regions"), regions),
    )  # fmt: skip


def points(context: Context) -> dict[str, str]:
    """The pages of the instructions with their names in the reader's language."""
    code = context.language.code
    return {instruction_page(one.id): f"{one.number}. {one.short[code]}" for one in instructions().values()}


def _listed(label: str, pages: Mapping[str, str]) -> str:
    items = "".join(f'<li><a href="{escape(page)}.html">{escape(name)}</a></li>' for page, name in pages.items())
    return f'<nav class="pages" aria-label="{escape(label)}"><h4>{escape(label)}</h4><ul>{items}</ul></nav>'
