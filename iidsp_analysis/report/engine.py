"""The papermill engine ``iidsp``: cells run in the current process, which a report has for itself.

``papermill -e iidsp`` finds it by its entry point; a tree that is not installed registers it by
:func:`register_engine`. One process runs one report: the factory forks it from a warm server (``report.server``).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from iidsp_analysis.report.cells import WithoutZmqShell, cell_shell, describe_python
from iidsp_analysis.report.outputs import coalesced

NAME = "iidsp"
#: Seconds between two states of a running notebook on the disk; papermill writes it twice a cell.
SAVE_EVERY = 1.0


def nobody(cell: int) -> None:
    """Tell nobody which cell begins."""


class SavingNowAndThen(NotebookExecutionManager):  # type: ignore[misc]
    """Writes the running notebook once a second at most, and at its start and end."""

    def save(self, **_: Any) -> None:
        """Write the notebook where a second has passed, or it starts or ends."""
        is_running = self.start_time is not None and self.end_time is None
        if not is_running or time.monotonic() - getattr(self, "written", -SAVE_EVERY) >= SAVE_EVERY:
            super().save()
            self.written = time.monotonic()


class InProcessEngine(Engine):  # type: ignore[misc]
    """Run a notebook's cells in this process; the outputs equal those of a cold kernel."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str | None = None, progress_bar: bool = True,
        log_output: bool = False, autosave_cell_every: int = 30, **kwargs: Any,
    ) -> NotebookNode:  # fmt: skip
        """Run a notebook, as every engine of papermill does."""
        manager = SavingNowAndThen(nb, output_path, log_output, progress_bar, autosave_cell_every)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, **kwargs)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        executed: NotebookNode = manager.nb
        return executed

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, coalesce_streams: bool = False,
        seed: int | None = None, on_cell: Callable[[int], None] = nobody, **_: Any,
    ) -> None:  # fmt: skip
        """Run the cells one after the other, up to the first that fails.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            The notebook; its cells are filled in.
        kernel_name : str
            Not used: the language is that of this process.
        coalesce_streams : bool
            Join the printed texts of a cell, as the option of nbclient does.
        seed : int, optional
            Start of the global random numbers.
        on_cell : callable
            Told the number of each cell before it runs.
        """
        with tempfile.TemporaryDirectory(prefix="iidsp-") as home, cell_shell(home, seed) as shell:
            for number, cell in enumerate(nb_man.nb.cells):
                on_cell(number)
                nb_man.cell_start(cell, number)
                failed = cell.cell_type == "code" and bool(cell.source.strip()) and _run(shell, cell)
                if coalesce_streams and cell.cell_type == "code":
                    cell.outputs = coalesced(cell.outputs)
                if failed:
                    nb_man.cell_exception(cell, number)
                nb_man.cell_complete(cell, number)
                if failed:
                    break
        nb_man.nb.metadata["language_info"] = from_dict(describe_python())  # type: ignore[no-untyped-call]


def _run(shell: WithoutZmqShell, cell: NotebookNode) -> bool:
    """Run one cell; whether its failure stops the notebook."""
    shell.outputs.begin(cell.outputs)
    ran = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    shell.outputs.flush()
    cell.execution_count = ran.execution_count
    return not ran.success and "raises-exception" not in cell.metadata.get("tags", [])


def register_engine() -> None:
    """Make the engine known to papermill in this process."""
    papermill_engines.register(NAME, InProcessEngine)
