"""Live projects, those that are not cancelled: whose findings are counted; cancelled ones are listed and counted apart.

The redacted edition counts the same projects (``monitors.projects.redaction.records``).
"""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.sections.projects.view import ProjectsView


def live_rows(view: ProjectsView) -> pd.DataFrame:
    """Return the projects of the report's subject that are not cancelled."""
    return view.rows[view.rows["status"] != CANCELLED]


def live_findings(view: ProjectsView) -> pd.DataFrame:
    """Return the findings about them."""
    return view.findings_here[view.findings_here["row"].isin(live_rows(view).index)]


def cancelled_findings(view: ProjectsView) -> pd.DataFrame:
    """Return the findings about the cancelled projects of the report's subject."""
    return view.findings_here[~view.findings_here["row"].isin(live_rows(view).index)]
