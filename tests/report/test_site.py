"""The index page: classes and their colours, tiles, ranks, and failed reports that stay visible."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.shell import style_sheet
from iidsp_analysis.report.site import Kpi, PageCard, render_index, value_classes


def region(key: str, value: float | None, tile: tuple[int, int] | None = None, **changes: object) -> PageCard:
    text = "" if value is None else f"{value:.1f} %"
    card = PageCard(key, key.upper(), f"Region {key}", f"R {key}", f"{key}.html", tile, value, text, "done", "region")
    return replace(card, **changes)


def index(*cards: PageCard, **options: object) -> str:
    texts = {"language": "en", "title": "Regions", "lede": "One page a region."} | options
    return render_index(cards, **texts)


FIVE = [region(key, value, (1, n)) for n, (key, value) in enumerate(zip("abcde", (5, 1, 9, 7, 3), strict=True))]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_classes_keep_the_order_and_equal_values_together(values: list[float]):
    classes = value_classes(values)
    assert min(classes) == 1
    assert max(classes) <= 5
    for value, number in zip(values, classes, strict=True):
        assert all((a > value) == (b > number) or b == number for a, b in zip(values, classes, strict=True))
        assert all(b == number for a, b in zip(values, classes, strict=True) if a == value)


def test_classes_hold_about_the_same_number():
    classes = value_classes([float(n) for n in range(16)])
    assert [classes.count(number) for number in range(1, 6)] == [4, 3, 3, 3, 3]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", style_sheet("page.css"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


def test_contrast_is_measured_right():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("number", range(1, 6))
def test_text_on_every_class_can_be_read(number: int):
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style_sheet("index.css")))
    assert contrast(colours[f"class-{number}"], colours[f"class-{number}-text"]) >= 4.5


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "warn"])
@pytest.mark.parametrize("ground", ["paper", "tint", "mark"])
def test_text_can_be_read_in_light_and_dark(scheme: dict[str, str], text: str, ground: str):
    assert contrast(scheme[text], scheme[ground]) >= 4.5


def test_tiles_link_to_reports_print_their_value_and_carry_their_class():
    html = index(*FIVE)
    tiles = re.findall(r'<a class="tile (shade-\d)" href="(\w)\.html".*?tile-value">(.*?)</span>', html)
    assert tiles == [
        ("shade-3", "a", "5.0 %"),
        ("shade-1", "b", "1.0 %"),
        ("shade-5", "c", "9.0 %"),
        ("shade-4", "d", "7.0 %"),
        ("shade-2", "e", "3.0 %"),
    ]


def test_tiles_lie_where_the_cards_say():
    html = index(region("s", 1, (7, 4)), region("n", 2, (5, 4)), region("w", 3, (5, 2)))
    assert "repeat(3, minmax(0, 1fr))" in html
    rules = re.findall(r"nth-child\((\d)\) \{ grid-area: (\d) / (\d); \}", html)
    assert rules == [("1", "1", "1"), ("2", "1", "3"), ("3", "3", "3")]
    assert re.findall(r'href="(\w)\.html" title', html) == ["w", "n", "s"]


def test_two_regions_on_one_tile_are_refused():
    with pytest.raises(ReportError, match="Region a, Region b"):
        index(region("a", 1, (1, 1)), region("b", 2, (1, 1)))


def test_legend_prints_the_bounds_of_each_class():
    html = index(*(region(f"r{n}", float(n), (1, n)) for n in range(1, 11)))
    legend = re.search(r'<div class="legend">.*?</div>', html, re.DOTALL)[0]
    assert re.findall(r"</span>(.*?)</li>", legend) == [
        "1.0 % – 2.0 %",
        "3.0 % – 4.0 %",
        "5.0 % – 6.0 %",
        "7.0 % – 8.0 %",
        "9.0 % – 10.0 %",
    ]


def test_regions_are_ranked_and_a_missing_value_is_not_zero():
    html = index(region("gap", None), *FIVE, region("tie", 9))
    rows = re.findall(r'<th scope="row"><a href="(\w+)\.html">.*?</th><td>(.*?)</td>.*?</tr>', html, re.DOTALL)
    assert rows == [("c", "1"), ("tie", "1"), ("d", "3"), ("a", "4"), ("e", "5"), ("b", "6"), ("gap", "–")]
    assert '<td class="missing">–</td>' in html
    assert re.findall(r'rect width="([\d.]+)"', html) == ["100.0", "100.0", "77.8", "55.6", "33.3", "11.1"]


def test_no_bars_where_a_value_is_negative():
    assert "<rect" not in index(region("a", 2), region("b", -1))


def test_failed_report_is_shown_with_its_reason_and_without_a_link():
    html = index(*FIVE, region("x", 4, (2, 1), status="failed", note="UnitError: <mixed>", href=""))
    assert "UnitError: &lt;mixed&gt;" in html
    assert "Reports that could not be built: 1" in re.sub(r"<.*?>", "", html)
    assert 'href="x.html"' not in html
    assert '<span class="tile failed" title="Region x">' in html
    assert html.count("not built") == 2


def test_country_and_industries_are_linked():
    country = region("kz", None, group="country", note="Why the share stays")
    food = region("10", 1.5, group="industry", name="Food products")
    html = index(country, food)
    assert '<p class="country"><a href="kz.html">' in html
    assert '<a href="10.html">Food products</a>' in html
    assert "tiles" not in re.search(r"<body.*", html, re.DOTALL)[0]


def test_national_numbers_and_labels_are_printed():
    html = index(
        *FIVE, kpis=[Kpi("11.3 %", "share of GDP", "2017 · BNS")], value_label="Share, %", value_note="BNS 5927"
    )
    assert '<span class="kpi-value">11.3 %</span><span class="kpi-label">share of GDP</span>' in html
    assert "<caption>Share, %</caption>" in html
    assert '<p class="source">BNS 5927</p>' in html


def test_index_speaks_through_gettext_and_is_reproducible():
    pages = {index(*FIVE, language="ru", translate=str.upper) for _ in range(2)}
    assert len(pages) == 1
    assert "REPORTS OF THE REGIONS" in pages.pop()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": float("nan")}, "missing value"),
        ({"href": ""}, "has an address"),
        ({"status": "failed"}, "gives its reason"),
    ],
)
def test_cards_that_would_mislead_are_refused(changes: dict[str, object], message: str):
    with pytest.raises(ReportError, match=message):
        replace(region("a", 1), **changes)


def test_index_without_cards_is_still_a_page():
    html = index()
    assert "<h1>Regions</h1>" in html
    assert "One page a region." in html
