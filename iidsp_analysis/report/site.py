"""The index page: the country in a few numbers, a tile-grid map of its regions, and the way to every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal, NamedTuple

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.finder import MOST_REASONS, Listing, are_many, listed
from iidsp_analysis.report.shell import OtherLanguage, fill_shell, identity, script, style_sheet

N_CLASSES = 5


@dataclass(frozen=True)
class Kpi:
    """One national number: the value as printed, what it is, and its unit, period and source."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class PageCard:
    """What the index knows about one report.

    Parameters
    ----------
    key : str
        Region id, ``KZ``, or the code of an industry.
    code, name, short_name : str
        Code as printed, full name, and a name short enough for a tile.
    href : str
        Relative address of the page; needed where the status is ``done``.
    tile : tuple of int, optional
        Row (from the north) and column (from the west) on the tile-grid map; only differences matter.
    value : float, optional
        The number that colours the tile and ranks the region; None where missing, never 0 instead.
    value_text : str
        The same number as printed.
    status : {'done', 'failed', 'missing'}
        Whether the page exists; a failed one gives its reason in the note.
    group : {'country', 'region', 'industry', 'pair'}
        Part of the index that lists it; ``pair`` is a page about one industry of one region.
    note : str, optional
        Reason of a failure, or a remark.
    region : str, optional
        Name of the region of a pair.
    documents : tuple of str, optional
        Endings of the documents that lie beside the page under its name.
    """

    key: str
    code: str
    name: str
    short_name: str
    href: str
    tile: tuple[int, int] | None
    value: float | None
    value_text: str
    status: Literal["done", "failed", "missing"]
    group: Literal["country", "region", "industry", "pair"]
    note: str = ""
    region: str = ""
    documents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.value is not None and not isfinite(self.value):
            raise ReportError("A missing value on the index is None, not a number.", where=self.name)
        if self.status == "done" and not self.href:
            raise ReportError("A finished report has an address.", where=self.name)
        if self.status == "failed" and not self.note:
            raise ReportError("A failed report gives its reason.", where=self.name)


class _Tile(NamedTuple):
    card: PageCard
    shade: str


class _LegendEntry(NamedTuple):
    shade: str
    lowest: str
    highest: str


class _Row(NamedTuple):
    rank: int | None
    card: PageCard
    bar: float | None


def render_index(
    cards: Sequence[PageCard],
    *,
    language: str,
    title: str,
    lede: str,
    kpis: Sequence[Kpi] = (),
    translate: Callable[[str], str] = identity,
    value_label: str = "",
    value_note: str = "",
    listing: Listing | None = None,
    provenance: Mapping[str, str] | None = None,
    languages: Sequence[OtherLanguage] = (),
) -> str:
    """Render the index page of a set of reports.

    Parameters
    ----------
    cards : sequence of PageCard
        Every report that was asked for, also those that failed.
    language, title, lede : str
        Language of the page, its heading and the sentence under it, in that language.
    kpis : sequence of Kpi, optional
        National numbers at the top.
    translate : callable, optional
        English message → message of the page.
    value_label : str, optional
        What the cards' values are, with unit and period.
    value_note : str, optional
        Their price basis and source.
    listing : Listing, optional
        Heading of the list of pages of region × industry, and of their values.
    provenance : mapping, optional
        Term → fact, printed at the foot.
    languages : sequence of OtherLanguage, optional
        The index in all languages of its edition.

    Returns
    -------
    str
        A page of its own: nothing to be fetched, the same bytes for the same arguments. It runs no script unless it
        has a list, which can be searched, filtered and sorted with the one that sorts tables.

    Raises
    ------
    ReportError
        Two regions stand on the same tile.
    """
    regions = [card for card in cards if card.group == "region"]
    rows = listed(cards)
    regions = [] if are_many(regions) else regions
    placed = _placed(regions)
    shades = _shades(regions)
    return fill_shell(
        "index.html.j2",
        styles=[style_sheet("page.css"), style_sheet("index.css"), _grid(placed)],
        scripts=[script("sort.js")] if rows else [],
        translate=translate,
        language=language,
        title=title,
        description=lede,
        kpis=kpis,
        provenance=provenance or {},
        languages=languages,
        value_label=value_label,
        value_note=value_note,
        listing=listing or Listing(),
        listed=rows,
        most_reasons=MOST_REASONS,
        failed=[card for card in cards if card.status == "failed"],
        with_documents=[card for card in cards if card.documents],
        countries=[card for card in cards if card.group == "country"],
        industries=[card for card in cards if card.group == "industry"],
        tiles=[_Tile(card, shades.get(card.key, "unshaded")) for card in placed],
        legend=_legend(regions, shades),
        ranked=_ranked(regions),
    )


def value_classes(values: Sequence[float], n_classes: int = N_CLASSES) -> list[int]:
    """Put values into classes of about equal size, 1 the lowest.

    Parameters
    ----------
    values : sequence of float, shape (n,)
    n_classes : int, optional

    Returns
    -------
    list of int, shape (n,)
        Class of each value. Equal values share a class, so that a class may stay empty.

    Examples
    --------
    >>> value_classes([30.0, 1.0, 2.0, 2.0, 7.0])
    [5, 1, 2, 2, 4]
    """
    ordered = sorted(values)
    return [1 + n_classes * ordered.index(value) // len(ordered) for value in values]


def _placed(regions: Sequence[PageCard]) -> list[PageCard]:
    """Order the cards that have a tile as a reader's eye meets them."""
    places = Counter(card.tile for card in regions if card.tile is not None)
    crowded = [card.name for card in regions if card.tile is not None and places[card.tile] > 1]
    if crowded:
        raise ReportError(f"Several regions stand on one tile: {', '.join(crowded)}.", what_next="Move one of them.")
    return sorted((card for card in regions if card.tile is not None), key=lambda card: card.tile or (0, 0))


def _grid(placed: Sequence[PageCard]) -> str:
    """Write the place of each tile as a style rule: the page's policy admits no style attributes."""
    tiles = [card.tile for card in placed if card.tile is not None]
    if not tiles:
        return ""
    top, left = min(row for row, _ in tiles), min(column for _, column in tiles)
    width = max(column for _, column in tiles) - left + 1
    rules = [f".tiles {{ grid-template-columns: repeat({width}, minmax(0, 1fr)); }}"]
    rules += [
        f".tiles li:nth-child({number}) {{ grid-area: {row - top + 1} / {column - left + 1}; }}"
        for number, (row, column) in enumerate(tiles, start=1)
    ]
    return "\n".join(rules) + "\n"


def _valued(regions: Sequence[PageCard]) -> list[tuple[float, PageCard]]:
    """Pair the cards that have a value with it, the highest first."""
    pairs = [(card.value, card) for card in regions if card.value is not None]
    return sorted(pairs, key=lambda pair: -pair[0])


def _shades(regions: Sequence[PageCard]) -> dict[str, str]:
    valued = _valued(regions)
    classes = value_classes([value for value, _ in valued])
    return {card.key: f"shade-{number}" for number, (_, card) in zip(classes, valued, strict=True)}


def _legend(regions: Sequence[PageCard], shades: Mapping[str, str]) -> list[_LegendEntry]:
    members: dict[str, list[PageCard]] = {}
    for _, card in reversed(_valued(regions)):
        members.setdefault(shades[card.key], []).append(card)
    return [_LegendEntry(shade, cards[0].value_text, cards[-1].value_text) for shade, cards in members.items()]


def _ranked(regions: Sequence[PageCard]) -> list[_Row]:
    valued = _valued(regions)
    values = [value for value, _ in valued]
    # Bars start at zero: they are drawn only where no value lies on its other side.
    longest = values[0] if values and values[-1] >= 0 and values[0] > 0 else None
    rows = [
        _Row(1 + values.index(value), card, None if longest is None else round(100 * value / longest, 1))
        for value, card in valued
    ]
    return rows + [_Row(None, card, None) for card in regions if card.value is None]
