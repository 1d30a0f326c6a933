"""A headless Chromium that opens pages from files and tells what they did.

The browser is driven over its debugging pipe (NUL-separated JSON on two file descriptors), so that the tests need
neither a driver program nor another package.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
PATIENCE_SECONDS = 60


class Visit:
    """One page as the browser met it: what it asked the network for, what popped up, what was logged."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.log: list[str] = []
        self.errors: list[str] = []
        self.loaded = False

    def note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(params["message"])
        elif method == "Log.entryAdded":
            self.log.append(params["entry"]["text"])
            if params["entry"]["level"] == "error":
                self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}".strip())
        elif method == "Runtime.exceptionThrown":
            told = params["exceptionDetails"]
            self.errors.append(str(told.get("exception", {}).get("description", told["text"])))
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.errors.append(" ".join(str(each.get("value", each.get("description", ""))) for each in params["args"]))
        elif method == "Page.loadEventFired":
            self.loaded = True


class Browser:
    """Chromium over a pipe; every question opens the page afresh in its own tab."""

    def __init__(self, program: str, profile: Path) -> None:
        self._reads, browser_writes = _pipe()
        browser_reads, self._writes = _pipe()
        shell = f'exec "$0" "$@" 3</dev/fd/{browser_reads} 4>/dev/fd/{browser_writes}'
        command = ["sh", "-c", shell, program, *SWITCHES, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            command,
            pass_fds=(browser_reads, browser_writes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(browser_reads)
        os.close(browser_writes)
        self._number, self._buffer = 0, b""
        self._visit: Visit | None = None

    def close(self) -> None:
        """End this browser and its children, and nobody else's."""
        os.close(self._writes)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=5)
        os.close(self._reads)

    def tab(self, path: Path | str, width: int = 1400, height: int = 900) -> _Tab:
        """Open the page, of a file or at an address, in a tab that stays open, for keys and what they bring about."""
        return _Tab(self, path, width, height)

    def dump_dom(self, path: Path, width: int = 1400) -> str:
        """Return the document as the browser holds it after loading."""
        return str(self.evaluate(path, "document.documentElement.outerHTML", width=width))

    def evaluate(
        self, path: Path, expression: str, *, width: int = 1400, height: int = 900, medium: str = "screen"
    ) -> Any:
        """Evaluate an expression on the loaded page, on screen or as if printed."""
        with _Tab(self, path, width, height, medium=medium) as tab:
            answer = tab.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def overflow(self, path: Path, width: int) -> int:
        """Return by how many pixels the page is wider than the window: 0 when nothing scrolls sideways."""
        room = "document.documentElement"
        return int(self.evaluate(path, f"{room}.scrollWidth - {room}.clientWidth", width=width, height=800))

    def screenshot(self, path: Path, png: Path, width: int, height: int | None = None, *, dark: bool = False) -> None:
        """Take a picture of the window, or of the whole page where no height is given."""
        with _Tab(self, path, width, height or 900, dark=dark) as tab:
            picture = tab.ask("Page.captureScreenshot", format="png", captureBeyondViewport=height is None)
        png.write_bytes(base64.b64decode(picture["data"]))

    def print_pdf(self, path: Path, pdf: Path) -> None:
        """Print the page on the paper that its style sheet names."""
        with _Tab(self, path, 1400, 900, medium="") as tab:
            paper = tab.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        pdf.write_bytes(base64.b64decode(paper["data"]))

    def visit(self, path: Path) -> Visit:
        """Open the page, open its code, wait a moment, and return all that happened."""
        with _Tab(self, path, 1400, 900) as tab:
            tab.ask("Runtime.evaluate", expression="document.querySelectorAll('details').forEach(d => d.open = true)")
            tab.ask("Runtime.evaluate", expression="new Promise(done => setTimeout(done, 200))", awaitPromise=True)
            return tab.visit

    def network_requests(self, path: Path) -> list[str]:
        """List the addresses that the page asked for, other than itself and what it carries inside."""
        own = path.resolve().as_uri()
        return [url for url in self.visit(path).requests if url != own and not url.startswith("data:")]

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Send one command and return its answer, noting the events that arrive before it."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        self._send(message | ({"sessionId": session} if session else {}))
        number = self._number
        while True:
            answer = self._receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self._note(answer)

    def _send(self, message: dict[str, Any]) -> None:
        os.write(self._writes, json.dumps(message).encode() + b"\0")

    def _note(self, message: dict[str, Any]) -> None:
        if self._visit is None or "method" not in message or message.get("sessionId") != self._visit.session:
            return
        self._visit.note(message["method"], message["params"])
        if message["method"] == "Page.javascriptDialogOpening":
            self._number += 1
            params = {"accept": True}
            self._send(
                {
                    "id": self._number,
                    "method": "Page.handleJavaScriptDialog",
                    "params": params,
                    "sessionId": message["sessionId"],
                }
            )

    def _receive(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._reads], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._reads, 1 << 20) if ready else b""
            if not chunk:
                raise AssertionError("Chromium does not answer")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))


def _pipe() -> tuple[int, int]:
    """Open a pipe whose ends are not the descriptors 3 and 4, which Chromium takes for its own."""
    low = os.pipe()
    read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low)
    for end in low:
        os.close(end)
    return read, write


class _Tab:
    """A tab with the page loaded, closed again on leaving."""

    def __init__(
        self, browser: Browser, path: Path | str, width: int, height: int, *, dark: bool = False, medium: str = "screen"
    ) -> None:
        self.browser, self.path, self.size = browser, path, (width, height)
        self.scheme, self.medium = "dark" if dark else "light", medium

    def __enter__(self) -> _Tab:
        self.target = self.browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.browser.ask("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        self.visit = self.browser._visit = Visit(session)
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        width, height = self.size
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": self.scheme}
        self.ask("Emulation.setEmulatedMedia", media=self.medium, features=[scheme])
        address = self.path if isinstance(self.path, str) else self.path.resolve().as_uri()
        answer = self.ask("Page.navigate", url=address)
        assert not answer.get("errorText"), f"{self.path}: {answer.get('errorText')}"
        while not self.visit.loaded:
            self.browser._note(self.browser._receive())
        return self

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.ask(method, session=self.visit.session, **params)

    def __exit__(self, *_: object) -> None:
        self.browser.ask("Target.closeTarget", targetId=self.target)
        self.browser._visit = None


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium; without one the test is skipped, in CI it fails."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        reason = f"no Chromium on this machine (looked for {', '.join(NAMES)}); Debian: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    chromium = Browser(program, tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()
