"""The share by region in two parts: with invented volume indices of the product, marked as such, until table 5926."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import schema, territories
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.concept_share_regions import by_region, region_parts
from tests.sections.reports import assert_shows_itself, visible

INVENTED = "bns-5926@INVENTED.xlsx"


def invented(context, index=104.0, without=()):
    """The context with an invented index of the product, the same for every region and year."""
    panel = context.panel
    model = panel.sources["bns-450904"]
    source = replace(model, id=INVENTED, file="bns/INVENTED.xlsx", table="5926", obtained="INVENTED for a test",
                     title=dict.fromkeys(("en", "ru", "kk"), "INVENTED"), indicator="grp_volume_index")  # fmt: skip
    places = [(region.id, str(year)) for region in context.regions for year in range(2011, context.year + 1)]
    rows = pd.DataFrame([place for place in places if place not in without], columns=["region", "period"]).assign(
        industry=schema.TOTAL, classification="total", indicator="grp_volume_index", value=index,
        unit="% of previous year", prices="-", status="observed", source=INVENTED, note="INVENTED",
    )  # fmt: skip
    together = pd.concat([panel.rows, rows[list(schema.COLUMNS)]], ignore_index=True)
    return replace(context, panel=Panel(together, {**panel.sources, INVENTED: source}, panel.borders))


def test_without_the_index_it_says_which_table_to_load(opened):
    told = by_region(opened(year=2017))
    assert told.is_missing
    text = visible(told)
    assert "loaded for 16 of 16 regions, that of gross regional product for 0" in text
    assert "table 5926" in text


def test_akmola_by_hand(opened):
    # Tables 5927 and 450904, Akmola 2010 and 2017; the index of the product is invented: 104 in every year.
    context = invented(opened(year=2017))
    base, frame = region_parts(context)
    assert base == 2010
    value = context.by_region("gva", "C", classification="oked_section")["akmola"]
    product = context.by_region("grp", classification="total", source="bns-5927")["akmola"]
    before, now = value["2010"] / product["2010"], value["2017"] / product["2017"]
    assert now == pytest.approx(0.189, abs=5e-4)  # domain notes: 18.9 % of the product of Akmola in 2017
    links = context.by_region("gva_volume_index", "C")["akmola"].loc["2011":"2017"] / 100
    mean = (now - before) / np.log(now / before)
    row = frame.loc["akmola"]
    assert row["by_volume"] == pytest.approx(mean * np.log(links.prod() / 1.04**7))
    assert row["change"] == pytest.approx(now - before)


@pytest.mark.parametrize("index", [60.0, 100.0, 104.0, 180.0])
def test_parts_have_no_remainder(opened, index):
    frame = region_parts(invented(opened(year=2017), index))[1].dropna()
    assert (frame["by_volume"] + frame["by_price"]).to_numpy() == pytest.approx(frame["change"].to_numpy(), abs=1e-12)


def test_a_product_that_grows_as_fast_as_its_manufacturing_leaves_the_price_alone(opened):
    context = invented(opened(year=2017))
    own = context.by_region("gva_volume_index", "C")
    rows = context.panel.rows.copy()
    chosen = rows[schema.SOURCE] == INVENTED
    rows.loc[chosen, schema.VALUE] = [own.loc[row.period, row.region] for row in rows[chosen].itertuples()]
    frame = region_parts(replace(context, panel=replace(context.panel, rows=rows)))[1]
    assert frame["by_volume"].abs().max() < 1e-12


def test_a_missing_link_is_never_bridged(opened):
    assert region_parts(invented(opened(year=2017), without={("akmola", "2014")}))[0] == 2014  # all 16 from there
    context = invented(opened(year=2017), without={("akmola", "2017")})
    base, frame = region_parts(context)
    assert base == 2010
    assert frame.loc["akmola", _parts()].isna().all()
    assert frame.drop(index="akmola")[_parts()].notna().all(axis=None)
    assert "Akmola" in " ".join(by_region(context).caveats)


def _parts():
    return ["by_volume", "by_price"]


def test_on_new_borders_it_starts_where_most_regions_do(opened):
    base, frame = region_parts(invented(opened(year=2025, borders=2022)))
    assert base == 2021
    assert frame.notna().all(axis=None)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_it_shows_itself(opened, language):
    result = by_region(invented(opened(year=2017, language=language)))
    assert_shows_itself(result)
    assert len(result.values) == 16
    assert result.against


def test_a_merged_product_index_is_weighted_with_the_product_of_the_year_before():
    weights = pd.DataFrame({"region": ["turkistan", "shymkent"], "value": [300.0, 100.0], "period": "2018"}).assign(
        indicator="grp", unit="mln KZT", prices="current", source="bns-5927"
    )
    twin = weights.assign(source="bns-5923", value=1.0)  # another edition of the product weighs nothing
    links = weights.assign(indicator="grp_volume_index", value=[102.0, 110.0], period="2019", unit="% of previous year",
                           prices="-", source="bns-5926")  # fmt: skip
    rows = pd.concat([weights, twin, links], ignore_index=True).assign(
        industry=schema.TOTAL, classification="total", status="observed", note=""
    )
    merged = territories.on_borders(Panel(rows[list(schema.COLUMNS)], {}), 2014).select("grp_volume_index").rows
    assert merged["value"].tolist() == [pytest.approx(104.0)]
    assert merged["region"].tolist() == ["south_kazakhstan"]
