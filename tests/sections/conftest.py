"""Figures that the national and industry sections share in their tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import pytest

from iidsp_analysis import schema
from iidsp_analysis.panel import Panel


@pytest.fixture(scope="session")
def figures(panel) -> Panel:
    """The embedded panel without the long tables that these sections do not read: contexts open faster."""
    return replace(panel, rows=panel.rows[~panel.rows[schema.INDICATOR].isin(["exports", "physical_output"])])


@pytest.fixture(scope="session")
def opened(open_context, figures):
    """Contexts on the embedded figures, each opened once."""
    return cache(partial(open_context, panel=figures))
