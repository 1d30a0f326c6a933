"""The tutorial is run as it stands: every command, every line of Python, and what both print."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PROJECT, Block, blocks

pytestmark = pytest.mark.slow

COMMAND = ".venv/bin/iidsp"
#: Pages whose commands are run; blocks that need a download, or a file of the reader, are marked ``norun``.
RUN = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clone's data and notebooks: what the reader has stored beside them stays out."""
    shutil.copytree(PROJECT / "data" / "raw", tmp_path / "data" / "raw", ignore=shutil.ignore_patterns("targets.csv"))
    (tmp_path / "data" / "processed").mkdir()
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    return tmp_path


def run(lines: str, home: Path, fails: bool) -> str:
    """Run commands in the folder, and return all that they print."""
    printed = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        program, *arguments = shlex.split(line)
        assert program == COMMAND, line
        done = subprocess.run(
            [sys.executable, "-m", "iidsp_analysis.cli", *arguments], cwd=home, capture_output=True, text=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)}, check=False,
        )  # fmt: skip
        assert (done.returncode != 0) == fails, f"{line}\n{done.stderr}"
        printed.append(done.stdout + done.stderr)
    return "\n".join(printed)


def is_printed(expected: str, printed: str) -> bool:
    """Whether a line is among those printed; an ellipsis stands for anything, spaces for any spaces."""
    pieces = (re.escape(" ".join(piece.split())) for piece in expected.split("…"))
    pattern = re.compile(".*".join(f" ?{piece} ?" for piece in pieces))
    return any(pattern.fullmatch(" ".join(line.split())) for line in printed.splitlines())


def test_what_is_printed_is_compared_honestly():
    assert is_printed("done akmola … s", "x\ndone akmola 4.3 s\n")
    assert not is_printed("done akmola … s", "done aktobe 4.3 s")
    assert not is_printed("2017 … 176.8", "2017 176.9")


@pytest.mark.parametrize("page", RUN, ids=lambda path: path.stem)
def test_every_command_does_what_the_page_says(page: Path, home: Path) -> None:
    names: dict[str, object] = {}
    printed, compared = "", 0
    for block in blocks(page):
        printed = _outcome(block, home, names, printed)
        if block.kind == "text":
            missing = [line for line in filter(str.strip, block.text.splitlines()) if not is_printed(line, printed)]
            assert missing == [], printed[-3000:]
            compared += 1
    assert compared or page.stem != "tutorial"


def _outcome(block: Block, home: Path, names: dict[str, object], printed: str) -> str:
    kind, _, word = block.kind.partition(" ")
    if kind == "sh" and word != "norun":
        return run(block.text, home, word == "fails")
    if kind == "python":
        stream = io.StringIO()
        with contextlib.redirect_stdout(stream):
            exec(compile(block.text, "tutorial", "exec"), names)
        return stream.getvalue()
    return printed


def test_the_workbook_of_the_tutorial_is_there(home: Path) -> None:
    run(f"{COMMAND} report AKM --lang en --xlsx", home, fails=False)
    assert list((home / "reports").rglob("akmola.xlsx"))
