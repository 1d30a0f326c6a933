"""A stored register held to the file that it was read from: whoever edited what was read did not edit that as well."""

from __future__ import annotations

from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.snapshots import Snapshot

#: Stands for the whole register where the number of projects or the columns differ, or the file cannot be read.
EVERYTHING = "*"


def differing(snapshot: Snapshot, register: Register) -> tuple[str, ...]:
    """Columns in which a stored register is not what its file says when it is read again; empty where all agree.

    A newer version of this program may read a file better than the one that stored it: that differs as well.
    """
    try:
        again = read(snapshots.original(snapshot), as_of=snapshot.as_of).rows.reset_index(drop=True)
    except AnalysisError:
        return (EVERYTHING,)
    rows = register.rows.reset_index(drop=True)
    if len(again) != len(rows) or list(again.columns) != list(rows.columns):
        return (EVERYTHING,)
    return tuple(str(name) for name in rows if not again[name].equals(rows[name].astype(again[name].dtype)))
