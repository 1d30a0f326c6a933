"""What can be named on the command line: regions of some borders, industries, tables, indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iidsp_analysis import folders, regions, schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference import nearest
from iidsp_analysis.reference.industry_records import divisions, hs_sections, sections
from iidsp_analysis.sources import read_sources


def listing(what: str, borders: int) -> str:
    """List what can be named, as aligned text.

    Parameters
    ----------
    what : {"regions", "industries", "tables", "indicators"}
        What to list.
    borders : {2014, 2018, 2022}
        Borders of the regions; the other lists do not depend on them.

    Raises
    ------
    UsageError
        For another word, naming the nearest.
    BoundaryError
        For unknown borders.
    """
    if what not in _LISTS:
        near = nearest(what, _LISTS)
        told = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(_LISTS)}."
        raise UsageError(f"There is no list of {what!r}.", where="list", what_next=told)
    return aligned(_LISTS[what](borders))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as columns of equal width; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _regions(borders: int) -> list[tuple[str, ...]]:
    chosen = (regions.get(schema.COUNTRY), *regions.regions_of(borders))
    rows = ((region.id, region.code, region.kato, region.name["en"], region.name["ru"]) for region in chosen)
    return [("id", "code", "KATO", "English", "Russian"), *rows]


def _industries(borders: int) -> list[tuple[str, ...]]:
    rows = [("OKED section", item.code, "", item.name["en"]) for item in sections().values()]
    rows += [("OKED division", item.code, item.technology, item.name["en"]) for item in divisions().values()]
    rows += [("HS section", item.code, "", item.name["en"]) for item in hs_sections().values()]
    return [("classification", "code", "technology", "English"), *rows]


def _tables(borders: int) -> list[tuple[str, ...]]:
    sources = read_sources(folders.raw()).values()
    rows = ((source.id, source.indicator, source.unit, source.vintage, source.title["en"]) for source in sources)
    return [("id", "indicator", "unit", "edition", "title"), *rows]


def _indicators(borders: int) -> list[tuple[str, ...]]:
    rows = (
        (name, unit or "depends on the product", prices, "no" if name in schema.NOT_ADDITIVE else "yes")
        for name, (unit, prices) in schema.INDICATORS.items()
    )
    return [("indicator", "unit", "prices", "adds up"), *rows]


_LISTS: dict[str, Callable[[int], list[tuple[str, ...]]]] = {
    "regions": _regions,
    "industries": _industries,
    "tables": _tables,
    "indicators": _indicators,
}
