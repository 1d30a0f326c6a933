"""Which features known at the decision go with a faster or slower commissioning."""

from __future__ import annotations

import math

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.delays import curves as found
from iidsp_analysis.monitors.projects.delays.curves import TooFewEventsError
from iidsp_analysis.monitors.projects.delays.durations import Durations, durations
from iidsp_analysis.monitors.projects.delays.model import DelayModel, features_of
from iidsp_analysis.monitors.projects.delays.model import delay_model as fit_model
from iidsp_analysis.monitors.projects.rule import COMMISSIONED
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
        timed = durations(view.portfolio)
        model = fit_model(timed, features_of(view.portfolio))
    except TooFewEventsError as reason:
        raise words.too_few(language, reason) from reason
    if model.why_not:
        raise _no_model(language, model)
    return Result(
        title=_model_title(language, model),
        reading=_model_reading(context, model, timed),
        language=language,
        caption=project_caption(context, language.say("ratio of paces of commissioning; 90 % intervals")),
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


def _model_reading(context: Context, model: DelayModel, timed: Durations) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    whole = "" if context.projects.is_whole else say("The model is of all projects of the register: one region has too "
                                                     "few.")  # fmt: skip
    commissioned = int((context.projects.register.rows["status"] == COMMISSIONED).sum())
    size = say("Commissioned projects: {commissioned}; timed {timed}; in the model {events}, for they tell all its "
               "features, and with them {others} that are not commissioned.", commissioned=commissioned,
               timed=timed.event_count, events=model.events, others=model.projects - model.events)  # fmt: skip
    how = say("A ratio above 1 means faster commissioning, with the other features held equal; an interval that holds "
              "1 leaves the direction open. It tells what goes together, not what causes it.")  # fmt: skip
    drifting = [words.FEATURES[str(name)](language) for name, row in model.ratios.iterrows()
                if row["p_proportional"] < found.SIGNIFICANT]  # fmt: skip
    if drifting:
        check = say("The ratio changes in the course of a project, so that one number tells only its mean: {features}.",
                    features="; ".join(drifting))  # fmt: skip
    else:
        check = say("No ratio is seen to change in the course of a project.")
    return tuple(filter(None, (whole, size, how, check, _use(language, model))))


def _use(language: Language, model: DelayModel) -> str:
    if model.holds:
        return language.say("Together the features tell more than chance, and the model may serve for the chances of "
                            "single projects.")  # fmt: skip
    return language.say("The probabilities of single projects do not come from this model: its features tell no more "
                        "than chance, or its ratios do not stay the same.")  # fmt: skip


def _model_table(language: Language, model: DelayModel) -> Table:
    say, ratios = language.say, model.ratios
    frame = ratios.assign(
        name=[words.FEATURES[str(name)](language) for name in ratios.index],
        interval=[
            f"{language.number(low, 2)}–{language.number(high, 2)}"
            for low, high in zip(ratios["low"], ratios["high"], strict=True)
        ],
        differs=words.beyond_chance(language, ratios["p_adjusted"]),
    )
    columns = (
        Column("name", say("Feature"), "text"), Column("ratio", say("Ratio of paces"), digits=2),
        Column("interval", say("90 % interval"), "text"), Column("differs", say("Differs by more than chance"), "text"),
    )  # fmt: skip
    return Table(frame, columns, say("What goes with the pace of commissioning"))


def _model_caveats(language: Language, model: DelayModel) -> tuple[str, ...]:
    say = language.say
    absent = [f"{words.FEATURES[name](language)} – {words.WHY_NOT[why](language)}"
              for name, why in model.left_out.items()]  # fmt: skip
    return tuple(filter(None, (
        say("Estimated: hazard ratios of a Cox model (Efron's ties). Single features are tested by Wald's test with "
            "Holm's correction for their number; smallest corrected p-value: {p}.",
            p=language.number(float(model.ratios["p_adjusted"].min()), 3)),
        say("Whether a ratio changes is tested by the correlation of Schoenfeld residuals with time; whether the "
            "features together tell more than chance, by the likelihood-ratio test (p-value {p}).",
            p=language.number(model.hazards.p_value, 3)) if model.hazards else "",
        say("Not in the model: {features}.", features="; ".join(absent)) if absent else "",
        say("How often the date was moved is no feature: it grows while a project lasts, so it was not known at the "
            "decision."),
        say("Costs and maps are those that the register tells today; a cost that was revised is not the one known at "
            "the decision."),
        words.survivorship(language),
    )))  # fmt: skip
