"""The widgets of the explorer, filled from a library and a state; what they do is decided in :mod:`.explorer`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets as widgets

from iidsp_analysis import industries, language, regions, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.explore import words
from iidsp_analysis.explore.choices import Choice, choose
from iidsp_analysis.explore.library import Library
from iidsp_analysis.explore.names import unknown
from iidsp_analysis.explore.state import State
from iidsp_analysis.language import Language
from iidsp_analysis.models import lenses
from iidsp_analysis.models.growth_points import weight_sets

#: Sliders of weights: from turned round to full weight.
LEAST_WEIGHT, MOST_WEIGHT, STEP = -1.0, 1.0, 0.01
#: Decimals of a weight that a slider shows.
WEIGHT_DIGITS = 2
#: What-ifs beyond this are typed into a state file, not slid to.
SLID_GROWTH = 200
_WIDE = {"width": "430px"}
_LABEL = {"description_width": "180px"}


@dataclass(frozen=True, eq=False)
class Controls:
    """Everything that can be moved, and the places where the answers stand."""

    borders: widgets.Dropdown
    year: widgets.Dropdown
    language: widgets.Dropdown
    regions: widgets.SelectMultiple
    indicator: widgets.Dropdown
    industry: widgets.Dropdown
    years: widgets.IntRangeSlider
    ranked_region: widgets.Dropdown
    weights: dict[str, widgets.FloatSlider]
    estimated: widgets.Button
    equal: widgets.Button
    what_if_region: widgets.Dropdown
    what_if_industry: widgets.Dropdown
    percent: widgets.FloatSlider
    file: widgets.Text
    save: widgets.Button
    load: widgets.Button

    def inputs(self) -> tuple[widgets.Widget, ...]:
        """Controls whose value is part of the state."""
        return (self.borders, self.year, self.language, self.regions, self.indicator, self.industry, self.years,
                self.ranked_region, *self.weights.values(), self.what_if_region, self.what_if_industry,
                self.percent)  # fmt: skip


def make_controls(library: Library, state: State) -> Controls:
    """Return controls that stand as the state says."""
    spoken = library.context.language
    say = spoken.say
    return Controls(
        borders=_dropdown(say("Borders of"), [(str(each), each) for each in regions.BORDERS], state.borders),
        year=_dropdown(say("Year of the ranking"), [(str(each), each) for each in years_of(library)], state.year),
        language=_dropdown(say("Language"), [(language.OWN_NAMES[each], each) for each in language.LANGUAGES],
                           state.language),
        regions=_several(say("Regions"), region_options(library), state.regions),
        indicator=_dropdown(say("Indicator"), indicator_options(library), (state.indicator, state.classification)),
        industry=_dropdown(say("Industry, goods"), industry_options(spoken, choice_of(library, state)), state.industry),
        years=_years(say("Years"), choice_of(library, state), state),
        ranked_region=_dropdown(say("Region"), region_options(library)[1:], state.ranked_region),
        weights={name: _weight(lenses.by_name(name).title(spoken), weight)
                 for name, weight in shown_weights(library, state).items()},
        estimated=_button(say("Estimated weights"), say("Back to the weights of the reports")),
        equal=_button(say("Equal weights"), say("Every lens counts the same")),
        what_if_region=_dropdown(say("Region"), region_options(library), state.what_if_region),
        what_if_industry=_dropdown(say("Industry, goods"), growing_options(library),
                                   (state.what_if_classification, state.what_if_industry)),
        percent=_percent(say("Growth, %"), state.what_if_percent),
        file=widgets.Text("explorer_state.json", description=say("File"), style=_LABEL, layout=_WIDE),
        save=_button(say("Save"), say("Write what is shown to the file")),
        load=_button(say("Load"), say("Show what the file holds")),
    )  # fmt: skip


# --- what can be chosen -----------------------------------------------------------------------------------------


def choice_of(library: Library, state: State) -> Choice:
    """The indicator of the state as it is loaded; the first one that is where it is not loaded on these borders."""
    fitting = [each for each in library.choices
               if (each.indicator, each.classification) == (state.indicator, state.classification)]  # fmt: skip
    return fitting[0] if fitting else library.choices[0]


def region_options(library: Library) -> list[tuple[str, str]]:
    """The country and the regions with their ids."""
    code = library.language
    everyone = [regions.get(schema.COUNTRY), *library.context.regions]
    return [(each.name[code], each.id) for each in everyone]


def indicator_options(library: Library) -> list[tuple[str, tuple[str, str]]]:
    """Indicators with their classifications."""
    return [(words.indicator(library.context.language, each.indicator, each.classification),
             (each.indicator, each.classification)) for each in library.choices]  # fmt: skip


def industry_options(spoken: Language, choice: Choice) -> list[tuple[str, str]]:
    """Industries of an indicator."""
    return [(words.industry(spoken, choice.classification, code), code) for code in choice.industries]


def growing_options(library: Library) -> list[tuple[str, tuple[str, str]]]:
    """Industries that a what-if can let grow: divisions, sections, groups of processed goods."""
    spoken = library.context.language
    processed = industries.default_processed_exports().sections
    told = []
    for choice in library.choices:
        if choice.indicator in ("gva", "exports"):
            codes = [code for code in choice.industries if choice.indicator == "gva" or code in processed]
            told += [(f"{words.INDICATORS[choice.indicator](spoken)}: "
                      f"{words.industry(spoken, choice.classification, code)}", (choice.classification, code))
                     for code in codes]  # fmt: skip
    return told


def years_of(library: Library) -> list[int]:
    """Years from which a ranking can look, the newest first; the library knows none after its own."""
    rows = library.context.published.select("gva", classification="oked_section").rows
    return sorted({int(period) for period in rows[schema.PERIOD]}, reverse=True)


def shown_weights(library: Library, state: State) -> dict[str, float]:
    """Weight by lens with data as the sliders show it: the state's, else the estimated ones; none without a ranking.

    Only proportions count: weights beyond the sliders are brought within.
    """
    try:
        survey = library.context.survey
    except MissingDataError:  # the ranking itself says what is missing
        return {}
    told = dict(state.weights) or dict(weight_sets(survey)["estimated"].values)
    largest = max(MOST_WEIGHT, *(abs(weight) for weight in told.values()))
    return {name: round(told.get(name, 0.0) / largest, WEIGHT_DIGITS) for name in survey.lens_names}


def require_loaded(library: Library, state: State) -> None:
    """Refuse a state that names an indicator or industry which these tables do not have.

    Raises
    ------
    UnknownNameError
        Naming near ones.
    """
    choose(library.choices, state.indicator, state.classification, state.industry)
    growing = [value for _, value in growing_options(library)]
    if (state.what_if_classification, state.what_if_industry) not in growing:
        raise unknown("industry that can grow", state.what_if_industry, dict.fromkeys(code for _, code in growing))


# --- how it looks -----------------------------------------------------------------------------------------------


def _dropdown(label: str, options: Sequence[tuple[str, object]], value: object) -> widgets.Dropdown:
    known = [each for _, each in options]
    return widgets.Dropdown(options=options, value=value if value in known else known[0], description=label,
                            style=_LABEL, layout=_WIDE)  # fmt: skip


def _several(label: str, options: list[tuple[str, str]], value: tuple[str, ...]) -> widgets.SelectMultiple:
    return widgets.SelectMultiple(options=options, value=value, rows=8, description=label, style=_LABEL, layout=_WIDE)


def _years(label: str, choice: Choice, state: State) -> widgets.IntRangeSlider:
    first, last = (min(max(year, choice.first_year), choice.last_year) for year in (state.first_year, state.last_year))
    return widgets.IntRangeSlider(value=(first, last), min=choice.first_year, max=choice.last_year, description=label,
                                  style=_LABEL, layout=_WIDE)  # fmt: skip


def _weight(label: str, value: float) -> widgets.FloatSlider:
    return widgets.FloatSlider(value, min=LEAST_WEIGHT, max=MOST_WEIGHT, step=STEP, description=label,
                               style=_LABEL, layout=_WIDE)  # fmt: skip


def _percent(label: str, value: float) -> widgets.FloatSlider:
    return widgets.FloatSlider(value, min=min(-100, value), max=max(SLID_GROWTH, value), step=1, readout_format=".0f",
                               description=label, style=_LABEL, layout=_WIDE)  # fmt: skip


def _button(label: str, tip: str) -> widgets.Button:
    return widgets.Button(description=label, tooltip=tip, layout={"width": "auto"})
