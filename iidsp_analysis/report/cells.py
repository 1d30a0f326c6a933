"""An IPython shell that runs cells in this process, without a kernel, and looks like one to libraries."""

from __future__ import annotations

import atexit
import builtins
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

from iidsp_analysis.report import environment
from iidsp_analysis.report.outputs import Outputs, as_text

#: What pandas would have chosen at import, had it been imported in a kernel.
KERNEL_COLUMNS = 20


def _outputs_of(shell: Any) -> Outputs:
    outputs: Outputs = shell.outputs
    return outputs


class CellPublisher(DisplayPublisher):
    """Takes what ``display`` shows."""

    def publish(
        self, data: Any, metadata: Any = None, source: Any = None, *, transient: Any = None, update: Any = False,
        **_: Any,
    ) -> None:  # fmt: skip
        """Collect displayed content, or replace what stands under its id."""
        outputs = _outputs_of(self.shell)
        content, display_id = as_text(data), (transient or {}).get("display_id")
        outputs.count(sum(len(value) for value in content.values() if isinstance(value, str)))
        if update:
            outputs.update(display_id or "", content, metadata or {})
        else:
            outputs.show("display_data", display_id=display_id, data=content, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        """Clear what the cell has shown."""
        _outputs_of(self.shell).clear(wait=wait)


class CellHook(DisplayHook):
    """Takes the value of a cell's last expression."""

    def start_displayhook(self) -> None:
        """Show what was printed first."""
        _outputs_of(self.shell).flush()

    def write_output_prompt(self) -> None:
        """A notebook numbers its outputs itself."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Collect the representations of the value."""
        outputs = _outputs_of(self.shell)
        content = as_text(format_dict)
        outputs.count(sum(len(value) for value in content.values() if isinstance(value, str)))
        if content:
            outputs.show("execute_result", data=content, metadata=md_dict or {}, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing is left to be sent."""


class WithoutZmqShell(InteractiveShell):
    """Runs cells here. pandas looks for "zmq" in the name of the shell to know that it shows to a notebook."""

    outputs = AnyTrait()
    #: Libraries take a shell with a kernel for Jupyter, and one without for a terminal.
    kernel = AnyTrait()
    display_pub_class = Type(CellPublisher)
    displayhook_class = Type(CellHook)
    colors_force = True

    def init_history(self) -> None:
        """Keep no history on the disk."""
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: str | None = None) -> None:
        """Open no windows."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self._last_traceback = stb
        self.outputs.show("error", ename=str(etype.__name__), evalue=str(evalue), traceback=list(stb))


@contextmanager
def cell_shell(home: str, seed: int | None = None) -> Iterator[WithoutZmqShell]:
    """Open a shell, and leave the process as it was: streams, main module, hooks of Python.

    Parameters
    ----------
    home : str
        Folder in which IPython may keep its profile.
    seed : int, optional
        Start of the global random numbers: a forked process would repeat its parent's.
    """
    outputs = Outputs()
    before: Any = InteractiveShell._instance
    if before is not None:
        type(before).clear_instance()
    with _process_as_it_was():
        shell = WithoutZmqShell.instance(outputs=outputs, ipython_dir=home, config=Config())
        sys.stdout, sys.stderr = outputs.streams["stdout"], outputs.streams["stderr"]
        _like_a_kernel(shell, seed)
        try:
            yield shell
        finally:
            shell.atexit_operations()  # type: ignore[no-untyped-call]
            atexit.unregister(shell.atexit_operations)
            WithoutZmqShell.clear_instance()
            for kind in type(before)._walk_mro() if before is not None else ():
                kind._instance = before


@contextmanager
def _process_as_it_was() -> Iterator[None]:
    environment = dict(os.environ)
    streams, main, hooks = (sys.stdout, sys.stderr), sys.modules["__main__"], (sys.displayhook, sys.excepthook)
    added = {name: vars(builtins).get(name) for name in ("get_ipython", "display", "__IPYTHON__", "_")}
    try:
        yield
    finally:
        (sys.stdout, sys.stderr), (sys.displayhook, sys.excepthook) = streams, hooks
        sys.modules["__main__"] = main
        os.environ.clear()
        os.environ.update(environment)
        for name, value in added.items():
            if value is None:
                vars(builtins).pop(name, None)
            else:
                setattr(builtins, name, value)


def _like_a_kernel(shell: WithoutZmqShell, seed: int | None) -> None:
    """Undo what libraries chose when they were imported outside a kernel."""
    os.environ["TERM"] = "xterm-color"
    os.environ["CLICOLOR"] = "1"
    os.environ["FORCE_COLOR"] = "1"
    os.environ["CLICOLOR_FORCE"] = "1"
    os.environ["PAGER"] = os.environ["GIT_PAGER"] = "cat"
    os.environ["MPLBACKEND"] = environment.ENVIRONMENT["MPLBACKEND"]
    if "pandas" in sys.modules and sys.modules["pandas"].get_option("display.max_columns") == 0:
        sys.modules["pandas"].set_option("display.max_columns", KERNEL_COLUMNS)
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
        sys.modules["matplotlib.pyplot"].switch_backend(os.environ["MPLBACKEND"])
    if seed is not None:
        random.seed(seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(seed % 2**32)


def describe_python() -> dict[str, Any]:
    """Return what a kernel of this Python says of its language."""
    return {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{sys.version_info[0]}",
        "version": ".".join(map(str, sys.version_info[:3])),
    }
