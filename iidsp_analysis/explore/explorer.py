"""The explorer in JupyterLab: a state, controls that change it, and parts that show it. All thinking is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from importlib import resources
from typing import Any

import ipywidgets as widgets

from iidsp_analysis import regions
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.explore import code, controls
from iidsp_analysis.explore.library import Library, open_library
from iidsp_analysis.explore.pictures import quick_picture
from iidsp_analysis.explore.shown import Shown
from iidsp_analysis.explore.state import State, on_borders, read_state
from iidsp_analysis.results import Result

#: Values of the state that decide a part: the others may change without its being drawn again.
DECIDES = {
    "figures": ("regions", "indicator", "classification", "industry", "first_year", "last_year"),
    "ranking": ("ranked_region", "weights"),
    "what_if": ("what_if_region", "what_if_classification", "what_if_industry", "what_if_percent"),
}
#: Values that decide the library.
OPENS = ("year", "borders", "language")


@dataclass(frozen=True)
class Place:
    """Where one part stands: its sentence, its picture, its table with all that is said of it."""

    head: widgets.HTML
    picture: widgets.HTML
    table: widgets.HTML


class Explorer:
    """The explorer: show it as the last line of a cell.

    Parameters
    ----------
    region : str
        Region to begin with, by id, code or name.
    year, borders, language
        As for :func:`iidsp_analysis.load`.
    state : State, optional
        Where to begin instead.
    """

    def __init__(self, region: str = "AKM", *, year: int = 2017, borders: int = 2014, language: str = "ru",
                 state: State | None = None) -> None:  # fmt: skip
        self._libraries: dict[tuple[Any, ...], Library] = {}
        self._shown: dict[str, tuple[Any, ...]] = {}
        self._is_setting = False
        self.box = widgets.VBox()
        self.state = state or _beginning(region, year, borders, language)
        self._rebuild()

    @property
    def library(self) -> Library:
        """The figures of the state's year, borders and language, opened once."""
        key = tuple(getattr(self.state, name) for name in OPENS)
        if key not in self._libraries:
            self._libraries[key] = open_library(**dict(zip(OPENS, key, strict=True)))
        return self._libraries[key]

    def show(self, state: State) -> None:
        """Show another state; where it opens other figures, all controls are made anew.

        Raises
        ------
        AnalysisError
            If the loaded tables cannot show it; what was shown stays.
        """
        opened = [name for name in OPENS if getattr(state, name) != getattr(self.state, name)]
        before, self.state = self.state, state
        try:
            if opened:
                self._rebuild()
            else:
                controls.require_loaded(self.library, state)
                self._set_and_fill()
        except AnalysisError:
            self.state = before
            self._rebuild()
            raise

    def save(self, path: str) -> str:
        """Write the state to a file and return its name."""
        return str(self.state.save(path))

    def load(self, path: str) -> None:
        """Show the state of a file."""
        self.show(read_state(path))

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.box._repr_mimebundle_(**wanted)

    def _repr_keys(self) -> Any:
        return self.box._repr_keys()

    # --- from the hand to the state -----------------------------------------------------------------------------

    def _moved(self, change: dict[str, Any]) -> None:
        if not self._is_setting:
            self._try(lambda: self.show(self._wanted(change["owner"])))

    def _try(self, act: Callable[[], str | None]) -> None:
        """Do what a hand asks for, and say what came of it: nothing, a sentence, or why it cannot be done."""
        try:
            told = act()
            self.message.value = f'<p role="status">{escape(told)}</p>' if told else ""
        except AnalysisError as refused:
            self.message.value = f'<p role="alert" class="iidsp-refusal">{escape(str(refused))}</p>'

    def _wanted(self, moved: widgets.Widget) -> State:
        """The state that the controls ask for, after one of them was moved."""
        hand = self.controls
        if moved is hand.borders:
            return on_borders(self.state, hand.borders.value)
        indicator, classification = hand.indicator.value
        first, last = hand.years.value
        kind, growing = hand.what_if_industry.value
        wanted = replace(
            self.state, year=hand.year.value, language=hand.language.value, regions=hand.regions.value,
            indicator=indicator, classification=classification, industry=hand.industry.value, first_year=first,
            last_year=last, ranked_region=hand.ranked_region.value,
            weights=self._wanted_weights(),
            what_if_region=hand.what_if_region.value, what_if_classification=kind, what_if_industry=growing,
            what_if_percent=float(hand.percent.value),
        )  # fmt: skip
        return self._fitting(wanted) if moved is hand.indicator else wanted

    def _wanted_weights(self) -> Mapping[str, float]:
        """Weights of the sliders; the state's own where they stand as it says, which a slider shows rounded."""
        asked = {name: round(slider.value, controls.WEIGHT_DIGITS) for name, slider in self.controls.weights.items()}
        return self.state.weights if asked == controls.shown_weights(self.library, self.state) else asked

    def _fitting(self, state: State) -> State:
        """Give an indicator that was just chosen an industry and years that it has."""
        choice = controls.choice_of(self.library, state)
        known = choice.industries
        industry = (
            state.industry if state.industry in known else next((c for c in ("C", "TOTAL") if c in known), known[0])
        )
        return replace(state, industry=industry, first_year=choice.first_year, last_year=choice.last_year)

    # --- from the state to the screen ---------------------------------------------------------------------------

    def _rebuild(self) -> None:
        library = self.library
        say = library.context.language.say
        self.message = widgets.HTML()
        self.places = {part: Place(widgets.HTML(), widgets.HTML(), widgets.HTML()) for part in DECIDES}
        self.code, self._shown = widgets.HTML(), {}
        self.controls = hand = controls.make_controls(library, self.state)
        for control in hand.inputs():
            control.observe(self._moved, "value")
        self._bind(library)
        pages = {
            say("Figures"): self._page("figures", hand.regions, hand.indicator, hand.industry, hand.years),
            say("Growth points"): self._page("ranking", hand.ranked_region, *hand.weights.values(),
                                             widgets.HBox([hand.estimated, hand.equal])),
            say("What if"): self._page("what_if", hand.what_if_region, hand.what_if_industry, hand.percent),
            say("The code"): widgets.VBox([self.code]),
            say("Save and load"): widgets.VBox([hand.file, widgets.HBox([hand.save, hand.load])]),
        }  # fmt: skip
        tabs = widgets.Tab(list(pages.values()), titles=list(pages))
        self.box.children = (_style(), widgets.HBox([hand.borders, hand.year, hand.language], layout=_WRAP),
                             self.message, tabs)  # fmt: skip
        self._fill()

    def _page(self, part: str, *moved: widgets.Widget) -> widgets.Widget:
        place = self.places[part]
        left = widgets.VBox(list(moved), layout={"min_width": "440px"})
        right = widgets.VBox([place.head, place.picture, place.table], layout={"flex": "1 1 0%", "min_width": "600px"})
        return widgets.HBox([left, right], layout=_WRAP)

    def _bind(self, library: Library) -> None:
        hand, say = self.controls, library.context.language.say
        hand.estimated.on_click(lambda _: self._try(lambda: self.show(replace(self.state, weights={}))))
        equal = dict.fromkeys(hand.weights, 1.0)
        hand.equal.on_click(lambda _: self._try(lambda: self.show(replace(self.state, weights=equal))))
        hand.save.on_click(lambda _: self._try(lambda: say("Saved: {file}", file=self.save(hand.file.value))))
        hand.load.on_click(lambda _: self._try(lambda: self._loaded(hand.file.value)))

    def _loaded(self, path: str) -> str:
        """Load a file, and say so in the language that it brought."""
        self.load(path)
        return self.library.context.language.say("Loaded: {file}", file=path)

    def _set_and_fill(self) -> None:
        self._is_setting = True
        try:
            self._set()
        finally:
            self._is_setting = False
        self._fill()

    def _set(self) -> None:
        """Put the controls where the state says."""
        hand, state, library = self.controls, self.state, self.library
        choice = controls.choice_of(library, state)
        options = controls.industry_options(library.context.language, choice)
        if tuple(options) != tuple(hand.industry.options):
            hand.industry.options = options
        hand.regions.value, hand.industry.value = state.regions, state.industry
        hand.indicator.value = (state.indicator, state.classification)
        hand.years.min, hand.years.max = min(choice.first_year, hand.years.min), max(choice.last_year, hand.years.max)
        hand.years.value = (state.first_year, state.last_year)
        hand.years.min, hand.years.max = choice.first_year, choice.last_year
        hand.ranked_region.value, hand.what_if_region.value = state.ranked_region, state.what_if_region
        hand.what_if_industry.value = (state.what_if_classification, state.what_if_industry)
        hand.percent.max = max(hand.percent.max, state.what_if_percent)
        hand.percent.value = state.what_if_percent
        for name, weight in controls.shown_weights(library, state).items():
            # A slider sends 0.35000000000000003: sent back as 0.35 it would pull the slider from a hand that moved on.
            if round(hand.weights[name].value, controls.WEIGHT_DIGITS) != weight:
                hand.weights[name].value = weight

    def _fill(self) -> None:
        """Show each part whose values have changed: its table first, then its picture, which takes longer."""
        waiting = []
        for part, make in code.shown(self.library, self.state).items():
            decided = tuple(getattr(self.state, name) for name in DECIDES[part])
            if self._shown.get(part) != decided:
                self._shown[part] = decided
                waiting.append(self._fill_table(part, make))
        told = "".join(f"<pre>{escape(cell)}</pre>" for cell in code.cells(self.state))
        self.code.value = f'<section class="iidsp-code">{told}</section>'
        for draw in waiting:
            draw()

    def _fill_table(self, part: str, make: Callable[[], Any]) -> Callable[[], None]:
        place = self.places[part]
        try:
            made: Shown = make()
            result = made.result
        except AnalysisError as refused:
            place.head.value, place.picture.value, place.table.value = _refusal(refused), "", ""
            return lambda: None
        place.head.value, place.table.value = _headline(result), _told(result)
        return lambda: setattr(place.picture, "value", quick_picture(result))


_WRAP = widgets.Layout(flex_flow="row wrap")


def _beginning(region: str, year: int, borders: int, language: str) -> State:
    """Where the explorer begins: a region beside the country."""
    name = regions.resolve(region, borders=borders).id
    first = State(year=year, borders=borders, language=language, last_year=year, first_year=min(2010, year),
                  regions=("KZ",), ranked_region=regions.regions_of(borders)[0].id)  # fmt: skip
    return first if name == "KZ" else replace(first, regions=(name, "KZ"), ranked_region=name)


def _headline(result: Result) -> str:
    stamp = f'<p class="stamp">{escape(result.stamp)}</p>' if result.stamp else ""
    return f'<section class="iidsp"><h3>{escape(result.title)}</h3>{stamp}</section>'


def _told(result: Result) -> str:
    """Table, caption and sentences of a result; title and picture stand above them."""
    notes = "".join(f"<p>{escape(text)}</p>" for text in (*result.reading, *result.caveats))
    table = result.table.to_html(result.language) if result.table else ""
    return f'<section class="iidsp">{table}<p class="source">{escape(result.caption)}</p>{notes}</section>'


def _refusal(refused: AnalysisError) -> str:
    return f'<p role="alert" class="iidsp-refusal">{escape(str(refused))}</p>'


def _style() -> widgets.HTML:
    sheet = resources.files("iidsp_analysis") / "reference" / "explorer.css"
    return widgets.HTML(f"<style>{sheet.read_text(encoding='utf-8')}</style>")
