"""The code that is shown makes the same frames as the explorer, cell by cell."""

from __future__ import annotations

import pandas as pd
import pytest

import iidsp_analysis
from iidsp_analysis.explore import code
from iidsp_analysis.explore.state import State

STATES = {
    "as it opens": State(language="en"),
    "own weights": State(language="en", weights={"demand": 0.35, "relatedness_gap": -0.2, "technology": 0.0}),
    "goods": State(language="en", regions=("karaganda_pre2022", "KZ", "akmola"), indicator="exports",
                   classification="hs_section", industry="XV", first_year=2015, ranked_region="almaty_city",
                   what_if_region="akmola", what_if_classification="hs_section", what_if_industry="XVI",
                   what_if_percent=-12.5),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_the_cells_make_what_the_explorer_shows(state, library, monkeypatch):
    asked = []
    monkeypatch.setattr(iidsp_analysis, "load", lambda **chosen: asked.append(chosen) or library)
    names = {}
    for cell in code.cells(state):
        exec(cell, names)  # the cells are ours
    assert asked == [{"year": state.year, "borders": state.borders, "language": state.language}]
    shown = {part: make() for part, make in code.shown(library, state).items()}
    pd.testing.assert_frame_equal(names["figures"].frame, shown["figures"].frame)
    pd.testing.assert_frame_equal(names["ranking"].table, shown["ranking"].table)
    pd.testing.assert_frame_equal(names["what_if"].frame, shown["what_if"].frame)
    assert names["what_if"].result.title == shown["what_if"].result.title


def test_the_cells_are_short_and_need_only_the_package():
    for state in STATES.values():
        opening, *rest = code.cells(state)
        assert opening.startswith("import iidsp_analysis\n")
        assert [line for cell in rest for line in cell.splitlines() if "import" in line or len(line) > 100] == []
