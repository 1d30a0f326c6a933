"""Dated territories: complete reference tables, labels that survive BNS spellings, refusals that say what next."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iidsp_analysis import reference as reference_tables
from iidsp_analysis import regions
from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.reference import LOOK_ALIKES
from iidsp_analysis.reference.region_records import Region, territories

ALL_BORDERS = st.sampled_from(regions.BORDERS)
ALIASES = [row for row in reference_tables.rows("region_aliases") if not row["only_in"]]
PECULIAR = [row for row in reference_tables.rows("region_aliases") if row["only_in"]]
EVERY_ID = sorted(territories())

#: Letters written with the other script's look-alike: what copying between keyboards leaves in published tables.
CYRILLIC_TO_LATIN = {
    "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "І": "I", "К": "K", "М": "M", "О": "O", "Р": "P", "Т": "T",
    "Х": "X", "а": "a", "с": "c", "е": "e", "і": "i", "о": "o", "р": "p", "х": "x", "у": "y",
}  # fmt: skip
EITHER_WAY = CYRILLIC_TO_LATIN | {latin: cyrillic for cyrillic, latin in CYRILLIC_TO_LATIN.items()}


def _facts(reference: Path, name: str) -> list[dict[str, str]]:
    with (reference / "facts" / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def _ids(label: str, context: str | None = None) -> set[str]:
    """Collect what a label means over all borders; a territory that does not exist in some is left out there."""
    found = set()
    for borders in regions.BORDERS:
        try:
            found.add(regions.resolve(label, borders=borders, context=context).id)
        except BoundaryError:
            continue
    return found


# --- the tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("borders", "number"), [(2014, 16), (2018, 17), (2022, 20)])
def test_number_of_regions_and_unique_codes(borders: int, number: int) -> None:
    chosen = regions.regions_of(borders)
    assert len(chosen) == number
    for attribute in ("id", "code", "kato", "iso_pre2022" if borders < 2022 else "iso", "tile"):
        assert len({getattr(region, attribute) for region in chosen}) == number, attribute
    assert [region.kato for region in chosen] == sorted(region.kato for region in chosen)


def test_unknown_borders_are_refused() -> None:
    with pytest.raises(BoundaryError, match=r"no borders of 2019.*2014, 2018, 2022"):
        regions.regions_of(2019)


@pytest.mark.parametrize("region_id", EVERY_ID)
def test_every_territory_has_all_names_and_case_forms(region_id: str) -> None:
    region = regions.get(region_id)
    texts = [*region.name.values(), *region.short.values(), *region.case_ru.values(), region.in_ru]
    assert all(text and text == text.strip() for text in texts)
    assert set(region.case_ru) == {"nom", "gen", "dat", "loc"}
    assert region.in_ru.endswith(f" {region.case_ru['loc']}")
    assert region.source
    assert region.verified in {"yes", "partly", "no"}
    assert max(map(len, region.short.values())) <= 28
    assert hash(region) == hash(regions.get(region_id))


def test_case_forms_used_in_sentences() -> None:
    assert regions.get("akmola").in_ru == "в Акмолинской области"
    assert regions.get("almaty_city").in_ru == "в Алматы"
    assert regions.get("astana").case_ru["gen"] == "Астаны"
    assert regions.get("abai").case_ru["loc"] == "области Абай"
    assert regions.get("KZ").in_ru == "в Казахстане"


def test_long_names_tell_territories_of_one_code_apart() -> None:
    for language in ("en", "ru", "kk"):
        names = [regions.get(region_id).name[language] for region_id in EVERY_ID]
        assert len(set(names)) == len(names)


def test_table_agrees_with_the_facts(reference: Path) -> None:
    for fact in _facts(reference, "regions.csv"):
        region = regions.get(fact["region_id"])
        assert (region.code, region.kato, region.iso, region.kind) == (
            fact["bns_alias_code"], fact["kato2"], fact["iso3166_2_now"], fact["type"],
        )  # fmt: skip
        assert region.case_ru["nom"] in {fact["name_ru"], fact["name_ru"].removeprefix("г. ")}
        assert region.name["kk"].startswith(fact["name_kk"])
        assert (region.source, region.verified) == (fact["source"], fact["verified"])
        in_force = tuple(fact[f"in_regime_{years}"] for years in ("2014_2018", "2018_2022", "2022_on"))
        assert tuple("yes" if regions.exists_in(region, when) else "no" for when in regions.BORDERS) == in_force
    assert len(EVERY_ID) == 1 + len(_facts(reference, "regions.csv"))


def test_every_spelling_of_the_code_list_is_known(reference: Path) -> None:
    path = reference / "data" / "concordance" / "kz_regions_codes.csv"
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            for column, context in (("name_ru", None), ("name_kk", "bns_kk"), ("name_en", "bns_en"), ("kato", None)):
                if row[column]:
                    ids = _ids(row[column], context)
                    assert {regions.get(found).code for found in ids} == {row["region_code"]}, row[column]


def test_every_label_of_the_published_workbook_is_known(reference: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    path = reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx"
    workbook = calamine.CalamineWorkbook.from_path(path)
    codes = set()
    for sheet in workbook.sheet_names:
        labels = [str(row[0]) for row in workbook.get_sheet_by_name(sheet).to_python()[3:]]
        for label in labels[: labels.index("") if "" in labels else None]:
            ids = _ids(label, "bns_en")
            assert len({regions.get(found).code for found in ids}) == 1, label
            codes |= {regions.get(found).code for found in ids}
    assert len(codes) == 22  # the country, 20 regions of today and South Kazakhstan


# --- labels -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "region_id"),
    [
        ("AKM", "akmola"), ("akm", "akmola"), ("11", "akmola"), (11, "akmola"), ("110000000", "akmola"),
        (110000000, "akmola"), ("KZ-11", "akmola"), ("KZ-AKM", "akmola"), ("kz11", "akmola"),
        ("Акмолинская обл.", "akmola"), ("  АКМОЛИНСКАЯ   ОБЛАСТЬ ", "akmola"), ("Ақмола облысы", "akmola"),
        ("З-Казахстанская", "west_kazakhstan"), ("ЗКО", "west_kazakhstan"), ("Батыс Қазақстан", "west_kazakhstan"),
        ("СКО", "north_kazakhstan"), ("SKO", "north_kazakhstan"), ("ЮКО", "south_kazakhstan"),
        ("г. Нур-Султан", "astana"), ("город Нур-Султан", "astana"), ("НУР СУЛТАН", "astana"), ("г.Астана", "astana"),
        ("Astana city2)", "astana"), ("область Ұлытау", "ulytau"), ("область Улытау", "ulytau"), ("Улытау", "ulytau"),
        ("Жетісу", "zhetisu"), ("Жетысу", "zhetisu"), ("«Мангыстауская»", "mangystau"), ("Мангистауская", "mangystau"),
        ("г. Алматы", "almaty_city"), ("Алматы", "almaty_city"), ("Almaty city", "almaty_city"),
        ("Алматы қаласы", "almaty_city"), ("город республиканского значения Алматы", "almaty_city"),
        ("75", "almaty_city"),
        ("national", "KZ"), ("Республика Казахстан", "KZ"), ("Қазақстан Республикасы", "KZ"), ("kz", "KZ"),
        ("East Kazakhstan Region (with Abai, to 2022)", "east_kazakhstan_pre2022"),
    ],
)  # fmt: skip
def test_labels_that_need_no_date(label: str | int, region_id: str) -> None:
    assert regions.resolve(label).id == region_id


@pytest.mark.parametrize(
    "label", ["VKO", "вко", "63", 63, "630000000", "KZ-63", "Восточно-Казахстанская область",
              "East Kazakhstan Region", "Шығыс Қазақстан облысы", "East_Kazakhstan"],
)  # fmt: skip
def test_one_code_two_territories(label: str | int) -> None:
    with pytest.raises(BoundaryError, match=r"east_kazakhstan_pre2022.*east_kazakhstan"):
        regions.resolve(label)
    assert regions.resolve(label, borders=2014).id == "east_kazakhstan_pre2022"
    assert regions.resolve(label, borders=2018).id == "east_kazakhstan_pre2022"
    assert regions.resolve(label, borders=2022).id == "east_kazakhstan"


@pytest.mark.parametrize("label", ["КарагандиНская", "Қарағанды облысы", "Кaragandy", "Karaganda", "KRG"])
def test_spellings_of_karaganda(label: str) -> None:
    assert _ids(label) == {"karaganda_pre2022", "karaganda"}


def test_bare_almaty_depends_on_the_list() -> None:
    with pytest.raises(UnknownLabelError, match="different places"):
        regions.resolve("Almaty", borders=2014)
    assert regions.resolve("Аlmaty", borders=2014, context="bns_en").id == "almaty_region_pre2022"
    assert regions.resolve("Almaty city", borders=2014, context="bns_en").id == "almaty_city"
    assert regions.resolve("Алматы", borders=2022).id == "almaty_city"
    assert regions.resolve("Алматы", borders=2022, context="bns_kk").id == "almaty_region"
    assert regions.resolve("Алматы (қала)", borders=2022, context="bns_kk").id == "almaty_city"
    with pytest.raises(UnknownLabelError, match="bns_fr"):
        regions.resolve("Алматы", context="bns_fr")


def test_reused_iso_letters_are_refused() -> None:
    for borders in (None, *regions.BORDERS):
        with pytest.raises(UnknownLabelError, match=r"South Kazakhstan.*Turkistan"):
            regions.resolve("KZ-YUZ", borders=borders)


@pytest.mark.parametrize(
    ("label", "borders", "told"),
    [
        ("ABY", 2014, "east_kazakhstan_pre2022"), ("ABY", 2018, "east_kazakhstan_pre2022"),
        ("SHM", 2014, "south_kazakhstan"), ("YKO", 2018, r"turkistan \+ shymkent"), ("YKO", 2022, "turkistan"),
        ("karaganda", 2014, "karaganda_pre2022"), ("karaganda_pre2022", 2022, r"karaganda \+ ulytau"),
    ],
)  # fmt: skip
def test_region_that_these_borders_do_not_have(label: str, borders: int, told: str) -> None:
    with pytest.raises(BoundaryError, match=told):
        regions.resolve(label, borders=borders)


@pytest.mark.parametrize(
    ("label", "nearest"), [("Акмалинская", "Акмолинская"), ("Pavlodr", "Pavlodar"), ("Шимкент", "Шымкент")]
)
def test_unknown_label_names_the_nearest(label: str, nearest: str) -> None:
    with pytest.raises(UnknownLabelError, match=nearest):
        regions.resolve(label)


@pytest.mark.parametrize("label", ["", "г.", "область", "2014", "111010000", "г. Туркестан", "Казахстанская", "nan"])
def test_what_is_no_region_is_refused(label: str) -> None:
    with pytest.raises(UnknownLabelError):
        regions.resolve(label)


@pytest.mark.parametrize("row", [*ALIASES, *PECULIAR], ids=lambda row: row["alias"])
def test_each_alias_means_one_territory_on_any_borders(row: dict[str, str]) -> None:
    ids = _ids(row["alias"], row["only_in"] or None)
    assert ids
    assert {regions.get(found).code for found in ids} == {row["code"]}


@pytest.mark.parametrize("region_id", EVERY_ID)
def test_names_and_codes_lead_back(region_id: str) -> None:
    region = regions.get(region_id)
    borders = next(when for when in regions.BORDERS if regions.exists_in(region, when))
    for label in (region.id, region.code, region.kato, region.iso, *region.name.values(), region.case_ru["nom"]):
        if label:
            assert regions.resolve(label, borders=borders).id == region_id, label


@settings(max_examples=150, deadline=None)
@given(row=st.sampled_from(ALIASES), data=st.data(), borders=ALL_BORDERS)
def test_look_alike_letters_change_nothing(row: dict[str, str], data: st.DataObject, borders: int) -> None:
    swaps = data.draw(st.lists(st.booleans(), min_size=len(row["alias"]), max_size=len(row["alias"])))
    mixed = "".join(
        EITHER_WAY.get(letter, letter) if swap else letter for letter, swap in zip(row["alias"], swaps, strict=True)
    )
    code = regions.get(next(iter(_ids(mixed)))).code
    assert code == row["code"]


@settings(max_examples=100, deadline=None)
@given(row=st.sampled_from(ALIASES), data=st.data())
def test_case_spaces_and_punctuation_change_nothing(row: dict[str, str], data: st.DataObject) -> None:
    shown = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(row["alias"])
    dressed = data.draw(st.sampled_from([" {} ", "«{}»", '"{}"', "\u00a0{}", "{}*"])).format(shown)
    dashed = dressed.replace("-", data.draw(st.sampled_from(["–", " ", "‑", ". "])))
    assume(dashed.strip() not in territories())  # an id is exact: "karaganda" is not the name "Karaganda"
    assert _ids(dashed) == _ids(row["alias"])


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="абвгкмнорстуыАКМabkmozyz -.", max_size=12), borders=ALL_BORDERS)
def test_any_text_is_resolved_or_refused(text: str, borders: int) -> None:
    try:
        found = regions.resolve(text, borders=borders)
    except (UnknownLabelError, BoundaryError) as error:
        refusal = error
    else:
        assert regions.exists_in(found, borders)
        return
    assert refusal.what
    assert refusal.what_next


def test_look_alikes_are_single_lower_case_letters() -> None:
    assert all(len(letter) == len(plain) == 1 for letter, plain in LOOK_ALIKES.items())
    assert all(letter == letter.casefold() for letter in LOOK_ALIKES)


# --- borders ----------------------------------------------------------------------------------------------------


def test_covers() -> None:
    assert regions.covers("akmola") == (("akmola",),)
    assert regions.covers("south_kazakhstan") == (("south_kazakhstan",), ("turkistan", "shymkent"))
    assert regions.covers("east_kazakhstan_pre2022")[1] == ("east_kazakhstan", "abai")
    assert [len(cover) for cover in regions.covers("KZ")] == [1, 16, 17, 20]


@pytest.mark.parametrize("later", [2018, 2022])
def test_parts_on_later_borders_partition_the_earlier_ones(later: int) -> None:
    parts = []
    for region in regions.regions_of(2014):
        parts += next(c for c in regions.covers(region.id) if all(regions.exists_in(regions.get(p), later) for p in c))
    assert sorted(parts) == sorted(region.id for region in regions.regions_of(later))


@settings(max_examples=60, deadline=None)
@given(fine=ALL_BORDERS, coarse=ALL_BORDERS)
def test_each_region_lies_in_one_region_of_earlier_borders(fine: int, coarse: int) -> None:
    if coarse > fine:
        fine, coarse = coarse, fine
    for region in regions.regions_of(fine):
        container: Region = regions.contained_in(region.id, coarse)
        assert container in regions.regions_of(coarse)
        assert any(region.id in cover for cover in regions.covers(container.id))


def test_contained_in() -> None:
    assert regions.contained_in("abai", 2014).id == "east_kazakhstan_pre2022"
    assert regions.contained_in("KZ", 2014).id == "KZ"
    with pytest.raises(BoundaryError, match=r"turkistan \+ shymkent"):
        regions.contained_in("south_kazakhstan", 2022)


@pytest.mark.parametrize(
    ("region_id", "first", "last", "new_regions_from", "ground"),
    [
        ("akmola", 2010, 2025, 2022, ("akmola",)),
        ("abai", 2017, 2023, 2022, ("east_kazakhstan", "abai")),
        ("abai", 2022, 2025, 2022, ("abai",)),
        ("abai", 2021, 2025, 2021, ("abai",)),
        ("abai", 2021, 2025, 2022, ("east_kazakhstan", "abai")),
        ("shymkent", 2015, 2020, 2022, ("turkistan", "shymkent")),
        ("shymkent", 2018, 2025, 2022, ("shymkent",)),
        ("east_kazakhstan", 2010, 2017, 2022, ("east_kazakhstan_pre2022",)),
        ("east_kazakhstan_pre2022", 2019, 2025, 2022, ("east_kazakhstan", "abai")),
        ("KZ", 2010, 2025, 2022, ("KZ",)),
    ],
)
def test_constant_territory(
    region_id: str, first: int, last: int, new_regions_from: int, ground: tuple[str, ...]
) -> None:
    assert regions.constant_territory(region_id, first, last, new_regions_from=new_regions_from) == ground


def test_a_span_has_a_beginning_and_an_end() -> None:
    with pytest.raises(BoundaryError, match="ends before it begins"):
        regions.constant_territory("akmola", 2020, 2019)


def test_comparison_across_a_change_is_refused_in_full_words() -> None:
    regions.require_same_territory("akmola", "akmola")
    with pytest.raises(BoundaryError) as refusal:
        regions.require_same_territory(
            "east_kazakhstan_pre2022", "east_kazakhstan", first_period=2017, second_period=2023
        )
    assert str(refusal.value) == (
        "East Kazakhstan is not the same territory in 2017 and 2023 (Abai was split off on 2022-06-08). "
        "Compare within one period, or merge to the common territory (east_kazakhstan + abai)."
    )
    assert refusal.value.exit_code == 4
    with pytest.raises(BoundaryError, match="Shymkent was split off on 2018-06-19"):
        regions.require_same_territory("south_kazakhstan", "turkistan")
    with pytest.raises(BoundaryError, match="different territories"):
        regions.require_same_territory("turkistan", "shymkent")


def test_events_are_dated_and_name_their_parts(reference: Path) -> None:
    events = regions.events()
    assert [event.in_force for event in events] == sorted(event.in_force for event in events)
    assert {event.in_force for event in events if event.kind == "split"} == {date(2018, 6, 19), date(2022, 6, 8)}
    assert sum(event.kind == "name" for event in events) == 2
    facts = {fact["event"] for fact in _facts(reference, "region_events.csv")}
    assert {event.event for event in events} == facts
    for event in events:
        if event.kind == "split":
            ended = regions.get(event.parent_id).valid_to
            assert ended is not None
            assert (event.in_force - ended).days == 1
            assert all(regions.get(part).valid_from == event.in_force for part in event.successors)


def test_backcast_shares(reference: Path) -> None:
    for fact in _facts(reference, "region_backcast_shares.csv"):
        child = regions.resolve(fact["child"]).id
        share = regions.backcast_share(child, int(fact["year"]), fact["indicator"])
        assert share == float(fact["child_share_of_old_parent"])
    with pytest.raises(BoundaryError, match="shares exist for: grp 2021"):
        regions.backcast_share("abai", 2017, "grp")
    with pytest.raises(BoundaryError, match="nothing"):
        regions.backcast_share("akmola", 2017, "grp")
