"""Technology level of divisions and product groups as a number."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis import industries
from iidsp_analysis.models.candidates import processed_groups
from iidsp_analysis.models.technology_levels import levels_of_divisions, levels_of_product_groups


def test_divisions_by_the_eurostat_classes():
    """Eurostat, high-tech classification of manufacturing, NACE Rev. 2 at two digits."""
    told = levels_of_divisions(["21", "26", "20", "27", "29", "30", "19", "24", "10", "31"])
    assert told.to_list() == [4, 4, 3, 3, 3, 3, 2, 2, 1, 1]
    assert list(told.index)[:2] == ["21", "26"]


def test_every_division_has_a_level():
    assert levels_of_divisions([str(code) for code in range(10, 34)]).between(1, 4).all()


def test_the_level_of_a_group_is_the_mean_over_its_lines():
    """Base metals: division 24 and 25 are medium-low, some lines belong elsewhere; counted by HS6 lines."""
    lines = {code: count for code, count in industries.hs6_lines("XV").items() if 10 <= int(code) <= 33}
    levels = levels_of_divisions(list(lines))
    by_hand = sum(levels[code] * count for code, count in lines.items()) / sum(lines.values())
    assert levels_of_product_groups(["XV"])["XV"] == pytest.approx(by_hand)
    assert 1.9 < by_hand < 2.3


def test_lines_outside_manufacturing_do_not_count(monkeypatch):
    """Three lines of pharmaceuticals (4) and one of food (1): 3.25, whatever farms, mines and unmatched lines hold."""
    lines = {"21": 3, "10": 1, "01": 50, "08": 7, "00": 9}
    monkeypatch.setattr(industries, "hs6_lines", lambda code: lines)
    assert levels_of_product_groups(["VI"])["VI"] == pytest.approx(3.25)


def test_works_of_art_have_no_level_and_every_candidate_has_one():
    assert np.isnan(levels_of_product_groups(["XXI"])["XXI"])
    assert levels_of_product_groups(processed_groups()).between(1, 4).all()
