"""Risk of delay: how long projects take, what goes with it, each open project's chance, and what they bring."""

from __future__ import annotations

from iidsp_analysis.sections.projects.delay_ahead import delay_probabilities, shared_delay
from iidsp_analysis.sections.projects.delay_curves import delay_curves
from iidsp_analysis.sections.projects.delay_forecast import portfolio_forecast
from iidsp_analysis.sections.projects.delay_model import delay_model

__all__ = ["delay_curves", "delay_model", "delay_probabilities", "portfolio_forecast", "shared_delay"]
