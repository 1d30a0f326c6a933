"""The tables of a register as files: rows, doubts, places and heads come back as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS, Register, typed

ROWS, DOUBTS, PLACES, HEADS = "register.parquet", "doubts.parquet", "places.parquet", "heads.parquet"
GAPS: Final = "gaps"


def write_frames(register: Register, folder: Path) -> None:
    """Write the tables of a register into a folder."""
    gaps = _written(register.doubts[GAPS].tolist())
    register.rows.to_parquet(folder / ROWS, index=False)
    register.doubts.assign(**{GAPS: pd.Series(gaps, index=register.doubts.index, dtype=object)}).to_parquet(
        folder / DOUBTS, index=False
    )
    register.places.to_parquet(folder / PLACES, index=False)
    register.heads.to_parquet(folder / HEADS, index=False)


def read_frames(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables by the name of their field of :class:`Register`; fields that are newer than they are empty."""
    doubts = pd.read_parquet(folder / DOUBTS).astype(object).reindex(columns=list(DOUBT_COLUMNS))
    told = {each: json.loads(each) for each in doubts[GAPS].unique()}
    doubts[GAPS] = pd.Series([told[each] for each in doubts[GAPS]], index=doubts.index, dtype=object)
    return {
        "rows": typed(pd.read_parquet(folder / ROWS)),
        "doubts": doubts,
        "places": pd.read_parquet(folder / PLACES),
        "heads": pd.read_parquet(folder / HEADS),
    }


def _written(gaps: list[Mapping[str, object]]) -> list[str]:
    """Write gaps as JSON; equal cells share one object, so that few of very many are written."""
    known = {id(each): each for each in gaps}
    told = {key: json.dumps(dict(each), ensure_ascii=False, default=_plain) for key, each in known.items()}
    return [told[id(each)] for each in gaps]


def _plain(value: Any) -> object:
    """Return a number of numpy as one of Python, another value as its text."""
    return value.item() if hasattr(value, "item") else str(value)
