"""The register as it may be passed on: numbers, costs and jobs of groups, without those that give a project away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis.measures.suppression import Pattern, suppress
from iidsp_analysis.monitors.projects.redaction.cells import (
    LATENT,
    MEASURES,
    WHOLE,
    Cells,
    Dimensions,
    Key,
    cell_measures,
    cells_of,
)
from iidsp_analysis.monitors.projects.redaction.records import records, rules_of, without_thresholds
from iidsp_analysis.monitors.projects.redaction.system import system_of
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rules import Findings

#: Figures of a published cell, one for each measure (None: told of no cell); None where the cell is hidden.
Told = tuple[float | None, ...] | None


@dataclass(frozen=True)
class Redaction:
    """What the redacted edition tells; one pattern for all its pages. It holds no figure that is hidden.

    Parameters
    ----------
    figures : mapping
        Figures of each cell that holds a project, by its dimensions and labels; None where it is hidden.
    tables : tuple of tuple
        Dimensions of each table.
    rules : mapping
        Severity of each rule that judged any project.
    is_withheld : bool
        Whether nothing can be told: there are too few projects, or one dominates all of them.
    """

    figures: Mapping[Key, Told]
    tables: tuple[Dimensions, ...]
    rules: Mapping[str, str]
    is_withheld: bool = False

    def labels(self, dimension: str) -> list[str]:
        """Return the labels of a dimension that occur in the register, in order."""
        return [key[0][1] for key in self.figures if len(key) == 1 and key[0][0] == dimension]

    def figure(self, measure: str, **where: str) -> float | None:
        """Return a published figure.

        Parameters
        ----------
        measure : str
            ``projects``, ``cost`` (mln KZT) or ``jobs`` (persons).
        **where : str
            Labels by dimension, as the table has them; none for the total.

        Returns
        -------
        float or None
            None if it is hidden (an amount that fewer than three firms state is hidden everywhere); NaN if no project
            there has the figure; 0 if there is no project.

        Raises
        ------
        KeyError
            If the edition has no such table, or the table does not tell the measure.
        """
        table = self._table(set(where))
        if not cell_measures(table)[MEASURES.index(measure)]:
            raise KeyError(f"the table by {table} tells no {measure}")
        told = self.figures.get(tuple((name, where[name]) for name in table), (0.0,) * len(MEASURES))
        return None if self.is_withheld or told is None else told[MEASURES.index(measure)]

    def _table(self, dimensions: set[str]) -> Dimensions:
        for table in self.tables:
            if set(table) == dimensions:
                return table
        raise KeyError(f"the redacted edition has no table by {sorted(dimensions)}")


def redact(portfolio: Portfolio, places: pd.Series, findings: Findings) -> Redaction:
    """Hide what gives a project away.

    Parameters
    ----------
    portfolio : Portfolio
        The whole register.
    places : Series of region ids
        Where the projects lie on the borders of the report, index as the register; None is a region of its own.
    findings : Findings
        What the rules found; those that compare a cost with a public threshold are left out.

    Returns
    -------
    Redaction
        Cancelled projects are in no figure.
    """
    findings = without_thresholds(findings)
    told = records(portfolio, places, findings)
    severity_of = dict(zip(findings.coverage["rule"], findings.coverage["severity"], strict=True))
    rules = {rule: severity_of[rule] for rule in rules_of(told.columns)}
    if told.empty:
        return Redaction({}, (), rules, is_withheld=True)
    cells = cells_of(told)
    return published(cells, suppress(system_of(told, cells, rules), whole=WHOLE), rules)


def published(cells: Cells, pattern: Pattern, rules: Mapping[str, str]) -> Redaction:
    """Keep the figures that a pattern shows; those of hidden cells are dropped here."""
    shown = {
        key: None if pattern.hidden[position] else _told(cells, position)
        for position, (key, table) in enumerate(zip(cells.keys, cells.tables, strict=True))
        if table not in LATENT
    }
    tables = tuple(table for table in cells.of_record if table not in LATENT)
    return Redaction(shown, tables, rules, pattern.is_withheld)


def _told(cells: Cells, position: int) -> tuple[float | None, ...]:
    return tuple(
        None if name in cells.left_out else float(sums.total[position]) if sums.contributors[position] else float("nan")
        for name, sums in zip(MEASURES, cells.sums, strict=True)
    )
