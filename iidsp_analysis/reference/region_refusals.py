"""What is said when a territory cannot be told or compared: what, where, what next."""

from __future__ import annotations

from collections.abc import Sequence

from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.reference import region_labels
from iidsp_analysis.reference.region_records import BoundaryEvent, Region


def unknown(label: str) -> UnknownLabelError:
    """Refuse a label that no alias fits."""
    names = region_labels.nearest_names(label)
    return UnknownLabelError(
        f"No region is called {label!r}.",
        what_next=f"Nearest known names: {', '.join(names)}." if names else "Use an id or a BNS code such as AKM.",
    )


def unknown_context(context: str) -> UnknownLabelError:
    """Refuse a kind of list that no alias knows."""
    known = ", ".join(sorted(region_labels.contexts()))
    return UnknownLabelError(f"No kind of list is called {context!r}.", what_next=f"Use one of {known}, or none.")


def two_places(label: str, found: Sequence[Region]) -> UnknownLabelError:
    """Refuse a label that is written for different places."""
    places = " or ".join(f"{region.name['en']} ({region.code})" for region in found)
    return UnknownLabelError(f"{label!r} is written for different places: {places}.", what_next="Use the BNS code.")


def two_dates(label: str, found: Sequence[Region]) -> BoundaryError:
    """Refuse a code that territories of different dates share."""
    return BoundaryError(
        f"{label!r} is not one territory: {' or '.join(named(region) for region in found)}.",
        what_next="Name the borders (2014, 2018 or 2022), or use the id.",
    )


def no_such_borders(borders: int, known: Sequence[int]) -> BoundaryError:
    """Refuse borders of a year in which none came into force."""
    return BoundaryError(f"There are no borders of {borders}.", what_next=f"Use one of {_listed(known)}.")


def not_yet(region: Region, borders: int, container: Region) -> BoundaryError:
    """Refuse a territory younger than the borders asked for."""
    return BoundaryError(
        f"{region.name['en']} does not exist on the borders of {borders} (it dates from {region.valid_from}).",
        what_next=f"Its ground is part of {named(container)}: use that one, or later borders.",
    )


def no_more(region: Region, borders: int, parts: Sequence[str]) -> BoundaryError:
    """Refuse a territory that ended before the borders asked for."""
    return BoundaryError(
        f"{region.name['en']} does not exist on the borders of {borders} (it ended on {region.valid_to}).",
        what_next=f"It became {' + '.join(parts)}: use these, or earlier borders.",
    )


def backwards(first_year: int, last_year: int) -> BoundaryError:
    """Refuse a span that ends before it begins."""
    return BoundaryError(f"The span {first_year}-{last_year} ends before it begins.", what_next="Swap the years.")


def changed(first: Region, second: Region, event: BoundaryEvent, lost: Region, when: str) -> BoundaryError:
    """Refuse to compare a territory before a change with itself after it."""
    ground = first.short["en"] if first.code == second.code else f"{first.name['en']} / {second.name['en']}"
    return BoundaryError(
        f"{ground} is not the same territory{when} ({lost.short['en']} was split off on {event.in_force}).",
        what_next=f"Compare within one period, or merge to the common territory ({' + '.join(event.successors)}).",
    )


def different(first: Region, second: Region) -> BoundaryError:
    """Refuse to take two territories for one."""
    return BoundaryError(
        f"{first.name['en']} and {second.name['en']} are different territories.",
        what_next="Compare a region with itself, or use a comparison between regions.",
    )


def no_share(child: Region, indicator: str, year: int, known: Sequence[str]) -> BoundaryError:
    """Refuse to apportion without a published share."""
    return BoundaryError(
        f"No published share of {child.name['en']} in its old territory for {indicator}, {year}.",
        what_next=f"Merge to the common territory instead; shares exist for: {_listed(known) or 'nothing'}.",
    )


def named(region: Region) -> str:
    """Return the long name with the id."""
    return f"{region.name['en']} [{region.id}]"


def _listed(items: Sequence[object]) -> str:
    return ", ".join(map(str, items))
