"""The example register: 150 made-up projects in 16 regions, with planted faults of every rule and the truth of them.

It is used where no register is loaded, and to count how many faults the rules find and how many they invent:
``python -m iidsp_analysis.loaders.projects.example OUT.xlsx TRUTH.csv``. ``OUT.csv`` writes a plain table instead of a
workbook that is hard to read. The same program writes the same bytes. Nothing in it is real, and nothing in it must
stand beside real figures: every id begins with EXAMPLE, every name with ПРИМЕР.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects import example_faults_course as course
from iidsp_analysis.loaders.projects import example_faults_entry as entry
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.example_course import AS_OF, YEARS, Draws, Project
from iidsp_analysis.loaders.projects.example_draw import draw_projects, order
from iidsp_analysis.loaders.projects.example_planting import Fault, Planting
from iidsp_analysis.loaders.projects.example_workbook import write_workbook
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.register import Register, typed

PROJECTS: Final = 150
SEED: Final = 2018
FILE: Final = "EXAMPLE-ПРИМЕР.xlsx"
#: Projects that are entered a second time by :func:`example_faults_entry.both_maps` and :func:`renamed`.
_COPIES: Final = 5
#: In this order: those that few projects fit come first.
_PLANTERS: Final[tuple[Callable[[Planting], None], ...]] = (
    course.output_above_official, course.slipped, course.frozen, course.at_the_limits, course.no_output,
    course.costs, entry.expansions, entry.maps, entry.both_maps, course.below_plan, entry.renamed,
    entry.missing_fields, entry.industries, course.moved_often,
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """The example register.

    Parameters
    ----------
    projects : list of dict
        Machine columns by name, in the order of regions; None where nothing is told.
    faults : tuple of Fault
        What was planted; a project without one is without a fault.
    as_written : dict
        Cells that cannot be read, by id and column.
    """

    projects: list[Project]
    faults: tuple[Fault, ...]
    as_written: dict[tuple[str, str], str]

    @property
    def rows(self) -> pd.DataFrame:
        """The projects as rows of a register."""
        return typed(pd.DataFrame(self.projects))


def example(seed: int = SEED) -> Example:
    """Make the example register.

    Parameters
    ----------
    seed : int, optional
        Another one gives other projects with the same kinds of faults; the example is that of the default.

    Raises
    ------
    LookupError
        If the draws of a seed leave no project that a fault could be planted in.
    """
    draws = Draws(seed)
    planting = Planting(draw_projects(PROJECTS - _COPIES, draws), draws)
    for plant in _PLANTERS:
        plant(planting)
    return Example(sorted(planting.projects, key=order), tuple(sorted(planting.faults)), planting.as_written)


def write_example(path: Path, truth: Path, seed: int = SEED) -> None:
    """Write the register, and beside it the truth: columns ``project, kind, rule, column``.

    Parameters
    ----------
    path : Path
        ``.xlsx`` (as a ministry sends it) or ``.csv`` (machine heads); an existing file is replaced.
    truth : Path
        CSV. ``kind`` is ``rule`` for what the rules must find, with the id of the rule, and ``import`` for what the
        reading must find, with the id of the reason; ``project`` is empty for rows that are no projects.
    seed : int, optional
        See :func:`example`.

    Raises
    ------
    UsageError
        For another kind of file.
    """
    made, faults = example(seed), list[Fault]()
    if path.suffix.lower() == ".xlsx":
        faults = write_workbook(path, made.projects, made.as_written)
    elif path.suffix.lower() == ".csv":
        _write_table(path, made)
    else:
        raise UsageError("The example is written as .xlsx or .csv.", where=path.name, what_next="Name it so.")
    told = pd.DataFrame(sorted([*made.faults, *faults]), columns=list(Fault._fields))
    told.to_csv(truth, index=False, lineterminator="\n")


def example_register() -> Register:
    """Return the example as it is read from its workbook, with all that the reading doubts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write_example(path, Path(folder) / "truth.csv")
        return read(path, as_of=AS_OF.isoformat())


def _write_table(path: Path, made: Example) -> None:
    columns = [*form.NAMES, *(f"output_{kind}_{year}_mln_kzt" for year in YEARS for kind in ("planned", "actual"))]
    lines = [project | {name: text for (of, name), text in made.as_written.items() if of == project["id"]}
             for project in made.projects]  # fmt: skip
    table = pd.DataFrame(lines, dtype=object).reindex(columns=columns)
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig")


def main(arguments: Sequence[str]) -> None:
    """Write the register and the truth."""
    path, truth = map(Path, arguments)
    write_example(path, truth)


if __name__ == "__main__":
    main(sys.argv[1:])
