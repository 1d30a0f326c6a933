"""What every section returns: a finding that shows itself – title, sentence, figure, table, sources, caveats."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from iidsp_analysis import plots
from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import MISSING, Language

SCREEN_DPI = 96
PICTURE_DPI = 150


@dataclass(frozen=True)
class Column:
    """How one column of a table is told: its label with the unit, and the form of its numbers.

    ``form`` is one of ``text, number, signed, percent, signed_percent, points``; fractions are told as percent.
    """

    key: str
    label: str
    form: str = "number"
    digits: int = 1

    def tell(self, value: Any, language: Language) -> str:
        """Write one value in the reader's language; missing is a dash."""
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            return MISSING
        if self.form == "text":
            return str(value)
        return str(getattr(language, self.form)(float(value), self.digits))


@dataclass(frozen=True)
class Table:
    """A frame with the words that a reader needs: caption, column labels with units, rows that stand out.

    The first column heads its row. ``footer`` names the index labels that close the table (totals).
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    caption: str
    highlight: frozenset[Any] = frozenset()
    footer: frozenset[Any] = frozenset()

    def to_html(self, language: Language) -> str:
        """Return an accessible table: scopes on its heads, a caption, and a scrolling frame for narrow screens."""
        heads = "".join(self._head(column) for column in self.columns)
        body, foot = [], []
        for label, row in self.frame.iterrows():
            (foot if label in self.footer else body).append(self._row(label, row, language))
        closing = f"<tfoot>{''.join(foot)}</tfoot>" if foot else ""
        return (
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(self.caption)}">'
            f'<table class="numbers"><caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody>{closing}</table></div>"
        )

    @staticmethod
    def _head(column: Column) -> str:
        kind = ' class="text"' if column.form == "text" else ""
        return f'<th scope="col"{kind}>{escape(column.label)}</th>'

    def _row(self, label: Any, row: pd.Series, language: Language) -> str:
        mark = ' class="highlight"' if label in self.highlight else ""
        first, *rest = self.columns
        cells = [f'<th scope="row">{escape(first.tell(row[first.key], language))}</th>']
        cells += [self._cell(column, column.tell(row[column.key], language)) for column in rest]
        return f"<tr{mark}>{''.join(cells)}</tr>"

    @staticmethod
    def _cell(column: Column, told: str) -> str:
        kind = "missing" if told == MISSING else column.form if column.form == "text" else ""
        return f'<td class="{kind}">{escape(told)}</td>' if kind else f"<td>{escape(told)}</td>"


@dataclass(frozen=True)
class Picture:
    """A figure that is drawn when it is shown, with the text that replaces it for those who cannot see it."""

    draw: Callable[[], Figure]
    alt: str

    def to_html(self, caption: str) -> str:
        """Return the figure as an inline PNG with alt text and caption."""
        stream = io.BytesIO()
        with plots.report_style():  # ticks and grid are made when the figure is written, not when it is drawn
            figure = self.draw()
            # No bbox_inches="tight": it lays out every text twice. No software tag: equal inputs give equal bytes.
            figure.savefig(stream, format="png", dpi=PICTURE_DPI, metadata={"Software": None})
        width, height = (round(inches * SCREEN_DPI) for inches in figure.get_size_inches())
        figure.clear()
        encoded = base64.b64encode(stream.getvalue()).decode("ascii")
        return (
            f'<figure><img src="data:image/png;base64,{encoded}" alt="{escape(self.alt)}" width="{width}"'
            f' height="{height}"><figcaption>{escape(caption)}</figcaption></figure>'
        )


@dataclass(frozen=True)
class Result:
    """A finding of one section.

    Parameters
    ----------
    title : str
        The finding as a sentence; stands over the chart.
    reading : tuple of str
        Sentences with the numbers and how to read them.
    language : Language
        The reader's language.
    caption : str
        Unit, period, price basis and source of figure and table.
    sources : tuple of str
        Ids of ``sources.yml``; a result with numbers must name at least one.
    values : mapping
        The headline numbers, unrounded, by name.
    """

    title: str
    reading: tuple[str, ...]
    language: Language
    caption: str = ""
    sources: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    table: Table | None = None
    picture: Picture | None = None
    caveats: tuple[str, ...] = ()
    before: str = ""
    is_missing: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ReportError("A result needs a title that states its finding.")
        shows_numbers = self.table is not None or self.picture is not None
        if shows_numbers and not (self.sources and self.caption):
            raise ReportError("A result with numbers needs sources and a caption.", where=self.title)
        if self.picture is not None and self.table is None:
            raise ReportError("Every chart has its table under it.", where=self.title)

    @property
    def frame(self) -> pd.DataFrame:
        """The unrounded figures behind the table."""
        return self.table.frame if self.table is not None else pd.DataFrame()

    def plot(self) -> Figure:
        """Draw the figure.

        Raises
        ------
        ReportError
            If the result has none.
        """
        if self.picture is None:
            raise ReportError("This result has no figure.", where=self.title)
        return self.picture.draw()

    def explain(self) -> str:
        """The finding, its sentences, caveats and sources as plain text."""
        return "\n".join([self.title, *self.reading, *(f"! {text}" for text in self.caveats), self.caption])

    def _repr_html_(self) -> str:
        parts = [f'<h3 class="finding">{escape(self.title)}</h3>', self.before]
        parts += [f'<p class="reading">{escape(sentence)}</p>' for sentence in self.reading]
        if self.picture is not None:
            parts.append(self.picture.to_html(self.caption))
        if self.table is not None:
            parts.append(self.table.to_html(self.language))
            parts.append("" if self.picture else f'<p class="source">{escape(self.caption)}</p>')
        parts.append(_caveats(self.caveats))
        kind = "result missing" if self.is_missing else "result"
        return f'<section class="{kind}">{"".join(parts)}</section>'


def _caveats(caveats: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in caveats)
    return f'<ul class="caveats">{items}</ul>' if items else ""


def key_figures(entries: Sequence[tuple[str, str, str]]) -> str:
    """Return tiles of ``(value, label, note)``, already told in the reader's language."""
    tiles = "".join(
        f'<li class="kpi"><span class="kpi-value">{escape(value)}</span> '
        f'<span class="kpi-label">{escape(label)}</span> <span class="kpi-note">{escape(note)}</span></li>'
        for value, label, note in entries
    )
    return f'<ul class="kpis">{tiles}</ul>'


def definitions(entries: Mapping[str, str]) -> str:
    """Return a list of terms with their values, as in the passport of a report."""
    return '<dl class="passport">' + "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in entries.items()
    ) + "</dl>"  # fmt: skip


def missing_result(language: Language, title: str, what: str, what_next: str) -> Result:
    """A section that lacks its table: what is missing and what to drop where."""
    return Result(title=title, reading=tuple(filter(None, (what, what_next))), language=language, is_missing=True)
