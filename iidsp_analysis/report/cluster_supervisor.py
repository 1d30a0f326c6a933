"""Who watches pages that are made on a cluster: sends files once, gathers pages, tries a lost worker's pages again."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from iidsp_analysis import cluster
from iidsp_analysis.errors import AnalysisError, ReportError
from iidsp_analysis.report import manifest, remote, whole_files
from iidsp_analysis.report.parcel import Parcel
from iidsp_analysis.report.supervisor import Finished
from iidsp_analysis.report.tasks import Answer, Task

if TYPE_CHECKING:
    from distributed import Client, Future

#: A cluster without any worker for so many seconds is given up.
_WITHOUT_WORKER: Final = 60.0
_TICK: Final = 0.5
#: So often are the files sent again without any page having begun or ended in between.
_MOST_IDLE_PARCELS: Final = 3


class ClusterSupervisor:
    """Runs tasks on the workers of a cluster.

    Parameters
    ----------
    client : distributed.Client
        Connection with the scheduler.
    parcel : Parcel
        Files that the pages are made from.
    on_cell : callable
        Told the name of a task and the number of its cell when that begins, −1 when the task itself does.
    """

    def __init__(self, client: Client, parcel: Parcel, on_cell: Callable[[str, int], None]) -> None:
        self._client, self._parcel, self._on_cell = client, parcel, on_cell
        self._topic = parcel.name
        self._told: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._tasks: dict[str, Task] = {}
        self._futures: dict[str, Future[remote.Made]] = {}
        self._begun: set[str] = set()
        self._parcel_of: dict[str, int] = {}
        self._parcels = self._idle_parcels = self._steps = self._ended = 0
        self._looked = 0.0

    def run(self, tasks: Sequence[Task]) -> Iterator[Finished]:
        """Run the tasks, and yield each as it ends. An exception of the caller ends those that run."""
        self._require_same_program()
        self._client.subscribe_topic(self._topic, lambda event: self._told.put(("cell", event[1])))
        self._tasks = {task.slug: task for task in tasks}
        try:
            self._send()
            for task in tasks:
                self._submit(task)
            while self._futures:
                yield from self._take_next()
        finally:
            self._end()

    def running(self) -> list[Task]:
        """Tasks that are being worked on."""
        return [self._tasks[slug] for slug in self._futures if slug in self._begun]

    def _require_same_program(self) -> None:
        cluster.require_worker(self._client, _WITHOUT_WORKER)
        for worker, told in self._client.run(remote.circumstances, on_error="return").items():
            if isinstance(told, ModuleNotFoundError):
                raise ReportError(f"A worker of the cluster misses a package: {told.name}.", where=worker,
                                  what_next="Install this project and its lock file there.")  # fmt: skip
            if isinstance(told, BaseException):
                raise ReportError(f"A worker of the cluster cannot make pages: {told}.", where=worker)
            remote.require_same(self._parcel.program, told)

    def _send(self) -> None:
        """Send the files to every worker; one that comes later fetches them from another.

        Pages that kill their workers lose the files with them, so that only losses without any step forward count;
        steps are bounded, since a page is begun :data:`~iidsp_analysis.report.remote.MOST_TRIES` times at most.
        """
        steps = self._ended + sum(map(self._tries, self._tasks))
        self._idle_parcels = self._idle_parcels + 1 if self._parcels and steps == self._steps else 0
        if self._idle_parcels >= _MOST_IDLE_PARCELS:
            raise ReportError("All workers of the cluster were lost again and again.", what_next="Look at their logs.")
        self._parcels, self._steps = self._parcels + 1, steps
        cluster.require_worker(self._client, _WITHOUT_WORKER)
        self._sent = self._client.scatter(self._parcel, broadcast=True, hash=False)

    def _submit(self, task: Task) -> None:
        future = self._client.submit(
            remote.make_page, task.to_text(), self._sent, key=f"{self._topic}-{task.slug}-{uuid4().hex}",
            pure=False,
        )  # fmt: skip
        self._futures[task.slug], self._parcel_of[task.slug] = future, self._parcels
        future.add_done_callback(lambda done: self._told.put(("done", (task.slug, done))))

    def _take_next(self) -> Iterator[Finished]:
        self._require_workers()
        try:
            what, told = self._told.get(timeout=_TICK)
        except queue.Empty:
            return
        if what == "cell":
            self._take_cell(told["slug"], int(told["cell"]))
        elif self._futures.get(told[0]) is told[1]:  # not one that was submitted again meanwhile
            yield from self._take(*told)

    def _take_cell(self, slug: str, cell: int) -> None:
        if slug in self._futures:
            self._begun.add(slug)
            self._on_cell(slug, cell)

    def _take(self, slug: str, future: Future[remote.Made]) -> Iterator[Finished]:
        task = self._tasks[slug]
        if future.status == "cancelled":  # the workers that held the files were lost
            if self._parcel_of[slug] == self._parcels:  # else another page of that parcel has asked for new ones
                self._send()
            self._submit(task)
            return
        lost = _lost_with(future)
        if lost and self._tries(slug) < remote.MOST_TRIES:
            self._submit(task)
            return
        del self._futures[slug]
        self._ended += 1
        yield _lost(task) if lost else _finished(task, future)

    def _tries(self, slug: str) -> int:
        return int(self._client.get_metadata([self._topic, slug], default=0))

    def _require_workers(self) -> None:
        """Look now and then whether any worker is left: without one nothing would ever end."""
        if time.monotonic() - self._looked > 5:
            cluster.require_worker(self._client, _WITHOUT_WORKER)
            self._looked = time.monotonic()

    def _end(self) -> None:
        """End what still runs, and the servers on the workers; a cluster that is gone has ended them itself."""
        with suppress(OSError, TimeoutError, ValueError):
            self._client.unsubscribe_topic(self._topic)
            self._client.cancel(list(self._futures.values()), force=True)
            self._client.run(remote.forget, self._topic, on_error="ignore")
            self._client.set_metadata([self._topic], {})


def _lost_with(future: Future[remote.Made]) -> bool:
    """Whether the scheduler gave a task up because its workers were lost; it counts neighbours of a killer too."""
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _lost(task: Task) -> Finished:
    return Finished(task, manifest.KILLED, remote.lost_words(remote.MOST_TRIES), Answer(), 0.0)


def _finished(task: Task, future: Future[remote.Made]) -> Finished:
    """Put the files of a page where a worker of this machine would have left them."""
    if future.status == "error":
        return _failed(task, future.exception())
    made = future.result()
    try:
        task.work.mkdir(parents=True, exist_ok=True)
        for name, content in made.files.items():
            whole_files.write_bytes(task.work / name, content)
    except OSError as error:
        return _failed(task, error)
    answer = Answer(**(made.answer | {"warnings": tuple(made.answer.get("warnings", ()))}))
    return Finished(task, made.status, made.reason, answer, made.seconds, made.cpu_seconds, made.memory, made.cell)


def _failed(task: Task, error: BaseException | None) -> Finished:
    told = str(error) if isinstance(error, AnalysisError) else f"{type(error).__name__}: {error}"
    return Finished(task, manifest.FAILED, " ".join(told.split())[:400], Answer(), 0.0)
