"""Processes that make pages: forked from the warm server, or started one by one where forking is unsafe."""

from __future__ import annotations

import json
import multiprocessing
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Protocol

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.tasks import IN_PROCESS, KERNEL, LOG, Task

#: Forking a process that has drawn and computed is safe on Linux alone.
CAN_FORK: Final = sys.platform.startswith("linux")
DEFAULT_ENGINE: Final = IN_PROCESS if CAN_FORK else KERNEL
_FIRST_WORD_WITHIN = 300.0


@dataclass(frozen=True)
class Event:
    """What happened to a task: it ``began``, came to a ``cell``, ``ended``, or is ``lost`` with the server.

    ``status`` is the exit code, or the negative number of the signal that ended the process; ``memory`` is the peak in
    KiB, ``cpu`` in seconds.
    """

    event: str
    slug: str = ""
    cell: int = -1
    status: int = 0
    memory: int = 0
    cpu: float = 0.0
    process: int = 0


class Workers(Protocol):
    """Whatever runs tasks in processes of their own."""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Compute what the jobs have in common before the first of them starts, where that can be shared."""

    def start(self, task: Task) -> None:
        """Start a task."""

    def stop(self, slug: str) -> None:
        """End a task's process and all that it started."""

    def events(self, seconds: float) -> list[Event]:
        """Return what has happened, waiting so long at most."""

    def close(self) -> None:
        """End everything that still runs."""


class ForkedWorkers:
    """Processes forked from a warm server; the server starts at once, and warms while others go on.

    ``home`` names another project folder than that of this process.
    """

    def __init__(self, log: Path, home: Path | None = None) -> None:
        self._log_file, self._home = log, home
        self._processes: dict[str, int] = {}
        self._common: list[dict[str, Any]] = []
        self._is_ready = False
        self._launch()

    def _launch(self) -> None:
        from iidsp_analysis.report import environment

        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("wb") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "iidsp_analysis.report.server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, env=environment.of_server(self._home),
                start_new_session=True, bufsize=0,
            )  # fmt: skip
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._wishes, self._events = self._server.stdin.fileno(), self._server.stdout.fileno()
        os.set_blocking(self._events, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._events, selectors.EVENT_READ)
        self._rest, self._is_ready, self._launched = b"", False, time.monotonic()

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Ask the server to compute what the pages have in common, once for each settings."""
        self._common = [asdict(job) for job in jobs]
        self._ask_common()

    def start(self, task: Task) -> None:
        """Ask the server to fork."""
        self._ask(start=task.to_text())

    def stop(self, slug: str) -> None:
        """Ask the server to end a task."""
        self._ask(stop=slug)

    def _ask_common(self) -> None:
        if self._common:
            self._ask(prepare=self._common)

    def _ask(self, **wish: object) -> None:
        try:
            os.write(self._wishes, f"{json.dumps(wish)}\n".encode())
        except BrokenPipeError:
            return  # the server has ended: events() says so

    def events(self, seconds: float) -> list[Event]:
        """Return what has happened; where the server itself has ended, its tasks are lost and it is started again.

        Raises
        ------
        ReportError
            If the server cannot be started.
        """
        self._selector.select(seconds)
        told = self._read()
        if self._server.poll() is not None:
            told += self._read()
            told += self._mourn()
        elif not self._is_ready and time.monotonic() - self._launched > _FIRST_WORD_WITHIN:
            raise self._refusal(f"say that it was ready within {_FIRST_WORD_WITHIN:.0f} s")
        return told

    def _read(self) -> list[Event]:
        try:
            taken = os.read(self._events, 1 << 20)
        except BlockingIOError:
            return []
        *lines, self._rest = (self._rest + taken).split(b"\n")
        told = [Event(**json.loads(line)) for line in lines]
        for each in told:
            self._is_ready = self._is_ready or each.event == "ready"
            if each.event == "began":
                self._processes[each.slug] = each.process
            elif each.event == "ended":
                self._processes.pop(each.slug, None)
        return told

    def _mourn(self) -> list[Event]:
        """The server has ended: end what it left behind, and start another one."""
        from iidsp_analysis.report import processes

        if not self._is_ready:
            raise self._refusal("start")
        status = self._server.returncode
        lost = [Event("lost", slug, status=status) for slug in self._processes]
        for process in self._processes.values():
            processes.end(process)
        self._processes.clear()
        self._forget()
        self._launch()
        self._ask_common()
        return [*lost, Event("restarted")]

    def _refusal(self, what: str) -> ReportError:
        said = self._log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return ReportError(f"The server of the reports did not {what}.", where=said[-1] if said else "",
                           what_next="Try --engine nbclient, and tell the maintainers.")  # fmt: skip

    def _forget(self) -> None:
        self._selector.close()
        for stream in (self._server.stdin, self._server.stdout):
            if stream is not None:
                stream.close()

    def close(self) -> None:
        """Close the server's input: it ends its reports and itself."""
        if self._server.stdin is not None:
            self._server.stdin.close()
        try:
            self._server.wait(timeout=10 if self._is_ready else 0.1)
        except subprocess.TimeoutExpired:  # still warming, with nothing to end
            self._server.kill()
            self._server.wait()
        self._forget()
        self._log_file.unlink(missing_ok=True)


class SpawnedWorkers:
    """Fresh processes, one a task: slower by the imports of each, and possible everywhere."""

    def __init__(self) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._running: dict[str, tuple[multiprocessing.process.BaseProcess, Connection]] = {}
        self._waiting: list[Event] = []

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Nothing is shared: every process computes for itself."""

    def start(self, task: Task) -> None:
        """Start a process."""
        listener, speaker = self._spawn.Pipe(duplex=False)
        process = self._spawn.Process(target=spawned, args=(task.to_text(), speaker))
        process.start()
        speaker.close()
        self._running[task.slug] = (process, listener)
        self._waiting.append(Event("began", task.slug, process=process.pid or 0))

    def stop(self, slug: str) -> None:
        """End a task's process; a kernel notices that its parent is gone, and ends."""
        if slug in self._running:
            self._running[slug][0].kill()

    def events(self, seconds: float) -> list[Event]:
        """Return what has happened."""
        told, self._waiting = self._waiting, []
        heard = [each for pair in self._running.values() for each in (pair[0].sentinel, pair[1])]
        if not told and heard:
            wait(heard, seconds)
        for slug, (process, listener) in list(self._running.items()):
            told += _heard(slug, listener)
            if process.exitcode is not None:
                told.append(Event("ended", slug, status=process.exitcode))
                listener.close()
                process.close()
                del self._running[slug]
        return told

    def close(self) -> None:
        """End what still runs."""
        for process, listener in self._running.values():
            process.kill()
            process.join()
            listener.close()
        self._running.clear()


def _heard(slug: str, listener: Connection) -> list[Event]:
    told = []
    try:
        while listener.poll():
            told.append(Event("cell", slug, cell=listener.recv()))
    except (EOFError, OSError):  # the process has ended, and its end is told apart
        return told
    return told


def spawned(told: str, speaker: Connection) -> None:
    """Work on a task in a fresh process, which is the target of :class:`SpawnedWorkers`."""
    from iidsp_analysis.report import environment

    environment.prepare()
    task = Task.from_text(told)
    task.work.mkdir(parents=True, exist_ok=True)
    log = os.open(task.work / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(log, 2)
    from iidsp_analysis.report.runner import work_on

    work_on(task, speaker.send)


def workers_for(start: str, log: Path) -> Workers:
    """Return workers that are started by ``fork`` or ``spawn``."""
    return ForkedWorkers(log) if start == "fork" else SpawnedWorkers()
