"""The listing of exports: one row a region and period, exact keys, flags, and a text that says what it is about."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pandas as pd
import pytest

from iidsp_analysis import schema, territories
from iidsp_analysis.errors import BoundaryError, MissingDataError, SchemaError, UnknownLabelError, UsageError
from iidsp_analysis.language import NO_BREAK_SPACE
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.sections import exports_listing
from iidsp_analysis.sections.exports_listing import COLUMNS, Request, listing

KEYS = ["region", "region_code", "period", "value_musd", "change_pct", "change_musd", "contribution_pct", "definition",
        "flags", "source"]  # fmt: skip
HEARING = "2018-03"


@pytest.fixture(scope="module")
def trade(panel):
    """The embedded panel with the tables that a listing reads; the others make merging slow."""
    wanted = panel.rows[schema.INDICATOR].isin(["exports", "output", "gva", "exchange_rate", "physical_output"])
    return replace(panel, rows=panel.rows[wanted])


@pytest.fixture(scope="module")
def bare(trade):
    """The exports alone: nothing tells who books exports of others, and merging is fast."""
    return replace(trade, rows=trade.rows[trade.rows[schema.INDICATOR] == "exports"])


@pytest.fixture
def ask(bare, monkeypatch):
    """Ask for a listing of the embedded exports."""
    monkeypatch.setattr(exports_listing.build, "load", lambda: bare)
    return lambda **options: listing(Request(**options))


@pytest.fixture
def ask_of(monkeypatch):
    """Ask for a listing of changed rows."""

    def asked(panel, rows, **options):
        monkeypatch.setattr(exports_listing.build, "load", lambda: replace(panel, rows=rows))
        return listing(Request(**options))

    return asked


def told_json(text: str) -> list[dict]:
    return json.loads(text, parse_constant=lambda name: pytest.fail(name))


def plain(text: str) -> str:
    """The text with plain spaces in place of those that hold a number and its unit together."""
    return text.replace(NO_BREAK_SPACE, " ")


def found(rows: list[dict], region: str, period: str) -> dict:
    (row,) = [row for row in rows if (row["region"], row["period"]) == (region, period)]
    return row


# --- rows -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def everything(trade):
    """All rows of the default definition, as JSON tells them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports_listing.build, "load", lambda: trade)
        return told_json(listing(Request(output="json")))


def test_every_row_has_exactly_the_named_keys(everything):
    assert list(COLUMNS) == KEYS
    assert all(list(row) == KEYS for row in everything)
    assert {row["definition"] for row in everything} == {"sections-2026.1"}
    assert {row["source"] for row in everything} == {"bns-446905"}


def test_one_row_a_region_and_year_with_the_country(everything):
    years = [str(year) for year in range(2015, 2026)]
    named = [(row["region"], row["period"]) for row in everything]
    assert len(named) == len(set(named))
    regions = {region for region, _ in named} - {"residual"}
    assert len(regions) == 17
    assert {(region, year) for region in regions for year in years} <= set(named)
    assert found(everything, "KZ", "2017")["region_code"] == "KZ"
    assert found(everything, "south_kazakhstan", "2017")["region_code"] == "YKO"


def test_contributions_add_up_to_the_change_of_the_country(everything):
    for year in range(2016, 2026):
        rows = [row for row in everything if row["period"] == str(year)]
        parts = [
            row["contribution_pct"] for row in rows if row["region"] != "KZ" and row["contribution_pct"] is not None
        ]
        whole = found(rows, "KZ", str(year))
        # without a residual row the rounding of the cells to 0.1 thousand USD is left
        assert sum(parts) == pytest.approx(whole["change_pct"], abs=0.0001)
        assert whole["contribution_pct"] == whole["change_pct"]


def test_akmola_in_2017(everything):
    """BNS table 446905, edition 2026-09."""
    row = found(everything, "akmola", "2017")
    assert row["value_musd"] == pytest.approx(80.5, abs=0.05)
    assert row["change_pct"] == pytest.approx(-9.5, abs=0.05)
    assert row["change_musd"] == pytest.approx(-8.5, abs=0.05)
    assert row["contribution_pct"] == pytest.approx(-0.08, abs=0.005)
    assert row["flags"] == ["one_flow_decides", "embedded_edition"]


def test_the_first_year_has_no_change(everything):
    first = [row for row in everything if row["period"] == "2015"]
    assert len(first) == 17
    assert {row["change_pct"] for row in first} | {row["contribution_pct"] for row in first} == {None}
    assert not any("year_before_missing" in row["flags"] for row in first)


def test_missing_months_are_missing_and_flagged(everything):
    row = found(everything, "almaty_city", "2023")
    assert (row["value_musd"], row["change_musd"]) == (None, None)
    assert "months_missing" in row["flags"]
    after = found(everything, "almaty_city", "2024")
    assert after["value_musd"] > 0
    assert after["change_musd"] is None
    assert "year_before_missing" in after["flags"]
    residual = found(everything, "residual", "2023")
    assert residual["value_musd"] > 5000
    assert residual["change_musd"] > 0
    assert [row["period"] for row in everything if row["region"] == "residual"] == ["2023", "2024"]


def test_flags_of_merged_regions_head_offices_and_single_flows(everything):
    flagged = {name: {(row["region"], row["period"]) for row in everything if name in row["flags"]}
               for name in ("borders_merged", "head_office", "one_flow_decides")}  # fmt: skip
    assert ("south_kazakhstan", "2018") in flagged["borders_merged"]
    assert ("south_kazakhstan", "2017") not in flagged["borders_merged"]
    assert {("astana", "2016"), ("astana", "2017")} <= flagged["head_office"]
    assert ("akmola", "2017") not in flagged["head_office"]
    assert {("almaty_city", "2016"), ("mangystau", "2016")} <= flagged["one_flow_decides"]
    assert ("astana", "2017") not in flagged["one_flow_decides"]


def test_csv_has_the_rows_of_json(ask):
    rows = list(csv.DictReader(io.StringIO(ask(output="csv", as_of=HEARING))))
    same = told_json(ask(output="json", as_of=HEARING))
    assert list(rows[0]) == KEYS
    assert len(rows) == len(same) == 51
    for row, other in zip(rows, same, strict=True):
        assert row["flags"] == ";".join(other["flags"])
        assert row["change_musd"] == ("" if other["change_musd"] is None else row["change_musd"])
        if other["value_musd"] is not None:
            assert float(row["value_musd"]) == other["value_musd"]


# --- as of ------------------------------------------------------------------------------------------------------


def test_a_hearing_in_march_2018_ends_with_december_2017(ask):
    rows = told_json(ask(output="json", as_of=HEARING, region="AKM"))
    assert [row["period"] for row in rows] == ["2015", "2016", "2017"]
    assert not any("provisional" in row["flags"] for row in rows)


def test_a_year_in_progress_is_provisional_and_meets_its_own_months(ask, bare):
    rows = told_json(ask(output="json", as_of="2018-09", region="AKM"))
    last = rows[-1]
    assert last["period"] == "2018-01/2018-06"
    assert "provisional" in last["flags"]
    monthly = export_cube(territories.on_borders(bare, 2014)).processed()["akmola"] / 1e3
    now, before = (sum(monthly[f"{year}-{month:02d}"] for month in range(1, 7)) for year in (2018, 2017))
    assert last["value_musd"] == pytest.approx(now)
    assert last["change_pct"] == pytest.approx((now / before - 1) * 100, abs=1e-5)
    assert "Provisional" in ask(as_of="2018-09", region="AKM")


def test_later_figures_change_nothing(ask_of, trade, everything):
    cut = told_json(ask_of(trade, trade.rows, output="json", as_of=HEARING))
    assert cut == [row for row in everything if row["period"] <= "2017"]


@pytest.mark.parametrize("as_of", ["2015-03", "2001-01"])
def test_before_the_first_month_there_is_nothing(ask, as_of):
    with pytest.raises(MissingDataError, match="published up to"):
        ask(as_of=as_of)


def test_a_first_year_is_compared_with_nothing(ask):
    text = ask(as_of="2015-09")
    assert "The table has no earlier year" in text
    assert "not applicable" not in text


# --- text -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hearing(bare):
    """The listing that the hearing of March 2018 would have read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports_listing.build, "load", lambda: bare)
        return listing(Request(as_of=HEARING))


def test_the_text_says_the_cut_and_the_edition(hearing):
    assert "Months up to 2017-12: as of 2018-03" in hearing
    assert (
        "The figures are of the edition shipped with this program (table 446905, edition 2026-09), not those known in "
        "March 2018." in hearing
    )


def test_the_text_has_a_verdict_under_every_definition(hearing):
    blocks = hearing.split("\n\n")
    for code in ("sections-2026.1", "sections-2026.1-without-metals", "sections-2026.1-with-farm-products"):
        assert sum(f"[{code}]" in block.splitlines()[0] for block in blocks[1:]) == 2, code
    (without,) = [block for block in blocks if "without-metals" in block and "Against 2016" in block]
    assert "not applicable" in without
    assert "Fell while" not in without


def test_the_text_names_all_fallers_and_what_their_fall_hangs_on(hearing):
    (block,) = [b for b in hearing.split("\n\n") if "[sections-2026.1]\n" in b and "Against 2016" in b]
    (summary,) = [line for line in block.splitlines() if line.startswith("Fell while")]
    assert "5 of 16 regions" in summary
    for name in ("Astana", "Almaty city", "South Kazakhstan", "Akmola", "Almaty Region"):
        assert f"{name} (−" in summary
    (akmola,) = [line for line in block.splitlines() if line.startswith("Akmola ")]
    assert "one flow decides it" in akmola
    assert "+6.6" in akmola  # without the flow it would have risen
    assert "VI −25.0" in akmola


def test_the_text_answers_whether_the_right_regions_were_named(hearing):
    assert "Named on March 27, 2018: Akmola, South Kazakhstan, Astana and Almaty city." in hearing
    assert "the country rose in 4. The regions named are the largest falls in mln USD in 3 of these" in hearing
    assert "and exactly the regions that fell in 1" in hearing


def test_the_text_puts_the_announced_total_beside_the_measured_ones(hearing):
    last = hearing.split("\n\n")[-1]
    assert "15.5 bn USD in 2017, +10.5% on 2015" in last
    assert "13.4 bn USD (+16.7%)" in last
    assert last.endswith("they are not reproduced.")


def test_one_region_shows_its_years_and_flows(ask):
    text = plain(ask(as_of=HEARING, region="ALA"))
    years = text.split("\n\n")[1].splitlines()
    assert [line.split()[0] for line in years] == ["Period", "2015", "2016", "2017"]
    assert "X · Pulp and paper, December 2016: 200.4 mln USD against 0.4 mln USD in a typical month" in text
    assert "without the largest: −103.8 mln USD" in text
    assert "Named" not in text


def test_a_region_with_a_missing_year_says_what_cannot_be_compared(ask):
    text = ask(as_of="2025-03", region="ALA")
    assert "Against 2023: a month is missing, so nothing is compared." in text
    assert "Against 2015: +" in text


def test_other_borders_say_which_named_region_they_do_not_have(ask):
    text = ask(as_of=HEARING, borders=2018)
    assert "Named, but no region of these borders: South Kazakhstan." in text
    assert "Regions not known, rounding" in text
    assert "cannot be told on these borders" in text


def test_a_russian_listing(ask):
    text = ask(as_of=HEARING, region="AKM", language="ru")
    assert "Акмолинская" in text
    assert "80,5" in text


# --- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "kind", "reason"),
    [
        ({"output": "xml"}, UsageError, "table, csv, json"),
        ({"definition": "all"}, UsageError, "sections-2026"),
        ({"language": "de"}, UsageError, "ru, kk, en"),
        ({"as_of": "2018"}, UsageError, "2018-03"),
        ({"region": "Akmolla"}, UnknownLabelError, "Akmola"),
        ({"region": "ABY"}, BoundaryError, "East Kazakhstan"),
        ({"borders": 2015}, BoundaryError, "2014"),
    ],
)
def test_words_that_mean_nothing_are_refused_before_anything_is_loaded(monkeypatch, options, kind, reason):
    monkeypatch.setattr(exports_listing.build, "load", lambda: pytest.fail("loaded"))
    with pytest.raises(kind) as refused:
        listing(Request(**options))
    assert reason in str(refused.value)


def test_an_export_below_zero_is_refused_with_its_cell(ask_of, bare):
    rows = bare.rows.copy()
    cell = (
        (rows[schema.INDICATOR] == "exports") & (rows[schema.REGION] == "akmola") & (rows[schema.PERIOD] == "2017-05")
    )
    rows.loc[cell & (rows[schema.INDUSTRY] == "XV"), schema.VALUE] = -3.0
    with pytest.raises(SchemaError, match="below zero") as refused:
        ask_of(bare, rows)
    assert "akmola × XV × 2017-05" in str(refused.value)


def test_months_missing_inside_a_series_are_stated_and_nothing_else_is_lost(ask_of, bare):
    exports = bare.rows
    gap = (exports[schema.REGION] == "akmola") & exports[schema.PERIOD].isin(["2017-04", "2017-05"])
    rows = told_json(ask_of(bare, exports[~gap], output="json", as_of=HEARING))
    akmola = found(rows, "akmola", "2017")
    assert akmola["value_musd"] is None
    assert "months_missing" in akmola["flags"]
    assert found(rows, "astana", "2017")["value_musd"] == pytest.approx(587.5, abs=0.05)
    assert found(rows, "residual", "2017")["value_musd"] == pytest.approx(80.5, abs=0.05)
    assert not any("head_office" in row["flags"] for row in rows)  # without output there is nothing to tell it by


def test_a_newer_edition_is_told_by_its_own_id(ask_of, bare):
    rows = bare.rows.copy()
    newer = (rows[schema.INDICATOR] == "exports") & rows[schema.PERIOD].str.startswith("2017")
    rows.loc[newer, schema.SOURCE] = "bns-446905@exports_2017.xlsx"
    source = replace(bare.sources["bns-446905"], id="bns-446905@exports_2017.xlsx", vintage="2027-01")
    both = replace(bare, sources=bare.sources | {source.id: source})
    told = told_json(ask_of(both, rows, output="json", as_of=HEARING, region="AKM"))
    assert [row["source"] for row in told] == ["bns-446905", "bns-446905", "bns-446905@exports_2017.xlsx"]
    assert ["embedded_edition" in row["flags"] for row in told] == [True, True, False]
    assert "table 446905, edition 2027-01, dropped file" in ask_of(both, rows, as_of=HEARING, region="AKM")


def test_periods_are_text_in_pandas_too(ask):
    frame = pd.read_csv(io.StringIO(ask(output="csv", as_of="2018-09", region="KZ")), dtype={"period": str})
    assert frame["period"].tolist() == ["2015", "2016", "2017", "2018-01/2018-06"]
    assert frame["change_pct"].iloc[1:].to_numpy() == pytest.approx(frame["contribution_pct"].iloc[1:].to_numpy())
