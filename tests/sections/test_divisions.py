"""The 24 divisions on the embedded table 5931."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis import additivity, schema
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections import divisions
from iidsp_analysis.sections.division_figures import EDITIONS, PUBLISHED, RESIDUAL, TOTAL, compare, divisions_of
from iidsp_analysis.sections.technology import UPPER, technology_shares

YEARS = [{"year": 2015}, {"year": 2017}, {"year": 2018}, {"year": 2019}, {"year": 2025, "borders": 2022}]
SHOWN = [{"year": 2017, "language": "ru"}, {"year": 2019}, {"year": 2013}]


def scaled(panel: Panel, year: str, factor: float) -> Panel:
    """The panel with all of table 5931 in one year times a factor."""
    rows = panel.rows.copy()
    cells = (rows[schema.SOURCE] == "bns-5931") & (rows[schema.PERIOD] == year)
    rows.loc[cells, schema.VALUE] *= factor
    return replace(panel, rows=rows)


def compared(context):
    return compare(context, divisions_of(context))


def test_half_of_the_nominal_rise_is_metallurgy(opened):
    # 2015 -> 2017, table 5931: 846,182.7 of 1,743,878.8 mln KZT = 48.5 %.
    found = compared(opened(year=2017))
    assert found.frame.loc["24", "of_growth"] == pytest.approx(0.485, abs=5e-4)
    assert found.growth == pytest.approx(5_944_890.9 / 4_201_012.1 - 1)
    title = divisions.growth_contributions(opened(year=2017)).title
    assert title.startswith("Basic metals gives 48.5% of the nominal growth of manufacturing 2015→2017")


@pytest.mark.parametrize("parameters", YEARS, ids=str)
def test_divisions_and_gaps_add_up(opened, parameters):
    found = compared(opened(**parameters))
    frame = found.frame
    for column, whole in (("gva", TOTAL), ("of_manufacturing", TOTAL), ("to_growth", TOTAL), ("to_gdp_share", TOTAL)):
        parts = frame.loc[[*found.codes, RESIDUAL], column].sum()
        assert parts == pytest.approx(frame.loc[whole, column], rel=1e-12), column
    for column in ("gva", "of_gdp", "to_gdp_share"):
        together = frame.loc[[*found.codes, RESIDUAL, EDITIONS], column].sum()
        assert together == pytest.approx(frame.loc[PUBLISHED, column], rel=1e-12), column


def test_residual_is_the_published_gap(opened, figures):
    # Divisions short of section C: 27,796 mln KZT in 2018, 31,518 in 2019.
    context = opened(year=2019)
    own = divisions_of(context).gva[RESIDUAL]
    assert own["2018"] == pytest.approx(27_796, abs=1)
    assert own["2019"] == pytest.approx(31_518, abs=1)
    assert own.to_numpy() == pytest.approx(additivity.division_residual(figures, own.index).to_numpy(), abs=0.5)


def test_gap_rows_are_shown_only_where_there_is_a_gap(opened):
    def closing(**parameters):
        return compared(opened(**parameters)).shown[24:]

    assert closing(year=2017) == [TOTAL, EDITIONS, PUBLISHED]
    assert closing(year=2019) == [RESIDUAL, TOTAL]
    assert closing(year=2025, borders=2022) == [TOTAL]


def test_the_two_editions_of_2017(opened):
    # Section C of 2017: 5,944,890.9 in table 5931 and 6,134,020.5 in table 5927.
    context = opened(year=2017)
    gva = divisions_of(context).gva.loc["2017"]
    assert (gva[TOTAL], gva[PUBLISHED]) == (5_944_890.9, 6_134_020.5)
    assert any("5,944.9" in text and "6,134.0" in text for text in divisions.overview(context).caveats)


def test_shares_of_manufacturing_use_the_own_total(opened):
    # Metallurgy 28.9 % in 2013, 38.2 % in 2017.
    shares = divisions_of(opened(year=2017)).of_manufacturing["24"]
    assert [round(shares[year] * 100, 1) for year in ("2013", "2017")] == [28.9, 38.2]


def test_production_and_implied_price(opened):
    # Table 5792, metallurgy: 106.7 x 106.3; value added +59.4 % in tenge.
    found = compared(opened(year=2017)).frame.loc["24"]
    assert found["production"] == pytest.approx(1.067 * 1.063 - 1)
    assert (1 + found["production"]) * (1 + found["price"]) == pytest.approx(1 + found["nominal"])


def test_unpublished_production_stays_missing(opened):
    context = opened(year=2017)
    found = compared(context)
    assert found.unpublished == ["18", "30", "32", "33"]
    assert found.frame.loc[found.unpublished, ["production", "price"]].isna().all(axis=None)
    assert found.frame.loc[found.unpublished, "nominal"].notna().all()
    assert "18 Printing, 30 Other transport equipment, 32" in divisions.overview(context).explain()


@pytest.mark.parametrize(("factor", "words"), [(1.0, "of the nominal growth"), (0.4, "of the nominal fall")])
def test_contribution_title_follows_the_sign(open_context, figures, factor, words):
    result = divisions.growth_contributions(open_context(year=2017, panel=scaled(figures, "2017", factor)))
    assert words in result.title


def test_contribution_title_without_change(open_context, figures):
    level = scaled(figures, "2017", 4_201_012.1 / 5_944_890.9)
    assert "did not change" in divisions.growth_contributions(open_context(year=2017, panel=level)).title


def test_missing_year_is_told(open_context, figures):
    gone = scaled(figures, "2017", np.nan)
    for name in divisions.__all__:
        assert getattr(divisions, name)(open_context(year=2017, panel=gone)).is_missing
        assert getattr(divisions, name)(open_context(year=2012)).is_missing


def test_technology_shares_over_time(opened):
    # High and medium-high (Eurostat, two digits): 12.7 % in 2013, 10.9 % in 2015, 11.1 % in 2017, 18.8 % in 2025.
    shares = technology_shares(opened(year=2025, borders=2022))
    told = {"2013": 12.7, "2015": 10.9, "2017": 11.1, "2025": 18.8}
    assert {year: round(shares.loc[year, "upper"] * 100, 1) for year in told} == told
    assert round(shares.loc["2017", "high"] * 100, 1) == 2.7


def test_technology_classes_and_residual_add_up(opened):
    shares = technology_shares(opened(year=2025, borders=2022)).drop(columns="upper")
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert shares.loc["2018", RESIDUAL] == pytest.approx(27_796 / 7_065_121.6, rel=1e-3)


def test_upper_technology_is_eurostats_list():
    assert UPPER == ("20", "21", "26", "27", "28", "29", "30")


def test_technology_title_follows_the_sign(opened):
    assert "more than in 2015 (10.9%)" in divisions.technology(opened(year=2017)).title
    assert "less than in 2013 (12.7%)" in divisions.technology(opened(year=2015)).title


def test_all_divisions_are_drawn_and_told(opened):
    result = divisions.overview(opened(year=2017))
    assert len(result.plot().axes[0].patches) == 24
    assert len(result.frame) == 27


@pytest.mark.parametrize("parameters", SHOWN, ids=str)
def test_sections_show_themselves(opened, parameters):
    context = opened(**parameters)
    for name in divisions.__all__:
        result = getattr(divisions, name)(context)
        assert result._repr_html_().startswith("<section")
        assert result.is_missing == (parameters["year"] == 2013)
