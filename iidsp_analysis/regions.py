"""Dated territories of Kazakhstan: their names, their codes, and how their borders changed.

A code is not a territory: BNS ``VKO`` (KATO 63) is another ground before and after 2022-06-08. The identity of a
territory is its id; :func:`resolve` turns what files and people write into ids and refuses what it cannot tell.
Four acts deal with a change: *refuse* (:func:`require_same_territory`), *merge* (:func:`covers`), *apportion*
(:func:`backcast_share`) and *find* (:func:`constant_territory`).
"""

from __future__ import annotations

from datetime import date

from iidsp_analysis.errors import BoundaryError
from iidsp_analysis.reference import region_labels, region_refusals
from iidsp_analysis.reference.region_records import (
    IN_FORCE,
    BoundaryEvent,
    Region,
    boundary_events,
    published_shares,
    territories,
)

BORDERS = tuple(IN_FORCE)
COUNTRY = "KZ"


def get(region_id: str) -> Region:
    """Return the territory with this id."""
    if region_id not in territories():
        raise region_refusals.unknown(region_id)
    return territories()[region_id]


def exists_in(region: Region, borders: int) -> bool:
    """Tell whether the territory existed on the day these borders came into force."""
    day = _in_force(borders)
    return region.valid_from <= day and (region.valid_to is None or day <= region.valid_to)


def regions_of(borders: int) -> tuple[Region, ...]:
    """Return the regions of these borders (16 in 2014, 17 in 2018, 20 in 2022) by KATO code, without the country."""
    _in_force(borders)
    chosen = (region for region in territories().values() if region.kind != "country" and exists_in(region, borders))
    return tuple(sorted(chosen, key=lambda region: region.kato))


def resolve(label: str | int, *, borders: int | None = None, context: str | None = None) -> Region:
    """Find the territory that a label means, or refuse.

    Parameters
    ----------
    label : str or int
        Id (exactly as written in the reference table: ``karaganda`` is the territory of today, "Karaganda" a name
        of two), BNS code, KATO (2 or 9 digits), ISO 3166-2, or any alias;
        case, spaces, dots, hyphens, quotes, footnote marks, "г.", "область" and look-alike letters do not matter.
    borders : int, optional
        2014, 2018 or 2022: which of two territories with one code is meant.
    context : str, optional
        ``'bns_en'`` or ``'bns_kk'``: lists in which bare "Almaty"/"Алматы" is the region, not the city.

    Returns
    -------
    Region
        The only territory that fits.

    Raises
    ------
    UnknownLabelError
        No alias fits (the nearest names are told), or the label names two places.
    BoundaryError
        The label names territories that differ by date, or one that these borders do not have.
    """
    if context is not None and context not in region_labels.contexts():
        raise region_refusals.unknown_context(context)
    text = str(label).strip()
    ids = (text,) if text in territories() else region_labels.territories_of(text, context)
    found = tuple(get(region_id) for region_id in ids)
    if not found:
        raise region_refusals.unknown(text)
    if len({region.code for region in found}) > 1:
        raise region_refusals.two_places(text, found)
    return _the_dated_one(text, found, borders)


def covers(region_id: str) -> tuple[tuple[str, ...], ...]:
    """Return the exact sets of territories whose union is this one: itself, then its parts on later borders."""
    region = get(region_id)
    if region.kind == "country":
        return ((region_id,), *(tuple(part.id for part in regions_of(borders)) for borders in BORDERS))
    return ((region_id,), *(event.successors for event in _splits() if event.parent_id == region_id))


def contained_in(region_id: str, borders: int) -> Region:
    """Return the region of these borders that contains the territory."""
    region = get(region_id)
    while not exists_in(region, borders):
        if region.parent_id in ("", COUNTRY):
            raise _not_in(region, borders)
        region = get(region.parent_id)
    return region


def borders_in_year(year: int, *, new_regions_from: int = 2022) -> int:
    """Return the borders of annual figures: 2014 to 2017, 2018 from 2018, 2022 from the first year of the new regions.

    Annual GVA and GRP are published for the new regions from 2021 (pass ``new_regions_from=2021``), other tables
    from 2022.
    """
    if year >= new_regions_from:
        return 2022
    return 2018 if year >= 2018 else 2014


def common_territory(region_id: str, first_year: int, last_year: int, *, new_regions_from: int = 2022) -> Region:
    """Return the smallest territory around the region that is one published ground in every year of the span."""
    if first_year > last_year:
        raise region_refusals.backwards(first_year, last_year)
    region = get(region_id)
    borders = borders_in_year(first_year, new_regions_from=new_regions_from)
    larger = region.valid_to is not None and region.valid_to < _in_force(borders)
    return region if larger else contained_in(region_id, borders)


def constant_territory(
    region_id: str, first_year: int, last_year: int, *, new_regions_from: int = 2022
) -> tuple[str, ...]:
    """Return the regions, on the borders of the last year, that together are the constant ground around the region.

    Examples
    --------
    >>> constant_territory("abai", 2017, 2023)
    ('east_kazakhstan', 'abai')
    >>> constant_territory("akmola", 2010, 2025)
    ('akmola',)
    """
    ground = common_territory(region_id, first_year, last_year, new_regions_from=new_regions_from)
    borders = borders_in_year(last_year, new_regions_from=new_regions_from)
    if exists_in(ground, borders):
        return (ground.id,)
    return next(parts for parts in covers(ground.id) if all(exists_in(get(part), borders) for part in parts))


def events() -> tuple[BoundaryEvent, ...]:
    """Return the changes of borders and names, oldest first."""
    return boundary_events()


def require_same_territory(
    first_id: str, second_id: str, *, first_period: str | int = "", second_period: str | int = ""
) -> None:
    """Refuse to compare two territories that are not the same ground.

    Raises
    ------
    BoundaryError
        Names the change, its date and the common territory to merge to.
    """
    if first_id == second_id:
        return
    first, second = get(first_id), get(second_id)
    for event in _splits():
        family = {event.parent_id, *event.successors}
        if {first_id, second_id} <= family and event.parent_id in (first_id, second_id):
            when = f" in {first_period} and {second_period}" if first_period and second_period else ""
            raise region_refusals.changed(first, second, event, get(event.split_off), when)
    raise region_refusals.different(first, second)


def backcast_share(child_id: str, year: int, indicator: str) -> float:
    """Return the published share of a split-off region in its old parent (fraction), to apportion with.

    The result of apportioning is an estimate and names this basis; population shares must not split manufacturing.
    """
    child = get(child_id)
    shares = published_shares()
    if (child_id, year, indicator) not in shares:
        known = sorted(f"{kind} {when}" for region, when, kind in shares if region == child_id)
        raise region_refusals.no_share(child, indicator, year, known)
    return shares[child_id, year, indicator]


def _splits() -> tuple[BoundaryEvent, ...]:
    return tuple(event for event in events() if event.kind == "split")


def _in_force(borders: int) -> date:
    if borders not in IN_FORCE:
        raise region_refusals.no_such_borders(borders, BORDERS)
    return IN_FORCE[borders]


# --- choice -----------------------------------------------------------------------------------------------------


def _the_dated_one(label: str, found: tuple[Region, ...], borders: int | None) -> Region:
    """Choose among territories that share a code by date, or refuse."""
    chosen = found
    if borders is not None:
        chosen = tuple(region for region in found if exists_in(region, borders))
        if not chosen:
            raise _not_in(found[-1], borders)
    if len(chosen) > 1:
        raise region_refusals.two_dates(label, chosen)
    return chosen[0]


def _not_in(region: Region, borders: int) -> BoundaryError:
    """Tell what contains a territory that these borders do not have yet, or what it became."""
    if region.valid_from > _in_force(borders):
        return region_refusals.not_yet(region, borders, contained_in(region.id, borders))
    return region_refusals.no_more(region, borders, covers(region.id)[1])
