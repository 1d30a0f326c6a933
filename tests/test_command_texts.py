"""Texts of the command line are found in the code with gaps in the place of their values."""

from __future__ import annotations

import pytest

from iidsp_analysis.command_texts import command_texts, is_sentence

ERROR = "class AnalysisError(Exception): ...\nclass OddError(AnalysisError): ...\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('OddError("A plain sentence.")', ["A plain sentence."]),
        ('OddError(f"Unknown word {word!r}.")', ["Unknown word {word}."]),
        ('OddError(f"{self._path.name} has {a.count} and {b.count}.")', ["{name} has {count} and {count2}."]),
        ('OddError("Once.", where=f"row {n}", what_next="Do that.")', ["Once.", "row {value}", "Do that."]),
        ('OddError("Here." if x else f"There {y}.")', ["Here.", "There {value}."]),
        ('told = "Set aside."\nOddError(told)', ["Set aside."]),
        ('NEXT = "Come again."\nOddError("Nowhere.", what_next=NEXT)', ["Nowhere.", "Come again."]),
        ('def f(what):\n    raise OddError(what)\nf("Handed on.")', ["Handed on."]),
        ('def why(x):\n    return f"Because of {x.reason}."\nOddError(why(x))', ["Because of {reason}."]),
        ('OddError("A set {1}.")', ["A set {{1}}."]),
        ('ValueError("not for people")', []),
        ('OddError("42", where="--as-of")', []),
        ('typer.Option(help="Year of it.")', ["Year of it."]),
        ('@app.command()\ndef build():\n    """Build the panel."""', ["Build the panel."]),
        ('spoken(f"{n} pages are made")', ["{value} pages are made"]),
    ],
)
def test_texts_are_read_from_the_syntax_tree(tmp_path, code, expected):
    (tmp_path / "one.py").write_text(ERROR + code, encoding="utf-8")
    assert command_texts(tmp_path) == expected


@pytest.mark.parametrize("text", ["--out", "{path}", "data/raw/sources.yml", "tcp://{value}:1", "region_id"])
def test_names_are_no_sentences(text):
    assert not is_sentence(text)
