"""A state goes to a file and comes back the same, or is refused with a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis import regions
from iidsp_analysis.errors import AnalysisError, BoundaryError, UsageError
from iidsp_analysis.explore.state import VERSION, State, from_json, on_borders, read_state
from iidsp_analysis.models import lenses

IDS_2014 = [region.id for region in regions.regions_of(2014)]
WEIGHTS = st.dictionaries(
    st.sampled_from([lens.name for lens in lenses.LENSES]), st.floats(-1, 1, allow_nan=False, width=32)
).filter(lambda told: not told or any(told.values()))


@given(
    chosen=st.lists(st.sampled_from([*IDS_2014, "KZ"]), min_size=1, max_size=6, unique=True),
    weights=WEIGHTS,
    percent=st.floats(-100, 1000),
    ranked=st.sampled_from(IDS_2014),
)
def test_a_state_comes_back_from_json_as_it_went(chosen, weights, percent, ranked):
    state = State(regions=tuple(chosen), weights=weights, what_if_percent=percent, ranked_region=ranked)
    assert from_json(state.to_json()) == state
    assert hash(from_json(state.to_json())) == hash(state)


def test_a_state_comes_back_from_a_file(tmp_path):
    state = State(regions=("akmola", "KZ"), weights={"demand": 0.5}, language="kk")
    assert read_state(state.save(tmp_path / "state.json")) == state


def test_a_state_holds_no_link_and_no_path(tmp_path):
    text = State().save(tmp_path / "state.json").read_text(encoding="utf-8")
    assert [sign for sign in ("://", "/", "\\", str(tmp_path)) if sign in text] == []


def changed(**values):
    return json.dumps({**json.loads(State().to_json()), **values})


@pytest.mark.parametrize(("text", "said"), [
    ("not json", "no JSON"),
    ("[]", "no state"),
    ("{}", "no state"),
    (changed(version=VERSION + 1), "version"),
    (changed(version=None), "version"),
    (changed(wieghts={}), "Nearest: weights"),
    (changed(indicator="gav"), "Nearest: gva"),
    (changed(regions=[]), "one to 6"),
    (changed(regions=["akmola", "akmola"]), "different"),
    (changed(regions="akmola"), "a list of texts"),
    (changed(regions=[1]), "a list of texts"),
    (changed(year="2017"), "a whole number"),
    (changed(year=True), "a whole number"),
    (changed(first_year=2018, last_year=2010), "comes after"),
    (changed(what_if_percent=1e9), "per cent"),
    (changed(language="de"), "language"),
    (changed(weights={"demand": "much"}), "a list of numbers"),
    (changed(weights={"demnd": 1}), "no lens"),
    (changed(weights={"demand": 0}), "all zero"),
    (changed(ranked_region="KZ"), "region by region"),
    (changed(what_if_percent="10"), "a number"),
])  # fmt: skip
def test_what_is_no_state_is_refused_with_a_sentence(text, said):
    with pytest.raises(UsageError) as refused:
        from_json(text)
    assert said in str(refused.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_weight_must_be_finite(number):
    with pytest.raises(UsageError):
        from_json(State().to_json().replace('"weights": {}', f'"weights": {{"demand": {number}}}'))


def test_a_region_that_the_borders_do_not_have_is_refused():
    with pytest.raises(BoundaryError):
        from_json(changed(regions=["abai"]))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_state(tmp_path / "none.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_state(tmp_path / "binary.json")
    with pytest.raises(UsageError, match="cannot be written"):
        State().save(tmp_path / "no folder" / "state.json")


@pytest.mark.parametrize("first", regions.BORDERS)
@pytest.mark.parametrize("then", regions.BORDERS)
def test_every_region_has_a_counterpart_on_other_borders(first, then):
    for region in regions.regions_of(first):
        state = State(regions=(region.id,), borders=first, ranked_region=region.id)
        moved = on_borders(state, then)
        assert moved.borders == then
        assert regions.exists_in(regions.get(moved.ranked_region), then)
        if first == then:
            assert moved == state


def test_a_split_region_gives_way_to_the_part_with_its_code():
    state = State(regions=("karaganda_pre2022",), ranked_region="karaganda_pre2022")
    assert on_borders(state, 2022).regions == ("karaganda",)
    two = State(borders=2022, regions=("karaganda", "ulytau"), ranked_region="ulytau")
    assert on_borders(two, 2014).regions == ("karaganda_pre2022",)


def test_unknown_borders_are_refused():
    with pytest.raises(AnalysisError):
        on_borders(State(), 1991)
