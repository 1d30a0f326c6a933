"""Evidence grades: what lowers them, by how much, and how they say why."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import language
from iidsp_analysis.models.evidence_grade import RECENT_YEARS, STEPS, everywhere_alike, grades, in_words, reasons
from iidsp_analysis.models.lens import GRADES
from tests.models.evidence import EN, block, drawn_evidence

SOLID = [[10.0, 20.0], [30.0, 40.0]]
YEARS = 8


def graded(changes=(), **kept):
    """Eight solid years with some amounts of r0 × i0 changed: pairs of (years before the last, amount)."""
    years = [np.array(SOLID) for _ in range(YEARS)]
    for back, amount in changes:
        years[-1 - back][0, 0] = amount
    observations = block(*years, **kept)
    return grades(observations).loc["r0", "i0"], reasons(observations, "r0", "i0")


def marks(*back):
    estimated = np.zeros((2, 2, YEARS), dtype=bool)
    for each in back:
        estimated[0, 0, -1 - each] = True
    return estimated


def test_observed_and_large_is_a_without_reasons():
    assert graded() == ("A", ())


def test_the_latest_figure_missing_is_d():
    assert graded([(0, np.nan)]) == ("D", ("missing_now", "missing_years"))  # and not called tiny


def test_one_missing_year_is_one_step_and_half_of_them_two():
    assert graded([(2, np.nan)]) == ("B", ("missing_years",))
    assert graded([(back, np.nan) for back in (1, 2, 3)]) == ("C", ("missing_years", "mostly_missing"))


def test_a_gap_before_the_years_that_lenses_see_changes_nothing():
    assert graded([(RECENT_YEARS, np.nan)]) == ("A", ())
    assert graded([(RECENT_YEARS - 1, np.nan)])[0] == "B"


def test_estimates_are_one_step_and_nothing_but_estimates_two():
    assert graded(estimated=marks(1)) == ("B", ("estimated",))
    assert graded(estimated=marks(*range(RECENT_YEARS))) == ("C", ("estimated", "all_estimated"))
    assert graded(estimated=marks(RECENT_YEARS)) == ("A", ())


def test_an_amount_small_against_region_and_industry_is_tiny():
    # r0: 0.1 of 20.1, i0: 0.1 of 30.1 – both below 0.5 %
    assert graded([(0, 0.1)]) == ("B", ("tiny",))
    assert graded([(0, 0.11)]) == ("A", ())  # 0.55 % of the region


def test_small_in_the_region_but_large_in_the_industry_is_not_tiny():
    observations = block([[1.0, 1e6], [2.0, 1e6]])
    assert grades(observations).loc["r0", "i0"] == "A"


def test_a_zero_is_tiny_and_not_missing():
    assert graded([(0, 0.0)]) == ("B", ("tiny",))


def test_an_empty_region_and_an_empty_industry_are_tiny():
    assert (grades(block([[0.0, 0.0], [3.0, 4.0]])).loc["r0"] == "B").all()
    assert (grades(block([[0.0, 1.0], [0.0, 4.0]]))["i0"] == "B").all()


def test_amounts_booked_elsewhere_are_one_step():
    observations = block(SOLID, booked_elsewhere=("r1",))
    assert grades(observations).to_numpy().tolist() == [["A", "A"], ["B", "B"]]
    assert reasons(observations, "r1", "i1") == ("booked_elsewhere",)


def test_steps_add_up_and_end_at_d():
    grade, why = graded([(0, 0.01), (1, np.nan)], estimated=marks(2), booked_elsewhere=("r0",))
    assert sum(STEPS[code] for code in why) == 4
    assert grade == "D"


def test_the_worst_of_several_blocks_decides():
    gap = block([[10.0, np.nan], [30.0, 40.0]], SOLID)
    assert grades(block(SOLID, SOLID), gap).to_numpy().tolist() == [["A", "C"], ["A", "A"]]


def test_one_year_alone_can_be_graded():
    assert set(np.unique(grades(block(SOLID)).to_numpy())) == {"A"}


def test_what_is_alike_everywhere_is_b_where_known():
    alike = everywhere_alike(block(SOLID), np.array([True, False]))
    assert alike.to_numpy().tolist() == [["B", "D"], ["B", "D"]]


def test_reasons_agree_with_grades_on_a_drawn_economy():
    main = drawn_evidence().main
    table = grades(main)
    for region in main.regions:
        for industry in main.industries:
            down = min(sum(STEPS[code] for code in reasons(main, region, industry)), 3)
            assert table.loc[region, industry] == GRADES[down]


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_reason_has_a_sentence(code):
    for each in STEPS:
        (sentence,) = in_words((each,), language(code))
        assert sentence.endswith(".")


def test_of_two_reasons_of_one_kind_the_stronger_is_said():
    assert in_words(("missing_years", "mostly_missing"), EN) == ("At least half of the recent years are missing.",)
    assert len(in_words(("missing_years", "tiny"), EN)) == 2
    assert in_words((), EN) == ()


def test_a_cell_that_is_not_there_is_refused():
    with pytest.raises(UsageError, match="no cell r9"):
        reasons(block(SOLID), "r9", "i0")
