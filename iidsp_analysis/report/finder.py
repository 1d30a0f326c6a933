"""The list of many pages on the index: a plain table of links, which a script makes searchable and filters.

It is written for a thousand pages: a row costs some 230 bytes, and nothing of it is said twice for the script, which
reads the filters' choices from the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iidsp_analysis.report.site import PageCard

#: From so many regions on their pages are listed too: a map and a ranking of more can be read no longer.
MOST_REGIONS = 60
#: Reasons of failures that the index prints in full; the manifest has all.
MOST_REASONS = 20


@dataclass(frozen=True)
class Listing:
    """Heading of the list, and what the number in its rows is, with unit and period."""

    title: str = ""
    value_label: str = ""


def listed(cards: Sequence[PageCard]) -> list[PageCard]:
    """Cards that the list shows: pages of region × industry, and the regions where there are very many."""
    regions = [card for card in cards if card.group == "region"]
    return [card for card in cards if card.group == "pair" or (card.group == "region" and are_many(regions))]


def are_many(regions: Sequence[PageCard]) -> bool:
    """Whether there are more regions than a map and a ranking can show."""
    return len(regions) > MOST_REGIONS
