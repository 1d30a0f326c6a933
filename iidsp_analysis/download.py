"""One file over HTTP, within limits of time and size, again after failures that may pass."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from iidsp_analysis.loaders.container import MAX_FILE_BYTES, MEBIBYTE

if TYPE_CHECKING:
    import requests

#: Seconds without a byte after which an attempt is given up.
TIMEOUT: Final = 60.0
#: Seconds an attempt may take altogether, however steadily it trickles.
DEADLINE: Final = 3600.0
MAX_BYTES: Final = MAX_FILE_BYTES
RETRIES: Final = 3
#: Seconds before the first repetition; doubled before each further one.
BACKOFF: Final = 2.0
CHUNK_BYTES: Final = 1 << 18

Progress = Callable[[int, "int | None"], None]


class GivenUpError(Exception):
    """An attempt that failed; ``again`` tells whether another one may succeed."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.again = again


class Download:
    """Downloader for pooch: streams to a file within the limits of size and time."""

    def __init__(self, timeout: float, deadline: float, max_bytes: int, progress: Progress | None) -> None:
        self._timeout = timeout
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._progress = progress or (lambda received, expected: None)

    def __call__(self, url: str, output_file: Any, pooch: Any, check_only: bool = False) -> bool | None:
        """Download ``url`` to ``output_file`` (the signature is pooch's)."""
        import requests

        if check_only:
            return requests.head(url, timeout=self._timeout, allow_redirects=True).ok
        try:
            with requests.get(url, timeout=self._timeout, stream=True) as response:
                self._require_answer(response)
                self._stream(response, Path(output_file))
        except requests.Timeout as error:
            raise GivenUpError(f"no answer within {self._timeout:g} seconds", again=True) from error
        except requests.RequestException as error:
            raise GivenUpError(f"the connection failed ({type(error).__name__})", again=True) from error
        return None

    def _require_answer(self, response: requests.Response) -> None:
        if response.status_code != 200:
            reason = f"the site answered {response.status_code} {response.reason}"
            raise GivenUpError(reason, again=response.status_code >= 500 or response.status_code == 429)

    def _stream(self, response: requests.Response, path: Path) -> None:
        declared = response.headers.get("Content-Length", "")
        expected = int(declared) if declared.isdigit() else None
        self._require_size(expected or 0)
        received, start = 0, time.monotonic()
        with path.open("wb") as out:
            for chunk in response.iter_content(CHUNK_BYTES):
                received += len(chunk)
                self._require_size(received)
                if time.monotonic() - start > self._deadline:
                    raise GivenUpError(f"it took longer than {self._deadline:g} seconds", again=False)
                out.write(chunk)
                self._progress(received, expected)

    def _require_size(self, size: int) -> None:
        if size > self._max_bytes:
            limit = f"{self._max_bytes / MEBIBYTE:,.1f} MB"
            raise GivenUpError(f"the file is larger than {limit}", again=False)


def retrieve(url: str, aside: Path, ext: str, download: Download, retries: int, backoff: float) -> Path:
    """Download ``url`` into the folder ``aside``, again after failures that may pass.

    Raises
    ------
    GivenUpError
        After the last attempt, or at once where another one would not help.
    """
    import pooch

    pooch.get_logger().setLevel(logging.WARNING)  # it would print a checksum that the sidecar records anyway
    attempt = 0
    while True:
        try:
            return Path(pooch.retrieve(url, None, fname=f"arriving.{ext}", path=aside, downloader=download))
        except GivenUpError as failure:
            if not failure.again or attempt >= retries:
                raise
        time.sleep(backoff * 2**attempt)
        attempt += 1
