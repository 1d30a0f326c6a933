"""Groups of regions: all regions once, on every set of borders, with sentences that follow from the figures."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis import schema
from iidsp_analysis.sections.concept_region_groups import region_features, region_groups
from iidsp_analysis.sections.concept_regions import groups_of_regions
from tests.sections.reports import assert_shows_itself, changed, report, visible


@pytest.mark.parametrize(("year", "borders"), [(2017, 2014), (2020, 2018), (2023, 2022), (2025, 2022)])
def test_every_region_is_in_one_group_or_named_as_left_out(panel, year, borders):
    context = report(panel, year=year, borders=borders)
    found = region_groups(context)
    assert set(found.groups.index) | set(found.left_out) == {region.id for region in context.regions}
    assert found.tried.idxmax() == len(found.stability)
    assert found.stability.between(0, 1).all()
    assert_shows_itself(groups_of_regions(context))


def test_features_are_those_of_the_tables(panel):
    """Table 5927, 2017: Karaganda's manufacturing in its value added by section; table 450904 chained for Akmola."""
    context = report(panel)
    features, base = region_features(context)
    rows = context.panel.select("gva", classification="oked_section", regions=["karaganda_pre2022"]).rows
    own = rows[(rows[schema.PERIOD] == "2017") & ~rows[schema.INDUSTRY].isin(["IND", "OTHER_SERVICES"])]
    own = own[~own[schema.INDUSTRY].str.startswith(schema.RESIDUAL)].set_index(schema.INDUSTRY)[schema.VALUE]
    assert features.loc["karaganda_pre2022", "manufacturing"] == pytest.approx(own["C"] / own.sum())
    links = context.by_region("gva_volume_index", "C")["akmola"].loc[str(base + 1) : "2017"] / 100
    assert (1 + features.loc["akmola", "volume"]) ** (2017 - base) == pytest.approx(float(np.prod(links)))


def test_a_feature_that_most_regions_lack_is_told_and_not_used(panel):
    result = groups_of_regions(report(panel, year=2014))
    assert "Not used, because too many regions lack it" in visible(result)
    assert_shows_itself(result)


def test_a_region_without_a_figure_is_named(panel):
    context = changed(report(panel), "gva", float("nan"), region="akmola", industry="B", period="2017")
    assert region_groups(context).left_out == ("akmola",)
    assert "Not grouped, for lack of a figure: Akmola." in visible(groups_of_regions(context))


def test_without_services_by_section_nothing_is_grouped(panel):
    assert groups_of_regions(report(panel, year=2012)).is_missing
