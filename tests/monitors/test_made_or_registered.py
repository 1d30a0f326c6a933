"""Made here or registered here: verdicts by hand, on random economies, and on the published figures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import industries, schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import product_groups_of
from iidsp_analysis.monitors import export_capacity as capacities
from iidsp_analysis.monitors import made_or_registered as flags
from iidsp_analysis.monitors import made_verdicts as verdicts
from iidsp_analysis.monitors.export_cube import definition_sections, export_cube
from iidsp_analysis.monitors.physical_output import COMPLETE_SHARE, MADE, NONE, NOT_KNOWN, physical_evidence
from iidsp_analysis.reference import rows as reference_rows
from tests.models.made_panels import exports, months, panel_of, rows_of

YEAR = 2017
NAMES = {"akmola", "aktobe"}
#: Shares of divisions in the made-up country's manufacturing; 24 and 25 are half of it.
DIVISIONS = {"19": 10.0, "20": 4.0, "21": 1.0, "23": 5.0, "24": 40.0, "25": 10.0, "15": 1.0, "14": 1.0, "32": 1.0}
RATE = 1000.0  # a million tenge is a thousand dollars: figures in mln KZT and thousand USD are the same


def economy(sold, *, made=None, rate=RATE, output=None, physical=None, scale=1.0):
    """Akmola (no mine) and Aktobe (a mine of 5 bn) with exports ``{(region, section): thousand USD a year}``."""
    added = {(region, code): value for region in sorted(NAMES)
             for code, value in {"A": 100.0, "B": 0.0, "C": 10_000.0, "D": 50.0}.items()}  # fmt: skip
    added["aktobe", "B"] = 5_000.0
    added = {key: value * scale for key, value in {**added, **(made or {})}.items() if value is not None}
    totals = {region: 0.0 for region, _ in sold}
    for (region, _), amount in sold.items():
        totals[region] += amount
    everything = {**sold, **{(region, schema.TOTAL): total for region, total in totals.items()}}
    tables = [
        exports(*(months(region, code, YEAR, [amount / 12] * 12) for (region, code), amount in everything.items())),
        rows_of("gva", "oked_section", {(*key, str(YEAR)): value for key, value in added.items()}),
        rows_of(
            "gva", "oked_division",
            {("KZ", code, str(YEAR)): value for code, value in {**DIVISIONS, "C": 100.0}.items()},
        ),
        rows_of("physical_output", "product", physical or {("KZ", "BEER", "1990"): 1.0}),
    ]  # fmt: skip
    if rate is not None:
        tables.append(rows_of("exchange_rate", "total", {("KZ", "TOTAL", str(YEAR)): rate}))
    if output is not None:
        tables.append(rows_of("output", "oked_section", {("akmola", "C", str(YEAR)): output}))
    return panel_of(*tables)


def judged(sold, **changes):
    panel = economy(sold, **changes)
    return verdicts.judge(panel, export_cube(panel), YEAR)


def test_the_capacity_by_hand():
    """Chemicals: 3 × 5 % of 1.9 × 10 bn, and for Aktobe its mine × 1.9; metals: 3 × 50 % is all of it."""
    found = capacities.capacity(economy({("akmola", "VI"): 5000.0}), YEAR)
    assert found.usual["VI"]["akmola"] == pytest.approx(0.15 * 19_000)
    assert found.usual["VI"]["aktobe"] == pytest.approx(0.15 * 19_000 + 1.9 * 5_000)
    assert found.usual["XV"]["akmola"] == pytest.approx(19_000)
    assert found.upper["VI"]["akmola"] == pytest.approx(0.5 * 29_000)
    assert found.upper["XV"]["akmola"] == pytest.approx(29_000)
    assert found.usual["II"].isna().all(), "division 10 is not published in this country"
    assert found.usual.drop(index=list(NAMES)).isna().all(axis=None)
    assert found.mines["aktobe"] == pytest.approx(14_500)
    assert found.together["akmola"] == pytest.approx(2.9 * 10_100)


def test_published_output_takes_the_place_of_the_ratio():
    found = capacities.capacity(economy({("akmola", "VI"): 5000.0}, output=12_000.0), YEAR)
    assert found.usual["XV"]["akmola"] == found.upper["XV"]["akmola"] == pytest.approx(12_000)
    assert found.usual["XV"]["aktobe"] == pytest.approx(19_000)
    assert found.together["akmola"] == pytest.approx(12_000 + 2.9 * 100)


@pytest.mark.parametrize(
    ("region", "section", "amount", "verdict", "reason", "excess", "impossible"),
    [
        ("akmola", "VI", 2_850.0, verdicts.MADE_HERE, "within_usual", 0.0, 0.0),
        ("akmola", "VI", 4_000.0, verdicts.REGISTERED, "no_mine", 4_000 - 2_850.0, 0.0),
        ("akmola", "VI", 20_000.0, verdicts.REGISTERED, "no_mine", 20_000 - 2_850.0, 20_000 - 14_500.0),
        ("aktobe", "VI", 4_000.0, verdicts.MADE_HERE, "within_usual", 0.0, 0.0),
        ("aktobe", "VI", 20_000.0, verdicts.DOUBTFUL, "above_usual", 0.0, 0.0),
        ("aktobe", "VI", 40_000.0, verdicts.REGISTERED, "above_largest", 40_000 - 29_000.0, 40_000 - 29_000.0),
        ("akmola", "XV", 25_000.0, verdicts.DOUBTFUL, "above_usual", 0.0, 0.0),
        ("akmola", "XV", 30_000.0, verdicts.REGISTERED, "above_largest", 1_000.0, 1_000.0),
        ("akmola", "VI", 999.0, verdicts.NOT_JUDGED, "small", 0.0, 0.0),
        ("akmola", "OTHER", 9_000.0, verdicts.NOT_JUDGED, "no_industry", 0.0, 0.0),
        ("akmola", "II", 9_000.0, verdicts.UNKNOWN, "no_capacity", np.nan, np.nan),
    ],
)
def test_the_verdicts_by_hand(region, section, amount, verdict, reason, excess, impossible):
    cell = judged({(region, section): amount}).of(region).loc[section]
    assert (cell["verdict"], cell["reason"]) == (verdict, reason)
    assert cell["excess"] == pytest.approx(excess, nan_ok=True)
    assert cell["impossible"] == pytest.approx(impossible, nan_ok=True)


def test_a_hundredth_of_the_exports_is_judged_and_less_is_not():
    sold = {("akmola", "XV"): 198_000.0, ("akmola", "VI"): 2_000.0}
    assert judged(sold).of("akmola").loc["VI", "reason"] == "within_usual"
    assert judged({**sold, ("akmola", "XV"): 198_001.0}).of("akmola").loc["VI", "reason"] == "small"


def test_a_refinery_is_a_source_of_minerals():
    """Fuels need no mine: with diesel from Akmola its minerals are in doubt, without any they are not its own."""
    complete = {("KZ", "COKE", "2017"): 5.0, ("aktobe", "COKE", "2017"): 5.0}
    diesel = {("KZ", "DIESEL", "2017"): 9.0}
    sold = {("akmola", "V"): 12_000.0}  # usual with fuels: 3 × 15 % of 19 000 and 95 of power
    with_it = judged(sold, physical={**complete, **diesel, ("akmola", "DIESEL", "2017"): 9.0})
    without = judged(sold, physical={**complete, **diesel, ("aktobe", "DIESEL", "2017"): 9.0})
    assert with_it.of("akmola").loc["V", "reason"] == "above_usual"
    cell = without.of("akmola").loc["V"]
    assert (cell["physical"], cell["reason"]) == (NONE, "no_mine")
    assert cell["excess"] == pytest.approx(12_000 - (0.15 * 19_000 + 1.9 * 50)), "without fuels: 3 × 5 %"


def test_footwear_without_any_works():
    """Usual: 3 × 3 % of 19 bn. Above it, a complete table without footwear from Akmola is enough."""
    sold = {("akmola", "XII"): 3_000.0}
    elsewhere = {("KZ", "FOOTWEAR", "2017"): 9.0, ("aktobe", "FOOTWEAR", "2017"): 9.0}
    assert judged(sold, physical=elsewhere).of("akmola").loc["XII", "reason"] == "no_output"
    secret = {**elsewhere, ("KZ", "FOOTWEAR", "2017"): 12.0}
    assert judged(sold, physical=secret).of("akmola").loc["XII", "reason"] == "above_usual"


@pytest.mark.parametrize(
    ("cells", "akmola", "aktobe"),
    [
        ({("KZ", "2017"): 9.0, ("aktobe", "2017"): 9.0}, NONE, MADE),
        ({("KZ", "2017"): 9.0, ("aktobe", "2017"): 9.0 * COMPLETE_SHARE - 0.01}, NOT_KNOWN, MADE),
        ({("aktobe", "2017"): 9.0}, NOT_KNOWN, MADE),
        ({("KZ", "2017"): 9.0, ("akmola", "2008"): 1.0}, MADE, NOT_KNOWN),
        ({("KZ", "2017"): 9.0, ("akmola", "2007"): 1.0}, NOT_KNOWN, NOT_KNOWN),
        ({("KZ", "2017"): 9.0, ("aktobe", "2017"): 9.0, ("akmola", "2016"): 1.0}, NONE, MADE),
        ({("KZ", "2018"): 9.0, ("akmola", "2018"): 9.0}, NOT_KNOWN, NOT_KNOWN),
    ],
    ids=["complete", "secret", "no country", "ten years", "too long ago", "closed", "later"],
)
def test_physical_evidence(cells, akmola, aktobe):
    physical = {(region, "FOOTWEAR", year): value for (region, year), value in cells.items()}
    found = physical_evidence(economy({("akmola", "XII"): 3_000.0}, physical=physical), YEAR)
    assert found.loc[["akmola", "aktobe"], "XII"].tolist() == [akmola, aktobe]


def test_beer_is_no_evidence_against_food():
    cells = {("KZ", "BEER", "2017"): 9.0, ("aktobe", "BEER", "2017"): 9.0}
    found = physical_evidence(economy({("akmola", "IV"): 3_000.0}, physical=cells), YEAR)
    assert found.loc[["akmola", "aktobe"], "IV"].tolist() == [NOT_KNOWN, MADE]


def test_without_a_rate_nothing_is_judged_and_nobody_flagged():
    found = judged({("akmola", "VI"): 400_000.0, ("akmola", "XX"): 1.0}, rate=None)
    cells = found.of("akmola")
    assert cells.loc["VI", ["verdict", "reason"]].tolist() == [verdicts.UNKNOWN, "no_capacity"]
    assert flags.flags_of(found) == {}


def test_a_region_without_value_added_is_unknown():
    found = judged({("akmola", "XV"): 400_000.0, ("aktobe", "XV"): 400_000.0}, made={("akmola", "C"): None})
    assert found.of("akmola").loc["XV", "reason"] == "no_capacity"
    assert list(flags.flags_of(found)) == ["aktobe"]


def test_a_missing_month_makes_the_year_unknown():
    panel = economy({("akmola", "VI"): 400_000.0})
    gap = (panel.rows[schema.INDUSTRY] == "VI") & (panel.rows[schema.PERIOD] == "2017-05")
    panel = replace(panel, rows=panel.rows.assign(value=panel.rows[schema.VALUE].mask(gap)))
    found = verdicts.judge(panel, export_cube(panel), YEAR)
    assert found.of("akmola").loc["VI", ["verdict", "reason"]].tolist() == [verdicts.UNKNOWN, "no_exports"]
    assert flags.flags_of(found) == {}


def test_a_year_in_progress_is_unknown():
    panel = economy({("akmola", "VI"): 400_000.0})
    found = verdicts.judge(panel, export_cube(panel).cut("2017-11"), YEAR)
    assert set(found.of("akmola")["verdict"]) == {verdicts.UNKNOWN}


def test_years_and_borders_that_do_not_fit():
    panel = economy({("akmola", "VI"): 4_000.0})
    with pytest.raises(MissingDataError, match="2016"):
        verdicts.judge(panel, export_cube(panel), 2016)
    with pytest.raises(MissingDataError, match="same borders"):
        verdicts.judge(replace(panel, borders=2018), export_cube(panel), YEAR)
    with pytest.raises(MissingDataError, match="borders"):
        capacities.capacity(replace(panel, borders=None), YEAR)
    with pytest.raises(MissingDataError, match="borders"):
        physical_evidence(replace(panel, borders=None), YEAR)


def test_two_tables_of_physical_output_are_refused():
    panel = economy({("akmola", "VI"): 4_000.0})
    twice = panel.rows[panel.rows[schema.INDICATOR] == "physical_output"].assign(source="other")
    with pytest.raises(Exception, match="Two tables"):
        physical_evidence(replace(panel, rows=pd.concat([panel.rows, twice])), YEAR)


def test_all_processed_goods_together_can_be_too_much():
    """Each within the works of Akmola (12 bn as published), both together 18 bn: 6 bn less farms are others'."""
    sold = {("akmola", "XV"): 11_000.0, ("akmola", "XIV"): 7_000.0}
    found = judged(sold, output=12_000.0)
    flag = flags.flags_of(found)["akmola"]
    assert set(found.of("akmola").loc[["XIV", "XV"], "verdict"]) == {verdicts.MADE_HERE}
    assert flag.sections == ()
    assert flag.at_least == flag.impossible == pytest.approx(18_000 - 12_000 - 290)
    assert flag.is_raised_on_processed
    assert flag.share_of_all == pytest.approx(5_710 / 18_000)
    assert flag.share_of_processed == pytest.approx(5_710 / 18_000)
    assert flag.in_flagged == 0


def test_the_flag_is_raised_from_a_tenth():
    def share(others):
        found = judged({("akmola", "VI"): 3_850.0, ("akmola", "XV"): others})  # 1 bn above the usual capacity
        return flags.excess_of(found, "akmola")

    assert share(6_149.0).is_raised
    assert not share(6_151.0).is_raised
    assert share(6_150.0).sections == share(6_150.0).processed_sections == ("VI",)
    assert share(6_150.0).reasons == ("no_mine",)


def test_minerals_are_no_processed_exports():
    found = judged({("akmola", "V"): 50_000.0, ("akmola", "XV"): 1_000.0})
    flag = flags.flags_of(found)["akmola"]
    assert flag.sections == ("V",)
    assert flag.share_of_processed == 0
    assert flag.is_raised
    assert not flag.is_raised_on_processed
    assert flag.processed_sections == ()
    assert flag.share_of_all == pytest.approx(found.of("akmola").loc["V", "excess"] / 51_000)
    assert flag.in_flagged == pytest.approx(50 / 51)


SEVERITY = {verdicts.NOT_JUDGED: 0, verdicts.MADE_HERE: 1, verdicts.DOUBTFUL: 2, verdicts.REGISTERED: 3}


@cache
def _capacity():
    return capacities.capacity(economy({("akmola", "VI"): 5000.0}), YEAR)


@given(section=st.sampled_from(["V", "VI", "XII", "XV"]), region=st.sampled_from(sorted(NAMES)),
       low=st.floats(1, 1e5), more=st.floats(0, 1e5))  # fmt: skip
@settings(derandomize=True, max_examples=60, deadline=None)
def test_more_exports_are_never_judged_milder(section, region, low, more):
    first, second = (
        verdicts._verdict(
            section,
            verdicts._Cell(amount, *(frame[section][region] for frame in (_capacity().usual, _capacity().upper)), None),
            amount,
            _capacity().mines[region],
        )[0]
        for amount in (low, low + more)
    )
    assert SEVERITY[first] <= SEVERITY[second]


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_other_money_changes_no_verdict(factor):
    """Value added and the rate in other tenge: the dollars are the same."""
    sold = {("akmola", "VI"): 4_000.0, ("aktobe", "XV"): 25_000.0, ("akmola", "XV"): 1_500.0}
    plain, other = judged(sold), judged(sold, rate=RATE * factor, scale=factor)
    pd.testing.assert_frame_equal(plain.cells, other.cells)


@pytest.mark.parametrize("amounts", [(0, 0, 0, 0), (5e3, 5e3, 5e4, 5e4), (1e5, 2e3, 1e3, 1e5), (1e3, 1e5, 1e5, 1e3)])
def test_the_excess_is_a_part_of_the_exports(amounts):
    sold = dict(zip([("akmola", "V"), ("akmola", "VI"), ("aktobe", "VI"), ("aktobe", "XV")], amounts, strict=True))
    found = judged(sold)
    known = found.cells.dropna(subset=["excess"])
    assert ((known["excess"] >= 0) & (known["excess"] <= known["exports"].fillna(0))).all()
    assert ((known["excess"] > 0) == (known["verdict"] == verdicts.REGISTERED)).all()
    assert ((known["impossible"] >= 0) & (known["impossible"] <= known["excess"])).all()
    for region in sorted(NAMES):
        assert 0 <= flags.excess_of(found, region).at_least <= found.totals[region]


# --- the tables of reasons ------------------------------------------------------------------------------------------


def test_every_section_of_goods_has_its_makers():
    goods = set(industries.hs_section(code).code for code in definition_sections()) | {"I", "II", "V"}
    assert set(capacities.makers()) == goods - {"XIX", "XXI"}, "arms and works of art come from no measured industry"
    for code, who in capacities.makers().items():
        assert who.why
        assert set(who.divisions) <= set(industries.hs6_lines(code)), code
        assert set(who.oked_sections) <= set(capacities.OWN_SOURCES)
        listed = set(industries.divisions_of_hs_section(code, manufacturing_only=True)) - set(who.divisions)
        assert listed <= {"20", "24"}, f"{code}: a division that HS6 lines list is left out without a reason"


def test_every_product_of_the_table_has_its_section(panel):
    told = {row["product"]: row for row in reference_rows("physical_products")}
    printed = panel.select("physical_output").rows[schema.INDUSTRY].unique()
    assert set(told) == set(printed)
    for row in told.values():
        assert row["why"]
        assert row["scope"] in {"maker", "part", "none"}
        assert bool(row["plant"]) == (row["scope"] == "maker")
        if row["hs_section"]:
            first = row["chapters"].split("-")[0]
            assert industries.hs_section_of_chapter(first) == row["hs_section"]


@pytest.mark.slow
def test_the_ratios_are_those_of_the_published_tables(panel):
    for borders in (2014, 2018, 2022):
        rows = territories.on_borders(panel, borders)
        output, added = (
            rows.select(name, classification="oked_section", industries=["C"]).wide(schema.REGION)
            for name in ("output", "gva")
        )
        ratios = output / added.reindex(output.index)[output.columns]
        assert ratios.max(axis=None) <= capacities.LARGEST_OUTPUT
        assert ratios["KZ"].between(capacities.USUAL_OUTPUT - 0.07, capacities.USUAL_OUTPUT + 0.07).all()
    assert ratios.max(axis=None) > capacities.LARGEST_OUTPUT - 0.1, "the largest ratio is no larger than it must be"


# --- the published figures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def borders(panel):
    """The embedded figures on two sets of borders."""
    return {year: territories.on_borders(panel, year) for year in (2014, 2018)}


@pytest.fixture(scope="module")
def real(borders):
    cubes = {year: export_cube(rows) for year, rows in borders.items()}
    return cache(lambda year, on=2014: verdicts.judge(borders[on].until(f"{year + 1}-01"), cubes[on], year))


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_the_country_exports_more_chemicals_than_its_chemical_industry_puts_out(borders, year):
    """Why section VI counts as mined: its divisions 20 and 21 cannot have made all of it."""
    rows = borders[2014]
    shares = capacities._national_shares(rows, year)
    made = rows.select("gva", classification="oked_section", industries=["C"]).wide(schema.REGION)["KZ"][str(year)]
    output = capacities.USUAL_OUTPUT * made * shares[["20", "21"]].sum() * 1000 / capacities._rate(rows, year)
    sold = export_cube(rows).by_section("KZ")["VI"]
    assert sold[sold.index.str.startswith(str(year))].sum() > output


@pytest.mark.parametrize("year", [2015, 2016, 2017, 2019, 2022, 2024])
def test_minerals_and_chemicals_of_astana(real, year):
    """domain.md 0.5: minerals and chemicals from a city without a mine."""
    cells = real(year).of("astana")
    assert cells.loc[["V", "VI"], "verdict"].tolist() == [verdicts.REGISTERED] * 2
    flag = flags.flags_of(real(year))["astana"]
    assert set(flag.sections) == {"V", "VI"}
    assert flag.share_of_all > 0.4
    assert flag.at_least <= cells.loc[["V", "VI"], "exports"].sum()


def test_hardly_anything_of_astana_2017_is_beyond_its_largest_output(real):
    """1,387 mln USD are above the usual output, 6 above the largest one: "cannot" holds for the 6 alone."""
    flag = flags.flags_of(real(2017))["astana"]
    assert flag.at_least == pytest.approx(1_387e3, rel=1e-3)
    assert flag.impossible == pytest.approx(6.0e3, rel=0.01)
    assert flags.excess_of(real(2024), "astana").impossible == 0
    assert flags.excess_of(real(2017), "almaty_city").impossible == 0


def test_almaty_city_2017_is_flagged_for_its_minerals_alone(real):
    flag = flags.flags_of(real(2017))["almaty_city"]
    assert flag.sections == ("V",)
    assert flag.share_of_processed == 0
    assert not flag.is_raised_on_processed


def test_astana_2017_by_hand(real):
    """V: 118 mln USD of power × 1.9, and 3 × 6.0 % (division 23) of 783 mln USD × 1.9."""
    cell = real(2017).of("astana").loc["V"]
    value_added, power, rate = 255_143.0, 38_547.0, 326.0
    by_hand = (1.9 * power + 3 * 0.060 * 1.9 * value_added) / rate * 1000
    assert cell["usual"] == pytest.approx(by_hand, rel=0.005)
    assert cell["exports"] == pytest.approx(1_704_848, rel=1e-4)


@pytest.mark.parametrize("year", range(2015, 2025))
@pytest.mark.parametrize("region", ["karaganda_pre2022", "aktobe", "pavlodar", "east_kazakhstan_pre2022", "zhambyl"])
def test_regions_of_mines_and_works_are_not_flagged(real, year, region):
    assert region not in flags.flags_of(real(year))
    assert verdicts.REGISTERED not in set(real(year).of(region)["verdict"])


def test_the_metals_of_aktobe_were_in_doubt_until_they_went_to_pavlodar(real):
    """2017: metals of 2.2 bn USD from manufacturing that put out some 1.6 bn; from 2019 on they are Pavlodar's."""
    assert real(2017).of("aktobe").loc["XV", "reason"] == "above_usual"
    assert real(2019).of("aktobe").loc["XV", "reason"] == "within_usual"
    moved = {year: real(year).cells["exports"] for year in (2017, 2019)}
    assert moved[2019]["aktobe", "XV"] < 0.4 * moved[2017]["aktobe", "XV"]
    assert moved[2019]["pavlodar", "XV"] > 2.5 * moved[2017]["pavlodar", "XV"]


def test_the_refinery_of_shymkent_is_known_from_the_years_before_it_was_confidential(real):
    cells = real(2019, 2018).of("shymkent")
    assert cells.loc["V", "physical"] == MADE
    assert cells.loc["V", "verdict"] != verdicts.REGISTERED


def test_years_without_figures(real):
    assert set(real(2025).cells["verdict"]) == {verdicts.UNKNOWN, verdicts.NOT_JUDGED}, "no rate of 2025 is loaded"
    assert flags.flags_of(real(2025)) == {}
    cells = real(2023).of("almaty_city")
    assert set(cells["verdict"]) == {verdicts.UNKNOWN, verdicts.NOT_JUDGED}, "totals only"
    assert np.isnan(flags.excess_of(real(2023), "almaty_city").share_of_processed)


def test_how_the_short_form_of_the_ranking_differs(borders, real):
    """It flags whoever exports more than the value added of its manufacturing in one of three years."""
    short = product_groups_of(borders[2014], 2017).main.booked_elsewhere
    here = flags.flags_of(real(2017))
    assert set(here) == {"astana", "almaty_city"}
    assert set(here) < set(short)
    assert set(short) - set(here) == {"aktobe", "zhambyl", "east_kazakhstan_pre2022"}


def test_regions_side_by_side(real):
    found = flags.excesses(real(2017))
    assert list(found.index[found["is_raised"]]) == list(flags.flags_of(real(2017))) == ["astana", "almaty_city"]
    assert found["share_of_all"].is_monotonic_decreasing
    assert len(found) == 16


def test_flags_straight_from_the_panel(borders, real):
    rows = borders[2014].until("2018-01")
    assert flags.flagged_regions(rows, export_cube(rows), 2017) == flags.flags_of(real(2017))
