"""The lists of the command: what they hold, and the refusal of other words."""

from __future__ import annotations

import pytest

from iidsp_analysis.catalogue import aligned, listing
from iidsp_analysis.errors import BoundaryError, UsageError
from iidsp_analysis.schema import INDICATORS


@pytest.mark.parametrize(("borders", "count"), [(2014, 16), (2018, 17), (2022, 20)])
def test_regions_of_each_borders_stand_below_the_country(borders, count):
    heading, country, *regions = listing("regions", borders).splitlines()
    assert heading.split() == ["id", "code", "KATO", "English", "Russian"]
    assert country.startswith("KZ")
    assert len(regions) == count


def test_a_region_is_listed_with_id_code_kato_and_both_names():
    line = next(line for line in listing("regions", 2014).splitlines() if line.startswith("akmola"))
    assert "AKM" in line
    assert " 11 " in line
    assert "Akmola Region" in line
    assert "Акмолинская область" in line


def test_all_24_divisions_are_listed_with_their_technology_class():
    lines = [line for line in listing("industries", 2014).splitlines() if line.startswith("OKED division")]
    assert len(lines) == 24
    pharmaceuticals = next(line for line in lines if " 21 " in line)
    assert pharmaceuticals.split()[3] == "high"


def test_tables_name_source_indicator_unit_and_edition():
    line = next(line for line in listing("tables", 2014).splitlines() if line.startswith("bns-5927"))
    assert "gva" in line
    assert "mln KZT" in line
    assert "2026-09" in line


def test_every_indicator_is_listed_and_ratios_are_marked_as_not_adding_up():
    _, *lines = listing("indicators", 2014).splitlines()
    assert [line.split()[0] for line in lines] == list(INDICATORS)
    assert next(line for line in lines if line.startswith("gva_volume_index")).endswith("no")
    assert next(line for line in lines if line.startswith("exports ")).endswith("yes")


def test_an_unknown_list_names_the_nearest():
    with pytest.raises(UsageError, match="Nearest: industries"):
        listing("industry", 2014)


def test_a_list_far_from_all_names_all():
    with pytest.raises(UsageError, match="regions, industries, tables, indicators"):
        listing("xyzzy", 2014)


def test_unknown_borders_are_refused():
    with pytest.raises(BoundaryError, match="2015"):
        listing("regions", 2015)


def test_columns_are_as_wide_as_their_longest_word():
    assert aligned([("a", "bb"), ("ccc", "d")]) == "a    bb\nccc  d"
