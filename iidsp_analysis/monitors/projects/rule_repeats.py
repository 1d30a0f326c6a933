"""Rules about projects that stand there more than once: on both maps, twice on one map, an expansion called new."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rule import (
    CANCELLED,
    NO_FIGURES,
    Found,
    Gaps,
    Outcome,
    Portfolio,
    Rule,
    is_told,
    own_limit,
)
from iidsp_analysis.monitors.projects.settings import Parameters
from iidsp_analysis.reference import words

NEW = "new"
#: Rules that find a project entered more than once.
REPEATS = ("on_both_maps", "same_bin_and_product")
#: Beyond these the list of the others ends: one company with a hundred rows must not fill the page.
MOST_OTHERS = 5


def _key(portfolio: Portfolio, column: str) -> pd.Series:
    """BIN with the words of a text, whatever its case, punctuation and script; missing without either."""
    rows = portfolio.rows
    plain = {text: " ".join(words(str(text))) for text in rows[column].dropna().unique()}
    skeleton = rows[column].map(plain).astype("string")
    return (rows["bin"].astype("string") + " · " + skeleton).where(is_told(rows["bin"]) & (skeleton.fillna("") != ""))


def _others(portfolio: Portfolio, key: pd.Series, apart: pd.Series | None = None) -> dict[int, str]:
    """Return, by row, the ids of the other rows with its key; with ``apart``, of those that differ from it there."""
    ids, known = portfolio.rows["id"].astype(str), key.dropna()
    told: dict[int, str] = {}
    for _, group in known[known.duplicated(keep=False)].groupby(known):
        for row in group.index:
            others = [ids[each] for each in group.index if each != row and (apart is None or apart[each] != apart[row])]
            if others:
                told[int(row)] = ", ".join([*others[:MOST_OTHERS], *(["…"] if len(others) > MOST_OTHERS else [])])
    return told


def _outcome(told: dict[int, str], column: str, judged: int) -> Outcome:
    found = tuple(Found(row, column, {"others": others}) for row, others in sorted(told.items()))
    return Outcome(found, judged, "" if judged else NO_FIGURES)


def on_both_maps(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects of one company with the same product or name that are on both maps."""
    on_map = portfolio.rows["map"].where(is_told(portfolio.rows["map"]))
    keys = [_key(portfolio, column).where(on_map.notna()) for column in ("name", "product")]
    told: dict[int, str] = {}
    for key in keys:
        told |= _others(portfolio, key.where(on_map.groupby(key).transform("nunique") > 1), on_map)
    return _outcome(told, "map", int((keys[0].notna() | keys[1].notna()).sum()))


def same_bin_and_product(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects of one company with the same product on the same map."""
    key = _key(portfolio, "product") + " · " + portfolio.rows["map"].astype("string").fillna("")
    return _outcome(_others(portfolio, key), "product", int(key.notna().sum()))


def second_entries(portfolio: Portfolio) -> list[int]:
    """Return the rows of projects that repeat another one: of each group all but the dearest.

    A group shares company and product, or company and name on both maps, as the rules :data:`REPEATS` judge it.
    Cancelled projects repeat nothing.
    """
    live = portfolio.rows.index[~portfolio.has_status(CANCELLED)]
    dearest_first = portfolio.rows.loc[live].sort_values("cost_planned_mln_kzt", ascending=False, kind="stable").index
    on_map = portfolio.rows["map"].where(is_told(portfolio.rows["map"]))
    name = _key(portfolio, "name").where(on_map.notna())
    keys = (_key(portfolio, "product"), name.where(on_map.groupby(name).transform("nunique") > 1))
    ordered = [key.loc[dearest_first].dropna() for key in keys]
    return sorted({int(row) for key in ordered for row in key.index[key.duplicated()]})


# --- expansion --------------------------------------------------------------------------------------------------


def expansion_as_new(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find new projects whose name tells of an expansion, or whose product the company made before they began.

    The company made it before if another of its projects with the same product was commissioned earlier than this one
    was started or, where that is not told, was to be started or entered.
    """
    is_new = portfolio.rows["kind"] == NEW
    named = _names_expansion(portfolio, limits.texts("word_beginnings"))
    earlier = _made_before(portfolio)
    found = [
        Found(int(row), "kind", {"earlier": earlier.get(int(row), ""), "name": str(portfolio.rows.loc[row, "name"])})
        for row in portfolio.rows.index[is_new & (named | named.index.isin(list(earlier)))]
    ]
    return Outcome(tuple(found), int(is_new.sum()), "" if is_new.any() else NO_FIGURES)


def _names_expansion(portfolio: Portfolio, beginnings: tuple[str, ...]) -> pd.Series:
    starts = tuple("".join(words(beginning)) for beginning in beginnings)
    names = portfolio.rows["name"]
    told = {name: any(word.startswith(starts) for word in words(str(name))) for name in names.dropna().unique()}
    return names.map(told).eq(True)


def _made_before(portfolio: Portfolio) -> dict[int, str]:
    """Return the id of the earlier project by row."""
    rows = portfolio.rows
    begins = rows["actual_start"].fillna(rows["planned_start"]).fillna(rows["decision_date"])
    works = rows["actual_commissioning"].where(portfolio.is_commissioned)
    key = _key(portfolio, "product")
    told: dict[int, str] = {}
    for _, group in key[key.duplicated(keep=False) & key.notna()].groupby(key):
        since = works[group.index].dropna().sort_values(kind="stable")
        if len(since):
            first = str(rows["id"][since.index].iloc[0])
            told |= {int(row): first for row in group.index.difference(since.index[:1]) if since.iloc[0] < begins[row]}
    return told


def _expansion_said(gaps: Gaps, language: Language) -> str:
    if gaps["earlier"]:
        return language.say(
            "Counted as new, and the same company has made the same product since project {earlier}.", **gaps
        )
    return language.say("Counted as new, and its name tells of an expansion: {name}.", **gaps)


RULES = (
    Rule(
        "on_both_maps",
        on_both_maps,
        lambda language: language.say("On both maps"),
        lambda language: language.say(
            "Government resolution 32 of 27 January 2016 parts the two maps by cost: a project has one of them."
        ),
        "https://ic24.kz/news/utverdgdeny-pravila-vklyucheniya-proektov-v-kartu-industrializatsii-u15227",
        lambda gaps, language: language.say("The same company and product or name on the other map: {others}.", **gaps),
    ),
    Rule(
        "same_bin_and_product",
        same_bin_and_product,
        lambda language: language.say("Same BIN and product twice"),
        own_limit,
        "",
        lambda gaps, language: language.say("The same company and product in another project: {others}.", **gaps),
    ),
    Rule(
        "expansion_counted_as_new",
        expansion_as_new,
        lambda language: language.say("Expansion counted as new"),
        lambda language: language.say(
            "A project is a set of measures for new or improved production (Government resolutions 675 and 32); which"
            " of the two it is decides how its jobs and output count."
        ),
        "https://studylib.ru/doc/725036/",
        _expansion_said,
    ),
)
