"""Errors say what, where and what next, and each family has its own exit code."""

from __future__ import annotations

import pickle

import pytest

from iidsp_analysis import errors
from iidsp_analysis.errors import AnalysisError

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AnalysisError)]


@pytest.mark.parametrize("kind", FAMILY)
def test_what_where_and_what_next_stand_in_one_line(kind):
    text = str(kind("It broke.", where="sheet 1, B2", what_next="Mend it."))
    assert text == "It broke. [sheet 1, B2] Mend it."


def test_an_error_without_place_or_advice_is_its_fact():
    assert str(AnalysisError("It broke.")) == "It broke."


@pytest.mark.parametrize("kind", FAMILY)
def test_errors_survive_the_way_between_processes(kind):
    there = pickle.loads(pickle.dumps(kind("It broke.", where="B2", what_next="Mend it.")))
    assert type(there) is kind
    assert str(there) == str(kind("It broke.", where="B2", what_next="Mend it."))


def test_exit_codes_are_those_of_the_manual():
    codes = {kind.__name__: kind.exit_code for kind in FAMILY}
    assert codes == {
        "AnalysisError": 3,
        "SchemaError": 3,
        "WorkbookError": 3,
        "MissingDataError": 3,
        "UsageError": 2,
        "UnknownLabelError": 4,
        "BoundaryError": 4,
        "UnitError": 5,
        "SourceError": 6,
        "ReportError": 7,
    }


def test_no_error_ends_like_success_or_like_partial_failure():
    assert all(kind.exit_code > 1 for kind in FAMILY)
