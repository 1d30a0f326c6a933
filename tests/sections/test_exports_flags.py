"""Marks of exports: who is said to book processed exports of others."""

from __future__ import annotations

import pytest

from iidsp_analysis import industries
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.exports import export_figures
from iidsp_analysis.sections.exports_flags import evidence_of, flagged
from tests.sections.reports import report

DEFINITION = industries.default_processed_exports().id


@pytest.fixture(scope="module")
def flags(panel):
    context = report(panel, trade=True)
    cube = context.exports
    return flagged(evidence_of(context.panel, cube, DEFINITION), cube, DEFINITION, Span(2017),
                   export_figures(cube, DEFINITION).loc["2017"])  # fmt: skip


def test_minerals_alone_do_not_mark_processed_exports(flags):
    """Almaty city: 307 mln USD of minerals have no source there, of processed exports nothing is in question."""
    assert flags["head_office"] == {"astana"}
