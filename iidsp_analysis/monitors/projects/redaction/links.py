"""What readers know about the rules of the register and other tables: equations and inequalities between counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from iidsp_analysis.monitors.projects.redaction.records import (
    DIVISION,
    FOUND,
    MAP,
    REGION,
    RULE,
    SERVICE_OF,
    SEVERITY,
    STATUS,
    rules_of,
)
from iidsp_analysis.monitors.projects.settings import SEVERITIES

Key = tuple[tuple[str, str], ...]
#: Cells with their signs: the combination is 0 (an equation), or none below 0 (an inequality).
Combination = tuple[list[int], list[float]]
#: Dimensions that may decide a rule alone, such as a division that serves no priority; the first three by region too.
_DECIDING: Final = (DIVISION, SERVICE_OF, STATUS, REGION, MAP)
_BY_REGION: Final = (DIVISION, SERVICE_OF, STATUS)


def decided(records: pd.DataFrame) -> list[tuple[str, str, tuple[str, ...]]]:
    """List rules that one dimension decides: rule, dimension, and the labels whose projects it finds, all of them.

    Whether a rule is decided is told by the records, not by its text: chance makes the guard stricter, never laxer.
    """
    found = []
    for rule in rules_of(records.columns):
        is_found = records[RULE + rule] == FOUND
        for dimension in _DECIDING if is_found.any() else ():
            shares = is_found.groupby(records[dimension]).mean()
            if shares.isin([0.0, 1.0]).all():
                found.append((rule, dimension, tuple(shares.index[shares == 1.0])))
    return found


def equations(records: pd.DataFrame, number: Mapping[Key, int]) -> list[Combination]:
    """Return what decided rules add up to: the cells of the labels that they find.

    Parameters
    ----------
    records : DataFrame
        Of :func:`redacted_records.records`.
    number : mapping
        Position of each cell by its key.
    """
    return [
        _difference([number[((dimension, label),)] for label in labels], [number[((RULE + rule, FOUND),)]])
        for rule, dimension, labels in decided(records)
    ]


def inequalities(records: pd.DataFrame, number: Mapping[Key, int], severity_of: Mapping[str, str]) -> list[Combination]:
    """Return combinations that are never negative.

    What a rule finds has its severity or a graver one; each project of a severity is found by a rule of that severity;
    and in every region the labels that a decided rule finds are among the projects of its severity or a graver one.

    Parameters
    ----------
    records : DataFrame
        Of :func:`redacted_records.records`.
    number : mapping
        Position of each cell by its key.
    severity_of : mapping
        Severity of each rule.
    """
    found = []
    for severity in SEVERITIES:
        own = [
            key for rule, its in severity_of.items() if its == severity and (key := ((RULE + rule, FOUND),)) in number
        ]
        rules = [number[key] for key in own]
        found += [_difference(_grave((), severity, number), [rule]) for rule in rules]
        if (exact := number.get(((SEVERITY, severity),))) is not None:
            found.append(_difference(rules, [exact]))
    return [*found, *_by_region(records, number, severity_of)]


def _by_region(
    records: pd.DataFrame, number: Mapping[Key, int], severity_of: Mapping[str, str]
) -> Iterator[Combination]:
    for rule, dimension, labels in decided(records):
        for region in sorted(records[REGION].unique()) if dimension in _BY_REGION else ():
            own = ((REGION, region),)
            inside = [number[key] for label in labels if (key := (*own, (dimension, label))) in number]
            if inside:
                yield _difference(_grave(own, severity_of[rule], number), inside)


def _grave(own: Key, severity: str, number: Mapping[Key, int]) -> list[int]:
    """Cells of a severity and all graver ones."""
    graver = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return [number[key] for each in graver if (key := (*own, (SEVERITY, each))) in number]


def _difference(more: list[int], less: list[int]) -> Combination:
    return [*more, *less], [*[1.0] * len(more), *[-1.0] * len(less)]
