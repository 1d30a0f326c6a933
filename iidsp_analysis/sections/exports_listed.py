"""What a listing of exports is about, and the line of figures that all its tables share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.exports_flags import Evidence, evidence_of


@dataclass(frozen=True)
class Listed:
    """What a listing is about: the cube, cut at the last month known ``as_of``, one definition, one region or all."""

    language: Language
    panel: Panel
    cube: ExportCube
    definition: str
    region: str
    as_of: str

    @cached_property
    def evidence(self) -> Evidence:
        """Rows that the flags are read from, chosen once."""
        return evidence_of(self.panel, self.cube, self.definition)

    @property
    def span(self) -> Span:
        """The latest year, as far as it is known."""
        return periods.spans(self.cube)[-1]


def change_heads(listed: Listed) -> tuple[str, ...]:
    """Heads of the changes that :func:`figures_line` writes."""
    say, base = listed.language.say, periods.PROGRAMME_BASE
    return (say("on the year before, %"), say("on the year before, mln USD"), say("to the country's growth, pp"),
            say("on {base}, %", base=base), say("on {base}, mln USD", base=base),
            say("to the country's growth, pp"))  # fmt: skip


def figures_line(listed: Listed, name: str, row: pd.Series) -> tuple[str, ...]:
    """Level and changes of one row of ``monitors.exports.export_figures``, against the year before and the base."""
    language = listed.language
    told = [name, language.number(row["value"] / MILLION)]
    for against in ("", "base_"):
        told += [
            language.signed(row[f"{against}growth"] * 100),
            language.signed(row[f"{against}change"] / MILLION),
            language.signed(row[f"{against}contribution"] * 100, 2),
        ]
    return tuple(told)
