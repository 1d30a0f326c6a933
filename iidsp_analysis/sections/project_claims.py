"""Announced totals of lists of projects as statements: projects, costs and jobs, each by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import press

#: Unit of each figure, and what is put behind the id of the announcement.
_FIGURES = {"projects": ("projects", ""), "cost_bn_kzt": ("bn KZT", "-cost"), "jobs": ("jobs", "-jobs")}


def project_claims(context: Context) -> pd.DataFrame:
    """Every announced number of projects, cost and jobs: no official table holds them, so none can be reproduced.

    Returns
    -------
    DataFrame by id
        Columns of ``reproduction_claims``; ``today`` is missing. Without announcements there is no row.
    """
    try:
        frame = press.announced(context)
    except StatedError:
        return pd.DataFrame()
    frame = frame[frame["as_of"].str[:4].astype(int) <= context.year + 1]
    if frame.empty:
        return pd.DataFrame()
    told = pd.concat([_figure(context.language, frame, figure) for figure in _FIGURES])
    endings = [ending for _, ending in _FIGURES.values()]
    together = [f"{name}{ending}" for name in frame.index for ending in endings]  # an announcement's figures together
    return told.loc[[name for name in together if name in told.index]]


def _figure(language: Language, frame: pd.DataFrame, figure: str) -> pd.DataFrame:
    unit, ending = _FIGURES[figure]
    own = frame[frame[figure].notna()]
    return own.assign(
        announced=own[figure], today=np.nan, unit=unit, digits=0, is_comparable=False, is_bound=False,
        remark=[_remark(language, mark) for mark in own[press.FIGURES[figure]]],
        statement=[_statement(language, what, figure) for what in own[f"what_{language.code}"]],
        speaker=own[f"speaker_{language.code}"],
    ).rename(index=lambda name: f"{name}{ending}")  # fmt: skip


def _statement(language: Language, what: str, figure: str) -> str:
    if figure == "projects":
        return what
    return language.say("{what}: cost", what=what) if figure != "jobs" else language.say("{what}: jobs", what=what)


def _remark(language: Language, mark: str) -> str:
    say = language.say
    bounds = {"more": say("Told as more than this."), "about": say("Told as about this.")}
    return " ".join(filter(None, (
        say("Cannot be reproduced: projects stand in a register, not in official tables."), bounds.get(mark, ""),
    )))  # fmt: skip
