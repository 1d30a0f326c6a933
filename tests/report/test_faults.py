"""One page of six meets a fault: the others are done and whole, it names its cause, a rerun makes what is missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report import manifest
from iidsp_analysis.report.outcomes import Again
from iidsp_analysis.report.tasks import Limits
from tests.report.batches import FAULTY, MARK, Six, servers, six_jobs

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")]

FAULTS = {
    "raises": ("raise ValueError('this went wrong')", Limits(), "failed", "ValueError: this went wrong"),
    "exits": ("import sys\nsys.exit(3)", Limits(), "failed", "SystemExit: 3"),
    "killed": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", Limits(), "killed", "SIGKILL"),
    "vanishes": ("import os\nos._exit(0)", Limits(), "failed", "without an answer"),
    "memory": ("hoard = [bytearray(10**8) for _ in range(100)]", Limits(memory=3000), "failed", "MemoryError"),
    "segfault": ("import ctypes\nctypes.string_at(0)", Limits(), "killed", "SIGSEGV"),
    "endless cell": ("while True: pass", Limits(cell_seconds=3), "timed out", "a cell took more than 3 s"),
    "endless page": ("time.sleep(60)", Limits(job_seconds=3), "timed out", "the report took more than 3 s"),
    "deaf": ("import signal, subprocess\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
             "subprocess.run(['sleep', '987654'], start_new_session=True)",
             Limits(cell_seconds=3), "timed out", "a cell took more than 3 s"),
    "flood": ("for _ in range(200): print('x' * 10**6)", Limits(), "failed", "shows more than 64 MB"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_left(monkeypatch):
    """No process of a batch outlives it."""
    monkeypatch.setenv(MARK, str(time.time_ns()))
    before = servers()
    yield
    deadline = time.monotonic() + 10
    while servers() - before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert servers() - before == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_its_own_page_only(name, tmp_path):
    fault, limits, status, reason = FAULTS[name]
    six = Six(tmp_path, fault)
    outcomes = six.run(limits)
    faulty = outcomes[FAULTY]
    assert (faulty.status, faulty.page) == (status, None)
    assert reason in faulty.reason
    six.require_sound(FAULTY)
    kept = nbformat.read(faulty.kept, as_version=4)
    nbformat.validate(kept)
    assert any(each.output_type == "error" for cell in kept.cells for each in cell.get("outputs", [])) or (
        name == "vanishes"
    )
    six.flag.unlink()
    again = six.run(limits)
    assert [slug for slug, outcome in again.items() if outcome.is_new] == [FAULTY]
    six.require_sound()
    assert not (six.out / "_failed").exists()


def test_an_orphan_that_left_its_session_is_ended(tmp_path):
    six = Six(tmp_path, "import subprocess\nsubprocess.Popen(['sleep', '987654'], start_new_session=True)")
    assert six.run()[FAULTY].is_done
    six.require_sound()


def started(six: Six) -> subprocess.Popen:
    """Run the batch in another process."""
    script = (
        "import signal, sys; from pathlib import Path; from tests.report.batches import six_jobs\n"
        # A shell without a terminal starts what runs in its background deaf to Ctrl-C, and tests may run there.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from iidsp_analysis.report.factory import run_batch\n"
        "run_batch(six_jobs(), Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", script, six.notebooks, six.out]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stderr=subprocess.DEVNULL)


def wait_for_pages(six: Six, number: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (six.out / manifest.FILE).is_file() and sum(r["status"] == "done" for r in six.rows().values()) >= number:
            return
        time.sleep(0.05)
    pytest.fail("no page was made in a minute")


@pytest.mark.parametrize("with_what", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda each: each.name)
def test_a_batch_that_is_ended_is_finished_by_the_next(with_what, tmp_path):
    six = Six(tmp_path, "pass", all_wait=2.0)
    batch = started(six)
    # Pages end in pairs, and the manifest on the disk may know one of a pair: when it knows one, two run and two wait.
    wait_for_pages(six, 1 if with_what == signal.SIGINT else 2)
    time.sleep(0.5)  # the other of the pair ends as well
    batch.send_signal(with_what)
    assert batch.wait(30) != 0
    done = {slug for slug, row in six.rows().items() if row["status"] == "done"}
    statuses = {row["status"] for row in six.rows().values()} - {"done"}
    assert statuses == ({"killed", "skipped"} if with_what == signal.SIGINT else {"waiting"})
    assert 2 <= len(done) < 6
    for slug in done:
        assert manifest.checksum_of(six.out / f"{slug}.html") == six.rows()[slug]["checksum"]
    again = six.run()
    assert {slug for slug, outcome in again.items() if not outcome.is_new} == done
    six.require_sound()


def test_the_server_is_started_again_when_it_is_killed(tmp_path):
    once = f"from pathlib import Path\nPath({str(tmp_path / 'flag')!r}).unlink()\n"
    six = Six(tmp_path, f"{once}import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)")
    outcomes = six.run()
    assert "the server of the reports ended" in outcomes[FAULTY].reason
    done = [outcome for outcome in outcomes.values() if outcome.is_done]
    assert len(done) >= 4  # the neighbour that ran at the moment may be lost as well
    again = six.run()
    assert all(outcome.is_done for outcome in again.values())


def test_a_second_batch_in_the_folder_is_refused(tmp_path):
    six = Six(tmp_path, "pass", all_wait=1.0)
    batch = started(six)
    wait_for_pages(six, 1)
    with pytest.raises(ReportError, match="Another batch is writing"):
        six.run()
    assert batch.wait(60) == 0
    six.require_sound()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no right to mount a small file system")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_costs_the_page_that_has_no_room(tmp_path, small_disk):
    six = Six(tmp_path, "print('x' * 3_000_000)")
    six.out = small_disk / "out"
    faulty = six.run()[FAULTY]
    assert faulty.status == "failed"
    assert "No space left on device" in faulty.reason
    six.require_sound(FAULTY)
    six.flag.unlink()
    assert [slug for slug, outcome in six.run().items() if outcome.is_new] == [FAULTY]


def test_a_read_only_folder_is_refused_before_anything_starts(tmp_path, small_disk):
    six = Six(tmp_path, "pass")
    six.out = small_disk / "out"
    six.out.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    before = servers()
    with pytest.raises(OSError, match=r"read-only|Read-only"):
        six.run()
    assert servers() == before
    assert list(six.out.iterdir()) == []


def test_data_that_change_during_the_run_make_all_pages_again(tmp_path, home):
    change = home / "data" / "raw" / "note.txt"
    six = Six(tmp_path, f"Path({str(change)!r}).write_text('changed')")
    told = []
    outcomes = six.run(listen=told.append)
    assert all(outcome.is_done for outcome in outcomes.values())
    assert [each for each in told if isinstance(each, Again)]
    six.require_sound()
    assert len({row["edition"] for row in six.rows().values()}) == 1
    assert not any(outcome.is_new for outcome in six.run().values())


def test_data_that_never_stand_still_give_no_page(tmp_path, home):
    change = home / "data" / "raw" / "note.txt"
    six = Six(tmp_path, "pass")
    restless = six.notebooks / "industry_report.ipynb"
    restless.write_text(restless.read_text().replace(
        "print('Division', industry)", f"import time\\nPath('{change}').write_text(str(time.time_ns()))"))  # fmt: skip
    outcomes = six.run()
    assert len(outcomes) == len(six_jobs())
    assert {outcome.reason.partition(":")[0] for outcome in outcomes.values()} == {
        "the data kept changing while the pages were made"
    }
    six.require_sound(*outcomes)
