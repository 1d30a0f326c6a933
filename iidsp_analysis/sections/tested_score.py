"""What the backtest said about the score: the sentence that stands above every ranking made with it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd

from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS, backtest_table
from iidsp_analysis.language import Language
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.sections.context import Context

BASELINES: dict[str, Callable[[Language], str]] = {
    "location_quotient": lambda language: language.say("location quotient"),
    "minus_location_quotient": lambda language: language.say("minus location quotient"),
    "own_past_growth": lambda language: language.say("own past growth"),
    "industry_growth_elsewhere": lambda language: language.say("industry growth elsewhere"),
    "size": lambda language: language.say("size"),
    "random": lambda language: language.say("chance"),
}
PANELS: dict[str, Callable[[Language], str]] = {
    EXPORTS: lambda language: language.say("exports of Kazakhstan's regions by product group"),
    SECTIONS: lambda language: language.say("value added of Kazakhstan's regions by section"),
    "uk_itl3": lambda language: language.say("value added of the areas of the United Kingdom"),
    "us_states": lambda language: language.say("value added of the states of the USA"),
    "adb_economies": lambda language: language.say("value added of 63 economies (ADB)"),
}


def tested_sentence(context: Context, classification: str) -> str:
    """Tell how the score fared on Kazakhstan's own figures, and on the public panels that its weights come from."""
    own = SECTIONS if classification == DIVISIONS else EXPORTS
    told = [panel_sentence(context.language, own)]
    if classification == DIVISIONS:
        told.insert(0, _divisions_sentence(context))
    abroad = [name for name in ("uk_itl3", "us_states") if name in backtest_table().index]
    told += [panel_sentence(context.language, name) for name in abroad]
    return " ".join(told)


def _divisions_sentence(context: Context) -> str:
    """The verdict on the loaded table itself, tested when the report is made."""
    language, row = context.language, context.division_test
    if row is None:
        return language.say("On divisions of Kazakhstan's regions the score was not tested: too few years are loaded.")
    return _sentence(language, language.say("value added of Kazakhstan's regions by division"), pd.Series(row))


def panel_sentence(language: Language, name: str) -> str:
    """The verdict on one shipped panel with its numbers."""
    return _sentence(language, PANELS[name](language), backtest_table().loc[name])


def _sentence(language: Language, panel: str, row: pd.Series) -> str:
    figures = _figures(language, row)
    if bool(row["beats"]):
        return language.say(
            "On {panel} (picks of {first}–{last}) the score beat its best simple rival, {baseline}: rank correlation "
            "with later growth {ic} ({low} to {high}) against {baseline_ic}.", panel=panel, **figures,
        )  # fmt: skip
    return language.say(
        "On {panel} (picks of {first}–{last}) the score did not beat its best simple rival, {baseline}: rank "
        "correlation with later growth {ic} ({low} to {high}) against {baseline_ic}; above it in {won} of the years.",
        panel=panel, won=language.percent(float(row["origins_won"]), 0), **figures,
    )  # fmt: skip


def _figures(language: Language, row: pd.Series) -> dict[str, object]:
    return {
        "first": int(row["first_origin"]),
        "last": int(row["last_origin"]),
        "baseline": BASELINES[str(row["best_baseline"])](language),
        "ic": language.number(float(row["ic"]), 2),
        "low": language.number(float(row["ic_low"]), 2),
        "high": language.number(float(row["ic_high"]), 2),
        "baseline_ic": language.number(float(row["baseline_ic"]), 2),
    }


def short_sentence(context: Context, classification: str) -> str:
    """Whether the score beat its best simple rival on Kazakhstan's own figures, in half a line."""
    own = context.division_test if classification == DIVISIONS else backtest_table().loc[EXPORTS]
    say = context.language.say
    if own is None:
        return say("The score was not tested on such figures of Kazakhstan.")
    if bool(own["beats"]):
        return say("Tested on Kazakhstan's own figures, the score told more than any simple rule.")
    return say("Tested on Kazakhstan's own figures, the score told no more than a simple rule.")


def tested_note(context: Context, classification: str) -> str:
    """The verdict in one line and its numbers, as the paragraph that stands above a ranking."""
    short, long = short_sentence(context, classification), tested_sentence(context, classification)
    return f'<p class="reading"><strong>{escape(short)}</strong> {escape(long)}</p>'
