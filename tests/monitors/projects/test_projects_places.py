"""Projects are placed on the borders of a report by ground, and never guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis.monitors.projects.places import placed


@pytest.mark.parametrize(
    ("name", "borders", "expected"),
    [("akmola", 2014, "akmola"), ("shymkent", 2014, "south_kazakhstan"), ("turkistan", 2014, "south_kazakhstan"),
     ("abai", 2018, "east_kazakhstan_pre2022"), ("south_kazakhstan", 2018, None), ("KZ", 2014, None),
     (None, 2014, None)],
)  # fmt: skip
def test_a_part_lies_in_its_whole_and_a_whole_in_no_part(name, borders, expected):
    found = placed(pd.Series([name], index=[7], dtype=object), borders)
    assert found.to_dict() == {7: expected}
