"""What every section returns: a finding that shows itself – title, sentence, figure, table, sources, caveats."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from iidsp_analysis import plots
from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.result_csv import link
from iidsp_analysis.result_data import MIME, data_of

SCREEN_DPI = 96
PICTURE_DPI = 150
#: Class of a table that the reader may sort; the page brings the script for it (``report.shell``).
SORTABLE: Final = "numbers sortable"
#: From so many rows on a sortable table can also be searched.
ROWS_TO_SEARCH: Final = 25


@dataclass(frozen=True)
class Column:
    """How one column of a table is told: its label with the unit, and the form of its numbers.

    ``form`` is one of ``text, number, signed, percent, signed_percent, points``; fractions are told as percent.
    ``order`` names the column of the frame by which a sortable table sorts this one: the gravity behind a word, the day
    behind a date; by default the number or the text itself. A ``wide`` column holds sentences and gets about half of
    the table; a ``narrow`` one is no wider than its words.
    """

    key: str
    label: str
    form: str = "number"
    digits: int = 1
    order: str = ""
    width: Literal["", "wide", "narrow"] = ""

    @property
    def kind(self) -> str:
        """Classes of its head and cells."""
        return " ".join(filter(None, ("text" if self.form == "text" else "", self.width)))

    def tell(self, value: Any, language: Language) -> str:
        """Write one value in the reader's language; missing is a dash."""
        if _is_missing(value):
            return MISSING
        if self.form == "text":
            return str(value)
        return str(getattr(language, self.form)(float(value), self.digits))

    def sorts_numbers(self, frame: pd.DataFrame) -> bool:
        """Whether the column is sorted by numbers, and not by texts."""
        return pd.api.types.is_numeric_dtype(frame[self.order]) if self.order else self.form != "text"

    def sort_key(self, row: pd.Series) -> str | None:
        """By what a cell is sorted: the raw number or text, nothing where it is missing, None for its own words."""
        value = row[self.order or self.key]
        if _is_missing(value) or value == MISSING:
            return ""
        if isinstance(value, str):
            return value if self.order else None
        return repr(float(value)) if math.isfinite(value) else ""


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))


@dataclass(frozen=True)
class Table:
    """A frame with the words that a reader needs: caption, column labels with units, rows that stand out.

    The first column heads its row. ``footer`` names the index labels that close the table (totals). A ``sortable``
    table has for each cell what it is sorted by, for the script of the page; without script it stands as it is given.
    Of a table that ``is_rounded`` files hold the numbers as they are printed and no further digit.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    caption: str
    highlight: frozenset[Any] = frozenset()
    footer: frozenset[Any] = frozenset()
    sortable: bool = False
    is_rounded: bool = False

    def to_html(self, language: Language) -> str:
        """Return an accessible table: scopes on its heads, a caption, and a scrolling frame for narrow screens."""
        heads = "".join(self._head(column) for column in self.columns)
        body, foot = [], []
        for label, row in self.frame.iterrows():
            (foot if label in self.footer else body).append(self._row(label, row, language))
        closing = f"<tfoot>{''.join(foot)}</tfoot>" if foot else ""
        kind = f'"{SORTABLE}"{_search_words(len(body), language)}' if self.sortable else '"numbers"'
        return (
            f'<div class="table-scroll" tabindex="0" role="group" aria-label="{escape(self.caption)}">'
            f"<table class={kind}><caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{''.join(body)}</tbody>{closing}</table></div>"
        )

    def _head(self, column: Column) -> str:
        kind = f' class="{column.kind}"' if column.kind else ""
        if self.sortable:
            kind += f' data-sort="{"number" if column.sorts_numbers(self.frame) else "text"}"'
        return f'<th scope="col"{kind}>{escape(column.label)}</th>'

    def _row(self, label: Any, row: pd.Series, language: Language) -> str:
        mark = ' class="highlight"' if label in self.highlight else ""
        first, *rest = self.columns
        heading = escape(first.tell(row[first.key], language) or MISSING)  # an empty head says nothing aloud
        width = f' class="{first.width}"' if first.width else ""
        cells = [f'<th scope="row"{width}{self._sort_key(first, row)}>{heading}</th>']
        cells += [
            self._cell(column, column.tell(row[column.key], language), self._sort_key(column, row)) for column in rest
        ]
        return f"<tr{mark}>{''.join(cells)}</tr>"

    def _sort_key(self, column: Column, row: pd.Series) -> str:
        key = column.sort_key(row) if self.sortable else None
        return "" if key is None else f' data-sort="{escape(key)}"'

    @staticmethod
    def _cell(column: Column, told: str, sort_key: str) -> str:
        kind = "missing" if told == MISSING else column.kind
        return f'<td class="{kind}"{sort_key}>{escape(told)}</td>' if kind else f"<td{sort_key}>{escape(told)}</td>"


def _search_words(rows: int, language: Language) -> str:
    """Words for the search box that the script makes; nothing for a table that is seen at a glance."""
    if rows < ROWS_TO_SEARCH:
        return ""
    search, shown = language.say("Search the rows"), language.say("Rows shown")
    return f' data-search="{escape(search)}" data-shown="{escape(shown)}"'


@dataclass(frozen=True)
class Picture:
    """A figure that is drawn when it is shown, with the text that replaces it for those who cannot see it."""

    draw: Callable[[], Figure]
    alt: str

    def to_html(self, caption: str) -> str:
        """Return the figure as an inline PNG with alt text and caption."""
        with plots.report_style():  # ticks and grid are made when the figure is drawn, not when it is described
            figure = self.draw()
            pixels = _pixels(figure)
        width, height = (round(inches * SCREEN_DPI) for inches in figure.get_size_inches())
        encoded = base64.b64encode(_with_palette(pixels)).decode("ascii")
        return (
            f'<figure><img src="data:image/png;base64,{encoded}" alt="{escape(self.alt)}" width="{width}"'
            f' height="{height}"><figcaption>{escape(caption)}</figcaption></figure>'
        )


def _pixels(figure: Figure) -> Image.Image:
    """Draw a figure once, as it stands: a tight box would lay out every text twice."""
    figure.set_dpi(PICTURE_DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _with_palette(picture: Image.Image) -> bytes:
    """Return a PNG of at most 256 colours: a third of the bytes, and charts hold fewer colours than that."""
    written = io.BytesIO()
    colours = picture.quantize(method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # Level 9 makes a page a tenth lighter and takes six times as long, which is a sixth of making the page.
    colours.save(written, format="png", compress_level=6)
    return written.getvalue()


@dataclass(frozen=True)
class Origin:
    """Where the figures of a result come from, in the reader's language: its tables, and the steps from them to it.

    ``tables`` holds for each table what it is called, and a line with title, unit, edition, file and checksum.
    """

    tables: tuple[tuple[str, str], ...]
    steps: str

    def to_html(self, words: str) -> str:
        """Return a box that opens in place."""
        items = "".join(f"<li><b>{escape(table)}</b> · {escape(about)}</li>" for table, about in self.tables)
        return (
            f'<details class="origin"><summary>{escape(words)}</summary><ul>{items}</ul>'
            f"<p>{escape(self.steps)}</p></details>"
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
    against : tuple of str
        What in the same figures speaks against the finding, with its numbers: another first year, definition, edition
        or scheme, and how the answer did in tests. It stands under the reading and is no general warning.
    stamp : str
        What the reader must not overlook, such as that the figures are made up: see :func:`stamped`.
    origin : Origin, optional
        The tables behind it, which open under the table.
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
    stamp: str = ""
    origin: Origin | None = None
    against: tuple[str, ...] = ()

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
        told = [self.title, *self.reading, *self.told_against, *(f"! {text}" for text in self.caveats), self.caption]
        return "\n".join([self.stamp, *told] if self.stamp else told)

    @property
    def told_against(self) -> tuple[str, ...]:
        """The evidence against the finding with its label, a sentence each."""
        return tuple(self.language.say("Evidence against: {sentence}", sentence=text) for text in self.against)

    def __repr__(self) -> str:
        return self.explain()

    def _download(self) -> str:
        """Link to the unrounded figures of the table, which are part of the page."""
        told = data_of(self)["table"]
        address, name = link(told, self.caption, self.language.code)
        words = self.language.say("Download the data (CSV)")
        about = f"{words}: {told['caption']}"
        return (
            f'<p class="download"><a href="{address}" download="{escape(name)}" aria-label="{escape(about)}">'
            f"{escape(words)}</a></p>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Leave the plain values beside the HTML, for workbooks and other programs."""
        return {MIME: data_of(self)}

    def _repr_html_(self) -> str:
        stamp = f'<p class="stamp">{escape(self.stamp)}</p>' if self.stamp else ""
        parts = [f'<h3 class="finding">{escape(self.title)}</h3>', stamp, self.before]
        parts += [f'<p class="reading">{escape(sentence)}</p>' for sentence in self.reading]
        parts += [f'<p class="reading against">{escape(sentence)}</p>' for sentence in self.told_against]
        if self.picture is not None:
            parts.append(self.picture.to_html(self.caption))
        if self.table is not None:
            parts.append(self.table.to_html(self.language))
            parts.append(self._download())
            parts.append("" if self.picture else f'<p class="source">{escape(self.caption)}</p>')
        if self.origin is not None:
            parts.append(self.origin.to_html(self.language.say("Where these figures come from")))
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


def stamped(result: Result, words: str) -> Result:
    """Return the result with words that stand under its title, in its captions and across its picture."""
    table, picture = result.table, result.picture
    return replace(
        result,
        stamp=words,
        caption=f"{result.caption} · {words}" if result.caption and words not in result.caption else result.caption,
        table=replace(table, caption=f"{table.caption} · {words}") if table else None,
        picture=Picture(lambda: _across(picture.draw(), words), f"{words}. {picture.alt}") if picture else None,
    )


def _across(figure: Figure, words: str) -> Figure:
    """Write words across the axes of a figure, so that they stay with a picture that is copied."""
    box = figure.axes[0].get_position()
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    figure.text(*middle, words, ha="center", va="center", rotation=20, fontsize=24, alpha=0.16, zorder=10)
    return figure
