"""A cluster of dask.distributed: how to reach one, and how to spread work over it. Needs the extra ``cluster``.

Whoever may talk to a scheduler may run code on its workers: use clusters that you trust, TLS by dask's own settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from iidsp_analysis.errors import ReportError, UsageError

if TYPE_CHECKING:
    from distributed import Client

EXECUTORS: Final = ("local", "dask")
#: Seconds in which the scheduler must answer, and in which it must have a worker.
_ANSWERS_WITHIN: Final = 10
_WORKER_WITHIN: Final = 30.0
#: So often is work tried again elsewhere when its worker is lost.
_RETRIES: Final = 2

Item = TypeVar("Item")
Made = TypeVar("Made")


def require_address(executor: str, scheduler: str, known: tuple[str, ...] = EXECUTORS) -> None:
    """Refuse an executor that does not exist, and a scheduler's address without dask or dask without an address.

    Raises
    ------
    UsageError
        Saying what goes together.
    """
    if executor not in known:
        raise UsageError(f"Unknown executor {executor!r}.", where="--executor", what_next=f"Use {' or '.join(known)}.")
    if executor == "dask" and not scheduler:
        raise UsageError("The cluster has no address.", where="--executor dask",
                         what_next="Name its scheduler: --scheduler tcp://HOST:8786.")  # fmt: skip
    if scheduler and executor != "dask":
        raise UsageError("A scheduler is used by dask alone.", where=f"--scheduler {scheduler}",
                         what_next="Add --executor dask.")  # fmt: skip


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connect with a scheduler that has at least one worker.

    Raises
    ------
    UsageError
        If dask.distributed is not installed, or the address means nothing.
    ReportError
        If nobody answers there, or no worker is there.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise UsageError("dask.distributed is not installed.", where="--executor dask",
                         what_next="pip install 'iidsp-analysis[cluster]'") from None  # fmt: skip
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (ValueError, TypeError) as error:
        raise UsageError(f"That is no address of a scheduler: {error}.", where=f"--scheduler {address}",
                         what_next="It looks like tcp://HOST:8786.") from None  # fmt: skip
    except OSError as error:
        raise ReportError(f"No scheduler answers: {error or type(error).__name__}.", where=address,
                          what_next="Start it (dask scheduler), or leave --executor dask away.") from None  # fmt: skip
    with client:
        require_worker(client, _WORKER_WITHIN)
        yield client


def require_worker(client: Client, seconds: float) -> None:
    """Wait for a worker.

    Raises
    ------
    ReportError
        If none comes.
    """
    try:
        client.wait_for_workers(1, timeout=seconds)
    except (TimeoutError, OSError):
        raise ReportError("The cluster has no worker.", where=_address(client),
                          what_next="Start some: dask worker ADDRESS --nthreads 1.") from None  # fmt: skip


def _address(client: Client) -> str:
    return str(client.scheduler.address) if client.scheduler else ""


def spread(client: Client) -> Callable[[Callable[[Item], Made], Iterable[Item]], Iterable[Made]]:
    """Return a ``map`` over the workers of a cluster: items are sent once, a lost worker's are done elsewhere."""

    def mapped(function: Callable[[Item], Made], items: Iterable[Item]) -> Iterable[Made]:
        from distributed import KilledWorker

        sent: Any = client.scatter(list(items), hash=False)
        futures = client.map(function, sent, pure=False, retries=_RETRIES)
        try:
            return client.gather(futures)  # type: ignore[no-any-return]
        except KilledWorker as error:
            raise ReportError(f"Work was given up after it had taken its workers with it: {error}.",
                              where=_address(client), what_next="Run it with --executor serial.") from None  # fmt: skip

    return mapped
