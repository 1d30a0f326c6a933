"""The user's file of targets as text: whatever could be misread is refused with file, line and what to do."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.monitors.programme_targets import read_targets
from iidsp_analysis.monitors.target_file import read_rows
from iidsp_analysis.reference.target_records import COLUMNS
from tests.monitors.programme_panels import ROW

HEAD = ",".join(COLUMNS)
PLAIN = ",".join(ROW[name] for name in COLUMNS)


@pytest.fixture
def file_of(tmp_path):
    """Write the lines of a file of targets as they are."""

    def write(*lines: str, encoding: str = "utf-8"):
        path = tmp_path / "targets.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


def refused(path, *words):
    with pytest.raises(SchemaError) as raised:
        read_targets(path)
    assert raised.value.where.startswith("targets.csv")
    assert raised.value.what_next
    for word in words:
        assert word in str(raised.value)
    return raised.value


def with_note(note: str) -> str:
    return PLAIN + note


@pytest.mark.parametrize(
    "lines",
    [
        (with_note('"a note'), PLAIN, PLAIN),  # open to the end of the file
        (with_note('"a note'), with_note('"another"')),  # closed by the quote that opens another
        (with_note('"a note'), with_note('another"')),  # two errors that cancel: the second row would be a note
        (with_note('"a note'), with_note('""'), PLAIN),  # two quotes are one of the text
    ],
)
def test_an_open_quote_swallows_no_target(file_of, lines):
    error = refused(file_of(HEAD, PLAIN, *lines), "a quote is opened and not closed")
    assert error.where == "targets.csv, line 3"


def test_an_open_quote_in_the_heading(file_of):
    assert refused(file_of('"' + HEAD, PLAIN), "a quote is opened and not closed").where == "targets.csv, line 1"


def test_a_cell_without_end_is_a_sentence(file_of):
    error = refused(file_of(HEAD, PLAIN, with_note("x" * 131_073)), "field larger than field limit")
    assert error.where == "targets.csv, line 3"


def test_a_zero_byte_is_a_sentence(file_of):
    assert refused(file_of(HEAD, PLAIN, with_note("a\x00b")), "not a text").where == "targets.csv, line 3"


def test_another_encoding_is_a_sentence(file_of):
    refused(file_of(HEAD, with_note("заметка"), encoding="cp1251"), "cannot be read", "UTF-8")
    refused(file_of(HEAD, PLAIN, encoding="utf-16"), "cannot be read", "UTF-8")


def test_an_empty_file_is_a_sentence(file_of):
    refused(file_of("", ""), "is empty")


def test_a_column_that_stands_twice_is_named(file_of):
    refused(file_of(f"{HEAD},value", f"{PLAIN},30"), "twice", "value", "line 1")


def test_an_unknown_column_is_named_with_the_known_ones(file_of):
    refused(file_of(f"{HEAD},valeu", f"{PLAIN},30"), "unknown column valeu", "base_year", "verified")


def test_a_missing_column_is_named(file_of):
    refused(file_of(HEAD.replace("value,", ""), PLAIN), "lacks the column value", "targets.template.csv")


@pytest.mark.parametrize("head", [HEAD, f"{HEAD},"])
def test_cells_beside_the_columns_are_refused_with_their_line(file_of, head):
    assert refused(file_of(head, PLAIN, f"{PLAIN},30"), "'30'").where == "targets.csv, line 3"


def test_empty_cells_beside_the_columns_are_no_cells(file_of):
    assert len(read_rows(file_of(HEAD, f"{PLAIN},,", ",,"))) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_rows_know_their_line(tmp_path, delimiter, ends):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ends)
    row = {**ROW, "note": 'to "2020"; nominal, in USD\tas told'}
    writer.writerows([[], [name.upper() for name in COLUMNS], list(row.values()), [], list(row.values())])
    path = tmp_path / "targets.csv"
    path.write_bytes(b"\xef\xbb\xbf" + stream.getvalue().encode())
    ((first, cells), (second, _)) = read_rows(path)
    assert (first, second) == (3, 5)
    assert cells == {name: row[name] for name in COLUMNS}


def test_a_short_row_leaves_its_last_cells_untold(file_of):
    ((_, cells),) = read_rows(file_of(HEAD, PLAIN.removesuffix(",")))
    assert cells["note"] == ""


@settings(derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(PLAIN) * 3), mark=st.sampled_from(['"', '""', '"x', ',"', '",']))
def test_a_stray_quote_anywhere_loses_no_row(file_of, place, mark):
    body = "\n".join([PLAIN] * 3)
    path = file_of(HEAD, body[:place] + mark + body[place:])
    try:
        told = read_rows(path)
    except SchemaError:
        return
    assert [line for line, _ in told] == [2, 3, 4]


@settings(derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60))
def test_any_content_is_read_or_refused(tmp_path, content):
    path = tmp_path / "targets.csv"
    path.write_bytes(HEAD.encode() + b"\n" + content)
    with contextlib.suppress(SchemaError):
        assert all(set(cells) == set(COLUMNS) for _, cells in read_rows(path))
