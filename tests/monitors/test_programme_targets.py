"""Targets as rows: what ships, what a user adds or replaces, and what is refused with a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis.errors import SchemaError, UnknownLabelError
from iidsp_analysis.monitors.programme_targets import Targets, read_targets, replaced, targets_on
from iidsp_analysis.reference.target_records import COLUMNS, indicators
from iidsp_analysis.reference.target_rows import shipped_targets
from tests.monitors.programme_panels import ROW, target


@pytest.fixture
def written(tmp_path):
    """Write a user's file of targets: each row is ROW with changes."""

    def write(*changes, delimiter=",", columns=COLUMNS) -> Path:
        path = tmp_path / "targets.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, columns, delimiter=delimiter, extrasaction="ignore")
            writer.writeheader()
            writer.writerows([{**ROW, **change} for change in changes])
        return path

    return write


def test_targets_from_memory_ship_marked():
    shipped = shipped_targets()
    of_the_programme = [one for one in shipped if one.programme.startswith("IIDSP")]
    assert len(of_the_programme) == 14
    assert not any(one.verified for one in of_the_programme)
    assert all(one.source.startswith("https://") for one in shipped if one.verified)
    assert not any(one.source for one in shipped if not one.verified)
    assert {one.indicator for one in shipped} <= set(indicators())


def test_shipped_targets_agree_with_the_reference(reference):
    known = pd.read_csv(reference / "facts" / "programme_targets.csv", dtype=str)
    verified = known[known["target_year"].notna() & (known["verified"] == "yes")]
    # The rows of the reference about machine building hold five indicators.
    assert sum(one.verified for one in shipped_targets()) == len(verified) + 4
    from_memory = known[known["target_year"].notna() & (known["verified"] == "no")]
    assert sum(not one.verified for one in shipped_targets()) == len(from_memory)
    amended = {(one.indicator, one.value) for one in shipped_targets() if one.edition == "amended"}
    assert amended == {("processed_exports", 19.0), ("productivity", 22.0), ("investment", 4500.0),
                       ("energy_intensity", -7.0)}  # fmt: skip


def test_the_template_is_a_file_of_targets_that_changes_nothing(project):
    template = project / "data" / "raw" / "plans" / "targets.template.csv"
    assert template.read_text(encoding="utf-8").splitlines()[0].split(",") == list(COLUMNS)
    before, after = targets_on(2014, Path("none.csv")), targets_on(2014, template)
    assert [(one.programme, one.edition, one.indicator, one.value) for one in before.all] == [
        (one.programme, one.edition, one.indicator, one.value) for one in after.all
    ]
    assert not any(one.verified for one in after.all if one.is_own)


def test_a_target_of_a_region_is_added(written):
    targets = targets_on(2014, written({}))
    (own,) = targets.in_force("akmola", 2018)
    assert (own.value, own.is_own, own.verified, own.region) == (20.0, True, True, "akmola")
    assert len(targets.all) == len(shipped_targets()) + 1


def test_a_row_takes_the_place_of_the_shipped_one(written):
    path = written({"programme": "IIDSP 2015-2019", "edition": "amended", "region": "KZ", "base_year": "2015",
                    "target_year": "2019", "value": "19.5", "starts": "2017"})  # fmt: skip
    targets = targets_on(2014, path)
    found = [one for one in targets.in_force("KZ", 2017) if one.indicator == "processed_exports"]
    assert [(one.edition, one.value, one.verified) for one in found] == [("original", 10.0, False),
                                                                        ("amended", 19.5, True)]  # fmt: skip
    assert len(targets.all) == len(shipped_targets())


def test_a_semicolon_and_optional_columns(written):
    needed = [name for name in COLUMNS if name not in ("act", "starts", "source", "note")]
    (one,) = read_targets(written({"verified": "no"}, delimiter=";", columns=needed))
    assert (one.act, one.starts, one.first_year) == ("", None, 2017)


def test_a_region_that_the_borders_do_not_have_waits(written):
    path = written({"region": "ABY"}, {})
    assert targets_on(2014, path).elsewhere == ("ABY",)
    on_new = targets_on(2022, path)
    assert on_new.elsewhere == ()
    assert on_new.in_force("abai", 2018)


def test_a_name_of_two_territories_is_the_one_of_the_borders(written):
    path = written({"region": "East Kazakhstan"})
    assert targets_on(2014, path).in_force("east_kazakhstan_pre2022", 2018)
    assert targets_on(2022, path).in_force("east_kazakhstan", 2018)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": "exports"}, "no indicator 'exports'"),
        ({"form": "share"}, "growth, change, level"),
        ({"indicator": "gva_volume", "form": "level"}, "does not fit the indicator gva_volume"),
        ({"direction": "north"}, "up, down"),
        ({"verified": ""}, "yes, no"),
        ({"value": "20 %"}, "must be a number"),
        ({"value": "nan"}, "must be a number"),
        ({"value": ""}, "needs the column value"),
        ({"value": "-20"}, "is a fall"),
        ({"value": "-100", "direction": "down"}, "cannot be reached"),
        ({"form": "level", "value": "0"}, "cannot be reached"),
        ({"base_year": "16"}, "must be a year"),
        ({"base_year": "2020"}, "does not follow"),
        ({"target_year": ""}, "needs the column target_year"),
        ({"form": "cumulative", "base_year": ""}, "first year"),
        ({"starts": "2021"}, "after its target year"),
        ({"base_year": "20١٦"}, "must be a year"),
        ({"source": ""}, "A verified target needs a source."),
        ({"source": " - "}, "A verified target needs a source."),
    ],
)
def test_a_row_that_is_no_target_is_refused_with_its_line(written, change, reason):
    with pytest.raises(SchemaError) as refused:
        targets_on(2014, written({}, {"edition": "2", **change}))
    assert reason in str(refused.value)
    assert "targets.csv, line 3" in refused.value.where


@pytest.mark.parametrize(
    "typed", ["1_000", "١٢", "٢٠.٥", "+20", "1 000", "1,5", "0x10", "inf", "1e", "e5", ".", "\u221220"]
)
def test_a_value_is_plain_digits(written, typed):
    with pytest.raises(SchemaError, match="must be a number") as refused:
        targets_on(2014, written({"value": typed}))
    assert "line 2" in refused.value.where


@pytest.mark.parametrize("typed", ["1e308", "1e400", "-1e308", "1.1e15", "9" * 400])
def test_a_value_beyond_any_figure_is_refused(written, typed):
    with pytest.raises(SchemaError, match=r"larger than 1e15") as refused:
        targets_on(2014, written({"value": typed, "form": "change", "direction": "down"}))
    assert "line 2" in refused.value.where
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("typed", "value"), [("20", 20), ("20.5", 20.5), ("-7", -7), ("1e3", 1000), ("1.5E+2", 150),
                                              ("1e15", 1e15), ("2e-1", 0.2)])  # fmt: skip
def test_values_as_they_may_be_written(written, typed, value):
    (one,) = read_targets(written({"value": typed, "form": "change", "direction": "down"}))
    assert one.value == value


def test_an_unverified_target_needs_no_source(written):
    (one,) = read_targets(written({"source": "", "verified": "no"}))
    assert not one.verified


def test_an_unknown_region_is_refused_with_the_nearest(written):
    with pytest.raises(UnknownLabelError, match="Akmolla") as refused:
        targets_on(2014, written({"region": "Akmolla"}))
    assert "Akmola" in str(refused.value)
    assert "line 2" in refused.value.where


def test_a_target_that_stands_twice_is_refused(written):
    with pytest.raises(SchemaError, match="stands twice"):
        targets_on(2014, written({}, {"region": "Akmola Region", "value": "30"}))


def test_a_file_without_its_columns_is_refused(written):
    with pytest.raises(SchemaError, match="lacks the column target_year"):
        targets_on(2014, written({}, columns=[name for name in COLUMNS if name != "target_year"]))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "targets.csv"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(SchemaError, match="cannot be read"):
        targets_on(2014, path)


def test_targets_in_force_by_year():
    early, late = target(edition="a", starts=2015), target(edition="b", starts=2017, base_year=2015)
    targets = Targets((early, late))
    assert targets.in_force("KZ", 2014) == ()
    assert targets.in_force("KZ", 2016) == (early,)
    assert targets.in_force("KZ", 2017) == (early, late)
    assert targets.in_force("KZ", 2025) == (early, late)  # nothing newer: judged where they ended
    newer = target(edition="c", base_year=2018, target_year=2025)
    assert Targets((early, late, newer)).in_force("KZ", 2020) == (newer,)
    assert targets.in_force("akmola", 2017) == ()


def test_an_edition_is_replaced_by_a_later_one_of_the_same_programme_only():
    early, late = target(edition="a", starts=2015), target(edition="b", starts=2017, base_year=2015)
    assert replaced((early, late)) == {early}
    assert replaced((late,)) == set()
    for other in (target(programme="Q", starts=2017), target("gva_volume", starts=2017),
                  target(region="akmola", starts=2017), target(edition="c", starts=2015)):  # fmt: skip
        assert replaced((early, other)) == set()
    undated = target(edition="u", base_year=None)
    assert replaced((undated, late)) == {undated}


def test_the_base_year_itself_has_nothing_to_judge():
    assert Targets((target(starts=2012),)).in_force("KZ", 2012) == ()
    sum_target = target("investment", form="cumulative", base_year=2015)
    assert Targets((sum_target,)).in_force("KZ", 2015) == (sum_target,)
