"""Do the projects meet the priorities: the verdict on each, its parts, and what it hangs on."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.monitors.projects.priorities.judgement import Priorities, judge_priorities
from iidsp_analysis.monitors.projects.priorities.part_words import name_of, part_in_figures, short_name_of
from iidsp_analysis.monitors.projects.priorities.score_words import score_interval_said
from iidsp_analysis.monitors.projects.priorities.verdict import (
    EQUAL,
    FAILS,
    MEETS,
    PARTLY,
    UNJUDGED,
    VERDICTS,
)
from iidsp_analysis.monitors.projects.priorities.weights import PARTS
from iidsp_analysis.monitors.projects.priorities.words import verdict_name, verdict_names
from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import priority_sensitivity_words as sensitivity_words
from iidsp_analysis.sections.projects import priority_words as words
from iidsp_analysis.sections.projects.field_words import choice_name
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section
from iidsp_analysis.sections.projects.priority_counts import counts, without_list
from iidsp_analysis.sections.projects.priority_picture import verdict_bars
from iidsp_analysis.sections.projects.redacted import redacted_priorities
from iidsp_analysis.sections.rankings import ranked

#: As many projects as the page lists.
LISTED_ROWS = 15
#: Key in ``context.shared``.
SHARED = "priorities"
#: The order of the page: what fails first, what cannot be judged last.
WORST_FIRST = (FAILS, PARTLY, MEETS, UNJUDGED)
COST = "cost_planned_mln_kzt"


def priorities_of(context: Context) -> Priorities:
    """Judge the projects of the report's subject, once for all sections.

    Cancelled projects are left out; medians and shares compare with the whole register.

    Raises
    ------
    MissingDataError
        If the subject has no project.
    """
    found = context.shared.get(SHARED)
    if not isinstance(found, Priorities):
        found = context.shared[SHARED] = _judged(context)
    return found


def _judged(context: Context) -> Priorities:
    view = context.projects
    among = view.rows.index[view.rows["status"] != CANCELLED]
    if among.empty:
        say = context.language.say
        raise StatedError(say("The register holds no project of this territory that is not cancelled."),
                          what_next=say("Choose another region or other borders."))  # fmt: skip
    names = view.places.loc[among].dropna().unique()
    rankings = {str(name): _ranking(context, str(name)) for name in names}
    return judge_priorities(view.portfolio, rankings, places=view.places, among=among)


def _ranking(context: Context, region: str) -> GrowthPoints | None:
    """Rank a region; nothing where it cannot be ranked, which the page tells."""
    try:
        return ranked(context, region) if region in context.survey.candidates.main.regions else None
    except MissingDataError:
        return None


# --- verdicts ---------------------------------------------------------------------------------------------------


@project_section("Do the projects meet the priorities?", redacted=redacted_priorities)
def priorities(context: Context) -> Result:
    """How many projects meet the priorities; the projects one by one, the worst first, with every part."""
    judged, language, say = priorities_of(context), context.language, context.language.say
    bars = _bars(context, judged)
    return Result(
        title=words.title(context, judged),
        reading=words.reading(context, judged, _costs(context, judged)),
        language=language,
        caption=project_caption(context, say("projects by verdict; at the end of each bar the share that meets")),
        sources=SOURCE,
        values=_values(judged),
        picture=Picture(plots.picture(lambda: verdict_bars(bars, language, labels=verdict_names(language))),
                        _alt(context, bars)),
        table=_table(context, judged),
        caveats=words.caveats(context, judged, max(len(judged.verdict) - LISTED_ROWS, 0)),
    )  # fmt: skip


def _values(judged: Priorities) -> dict[str, float]:
    """Projects by verdict, and those that would meet the priorities without a list that nobody verified."""
    told = {name: float(number) for name, number in counts(judged.verdict).items()}
    without = without_list(judged)
    return told if without is None else told | {"meets_without_list": float(counts(without)[MEETS])}


def _costs(context: Context, judged: Priorities) -> pd.Series:
    """Planned cost by verdict in mln KZT."""
    cost = context.projects.rows[COST].loc[judged.verdict.index]
    return cost.groupby(judged.verdict).sum().reindex(list(VERDICTS), fill_value=0.0)


def _bars(context: Context, judged: Priorities) -> pd.DataFrame:
    """Projects by verdict, the largest share that meets last: a bar for each region, or for each map of a region."""
    labels = _labels(context).loc[judged.verdict.index]
    told = pd.crosstab(labels, judged.verdict).reindex(columns=list(VERDICTS), fill_value=0)
    whole = told.sum(axis=1)
    order = pd.DataFrame({"share": told[MEETS] / whole, "whole": whole}).sort_values(["share", "whole"], kind="stable")
    return told.loc[order.index]


def _labels(context: Context) -> pd.Series:
    view, say = context.projects, context.language.say
    if context.is_country:
        return _named(view.places, context.short_names, say("not placed"))
    maps = {str(name): choice_name("map", str(name), context.language) for name in view.rows["map"].dropna().unique()}
    return _named(view.rows["map"], maps, say("no map told"))


def _named(codes: pd.Series, names: dict[str, str], missing: str) -> pd.Series:
    return pd.Series([names.get(code, missing) for code in codes], index=codes.index, dtype=object)


def _alt(context: Context, bars: pd.DataFrame) -> str:
    names = verdict_names(context.language)
    lines = [
        f"{label}: " + ", ".join(f"{names[str(verdict)]} {int(number)}" for verdict, number in bar.items())
        for label, bar in bars[::-1].iterrows()
    ]
    return context.language.say("Stacked bars of the number of projects by verdict. {bars}.", bars="; ".join(lines))


def _table(context: Context, judged: Priorities) -> Table:
    say, everybody = context.language.say, len(judged.verdict)
    order = judged.figures.assign(place=judged.verdict.map({name: n for n, name in enumerate(WORST_FIRST)}))
    listed = order.sort_values(["place", "score"], kind="stable").index[:LISTED_ROWS]
    frame = pd.DataFrame([_line(context, judged, int(row)) for row in listed], index=listed)
    columns = (
        Column("project", say("Project"), "text"),
        Column("verdict", say("Verdict"), "text"),
        Column("why", say("Why"), "text"),
        Column("score", say("Score"), "text"),
        *(Column(name, short_name_of(name, context.language), "text") for name in judged.weights.used),
    )
    caption = say(
        "Projects and priorities, the worst first: {shown} of {all}; parts and score from 0 to 1, * by planned"
        " figures; in brackets the score under small changes of the weights (nine draws of ten)",
        shown=len(listed), all=everybody,
    )  # fmt: skip
    return Table(frame, columns, caption)


def _line(context: Context, judged: Priorities, row: int) -> dict[str, object]:
    language, project = context.language, context.projects.rows.loc[row]
    verdict = str(judged.verdict[row])
    told: dict[str, object] = {
        "project": " · ".join(shown(project[name]) for name in ("id", "name") if project[name] is not None),
        "verdict": verdict_name(verdict, language), "place": WORST_FIRST.index(verdict),
        "score": _score_said(context, judged, row), "number": judged.score[row], "why": judged.in_brief(row, language),
    }  # fmt: skip
    return told | {name: part_in_figures(name, judged.details[name], row, language) for name in PARTS}


def _score_said(context: Context, judged: Priorities, row: int) -> str | None:
    score, language = float(judged.score[row]), context.language
    if pd.isna(score):
        return None
    return f"{language.number(score, 2)} ({score_interval_said(judged, row, language)})"


# --- sensitivity ------------------------------------------------------------------------------------------------


@project_section("What do the verdicts hang on?", redacted=None)
def priority_sensitivity(context: Context) -> Result:
    """Verdicts under equal weights and without each part, and how many hold whatever the weights."""
    judged, say = priorities_of(context), context.language.say
    frame = sensitivity(judged)
    return Result(
        title=sensitivity_words.title(context, judged),
        reading=sensitivity_words.reading(context, judged, frame),
        language=context.language,
        caption=project_caption(context, say("projects")),
        sources=SOURCE,
        values={"firm": float(judged.is_firm.sum()), "judged": float((judged.verdict != UNJUDGED).sum()),
                "firm_anywhere": float(sensitivity_words.holds_anywhere(judged).sum())},
        table=_sensitivity_table(context, judged, frame),
        caveats=sensitivity_words.caveats(context, judged),
    )  # fmt: skip


def sensitivity(judged: Priorities) -> pd.DataFrame:
    """Return the number of projects by verdict, and of those whose verdict differs, under each other set of weights.

    Rows: the given weights (``own``), ``equal`` where these are others, and each part that is left out.
    """
    sets = {"own": judged.verdict} | dict(judged.under_other_weights.items())
    if judged.weights.is_equal:
        del sets[EQUAL]
    lines = {name: counts(told) | {"changed": int((told != judged.verdict).sum())} for name, told in sets.items()}
    return pd.DataFrame.from_dict(lines, orient="index")


def _sensitivity_table(context: Context, judged: Priorities, frame: pd.DataFrame) -> Table:
    say, language = context.language.say, context.language
    own = say("Equal weights") if judged.weights.is_equal else say("Weights of the file")
    names = {"own": own, EQUAL: say("Equal weights")}
    names |= {name: say("Without: {part}", part=name_of(name, language)) for name in PARTS}
    told = frame.assign(set=[names[str(name)] for name in frame.index])
    columns = (
        Column("set", say("Weights"), "text"),
        *(Column(verdict, name, digits=0) for verdict, name in verdict_names(language).items()),
        Column("changed", say("Another verdict than in the first row"), digits=0),
    )
    return Table(told, columns, say("Verdicts under other weights, number of projects"))
