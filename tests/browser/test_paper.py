"""A page on paper: A4, page numbers, a running head, contents that lead somewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib
import nbformat.v4 as v4
import pytest
from pypdf import PdfReader

from iidsp_analysis.report import printing
from iidsp_analysis.report.render import render_page
from tests.report.test_workbooks import executed, result

pytestmark = [pytest.mark.browser, pytest.mark.skipif(printing.browser() is None, reason="needs Chromium")]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    folder: Path = tmp_path_factory.mktemp("paper")
    notebook = executed(*(result() for _ in range(12)), headings=tuple(f"Section {number}" for number in range(12)))
    (folder / "page.html").write_text(render_page(notebook, language="en", title="Akmola, “2017” </style>"), "utf-8")
    printing.print_page(folder / "page.html", folder / "page.pdf")
    assert {path.name for path in folder.iterdir()} == {"page.html", "page.pdf"}
    return PdfReader(folder / "page.pdf")


def test_sheets_are_a4(printed):
    box = printed.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) in {(595, 842), (596, 842), (594, 841)}


def test_sheets_are_numbered_and_headed(printed):
    assert len(printed.pages) >= 2
    for number, page in enumerate(printed.pages, start=1):
        assert f"{number} / {len(printed.pages)}" in page.extract_text()
    assert "Akmola, “2017” </style>" in printed.pages[1].extract_text()


def test_contents_lead_to_their_sections(printed):
    links = [each for each in printed.pages[0].get("/Annots", []) if each.get_object().get("/Subtype") == "/Link"]
    assert len(links) >= 12
    assert len(printed.outline) > 0


def test_kazakh_letters_are_printed_on_a_machine_without_them(tmp_path, monkeypatch):
    """The only font of this machine is a Latin one of TeX; what it lacks comes with the page."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "cmr10.ttf", fonts)
    told = f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(told, encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("ӘәІіҢңҒғҮүҰұҚқӨөҺһ **ӘәІіҢңҒғҮүҰұҚқӨөҺһ**")])
    (tmp_path / "kk.html").write_text(render_page(notebook, language="kk", title="Есеп"), encoding="utf-8")
    printing.print_page(tmp_path / "kk.html", tmp_path / "kk.pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "kk.pdf").pages)
    assert text.count("ӘәІіҢңҒғҮүҰұҚқӨөҺһ") == 2
