"""The index over a thousand pages: small, whole without script, with the reasons of many failures in bounds."""

from __future__ import annotations

import re
from html import unescape

import pytest

from iidsp_analysis.report.finder import MOST_REASONS, MOST_REGIONS, Listing
from iidsp_analysis.report.site import PageCard, render_index

THOUSAND = 1000
MOST_BYTES = 300_000
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


def pair(number: int, **changes: object) -> PageCard:
    """A card with words as long as the longest of the real ones."""
    told: dict[str, object] = {
        "key": f"east_kazakhstan_pre2022_hs_{number}", "code": "XVIII", "name": f"XVIII · Драгоценности {number % 24}",
        "short_name": "Драгоценности", "href": f"east_kazakhstan_{number:04d}_hs_XVIII.html", "tile": None,
        "value": 1234567.8 + number, "value_text": f"1 234 567,{number % 10}", "status": "done", "group": "pair",
        "region": f"Восточно-Казахстанская {number // 24}",
    }  # fmt: skip
    return PageCard(**(told | changes))  # type: ignore[arg-type]


def index(cards: list[PageCard]) -> str:
    return render_index(cards, language="ru", title="Отчёты", lede="", listing=Listing("Отчёты", "Экспорт"))


@pytest.fixture(scope="module")
def thousand() -> str:
    return index([pair(number) for number in range(THOUSAND)])


def test_a_thousand_pages_fit_into_300_kb(thousand):
    assert len(thousand.encode()) < MOST_BYTES


def test_a_thousand_regions_fit_too_and_are_listed():
    regions = [pair(number, group="region", region="") for number in range(THOUSAND)]
    html = index(regions)
    assert len(html.encode()) < MOST_BYTES
    assert html.count("<a href=") >= THOUSAND
    assert "ranking" not in html.split("</style>")[1]


def test_a_thousand_failures_fit_too():
    html = index([pair(n, status="failed", href="", note="x" * 400) for n in range(THOUSAND)])
    assert len(html.encode()) < MOST_BYTES
    assert html.count("x" * 400) == MOST_REASONS
    assert f"manifest.json: {THOUSAND - MOST_REASONS}" in html


def test_without_script_every_page_is_reached(thousand):
    body = re.sub(r"<script>.*?</script>", "", thousand.split("</style>")[1], flags=re.DOTALL)
    assert len(set(re.findall(r'<a href="(east[^"]+)"', body))) == THOUSAND
    assert "hidden" not in body


def test_the_policy_admits_the_one_script_by_its_hash(thousand):
    assert thousand.count("<script>") == 1
    assert re.search(r"script-src 'sha256-[\w+/=]+';", unescape(thousand))
    assert "unsafe" not in thousand
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", thousand)


def test_few_pages_bring_no_script_and_no_list():
    regions = [pair(number, group="region", region="") for number in range(MOST_REGIONS)]
    html = index(regions)
    assert "<script" not in html
    assert "listing" not in html.split("</style>")[1]
    assert "ranking" in html.split("</style>")[1]


def test_names_of_outsiders_are_escaped():
    html = index(
        [pair(1, name=HOSTILE, region=HOSTILE, value_text=HOSTILE), pair(2, status="failed", href="", note=HOSTILE)]
    )
    assert "<img" not in html
    assert html.count("<script>") == 1


def test_the_same_bytes_for_the_same_cards(thousand):
    assert thousand == index([pair(number) for number in range(THOUSAND)])
