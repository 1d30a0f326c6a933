"""A missing table makes a section that says so; a bug stays a bug."""

from __future__ import annotations

import pytest

from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.results import Result
from iidsp_analysis.sections.guard import DROP_TABLES, missing_text, section
from tests.sections.reports import assert_shows_itself, report, visible


@section("Structure of the economy", DROP_TABLES)
def absent(context):
    """A section without its table."""
    raise MissingDataError("Table 5931 is not loaded.")


@section("Structure of the economy", DROP_TABLES)
def broken(context):
    """A section with a bug."""
    return {}["key"]


@section("Structure of the economy", DROP_TABLES)
def refused(context):
    """A section that meets rows which break the contract."""
    raise SchemaError("Several rows fall on one cell.")


@section("Structure of the economy", DROP_TABLES)
def present(context):
    """A section with figures."""
    return Result("Found", (), context.language)


def test_what_is_missing_and_what_to_drop_where(panel):
    result = absent(report(panel, region="AKM"))
    assert result.is_missing
    assert result.title == "Structure of the economy"
    text = visible(result)
    for words in ("Akmola Region", "2014", "2017", "Table 5931 is not loaded.", "data/raw/bns/"):
        assert words in text
    assert 'class="result missing"' in result._repr_html_()


def test_in_russian_without_english_words(panel):
    result = absent(report(panel, region="AKM", language="ru"))
    assert_shows_itself(result)
    assert "Акмолинская" in result.reading[0]
    assert "not loaded" not in visible(result)


@pytest.mark.parametrize(("make", "error"), [(broken, KeyError), (refused, SchemaError)])
def test_a_bug_never_reads_as_a_missing_figure(panel, make, error):
    with pytest.raises(error):
        make(report(panel))


def test_a_section_with_figures_is_handed_on(panel):
    assert present(report(panel)).title == "Found"
    assert present.__name__ == "present"
    assert present.__doc__ == "A section with figures."


def test_the_text_names_ground_and_year(panel):
    text = missing_text(report(panel, region="ABY", year=2018, borders=2022), MissingDataError("Because."))
    assert "Abai" in text
    assert "2018" in text
    assert text.endswith("Because.")
