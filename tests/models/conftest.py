"""What the tests of the candidates share: the embedded figures on the borders of 2014, put there once."""

import pytest

from iidsp_analysis import territories
from iidsp_analysis.panel import Panel


@pytest.fixture(scope="session")
def borders(panel: Panel) -> Panel:
    """The embedded panel on the borders of 2014."""
    return territories.on_borders(panel, 2014)
