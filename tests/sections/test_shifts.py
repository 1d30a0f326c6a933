"""Shift-share in the reports: parts add up to the change, and the title follows the sign of the gap."""

from __future__ import annotations

from functools import partial

import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections import exports, shifts, specialisation, structure
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)

PARTS = ["national_growth", "industry_mix", "regional_shift"]
MAKERS = (shifts.by_section, shifts.by_exports)


def _assert_exact(found):
    parts = found.frame[PARTS].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(found.frame["change"].to_numpy(), rel=1e-9, abs=1e-6)
    assert found.rates[PARTS].sum() == pytest.approx(found.rates["change"])


@pytest.fixture
def read_once(monkeypatch):
    """Annual exports are read once a region and year: the country's are asked for with every region."""
    known = {}

    def annual(context, region_id):
        key = (context.borders, context.year, region_id)
        if key not in known:
            known[key] = exports.annual_sections(context, region_id)
        return known[key]

    for module in (shifts, specialisation):
        monkeypatch.setattr(module, "annual_sections", annual)


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(("borders", "year"), [(2014, 2017), (2022, 2025)])
def test_parts_add_up_for_every_region(panel, borders, year):
    for region in report(panel, borders=borders).regions:
        context = report(panel, region=region.id, year=year, borders=borders)
        found = shifts.section_shifts(context)
        _assert_exact(found)
        cross = {when: structure.section_cross(context, str(when)) for when in (found.base, year)}
        change = cross[year].loc[region.id, found.frame.index] - cross[found.base].loc[region.id, found.frame.index]
        assert found.frame["change"].to_numpy() == pytest.approx(change.to_numpy())
        traded = shifts.export_shifts(context)
        _assert_exact(traded)
        total = shifts.annual_sections(context, region.id)["TOTAL"]
        change = total[str(year)] - total[str(traded.base)]
        # Sections and totals are rounded to one decimal in each month.
        assert traded.frame["change"].sum() == pytest.approx(change, abs=2 * 12 * 22 * 0.05)


def test_regional_shifts_of_the_country_cancel(panel):
    found = [shifts.section_shifts(report(panel, region=region.id)) for region in report(panel).regions]
    together = sum(each.frame for each in found)
    assert together["regional_shift"].abs().max() < 1e-6 * together["start"].sum()
    assert together["industry_mix"].sum() == pytest.approx(0, abs=1e-6 * together["start"].sum())


@pytest.mark.parametrize(("year", "base"), [(2015, 2014), (2016, 2015), (2017, 2015)])
def test_the_base_year_has_the_same_sections(panel, year, base):
    # Until 2013 other services are one row: a comparison over the rest would not be about value added.
    context = report(panel, region="AKM", year=year)
    found = shifts.section_shifts(context)
    assert found.base == base
    assert list(found.frame.index) == list("ABCDEFGHIJKLMNOPQRS")


@pytest.mark.parametrize("year", [2010, 2012, 2014])
def test_without_two_years_of_all_sections_there_is_no_decomposition(panel, year):
    assert shifts.by_section(report(panel, region="AKM", year=year)).is_missing


@pytest.mark.parametrize(("factor", "words"), [(3.0, "points faster than"), (0.1, "points slower than")])
@pytest.mark.parametrize(("make", "indicator"), [(MAKERS[0], "gva"), (MAKERS[1], "exports")])
def test_the_title_follows_the_sign(panel, make, indicator, factor, words):
    own = report(panel, region="AKM")
    result = make(changed(own, indicator, lambda old: old * factor, region="akmola", period="2017"))
    gap = result.values["change"] - result.values["national_growth"]
    assert words in result.title
    assert f"{abs(100 * gap):,.1f} points" in result.title
    assert (gap > 0) == ("faster" in words)


def test_as_fast_as_the_country(panel):
    own = report(panel, region="AKM")
    start, end = (structure.section_cross(own, year) for year in ("2015", "2017"))
    rate = end.loc["KZ"].sum() / start.loc["KZ"].sum()
    context = own
    for code, value in start.loc["akmola"].items():
        context = changed(context, "gva", value * rate, region="akmola", industry=code, period="2017")
    result = shifts.by_section(context)
    assert "as fast as the country" in result.title
    assert result.values["change"] == pytest.approx(rate - 1)


def test_exports_from_nothing_have_no_growth(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2015")
    assert shifts.by_exports(context).is_missing
    with pytest.raises(MissingDataError, match="nothing"):
        shifts.export_shifts(context)


def test_exports_down_to_nothing_fall_by_all(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2017")
    found = shifts.export_shifts(context)
    _assert_exact(found)
    assert found.rates["change"] == pytest.approx(-1)


def test_a_section_without_a_figure_is_missing(panel):
    own = report(panel, region="AKM")
    context = changed(own, "gva", float("nan"), region="akmola", industry="Q", period="2015")
    assert shifts.by_section(context).is_missing


@pytest.mark.parametrize("make", MAKERS)
def test_a_region_before_it_existed(panel, make):
    assert make(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in MAKERS:
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)
        assert result.frame.drop("sum")["change"].sum() == pytest.approx(result.frame.loc["sum", "change"])
        assert "<tfoot>" in result.table.to_html(context.language)
