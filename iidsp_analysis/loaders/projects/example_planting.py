"""Where faults are planted in the example register, with the truth about each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from iidsp_analysis.loaders.projects.example_course import Draws, Project
from iidsp_analysis.loaders.projects.example_draw import identify

#: Kinds of planted faults: what a rule of the register finds, and what the reading of the file finds.
RULE, IMPORT = "rule", "import"


class Fault(NamedTuple):
    """A planted fault: id of the project (empty for a row that is none), kind, rule or reason of a doubt, column."""

    project: str
    kind: str
    rule: str
    column: str


class Planting:
    """Projects with what has been planted in them.

    ``as_written`` holds, by id and column, cells that are written otherwise than their value, or cannot be read.
    """

    def __init__(self, projects: list[Project], draws: Draws) -> None:
        self.projects = projects
        self.draws = draws
        self.faults: list[Fault] = []
        self.as_written: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def host(self, fits: Callable[[Project], bool]) -> Project:
        """Return a project that fits and has not been touched, and touch it.

        Raises
        ------
        LookupError
            If there is none: the register is too small for all faults.
        """
        firms = [project["bin"] for project in self.projects]
        for project in self.projects:
            is_free = project["id"] not in self._taken and firms.count(project["bin"]) == 1
            if is_free and fits(project):
                self._taken.add(project["id"])
                return project
        raise LookupError("no project is left for this fault")

    def plant(self, project: Project, rule: str, column: str) -> None:
        """Note a fault that a rule must find."""
        self.faults.append(Fault(project["id"], RULE, rule, column))

    def plant_import(self, project: Project, reason: str, column: str) -> None:
        """Note a fault that the reading of the workbook must find."""
        self.faults.append(Fault(project["id"], IMPORT, reason, column))

    def copy(self, project: Project) -> Project:
        """Enter a project once more, under another id, and return the copy."""
        copied = dict(project)
        identify(copied, len(self.projects) + 1)
        copied["bin"] = project["bin"]
        self.projects.append(copied)
        self._taken.add(copied["id"])
        return copied

    def write_as(self, project: Project, column: str, text: str, reason: str) -> None:
        """Let a cell hold a text that cannot be read, so that its value is missing."""
        project[column] = None
        self.as_written[project["id"], column] = text
        self.plant_import(project, reason, column)
