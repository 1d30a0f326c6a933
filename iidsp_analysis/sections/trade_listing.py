"""Six-digit trade lines added up, as a table to read, as CSV or as JSON: the command ``iidsp trade``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from iidsp_analysis import folders, industries, regions, schema
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.errors import BoundaryError, UnknownLabelError, UsageError
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.loaders.trade_store import TABLES
from iidsp_analysis.loaders.trade_totals import Asked, contradictions, totals

#: Rows that the table shows; CSV and JSON hold all of them.
MOST_ROWS = 60


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line; ``by`` and ``years`` are lists with commas."""

    by: str = "region,year"
    flow: str = "exports"
    years: str = ""
    region: str = ""
    goods: str = ""
    language: str = "en"
    output: str = "table"
    memory: int = 512

    def asked(self) -> Asked:
        """Read the words.

        Raises
        ------
        UsageError, UnknownLabelError
            For words that mean nothing.
        """
        return Asked(
            by=tuple(name.strip() for name in self.by.split(",") if name.strip()),
            flow=self.flow,
            years=tuple(_year(word) for word in self.years.split(",") if word.strip()),
            regions=_regions(self.region),
            goods=self.goods.strip(),
            memory=self.memory,
        )


def _year(word: str) -> int:
    if not (word.strip().isascii() and word.strip().isdigit() and len(word.strip()) == 4):
        raise UsageError(f"{word.strip()!r} is no year.", where="--year", what_next="Use 2023, or 2022,2023.")
    return int(word)


def _regions(label: str) -> tuple[str, ...]:
    """Ids of a region on all borders: lines keep the regions of their year."""
    if not label or label == schema.COUNTRY:
        return ()
    found, refused = [], None
    for borders in regions.BORDERS:
        try:
            found.append(regions.resolve(label, borders=borders).id)
        except (BoundaryError, UnknownLabelError) as error:
            refused = error
    if not found and refused:
        raise refused
    return tuple(dict.fromkeys(found))


def listing(request: Request, processed_folder: Path | None = None) -> str:
    """Write sums of six-digit lines.

    Raises
    ------
    UsageError, UnknownLabelError
        For a format, dimension, flow, year, region or goods that mean nothing.
    MissingDataError, SourceError
        If no lines are stored, none fit, or the store is damaged.
    """
    if request.output not in _WRITERS:
        raise UsageError(f"Unknown format {request.output!r}.", where="--format",
                         what_next=f"Use {', '.join(_WRITERS)}.")  # fmt: skip
    language, asked, processed = reader_of(request.language), request.asked(), processed_folder or folders.processed()
    told = _WRITERS[request.output](language, asked, totals(processed, asked))
    return (
        told if request.output != "table" else "\n".join([told, *_doubts(language, contradictions(processed, asked))])
    )


def _json(language: Language, asked: Asked, found: pd.DataFrame) -> str:
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False)


def _csv(language: Language, asked: Asked, found: pd.DataFrame) -> str:
    return found.to_csv(index=False, lineterminator="\n").rstrip("\n")


def _table(language: Language, asked: Asked, found: pd.DataFrame) -> str:
    shown = found.head(MOST_ROWS)
    heads = [_dimensions(language)[name] for name in asked.by] + list(_measures(language, found).values())
    rows = [_row(language, asked, found, row) for row in shown.to_dict("records")]
    return "\n".join([_heading(language, asked), "", aligned([heads, *rows]), "", *_notes(language, found)])


def _dimensions(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "year": say("Year"),
        "month": say("Month"),
        "region": say("Region"),
        "hs_section": say("HS section"),
        "hs2": say("HS, two digits"),
        "hs4": say("HS, four digits"),
        "hs6": say("HS, six digits"),
    }


def _measures(language: Language, found: pd.DataFrame) -> dict[str, str]:
    say = language.say
    heads = {
        "thousand_usd": say("Sum of lines, thousand USD"),
        "tonnes": say("Tonnes"),
        "confidential": say("Confidential values left out"),
    }
    return heads | ({"printed": say("Printed total, thousand USD")} if "printed" in found else {})


def _row(language: Language, asked: Asked, found: pd.DataFrame, row: Mapping[Any, Any]) -> list[str]:
    told = [_told(language, name, row[name]) for name in asked.by]
    return told + [
        language.number(row[name], 0 if name == "confidential" else 1) if pd.notna(row[name]) else MISSING
        for name in _measures(language, found)
    ]


def _told(language: Language, name: str, value: object) -> str:
    if name == "region":
        return regions.get(str(value)).short[language.code]
    if name == "hs_section" and value != "OTHER":
        return f"{value} {industries.hs_section(str(value)).short[language.code]}"
    return str(value)


def _heading(language: Language, asked: Asked) -> str:
    say = language.say
    what = say("Exports, six-digit lines added up") if asked.flow == "exports" else say(
        "Imports, six-digit lines added up")  # fmt: skip
    return f"{what} ({say('BNS table {table}', table=TABLES[asked.flow])})"


def _notes(language: Language, found: pd.DataFrame) -> list[str]:
    say = language.say
    notes = []
    if len(found) > MOST_ROWS:
        notes.append(say("{shown} of {all} rows; --format csv prints all.", shown=MOST_ROWS, all=len(found)))
    if found["provisional"].any():
        notes.append(say("Some months are provisional."))
    return [
        *notes,
        say("Trade stands where the trader is registered, which need not be where the goods are made."),
        say("Regions are those of the borders of each year."),
        say("Editions: {sources}.", sources=", ".join(sorted({each for told in found["source"] for each in
                                                              str(told).split(";")}))),
    ]  # fmt: skip


def _doubts(language: Language, found: tuple[str, ...]) -> list[str]:
    if not found:
        return []
    names = ", ".join(regions.get(region).short[language.code] for region in found)
    return [language.say("Lines of some months miss the printed total of their region, do not rely on them: {regions}.",
                         regions=names)]  # fmt: skip


_WRITERS: dict[str, Callable[[Language, Asked, pd.DataFrame], str]] = {"table": _table, "csv": _csv, "json": _json}
