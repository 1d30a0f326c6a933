"""A JupyterLab of its own for a test, on loopback with temporary folders and nothing fetched; hands to drive it."""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90
#: Setting that keeps JupyterLab from asking for news and for newer versions of itself.
_QUIET = ("@jupyterlab", "apputils-extension", "notification.jupyterlab-settings")


class Lab:
    """A running JupyterLab, and the address of a notebook in it."""

    def __init__(self, root: Path, home: Path) -> None:
        self.port, self.token = _free_port(), secrets.token_hex(16)
        settings = home / "settings"
        quiet = settings.joinpath(*_QUIET)
        quiet.parent.mkdir(parents=True)
        quiet.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")
        self.log = home / "lab.log"
        with self.log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
                 "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0",
                 f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={root}",
                 f"--LabApp.user_settings_dir={settings}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
                 "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
                stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=root, start_new_session=True,
                env=_environment(home),
            )  # fmt: skip
        self._wait()

    def address(self, notebook: str) -> str:
        """Address of a notebook, with the token that opens it."""
        return f"http://127.0.0.1:{self.port}/lab/tree/{notebook}?token={self.token}"

    def close(self) -> None:
        """End this server with its kernels, and nobody else's."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=5)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api?token={self.token}", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return
        self.close()
        raise AssertionError(f"JupyterLab does not start:\n{self.log.read_text(encoding='utf-8')[-3000:]}")


class Page:
    """A page of JupyterLab in a tab: expressions are evaluated, conditions waited for, keys pressed."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab

    def ask(self, expression: str) -> Any:
        """Evaluate an expression; a promise is waited for."""
        answer = self.tab.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait until an expression is true, and return it."""
        deadline = time.monotonic() + seconds
        while not (told := self.ask(expression)):
            assert time.monotonic() < deadline, f"never true: {expression}"
            time.sleep(0.1)
        return told

    def click(self, element: str) -> None:
        """Click the middle of the element that an expression gives, as soon as it is seen."""
        self.wait(f"(element => Boolean(element) && element.getBoundingClientRect().width > 0)({element})")
        x, y = self.ask(f"(box => [box.x + box.width / 2, box.y + box.height / 2])({element}.getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.tab.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, code: int) -> None:
        """Press and release a key where the focus is."""
        for kind in ("rawKeyDown", "keyUp"):
            self.tab.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self, png: Path) -> None:
        """Take a picture of the window."""
        shot = self.tab.ask("Page.captureScreenshot", format="png")
        png.write_bytes(base64.b64decode(shot["data"]))


def _environment(home: Path) -> dict[str, str]:
    """Environment without the user's settings, in which this project's code and figures are found."""
    own = {name: str(home / name.lower()) for name in
           ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")}  # fmt: skip
    return {**os.environ, **own, "PYTHONPATH": str(PROJECT), "IIDSP_HOME": str(PROJECT),
            "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONWARNINGS": ""}  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
