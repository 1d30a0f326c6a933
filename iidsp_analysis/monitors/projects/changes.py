"""What changed in the fields of one and the same project, and what kind of change that is."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.monitors.projects.rule import full_months
from iidsp_analysis.reference import words

ADDED, DROPPED, RENUMBERED, RENAMED, STATUS = "added", "dropped", "renumbered", "renamed", "status"
POSTPONED, BROUGHT_FORWARD, UNCOUNTED, RECOSTED = "postponed", "brought_forward", "uncounted", "recosted"
JOBS, REWRITTEN, WITHDRAWN, SUPPLIED, CHANGED = "jobs", "rewritten", "withdrawn", "supplied", "changed"
#: Kinds of differences in the order of the list: what comes and goes, plans, the past, what is told or not.
KINDS: Final = (
    ADDED, DROPPED, STATUS, POSTPONED, BROUGHT_FORWARD, UNCOUNTED, RECOSTED, JOBS, RENAMED, RENUMBERED, REWRITTEN,
    WITHDRAWN, SUPPLIED, CHANGED,
)  # fmt: skip
COLUMNS: Final = ("kind", "field", "old", "new", "change", "unit", "old_row", "new_row")
#: Units of changes: full months, percent of the old amount, percentage points; else the unit of the field.
MONTHS, PERCENT, POINTS = "months", "percent", "pp"

#: Decisions, first plans and facts: they stay as they are once they are told.
SETTLED: Final = frozenset(
    {"decision_date", "commission_decision", "first_planned_commissioning", "actual_start", "actual_commissioning"}
)
#: Change with every version of a register.
ROUTINE: Final = frozenset({"status_date", "note"})
#: Can only grow, or become later.
GROWING: Final = frozenset({"times_postponed", "status_date"})
PLANNED_DAY: Final = "planned_commissioning"
#: Shares of one figure read twice differ by this much and are the same.
_SAME: Final = 1e-9


def of_pairs(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """List what changed between the rows of ``old`` and the rows of ``new`` at the same places.

    Parameters
    ----------
    old, new : DataFrame
        Rows of two registers, as many in both; each pair is one project.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`. ``change`` is months between days (full months; negative is earlier), percent of the
        old amount of money (NaN where that is 0), percentage points of a share, else the difference in the unit of the
        field. Texts that differ in case, punctuation or look-alike letters only are the same.
    """
    years = [name for name in (*old, *new) if form.OUTPUT_OF_YEAR.match(str(name))]
    found = [_of_field(name, _column(old, name), _column(new, name)) for name in dict.fromkeys([*form.NAMES, *years])]
    told = [each for each in (*found, _uncounted(old, new)) if each is not None and len(each)]
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=list(COLUMNS))


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return a column; outputs of a year that the register does not tell are missing."""
    return rows[name] if name in rows else pd.Series(np.nan, index=rows.index, dtype=float)


def _of_field(name: str, old: pd.Series, new: pd.Series) -> pd.DataFrame | None:
    field = form.field_of(name) or form.Field(name, form.TEXT)
    at = np.flatnonzero(_differs(field.kind, old, new))
    if not at.size:
        return None
    before, after = (side.iloc[at].reset_index(drop=True) for side in (old, new))
    change, unit = _change(field, before, after)
    told = pd.DataFrame({
        "kind": [_kind(name, *each) for each in zip(before, after, strict=True)], "field": name,
        "old": _shown(field.kind, before), "new": _shown(field.kind, after), "change": change, "unit": unit,
        "old_row": old.index[at], "new_row": new.index[at],
    }, columns=list(COLUMNS))  # fmt: skip
    return told[told["kind"] != ""]


def _differs(kind: str, old: pd.Series, new: pd.Series) -> NDArray[np.bool_]:
    """Whether two columns tell different things, place by place; to tell something and nothing is different too."""
    before, after = old.to_numpy(), new.to_numpy()
    is_told = ~pd.isna(before) & ~pd.isna(after)
    other = is_told & (before != after)
    if kind in form.NUMERIC:
        other &= ~np.isclose(before, after, rtol=_SAME, atol=0.0)
    elif kind == form.TEXT:
        for place in np.flatnonzero(other):
            other[place] = _other_words(before[place], after[place])
    differs: NDArray[np.bool_] = other | (pd.isna(before) != pd.isna(after))
    return differs


def _other_words(old: object, new: object) -> bool:
    """Whether two different texts are more than two ways to write one."""
    return words(str(old)) != words(str(new)) or not words(str(old))


def _change(field: form.Field, old: pd.Series, new: pd.Series) -> tuple[pd.Series, str]:
    if field.kind == form.DATE:
        return full_months(old, new), MONTHS
    if field.kind not in form.NUMERIC:
        return pd.Series(np.nan, index=old.index), ""
    before, difference = old.astype(float), new.astype(float) - old.astype(float)
    if field.is_money:
        return difference / before.where(before != 0) * 100, PERCENT
    return difference, POINTS if field.unit == form.PERCENT else field.unit


def _kind(name: str, old: Any, new: Any) -> str:
    """Return the kind of a change; empty for what is not listed."""
    if pd.isna(old) or pd.isna(new):
        gone = WITHDRAWN if pd.isna(new) else SUPPLIED
        return "" if name in ROUTINE else gone
    if name in GROWING:
        usual = "" if name in ROUTINE else CHANGED
        return REWRITTEN if new < old else usual
    if name in ROUTINE or (name == "id" and (is_made_up(old) or is_made_up(new))):
        return ""
    return _kind_of_plan(name, old, new)


def is_made_up(project: object) -> bool:
    """Whether an id was given to a project without one when the file was read."""
    return str(project).startswith(form.NO_ID)


def _kind_of_plan(name: str, old: Any, new: Any) -> str:
    if name == PLANNED_DAY:
        return BROUGHT_FORWARD if new < old else POSTPONED
    if name in SETTLED:
        return REWRITTEN
    kinds = {"id": RENUMBERED, "name": RENAMED, "status": STATUS, "cost": RECOSTED, "jobs": JOBS}
    return kinds.get(name.split("_")[0], CHANGED)


def _shown(kind: str, values: pd.Series) -> pd.Series:
    """Return values as they are listed: days as text, the rest as they are, None for nothing."""
    told = values.dt.strftime("%Y-%m-%d") if kind == form.DATE else values
    return told.astype(object).where(values.notna(), None)


def _uncounted(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """List projects that were postponed while their number of postponements did not grow."""
    before, after = (rows["times_postponed"].to_numpy(dtype=float) for rows in (old, new))
    later = new[PLANNED_DAY].to_numpy() > old[PLANNED_DAY].to_numpy()
    caught = later & (after == before)  # a number that fell is rewritten
    return pd.DataFrame({
        "kind": UNCOUNTED, "field": "times_postponed", "old": before[caught].astype(object),
        "new": after[caught].astype(object), "change": after[caught] - before[caught], "unit": "times",
        "old_row": old.index[caught], "new_row": new.index[caught],
    }, columns=list(COLUMNS))  # fmt: skip
