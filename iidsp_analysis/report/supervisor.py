"""Who watches the reports: hands tasks to workers, keeps the deadlines, and says why one came to nothing."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report import manifest
from iidsp_analysis.report.headings import heading_of
from iidsp_analysis.report.tasks import Answer, Task, read_answer
from iidsp_analysis.report.workers import Event, Workers

#: The server may die so often in a batch; then something is wrong that no new start cures.
MOST_RESTARTS = 3
_TICK = 0.5
_SIGNALS = {
    signal.SIGSEGV: "a library crashed: segmentation fault (SIGSEGV)",
    signal.SIGBUS: "a library crashed: bus error (SIGBUS)",
    signal.SIGABRT: "a library gave up (SIGABRT)",
    signal.SIGKILL: "its process was killed from outside (SIGKILL), by a person or for want of memory",
}


@dataclass(frozen=True)
class Finished:
    """How a task ended: one of the statuses of the manifest, the reason in one line, and what it took.

    ``cell`` is the cell in which it was stopped, −1 where it was not; ``memory`` is in MiB.
    """

    task: Task
    status: str
    reason: str
    answer: Answer
    seconds: float
    cpu_seconds: float = 0.0
    memory: float = 0.0
    cell: int = -1


@dataclass
class _Running:
    task: Task
    since: float
    cell: int = -1
    cell_since: float = 0.0
    stopped: str = ""
    began: bool = False

    def overdue(self, now: float) -> str:
        """Say which deadline has passed, or nothing."""
        limits = self.task.limits
        if now - self.since > limits.job_seconds:
            return f"timed out: the report took more than {limits.job_seconds:g} s{self.where}"
        if self.cell >= 0 and now - self.cell_since > limits.cell_seconds:
            return f"timed out: a cell took more than {limits.cell_seconds:g} s{self.where}"
        return ""

    @property
    def where(self) -> str:
        """Cell in which the report is, with the heading above it."""
        if self.cell < 0:
            return ""
        heading = heading_of(self.task.notebook, self.cell)
        return f", in cell {self.cell + 1}" + (f" («{heading}»)" if heading else "")


class Supervisor:
    """Runs tasks, so many at a time.

    Parameters
    ----------
    workers : Workers
        Processes.
    at_once : int
        Reports at a time.
    on_cell : callable
        Told the name of a task and the number of its cell when that begins, −1 when the task itself does.
    """

    def __init__(self, workers: Workers, at_once: int, on_cell: Callable[[str, int], None]) -> None:
        self._workers, self._at_once, self._on_cell = workers, at_once, on_cell
        self._running: dict[str, _Running] = {}
        self._restarts = 0

    def run(self, tasks: Sequence[Task]) -> Iterator[Finished]:
        """Run the tasks, and yield each as it ends. An exception of the caller ends those that run."""
        waiting = list(reversed(tasks))
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self._at_once:
                    self._start(waiting.pop())
                for event in self._workers.events(_TICK):
                    yield from self._take(event)
                self._keep_deadlines()
        finally:
            for slug in self._running:
                self._workers.stop(slug)

    def running(self) -> list[Task]:
        """Tasks that are being worked on."""
        return [each.task for each in self._running.values()]

    def _start(self, task: Task) -> None:
        self._running[task.slug] = _Running(task, time.monotonic())
        self._workers.start(task)

    def _take(self, event: Event) -> Iterator[Finished]:
        running = self._running.get(event.slug)
        if event.event == "restarted":
            self._start_again()
        elif running is None:
            return
        elif event.event in ("began", "cell"):
            now = time.monotonic()
            if event.event == "began":
                running.began, running.since = True, now
            running.cell, running.cell_since = event.cell, now
            self._on_cell(event.slug, event.cell)
        else:
            del self._running[event.slug]
            yield _finished(running, event)

    def _start_again(self) -> None:
        """The server was started again: hand it the tasks that the old one had not begun."""
        self._restarts += 1
        if self._restarts > MOST_RESTARTS:
            raise ReportError("The server of the reports ends again and again.",
                              what_next="Try --engine nbclient, and tell the maintainers.")  # fmt: skip
        for running in self._running.values():
            self._workers.start(running.task)

    def _keep_deadlines(self) -> None:
        now = time.monotonic()
        for slug, running in self._running.items():
            if running.began and not running.stopped and (overdue := running.overdue(now)):
                running.stopped = overdue
                self._workers.stop(slug)


def _finished(running: _Running, event: Event) -> Finished:
    answer = read_answer(running.task.work)
    status, reason = _judged(running, event, answer)
    return Finished(
        running.task, status, reason, answer or Answer(), time.monotonic() - running.since, event.cpu,
        event.memory / 1024, running.cell if status != manifest.DONE else -1,
    )  # fmt: skip


def _judged(running: _Running, event: Event, answer: Answer | None) -> tuple[str, str]:
    """Status and reason. An answer that was given before the process ended badly is no answer: it did not end well."""
    if event.event == "ended" and event.status == 0 and answer is not None and not running.stopped:
        status = manifest.FAILED if answer.reason else manifest.DONE
        return (manifest.TIMED_OUT if answer.reason.startswith("CellTimeoutError") else status), answer.reason
    if running.stopped:
        return manifest.TIMED_OUT, running.stopped
    if event.event == "lost":
        return manifest.KILLED, f"killed: the server of the reports ended{running.where}"
    if event.status < 0:
        told = _SIGNALS.get(signal.Signals(-event.status), f"signal {signal.Signals(-event.status).name}")
        return manifest.KILLED, f"killed: {told}{running.where}"
    return manifest.FAILED, f"its process ended without an answer (exit code {event.status}){running.where}"
