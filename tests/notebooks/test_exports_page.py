"""The page about exports, executed on the embedded figures: today's view, and the view of March 2018."""

from __future__ import annotations

import re
from html import unescape

import pytest

from iidsp_analysis.report.batch import render_reports
from iidsp_analysis.report.jobs import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page in both languages, the English one as of March 2018."""
    out = tmp_path_factory.mktemp("exports")
    cases = {"en": Settings(2017, as_of="2018-03", language="en"), "ru": Settings(2024, borders=2022)}
    batches = {name: render_reports([], settings, exports=True, out=out / name) for name, settings in cases.items()}
    assert [(outcome.reason, outcome.warnings) for each in batches.values() for outcome in each.outcomes] == [
        ("", ()), ("", ()),
    ]  # fmt: skip
    return {name: (out / name / "exports.html").read_text(encoding="utf-8") for name in cases}


def _visible(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.split("<body", 1)[1]))


def test_every_figure_has_alt_text_and_a_table(pages):
    for page in pages.values():
        assert all(len(alt) > 20 for alt in re.findall(r'<img\b[^>]*alt="([^"]*)"', page))
        assert page.count('<table class="numbers"') >= page.count("<figure>") > 0


def test_no_number_is_printed_as_nan_or_infinity(pages):
    for page in pages.values():
        assert not re.search(r"\b(nan|NaN|inf|None)\b", _visible(page))


def test_the_page_says_which_edition_and_definition_it_uses(pages):
    text = _visible(pages["en"])
    assert "2018-03" in text
    assert "2026-09" in text
    assert "[sections-2026.1]" in text


def test_the_page_answers_who_fell_and_whether_the_growth_is_real(pages):
    text = _visible(pages["en"])
    assert "Named on March 27, 2018: Akmola, South Kazakhstan, Astana and Almaty city." in text
    assert "Processed exports of Kazakhstan 2015→2017: +16.7% in dollars, +71.6% in tenge" in text
    assert "they are not reproduced" in text


def test_what_is_not_loaded_is_a_box_and_not_a_number(pages):
    boxes = re.findall(r'<section class="result missing">(.*?)</section>', pages["en"], re.DOTALL)
    told = [_visible(f"<body{box}") for box in boxes]
    assert any("No export plan was loaded, and none is made up." in text for text in told)
    assert any("Tonnes" in text for text in told)


def test_headings_follow_one_another_as_questions(pages):
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", pages["en"])
    assert headings.index("Who fell while the country rose?") < headings.index("Made here or registered here?")
    assert len(set(headings)) == len(headings)
