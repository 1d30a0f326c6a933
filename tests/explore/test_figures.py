"""Figures side by side are the panel's numbers; months become years only where all twelve are there."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.errors import AnalysisError, MissingDataError, UsageError
from iidsp_analysis.explore.choices import choices, choose
from iidsp_analysis.explore.figures import UNPUBLISHED, figures, yearly
from iidsp_analysis.explore.names import UnknownNameError


def months(values):
    rows = [{"region": "akmola", "industry": "XV", "classification": "hs_section", "period": f"2017-{at + 1:02d}",
             "indicator": "exports", "value": value, "unit": "thousand USD", "prices": "current",
             "status": "observed", "source": "bns-446905", "note": ""} for at, value in enumerate(values)]  # fmt: skip
    return pd.DataFrame(rows)


def test_twelve_months_make_a_year():
    (row,) = yearly(months([1.0] * 12), additive=True).itertuples()
    assert (row.period, row.value, row.status) == ("2017", 12.0, schema.DERIVED)


@pytest.mark.parametrize("values", [[1.0] * 11, [1.0] * 11 + [float("nan")]])
def test_a_year_with_a_missing_month_is_missing(values):
    (row,) = yearly(months(values), additive=True).itertuples()
    assert row.value != row.value


def test_months_of_an_index_are_not_added():
    assert yearly(months([100.0] * 12), additive=False).empty


def test_a_published_year_comes_before_the_sum_of_its_months():
    rows = months([1.0] * 12)
    year = rows.iloc[[0]].assign(period="2017", value=99.0)
    assert yearly(pd.concat([rows, year]), additive=True)["value"].to_list() == [99.0]


def test_the_numbers_are_those_of_the_panel(context):
    made = figures(context, "gva", industry="C", region_ids=("AKM", "KZ"), first_year=2015, last_year=2017)
    told = context.by_region("gva", "C", classification="oked_section")
    pd.testing.assert_frame_equal(made.wide, told.loc["2015":"2017", ["akmola", "KZ"]], check_names=False)


def test_exports_are_the_sums_of_their_months(context):
    made = figures(context, "exports", industry="XV", region_ids=["AKM"]).wide
    told = context.by_region("exports", "XV")["akmola"]
    assert made.loc["2017", "akmola"] == pytest.approx(told[told.index.str.startswith("2017")].sum())


def test_what_is_not_published_is_missing_and_never_zero(context):
    made = figures(context, "gva", classification="oked_division", industry="24", region_ids=("KZ", "AKM"))
    of_region = made.frame[made.frame["region"] == "akmola"]
    assert of_region["value"].isna().all()
    assert set(of_region["status"]) == {UNPUBLISHED}
    assert any("not zero" in text for text in made.result.caveats)


def test_nothing_published_is_refused(context):
    with pytest.raises(MissingDataError):
        _ = figures(context, "gva", classification="oked_division", industry="24", region_ids=["AKM"]).frame


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_choice_can_be_shown_in_every_language(context, language):
    from dataclasses import replace

    from iidsp_analysis.language import language as spoken

    told = replace(context, language=spoken(language))
    for choice in choices(context.panel):
        for industry in (choice.industries[0], choice.industries[-1]):
            made = figures(told, choice.indicator, classification=choice.classification, industry=industry)
            assert made.result.title
            assert len(made.result.table.frame) == choice.last_year - choice.first_year + 1


def test_six_lines_are_drawn_apart_in_grey_too(context):
    ids = [region.id for region in context.regions[:6]]
    figure = figures(context, "gva", region_ids=ids).result.plot()
    lines = figure.axes[0].lines
    assert len({(str(line.get_linestyle()), line.get_marker()) for line in lines}) == len(ids)
    figure.canvas.draw()


def test_a_single_year_is_shown_as_a_level(context):
    made = figures(context, "population", region_ids=["AKM"], first_year=2017, last_year=2017)
    assert "change" not in made.result.title
    assert "2017" in made.result.title


def test_an_index_is_not_compared_with_an_index(context):
    assert "change" not in figures(context, "gva_volume_index", region_ids=["AKM"]).result.title


@pytest.mark.parametrize(("asked", "near"), [
    ({"indicator": "gav"}, "gva"),
    ({"indicator": "exports", "industry": "XXX"}, "XX"),
    ({"indicator": "gva", "classification": "oked_divison"}, "oked_division"),
])  # fmt: skip
def test_a_misspelt_name_is_answered_with_near_ones(context, asked, near):
    with pytest.raises(UnknownNameError, match=near):
        figures(context, **asked)


def test_years_in_the_wrong_order_and_too_many_regions_are_refused(context):
    with pytest.raises(UsageError, match="comes after"):
        figures(context, "gva", first_year=2017, last_year=2010)
    with pytest.raises(UsageError, match="one to 6"):
        figures(context, "gva", region_ids=[region.id for region in context.regions[:7]])
    with pytest.raises(AnalysisError):
        figures(context, "gva", region_ids=["nowhere"])


def test_groups_of_goods_come_in_the_order_of_their_numbers(context):
    codes = choose(choices(context.panel), "exports").industries
    assert codes[:6] == ("TOTAL", "I", "II", "III", "IV", "V")
    assert codes.index("IX") == codes.index("VIII") + 1
