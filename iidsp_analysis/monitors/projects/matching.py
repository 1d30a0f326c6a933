"""Which project of an older register is which project of a newer one.

An id is trusted only where nothing speaks against it: many registers number their rows anew in each version, so that
the same number stands for another plant. Firm and product, or name and region, are the stronger signs. Nothing is
matched that could be matched in two ways; what may still be the same project is named as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.reference import words

#: How a pair was found, the strongest sign first.
BY_ID, BY_PRODUCT, BY_NAME, BY_ID_ALONE = SIGNS = ("id", "bin_and_product", "name_and_region", "id_alone")
#: A firm with more projects that are new or gone says nothing about any of them.
CANDIDATES: Final = 5
#: What each sign needs to be told and equal in both registers.
_KEYS: Final = (
    (BY_ID, ("id", "bin", "product")),
    (BY_ID, ("id", "name")),
    (BY_PRODUCT, ("bin", "product", "name")),
    (BY_PRODUCT, ("bin", "product")),
    (BY_NAME, ("name", "region")),
    (BY_ID_ALONE, ("id",)),
)


def match(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Pair the projects of two registers, each at most once.

    Parameters
    ----------
    old, new : DataFrame
        Rows of two registers.

    Returns
    -------
    DataFrame
        Columns ``old`` and ``new`` (labels of the rows), ``sign``: ``id`` (same id, and the same name or the same firm
        and product), ``bin_and_product``, ``name_and_region`` (and no two different BINs), ``id_alone`` (unless BIN,
        name and product are all others: then the id was given to another project). Names and products are compared
        without case, punctuation and look-alike letters.
    """
    left, right = _comparable(old), _comparable(new)
    found = []
    for sign, keys in _KEYS:
        pairs = _agreeing(left, right, _pairs(left, right, keys), sign)
        found.append(pairs.assign(sign=sign))
        left, right = left.drop(pairs["old"]), right.drop(pairs["new"])
    return pd.concat(found).sort_values("new").reset_index(drop=True)


def maybe_the_same(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """List pairs, among projects that were not matched, that share their firm or their name.

    Returns
    -------
    DataFrame
        Columns ``old`` and ``new``; a project may stand in several pairs. A firm or name with more than
        :data:`CANDIDATES` such projects on a side is left out.
    """
    left, right = _comparable(old), _comparable(new)
    pairs = [_pairs(left, right, [key], most=CANDIDATES) for key in ("bin", "name")]
    return pd.concat(pairs).drop_duplicates().sort_values(["old", "new"]).reset_index(drop=True)


def _comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is compared, as skeletons; what is not told is missing and equals nothing."""
    compared = rows[["id", "bin", "name", "product", "region"]].astype(object)
    for column in ("name", "product"):
        skeletons = {text: " ".join(words(text)) or None for text in compared[column].dropna().unique()}
        compared[column] = compared[column].map(skeletons).astype(object)
    return compared.where(compared.notna(), None)


def _pairs(left: pd.DataFrame, right: pd.DataFrame, keys: Sequence[str], most: int = 1) -> pd.DataFrame:
    """Return the rows whose keys are told and equal, where no more than ``most`` rows of a side have these keys."""
    sides = [_rare(left, keys, most).rename_axis("old"), _rare(right, keys, most).rename_axis("new")]
    return sides[0].reset_index().merge(sides[1].reset_index(), on=list(keys))[["old", "new"]]


def _rare(side: pd.DataFrame, keys: Sequence[str], most: int) -> pd.DataFrame:
    told: pd.DataFrame = side[list(keys)].dropna()
    sizes: pd.Series = told.groupby(list(keys))[keys[0]].transform("size")
    rare: pd.DataFrame = told[sizes <= most]
    return rare


def _agreeing(left: pd.DataFrame, right: pd.DataFrame, pairs: pd.DataFrame, sign: str) -> pd.DataFrame:
    """Return the pairs against which nothing speaks."""
    if sign == BY_NAME:
        return pairs[~_differ(left, right, pairs, "bin")]
    if sign == BY_ID_ALONE:
        others = [_differ(left, right, pairs, column) for column in ("bin", "name", "product")]
        is_another: NDArray[np.bool_] = np.logical_and.reduce(others)
        return pairs[~is_another]
    return pairs


def _differ(left: pd.DataFrame, right: pd.DataFrame, pairs: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Whether both sides of a pair tell something, and not the same; shape (pairs,)."""
    sides = zip(left.loc[pairs["old"], column], right.loc[pairs["new"], column], strict=True)
    return np.array([None not in {before, after} and before != after for before, after in sides], dtype=bool)
