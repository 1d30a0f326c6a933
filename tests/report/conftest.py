"""What tests of reports share: a warm server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iidsp_analysis import build
from iidsp_analysis.report.tasks import Task
from iidsp_analysis.report.workers import Event, ForkedWorkers


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Task], Event]]:
    """Run a task in a process forked from a warm server; how it ended."""
    build.load()
    workers = ForkedWorkers(tmp_path_factory.mktemp("server") / "log.txt")

    def ran(task: Task) -> Event:
        workers.start(task)
        while True:
            for event in workers.events(1):
                if event.event in ("ended", "lost"):
                    return event

    yield ran
    workers.close()


@pytest.fixture
def home(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's data and notebooks that a test may change; the processes of pages look there too."""
    copy = tmp_path / "home"
    for name in ("data", "notebooks"):
        shutil.copytree(project / name, copy / name)
    monkeypatch.setenv("IIDSP_HOME", str(copy))
    return copy
