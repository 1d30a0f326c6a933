"""How a forecast of exports is told: its months, its method, and how it fared on the series' own past."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.forecast_results import ALL, forecast_results
from iidsp_analysis.sections.export_words import month

#: Methods by their name in the scores, as a reader knows them.
METHODS: dict[str, Callable[[Language], str]] = {
    "seasonal_naive": lambda language: language.say("the same month of the year before"),
    "recent_median": lambda language: language.say("median of the last twelve months, with the season"),
    "smoothing": lambda language: language.say("exponential smoothing, with the season"),
    "theta": lambda language: language.say("theta method, with the season"),
    "ets": lambda language: language.say("ETS model (level, damped trend, season)"),
    "sarimax": lambda language: language.say("seasonal ARIMA model"),
    "unobserved_components": lambda language: language.say("model of unobserved components (level, season)"),
    "combination": lambda language: language.say("median of several methods"),
    "croston_sba": lambda language: language.say("Croston's method for rare deliveries"),
    "teunter_syntetos_babai": lambda language: language.say("TSB method for rare deliveries"),
    "zero_inflated_median": lambda language: language.say("median of the last two years, empty months included"),
    "sparse_combination": lambda language: language.say("median of several methods for rare deliveries"),
}


def span_words(language: Language, months: Sequence[str]) -> str:
    """A calendar year as its number, other months from the first to the last."""
    first, last = months[0], months[-1]
    if first[:4] == last[:4] and first[5:] == "01" and last[5:] == "12":
        return first[:4]
    if first == last:
        return month(language, first)
    return language.say("{first} to {last}", first=month(language, first), last=month(language, last))


def method_sentence(language: Language, used: pd.Series) -> str:
    """Which method makes the forecast, and what it has over the naive one; or that nothing has.

    ``used`` is a row of :attr:`iidsp_analysis.monitors.export_forecasts.ExportForecasts.methods`.
    """
    say = language.say
    if not used["beats_naive"]:
        return say("No method erred less on this series' own past than the naive one, the same month of the year "
                   "before: so the naive one is used.")  # fmt: skip
    return say(
        "Method: {name}. On this series' own past it erred less than the naive one, the same month of the year before: "
        "{error} against {naive} (mean absolute error in units of the usual change on the year before).",
        name=METHODS[str(used["method"])](language),
        error=language.number(used["mase"], 2),
        naive=language.number(used["naive_mase"], 2),
    )


def coverage_sentence(language: Language, used: pd.Series, level: float) -> str:
    """How often the interval held what came on the series' own past; empty where nothing came yet."""
    if pd.isna(used["coverage"]):
        return ""
    return language.count(
        "Tried at {number} earlier date, the {level} interval held {share} of what came.",
        "Tried at {number} earlier dates, the {level} interval held {share} of what came.",
        int(used["origins"]),
        level=language.percent(level, 0),
        share=language.percent(used["coverage"], 0),
    )


def tested_sentence(language: Language) -> str:
    """How the choice of methods fared in the shipped backtest over all regions and groups of goods."""
    table = forecast_results()
    judged = table[(table["region"] == ALL) & (table["method"] == "selected")].set_index("horizon")
    near, far = judged.loc[1], judged.loc[12]
    return language.say(
        "Tested on {series} series of regions and groups of goods at half-yearly dates since 2019: where goods went "
        "out nearly every month, the error was {near} of the naive method's one month ahead and {far} twelve months "
        "ahead; the 90% intervals held {held_near} and {held_far} of what came.",
        series=int(near["series"]),
        near=language.percent(near["relative_dense"], 0),
        far=language.percent(far["relative_dense"], 0),
        held_near=language.percent(near["coverage_dense"], 0),
        held_far=language.percent(far["coverage_dense"], 0),
    )
