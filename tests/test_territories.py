"""One set of borders: mass is conserved, ratios are never summed, estimates say so, breaks are refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import BoundaryError
from iidsp_analysis.panel import Panel
from iidsp_analysis.regions import BORDERS, backcast_share, regions_of
from iidsp_analysis.territories import apportion, on_borders, series

RENAMED = {"VKO": "east_kazakhstan_pre2022", "ALM": "almaty_region_pre2022", "KRG": "karaganda_pre2022"}
SPLITS = {
    "south_kazakhstan": ("turkistan", "shymkent"),
    "east_kazakhstan_pre2022": ("east_kazakhstan", "abai"),
    "almaty_region_pre2022": ("almaty_region", "zhetisu"),
    "karaganda_pre2022": ("karaganda", "ulytau"),
}
AMOUNTS = st.floats(0, 1e9, allow_nan=False)


def made(values, *, indicator="gva", industry="C", period="2023", unit="mln KZT", prices="current"):
    """Rows of one cell by region id."""
    rows = pd.DataFrame({"region": list(values), "value": [float(value) for value in values.values()]}).assign(
        industry=industry, classification="oked_section", period=period, indicator=indicator, unit=unit, prices=prices,
        status="observed", source="bns-5927", note="",
    )  # fmt: skip
    return rows[list(schema.COLUMNS)]


def figures(*tables):
    return Panel(pd.concat(tables, ignore_index=True), {})


def value(panel, region, period, indicator="gva", industry="C", source="bns-5927"):
    rows = panel.rows
    keep = (
        (rows["region"] == region) & (rows["period"] == period) & (rows["indicator"] == indicator)
        & (rows["industry"] == industry) & (rows["source"] == source)
    )  # fmt: skip
    (found,) = rows.loc[keep].itertuples()
    return found


@pytest.fixture(scope="module")
def on(panel):
    return {borders: on_borders(panel, borders) for borders in BORDERS}


# --- mass ------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=12)
@given(st.lists(AMOUNTS, min_size=20, max_size=20), st.sampled_from(BORDERS))
def test_merging_conserves_mass(amounts, borders):
    parts = {region.id: amount for region, amount in zip(regions_of(2022), amounts, strict=True)}
    merged = on_borders(figures(made(parts)), borders).rows
    assert set(merged["region"]) == {region.id for region in regions_of(borders)}
    assert merged["value"].sum() == pytest.approx(sum(amounts), rel=1e-12)


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(sorted(SPLITS)), AMOUNTS, AMOUNTS)
def test_a_merged_region_is_the_sum_of_its_successors_and_says_so(parent, first, second):
    parts = dict(zip(SPLITS[parent], (first, second), strict=True))
    (row,) = on_borders(figures(made(parts)), 2014).select("gva", regions=[parent]).rows.itertuples()
    assert row.value == first + second
    assert row.status == "derived"
    assert row.note == "sum of " + " + ".join(SPLITS[parent])


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(sorted(SPLITS)), AMOUNTS)
def test_half_a_territory_stays_missing(parent, amount):
    half = made({SPLITS[parent][0]: amount})
    merged = on_borders(figures(half, made({"akmola": 1.0})), 2014).rows
    assert parent not in set(merged["region"])


def test_a_missing_part_is_not_zero():
    parts = {"turkistan": 5.0, "shymkent": float("nan")}
    assert "south_kazakhstan" not in set(on_borders(figures(made(parts)), 2014).rows["region"])


def test_published_goes_before_derived():
    family = {"south_kazakhstan": 7.0, "turkistan": 2.0, "shymkent": 4.0}
    (row,) = on_borders(figures(made(family)), 2014).rows.itertuples()
    assert (row.value, row.status) == (7.0, "observed")


def test_a_published_hole_is_filled_from_the_successors():
    """South Kazakhstan is set missing by the ledger where it printed placeholders; its successors may know."""
    family = {"south_kazakhstan": float("nan"), "turkistan": 2.0, "shymkent": 4.0}
    (row,) = on_borders(figures(made(family)), 2014).rows.itertuples()
    assert (row.value, row.status) == (6.0, "derived")


@pytest.mark.parametrize("borders", BORDERS)
@pytest.mark.parametrize(
    ("indicator", "industry", "source", "rounding"),
    [
        ("gva", "C", "bns-5927", 1e-6),
        ("gva", "IND", "bns-5927", 1e-6),
        ("grp", "TOTAL", "bns-5927", 1e-6),
        ("population", "TOTAL", "bns-6576", 1e-6),
        ("investment", "TOTAL", "bns-5546", 10.0),
        ("exports", "TOTAL", "bns-446905", 1.5),
    ],
)
def test_the_regions_add_up_to_the_country_wherever_all_of_them_are_known(
    on, borders, indicator, industry, source, rounding
):
    wide = on[borders].select(indicator, industries=[industry], source=source).wide(schema.REGION)
    known = wide[[region.id for region in regions_of(borders)]].dropna()
    assert len(known) >= 4
    gap = known.sum(axis=1) - wide.loc[known.index, "KZ"]
    assert gap.abs().max() <= rounding


def test_on_the_borders_of_2014_no_annual_value_added_is_missing(on):
    wide = on[2014].select("gva", industries=["C"], source="bns-5927").wide(schema.REGION)
    assert wide.shape == (16, 17)
    assert wide.notna().all(axis=None)


def test_merging_twice_changes_nothing(on):
    again = on_borders(on[2014], 2014)
    pd.testing.assert_frame_equal(again.rows, on[2014].rows)


def test_no_key_is_doubled_and_no_foreign_region_is_left(on):
    for borders, panel in on.items():
        assert not panel.rows.duplicated(list(schema.KEY)).any()
        assert set(panel.rows["region"]) <= {"KZ", *(region.id for region in regions_of(borders))}


def test_the_panel_that_is_merged_is_left_alone(panel):
    before = panel.rows.copy()
    on_borders(panel, 2014)
    pd.testing.assert_frame_equal(panel.rows, before)
    assert panel.borders is None


def test_unknown_borders_are_refused(panel):
    with pytest.raises(BoundaryError, match="2016"):
        on_borders(panel, 2016)


# --- published cases -------------------------------------------------------------------------------------------


def test_turkistan_and_shymkent_are_south_kazakhstan_in_2017(panel):
    parts = value(panel, "turkistan", "2017").value + value(panel, "shymkent", "2017").value
    assert parts == pytest.approx(value(panel, "south_kazakhstan", "2017").value, abs=1e-6)


def test_east_kazakhstan_has_2_29_million_tenge_a_head_in_2017_not_4_32(panel, on):
    """Population is back-cast on the borders of 2022 and GRP is not: only merged figures make a ratio."""
    merged = on[2014]
    people = value(merged, "east_kazakhstan_pre2022", "2017", "population", "TOTAL", "bns-6576")
    product = value(merged, "east_kazakhstan_pre2022", "2017", "grp", "TOTAL")
    assert product.value / people.value == pytest.approx(2.29, abs=0.005)
    assert people.status == "derived"
    naive = value(panel, "east_kazakhstan", "2017", "population", "TOTAL", "bns-6576")
    assert product.value / naive.value == pytest.approx(4.32, abs=0.005)


def test_the_wrong_ratio_cannot_be_formed_on_any_borders(on):
    """Where GRP of 2017 is known for a region, its population is that of the same ground."""
    for borders, panel in on.items():
        grp = panel.select("grp", industries=["TOTAL"]).wide(schema.REGION)
        people = panel.select("population").wide(schema.REGION)
        both = sorted(set(grp.columns) & set(people.columns))
        assert {"east_kazakhstan", "east_kazakhstan_pre2022"} & set(both) == (
            {"east_kazakhstan"} if borders == 2022 else {"east_kazakhstan_pre2022"}
        )
    assert pd.isna(on[2022].select("grp", industries=["TOTAL"]).wide(schema.REGION).loc["2017"].get("east_kazakhstan"))


def test_manufacturing_of_east_kazakhstan_grew_2_1_percent_in_2021_with_abai(panel, on):
    merged = (
        value(on[2014], "east_kazakhstan_pre2022", "2021").value / value(panel, "east_kazakhstan_pre2022", "2020").value
    )
    shrunken = value(panel, "east_kazakhstan", "2021").value / value(panel, "east_kazakhstan_pre2022", "2020").value
    assert merged - 1 == pytest.approx(0.021, abs=0.0005)
    assert shrunken - 1 == pytest.approx(-0.145, abs=0.0005)


def test_exports_of_south_kazakhstan_go_on_after_its_end_as_the_sum_of_its_successors(on):
    line = series(on[2014], "south_kazakhstan", "exports")
    assert line.index.min() == "2015-01"
    assert line.index.max() == "2025-12"
    assert line.notna().all()


# --- ratios ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [
        ("production_volume_index", "% of previous year"),
        ("capacity_utilisation", "%"),
        ("exchange_rate", "KZT per USD"),
    ],
)
def test_ratios_are_never_summed(indicator, unit):
    table = made({"turkistan": 101.0, "shymkent": 99.0}, indicator=indicator, unit=unit, prices="-")
    assert "south_kazakhstan" not in set(on_borders(figures(table), 2014).rows["region"])


@settings(deadline=None, max_examples=12)
@given(
    st.floats(1, 1e6), st.floats(1, 1e6), st.floats(50, 200), st.floats(50, 200), st.sampled_from(sorted(SPLITS)),
)  # fmt: skip
def test_a_merged_volume_index_is_weighted_with_the_value_of_the_year_before(first, second, up, down, parent):
    parts = SPLITS[parent]
    weights = made(dict(zip(parts, (first, second), strict=True)), period="2022")
    indices = made(
        dict(zip(parts, (up, down), strict=True)), indicator="gva_volume_index", unit="% of previous year", prices="-"
    )
    merged = on_borders(figures(weights, indices), 2014).select("gva_volume_index").rows
    (row,) = merged.itertuples()
    assert row.value == pytest.approx((first * up + second * down) / (first + second), rel=1e-12)
    assert min(up, down) - 1e-9 <= row.value <= max(up, down) + 1e-9
    assert row.status == "derived"
    assert row.note.startswith("previous-year weights")


def test_equal_indices_merge_to_themselves_whatever_the_weights():
    weights = made({"turkistan": 3.0, "shymkent": 8.0}, period="2022")
    indices = made(
        {"turkistan": 104.2, "shymkent": 104.2}, indicator="gva_volume_index", unit="% of previous year", prices="-"
    )
    (row,) = on_borders(figures(weights, indices), 2014).select("gva_volume_index").rows.itertuples()
    assert row.value == pytest.approx(104.2)


def test_the_merged_index_of_south_kazakhstan_in_2019_is_the_weighted_one(panel, on):
    weight = {part: value(panel, part, "2018").value for part in SPLITS["south_kazakhstan"]}
    index = {part: value(panel, part, "2019", "gva_volume_index", source="bns-450904").value for part in weight}
    expected = sum(weight[part] * index[part] for part in weight) / sum(weight.values())
    merged = value(on[2014], "south_kazakhstan", "2019", "gva_volume_index", source="bns-450904")
    assert merged.value == pytest.approx(expected, rel=1e-12)
    assert 102.8 < merged.value < 113.9


@pytest.mark.parametrize("parent", sorted(set(SPLITS) - {"south_kazakhstan"}))
def test_the_index_of_2021_has_no_weights_and_is_missing_on_the_old_borders(on, parent):
    line = series(on[2014], parent, "gva_volume_index", "C")
    assert "2021" not in line.index
    assert {"2020", "2022"} <= set(line.index)


def test_the_index_of_2021_is_there_for_regions_that_did_not_change(on):
    assert "2021" in series(on[2014], "akmola", "gva_volume_index", "C").index
    assert "2021" in series(on[2014], "south_kazakhstan", "gva_volume_index", "C").index


# --- estimates -------------------------------------------------------------------------------------------------


def test_an_apportioned_figure_is_marked_estimated_and_names_its_share(panel):
    (row,) = apportion(panel, "abai", "gva_manufacturing", 2020, basis_year=2021).itertuples()
    parent = value(panel, "east_kazakhstan_pre2022", "2020").value
    assert row.region == "abai"
    assert row.value == pytest.approx(parent * 0.163)
    assert row.status == "estimated"
    assert "0.1630" in row.note
    assert "2021" in row.note


def test_without_a_published_share_nothing_is_apportioned(panel):
    with pytest.raises(BoundaryError):
        apportion(panel, "abai", "gva_manufacturing", 2020)
    with pytest.raises(BoundaryError):
        apportion(panel, "akmola", "gva_manufacturing", 2017)


def test_without_a_figure_of_the_parent_nothing_is_apportioned(panel):
    with pytest.raises(BoundaryError, match="no grp in 2009"):
        apportion(panel, "abai", "grp", 2009, basis_year=2021)


def test_shares_of_people_are_not_shares_of_manufacturing(panel):
    """Shymkent in 2017: 32 % of the people, 54 % of GRP, 73 % of manufacturing."""
    shares = [backcast_share("shymkent", 2017, kind) for kind in ("population", "grp", "gva_manufacturing")]
    assert shares == pytest.approx([0.32, 0.54, 0.73], abs=0.005)
    (row,) = apportion(panel, "shymkent", "gva_manufacturing", 2017).itertuples()
    assert row.value == pytest.approx(value(panel, "shymkent", "2017").value, rel=1e-4)


def test_nobody_can_apportion_manufacturing_by_people(panel):
    with pytest.raises(BoundaryError):
        apportion(panel, "shymkent", "gva", 2017)


def test_every_published_share_is_the_ratio_of_published_figures(project, panel):
    """The reference shares against the panel: child over child and rest."""
    kinds = {"gva_manufacturing": ("gva", "C", "bns-5927"), "grp": ("grp", "TOTAL", "bns-5927"),
             "population": ("population", "TOTAL", "bns-6576")}  # fmt: skip
    rows = pd.read_csv(project / "iidsp_analysis" / "reference" / "backcast_shares.csv")
    assert len(rows) == 30
    for row in rows.itertuples():
        child, rest = (
            value(panel, part, str(row.year), *kinds[row.indicator]).value for part in (row.child_id, row.rest_id)
        )
        assert row.share == pytest.approx(child / (child + rest), abs=5.1e-4), row


# --- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("parent", "parts"), sorted(SPLITS.items()))
def test_a_comparison_across_a_change_of_borders_is_refused_with_the_way_out(parent, parts):
    with pytest.raises(BoundaryError) as refused:
        regions.require_same_territory(parent, parts[0], first_period=2017, second_period=2023)
    assert "2017 and 2023" in str(refused.value)
    assert all(part in str(refused.value) for part in parts)


def test_a_line_on_published_territories_that_outlives_its_region_is_refused():
    late = figures(made({"east_kazakhstan_pre2022": 1.0}, period="2020"), made({"east_kazakhstan_pre2022": 1.0}))
    with pytest.raises(BoundaryError, match="on_borders") as refused:
        series(late, "east_kazakhstan_pre2022", "gva", "C")
    assert "abai" in refused.value.where


def test_a_line_of_nothing_is_empty_not_zero(on):
    assert series(on[2022], "abai", "gva", "Z").empty


def test_the_new_regions_have_no_value_added_before_they_were_formed(on):
    line = series(on[2022], "abai", "gva", "C", source="bns-5927")
    assert line.index.min() == "2021"


def test_parts_of_a_territory_may_come_from_two_editions_of_one_table(panel):
    """A newer file that holds Abai alone neither loses the merged region nor doubles its published years."""
    newer = panel.rows["region"].isin(["abai", "turkistan", "shymkent"]) & (panel.rows["source"] == "bns-5927")
    rows = panel.rows.assign(source=panel.rows["source"].where(~newer, "bns-5927@newer.xlsx"))
    sources = panel.sources | {"bns-5927@newer.xlsx": replace(panel.sources["bns-5927"], id="bns-5927@newer.xlsx")}
    mixed = on_borders(Panel(rows, sources), 2014)
    whole = on_borders(panel, 2014)
    for region in ("east_kazakhstan_pre2022", "south_kazakhstan"):
        for indicator, industry in (("gva", "C"), ("grp", "TOTAL")):
            line = series(mixed, region, indicator, industry, source="bns-5927")
            expected = series(whole, region, indicator, industry, source="bns-5927")
            pd.testing.assert_series_equal(line, expected)
