"""The page about projects in one view: what each section found, in its own words."""

from __future__ import annotations

from iidsp_analysis.results import Result, definitions
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.cards import worst
from iidsp_analysis.sections.projects.delay import delay_probabilities, portfolio_forecast
from iidsp_analysis.sections.projects.findings import findings
from iidsp_analysis.sections.projects.flow import flow
from iidsp_analysis.sections.projects.glance import glance
from iidsp_analysis.sections.projects.guard import project_section
from iidsp_analysis.sections.projects.priorities import priorities
from iidsp_analysis.sections.projects.reconciliation import reconciliation
from iidsp_analysis.sections.projects.timeline import timeline


@project_section("The page in one view")
def summary(context: Context) -> Result:
    """The finding of each section, or why it has none."""
    say, view = context.language.say, context.projects
    told = {
        say("Portfolio"): glance(context),
        say("Maps"): flow(context),
        say("Priorities"): priorities(context),
        say("Rules"): findings(context),
        say("Dates"): timeline(context),
        say("Risk of delay"): delay_probabilities(context),
        say("Jobs and output ahead"): portfolio_forecast(context),
        say("Beside official output"): reconciliation(context),
        say("To look at first"): worst(context),
    }
    return Result(
        title=say("What to remember of the projects {in_region}, {day}", in_region=context.in_region,
                  day=context.language.date(view.as_of)),
        reading=(),
        language=context.language,
        before=definitions({name: _finding(result) for name, result in told.items()}),
        caveats=_caveats(context),
    )  # fmt: skip


def _finding(result: Result) -> str:
    return result.reading[0] if result.is_missing and result.reading else result.title


def _caveats(context: Context) -> tuple[str, ...]:
    told = [context.language.say("Every figure is what firms and regions registered; no audit stands behind it.")]
    if not context.projects.findings.is_verified:
        told.append(context.language.say(
            "The list of priorities is an example that nobody has verified: load the list of the act before a verdict "
            "is used against a project."
        ))  # fmt: skip
    return tuple(told)
