"""The warm server: imports everything once, then forks one process for every report.

It runs as ``python -m iidsp_analysis.report.server``, reads one line of JSON for each wish on its standard input, and
writes one for each event on its standard output (:mod:`report.messages`). When its input ends – the batch is over, or
its process was killed – it ends every report that still runs, and itself.
"""

from __future__ import annotations

import faulthandler
import json
import os
import selectors
import signal
import sys
from dataclasses import dataclass
from typing import Any, NoReturn

from iidsp_analysis.report import _warm, processes
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.tasks import LOG, Task

_STARTED_BADLY = 70


@dataclass(frozen=True)
class _Report:
    """A running report: its process, and a descriptor that becomes readable when it ends."""

    slug: str
    process: int
    ended: int


class Server:
    """Forks reports and tells what becomes of them."""

    def __init__(self, wishes: int, events: int) -> None:
        self._wishes, self._events = wishes, events
        self._selector = selectors.DefaultSelector()
        self._selector.register(wishes, selectors.EVENT_READ)
        self._running: dict[int, _Report] = {}
        self._rest = b""

    def serve(self) -> None:
        """Work until the input ends."""
        processes.adopt_orphans()
        self._tell("ready")
        is_open = True
        while is_open:
            for key, _ in self._selector.select():
                if key.fd == self._wishes:
                    is_open = self._read()
                else:
                    self._reap(self._running[key.fd])
        for report in list(self._running.values()):
            processes.end(report.process)
            self._reap(report)
        self._end_orphans()

    def _read(self) -> bool:
        """Take the wishes that have come; False at the end of the input."""
        taken = os.read(self._wishes, 1 << 16)
        *lines, self._rest = (self._rest + taken).split(b"\n")
        for line in lines:
            wish = json.loads(line)
            if "prepare" in wish:
                _warm.prepare([Job.from_plain(told) for told in wish["prepare"]])
            elif "start" in wish:
                self._start(Task.from_text(wish["start"]))
            else:
                self._stop(wish["stop"])
        return bool(taken)

    def _start(self, task: Task) -> None:
        me = os.getpid()
        process = os.fork()
        if process == 0:
            self._selector.close()
            os.close(self._wishes)
            _be_a_report(task, self._events, me)
        report = _Report(task.slug, process, os.pidfd_open(process))
        self._running[report.ended] = report
        self._selector.register(report.ended, selectors.EVENT_READ)
        self._tell("began", slug=task.slug, process=process)

    def _stop(self, slug: str) -> None:
        for report in self._running.values():
            if report.slug == slug:
                processes.end(report.process)

    def _reap(self, report: _Report) -> None:
        """Take note of a report's end. It stays a zombie until then: its number belongs to nobody else."""
        processes.end(report.process)
        _, status, used = os.wait4(report.process, 0)
        self._selector.unregister(report.ended)
        os.close(report.ended)
        del self._running[report.ended]
        self._end_orphans()
        self._tell("ended", slug=report.slug, status=os.waitstatus_to_exitcode(status), memory=used.ru_maxrss,
                   cpu=used.ru_utime + used.ru_stime)  # fmt: skip

    def _end_orphans(self) -> None:
        """End processes that a report left behind: they are children of the server now."""
        mine = {report.process for report in self._running.values()}
        for process, parent in processes.children().items():
            if parent == os.getpid() and process not in mine:
                processes.end(process)
                os.waitpid(process, 0)

    def _tell(self, event: str, **told: Any) -> None:
        tell(self._events, event, **told)


def tell(events: int, event: str, **told: Any) -> None:
    """Write one event; short enough to be written at once, although several processes write."""
    try:
        os.write(events, f"{json.dumps({'event': event, **told})}\n".encode())
    except BrokenPipeError:
        return  # nobody listens any more: the end of the input will say so


def _be_a_report(task: Task, events: int, server: int) -> NoReturn:
    """Run a task in the forked process, which never returns."""
    status = _STARTED_BADLY
    try:
        os.setsid()
        processes.die_with(server)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        task.work.mkdir(parents=True, exist_ok=True)
        log = os.open(task.work / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        faulthandler.enable(file=2)
        processes.limit(task.limits)
        from iidsp_analysis.report.runner import work_on

        work_on(task, lambda cell: tell(events, "cell", slug=task.slug, cell=cell))
        status = 0
    except BaseException:  # noqa: BLE001 -- whatever it is: the process ends here, and its log says why
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Serve on the standard streams; what libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who reads the terminal decides
    wishes, events = os.dup(0), os.dup(1)
    os.set_inheritable(wishes, False)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _warm.warm()
    Server(wishes, events).serve()


if __name__ == "__main__":
    main()
