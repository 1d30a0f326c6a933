"""The listing of growth points: text, CSV and JSON with the same candidates, and nothing that cannot be read."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import pytest

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models.growth_points import weight_sets
from iidsp_analysis.models.weights import WeightsError
from iidsp_analysis.sections import growth_listing
from iidsp_analysis.sections.growth_listing import Request, listing, rows_of
from iidsp_analysis.sections.rankings import rank, ranked
from tests.sections.rankings import ranked_report, with_divisions

KEYS = {
    "region", "region_code", "year", "borders", "classification", "unit", "sources", "top", "tested", "weights",
    "lenses_without_data", "candidates", "log",
}  # fmt: skip
CANDIDATE = {"candidate", "name", *growth_listing.PLAIN, "parts", "for", "against", "change"}


@pytest.fixture
def ask(panel, monkeypatch):
    """Ask for a listing of the embedded figures; the survey is shared between tests."""

    def opened(*, region, year, borders, as_of, language):
        assert as_of == ""
        return ranked_report(panel, region=region, year=year, borders=borders, language=language)

    monkeypatch.setattr(growth_listing, "open_report", opened)
    return lambda region="AKM", **options: listing(Request(region, **options))


def told_json(text):
    """JSON as the standard has it: NaN and Infinity are refused."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_json_is_complete(ask, panel):
    told = told_json(ask(output="json", top=99))
    assert set(told) == KEYS
    points = ranked(ranked_report(panel, region="AKM"))
    assert [row["candidate"] for row in told["candidates"]] == list(points.table.index)
    assert sum(row["pick"] for row in told["candidates"]) == len(points.picks)
    assert (told["region"], told["region_code"], told["year"], told["borders"]) == ("akmola", "AKM", 2017, 2014)
    assert (told["unit"], told["sources"]) == ("thousand USD, current", ["bns-446905"])
    assert "did not beat" in told["tested"]
    assert [step["step"] for step in told["log"]]
    assert "linkages" in told["lenses_without_data"]


def test_every_candidate_has_the_same_keys_and_finite_numbers_or_null(ask):
    rows = told_json(ask(output="json", top=99))["candidates"]
    known = {"rank_own"}
    for row in rows:
        assert set(row) == CANDIDATE - known
        numbers = [value for value in (*row.values(), *row["parts"].values()) if isinstance(value, float)]
        assert all(map(math.isfinite, numbers))
        assert (row["rank"] is None) == (row["why_unranked"] != "")
        assert bool(row["parts"]) == (row["rank"] is not None)
        assert row["against"]


def test_ranks_are_whole_numbers(ask):
    for row in told_json(ask(output="json", top=8))["candidates"]:
        assert all(isinstance(row[name], int) for name in ("rank", "rank_low", "rank_high", "rank_equal"))
    cells = list(csv.DictReader(io.StringIO(ask(output="csv", top=99))))
    assert {row["rank"] for row in cells} == {*map(str, range(1, 9)), ""}


def test_parts_add_up_to_the_distance_from_the_middle(ask, panel):
    score = ranked(ranked_report(panel, region="AKM")).robustness.reference.score
    for row in told_json(ask(output="json", top=8))["candidates"]:
        assert sum(row["parts"].values()) == pytest.approx(score[row["candidate"]] - 0.5, abs=1e-5)


def test_weights_carry_their_origin(ask):
    weights = told_json(ask(output="json"))["weights"]
    assert list(weights) == ["estimated", "equal"]
    assert "ridge regression" in weights["estimated"]["origin"]
    assert sum(map(abs, weights["estimated"]["weights"].values())) == pytest.approx(1, abs=1e-5)


def test_csv_has_a_line_for_every_candidate_and_a_column_for_every_part(ask):
    rows = list(csv.DictReader(io.StringIO(ask(output="csv", top=99))))
    as_json = told_json(ask(output="json", top=99))["candidates"]
    assert [row["candidate"] for row in rows] == [row["candidate"] for row in as_json]
    assert {name for name in rows[0] if name.startswith("part_")} == {f"part_{name}" for name in as_json[0]["parts"]}
    assert {row["unit"] for row in rows} == {"thousand USD, current"}
    assert not {"nan", "None", "<NA>"} & {value for row in rows for value in row.values()}
    assert float(rows[0]["amount"]) == as_json[0]["amount"]


@pytest.mark.parametrize(("top", "lines"), [(1, 1), (3, 3), (99, 16)])
def test_top_is_the_number_of_lines(ask, top, lines):
    assert len(told_json(ask(output="json", top=top))["candidates"]) == lines
    assert len(ask(output="csv", top=top).splitlines()) == lines + 1
    table = ask(top=top).split("\n\n")[1].splitlines()
    assert len(table) == lines + 1


def test_the_table_says_what_it_is_made_with(ask):
    heading, tested, *_ = text = ask(top=99).splitlines()
    assert heading == "Akmola Region, 2017, borders of 2014"
    assert "did not beat" in tested
    assert "not ranked" in text[-3]
    assert text[-1].startswith("Weights: estimated weights (penalised regression")
    assert "3, years of picks whose windows had ended by 2017: 31" in text[-1]
    assert not any(word in "\n".join(text) for word in ("nan", "None", "<NA>"))


def test_a_firm_last_place_is_not_called_stable(ask):
    last = next(line for line in ask("AST", top=11).splitlines() if line.startswith("11 "))
    assert "not picked, stable" in last


def test_chosen_lenses_are_the_only_weights_and_not_the_tested_ones(ask):
    told = told_json(ask(output="json", lenses=("relatedness_gap", "demand")))
    assert told["weights"]["chosen"]["weights"] == {"relatedness_gap": 0.5, "demand": 0.5}
    assert list(told["weights"]) == ["chosen"]
    assert set(told["candidates"][0]["parts"]) == {"relatedness_gap", "demand"}
    assert told["tested"].endswith("This ranking uses other weights than the score that was tested.")
    assert "other weights" not in told_json(ask(output="json"))["tested"]


def test_one_lens_ranks_by_itself(ask, panel):
    rows = told_json(ask(output="json", top=8, lenses=("relatedness_gap",)))["candidates"]
    score = ranked_report(panel, region="AKM").survey.results["relatedness_gap"].score.loc["akmola"]
    assert [row["candidate"] for row in rows] == list(
        score[[row["candidate"] for row in rows]].sort_values(ascending=False).index
    )


@pytest.mark.parametrize("lens", ["gravity", "linkages"])
def test_a_lens_that_is_unknown_or_silent_is_refused_with_the_others(ask, lens):
    with pytest.raises(UsageError, match="relatedness_gap") as refused:
        ask(lenses=(lens,))
    assert lens in refused.value.what


def test_own_weights_come_first(ask, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("lens,weight\nrelatedness_gap,3\ndemand,1\n", encoding="utf-8")
    told = told_json(ask(output="json", weights=file))
    assert list(told["weights"]) == ["own", "estimated", "equal"]
    assert told["weights"]["own"]["weights"] == {"relatedness_gap": 0.75, "demand": 0.25}
    assert all(row["rank"] == row["rank_own"] for row in told["candidates"])
    assert "Weights: own weights (file mine.csv)." in ask(weights=file)
    assert "other weights than the score that was tested" in ask(weights=file)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [("gravity,1\n", "gravity"), ("demand,-1\n", "negative"), ("demand,much\n", "no number"), ("", "empty"),
     ("demand,0\n", "zero"), ("demand,1\ndemand,2\n", "twice"), ("linkages,1\n", "has data")],
)  # fmt: skip
def test_weights_that_mean_nothing_are_refused(ask, tmp_path, rows, reason):
    file = tmp_path / "mine.csv"
    file.write_text(f"lens,weight\n{rows}", encoding="utf-8")
    with pytest.raises(WeightsError, match=reason):
        ask(weights=file)


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"output": "xml"}, "table, csv, json"), ({"top": 0}, "At least one"), ({"region": "KZ"}, "region by region")],
)
def test_words_that_mean_nothing_are_refused(ask, options, reason):
    with pytest.raises(UsageError) as refused:
        ask(**options)
    assert reason in str(refused.value)


def test_a_region_without_a_ranking_says_why(ask):
    with pytest.raises(MissingDataError, match="Of 16 candidates only 3 are large enough"):
        ask("KZL")
    with pytest.raises(MissingDataError, match="has a figure in this year"):
        ask("ABY", year=2018, borders=2022)


def test_divisions_are_listed_in_their_unit(panel):
    context = ranked_report(with_divisions(panel), region="AKM")
    points = ranked(context)
    told = told_json(growth_listing._json(context, points, 99))
    assert told["classification"] == "oked_division"
    assert told["unit"] == "mln KZT, current"
    assert len(told["candidates"]) == 24
    assert {row["one_flow"] for row in told["candidates"]} == {None}
    assert "bn KZT" in growth_listing._table(context, points, 3)


def test_what_the_lenses_do_not_know_is_listed_without_parts(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    table = points.table.assign(why_unranked=points.table["why_unranked"].replace("too small", "unknown to the lenses"))
    rows = rows_of(context, replace(points, table=table), 99)
    assert rows[-1]["against"].startswith("Lenses with at least half of the weight")


def test_the_sets_of_a_request_reach_the_ranking(panel):
    context = ranked_report(panel, region="AKM")
    points = rank(context, "akmola", weight_sets(context.survey, only=("demand",)))
    assert list(points.sets) == ["chosen"]
    assert ranked(context).sets.keys() == {"estimated", "equal"}  # a ranking by other weights is not kept
