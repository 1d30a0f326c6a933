"""The facts behind the indicators: chains are not bridged, a year in progress is missing, a gap has its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED, FactBook
from iidsp_analysis.monitors.programme_tables import has_table
from iidsp_analysis.reference.target_records import indicators
from tests.monitors.programme_panels import embedded, months, panel_of, rows

EMPLOYED = rows("employment", "KZ", {2015: 500, 2016: 520, 2017: 510})
VOLUME = rows("gva_volume_index", "KZ", {2016: 104, 2017: 102, 2018: np.nan, 2019: 110})


def test_a_level_and_its_index():
    facts = FactBook(panel_of(EMPLOYED)).facts("employment")
    assert facts.level(2015)[2017] == 510
    assert facts.index(2015)[2017] == pytest.approx(102)
    assert facts.sources == ("made-employment",)
    assert facts.index(2014).empty
    assert facts.index(None).empty


def test_a_chain_is_not_bridged():
    facts = FactBook(panel_of(VOLUME)).facts("gva_volume")
    assert facts.index(2015)[2017] == pytest.approx(100 * 1.04 * 1.02)
    assert np.isnan(facts.index(2015)[2019])
    assert facts.index(2018)[2019] == pytest.approx(110)
    assert facts.index(2010).empty
    assert facts.level(2016)[2017] == pytest.approx(102)


def test_productivity_is_volume_over_employed_persons():
    facts = FactBook(panel_of(EMPLOYED, VOLUME)).facts("productivity")
    assert facts.index(2015)[2016] == pytest.approx(100 * 1.04 / 1.04)
    assert facts.index(2015)[2017] == pytest.approx(100 * 1.02 / (510 / 520))
    assert facts.sources == ("made-gva_volume_index", "made-employment")


def test_a_year_in_progress_is_missing():
    panel = panel_of(months("KZ", "VI", {2015: 1.2e6, 2016: 2.4e6}), months("KZ", "VI", {2017: 1e6}, count=11))
    for section in ("XVI", "I"):
        panel = panel_of(panel.rows, months("KZ", section, {2015: 0, 2016: 0}))
    facts = FactBook(panel, definition="sections-2026.1").facts("processed_exports")
    assert facts.values.to_dict() == {2015: pytest.approx(1200), 2016: pytest.approx(2400)}


EXPORTS = panel_of(*(months("KZ", section, {2015: 1.2e6, 2016: 2.4e6}) for section in ("VI", "XVI", "I")))


@pytest.mark.parametrize(("last", "years"), [("", [2015, 2016]), ("2016-12", [2015, 2016]), ("2016-11", [2015]),
                                             ("2015-12", [2015])])  # fmt: skip
def test_a_year_whose_december_is_not_known_is_no_whole_year(last, years):
    told = FactBook(EXPORTS, exports_until=last).facts("processed_exports").values
    assert list(told.dropna().index) == years
    under_another = FactBook(EXPORTS, definition="sections-2026.1-without-metals", exports_until=last)
    assert list(under_another.facts("processed_exports").values.dropna().index) == years


def test_before_the_first_known_month_there_are_no_exports():
    facts = FactBook(EXPORTS, exports_until="2014-12").facts("processed_exports")
    assert (len(facts.values), facts.why_missing) == (0, NOT_LOADED)


def test_shares_in_per_cent():
    made, product = rows("gva", "KZ", {2016: 11.0}), rows("grp", "KZ", {2016: 100.0}, industry="TOTAL",
                                                         classification="total")  # fmt: skip
    assert FactBook(panel_of(made, product)).facts("gdp_share").values[2016] == pytest.approx(11)


def test_every_indicator_without_a_table_says_so():
    book = FactBook(panel_of(EMPLOYED))
    for name in set(indicators()) - {"employment"}:
        facts = book.facts(name)
        assert (facts.why_missing, facts.sources, len(facts.values)) == (NOT_LOADED, (), 0)
        assert facts.index(2015).empty
    assert book.facts("employment", "akmola").why_missing == NOT_BY_REGION
    assert book.facts("energy_intensity", "akmola").why_missing == NOT_LOADED


def test_a_table_by_region_is_used_as_soon_as_it_is_loaded():
    panel = panel_of(EMPLOYED, rows("employment", "akmola", {2015: 20, 2017: 22}))
    facts = FactBook(panel).facts("employment", "akmola")
    assert facts.index(2015)[2017] == pytest.approx(110)
    assert list(facts.values.index) == [2015, 2016, 2017]
    assert np.isnan(facts.values[2016])


@pytest.fixture(scope="module")
def book(panel):
    return FactBook(embedded(panel))


@pytest.mark.parametrize(
    ("indicator", "base", "year", "index"),
    [("gva_volume", 2015, 2017, 101.8 * 1.061), ("production_volume", 2012, 2019, 121.2),
     ("production_volume", 2015, 2019, 117.5), ("processed_exports", 2015, 2017, 116.7)],
)  # fmt: skip
def test_embedded_figures_of_the_country(book, indicator, base, year, index):
    # domain notes A.2 and 0.2: chain of table 5792 2019/2012 +21.2 %, 2019/2015 +17.5 %; GVA volume 101.8 x 106.1.
    assert book.facts(indicator).index(base)[year] == pytest.approx(index, abs=0.05)


def test_embedded_shares(book):
    share, technology = (book.facts(name).values for name in ("gdp_share", "technology_share"))
    assert share[[2010, 2015, 2017]].round(1).tolist() == [11.3, 10.3, 11.3]
    assert technology[[2013, 2015, 2017, 2025]].round(1).tolist() == [12.7, 10.9, 11.1, 18.8]


def test_sections_of_2023_that_are_not_published_stay_missing(book):
    exports = book.facts("processed_exports", "almaty_city").values
    assert np.isnan(exports[2023])
    assert pd.notna(exports[[2022, 2024]]).all()


def test_indicators_with_figures_are_those_with_a_table(panel, book):
    for name in indicators():
        assert has_table(panel, name) is not bool(book.facts(name).why_missing), name
        assert not has_table(panel_of(EMPLOYED), name)  # a panel that names no table
    early = FactBook(book.panel.until("2011-01"))
    assert early.facts("processed_exports").why_missing == NOT_LOADED
    assert has_table(early.panel, "processed_exports")


def test_two_tables_of_one_cell_are_refused():
    twice = panel_of(EMPLOYED, EMPLOYED.assign(source="another"))
    with pytest.raises(SchemaError, match="same cell"):
        FactBook(twice).facts("employment")


def test_figures_of_a_residual_are_no_figures_of_a_region():
    panel = panel_of(EMPLOYED, rows("employment", "residual", {2015: 1}))
    assert FactBook(panel).facts("employment", "residual").values.empty
