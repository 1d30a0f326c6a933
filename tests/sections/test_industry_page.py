"""The page of one industry on the embedded figures, and on a table 5931 with regions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import UnknownLabelError
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections import industry_page
from iidsp_analysis.sections.division_figures import divisions_of
from iidsp_analysis.sections.industry_growth import growth_of
from iidsp_analysis.sections.industry_place import place_over_time
from iidsp_analysis.sections.industry_regions import by_region

PAGES = ["passport", "growth", "place", "regions"]
UNPUBLISHED = ["18", "30", "32", "33"]


@pytest.fixture(scope="module")
def regional(figures) -> Panel:
    """The panel with 60 % of each division in Karaganda, 30 % in Pavlodar, and Akmola confidential (made-up parts)."""
    rows = figures.rows
    country = rows[(rows[schema.SOURCE] == "bns-5931") & rows[schema.INDUSTRY].isin(["C", "24", "29"])]
    parts = {"karaganda_pre2022": 0.6, "pavlodar": 0.3, "akmola": np.nan}
    made = [
        country.assign(**{schema.REGION: region, schema.VALUE: country[schema.VALUE] * part})
        for region, part in parts.items()
    ]
    return replace(figures, rows=pd.concat([rows, *made], ignore_index=True))


def test_growth_of_metallurgy(opened):
    # Table 5931: 1,425,485.7 -> 2,271,668.4 mln KZT; table 5792: 106.7 x 106.3.
    found = growth_of(opened(year=2017), "24")
    assert found.base == 2015
    assert found.change("tenge", "2017") == pytest.approx(2_271_668.4 / 1_425_485.7 - 1)
    assert found.change("production", "2017") == pytest.approx(1.067 * 1.063 - 1)
    # 2014 lies before the base: the index of 2015 (114.3) leads back.
    assert found.frame.loc["2014", "production"] == pytest.approx(100 / 1.143)


@pytest.mark.parametrize("code", list(industries.divisions()))
def test_price_times_production_is_tenge(opened, code):
    frame = growth_of(opened(year=2017), code).frame
    if code in UNPUBLISHED:
        assert frame[["production", "price"]].isna().all(axis=None)
        assert frame["tenge"].notna().all()
    else:
        assert (frame["price"] * frame["production"] / 100).to_numpy() == pytest.approx(frame["tenge"].to_numpy())


def test_unpublished_production_is_said(opened):
    result = industry_page.growth(opened(year=2017), "30")
    assert "production volume is not published" in result.title
    assert len(result.plot().axes[0].lines) == 2  # value added and the level of 100
    assert "not published for this division" in industry_page.passport(opened(year=2017), "30").before


@pytest.mark.parametrize(("code", "sign"), [("24", "rise"), ("16", "fall")])
def test_implied_price_follows_the_sign(opened, code, sign):
    # Wood products: value added +4.1 % in tenge, production +5.0 %.
    assert f"Implied price: a {sign} by" in industry_page.growth(opened(year=2017), code).reading[1]


def test_place_adds_up_over_industries(opened):
    found = divisions_of(opened(year=2017))
    places = [place_over_time(found, code).loc["2017"] for code in found.codes]
    together = pd.DataFrame(places).sum()
    gva = found.gva["C"]
    assert together["of_manufacturing"] == pytest.approx(1)
    assert together["to_growth"] == pytest.approx(gva["2017"] / gva["2016"] - 1)
    assert together["of_gdp"] == pytest.approx(gva["2017"] / found.gdp["2017"])


def test_place_of_metallurgy(opened):
    result = industry_page.place(opened(year=2017), "24")
    assert result.title == "Basic metals: 38.2% of manufacturing in 2017, more than in 2015 (33.9%)"
    assert result.values["of_growth"] == pytest.approx(0.485, abs=5e-4)
    assert "number 1 of 24" in result.reading[0]


def test_place_below_and_at_the_base(opened):
    # Building materials 7.3 % -> 6.0 %; other transport equipment 0.6 % in both years.
    assert "less than in 2015" in industry_page.place(opened(year=2017), "23").title
    assert "as in 2015" in industry_page.place(opened(year=2017), "30").title


def test_passport_names_class_and_groups_of_goods(opened):
    result = industry_page.passport(opened(year=2017), "24")
    assert result.title == "24 Basic metals: Medium-low technology"
    assert "XV Base metals (industries 24, 25)" in result.before
    assert "Металлургическое производство" in result.before


def test_regions_without_the_table_say_what_to_drop(opened):
    result = industry_page.regions(opened(year=2017), "24")
    assert result.is_missing
    assert "5931" in result.explain()


def test_regions_with_the_table_are_ranked(open_context, regional):
    context = open_context(year=2017, panel=regional)
    frame = by_region(context, "24")
    assert list(frame.index) == ["karaganda_pre2022", "pavlodar"]  # the confidential cell is left out, not zero
    assert frame["of_country"].to_list() == pytest.approx([0.6, 0.3])
    result = industry_page.regions(context, "24")
    assert result.title == "Basic metals in 2017: most in Karaganda, 60.0% of the country"
    assert "2 of 16 regions" in result.reading[0]
    assert result.sources == ("bns-5931",)
    assert len(result.plot().axes[0].patches) == 2


def test_regions_leave_the_national_pages_as_they_were(open_context, regional):
    context = open_context(year=2017, panel=regional)
    for page in ("growth", "place"):
        own, plain = (getattr(industry_page, page)(each, "24") for each in (context, open_context(year=2017)))
        assert own.explain() == plain.explain()


@pytest.mark.parametrize("page", PAGES)
def test_unknown_industry_is_a_mistake_not_a_missing_figure(opened, page):
    with pytest.raises(UnknownLabelError):
        getattr(industry_page, page)(opened(year=2017), "99")


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("24", {"year": 2017, "language": "ru"}),
        ("10", {"year": 2025, "borders": 2022}),
        ("33", {"year": 2025, "borders": 2022}),
        ("10", {"year": 2012}),
    ],
    ids=str,
)
def test_pages_show_themselves(opened, code, parameters):
    context = opened(**parameters)
    for page in PAGES:
        result = getattr(industry_page, page)(context, code)
        assert result._repr_html_().startswith("<section")
        assert result.is_missing == (page == "regions" or (page != "passport" and parameters["year"] == 2012))
