"""What tests of reports share: a warm server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
