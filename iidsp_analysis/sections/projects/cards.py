"""Cards of the projects to check first and of those on time: what the register tells of each, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd

from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.delays.delay import Delay
from iidsp_analysis.monitors.projects.priorities.judgement import Priorities
from iidsp_analysis.monitors.projects.priorities.words import verdict_name, why
from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.monitors.projects.rule_schedule import slippage
from iidsp_analysis.monitors.projects.rules import message
from iidsp_analysis.monitors.projects.settings import ERROR, WARNING
from iidsp_analysis.results import Result
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import card_choice as choice
from iidsp_analysis.sections.projects import card_words as words
from iidsp_analysis.sections.projects.check import severity_name
from iidsp_analysis.sections.projects.delay import shared_delay
from iidsp_analysis.sections.projects.delay_ahead_words import suspended
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.live import cancelled_findings, live_findings, live_rows
from iidsp_analysis.sections.projects.priorities import priorities_of
from iidsp_analysis.sections.projects.reconciliation import impossible

#: As many projects of a kind as get a card.
CARDS: Final = 6
#: Its limit holds here also for projects that have not worked for long enough to be judged by it.
JOBS_RULE: Final = "jobs_below_plan"


@dataclass(frozen=True)
class Card:
    """One card, its texts already in the reader's language: they come from outside and are escaped here."""

    name: str
    place: str
    facts: words.Facts
    reason: str
    findings: tuple[tuple[str, str], ...]
    is_grave: bool

    def to_html(self) -> str:
        """Return the card as an item of a list."""
        facts = "".join(f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in self.facts.items())
        reason = f'<p class="why">{escape(self.reason)}</p>' if self.reason else ""
        found = "".join(f"<li><strong>{escape(grave)}</strong> {escape(said)}</li>" for grave, said in self.findings)
        return (
            f'<li class="card{" error" if self.is_grave else ""}"><h4>{escape(self.name)}</h4>'
            f'<p class="place">{escape(self.place)}</p><dl>{facts}</dl>{reason}'
            f"{f'<ul>{found}</ul>' if found else ''}</li>"
        )


@project_section("Register entries to check first")
def worst(context: Context) -> Result:
    """Cards of the projects with most errors, then warnings, then the largest cost; cancelled ones are left out."""
    say, view = context.language.say, context.projects
    _require_projects(context)
    found = choice.counted(live_findings(view), is_verified=view.findings.is_verified)
    guilty = choice.worst(live_rows(view), found)
    if not guilty:
        return _none(
            context, say("No error and no warning outside cancelled projects: no entry is to be checked first")
        )
    chosen = guilty[:CARDS]
    title = say("Register entries to check first: {number} of {all} with errors or warnings", number=len(chosen),
                all=len(guilty))  # fmt: skip
    order = say("In this order: most errors, then most warnings, then the largest planned cost. One error weighs "
                "more than any number of warnings; what a project is worth is not judged.")  # fmt: skip
    listed = "" if view.findings.is_verified else say(
        "The list of priorities was not verified against the act: its findings are shown, but do not count in the "
        "order."
    )  # fmt: skip
    return _result(context, title, order, chosen, (_dash(context), listed, _cancelled(context)))


def _cancelled(context: Context) -> str:
    found = cancelled_findings(context.projects)
    number = found.loc[found["severity"].isin([ERROR, WARNING]), "row"].nunique()
    return context.language.say(
        "Cancelled projects with errors or warnings are left out: {number}.", number=number
    ) if number else ""  # fmt: skip


@project_section("On time, without errors and warnings")
def best(context: Context) -> Result:
    """Cards of the projects that are on time, without errors and warnings, and not against the priorities."""
    say, view = context.language.say, context.projects
    _require_projects(context)
    judged = _priorities(context)
    verdict = pd.Series(dtype=object) if judged is None else judged.verdict
    rows = view.rows[~view.rows.index.isin(impossible(context))]
    least = view.settings.rules[JOBS_RULE].parameters.number("least_share")
    found = choice.best(rows, view.findings_here, slippage(view.portfolio), verdict, least)
    if not found:
        return _none(context, say("No project is on time, without errors and warnings, and meets the priorities"))
    chosen = found[:CARDS]
    title = say("On time, without errors and warnings: {number} of {all} such projects", number=len(chosen),
                all=len(found))  # fmt: skip
    order = say("On time is a project that was commissioned, or is planned, no later than first planned. In this "
                "order: commissioned before under way, those that meet the priorities before those that cannot be "
                "judged, then the largest planned cost. Not among them: projects that meet the priorities partly or "
                "not, commissioned ones with less than {share} of their planned jobs, and those that make most of an "
                "output larger than the official one.", share=context.language.percent(least, 0))  # fmt: skip
    listed = "" if view.findings.is_verified else say(
        "The list of priorities was not verified against the act: the verdicts on the priorities rest on it too, and a "
        "project that is not on it is not shown here."
    )  # fmt: skip
    return _result(context, title, order, chosen, (_dash(context), listed))


def _require_projects(context: Context) -> None:
    if context.projects.rows.empty:
        raise StatedError(context.language.say("The register holds no project of this territory."))


def _none(context: Context, title: str) -> Result:
    return Result(title=title, reading=(), language=context.language, values={"cards": 0.0})


def _result(context: Context, title: str, order: str, chosen: Sequence[int], caveats: tuple[str, ...]) -> Result:
    """The order stands before the cards, the source after them: a result without table and picture shows none."""
    say = context.language.say
    caption = project_caption(context, say("cost in mln KZT, current prices"))
    moved = slippage(context.projects.portfolio)
    cards = "".join(_card(context, row, moved.loc[row]).to_html() for row in chosen)
    before = (
        f'<p class="reading">{escape(order)}</p><ul class="cards">{cards}</ul><p class="source">{escape(caption)}</p>'
    )
    return Result(
        title=title, reading=(), language=context.language, caption=caption, sources=SOURCE, before=before,
        values={"cards": float(len(chosen))}, caveats=tuple(filter(None, caveats)),
    )  # fmt: skip


def _dash(context: Context) -> str:
    return context.language.say("A card shows what the register tells; a dash stands for what it does not tell.")


def _card(context: Context, row: int, moved: pd.Series) -> Card:
    language, say, view = context.language, context.language.say, context.projects
    told, found = view.rows.loc[row], view.findings_here[view.findings_here["row"] == row]
    verdict, reason = _verdict(_priorities(context), row, language)
    facts = words.facts(told, moved, view.portfolio.as_of, language)
    if chance := _chance(context, row):
        facts[say("Chance of the planned day")] = chance
    facts[say("Meets the priorities?")] = verdict
    said = tuple(
        (severity_name(grave, language), message(rule, gaps, language))
        for grave, rule, gaps in zip(found["severity"], found["rule"], found["gaps"], strict=True)
    )
    name = shown(told["name"]) if told["name"] else say("Project without a name")
    is_grave = bool((found["severity"] == ERROR).any())
    return Card(name, words.place(told, language), facts, reason, said, is_grave)


def _chance(context: Context, row: int) -> str:
    """The chance of the planned day for an open project; nothing where it is not known."""
    delay = _delay(context)
    if delay is None or row not in delay.probability.index:
        return ""
    chance = delay.probability.loc[row]
    return suspended(context.language, chance) or words.chance_text(chance, context.language)


def _priorities(context: Context) -> Priorities | None:
    """The judgements about the projects here; none where all are cancelled."""
    is_left = (context.projects.rows["status"] != CANCELLED).any()
    return priorities_of(context) if is_left else None


def _delay(context: Context) -> Delay | None:
    """The risk of delay; none with too few commissioned projects."""
    try:
        return shared_delay(context)
    except StatedError:
        return None


def _verdict(priorities: Priorities | None, row: int, language: Language) -> tuple[str, str]:
    """The verdict in a word, and why."""
    if priorities is None or row not in priorities.verdict.index:
        return MISSING, ""
    return verdict_name(str(priorities.verdict[row]), language), why(priorities, row, language)
