"""Similar regions: symmetric, never the region itself, never one without figures."""

from __future__ import annotations

import pytest

from iidsp_analysis.sections import peers
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report


def test_similarity_is_symmetric_and_leaves_the_region_out(panel):
    akmola = peers.similarities(report(panel, region="AKM"))
    astana = peers.similarities(report(panel, region="AST"))
    assert akmola["astana"] == pytest.approx(astana["akmola"])
    assert "akmola" not in akmola
    assert "KZ" not in akmola
    assert len(akmola) == 15
    assert akmola.between(0, 1).all()
    assert akmola.is_monotonic_decreasing


def test_a_twin_is_the_closest(panel):
    context = report(panel, region="AKM")
    gva = context.panel.select("gva", classification="oked_section", regions=["astana"]).rows
    for code, value in gva[gva["period"] == "2017"].set_index("industry")["value"].items():
        if code in set("ABCDEFGHIJKLMNOPQRS"):
            context = changed(context, "gva", value / 3, region="akmola", industry=code, period="2017")
    result = peers.peers(context)
    assert next(iter(result.values)) == "astana"
    assert result.values["astana"] == pytest.approx(1)


def test_a_region_without_figures_is_nobodys_peer(panel):
    context = changed(report(panel, region="AKM"), "gva", float("nan"), region="kostanay", industry="Q", period="2017")
    assert "kostanay" not in peers.similarities(context)
    assert "Kostanay" not in peers.peers(context).title


def test_the_table_begins_with_the_region_itself(panel):
    result = peers.peers(report(panel, region="AKM"))
    assert result.frame.index[0] == "akmola"
    assert list(result.frame.index[1:]) == list(result.values)
    assert '<td class="missing">–</td>' in result.table.to_html(result.language)  # no similarity with itself


def test_a_region_before_it_existed(panel):
    assert peers.peers(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_section_shows_itself(panel, subject, language):
    result = peers.peers(report(panel, **subject, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
