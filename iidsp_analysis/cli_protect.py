"""The command ``iidsp protect``: a confidential table in, files to pass on out."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer


def protect(
    file: Annotated[Path, typer.Argument(help="The table: a CSV file, or the name of one in data/raw/confidential.")],
    out: Annotated[Path, typer.Option(help="Folder of the protected files.")],
    min_count: Annotated[int, typer.Option(help="Fewest contributors of a figure that is shown.")] = 3,
    dominance: Annotated[
        str, typer.Option(help="N,K: the N (1 or 2) largest contributors have at most K % of a figure that is shown.")
    ] = "1,75",
    p: Annotated[
        float, typer.Option("--p", help="The second largest must not estimate the largest to P %; 0: no such rule.")
    ] = 10.0,
    protection: Annotated[
        float, typer.Option(help="Width asked of the range of a hidden figure, % of it below and above; up to 90.")
    ] = 20.0,
    digits: Annotated[int | None, typer.Option(help="Digits behind the comma; those of the file if left out.")] = None,
    borders: Annotated[
        int | None, typer.Option(help="Borders of 2014, 2018 or 2022; those of each year if left out.")
    ] = None,
    language: Annotated[str, typer.Option("--language", "--lang", help="ru, kk or en.")] = "en",
) -> None:
    """Hide what a region × industry table gives away of its contributors; write CSV, XLSX, JSON and a page."""
    from iidsp_analysis.report.protecting import Request, protect_file

    with remarks_apart():
        done = protect_file(Request(file, out, min_count, dominance, p, protection, digits, borders, language))
    for line in done:
        typer.echo(line)


@contextmanager
def remarks_apart() -> Iterator[None]:
    """Send what a compiled library prints to the standard error: HiGHS has a remark that no option turns off."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        if os.name == "posix":
            ctypes.CDLL(None).fflush(None)  # printed, and still in the buffer of the C library
        os.dup2(kept, 1)
        os.close(kept)
