"""Which economies a country is compared with: a rule that is told, never a choice made afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, UsageError

#: Economies nearest in GDP per head that are compared with.
NEAREST = 10
FEWEST = 4
NAMED, PER_HEAD, ALL = "named", "per head", "all"


@dataclass(frozen=True)
class Comparables:
    """Codes of the economies compared with, without the own one, and the rule that chose them."""

    codes: tuple[str, ...]
    rule: str


def comparables(gdp: pd.Series, population: pd.Series | None, own: str, named: str = "") -> Comparables:
    """Choose the economies to compare with.

    Parameters
    ----------
    gdp : Series by economy
        Value added of all sectors, one unit, above 0.
    population : Series by economy, optional
        In one unit, above 0. With it the ten economies nearest in the logarithm of GDP per head are taken; without it
        nobody can tell who is near, and all are.
    named : str
        Codes, parted by commas or spaces, that are taken in the place of any rule.

    Raises
    ------
    UsageError
        If a code is unknown or too few are named.
    MissingDataError
        If too few economies are there.
    """
    others = [str(code) for code in gdp.index if code != own]
    if named.strip():
        return Comparables(_named(named, others), NAMED)
    if len(others) < FEWEST:
        raise MissingDataError(f"The file has {len(others)} other economies in this year; {FEWEST} are needed.")
    if population is None:
        return Comparables(tuple(others), ALL)
    per_head = np.log(gdp / population)
    distance = (per_head - per_head[own]).abs().drop(index=own).sort_values(kind="stable")
    return Comparables(tuple(map(str, distance.index[:NEAREST])), PER_HEAD)


def _named(named: str, others: list[str]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(named.replace(",", " ").upper().split()))
    unknown = [code for code in codes if code not in others]
    if unknown:
        raise UsageError(f"The file has no economy {', '.join(unknown)} in this year.", where="comparables",
                         what_next=f"Economies: {', '.join(others)}.")  # fmt: skip
    if len(codes) < FEWEST:
        raise UsageError(f"Only {len(codes)} economies are named; {FEWEST} are needed.", where="comparables")
    return codes
