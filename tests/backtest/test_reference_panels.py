"""The marks of the backtest on public panels: measured here, not copied from a note."""

import pytest

from benchmarks import reference_panels
from iidsp_analysis.backtest.lens_weights import coefficient_rows
from iidsp_analysis.backtest.run import JUDGED, backtest
from iidsp_analysis.models.estimated_weights import coefficient_table, panels_sharing
from iidsp_analysis.models.observations import from_rows


def observed(reference, name):
    rows = reference_panels.PANELS[name](reference)
    return from_rows(rows.assign(industry=rows["industry"].astype(str)))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mark"), [("uk_itl3", 0.17), ("us_states", 0.09)])
def test_the_judged_model_reaches_its_mark_and_beats_the_best_baseline(reference, name, mark):
    tested = backtest(observed(reference, name), 5, panel=name)
    assert tested.without == (name,)
    assert tested.models[JUDGED].mean.value >= mark
    assert tested.models[JUDGED].origins_won >= 0.8
    assert tested.models[JUDGED].mean.low > tested.baselines[tested.best_baseline].mean.value


@pytest.mark.slow
def test_the_shipped_weights_are_those_of_the_panels(reference):
    made = coefficient_rows("us_states", observed(reference, "us_states"))
    shipped = coefficient_table().query("panel == 'us_states'").reset_index(drop=True)
    assert made["coefficient"].to_numpy() == pytest.approx(shipped["coefficient"].to_numpy(), abs=2e-5)


def test_a_panel_about_the_same_ground_is_known_by_its_regions():
    assert panels_sharing(["al", "AK", "AZ", "CA"]) == ("us_states",)
    assert panels_sharing(["AKM", "AKT"]) == ()
