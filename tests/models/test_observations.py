"""The block of amounts that lenses look at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.models.observations import Observations, from_rows
from tests.models.evidence import block

YEARS = ([[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]], [[9.0, 10.0], [11.0, 12.0]])


def marked(*cells):
    marks = np.zeros((2, 2, 3), dtype=bool)
    for at in cells:
        marks[at] = True
    return block(*YEARS, estimated=marks)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"regions": ("r0",)}, "do not fit their labels"),
        ({"values": np.zeros((2, 2, 0)), "years": ()}, "do not fit their labels"),
        ({"years": (2001, 2002, 2004)}, "not consecutive"),
        ({"regions": ("r0", "r0")}, "Labels occur twice"),
        ({"industries": ("i1", "i1")}, "Labels occur twice"),
        ({"estimated": np.zeros((2, 2), dtype=bool)}, "marks of estimates do not fit"),
    ],
)
def test_axes_that_do_not_fit_are_refused(change, sentence):
    with pytest.raises(SchemaError, match=sentence):
        replace(block(*YEARS), **change)


@pytest.mark.parametrize("amount", [-1.0, np.inf])
def test_an_impossible_amount_is_refused_with_its_cell(amount):
    with pytest.raises(SchemaError, match=r"r1 × i0 × 2003"):
        block([[1.0, 2.0], [amount, 4.0]])


def test_until_takes_later_years_and_their_marks_away():
    early = marked((0, 0, 2), (1, 1, 0)).until(2002)
    assert early.years == (2001, 2002)
    assert early.values.tolist() == [[[1, 5], [2, 6]], [[3, 7], [4, 8]]]
    assert early.estimated is not None
    assert np.argwhere(early.estimated).tolist() == [[1, 1, 0]]
    assert block(*YEARS).until(2050).years == (2001, 2002, 2003)


def test_a_year_before_the_first_and_one_that_is_not_there_are_refused():
    with pytest.raises(MissingDataError, match="no figure up to 1990"):
        block(*YEARS).until(1990)
    with pytest.raises(MissingDataError, match="no figure of 2010"):
        block(*YEARS).at(2010)


def test_amounts_of_one_year_and_their_frame():
    observations = block(*YEARS)
    assert observations.at(2002).tolist() == [[5, 6], [7, 8]]
    assert observations.frame(observations.at(2002)).loc["r1", "i0"] == 7


def test_regions_added_up():
    merged = block(*YEARS).regions_as([[0, 1]], ["both"])
    assert merged.regions == ("both",)
    assert merged.at(2001).tolist() == [[4, 6]]


def test_a_sum_with_a_missing_part_is_missing():
    merged = block([[np.nan, 2.0], [3.0, 4.0]]).regions_as([[0, 1]], ["both"])
    assert np.isnan(merged.values[0, 0, 0])
    assert merged.values[0, 1, 0] == 6


def test_a_sum_keeps_what_is_known_of_its_parts():
    """An estimate does not become an observation by being added to one, nor a booking a production."""
    merged = replace(marked((0, 1, 2)), booked_elsewhere=("r1",)).regions_as([[0], [1, 0]], ["one", "both"])
    assert merged.estimated is not None
    assert np.argwhere(merged.estimated).tolist() == [[0, 1, 2], [1, 1, 2]]
    assert merged.booked_elsewhere == ("both",)


def test_the_cells_of_another_block_come_by_label():
    wide = block([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], estimated=np.ones((2, 3, 1), dtype=bool))
    other = replace(block([[0.0, 0.0], [0.0, 0.0]]), regions=("r1", "new"), industries=("i2", "i0"))
    placed = wide.on_cells_of(other)
    assert (placed.regions, placed.industries) == (("r1", "new"), ("i2", "i0"))
    np.testing.assert_array_equal(placed.values[:, :, 0], [[6.0, 4.0], [np.nan, np.nan]])
    assert placed.estimated is not None
    np.testing.assert_array_equal(placed.estimated[:, :, 0], [[True, True], [False, False]])


def test_rows_become_a_block_with_gaps_where_no_row_is():
    rows = pd.DataFrame(
        [["b", "y", 2001, 4.0], ["a", "x", 2001, 1.0], ["a", "y", 2003, 0.0]],
        columns=["region", "industry", "year", "value"],
    )
    built = from_rows(rows, unit="mln")
    assert (built.regions, built.industries, built.years) == (("a", "b"), ("x", "y"), (2001, 2002, 2003))
    assert built.values[1, 1, 0] == 4
    assert built.values[0, 1, 2] == 0  # a published zero stays one
    assert np.isnan(built.values).sum() == 12 - 3
    assert isinstance(built, Observations)
