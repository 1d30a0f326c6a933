"""Passport, methods, sources, corrections and gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.sections import provenance
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, report

MAKERS = (
    provenance.passport,
    provenance.methods,
    provenance.source_list,
    provenance.corrections,
    provenance.findings,
)


def test_the_passport_names_ground_year_and_definition(panel):
    result = provenance.passport(report(panel, region="AKM"))
    for words in ("Akmola Region (AKM)", "2017", "16 regions", "sections-2026.1"):
        assert words in result.before
    corrected = int(panel.rows["note"].str.startswith("corrected").sum())
    assert f"<dd>{corrected}</dd>" in result.before


def test_a_merged_territory_names_its_parts(panel):
    merged = provenance.passport(report(panel, region="YKO", year=2024)).reading
    assert "Turkistan Region + Shymkent" in merged[0]
    assert provenance.passport(report(panel, region="AKM")).reading == ()
    assert provenance.passport(report(panel)).reading == ()


def test_looking_from_a_day_is_explained(open_context):
    result = provenance.passport(open_context(region="AKM", year=2016, as_of="2018-03"))
    assert "2018-03" in result.before
    assert any("2018-03" in text for text in result.caveats)
    assert provenance.passport(open_context(region="AKM")).caveats == ()


def test_every_table_is_listed(panel):
    result = provenance.source_list(report(panel))
    assert len(result.frame) == len(panel.sources)
    assert result.title.startswith(f"{len(panel.sources)} tables")
    assert result.frame["sha256"].str.fullmatch(r"[0-9a-f]{12}").all()
    assert {"5927", "446905", "450904"} <= set(result.frame["table"])


def test_every_entry_of_the_ledger_is_counted(panel, project):
    ledger = pd.read_csv(project / "data" / "raw" / "corrections.csv", dtype=str)
    result = provenance.corrections(report(panel))
    assert result.frame["cells"].sum() == len(ledger)
    assert result.title.startswith(f"{len(ledger)} published cells")
    assert set(result.frame["reason"]) == set(ledger["reason"])


def test_every_residual_row_is_counted_and_sized(panel):
    rows = panel.rows
    gaps = rows[(rows[schema.REGION] == "residual") | rows[schema.INDUSTRY].str.startswith("residual")]
    result = provenance.findings(report(panel))
    assert result.frame["cells"].sum() == len(gaps)
    # domain.md 0.3: divisions miss section C by 27.8 bn in 2018 and 31.5 bn tenge in 2019.
    divisions = result.frame[(result.frame["table"] == "5931") & (result.frame["first"] == "2018")]
    assert divisions["size"].round(-2).to_list() == [31_500.0]
    assert divisions["last"].to_list() == ["2019"]


def test_figures_without_gaps_and_corrections_still_have_their_sections(open_context):
    # As of January 2011 only 2010 had ended: no gap and no corrected cell falls into it.
    context = open_context(year=2010, as_of="2011-01")
    for make in (provenance.corrections, provenance.findings):
        result = make(context)
        assert result.title.startswith("0 ")
        assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS, UNPUBLISHED], ids=str)
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in MAKERS:
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)
