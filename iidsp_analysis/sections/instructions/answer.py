"""The answer to an instruction: three findings, what speaks against each, what it rests on, where the details are."""

from __future__ import annotations

from html import escape

from iidsp_analysis.reference.instruction_records import instruction
from iidsp_analysis.results import Result
from iidsp_analysis.sections import page_links
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.instructions.claims import PLANS, Claim


def question(context: Context, name: str) -> Result:
    """Tell what was heard or asked for, where that was read, and in whose words it stands here.

    Raises
    ------
    UsageError
        For an unknown instruction.
    """
    asked, say = instruction(name), context.language.say
    mark = say("read at the address") if asked.is_verified else say("unverified")
    return Result(
        title=asked.words[context.language.code].removesuffix("."),
        reading=(say("The point of {date} in this project's words; {source} ({mark}).",
                     date=context.language.date(asked.said_on), source=asked.source, mark=mark),),
        language=context.language,
    )  # fmt: skip


def sentence(context: Context, name: str, number: int) -> Result:
    """One of the three sentences of an answer: the finding of a section, or why it cannot be told.

    Raises
    ------
    UsageError
        For an unknown instruction.
    """
    claim = PLANS[instruction(name).id].claims[number]
    found = claim.section(context)
    return _missing(context, claim, found) if found.is_missing else _told(context, claim, found)


def _told(context: Context, claim: Claim, found: Result) -> Result:
    return Result(
        title=found.title,
        reading=(),
        language=context.language,
        before=f'<p class="source">{escape(found.caption)}</p>{_details(context, claim)}',
        caption=found.caption,
        sources=found.sources,
        values=found.values,
        stamp=found.stamp,
        origin=found.origin,
        against=claim.against(context, found),
    )


def _missing(context: Context, claim: Claim, found: Result) -> Result:
    return Result(
        title=context.language.say("Not answered – {title}", title=found.title),
        reading=found.reading,
        language=context.language,
        before=_details(context, claim),
        is_missing=True,
    )


def _details(context: Context, claim: Claim) -> str:
    """Lead to the page with the details, which the whole set of reports holds."""
    label = context.language.say("Details: {page}", page=page_links.page_name(context.language, claim.page))
    return f'<p class="source"><a href="{escape(claim.page)}.html">{escape(label)}</a></p>'


def shown(context: Context, name: str, number: int) -> Result:
    """One of the two sections that an answer rests on, whole.

    Raises
    ------
    UsageError
        For an unknown instruction.
    """
    return PLANS[instruction(name).id].shown[number](context)
