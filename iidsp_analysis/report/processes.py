"""Processes on Linux: what a report may take, and how it is ended with everything that it started."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from iidsp_analysis.report.tasks import Limits

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
#: Where memory runs out the system ends a report before it ends the user's other programs.
_OUT_OF_MEMORY_SCORE = "500"


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")


def die_with(parent: int) -> None:
    """Let the system end this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the wish was heard
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of processes that reports leave behind, to be able to end them."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def limit(limits: Limits) -> None:
    """Limit the memory of this process; write no memory dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.memory:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory * 2**20,) * 2)
    with suppress(OSError):  # not every container allows it
        Path("/proc/self/oom_score_adj").write_text(_OUT_OF_MEMORY_SCORE)


def children() -> dict[int, int]:
    """Parent of every process that is there, by process."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, ValueError, IndexError):  # it ended meanwhile
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return parents


def family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents, found = children(), [process]
    for member in found:
        found += [each for each, parent in parents.items() if parent == member]
    return found


def end(process: int) -> None:
    """End a process, its group and all that descend from it."""
    members = family(process)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    for member in members:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
