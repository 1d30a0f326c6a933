"""Industries and product groups: complete names, codes before labels, bridges that never split a value."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import industries
from iidsp_analysis.errors import UnknownLabelError

DIVISION_CODES = [str(number) for number in range(10, 34)]
ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
    "XVIII", "XIX", "XX", "XXI",
)  # fmt: skip
CATALOGUES = (industries.sections(), industries.divisions(), industries.hs_sections(), industries.aggregates())


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


# --- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", [item for catalogue in CATALOGUES for item in catalogue.values()], ids=repr)
def test_every_item_has_names_that_fit_a_chart(item: industries.Industry) -> None:
    assert set(item.name) == set(item.short) == {"en", "ru", "kk"}
    assert all(text and text == " ".join(text.split()) for text in (*item.name.values(), *item.short.values()))
    assert max(map(len, item.short.values())) <= 29
    assert item.source
    assert item.verified in {"yes", "partly", "no"}
    assert isinstance(hash(item), int)


def test_codes() -> None:
    assert list(industries.sections()) == list("ABCDEFGHIJKLMNOPQRSTU")
    assert list(industries.divisions()) == DIVISION_CODES
    assert tuple(industries.hs_sections()) == (*ROMAN, "OTHER", "TOTAL")
    assert {item.section for item in industries.divisions().values()} == {industries.MANUFACTURING}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_short_names_differ(catalogue: dict[str, industries.Industry], language: str) -> None:
    names = [item.short[language] for code, item in catalogue.items() if code != "TOTAL"]
    assert len(set(names)) == len(names)


def test_names_are_the_official_ones(reference: Path) -> None:
    official = {row["CODE"]: row for row in _table(reference / "data" / "concordance" / "oked_bns_kk_ru.csv")}
    for catalogue in (industries.sections(), industries.divisions()):
        for code, item in catalogue.items():
            assert item.name["ru"] == " ".join(official[code]["NAME_RU"].split())
            assert item.name["kk"] == " ".join(official[code]["NAME_KZ"].split())


def test_hs_section_names_are_those_of_the_trade_table(reference: Path) -> None:
    published = {
        row["hs_section"]: row["hs_section_name_ru"] for row in _table(reference / "data/kz/hs_sections_ru.csv")
    }
    assert {code: item.name["ru"] for code, item in industries.hs_sections().items()} == published


@pytest.mark.parametrize(
    "table", ["gva_by_region_section", "gva_by_division_national", "production_volume_index_national"]
)
def test_every_printed_code_has_a_name(reference: Path, table: str) -> None:
    rows = _table(reference / "data" / "kz" / f"{table}.csv")
    column = "section" if "section" in rows[0] else "oked"
    for code in {row[column] for row in rows}:
        classification = "oked_division" if code.isdigit() else "oked_section"
        assert industries.name(classification, code, "kk")


def test_name() -> None:
    assert industries.name("oked_section", "C", "ru") == "Обрабатывающая промышленность"
    assert industries.name("oked_division", "24", "en", short=True) == "Basic metals"
    assert industries.name("hs_section", "OTHER", "ru") == "Прочие товары (код 999999)"
    assert industries.name("hs_section", "TOTAL", "en") == "All goods"
    assert industries.name("total", "GRP", "ru", short=True) == "ВРП"
    with pytest.raises(UnknownLabelError, match="34"):
        industries.name("oked_division", "34", "en")


# --- technology -------------------------------------------------------------------------------------------------


def test_eurostat_classes() -> None:
    by_class: dict[str, list[str]] = {code: [] for code in industries.technology_classes()}
    for code, item in industries.divisions().items():
        by_class[item.technology].append(code)
    assert by_class["high"] == ["21", "26"]
    assert by_class["medium-high"] == ["20", "27", "28", "29", "30"]
    assert by_class["medium-low"] == ["19", "22", "23", "24", "25", "33"]
    assert by_class["low"] == [*map(str, range(10, 19)), "31", "32"]
    assert industries.technology_class("medium-high").name["ru"] == "Средневысокие технологии"


def test_technology_marks_agree_with_the_facts(reference: Path) -> None:
    for fact in _table(reference / "facts" / "tech_intensity.csv"):
        item = industries.division(fact["oked2"])
        assert (item.technology, item.technology_verified) == (fact["eurostat_nace2_2digit"], fact["eurostat_verified"])
        assert (item.oecd2016, item.oecd2016_verified) == (fact["oecd2016_rd_intensity"], fact["oecd_verified"])
        assert (item.unido_mht, item.unido_mht_verified) == (fact["unido_mht_isic4"], fact["unido_verified"])


# --- labels -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("24", "24"), (24, "24"), ("C24", "24"), ("С24", "24"), ("C.24", "24"),
        ("24 Металлургическая промышленность", "24"),
        ("Металлургическое производство", "24"), ("Basic metals", "24"), ("производство  ОДЕЖДЫ", "14"),
        ("Печать и воспроизведение записанных материалов", "18"),
        ("Производство основных фармацевтических продуктов", "21"),
        ("Производство прочей неметаллической минеральной продукции", "23"),
        ("Производство прочей не металлической минеральной продукции", "23"),
        ("Производство машин и оборудования, не включенных в другие категории", "28"),
        ("Производство машин и оборудования, не включенных в другие группировки", "28"),
        ("Производство автотранспортных средств, трейлеров и полуприцепов", "29"), ("Киім өндіру", "14"),
    ],
)  # fmt: skip
def test_labels_of_divisions(label: str | int, code: str) -> None:
    assert industries.resolve_division(label).code == code


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("24-25", "24, 25"), ("24–25", "24, 25"), ("13-15", "13, 14, 15"), ("26-30", "26, 27, 28, 29, 30. "),
        ("26-30, 33", "26, 27, 28, 29, 30, 33"), ("26-30+33", "26, 27, 28, 29, 30, 33"), ("MACH", "26, 27"),
        ("Лёгкая промышленность", "13, 14, 15"), ("Металлургическая промышленность", "24 and for 24-25"),
        ("Машиностроение", "26-30"), ("24-26", "24-26"), ("09", "manufacturing division"), ("34", "34"), (4, "4"),
        ("", "manufacturing division"), ("Производство одёжек", "Производство одежды"),
    ],
)  # fmt: skip
def test_what_is_not_one_division_is_refused(label: str | int, told: str) -> None:
    with pytest.raises(UnknownLabelError) as refusal:
        industries.resolve_division(label)
    assert told in str(refusal.value)
    assert refusal.value.what_next


def test_labels_of_the_published_table_by_code(reference: Path) -> None:
    for row in _table(reference / "data" / "kz" / "gva_by_division_national.csv"):
        if row["oked"].isdigit():
            assert industries.resolve_division(f"{row['oked']} {row['name_ru']}").code == row["oked"]
            if row["oked"] != "24":
                assert industries.resolve_division(row["name_ru"]).code == row["oked"]


@settings(max_examples=60, deadline=None)
@given(code=st.sampled_from(DIVISION_CODES), language=st.sampled_from(["en", "ru", "kk"]), short=st.booleans())
def test_names_lead_back(code: str, language: str, short: bool) -> None:
    label = industries.name("oked_division", code, language, short=short)
    assert industries.resolve_division(label.upper()).code == code


@pytest.mark.parametrize("lookup", [industries.section, industries.division, industries.hs_section])
def test_unknown_codes_are_refused(lookup: object) -> None:
    assert callable(lookup)
    with pytest.raises(UnknownLabelError, match="XXIV"):
        lookup("XXIV")


# --- aggregates -------------------------------------------------------------------------------------------------


def test_the_two_machine_buildings_differ_by_repair() -> None:
    production, value_added = industries.aggregate("MACH"), industries.aggregate("26-30+33")
    assert production.members == ("26", "27", "28", "29", "30")
    assert value_added.members == (*production.members, "33")
    assert "5792" in production.tables
    assert value_added.tables == ("5931",)


def test_aggregates_are_made_of_known_industries() -> None:
    for item in industries.aggregates().values():
        assert all(member in industries.sections() or member in industries.divisions() for member in item.members)
        assert item.exclude_when_adding or not item.members
        assert not {item.code} & (set(industries.sections()) | set(industries.divisions()))


# --- from goods to industries -----------------------------------------------------------------------------------


def test_product_groups() -> None:
    assert industries.divisions_of_hs_section("XV") == ("24", "25")
    assert industries.divisions_of_hs_section("XVI") == ("26", "27", "28")
    assert industries.divisions_of_hs_section("IV") == ("10", "11", "12")
    assert industries.divisions_of_hs_section("XVII") == ("28", "29", "30")
    assert industries.divisions_of_hs_section("I") == ("01", "03", "10")
    assert industries.divisions_of_hs_section("I", manufacturing_only=True) == ("10",)
    assert industries.divisions_of_hs_section("OTHER") == ()


@pytest.mark.parametrize("code", ROMAN)
def test_the_rule_of_product_groups(code: str) -> None:
    lines = industries.hs6_lines(code)
    listed = industries.divisions_of_hs_section(code)
    assert industries.UNMATCHED not in listed
    assert all(lines[division] >= 0.04 * sum(lines.values()) for division in listed)
    left_out = {division: count for division, count in lines.items() if division not in (*listed, "00")}
    assert all(count < 0.04 * sum(lines.values()) for count in left_out.values())


def test_lines_are_those_of_the_concordance(reference: Path) -> None:
    path = reference / "data" / "concordance" / "hs2017_hs6_to_isic4_bec5.csv.gz"
    with gzip.open(path, mode="rt", encoding="utf-8", newline="") as table:
        counted = Counter(
            (industries.hs_section_of_chapter(row["HS6"][:2]), row["isic4_division"].zfill(2))
            for row in csv.DictReader(table)
        )
    carried = {(code, division): n for code in ROMAN for division, n in industries.hs6_lines(code).items()}
    assert sum(carried.values()) == 5387
    assert carried == dict(counted)


def test_chapters_partition_the_system() -> None:
    chapters = [chapter for code in ROMAN for chapter in industries.hs_section(code).chapters]
    assert chapters == [f"{number:02d}" for number in range(1, 98) if number != 77]
    assert industries.hs_section_of_chapter("27") == "V"
    assert industries.hs_section_of_chapter(72) == "XV"
    assert industries.hs_section_of_chapter("99") == "OTHER"
    for chapter in ("77", "98", "00"):
        with pytest.raises(UnknownLabelError, match=chapter):
            industries.hs_section_of_chapter(chapter)


# --- processed exports ------------------------------------------------------------------------------------------


def test_the_default_definition() -> None:
    default = industries.default_processed_exports()
    assert set(ROMAN) - set(default.sections) == {"I", "II", "V"}
    assert not {"OTHER", "TOTAL"} & set(default.sections)
    assert default.excluded == ("I", "II", "V", "OTHER")


def test_definitions_are_explained_and_bracket_the_default() -> None:
    definitions = list(industries.PROCESSED_EXPORT_DEFINITIONS.values())
    assert [definition.is_default for definition in definitions] == [True, False, False]
    default, narrow, broad = (set(definition.sections) for definition in definitions)
    assert narrow < default < broad
    for definition in definitions:
        assert set(definition.name) == set(definition.why) == {"en", "ru", "kk"}
        assert all(definition.why.values())
        assert set(definition.sections) | set(definition.excluded) == {*ROMAN, "OTHER"}
        assert not set(definition.sections) & set(definition.excluded)
