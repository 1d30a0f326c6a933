"""Ids of projects that can be relied on, and projects that are entered twice or under another name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.safe_text import safe_id
from iidsp_analysis.reference import LOOK_ALIKES, words

#: Names of one firm this near (0–100, order of words aside) are taken for one project renamed; of two firms in one
#: region and division they must be nearer.
SIMILAR_IN_FIRM: Final = 80.0
SIMILAR_IN_REGION: Final = 92.0
#: Beyond this size of a group (all pairs would take minutes) only neighbours by name are compared, and names that share
#: a word that stands in no more than so many of them.
_ALL_PAIRS_UP_TO: Final = 150
_RARE: Final = 10
#: Phases and numbers of a plant are what two different projects differ by.
_NUMBERED: Final = re.compile(r"\d+|\b[ivxіх]+\b", re.IGNORECASE)

_WORD: Final = re.compile(r"[^\W_]+")

#: (index of the later project, index of the earlier one, reason)
Pair = tuple[int, int, str]


def own_ids(rows: pd.DataFrame) -> tuple[list[str], list[tuple[int, str]]]:
    """Give every project an id that no other has and that is safe in a file name.

    Parameters
    ----------
    rows : DataFrame
        With the columns id, bin, name, product and region.

    Returns
    -------
    ids : list of str
        The id of the file where it can be used. A project without one gets ``no-id-`` and a hash of BIN, name, product
        and region, so it keeps it in the next register unless one of these changes.
    changed : list of (int, str)
        Index and reason (``path_like_id``, ``no_id``, ``id_twice``) of every id that is not the file's.
    """
    ids: list[str] = []
    changed: list[tuple[int, str]] = []
    seen: Counter[str] = Counter()
    columns = (rows[name] for name in ("id", "bin", "name", "product", "region"))
    for index, (told, *rest) in enumerate(zip(*columns, strict=True)):
        safe = safe_id(told) if told else ""
        if told and safe != told:
            changed.append((index, "path_like_id" if safe else "no_id"))
        if not safe:
            safe = form.NO_ID + hashlib.sha256("|".join(map(str, rest)).encode()).hexdigest()[:8]
            changed.extend([] if told else [(index, "no_id")])
        seen[safe] += 1
        if seen[safe] > 1:
            changed.append((index, "id_twice"))
            safe = _free(safe, seen)
        ids.append(safe)
    return ids, changed


def _free(told: str, seen: Counter[str]) -> str:
    number = seen[told]
    while seen[f"{told}~{number}"]:
        number += 1
    seen[f"{told}~{number}"] += 1
    return f"{told}~{number}"


def same_projects(rows: pd.DataFrame) -> Iterator[Pair]:
    """List projects that may be one: same BIN and product, same name, or nearly the same name.

    Each project is set against the earliest that it agrees with, and named once. Names of one BIN are compared with
    each other, names of different or unknown BINs within one region and OKED division. Names that differ in a number
    (*2nd phase*, *plant No 3*) are different.

    Yields
    ------
    tuple of int, int, str
        Index of the later and of the earlier project, and ``same_project``, ``same_name`` or ``similar_name``.
    """
    names = [" ".join(sorted(told)) for told in words_of_many([name or "" for name in rows["name"]])]
    products = rows["product"].map({text: " ".join(words(text)) for text in rows["product"].dropna().unique()})
    told: dict[int, Pair] = {}
    for pair in (*_by_product(rows["bin"], products), *_by_name(rows, names)):
        told.setdefault(pair[0], pair)
    return iter(sorted(told.values()))


def words_of_many(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the words of many texts on one line each: what :func:`reference.words` tells, letters replaced at once."""
    whole = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    for letter, skeleton in LOOK_ALIKES.items():
        whole = whole.replace(letter, skeleton)
    lines = whole.split("\n")
    if len(lines) != len(texts):  # no text at all, or texts of several lines
        yield from map(words, texts)
        return
    for text, line in zip(texts, lines, strict=True):
        yield words(text) if ")" in line else _WORD.findall(line)  # a bracket may end the mark of a footnote


def _by_product(bins: pd.Series, products: Iterable[str | float]) -> Iterator[Pair]:
    first: dict[tuple[str, str | float], int] = {}
    for index, key in enumerate(zip(bins, products, strict=True)):
        if key[0] and isinstance(key[1], str) and key[1] and first.setdefault(key, index) != index:
            yield index, first[key], "same_project"


def _by_name(rows: pd.DataFrame, names: Sequence[str]) -> Iterator[Pair]:
    in_firm: defaultdict[str, list[int]] = defaultdict(list)
    in_region: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    columns = (rows[name] for name in ("bin", "region", "oked"))
    for index, (number, region, oked) in enumerate(zip(*columns, strict=True)):
        if names[index]:
            in_region[region or "", (oked or "")[:2]].append(index)
            if number:
                in_firm[number].append(index)
    for groups, cutoff in ((in_firm, SIMILAR_IN_FIRM), (in_region, SIMILAR_IN_REGION)):
        for group in (each for each in groups.values() if len(each) > 1):
            yield from _similar(sorted(group, key=lambda index: (names[index], index)), names, cutoff)


def _similar(group: list[int], names: Sequence[str], cutoff: float) -> Iterator[Pair]:
    """Compare the names of a group, given in the order of names; all pairs, or neighbours where it is large."""
    for first, second in _pairs(group, names, cutoff):
        earlier, later = sorted((first, second))
        if names[first] == names[second]:
            yield later, earlier, "same_name"
        elif _numbers(names[first]) == _numbers(names[second]):
            yield later, earlier, "similar_name"


def _pairs(group: list[int], names: Sequence[str], cutoff: float) -> Iterator[tuple[int, int]]:
    if len(group) <= _ALL_PAIRS_UP_TO:
        texts = [names[index] for index in group]
        scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8)
        yield from ((group[first], group[second]) for first, second in np.argwhere(np.triu(scores, 1)))
        return
    for first, second in _candidates(group, names):
        if fuzz.ratio(names[first], names[second], score_cutoff=cutoff):
            yield first, second


def _candidates(group: list[int], names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """List the pairs of a large group worth comparing: neighbours by name, and names with a rare word in common."""
    yield from pairwise(group)
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for index in group:
        for each in names[index].split():
            by_word[each].append(index)
    for alike in by_word.values():
        if len(alike) <= _RARE:
            yield from combinations(alike, 2)


def _numbers(name: str) -> list[str]:
    return sorted(_NUMBERED.findall(name))
