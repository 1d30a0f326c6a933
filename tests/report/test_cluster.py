"""Pages made on a cluster of two worker processes: the same bytes, also when a worker is lost in the middle."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from distributed import Client, LocalCluster

from iidsp_analysis import cluster, folders
from iidsp_analysis.errors import ReportError, UsageError
from iidsp_analysis.report import manifest, remote
from iidsp_analysis.report.cluster_supervisor import ClusterSupervisor
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, region_job
from iidsp_analysis.report.outcomes import InCell, Outcome
from iidsp_analysis.report.parcel import Parcel, differences, program
from iidsp_analysis.report.tasks import Task
from tests.report.batches import FAULTY, Six, six_jobs

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # dask's own sockets, closed by the collector
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pages are forked on Linux alone")


@contextmanager
def two_workers() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as local:
        yield local.scheduler_address


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Address of a cluster of two worker processes on this machine, which no test harms."""
    with two_workers() as local:
        yield local


@pytest.fixture
def own_address() -> Iterator[str]:
    """Address of a cluster that may lose its workers: who starts them again may give up, so it serves one test."""
    with two_workers() as local:
        yield local


def workers(address: str) -> dict[str, int]:
    """Processes of the two workers by address; one that was lost is started again."""
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        return client.run(os.getpid)


def pages(six: Six) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in six.out.glob("*.html")}


# --- whole batches ------------------------------------------------------------------------------------------------


@on_linux
@pytest.mark.slow
def test_a_cluster_makes_the_bytes_of_this_machine(tmp_path, address):
    here, there = Six(tmp_path / "here", "pass"), Six(tmp_path / "there", "pass")
    there.notebooks, asked = here.notebooks, []
    here.run()
    there.run(scheduler=address, listen=asked.append)
    assert pages(there) == pages(here)
    assert len(pages(there)) == 6
    there.require_sound()
    assert {told.slug for told in asked if isinstance(told, InCell)} == set(there.rows())
    assert there.run(scheduler="tcp://127.0.0.1:1")["industry_10"].is_new is False  # nothing to do: nobody is asked


@on_linux
@pytest.mark.slow
def test_real_pages_are_those_of_this_machine(tmp_path, address):
    jobs = [region_job(label, Settings(language="en")) for label in ("AKM", "ALA")]
    here, there = (
        run_batch(jobs, folders.notebooks(), tmp_path / name, Options(scheduler=scheduler))
        for name, scheduler in (("here", ""), ("there", address))
    )
    assert [each.is_done for each in there] == [True, True], there
    assert [each.page.read_bytes() for each in there] == [each.page.read_bytes() for each in here]


@on_linux
@pytest.mark.slow
def test_pages_of_a_lost_worker_are_made_elsewhere(tmp_path, own_address):
    here, there = Six(tmp_path / "here", "pass", all_wait=1.0), Six(tmp_path / "there", "pass", all_wait=1.0)
    there.notebooks = here.notebooks
    here.run()
    killed = []

    def kill_one(told: object) -> None:
        if isinstance(told, Outcome) and not killed:
            killed.append(min(workers(own_address).values()))
            os.kill(killed[0], signal.SIGKILL)

    there.run(scheduler=own_address, listen=kill_one)
    assert killed
    assert pages(there) == pages(here)
    assert len(pages(there)) == 6
    there.require_sound()


@on_linux
@pytest.mark.slow
def test_what_kills_its_worker_is_stopped_after_three_tries(tmp_path, own_address):
    """The page's parent is the server, whose parent is the worker: a page that takes the whole machine with it."""
    kill = "import os, pathlib, signal\n"
    kill += f"open({str(tmp_path / 'tries')!r}, 'a').write('x')\n"
    kill += "told = pathlib.Path(f'/proc/{os.getppid()}/stat').read_text()\n"
    kill += "os.kill(int(told.rpartition(')')[2].split()[1]), signal.SIGKILL)\ntime.sleep(60)"
    six = Six(tmp_path / "six", kill)
    outcomes = six.run(scheduler=own_address)
    assert outcomes[FAULTY].status == manifest.KILLED
    assert "3 times" in outcomes[FAULTY].reason
    assert (tmp_path / "tries").read_text() == "x" * remote.MOST_TRIES
    assert [slug for slug, each in outcomes.items() if not each.is_done] == [FAULTY]
    six.require_sound(FAULTY)


@on_linux
@pytest.mark.slow
def test_a_page_that_crashes_costs_no_worker_and_keeps_its_notebook(tmp_path, address):
    six = Six(tmp_path, "import ctypes\nctypes.string_at(0)")
    before = workers(address)
    outcomes = six.run(scheduler=address)
    assert "SIGSEGV" in outcomes[FAULTY].reason
    assert outcomes[FAULTY].kept.is_file()
    assert workers(address) == before
    six.require_sound(FAULTY)


@on_linux
@pytest.mark.slow
def test_an_interruption_ends_the_pages_on_the_workers(tmp_path, address):
    six = Six(tmp_path, "time.sleep(600)")

    def interrupt(told: object) -> None:
        if isinstance(told, InCell) and told.slug == FAULTY and told.cell >= 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        six.run(scheduler=address, listen=interrupt)
    assert six.rows()[FAULTY]["status"] == "killed"
    with Client(address, set_as_default=False) as client:
        left = client.run(_servers_below)
    assert left == dict.fromkeys(left, 0)


def _servers_below() -> int:
    """How many homes a worker still keeps."""
    return len(remote._homes)


# --- lost files ---------------------------------------------------------------------------------------------------


class Ended:
    """A future that has ended as it was told to."""

    def __init__(self, status: str) -> None:
        self.status = status

    def add_done_callback(self, told) -> None:
        told(self)

    def result(self) -> remote.Made:
        return remote.Made(manifest.DONE, "", {}, 0.0, 0.0, 0.0, -1, {})


class LosingClient:
    """A client of a cluster that loses the first parcels with all their workers; pages may have begun before."""

    def __init__(self, losses: int, begins: bool) -> None:
        self.losses, self.begins, self.parcels, self.tries = losses, begins, 0, {}

    def scatter(self, parcel, **_) -> int:
        self.parcels += 1
        return self.parcels

    def submit(self, _function, told, parcel, **_) -> Ended:
        slug = Task.from_text(told).slug
        if parcel <= self.losses and not self.begins:
            return Ended("cancelled")
        self.tries[slug] = self.tries.get(slug, 0) + 1
        return Ended("cancelled" if parcel <= self.losses else "finished")

    def get_metadata(self, keys, default) -> int:
        return self.tries.get(keys[1], default)

    def run(self, *_, **__) -> dict[str, dict[str, str]]:
        return {}

    def wait_for_workers(self, *_, **__) -> None: ...
    def subscribe_topic(self, *_) -> None: ...
    def unsubscribe_topic(self, *_) -> None: ...
    def cancel(self, *_, **__) -> None: ...
    def set_metadata(self, *_) -> None: ...


def ended(client: LosingClient, tmp_path) -> list[str]:
    tasks = [Task(job, {}, tmp_path / "made.ipynb", tmp_path / job.slug) for job in six_jobs()]
    watch = ClusterSupervisor(client, Parcel("topic", {}, {}, ()), lambda *_: None)
    return [each.task.slug for each in watch.run(tasks)]


def test_pages_of_one_lost_parcel_ask_for_one_new_one(tmp_path):
    client = LosingClient(2, begins=True)
    assert len(ended(client, tmp_path)) == 6
    assert client.parcels == 3


def test_parcels_that_are_lost_while_pages_begin_are_no_reason_to_give_up(tmp_path):
    client = LosingClient(5, begins=True)
    assert len(ended(client, tmp_path)) == 6
    assert client.parcels == 6


def test_parcels_that_are_lost_before_any_page_begins_are_given_up(tmp_path):
    client = LosingClient(99, begins=False)
    with pytest.raises(ReportError, match="again and again"):
        ended(client, tmp_path)
    assert client.parcels == 3


# --- refusals -----------------------------------------------------------------------------------------------------


def test_a_worker_with_another_program_is_refused():
    mine = program()
    theirs = mine | {"pandas": "0.1", "can fork": "yes"}
    with pytest.raises(ReportError, match="another version of pandas"):
        remote.require_same(mine, theirs)
    remote.require_same(mine, mine | {"can fork": "yes"})
    with pytest.raises(ReportError, match="Linux"):
        remote.require_same(mine, mine)


def test_differences_name_what_is_missing_on_either_side():
    assert differences({"a": "1", "b": "1"}, {"b": "1", "c": "1"}) == "a, c"
    assert differences({"a": "1"}, {"a": "1"}) == ""


@pytest.mark.parametrize(
    ("executor", "scheduler", "told"),
    [
        ("dask", "", "no address"),
        ("local", "tcp://127.0.0.1:1", "dask alone"),
        ("slurm", "", "Unknown executor"),
    ],
)
def test_executor_and_scheduler_go_together(executor, scheduler, told):
    with pytest.raises(UsageError, match=told):
        cluster.require_address(executor, scheduler)


def test_an_address_that_means_nothing_is_refused():
    with pytest.raises(UsageError, match="no address of a scheduler"), cluster.connected("what://is this"):
        pass


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(cluster, "_ANSWERS_WITHIN", 0.5)
    with pytest.raises(ReportError, match="No scheduler answers"), cluster.connected("tcp://127.0.0.1:1"):
        pass


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="not installed") as refused, cluster.connected("tcp://127.0.0.1:1"):
        pass
    assert "iidsp-analysis[cluster]" in refused.value.what_next
