"""What the environment of a process that makes pages has to say, before anything is imported there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

#: One thread of linear algebra a report, no thread of the memory allocator (a forked process would lose it), and one
#: order of sets in every report.
ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def of_server(home: Path | None = None) -> dict[str, str]:
    """Environment of the server: it imports this tree, also where the package is not installed.

    ``home`` names another project folder than that of this process.
    """
    paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    named = {"IIDSP_HOME": str(home)} if home else {}
    return os.environ | ENVIRONMENT | named | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def prepare() -> None:
    """Set the environment of this process.

    jsonschema does without the grammars of web addresses: they take two seconds, and no notebook has any.
    """
    os.environ.update(ENVIRONMENT)
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
