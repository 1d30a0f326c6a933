"""Published statements, each with the same figure of today and a verdict by rule."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import industries, reference
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections.announced_nearest import (
    PRODUCTIVITY,
    by_definition,
    of_whole_year,
    productivity_in_tenge,
)
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.programme_prints import prints
from iidsp_analysis.sections.project_claims import project_claims
from iidsp_analysis.sections.statements import statements

#: Verdicts. A misprint is one that the source itself cannot mean: told by who read it, in the mark of the statement.
AGREES, REVISED, OTHER, MISPRINT, UNKNOWN = VERDICTS = ("agrees", "revised", "other", "misprint", "unknown")
#: A statement that something does not exceed a number.
BOUND: Final = "share-ceiling"
_AS_PRINTED: Final = "as printed"
COLUMNS: Final = ("as_of", "speaker", "statement", "announced", "digits", "unit", "today", "is_comparable", "is_bound",
                  "remark", "source", "verified")  # fmt: skip


def judged(announced: float, digits: int, today: float, *, is_bound: bool = False) -> str:
    """Whether a figure that is told for the same thing agrees with the announced one as it was printed.

    Parameters
    ----------
    announced, today : float
        In one unit; both known.
    digits : int
        Decimals that were printed; negative ones are zeros before the point. Half a unit of the last one is rounding.
    is_bound : bool
        Whether the number was told as one that is not exceeded: any figure above it contradicts it, rounded or not.

    Returns
    -------
    str
        :data:`AGREES` or :data:`REVISED`.
    """
    if is_bound:
        return AGREES if today <= announced else REVISED
    rounding = 0.5 * 10.0 ** (-digits) * (1 + 1e-9)  # the edge itself is rounding too, whatever its last bit
    return AGREES if abs(today - announced) <= rounding else REVISED


def claims(context: Context) -> pd.DataFrame:
    """Every published statement about a period up to the year of the report.

    Returns
    -------
    DataFrame by id
        :data:`COLUMNS` and ``verdict``, one of :data:`VERDICTS`; ``announced`` and ``today`` are in ``unit``.

    Raises
    ------
    MissingDataError
        If nothing had been said by then.
    """
    frames = [make(context) for make in (_of_shares, _of_results, _of_regions, project_claims)]
    frame = pd.concat([one[list(COLUMNS)] for one in frames if len(one)] or [pd.DataFrame(columns=list(COLUMNS))])
    if frame.empty:
        raise MissingDataError("No published statement is recorded up to this year and date.")
    return frame.assign(verdict=[_verdict(row) for _, row in frame.iterrows()]).sort_values("as_of", kind="stable")


def _verdict(row: pd.Series) -> str:
    if np.isnan(row["announced"]) or np.isnan(row["today"]):
        return UNKNOWN
    if not row["is_comparable"]:
        return OTHER
    told = judged(row["announced"], row["digits"], row["today"], is_bound=row["is_bound"])
    return MISPRINT if told == REVISED and row["verified"] == _AS_PRINTED else told


def _decimals(printed: str, shift: int = 0) -> int:
    """Decimals of a number as it stands in a table, moved by ``shift`` where a fraction is told as per cent."""
    return max(len(printed.partition(".")[2]) - shift, 0)


def _printed(table: str, shift: int = 0) -> dict[str, int]:
    return {row["id"]: _decimals(row["announced"], shift) for row in reference.rows(table)}


def _words(frame: pd.DataFrame, context: Context, *names: str) -> dict[str, pd.Series]:
    return {name: frame[f"{name}_{context.language.code}"] for name in names}


def _of_shares(context: Context) -> pd.DataFrame:
    """Statements about the share; those about production stand among the results."""
    try:
        frame = statements(context)
    except MissingDataError:
        return pd.DataFrame()
    frame = frame[(frame["form"] != "production") & (frame["period"].str[:4].astype(int) <= context.year)]
    digits = _printed("statements", shift=2)
    told = frame.assign(
        announced=frame["announced"] * 100, today=frame["today"] * 100, unit="%", is_comparable=True,
        is_bound=frame.index == BOUND, digits=[digits[name] for name in frame.index],
        **_words(frame, context, "speaker", "statement", "remark"),
    )  # fmt: skip
    return _with_nearest(context, told)


def _of_results(context: Context) -> pd.DataFrame:
    try:
        frame = prints(context)
    except StatedError:
        return pd.DataFrame()
    digits = _printed("statements", shift=2) | _printed("programme_results")
    told = frame.assign(is_bound=False, digits=[digits[str(name)] for name in frame.index])
    return _with_nearest(context, told)


def _with_nearest(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Put the whole year beside statements about a part of it, and every definition beside statements on exports."""
    nearest = pd.Series({name: of_whole_year(context, str(name), row) for name, row in frame.iterrows()}, dtype=float)
    is_nearest = frame["today"].isna() & nearest.notna()
    remarks = [_joined(row["remark"], _beside(context, str(name), row, is_nearest=is_nearest[name]))
               for name, row in frame.iterrows()]  # fmt: skip
    return frame.assign(today=frame["today"].fillna(nearest), is_comparable=frame["is_comparable"] & ~is_nearest,
                        remark=remarks)  # fmt: skip


def _joined(remark: str, beside: str) -> str:
    """A remark of the table has no full stop: it gets one where a sentence follows."""
    return f"{remark}. {beside}" if beside else remark


def _beside(context: Context, name: str, row: pd.Series, *, is_nearest: bool) -> str:
    language, say = context.language, context.language.say
    if is_nearest:
        year = row["period"][:4]
        whole = say("Beside it stands the whole year {year}: another period.", year=year)
        tenge = productivity_in_tenge(context, year) if name == PRODUCTIVITY else np.nan
        amount = language.number(tenge, 1)
        return whole if np.isnan(tenge) else f"{whole} " + say("In tenge: {amount} mln KZT a person.", amount=amount)
    names = industries.PROCESSED_EXPORT_DEFINITIONS
    told = "; ".join(f"{names[each].name[language.code]}: {language.number(value, 1)}"
                     for each, value in by_definition(context, name, row).items() if np.isfinite(value))  # fmt: skip
    return say("By definition – {list}.", list=told) if told else ""


def _of_regions(context: Context) -> pd.DataFrame:
    """Regions that were named without a number: what their exports did is told on the page about exports."""
    told = [row for row in reference.rows("announced_exports") if row["kind"] == "named_region"]
    told = [row for row in told if int(row["year"]) <= context.year and _is_said(context, row["as_of"])]
    say, code = context.language.say, context.language.code
    if not told:
        return pd.DataFrame()
    first = told[0]
    return pd.DataFrame([{
        **first, "speaker": first[f"speaker_{code}"], "announced": np.nan, "today": np.nan, "digits": 0, "unit": "",
        "statement": say("Regions to watch for their processed exports: {count}", count=len(told)),
        "remark": say("Cannot be reproduced: no number was told. Whether the regions named fell stands on the page "
                      "about exports."),
        "is_comparable": False, "is_bound": False,
    }], index=["regions-named"])  # fmt: skip


def _is_said(context: Context, day: str) -> bool:
    return not context.as_of or day[:7] <= context.as_of
