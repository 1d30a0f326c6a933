"""Show me the code: cells that make again, without widgets, what the explorer shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iidsp_analysis.explore.library import Library
from iidsp_analysis.explore.state import State


def opening(state: State) -> str:
    """Cell that opens the figures."""
    return (
        "import iidsp_analysis\n\n"
        f'iidsp = iidsp_analysis.load(year={state.year}, borders={state.borders}, language="{state.language}")'
    )


def figures_cell(state: State) -> str:
    """Cell that shows the figures, as ``figures``."""
    regions = ", ".join(f'"{name}"' for name in state.regions)
    return (
        "figures = iidsp.table(\n"
        f'    "{state.indicator}", "{state.industry}", classification="{state.classification}",\n'
        f"    regions=[{regions}], years=({state.first_year}, {state.last_year}),\n"
        ")\nfigures.result"
    )


def ranking_cell(state: State) -> str:
    """Cell that ranks, as ``ranking``."""
    if not state.weights:
        return f'ranking = iidsp.growth_points("{state.ranked_region}")\nranking.result'
    weights = "".join(f'        "{name}": {value!r},\n' for name, value in state.weights.items())
    return (
        f'ranking = iidsp.growth_points(\n    "{state.ranked_region}",\n    weights={{\n{weights}    }},\n)\n'
        "ranking.result"
    )


def what_if_cell(state: State) -> str:
    """Cell that reckons the what-if, as ``what_if``."""
    return (
        f'what_if = iidsp.what_if("{state.what_if_region}", "{state.what_if_industry}", {state.what_if_percent!r},\n'
        f'                        classification="{state.what_if_classification}")\n'
        "what_if.result"
    )


#: Maker of each part's cell, by the name that the cell gives to what it shows.
PARTS: Mapping[str, Callable[[State], str]] = {
    "figures": figures_cell,
    "ranking": ranking_cell,
    "what_if": what_if_cell,
}


def cells(state: State) -> tuple[str, ...]:
    """Return the cells, one after another: they open the figures and show each part."""
    return (opening(state), *(make(state) for make in PARTS.values()))


def shown(library: Library, state: State) -> dict[str, Callable[[], object]]:
    """Return what makes each part of the explorer from a library that is open."""
    return {
        "figures": lambda: library.table(
            state.indicator, state.industry, classification=state.classification, regions=list(state.regions),
            years=(state.first_year, state.last_year),
        ),
        "ranking": lambda: library.growth_points(state.ranked_region, dict(state.weights) or None),
        "what_if": lambda: library.what_if(
            state.what_if_region, state.what_if_industry, state.what_if_percent,
            classification=state.what_if_classification,
        ),
    }  # fmt: skip
