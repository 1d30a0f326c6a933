"""Which features known at the decision go with a faster or slower commissioning."""

from __future__ import annotations

import math

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.delays import curves as found
from iidsp_analysis.monitors.projects.delays.curves import TooFewEventsError
from iidsp_analysis.monitors.projects.delays.durations import durations
from iidsp_analysis.monitors.projects.delays.model import DelayModel, features_of
from iidsp_analysis.monitors.projects.delays.model import delay_model as fit_model
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import delay_words as words
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section


@project_section("What goes with faster commissioning", redacted=None)
def delay_model(context: Context) -> Result:
    """Cox model of the features that were known at the decision, of the whole register."""
    language, view = context.language, context.projects
    try:
        model = fit_model(durations(view.portfolio), features_of(view.portfolio))
    except TooFewEventsError as reason:
        raise words.too_few(language, reason) from reason
    if model.why_not:
        raise _no_model(language, model)
    return Result(
        title=_model_title(language, model),
        reading=_model_reading(context, model),
        language=language,
        caption=project_caption(context, language.say("ratio of paces of commissioning (hazard ratio)")),
        sources=SOURCE,
        values=model.ratios["ratio"].to_dict() | {"p_value": model.hazards.p_value if model.hazards else math.nan},
        table=_model_table(language, model),
        caveats=_model_caveats(language, model),
    )


def _no_model(language: Language, model: DelayModel) -> StatedError:
    what = language.say("No model can be told: the {projects} projects that tell the features, {events} of them "
                        "commissioned, do not determine it.",
                        projects=model.projects, events=model.events)  # fmt: skip
    return StatedError(what, what_next=language.say(
        "Either no feature varies among the commissioned projects, or one separates them from the others altogether. "
        "The curves of time to commissioning stand without it."))  # fmt: skip


def _model_title(language: Language, model: DelayModel) -> str:
    ratios = model.ratios
    telling = [words.FEATURES[str(name)](language) for name in ratios.index[ratios["p_adjusted"] < found.SIGNIFICANT]]
    if not telling:
        return language.say("No feature known at the decision goes with the pace of commissioning by more than chance")
    return language.say("The pace of commissioning goes with: {features}", features="; ".join(telling))


def _model_reading(context: Context, model: DelayModel) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    whole = "" if context.projects.is_whole else say("The model is of all projects of the register: one region has too "
                                                     "few.")  # fmt: skip
    size = say("Projects that tell all features of the model: {projects}, commissioned {events}.",
               projects=model.projects, events=model.events)  # fmt: skip
    how = say("A ratio above 1 means faster commissioning, with the other features held equal; an interval that holds "
              "1 leaves the direction open. It tells what goes together, not what causes it.")  # fmt: skip
    drifting = [words.FEATURES[str(name)](language) for name, row in model.ratios.iterrows()
                if row["p_proportional"] < found.SIGNIFICANT]  # fmt: skip
    if drifting:
        check = say("The ratio changes in the course of a project, so that one number tells only its mean: {features} "
                    "(correlation of Schoenfeld residuals with time).", features="; ".join(drifting))  # fmt: skip
    else:
        check = say("No ratio is seen to change in the course of a project (correlation of Schoenfeld residuals with "
                    "time).")  # fmt: skip
    return tuple(filter(None, (whole, size, how, check, _use(language, model))))


def _use(language: Language, model: DelayModel) -> str:
    if model.holds:
        return language.say("Together the features tell more than chance (likelihood-ratio test), and the model may "
                            "serve for the probabilities of single projects.")  # fmt: skip
    return language.say("The probabilities of single projects do not come from this model: its features tell no more "
                        "than chance, or its ratios do not stay the same.")  # fmt: skip


def _model_table(language: Language, model: DelayModel) -> Table:
    say, ratios = language.say, model.ratios
    frame = ratios.assign(
        name=[words.FEATURES[str(name)](language) for name in ratios.index],
        steady=np.where(ratios["p_proportional"] < found.SIGNIFICANT, say("no"), say("not refuted")),
    )
    columns = (
        Column("name", say("Feature"), "text"), Column("ratio", say("Ratio of paces"), digits=2),
        Column("low", say("from (90 % interval)"), digits=2), Column("high", say("to (90 % interval)"), digits=2),
        Column("p_adjusted", say("Chance of such a difference"), digits=3),
        Column("steady", say("Ratio stays the same over time"), "text"),
    )  # fmt: skip
    return Table(frame, columns, say("What goes with the pace of commissioning"))


def _model_caveats(language: Language, model: DelayModel) -> tuple[str, ...]:
    say = language.say
    absent = [f"{words.FEATURES[name](language)} – {words.WHY_NOT[why](language)}"
              for name, why in model.left_out.items()]  # fmt: skip
    return tuple(filter(None, (
        say("Estimated: Cox model of proportional hazards (Efron's ties); the chance is Wald's test with Holm's "
            "correction for the number of features."),
        say("Not in the model: {features}.", features="; ".join(absent)) if absent else "",
        say("How often the date was moved is no feature: it grows while a project lasts, so it was not known at the "
            "decision."),
        say("Costs and maps are those that the register tells today; a cost that was revised is not the one known at "
            "the decision."),
        words.survivorship(language),
    )))  # fmt: skip
