"""Files that are there whole or not at all, also after a power cut: written aside, flushed to the disk, renamed."""

from __future__ import annotations

import os
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a text file; a failure leaves the last one, and nothing aside."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; a failure leaves the last one, and nothing aside."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        move(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def move(path: Path, target: Path) -> None:
    """Rename a file within its disk, and make the name durable."""
    os.replace(path, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
