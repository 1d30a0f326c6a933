"""Whom a country is compared with: the nearest by income where that is known, those that are named, or all."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models.comparables import Comparables, comparables

CODES = [f"E{at:02}" for at in range(14)]
GDP = pd.Series(100.0, ["KAZ", *CODES])
#: Income per head of E00 is that of the country, that of each further one 10 % more; of E13 it is half of it.
PEOPLE = pd.Series([1.0, *(1 / 1.1**at for at in range(13)), 2.0], GDP.index)


def test_the_nearest_by_income_per_head():
    found = comparables(GDP, PEOPLE, "KAZ")
    assert found.rule == "per head"
    assert set(found.codes) == {*CODES[:8], "E13", "E08"} - ({"E08"} if "E09" in found.codes else set())
    assert found.codes[0] == "E00"
    assert len(found.codes) == 10


def test_without_population_all_are_taken():
    assert comparables(GDP, None, "KAZ") == Comparables(tuple(CODES), "all")


def test_named_ones_take_the_place_of_the_rule():
    assert comparables(GDP, PEOPLE, "KAZ", "e12, E01 E02,E03").codes == ("E12", "E01", "E02", "E03")
    with pytest.raises(UsageError, match="no economy XXX"):
        comparables(GDP, None, "KAZ", "E01 E02 E03 XXX")
    with pytest.raises(UsageError, match="Only 3 economies"):
        comparables(GDP, None, "KAZ", "E01 E02 E03 E01")


def test_too_few():
    with pytest.raises(MissingDataError, match="3 other economies"):
        comparables(GDP.head(4), None, "KAZ")
