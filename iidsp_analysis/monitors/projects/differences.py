"""What became of the projects between two versions of the register: in, out, renamed, postponed, re-costed, rewritten.

A later version may take back what an earlier one told. Decisions, first approved dates and facts do not change; where
they do, somebody has rewritten them, and that is told apart from a new plan. A figure that is gone is a finding too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.monitors.projects import changes
from iidsp_analysis.monitors.projects.matching import match, maybe_the_same

#: Measures of the portfolio that are added up; ``projects`` counts them.
PROJECTS: Final = "projects"
MEASURES: Final = (PROJECTS, "cost_planned_mln_kzt", "jobs_permanent_planned", "jobs_permanent_actual")
STEPS: Final = ("old", "added", "dropped", "changed", "supplied", "withdrawn", "new")
COLUMNS: Final = ("project", "name", "kind", "field", "old", "new", "change", "unit", "old_row", "new_row")
NO_ROW: Final = -1


@dataclass(frozen=True)
class Differences:
    """What differs between two versions of the register.

    Parameters
    ----------
    old, new : Register
        The two versions.
    table : DataFrame
        One difference a row, in the order of :data:`changes.KINDS`, the largest first: ``project`` (id, the newer one),
        ``name``, ``kind``, ``field``, ``old`` and ``new`` (texts, numbers in the unit of the field, days as
        ``YYYY-MM-DD``; None where nothing is told), ``change`` in ``unit`` (months, percent, pp, persons …; NaN where
        there is no number), ``old_row`` and ``new_row`` (rows of the registers, -1 for none). ``status_date`` and
        ``note`` change with every version and are left out, as are the file's own columns.
    matches : DataFrame
        Rows that are one project, and the sign by which they were found (:func:`matching.match`).
    maybe : DataFrame
        Ids of dropped (``old``) and added (``new``) projects with one firm or one name.
    bridge : DataFrame
        From the old sum to the new one, index :data:`MEASURES`, columns :data:`STEPS`: the steps between ``old`` and
        ``new`` add up to their difference (mln KZT, persons, projects). A sum is NaN where no project tells the
        figure; ``old_told`` and ``new_told`` count those that do.
    """

    old: Register
    new: Register
    table: pd.DataFrame
    matches: pd.DataFrame
    maybe: pd.DataFrame
    bridge: pd.DataFrame

    def of_kind(self, *kinds: str) -> pd.DataFrame:
        """Return the differences of these kinds."""
        return self.table[self.table["kind"].isin(kinds)]


def differences(old: Register, new: Register) -> Differences:
    """Compare two versions of the register.

    Raises
    ------
    UsageError
        If the older one is later, or only one of them is an example.
    """
    _require_comparable(old, new)
    pairs = match(old.rows, new.rows)
    gone, come = old.rows.drop(pairs["old"]), new.rows.drop(pairs["new"])
    listed = maybe_the_same(gone, come)
    maybe = pd.DataFrame(
        {"old": gone["id"].loc[listed["old"]].to_list(), "new": come["id"].loc[listed["new"]].to_list()}
    )
    return Differences(old, new, _table(old, new, pairs), pairs, maybe, bridge(old.rows, new.rows, pairs))


def _require_comparable(old: Register, new: Register) -> None:
    if old.as_of > new.as_of:
        raise UsageError(f"The older register speaks for {old.as_of}, the newer one for {new.as_of}.",
                         what_next="Name the older one first.")  # fmt: skip
    if old.is_example != new.is_example:
        raise UsageError("An example cannot be compared with a real register.",
                         what_next="Name two versions of one register.")  # fmt: skip


def _table(old: Register, new: Register, pairs: pd.DataFrame) -> pd.DataFrame:
    both = changes.of_pairs(old.rows.loc[pairs["old"]], new.rows.loc[pairs["new"]])
    dropped, added = old.rows.drop(pairs["old"]).index, new.rows.drop(pairs["new"]).index
    ends = [(changes.ADDED, NO_ROW, row) for row in added] + [(changes.DROPPED, row, NO_ROW) for row in dropped]
    alone = pd.DataFrame(ends, columns=["kind", "old_row", "new_row"])
    together = pd.concat([alone, both], ignore_index=True).reindex(columns=list(COLUMNS))
    for column in ("field", "unit"):
        together[column] = together[column].astype(object).where(together[column].notna(), "")
    for column in ("old", "new"):
        together[column] = together[column].astype(object).where(together[column].notna(), None)
    together["change"] = together["change"].astype(float)
    for column, source in (("project", "id"), ("name", "name")):
        before, after = together["old_row"].map(old.rows[source]), together["new_row"].map(new.rows[source])
        told = after.where(together["new_row"] != NO_ROW, before).astype(object)
        together[column] = told.where(told.notna(), None)
    return _sorted(together)


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by kind and field, the largest change first."""
    kinds = {kind: number for number, kind in enumerate(changes.KINDS)}
    keys = pd.DataFrame({
        "kind": table["kind"].map(kinds), "field": table["field"], "size": -table["change"].abs(),
        "project": table["project"],
    })  # fmt: skip
    return table.loc[keys.sort_values(["kind", "field", "size", "project"]).index].reset_index(drop=True)


def bridge(old: pd.DataFrame, new: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the way from the sums of the old rows to those of the new, as in :class:`Differences`.

    Parameters
    ----------
    old, new : DataFrame
        Rows of two registers.
    pairs : DataFrame
        Columns ``old`` and ``new``: labels of the rows that are one project.
    """
    lines = {name: _steps(_amounts(old, name), _amounts(new, name), pairs) for name in MEASURES}
    return pd.DataFrame.from_dict(lines, orient="index")


def _amounts(rows: pd.DataFrame, measure: str) -> pd.Series:
    return pd.Series(1.0, index=rows.index) if measure == PROJECTS else rows[measure].astype(float)


def _steps(old: pd.Series, new: pd.Series, pairs: pd.DataFrame) -> dict[str, float]:
    before = old.loc[pairs["old"]].reset_index(drop=True)
    after = new.loc[pairs["new"]].reset_index(drop=True)
    return {
        "old": old.sum(min_count=1) if len(old) else 0.0,
        "added": new.drop(pairs["new"]).sum(),
        "dropped": -old.drop(pairs["old"]).sum() + 0.0,
        "changed": (after - before).sum(),
        "supplied": after[before.isna()].sum(),
        "withdrawn": -before[after.isna()].sum() + 0.0,
        "new": new.sum(min_count=1) if len(new) else 0.0,
        "old_told": float(old.notna().sum()),
        "new_told": float(new.notna().sum()),
    }
