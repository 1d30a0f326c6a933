"""The list of sources: complete, unique, and true to the files that lie beside it."""

from __future__ import annotations

import hashlib

import pytest
import yaml

from iidsp_analysis.errors import SourceError
from iidsp_analysis.language import LANGUAGES
from iidsp_analysis.sources import file_checksum, read_sources, require_unchanged

ENTRY = {
    "id": "bns-1",
    "producer": "BNS",
    "table": "1",
    "title": {"en": "One", "ru": "Раз"},
    "file": "one.csv",
    "indicator": "gva",
    "classification": "oked_section",
    "unit": "mln KZT",
    "prices": "current",
    "vintage": "2026-09",
    "obtained": "by hand",
    "terms": "cite",
    "sha256": hashlib.sha256(b"a,b\n").hexdigest(),
    "coverage": "2010",
}


def raw_folder(tmp_path, *entries):
    (tmp_path / "sources.yml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    (tmp_path / "one.csv").write_bytes(b"a,b\n")
    return tmp_path


@pytest.fixture(scope="module")
def embedded(project):
    return read_sources(project / "data" / "raw")


def test_every_embedded_file_is_the_recorded_one(project, embedded):
    folder = project / "data" / "raw"
    for source in embedded.values():
        assert file_checksum(require_unchanged(source, folder)) == source.sha256


def test_every_file_below_raw_is_listed(project, embedded):
    folder = project / "data" / "raw" / "bns"
    assert {path.name for path in folder.glob("*.csv")} == {source.file.split("/")[1] for source in embedded.values()}


def test_every_source_states_its_vintage_terms_and_titles_in_every_language(embedded):
    for source in embedded.values():
        assert source.vintage, source.id
        assert source.terms, source.id
        assert set(source.title) == set(LANGUAGES), source.id


def test_world_bank_figures_are_told_apart_from_the_bureaus(embedded):
    assert [source.id for source in embedded.values() if not source.is_bns] == ["wdi-fx"]


@pytest.mark.parametrize("field", sorted(ENTRY))
def test_a_source_without_a_required_field_is_refused(tmp_path, field):
    entry = {name: value for name, value in ENTRY.items() if name != field}
    with pytest.raises(SourceError, match=field):
        read_sources(raw_folder(tmp_path, entry))


def test_a_source_named_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="twice"):
        read_sources(raw_folder(tmp_path, ENTRY, ENTRY))


def test_a_folder_without_list_is_refused_with_the_place(tmp_path):
    with pytest.raises(SourceError, match=r"sources\.yml"):
        read_sources(tmp_path)


def test_a_changed_file_is_refused_with_name_and_advice(tmp_path):
    folder = raw_folder(tmp_path, ENTRY)
    (source,) = read_sources(folder).values()
    assert require_unchanged(source, folder) == folder / "one.csv"
    (folder / "one.csv").write_bytes(b"a,c\n")
    with pytest.raises(SourceError, match="changed") as refused:
        require_unchanged(source, folder)
    assert "one.csv" in refused.value.where
    assert "corrections.csv" in refused.value.what_next


def test_a_missing_file_is_refused(tmp_path):
    folder = raw_folder(tmp_path, ENTRY)
    (source,) = read_sources(folder).values()
    (folder / "one.csv").unlink()
    with pytest.raises(SourceError, match="missing"):
        require_unchanged(source, folder)
