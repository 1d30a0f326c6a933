"""Sectors and economies of international tables of value added, as the Asian Development Bank names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from iidsp_analysis.reference import rows
from iidsp_analysis.reference.industry_records import divisions

LANGUAGES = ("en", "ru", "kk")
#: Code of the country, and of what the tables leave of the world: no economy.
OWN, REST_OF_WORLD = "KAZ", "ROW"
UPPER = ("high", "medium-high")


@dataclass(frozen=True)
class PeerSector:
    """One of the 35 sectors; ``divisions`` of OKED are given for those of manufacturing."""

    code: str
    name: Mapping[str, str]
    is_manufacturing: bool
    divisions: tuple[str, ...]

    @property
    def is_upper(self) -> bool:
        """Whether all of its divisions are high or medium-high technology by Eurostat."""
        return self.is_manufacturing and all(divisions()[code].technology in UPPER for code in self.divisions)


@cache
def peer_sectors() -> dict[str, PeerSector]:
    """Every sector by its code, in the order of the publisher."""
    return {
        row["code"]: PeerSector(row["code"], {code: row[code] for code in LANGUAGES},
                                row["group"] == "manufacturing", tuple(row["divisions"].split()))
        for row in rows("peer_sectors")
    }  # fmt: skip


def manufacturing_sectors() -> tuple[str, ...]:
    """Codes of the sectors of manufacturing."""
    return tuple(code for code, sector in peer_sectors().items() if sector.is_manufacturing)


def upper_sectors() -> tuple[str, ...]:
    """Codes of the sectors of high and medium-high technology."""
    return tuple(code for code, sector in peer_sectors().items() if sector.is_upper)


@cache
def territory_codes() -> dict[str, str]:
    """ISO 3166 alpha-2 code of an economy by the publisher's code, under which its name is found in every language."""
    return {row["code"]: row["iso2"] for row in rows("peer_economies")}
