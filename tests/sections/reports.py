"""What the tests of the sections share: contexts opened once, changed figures, and what a reader sees of a result."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pandas as pd
from matplotlib.figure import Figure

from iidsp_analysis import regions, schema, territories
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.panel import Panel
from iidsp_analysis.results import Result
from iidsp_analysis.sections.context import Context

#: A whole region, a merged one, a young one and a city; the country has sections of its own.
SUBJECTS = (
    {"region": "AKM"},
    {"region": "YKO", "year": 2024},
    {"region": "ABY", "year": 2025, "borders": 2022},
    {"region": "AST"},
)
COUNTRY = {"region": "KZ"}
UNPUBLISHED = {"region": "ABY", "year": 2018, "borders": 2022}

_on_borders: dict[tuple[int, int], Panel] = {}
_until: dict[tuple[int, int, int, bool], Panel] = {}


def report(
    panel: Panel,
    *,
    region: str = "KZ",
    year: int = 2017,
    borders: int = 2014,
    language: str = "en",
    trade: bool = False,
) -> Context:
    """A context as ``open_report`` makes it, its slow steps done once a session (test_context holds them equal).

    Without ``trade`` the monthly exports, four of five rows, are left out for sections that do not read them.
    """
    merged = (id(panel), borders)
    if merged not in _on_borders:
        _on_borders[merged] = territories.on_borders(panel, borders)
    cut = (*merged, year, trade)
    if cut not in _until:
        shown = _on_borders[merged].until(f"{year + 1}-01")
        kept = shown.rows if trade else shown.rows[shown.rows[schema.INDICATOR] != "exports"]
        _until[cut] = replace(shown, rows=kept)
    subject = regions.resolve(region, borders=borders)
    return Context(subject, year, borders, "", reader_of(language), _until[cut], panel)


def changed(
    context: Context,
    indicator: str,
    change: Callable[[pd.Series], pd.Series] | float,
    *,
    region: str | None = None,
    industry: str | None = None,
    period: str | None = None,
) -> Context:
    """The context with other figures: a number for every row that fits, or what a function makes of the old ones."""
    rows = context.panel.rows
    chosen = rows[schema.INDICATOR] == indicator
    if region is not None:
        chosen &= rows[schema.REGION] == region
    if industry is not None:
        chosen &= rows[schema.INDUSTRY] == industry
    if period is not None:
        chosen &= rows[schema.PERIOD].str.startswith(period)
    assert chosen.any(), "the change touches no row"
    values = rows[schema.VALUE].copy()
    values[chosen] = change(values[chosen]) if callable(change) else change
    return replace(context, panel=replace(context.panel, rows=rows.assign(**{schema.VALUE: values})))


def visible(result: Result) -> str:
    """The words of a result as a reader sees or hears them: text between tags and alt texts."""
    html = re.sub(r'src="data:[^"]*"', "", result._repr_html_())
    alts = re.findall(r'alt="([^"]*)"', html)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", html), *alts]))


def assert_shows_itself(result: Result) -> None:
    """What holds for every result of every section. Pictures are drawn in English and written out in test_results."""
    if result.picture is not None and result.language.code == "en":
        assert result.plot().axes
    text = visible(_without_writing(result))
    assert not re.search(r"\b(?:nan|NaN|None|inf|NaT)\b", text), text
    assert not re.search(r"\{[a-z_]+\}", text), "a gap of a message was not filled"
    if result.picture is not None:
        assert len(result.picture.alt) > 20
        assert result.language.say("source: {sources}", sources="").strip() in result.caption
        assert re.search(r"(19|20)\d\d", result.caption)
        assert result.sources


def _without_writing(result: Result) -> Result:
    if result.picture is None:
        return result
    return replace(result, picture=replace(result.picture, draw=lambda: Figure(figsize=(0.2, 0.2))))
