"""Why the share does not move; numbers by hand from tables 5927, 5931, 450904 and national accounts."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.sections import concept_share, concept_share_parts
from iidsp_analysis.sections.concept_share_figures import division_parts, manufacturing_links, share_path

LATE = {"year": 2025, "borders": 2022}


@pytest.mark.parametrize("parameters", [LATE, {"year": 2017}, {"year": 2011}])
def test_parts_have_no_remainder(opened, parameters):
    frame = share_path(opened(**parameters)).frame
    known = frame.dropna(subset=["by_volume"])
    assert (known["by_volume"] + known["by_price"]).to_numpy() == pytest.approx(known["change"].to_numpy(), abs=1e-12)
    assert (known["constant"] * known["price"] / 100).to_numpy() == pytest.approx(known["share"].to_numpy())


def test_the_volume_of_2022_by_hand(opened):
    # 450904, 2011–2022, over the volume of GDP as chained from the national accounts.
    path = share_path(opened(**LATE))
    links = [107.5, 103.0, 102.9, 101.6, 100.2, 101.8, 106.1, 104.5, 105.8, 104.0, 104.7, 103.6]
    gdp = opened(**LATE).by_region("gdp_volume_index")["KZ"].loc["2011":"2022"]
    assert path.frame.loc["2022", "volume"] == pytest.approx(100 * np.prod(links) / np.prod(gdp.to_numpy()))
    assert path.base == 2010


def test_later_years_are_added_up_from_regions_and_called_estimated(opened):
    path = share_path(opened(**LATE))
    assert (path.estimated, path.last) == ((2023, 2024, 2025), "2025")
    assert 1 < path.error < 3
    told = concept_share.why_the_share_does_not_move(opened(**LATE))
    assert told.caveats[0].startswith("Estimated:")
    assert "2023, 2024, 2025" in told.caveats[0]
    assert not any(text.startswith("Estimated") for text in
                   concept_share.why_the_share_does_not_move(opened(year=2017)).caveats)  # fmt: skip


def test_regions_that_do_not_add_up_give_no_link(opened):
    # 2021: the new regions have an index, but no value added of 2020 to weigh it by.
    links, estimated, _ = manufacturing_links(opened(**LATE), range(2021, 2022))
    assert (links[2021], estimated) == (104.7, ())


def test_without_metals_and_oil_by_hand(opened):
    # 2025: (20,627,624.0 − 1,349,752.7 − 8,187,666.2) / (GDP − those two − mining 18,643,096.6).
    gdp = opened(**LATE).by_region("grp", classification="total", source="bns-5927").loc["2025", "KZ"]
    expected = (20627624.0 - 1349752.7 - 8187666.2) / (gdp - 1349752.7 - 8187666.2 - 18643096.6)
    assert share_path(opened(**LATE)).frame.loc["2025", "without"] == pytest.approx(expected)


def test_both_editions_of_2017_are_told(opened):
    told = concept_share.why_the_share_does_not_move(opened(year=2017))
    assert any("5931" in text and "10.93%" in text and "11.28%" in text for text in told.caveats)
    assert len(told.reading) == 5


def test_divisions_by_volume_and_price(opened):
    base, frame = division_parts(opened(**LATE))
    known = frame.dropna()
    assert base == 2013
    assert (known["by_volume"] + known["by_price"]).to_numpy() == pytest.approx(known["change"].to_numpy(), abs=1e-12)
    assert frame.loc["24", "change"] == pytest.approx(0.0206, abs=5e-5)
    assert frame.loc[["18", "30", "32", "33"], "by_volume"].isna().all()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_sections_show_themselves(opened, language):
    for section in (concept_share.why_the_share_does_not_move, concept_share_parts.by_division):
        assert "<figure>" in section(opened(**LATE, language=language))._repr_html_()


def test_what_is_not_published_is_said(opened):
    assert concept_share.why_the_share_does_not_move(opened(year=2010)).is_missing
    assert concept_share_parts.by_division(opened(year=2012)).is_missing
    early = concept_share.why_the_share_does_not_move(opened(year=2011))
    assert "is not known" in early.reading[-1]
    assert "<figure>" in early._repr_html_()
