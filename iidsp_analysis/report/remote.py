"""The worker's side of a cluster: unpacks the files once, and makes pages in processes of their own as at home.

A page that crashes costs its own process and not the worker. A task whose worker was lost is tried again elsewhere, but
not more often than :data:`MOST_TRIES` times: it may be what kills the workers.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report import manifest
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.parcel import NOTEBOOKS, Parcel, differences, program
from iidsp_analysis.report.supervisor import Finished, Supervisor
from iidsp_analysis.report.tasks import EXECUTED, LOG, PAGE, Task
from iidsp_analysis.report.workers import CAN_FORK, Event, ForkedWorkers

MOST_TRIES: Final = 3


@dataclass(frozen=True)
class Made:
    """How a page ended on a worker, with the files that it left, by name; plain values that travel."""

    status: str
    reason: str
    answer: dict[str, Any]
    seconds: float
    cpu_seconds: float
    memory: float
    cell: int
    files: dict[str, bytes]


class Unwanted(Exception):
    """Nobody waits for this page any more."""


class WatchedWorkers(ForkedWorkers):
    """Forked workers that ask before every look whether their page is still wanted."""

    is_wanted: Callable[[], bool] = staticmethod(lambda: True)

    def events(self, seconds: float) -> list[Event]:
        """Return what has happened.

        Raises
        ------
        Unwanted
            If nobody waits for the page any more.
        """
        if not self.is_wanted():
            raise Unwanted
        return super().events(seconds)


class Home:
    """Files of a parcel on this worker, and the warm server that works with them."""

    def __init__(self, parcel: Parcel, below: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="iidsp-", dir=below))
        parcel.unpack(self.folder)
        self.workers = WatchedWorkers(self.folder / "server.log", home=self.folder)
        self.workers.prepare([Job.from_plain(told) for told in parcel.common])

    def make(self, task: Task, is_wanted: Callable[[], bool], on_cell: Callable[[str, int], None]) -> Made:
        """Make one page as :class:`~iidsp_analysis.report.supervisor.Supervisor` does at home."""
        self.workers.is_wanted = is_wanted
        here = replace(task, notebook=self.folder / NOTEBOOKS / task.notebook.name, work=self.folder / "_" / task.slug)
        (finished,) = Supervisor(self.workers, 1, on_cell).run([here])
        made = _made(finished)
        shutil.rmtree(here.work, ignore_errors=True)
        return made

    def close(self) -> None:
        """End the server, and remove the files."""
        self.workers.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _made(finished: Finished) -> Made:
    wanted = (PAGE, *(f"page.{ending}" for ending in finished.task.documents))
    names = wanted if finished.status == manifest.DONE else (EXECUTED, LOG)
    paths = [finished.task.work / name for name in names]
    files = {path.name: path.read_bytes() for path in paths if path.is_file()}
    return Made(finished.status, finished.reason, asdict(finished.answer), finished.seconds, finished.cpu_seconds,
                finished.memory, finished.cell, files)  # fmt: skip


#: Homes by parcel and thread: a server answers one thread only.
_homes: dict[tuple[str, int], Home] = {}
_guard: Final = threading.Lock()


def make_page(told: str, parcel: Parcel) -> Made:
    """Make one page on this worker; called by the scheduler.

    Parameters
    ----------
    told : str
        The task as :meth:`~iidsp_analysis.report.tasks.Task.to_text` wrote it.
    parcel : Parcel
        Files to make it from; its name is the topic under which cells are told that begin.

    Raises
    ------
    ReportError
        If this worker runs another program, or a system without safe forks.
    Unwanted
        If the batch was ended meanwhile.
    """
    from distributed import get_worker

    task, worker = Task.from_text(told), get_worker()
    if _count_try(parcel.name, task.slug) > MOST_TRIES:
        return Made(manifest.KILLED, lost_words(MOST_TRIES), {}, 0.0, 0.0, 0.0, -1, {})
    require_same(parcel.program, circumstances())
    key, mine = str(worker.get_current_task()), (parcel.name, threading.get_ident())
    try:
        return _home(mine, parcel, worker.local_directory).make(
            task,
            lambda: _is_wanted(worker, key),
            lambda slug, cell: worker.log_event(parcel.name, {"slug": slug, "cell": cell}),
        )
    except (Unwanted, ReportError):
        _close([mine])
        raise


def lost_words(tries: int) -> str:
    """Reason of a page that is given up."""
    return f"killed: its worker was lost {tries} times while it was made; it is not tried again"


def _count_try(parcel: str, slug: str) -> int:
    """Count on the scheduler how often this task began: what a worker would count is lost with the worker."""
    from distributed import get_client

    client = get_client()
    tries = int(client.get_metadata([parcel, slug], default=0)) + 1
    client.set_metadata([parcel, slug], tries)
    return tries


def _is_wanted(worker: Any, key: str) -> bool:
    """Whether the scheduler still waits for a task; a thread cannot be stopped from outside, so it asks."""
    state = worker.state.tasks.get(key)
    return state is not None and state.state == "executing"


def _home(mine: tuple[str, int], parcel: Parcel, below: str) -> Home:
    if mine not in _homes:
        home = Home(parcel, below)
        with _guard:
            _homes[mine] = home
    return _homes[mine]


def forget(parcel: str) -> None:
    """End the servers that work with a parcel on this worker, and remove its files."""
    _close([key for key in list(_homes) if key[0] == parcel])


def _close(keys: Sequence[tuple[str, int]]) -> None:
    with _guard:
        homes = [_homes.pop(key) for key in keys if key in _homes]
    for home in homes:
        home.close()


def circumstances() -> dict[str, str]:
    """What this worker runs; ``can fork`` is empty where pages cannot be forked safely."""
    return program() | {"can fork": "yes" if CAN_FORK else ""}


def require_same(mine: dict[str, str], theirs: dict[str, str]) -> None:
    """Refuse a worker whose pages would differ.

    Raises
    ------
    ReportError
        Naming what differs.
    """
    if not theirs.get("can fork"):
        raise ReportError("A worker of the cluster does not run Linux, where alone pages are forked safely.")
    other = differences(mine, {name: value for name, value in theirs.items() if name != "can fork"})
    if other:
        raise ReportError(f"A worker of the cluster has another version of {other}.",
                          what_next="Install the same commit and lock file on all machines.")  # fmt: skip
