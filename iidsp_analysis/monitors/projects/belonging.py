"""Where a project may belong: regions of one set of borders and candidates of a ranking, as far as it tells."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.models.candidates import DIVISIONS, Candidates
from iidsp_analysis.reference.industry_records import divisions, hs_sections


def places_of(name: str | None, borders: int) -> tuple[str, ...]:
    """Return the regions of these borders in which a project may lie.

    One where the register names it; the parts of a former, larger region; all where it names none, or the country.
    """
    everywhere = tuple(region.id for region in regions.regions_of(borders))
    if name is None or name == schema.COUNTRY:
        return everywhere
    try:
        return (regions.contained_in(name, borders).id,)
    except BoundaryError:  # a former region, larger than those of these borders
        return next((parts for parts in regions.covers(name) if set(parts) <= set(everywhere)), everywhere)


def codes_of(oked: str | None, hs: str | None, candidates: Candidates) -> tuple[str, ...]:
    """Return the industries that a project may belong to, candidates or not; all candidates where it tells nothing.

    A product group is told by the HS code, else by the OKED division (:func:`groups_of_division`); a division by the
    OKED code, else by the HS section (:func:`industries.divisions_of_hs_section`).
    """
    section = _section(hs)
    if candidates.classification == DIVISIONS:
        by_goods = industries.divisions_of_hs_section(section) if section else ()
        return (oked[:2],) if oked else by_goods or candidates.main.industries
    if section:
        return (section,)
    return groups_of_division(oked[:2]) if oked else candidates.main.industries


def covered_regions(named: Iterable[str], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the regions that a register covers. One of a single region is silent about the others, not empty there.

    A region that was split later is covered if it is named itself, or if all of its parts are.
    """
    known = set(named)
    return tuple(region for region in wanted if any(known.issuperset(parts) for parts in regions.covers(region)))


@cache
def groups_of_division(division: str) -> tuple[str, ...]:
    """Return the HS sections whose goods a division can make, in the order of the sections.

    The bridge is used from both sides: a section is listed if the division may be in it
    (:func:`industries.divisions_of_hs_section`), or, of a manufacturing division, if it holds at least
    :data:`industries.SMALLEST_SHARE_OF_LINES` of the *division's* HS6 lines. Sections that are not ranked are listed
    too: one division makes cement (V) and glass (XIII).

    Examples
    --------
    >>> groups_of_division("17")
    ('X',)
    >>> groups_of_division("23")
    ('V', 'XIII')
    >>> groups_of_division("29")  # engines and their parts are machinery
    ('XVI', 'XVII')
    """
    lines = {code: industries.hs6_lines(code).get(division, 0) for code in hs_sections()}
    threshold = max(1.0, industries.SMALLEST_SHARE_OF_LINES * sum(lines.values()))
    is_manufacturing = division in divisions()
    return tuple(
        code
        for code, count in lines.items()
        if division in industries.divisions_of_hs_section(code) or (is_manufacturing and count >= threshold)
    )


def _section(hs: str | None) -> str:
    """HS section of a code; nothing where there is none, or its chapter does not exist."""
    try:
        return industries.hs_section_of_chapter(hs[:2]) if hs else ""
    except UnknownLabelError:
        return ""
