"""Who makes the pages of a batch: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from iidsp_analysis import cluster
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.supervisor import Finished, Supervisor
from iidsp_analysis.report.tasks import Task
from iidsp_analysis.report.workers import workers_for

OnCell = Callable[[str, int], None]


class Watch(Protocol):
    """Whoever runs tasks and says how each ended."""

    def run(self, tasks: Sequence[Task]) -> Iterator[Finished]:
        """Run the tasks, and yield each as it ends."""

    def running(self) -> list[Task]:
        """Tasks that are being worked on."""


class Crew(Protocol):
    """Processes that make pages, here or elsewhere."""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Compute what pages have in common before the first of them starts, where that can be shared."""

    def watch(self, at_once: int, on_cell: OnCell) -> Watch:
        """Return who runs the tasks of a round."""

    def close(self) -> None:
        """End everything that still runs."""


class LocalCrew:
    """Processes of this machine."""

    def __init__(self, start: str, log: Path) -> None:
        self._workers = workers_for(start, log)

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Ask the warm server to compute what the pages share."""
        self._workers.prepare(jobs)

    def watch(self, at_once: int, on_cell: OnCell) -> Watch:
        """Return who runs so many tasks at a time."""
        return Supervisor(self._workers, at_once, on_cell)

    def close(self) -> None:
        """End the processes."""
        self._workers.close()


class ClusterCrew:
    """Workers of a cluster: files go there, pages come back; how many at a time is the cluster's affair."""

    def __init__(self, address: str, notebooks: Path) -> None:
        self._stack, self._notebooks = ExitStack(), notebooks
        self._client = self._stack.enter_context(cluster.connected(address))
        self._common: Sequence[Job] = ()

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Name the jobs whose shared figures every worker computes once."""
        self._common = jobs

    def watch(self, at_once: int, on_cell: OnCell) -> Watch:
        """Pack the files as they lie there now, and return who sends them."""
        from iidsp_analysis.report.cluster_supervisor import ClusterSupervisor
        from iidsp_analysis.report.parcel import pack

        return ClusterSupervisor(self._client, pack(self._notebooks, self._common), on_cell)

    def close(self) -> None:
        """Leave the cluster."""
        self._stack.close()


def crew_for(start: str, scheduler: str, notebooks: Path, log: Path) -> Crew:
    """Return a cluster where a scheduler is named, else processes that are started by ``fork`` or ``spawn``."""
    return ClusterCrew(scheduler, notebooks) if scheduler else LocalCrew(start, log)
