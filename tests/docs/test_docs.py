"""The documentation: every link leads somewhere, every page is found, every block parses, nothing warns."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PROJECT, blocks, pages, prose

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(page)))
    return {told.strip().replace(" ", "-") for told in words}


@pytest.mark.parametrize("page", [*pages(), PROJECT / "README.md"], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page):
    broken = []
    for target in LINK.findall(prose(page)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def test_every_page_is_in_the_contents():
    listed = {line.strip() for block in blocks(DOCS / "index.md") for line in block.text.splitlines()}
    names = {page.relative_to(DOCS).with_suffix("").as_posix() for page in pages()} - {"index"}
    assert names - listed == set()


def test_every_measure_is_in_the_reference():
    modules = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in (PROJECT / "iidsp_analysis" / "measures").rglob("*.py") if path.name != "__init__.py"
    }  # fmt: skip
    told = set(re.findall(r"automodule:: (\S+)", (DOCS / "reference" / "measures.md").read_text(encoding="utf-8")))
    assert told == modules


def test_every_module_of_the_reference_is_there():
    told = {name for page in pages() for name in re.findall(r"automodule:: (\S+)", page.read_text(encoding="utf-8"))}
    assert {name for name in told if importlib.util.find_spec(name) is None} == set()


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_every_block_of_python_parses(page):
    for block in blocks(page):
        if block.kind.startswith("python"):
            ast.parse(block.text)


@pytest.mark.slow
def test_it_builds_without_a_warning(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(DOCS), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    built = (tmp_path / "tutorial.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|<link[^>]+href)="https?://', built), "a page asks the network"
