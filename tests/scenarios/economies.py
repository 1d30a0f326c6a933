"""A small economy that can be checked by hand."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.scenarios.economy import Economy


def small(**changed: object) -> Economy:
    """Two divisions of 60 and 40 in a whole of 1 000: a share of 10 %."""
    given = {"year": 2025, "divisions": ("10", "24"), "value_added": np.array([60.0, 40.0]), "rest": 900.0}
    return Economy(**{**given, "employment": 50.0, "exports": 200.0, **changed})
