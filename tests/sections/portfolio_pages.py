"""Pages about a made-up portfolio: a report whose register is given, without a store."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.monitors.projects.places import placed
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.view import ProjectsView
from tests.monitors.projects.project_registers import register
from tests.sections.reports import report

#: What an open project changes in the faultless one.
OPEN: dict[str, Any] = {"status": "under_way", "actual_commissioning": None, "jobs_permanent_actual": None}
made_up = cache(example_register)


def page(panel: Panel, *changes: dict[str, Any], is_example: bool = False, **asked: Any) -> Context:
    """A page about projects made of the changes, which pass for real ones unless said otherwise."""
    return page_of(panel, replace(register(*changes), is_example=is_example), **asked)


def page_of(panel: Panel, told: Register, **asked: Any) -> Context:
    """A page about a register."""
    context = report(panel, **asked)
    places = placed(told.rows["region"], context.borders)
    view = ProjectsView(told, None, places, context.panel, context.region.id)
    context.__dict__["projects"] = view  # as the cached property would keep it
    return context
