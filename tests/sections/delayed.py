"""Contexts with a register of projects made up for the tests of the sections on delay."""

from __future__ import annotations

from dataclasses import replace

from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.monitors.projects.places import placed
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.view import ProjectsView
from reports import report


def with_register(panel: Panel, register: Register, *, region: str = "KZ", language: str = "en") -> Context:
    """Return a context whose projects are those of a register that is stored nowhere."""
    context = replace(report(panel, region=region, language=language), register="example")
    view = ProjectsView(register, None, placed(register.rows["region"], 2014), context.panel, context.region.id)
    context.__dict__["projects"] = view
    return context
