"""Specialisation: location quotients on value added and on exports, and the names that the sentences print."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from iidsp_analysis.sections import exports, specialisation
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)

MAKERS = (specialisation.by_section, specialisation.by_exports)


def test_quotients_of_value_added_by_hand(panel):
    context = report(panel, region="AKM")
    gva = context.panel.select("gva", classification="oked_section").rows.query("period == '2017'")
    wide = gva.pivot(index="region", columns="industry", values="value")[list("ABCDEFGHIJKLMNOPQRS")]
    shares = wide.loc[["akmola", "KZ"]].div(wide.loc[["akmola", "KZ"]].sum(axis=1), axis=0)
    by_hand = shares.loc["akmola"] / shares.loc["KZ"]
    found = specialisation.section_quotients(context)
    assert found[by_hand.index].to_numpy() == pytest.approx(by_hand.to_numpy())
    assert found.idxmax() == "A"


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_quotients_weighted_with_the_country_give_one(panel, subject):
    context = report(panel, **subject)
    pair = specialisation.export_pair(context, context.period)
    quotients = specialisation.export_quotients(context)
    weights = pair.loc["KZ"] / pair.loc["KZ"].sum()
    assert np.nansum(quotients * weights) == pytest.approx(1)


def test_the_head_offices_of_astana(panel):
    # domain.md 0.5: exports are booked where the exporter is registered; the caption says it beside the number.
    result = specialisation.by_exports(report(panel, region="AST"))
    assert "region where the exporter is registered" in result.caption
    assert result.values["VI"] > 2  # chemicals of a head office


def test_the_sentence_names_only_what_reaches_the_threshold(panel):
    for subject in SUBJECTS:
        result = specialisation.by_section(report(panel, **subject))
        strong = sorted((value for value in result.values.values() if value >= 1.25), reverse=True)
        assert result.title.count("“") == min(3, len(strong))
        assert result.reading[0].startswith(f"{len(strong)} of {len(result.values)} groups")


def test_nothing_stands_out(panel):
    own = report(panel, region="AKM")
    rows = own.panel.select("gva", classification="oked_section", regions=["KZ"]).rows
    country = rows[rows["period"] == "2017"].set_index("industry")["value"]
    context = own
    for code in "ABCDEFGHIJKLMNOPQRS":
        context = changed(context, "gva", country[code] / 20, region="akmola", industry=code, period="2017")
    result = specialisation.by_section(context)
    assert result.title == "In Akmola Region nothing weighs 1.25 times as much as in the country"
    assert result.reading[0].startswith("0 of 19")
    assert list(result.values.values()) == pytest.approx([1.0] * 19)


def test_a_group_that_nobody_exports_has_no_quotient(panel):
    own = report(panel, region="AKM")
    context = changed(own, "exports", 0.0, industry="XIX") if _has(own, "XIX") else own
    result = specialisation.by_exports(context)
    assert "XIX" not in result.values
    assert_shows_itself(result)


def _has(context, code) -> bool:
    return code in exports.annual_sections(context, "KZ").columns


def test_exports_of_nothing_are_missing_not_a_table_of_dashes(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2017")
    result = specialisation.by_exports(context)
    assert result.is_missing


@pytest.mark.parametrize("make", MAKERS)
def test_a_region_before_it_existed(panel, make):
    assert make(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("subject", [{"region": "ALA", "year": 2023}, {"region": "YKO", "year": 2023}], ids=str)
def test_sections_that_were_not_published_are_missing(panel, subject):
    # T10 and SOURCE.md: in 2023 Almaty city and Shymkent print only their totals.
    assert specialisation.by_exports(report(panel, **subject)).is_missing
    assert not specialisation.by_section(report(panel, **subject)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in MAKERS:
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)
