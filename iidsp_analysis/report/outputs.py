"""What a cell shows, collected as a notebook keeps it: the same outputs that a kernel's client would have written."""

from __future__ import annotations

import base64
import io
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output

from iidsp_analysis.errors import ReportError

#: A report of so many characters of output is no report: nobody reads it, and the notebook would fill the memory.
LARGEST_OUTPUT = 64_000_000


class Outputs:
    """Outputs of the running cell, in the order in which a client of a kernel receives them.

    A kernel holds printed text back until something else is shown or the cell ends, then sends standard output before
    standard error; so does this.
    """

    def __init__(self, largest: int = LARGEST_OUTPUT) -> None:
        self.shown: list[NotebookNode] = []
        self.streams = {name: TextStream(self, name) for name in ("stdout", "stderr")}
        self._largest, self._size = largest, 0
        self._clear_next = False
        self._by_id: dict[str, list[NotebookNode]] = {}

    def begin(self, shown: list[NotebookNode]) -> None:
        """Collect into the list of another cell."""
        self.shown = shown
        self._clear_next = False

    def flush(self) -> None:
        """Show what was printed since the last output."""
        for stream in self.streams.values():
            stream.flush()

    def show(self, kind: str, *, display_id: str | None = None, **content: Any) -> None:
        """Append an output after what was printed before it."""
        self.flush()
        self.append(new_output(kind, **content), display_id)  # type: ignore[no-untyped-call]

    def append(self, output: NotebookNode, display_id: str | None = None) -> None:
        """Append an output, clearing first where that was asked for."""
        if self._clear_next:
            self.shown.clear()
            self._clear_next = False
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)
        self.shown.append(output)

    def update(self, display_id: str, content: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Put other content into every output that was shown under an id, also in cells before."""
        self.flush()
        for output in self._by_id.get(display_id, []):
            output["data"], output["metadata"] = from_dict(content), from_dict(metadata)  # type: ignore[no-untyped-call]

    def clear(self, *, wait: bool) -> None:
        """Clear the cell's outputs, now or before the next one."""
        self.flush()
        self._clear_next = wait
        if not wait:
            self.shown.clear()

    def count(self, size: int) -> None:
        """Count what is shown.

        Raises
        ------
        ReportError
            If the report shows more than anybody can read.
        """
        self._size += size
        if self._size > self._largest:
            self._size = -(10**18)  # said once; what the cell still prints on its way out is not counted
            raise ReportError(
                f"The report shows more than {self._largest / 1e6:.0f} MB.", what_next="Show less, or sum it up."
            )


class TextStream(io.TextIOBase):
    """Standard output or error of the cells."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name
        self._held: list[str] = []

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Encoding that libraries ask for; nothing is encoded here."""
        return "UTF-8"

    def writable(self) -> bool:
        """Whether text can be written."""
        return True

    def fileno(self) -> int:
        """Descriptor of the process's own stream, for programs that a cell starts."""
        return 1 if self._name == "stdout" else 2

    def write(self, text: str) -> int:
        """Hold a text back until it is shown."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._outputs.count(len(text))
        self._held.append(text)
        return len(text)

    def flush(self) -> None:
        """Show the text that was held back."""
        text = "".join(self._held)
        self._held.clear()
        if text:
            self._outputs.append(new_output("stream", name=self._name, text=text))  # type: ignore[no-untyped-call]


def as_text(content: dict[str, Any]) -> dict[str, Any]:
    """Return displayed content with pictures as text, as a notebook holds them."""
    return {
        kind: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for kind, value in content.items()
    }


def coalesced(shown: list[NotebookNode]) -> list[NotebookNode]:
    """Join the texts of a stream, standard output first: the one order that does not depend on the moment of a flush.

    The same as the option ``coalesce_streams`` of nbclient.
    """
    kept: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in shown:
        earlier = streams.get(output.get("name", "")) if output["output_type"] == "stream" else None
        if earlier is not None:
            earlier["text"] += output["text"]
            continue
        kept.append(output)
        if output["output_type"] == "stream":
            streams[output["name"]] = output
    for output in streams.values():
        output["text"] = "\n".join(map(_returned, output["text"].split("\n")))
    return _stdout_first(kept)


def _returned(line: str) -> str:
    """Return what a carriage return leaves of a line; nbclient's pattern takes hours for a long line without any."""
    return line[line.rfind("\r", 0, max(len(line) - 1, 0)) + 1 :]


def _stdout_first(outputs: list[NotebookNode]) -> list[NotebookNode]:
    for place, output in enumerate(outputs[:-1]):
        after = outputs[place + 1]
        if output.get("name") == "stderr" and after.get("name") == "stdout":
            outputs[place], outputs[place + 1] = after, output
    return outputs
