"""Libraries of the embedded figures, opened once."""

from __future__ import annotations

import pytest

from iidsp_analysis.explore.library import open_library


@pytest.fixture(scope="session")
def library(panel):
    return open_library(language="en", panel=panel)


@pytest.fixture(scope="session")
def context(library):
    return library.context
