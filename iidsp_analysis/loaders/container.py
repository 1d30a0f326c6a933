"""What kind of file lies behind a name, and whether unpacking it is safe: looked at before any parser opens it."""

from __future__ import annotations

import copy
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iidsp_analysis.errors import WorkbookError

MEBIBYTE: Final = 1 << 20
#: The trade workbooks come as 54–93 MB (the imports have been seen at 140 MB).
MAX_FILE_BYTES: Final = 400 * MEBIBYTE
#: Sheets of numbers pack about 8–15 to 1, so the largest known file may unpack to 2 GB.
MAX_UNPACKED_BYTES: Final = 4096 * MEBIBYTE
#: Runs of styled empty cells pack 50–90 to 1; deflate itself ends at 1,032 to 1.
MAX_RATIO: Final = 150.0
#: Below this size a high ratio is harmless: a sheet of 40 rows of blanks is not a bomb.
RATIO_COUNTS_FROM_BYTES: Final = 64 * MEBIBYTE
MAX_MEMBERS: Final = 2_000
#: A reader holds a sheet as one rectangle: one stray value in XFD1048576 would take 400 GB.
MAX_CELLS: Final = 100_000_000

CHUNK_BYTES: Final = 4 * MEBIBYTE
HEAD_BYTES: Final = 4096

ZIP_MAGIC: Final = b"PK\x03\x04"
COMPOUND_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
XLS_STREAMS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
SHEET_MEMBER: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
DIMENSION: Final = re.compile(rb'<(?:\w+:)?dimension ref="([A-Z]+\d+)(?::([A-Z]+)(\d+))?"')
FILLED_CELL: Final = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,10})"[^>/]*>')

DOWNLOAD_AGAIN: Final = "Download it again and compare the size with the one that the publisher's page shows."


@dataclass(frozen=True)
class Limits:
    """Sizes above which a workbook is refused.

    Parameters
    ----------
    file_bytes, unpacked_bytes : int
        Size of the file, and of all its members together once unpacked.
    ratio : float
        Unpacked to packed size of one member, looked at from ``RATIO_COUNTS_FROM_BYTES`` on.
    members : int
        Number of files inside.
    cells : int
        Rows × columns of the rectangle that holds all values of one sheet.
    """

    file_bytes: int = MAX_FILE_BYTES
    unpacked_bytes: int = MAX_UNPACKED_BYTES
    ratio: float = MAX_RATIO
    ratio_from_bytes: int = RATIO_COUNTS_FROM_BYTES
    members: int = MAX_MEMBERS
    cells: int = MAX_CELLS


DEFAULT_LIMITS: Final = Limits()


def inspect(path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise :class:`WorkbookError` unless ``path`` is a whole, unprotected ``.xlsx`` within the limits.

    Every member is unpacked once (and thrown away): the sizes written in the file may lie, and the check sums tell
    a damaged download from a whole one. On the largest known file this takes a few seconds.
    """
    head = _head(path, limits)
    if head.startswith(COMPOUND_MAGIC):
        raise _compound_error(path)
    if not head.startswith(ZIP_MAGIC):
        raise _foreign_error(path, head)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path, limits)
            _check_sizes(archive, path, limits)
            for member in archive.infolist():
                if SHEET_MEMBER.fullmatch(member.filename):
                    _check_extent(archive, member, path, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        what = f"The workbook is damaged or cut short ({error})."
        raise WorkbookError(what, where=path.name, what_next=DOWNLOAD_AGAIN) from error


def _head(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        what_next = f"Put the workbook into {path.parent} under this name."
        raise WorkbookError("There is no such file.", where=str(path), what_next=what_next)
    size = path.stat().st_size
    if size == 0:
        raise WorkbookError("The file is empty.", where=path.name, what_next=DOWNLOAD_AGAIN)
    if size > limits.file_bytes:
        raise _oversized(path, f"The file has {_mebibytes(size)}, more than {_mebibytes(limits.file_bytes)}.")
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _compound_error(path: Path) -> WorkbookError:
    """Tell a workbook protected by a password from the old ``.xls``: both use Microsoft's compound format."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(ENCRYPTED_STREAM) >= 0:
            what, what_next = (
                "The workbook is protected by a password.",
                "Open it in Excel, save a copy without password.",
            )
        elif any(content.find(stream_name) >= 0 for stream_name in XLS_STREAMS):
            what, what_next = "The workbook is in the old .xls format.", "Open it in Excel and save it as .xlsx."
        else:
            what, what_next = "The file is an old Microsoft Office file, not a workbook.", DOWNLOAD_AGAIN
    return WorkbookError(what, where=path.name, what_next=what_next)


def _foreign_error(path: Path, head: bytes) -> WorkbookError:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    what_next = DOWNLOAD_AGAIN
    if start.startswith(b"<") and (b"<html" in start or b"<!doctype html" in start):
        what = "The file is a web page (an error page of the site?), not a workbook."
    elif start.startswith((b"{", b"[")):
        what = "The file is JSON, not a workbook."
        what_next = "Give it the ending .json, so that it is read as such."
    elif b"\x00" not in head and any(mark in start for mark in (b";", b"\t", b",")):
        what = "The file is a text table (CSV), not a workbook."
        what_next = "Give it the ending .csv, or download the .xlsx."
    else:
        what = "The file is not an Excel workbook (.xlsx)."
    return WorkbookError(what, where=path.name, what_next=what_next)


def _check_members(archive: zipfile.ZipFile, path: Path, limits: Limits) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > limits.members:
        raise _oversized(path, f"The workbook consists of {len(members):,} files, more than {limits.members:,}.")
    if any(member.flag_bits & 0x1 for member in members):
        what_next = "Unpack it with the password and put the workbook itself here."
        raise WorkbookError("The file is protected by a password.", where=path.name, what_next=what_next)
    if "xl/workbook.xml" not in names:
        what = "The file is an archive, but not an Excel workbook (.xlsx): it has no xl/workbook.xml."
        raise WorkbookError(what, where=path.name, what_next="If a workbook is inside, unpack it and put it here.")


def _check_sizes(archive: zipfile.ZipFile, path: Path, limits: Limits) -> None:
    """Compare declared sizes first (it costs nothing), then what really comes out."""
    declared = sum(member.file_size for member in archive.infolist())
    if declared > limits.unpacked_bytes:
        raise _too_much(path, declared, limits)
    total = 0
    for member in archive.infolist():
        unpacked = 0
        for chunk in _unpacked(archive, member):
            unpacked += len(chunk)
            if total + unpacked > limits.unpacked_bytes:
                raise _too_much(path, total + unpacked, limits)
            _check_ratio(member, unpacked, path, limits)
        total += unpacked


def _check_ratio(member: zipfile.ZipInfo, unpacked: int, path: Path, limits: Limits) -> None:
    ratio = unpacked / max(member.compress_size, 1)
    if unpacked > limits.ratio_from_bytes and ratio > limits.ratio:
        raise _oversized(path, f"'{member.filename}' unpacks to more than {limits.ratio:g} times its packed size.")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Content of a member to its real end: ``zipfile`` itself would stop at the size that the file declares."""
    undeclared = copy.copy(member)
    undeclared.file_size = 1 << 62
    with archive.open(undeclared) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _check_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, limits: Limits) -> None:
    """Refuse a sheet whose values span too large a rectangle; formatted empty cells do not count."""
    with archive.open(member) as stream:
        found = DIMENSION.search(stream.read(HEAD_BYTES))
    if found and found[2] and _column(found[2]) * int(found[3]) <= limits.cells:
        return
    columns, rows = _filled_extent(archive, member)
    if columns * rows > limits.cells:
        what = f"The values of '{member.filename}' span {rows:,} rows × {columns:,} columns, more than can be read."
        raise _oversized(path, what)


def _filled_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    columns: set[bytes] = set()
    last_row, rest = 0, b""
    for chunk in _unpacked(archive, member):
        cells = FILLED_CELL.findall(rest + chunk)
        columns.update(letters for letters, _ in cells)
        last_row = max(last_row, max((int(row) for _, row in cells), default=0))
        rest = chunk[-128:]
    return max(map(_column, columns), default=0), last_row


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _mebibytes(size: int) -> str:
    return f"{size / MEBIBYTE:,.0f} MB"


def _too_much(path: Path, size: int, limits: Limits) -> WorkbookError:
    return _oversized(
        path, f"The workbook unpacks to {_mebibytes(size)} or more; the limit is {_mebibytes(limits.unpacked_bytes)}."
    )


def _oversized(path: Path, what: str) -> WorkbookError:
    what_next = "Make sure that it comes from the publisher; if it really is that large, report it."
    return WorkbookError(what, where=path.name, what_next=what_next)
