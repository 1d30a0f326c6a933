"""What every lens takes and returns."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from iidsp_analysis.errors import ReportError
from iidsp_analysis.models import demand, regional_shift, specialisation
from iidsp_analysis.models.lens import Lens, LensResult, nothing
from tests.models.evidence import EN, block, known

TABLE = [[1.0, 2.0], [3.0, 4.0]]


def result_of(score, **others):
    frame = block(TABLE).frame(np.asarray(score, dtype=float))
    return LensResult("test", frame, "log", ("table",), block(TABLE).frame([["A", "B"], ["C", "D"]]), **others)


def lens_named(name="test"):
    return Lens(
        name,
        lambda evidence: result_of(TABLE),
        lambda language: language.say("Title"),
        lambda result, region, industry, language: f"score {result.at(region, industry)}",
        lambda language: language.say("Caveat."),
    )


def test_evidence_from_after_the_year_is_refused():
    later = block(TABLE, TABLE, last=2004)
    with pytest.raises(ReportError, match="Evidence for 2003 holds figures of 2004"):
        known(TABLE, TABLE, exports=later)


def test_a_grade_about_other_candidates_is_refused():
    other = block([[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]])
    with pytest.raises(ReportError, match="different candidates"):
        LensResult("test", block(TABLE).frame(TABLE), "log", (), other.frame(np.full((2, 3), "A")))


def test_a_part_about_other_candidates_is_refused():
    with pytest.raises(ReportError, match="different candidates"):
        result_of(TABLE, parts={"part": block([[1.0], [2.0]]).frame([[1.0], [2.0]])})


def test_an_infinite_score_is_refused():
    with pytest.raises(ReportError, match="infinite"):
        result_of([[1.0, np.inf], [0.0, 0.0]])


def test_a_cell_with_a_score_is_read_by_the_lens():
    assert lens_named().reading(result_of(TABLE), "r1", "i0", EN) == "score 3.0"


def test_a_cell_without_a_score_has_a_sentence_and_no_dash():
    told = lens_named().reading(result_of([[np.nan, 1.0], [2.0, 3.0]]), "r0", "i0", EN)
    assert told == "The lens has nothing to say about this cell."


def test_a_result_without_data_gives_its_reason_for_every_cell():
    silent = nothing("test", known(TABLE), lambda language: language.say("Nothing is loaded."))
    assert lens_named().reading(silent, "r0", "i1", EN) == "Nothing is loaded."
    assert silent.findings(EN) == ("Nothing is loaded.",)
    assert silent.score.isna().all(axis=None)
    assert (silent.grade == "D").all(axis=None)
    assert not silent.has_data


def test_a_score_that_is_missing_throughout_is_a_finding():
    empty = result_of(np.full((2, 2), np.nan))
    assert not empty.has_data
    assert empty.findings(EN) == ("The lens has nothing to say about any cell.",)


@pytest.mark.parametrize(
    ("score", "constant"),
    [
        (np.full((2, 2), 3.0), True),
        ([[1e-17, 0.0], [np.nan, -1e-17]], True),  # rounding is no difference
        ([[1e9, 1e9 + 1e-7], [1e9, 1e9]], True),
        ([[1e-6, 0.0], [0.0, 0.0]], False),
        (np.full((2, 2), np.nan), False),
    ],
)
def test_a_constant_score_is_a_finding(score, constant):
    result = result_of(score)
    assert result.is_constant is constant
    assert (result.findings(EN) == ("The lens says the same of every cell: it ranks nothing.",)) is constant


def test_a_score_that_differs_has_no_finding():
    assert result_of(TABLE).findings(EN) == ()


def test_a_cell_that_is_not_there_and_another_lens_result_are_refused():
    with pytest.raises(ReportError, match="no cell r9"):
        lens_named().reading(result_of(TABLE), "r9", "i0", EN)
    with pytest.raises(ReportError, match="no part"):
        result_of(TABLE).at("r0", "i0", "other")
    with pytest.raises(ReportError, match="cannot read a result of test"):
        lens_named("another").reading(result_of(TABLE), "r0", "i0", EN)


def test_caveats_of_the_lens_come_before_those_of_the_figures():
    result = result_of(TABLE, caveats=(lambda language: language.say("Only 2003."),))
    assert lens_named().caveats(result, EN) == ("Caveat.", "Only 2003.")


@pytest.mark.parametrize("lens", [specialisation.LENS, regional_shift.LENS, demand.LENS])
def test_a_lens_travels_between_processes(lens):
    assert pickle.loads(pickle.dumps(lens)) is lens
