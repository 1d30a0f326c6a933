"""A register full of hostile texts, imported and rendered by the commands, in a real browser: nothing runs.

The pages name projects, firms, products and files that outsiders wrote. Every one of them must reach the reader as
text, in tables, cards, pictures and the index, and the redacted edition must hold none of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from iidsp_analysis.loaders.projects.example import example
from tests.browser.chromium import Browser
from tests.loaders.projects.project_sheets import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAY = "2018-03-27"
#: What outsiders might write; the number tells later from which of them something ran.
TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</title></style></script><svg/onload=alert(3)>",
    "'\" autofocus onfocus=alert(4) x='",
    "javascript:alert(5)",
    '=HYPERLINK("http://127.0.0.1:9/x","click")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[click](javascript:alert(6)) ![x](http://127.0.0.1:9/y.png)",
    r"$\frac{1}{$ \href{javascript:alert(7)}{x}",
    "{0} {name} {number} %s %(x)d {{ config }} {% include 'x' %}",
    "abc\u202edcba\u200b\u2066xyz",
    "🏭 завод 工場 مصنع " + "́" * 40,
    "../../etc/passwd",
    "<base href='http://127.0.0.1:9/'><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/z'>",
    "&lt;script&gt;alert(8)&lt;/script&gt; &amp;#x3c;",
    "data:text/html,<script>alert(9)</script>",
    "очень длинное название " * 150,
)
WORDS = ("name", "product", "district", "stage", "financing", "state_support", "note", "capacity_unit")


def hostile_register(folder: Path) -> Path:
    """Projects with sound dates and amounts, taken from the generator of the example, and hostile words."""
    made = example().rows.drop(columns=["technology"])
    columns = [*made.columns, "<script>alert(10)</script>", "=1+1"]
    lines: list[list[object]] = [list(columns)]
    for number, row in enumerate(made.astype(object).where(made.notna(), None).to_dict("records")):
        text = TEXTS[number % len(TEXTS)]
        cells = row | {word: f"{text} {number}" for word in WORDS} | {columns[-2]: text, columns[-1]: text}
        cells |= {"id": f"{text[:60]} {number}", "bin": f"17034000{number:04d}"}
        lines.append([_told(cells[column]) for column in columns])
    return write(folder / "'\"><img src=x onerror=alert(11)>.xlsx".replace("/", ""), lines, sheet="<b>реестр")


def _told(value: object) -> object:
    return value.date() if hasattr(value, "date") else value


def iidsp(home: Path, *words: str) -> str:
    command = [sys.executable, "-m", "iidsp_analysis.cli", *words]
    done = subprocess.run(command, cwd=home, env=os.environ | {"IIDSP_HOME": str(home)}, capture_output=True,
                          text=True, timeout=600, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """A project folder with the embedded tables, and the hostile register imported."""
    folder = tmp_path_factory.mktemp("home")
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    for part in (project / "data" / "raw").iterdir():
        if part.name != "projects":
            (raw / part.name).symlink_to(part)
    (folder / "notebooks").symlink_to(project / "notebooks")
    told = iidsp(folder, "projects", "import", str(hostile_register(folder)), "--as-of", DAY)
    assert "Stored." in told
    return folder


@pytest.fixture(scope="module")
def pages(home: Path) -> list[Path]:
    """Pages with names: the projects of the country and of a region, their index, and the region's report."""
    out = home / "out"
    iidsp(home, "projects", "report", "KZ", "AKM", "--out", str(out), "--language", "en")
    iidsp(home, "report", "AKM", "--out", str(out / "region"), "--language", "en")
    return sorted(out.rglob("*.html"))


@pytest.fixture(scope="module")
def redacted(home: Path) -> list[Path]:
    """The redacted edition."""
    iidsp(home, "projects", "report", "KZ", "AKM", "--redact", "--out", str(home / "redacted"))
    return sorted((home / "redacted").glob("*.html"))


def test_nothing_of_a_hostile_register_runs(browser: Browser, pages: list[Path]) -> None:
    assert {page.name for page in pages} == {"index.html", "projects.html", "projects_akmola.html", "akmola.html"}
    for page in pages:
        visit = browser.visit(page)
        assert (visit.dialogs, browser.network_requests(page)) == ([], []), page.name
        assert [line for line in visit.log if "Content Security Policy" in line] == [], page.name


def test_hostile_texts_are_read_as_text(browser: Browser, pages: list[Path]) -> None:
    page = next(page for page in pages if page.name == "projects.html")
    assert "<script>alert(1)</script>" in browser.evaluate(page, "document.body.textContent")
    found = browser.evaluate(page, """[...document.querySelectorAll('script, svg, base, iframe, object, form, a[href]')]
        .filter(each => !(each.localName === 'script' && each.closest('article, main') === null))
        .map(each => each.outerHTML.slice(0, 80)).filter(text => !text.startsWith('<a '))""")  # fmt: skip
    assert found == []
    acting = (
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length"
    )
    assert browser.evaluate(page, acting) == 0
    links = browser.evaluate(page, "[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert [
        link
        for link in links
        if not re.fullmatch(r"#[\w-]*|index\.html|[\w-]+\.html|data:text/csv;base64,[\w+/=]+", link)
    ] == []


def test_no_page_holds_characters_that_hide_or_turn_text(pages: list[Path]) -> None:
    for page in pages:
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08]", unescape(page.read_text(encoding="utf-8")))


def test_the_redacted_edition_holds_none_of_the_texts(browser: Browser, redacted: list[Path]) -> None:
    assert len(redacted) == 3
    for page in redacted:
        text = unescape(page.read_text(encoding="utf-8"))
        assert not re.search(r"alert\(\d+\)|etc/passwd|calc'|17034000|HYPERLINK|завод 工場", text), page.name
        assert browser.visit(page).dialogs == []
