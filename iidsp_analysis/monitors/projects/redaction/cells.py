"""The tables of the redacted edition, cell by cell: what each adds up to and whose projects stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.measures.suppression.sensitivity import FEWEST, Contributions, contributions
from iidsp_analysis.measures.suppression.system import NOBODY
from iidsp_analysis.monitors.projects.redaction.records import (
    AMOUNTS,
    DIVISION,
    FINE,
    HOLDER,
    MAP,
    REGION,
    RULE,
    SERVICE_OF,
    SEVERITY,
    STATUS,
    rules_of,
)

Integers = npt.NDArray[np.int64]
Key = tuple[tuple[str, str], ...]
Dimensions = tuple[str, ...]

TOTAL: Final[Dimensions] = ()
#: Which table is the sum of which: total and parts. Together with the rules, which are parts of the total each, they
#: form a tree, so that the equations say all that a reader can know.
SUMS: Final[tuple[tuple[Dimensions, Dimensions], ...]] = (
    (TOTAL, (REGION,)), ((REGION,), (REGION, STATUS)), ((STATUS,), (REGION, STATUS)),
    ((STATUS,), (MAP, STATUS)), ((MAP,), (MAP, STATUS)),
    ((REGION,), (REGION, DIVISION)), ((DIVISION,), (REGION, DIVISION)),
    ((REGION, DIVISION), (REGION, FINE)), ((REGION, SERVICE_OF), (REGION, FINE)),
    ((REGION,), (REGION, SERVICE_OF)), ((SERVICE_OF,), (REGION, SERVICE_OF)),
    ((REGION,), (REGION, SEVERITY)), ((SEVERITY,), (REGION, SEVERITY)),
)  # fmt: skip
#: Tables of numbers of projects only.
COUNTED: Final[tuple[Dimensions, ...]] = ((REGION, SERVICE_OF), (SERVICE_OF,), (REGION, SEVERITY), (SEVERITY,))
LATENT: Final[tuple[Dimensions, ...]] = ((REGION, FINE),)
COUNT: Final = 0
MEASURES: Final = ("projects", *AMOUNTS)
WHOLE: Final = (True, False, False)


@dataclass(frozen=True)
class Cells:
    """Cells of all tables, one after the other.

    Parameters
    ----------
    keys : list of tuple
        Dimensions and labels of each cell.
    tables : list of tuple
        Dimensions of each cell.
    of_record : dict
        By table: the cell of each record.
    sums : Contributions of each measure
        The count first.
    owner : array of int, measures × cells
        The only firm that states a figure in a cell, or NOBODY.
    """

    keys: list[Key]
    tables: list[Dimensions]
    of_record: Mapping[Dimensions, Integers]
    sums: tuple[Contributions, ...]
    owner: Integers

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Amounts that are told nowhere: fewer than three firms state them in the whole register, or all state 0."""
        few = {name for name, sums in zip(MEASURES, self.sums, strict=True)
               if 0 < sums.contributors[0] < FEWEST or (sums.contributors[0] > 0 and sums.total[0] <= 0)}  # fmt: skip
        return frozenset(few - {MEASURES[COUNT]})

    @cached_property
    def number(self) -> dict[Key, int]:
        """Position of each cell by its key."""
        return {key: position for position, key in enumerate(self.keys)}


def cells_of(records: pd.DataFrame) -> Cells:
    """List the cells that hold a project, and what they add up to."""
    keys: list[Key] = []
    of_record: dict[Dimensions, Integers] = {}
    for table in tables_of(records):
        numbers, labels = _numbered(records, table)
        of_record[table] = numbers + len(keys)
        keys += [tuple(zip(table, each, strict=True)) for each in labels]
    cell = np.concatenate(list(of_record.values()))
    holder = np.tile(records[HOLDER].to_numpy(dtype=np.int64), len(of_record))
    measures = [np.ones(len(records)), *(records[short].to_numpy(dtype=float) for short in AMOUNTS)]
    sums = tuple(contributions(cell, holder, np.tile(each, len(of_record)), len(keys)) for each in measures)
    owner = np.array([_owners(cell, holder, np.tile(each, len(of_record)), told)
                      for each, told in zip(measures, sums, strict=True)])  # fmt: skip
    return Cells(keys, [tuple(name for name, _ in key) for key in keys], of_record, sums, owner)


def _owners(cell: Integers, holder: Integers, amount: npt.NDArray[np.float64], told: Contributions) -> Integers:
    anybody = np.full(len(told.total), NOBODY, dtype=np.int64)
    is_stated = np.isfinite(amount)
    anybody[cell[is_stated]] = holder[is_stated]
    return np.where(told.contributors == 1, anybody, NOBODY)


def tables_of(records: pd.DataFrame) -> list[Dimensions]:
    """Return the tables of the edition, the grand total first."""
    sums = [*SUMS, *((TOTAL, (RULE + rule,)) for rule in rules_of(records.columns))]
    return list(dict.fromkeys(table for pair in sums for table in pair))


def _numbered(records: pd.DataFrame, table: Dimensions) -> tuple[Integers, list[tuple[str, ...]]]:
    if not table:
        return np.zeros(len(records), dtype=np.int64), [()]
    numbers = np.asarray(records.groupby(list(table), sort=True).ngroup(), dtype=np.int64)
    firsts = records[list(table)].drop_duplicates().sort_values(list(table))
    return numbers, list(firsts.itertuples(index=False, name=None))


def cell_measures(table: Dimensions) -> tuple[bool, ...]:
    """Return which measures a table tells: number, cost and jobs, or the number only."""
    counts_only = table in COUNTED or table in LATENT or any(name.startswith(RULE) for name in table)
    return (True, *(not counts_only for _ in AMOUNTS))
