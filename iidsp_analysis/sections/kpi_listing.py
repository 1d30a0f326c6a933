"""The programme's indicators as a table to read, as CSV or as JSON: the command ``iidsp kpi``."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.programme import Judgement
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.reference.target_records import CHAINED, CUMULATIVE, indicators
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context, open_report
from iidsp_analysis.sections.export_words import is_embedded
from iidsp_analysis.sections.exports_flags import EMBEDDED
from iidsp_analysis.sections.kpi_table import flags_of, write_table
from iidsp_analysis.sections.programme_figures import Programme, programme_of

DIGITS = 6
LIST_MARK = "; "


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line.

    ``as_of`` is the month of a hearing: exports are those of the months that it could use
    (:func:`iidsp_analysis.monitors.export_periods.last_month_known`), other tables those of the years that had ended.
    Empty: all.
    """

    region: str = schema.COUNTRY
    year: int = 2017
    borders: int = 2014
    as_of: str = ""
    language: str = "en"
    output: str = "table"


def listing(request: Request) -> str:
    """Judge the programme's indicators of a region, or of the country, and write them.

    Raises
    ------
    UsageError
        For another output, a year without figures, or an ``as_of`` that is no month.
    UnknownLabelError, BoundaryError
        For an unknown region, or one that the borders do not have.
    SchemaError
        If the user's file of targets breaks its rules.
    """
    if request.output not in _WRITERS:
        raise UsageError(f"Unknown format {request.output!r}.", where="--format",
                         what_next=f"Use {', '.join(_WRITERS)}.")  # fmt: skip
    context = open_report(region=request.region, year=request.year, borders=request.borders, as_of=request.as_of,
                          language=request.language)  # fmt: skip
    return _WRITERS[request.output](context, _known_by(context))


def _known_by(context: Context) -> Programme:
    """The programme as of a month: exports as late as the listing of exports has them, which pages do not need."""
    programme = programme_of(context)
    if not context.as_of:
        return programme
    book = FactBook(context.panel, exports_until=periods.last_month_known(context.as_of))
    return replace(programme, book=book)


def rows_of(context: Context, programme: Programme) -> list[dict[str, Any]]:
    """One row a judgement, as plain values; a figure that is not there is None.

    Returns
    -------
    list of dict
        ``year`` is the year judged: the target year where the year asked for is later (flag ``after_target_year``).
        ``fact``, ``target``, ``path`` and ``distance`` are in ``unit``; ``index_to_base`` has base year = 100.
        ``flags`` say why a figure is missing, and ``embedded_edition`` where it is of the edition shipped.
    """
    return [_row(context, programme, one) for one in programme.told]


def _row(context: Context, programme: Programme, one: Judgement) -> dict[str, Any]:
    target = one.target
    return {
        "region": one.region,
        "region_code": context.region.code,
        "indicator": one.indicator,
        "name": words.indicator_name(context.language, one.indicator),
        "programme": target.programme if target else None,
        "edition": target.edition if target else None,
        "form": target.form if target else None,
        "base_year": one.base_year,
        "target_year": target.target_year if target else None,
        "year": one.year,
        "fact": _plain(one.fact),
        "unit": _unit(one),
        "index_to_base": _plain(one.index),
        "target": _plain(one.goal),
        "path": _plain(one.path),
        "distance": _plain(one.distance),
        "distance_pct": _plain(one.distance_share * 100),
        "required_rate_pct": _plain(one.required_rate),
        "part_of_national_change_pp": _plain(programme.part(one, "change")),
        "part_of_national_gap_pp": _plain(programme.part(one, "gap")),
        "light": one.light,
        "verified": target.verified if target else None,
        "flags": [*flags_of(context, one), *((EMBEDDED,) if any(map(is_embedded, one.sources)) else ())],
        "source": LIST_MARK.join((*one.sources, *((target.source,) if target and target.source else ()))),
    }


def _unit(one: Judgement) -> str:
    """The unit as the tables name it; it does not depend on the reader's language."""
    indicator = indicators()[one.indicator]
    if indicator.kind == CHAINED:
        return f"index, {one.base_year} = 100" if one.base_year else "index"
    is_sum = one.target is not None and one.target.form == CUMULATIVE and one.target.region == one.region
    return f"{indicator.unit}, sum since {one.base_year}" if is_sum else indicator.unit


def _plain(value: float) -> float | None:
    return round(float(value), DIGITS) if math.isfinite(value) else None


def _json(context: Context, programme: Programme) -> str:
    return json.dumps(rows_of(context, programme), ensure_ascii=False, indent=2)


def _csv(context: Context, programme: Programme) -> str:
    flat = [row | {"flags": LIST_MARK.join(row["flags"])} for row in rows_of(context, programme)]
    frame = pd.DataFrame(flat, dtype=object)  # whole numbers stay whole beside empty cells
    return frame.to_csv(index=False, lineterminator="\n").rstrip("\n")


_WRITERS: dict[str, Callable[[Context, Programme], str]] = {"table": write_table, "csv": _csv, "json": _json}
