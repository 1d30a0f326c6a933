"""Growth points as a table to read, as CSV or as JSON: the command ``iidsp growth-points``."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from iidsp_analysis import regions
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import UsageError
from iidsp_analysis.models import lenses
from iidsp_analysis.models.growth_points import GrowthPoints, weight_sets
from iidsp_analysis.models.weights import read_weights
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context, open_report
from iidsp_analysis.sections.growth_cases import case_against, case_for
from iidsp_analysis.sections.rankings import rank
from iidsp_analysis.sections.rejected_candidates import why_rejected
from iidsp_analysis.sections.tested_score import tested_sentence

DIGITS = 6
PLAIN = ("rank", "median_rank", "rank_low", "rank_high", "probability_top", "badge", "driver", "rank_without_driver",
         "rank_own", "rank_estimated", "rank_equal", "type", "grade", "one_flow", "amount", "share", "quotient",
         "pick", "why_unranked")  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line."""

    region: str
    year: int = 2017
    borders: int = 2014
    as_of: str = ""
    top: int = 10
    lenses: tuple[str, ...] = ()
    weights: Path | None = None
    language: str = "en"
    output: str = "table"


def listing(request: Request) -> str:
    """Rank the candidates of a region and write the first of them.

    Raises
    ------
    UsageError
        For another output, fewer than one line, or both lenses and weights.
    MissingDataError
        If the region has nothing to rank in that year.
    """
    _check(request)
    context = open_report(region=request.region, year=request.year, borders=request.borders, as_of=request.as_of,
                          language=request.language)  # fmt: skip
    if context.is_country:
        raise UsageError("Growth points are ranked region by region.",
                         what_next="Name a region; the report KZ has the map of all regions.")  # fmt: skip
    own = None if request.weights is None else read_weights(request.weights, [lens.name for lens in lenses.LENSES])
    sets = weight_sets(context.survey, own, request.lenses)
    points = rank(context, context.region.id, sets)
    return _WRITERS[request.output](context, points, request.top)


def _check(request: Request) -> None:
    if request.output not in _WRITERS:
        raise UsageError(f"Unknown format {request.output!r}.", where="--format",
                         what_next=f"Use {', '.join(_WRITERS)}.")  # fmt: skip
    if request.top < 1:
        raise UsageError("At least one candidate must be shown.", where="--top")
    if request.lenses and request.weights is not None:
        raise UsageError("Name lenses or a file of weights, not both.", where="--lens, --weights")
    regions.resolve(request.region, borders=request.borders)


def rows_of(context: Context, points: GrowthPoints, top: int) -> list[dict[str, Any]]:
    """The first candidates as plain values; a figure that is not there is None."""
    kind = points.survey.candidates.classification
    return [_row(context, points, kind, str(code)) for code in points.table.index[:top]]


def _row(context: Context, points: GrowthPoints, kind: str, code: str) -> dict[str, Any]:
    table = points.table.loc[code]
    told: dict[str, Any] = {"candidate": code, "name": words.plain_candidate(context, kind, code)}
    known = [name for name in PLAIN if name in points.table.columns]
    told |= {name: (_rank if "rank" in name else _plain)(table[name]) for name in known}
    if pd.isna(table["rank"]):
        return told | {"parts": {}, "for": "", "against": why_rejected(context, points, code), "change": ""}
    parts = points.contributions().loc[code]
    return told | {
        "parts": {str(name): _plain(value) for name, value in parts.items()},
        "for": case_for(context.language, points, code),
        "against": case_against(context, points, code),
        "change": words.verdict_changes(context, points, code),
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    number = value.item() if hasattr(value, "item") else value
    if not isinstance(number, float):
        return number
    return round(number, DIGITS) if math.isfinite(number) else None


def _rank(value: Any) -> Any:
    """A rank as a whole number where it is one: the median of an even number of trials can lie between two."""
    plain = _plain(value)
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def _tested(context: Context, points: GrowthPoints) -> str:
    """How the score fared; of a ranking by other weights, that it is not that score."""
    told = tested_sentence(context, points.survey.candidates.classification)
    if next(iter(points.sets)) == "estimated":
        return told
    return told + " " + context.language.say("This ranking uses other weights than the score that was tested.")


def _json(context: Context, points: GrowthPoints, top: int) -> str:
    main = points.survey.candidates.main
    told = {
        "region": points.region, "region_code": context.region.code, "year": points.year, "borders": context.borders,
        "classification": points.survey.candidates.classification, "unit": main.unit, "sources": list(main.sources),
        "top": points.top, "tested": _tested(context, points),
        "weights": {name: {"origin": weights.origin, "weights": {k: _plain(v) for k, v in weights.values.items()}}
                    for name, weights in points.sets.items()},
        "lenses_without_data": list(points.silent_lenses), "candidates": rows_of(context, points, top),
        "log": [dict(step) for step in points.robustness.log],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def _csv(context: Context, points: GrowthPoints, top: int) -> str:
    flat = [
        {key: value for key, value in row.items() if key != "parts"}
        | {f"part_{name}": value for name, value in row["parts"].items()}
        for row in rows_of(context, points, top)
    ]
    frame = pd.DataFrame(flat, dtype=object)  # whole numbers stay whole beside empty cells
    frame.insert(0, "unit", points.survey.candidates.main.unit)
    frame.insert(0, "year", points.year)
    frame.insert(0, "region", points.region)
    return frame.to_csv(index=False, lineterminator="\n").rstrip("\n")


def _table(context: Context, points: GrowthPoints, top: int) -> str:
    say, language = context.language.say, context.language
    kind = points.survey.candidates.classification
    head = (say("Rank"), say("5–95 %"), say("P(first {top})", top=points.top), say("Verdict"),
            words.what_is_ranked(context, kind), say("Type"), words.amount_unit(context, kind), say("LQ"),
            say("Evidence"))  # fmt: skip
    lines = [_line(context, points, kind, str(code)) for code in points.table.index[:top]]
    heading = say("{name}, {year}, borders of {borders}", name=context.name, year=points.year, borders=context.borders)
    weights = next(iter(points.sets))
    note = say("Weights: {set} ({origin}).", set=words.SETS[weights](language),
               origin=words.weights_origin(context, points, weights))  # fmt: skip
    return "\n".join([heading, _tested(context, points), "", aligned([head, *lines]), "", note])


def _line(context: Context, points: GrowthPoints, kind: str, code: str) -> Sequence[str]:
    language, row = context.language, points.table.loc[code]
    numbers = (language.number(row["amount"] / 1000, 2), language.number(row["quotient"], 2))
    shared = (words.candidate(context, kind, code), words.TYPES[row["type"]](language), *numbers, str(row["grade"]))
    if pd.isna(row["rank"]):
        return ("–", "–", "–", language.say("not ranked"), *shared)
    return (
        language.number(float(row["rank"]), 0), words.places(context, row["rank_low"], row["rank_high"]),
        language.percent(row["probability_top"], 0), words.verdict(context, row), *shared,
    )  # fmt: skip


_WRITERS: dict[str, Callable[[Context, GrowthPoints, int], str]] = {"table": _table, "csv": _csv, "json": _json}
