"""What can be ranked with the loaded tables: product groups by their exports, or divisions where table 5931 is loaded.

Amounts by region, industry and year are taken from a panel on one set of borders. Exports are added up from months: a
year with a missing month is missing, and the spread of its months tells how much one shipment decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.observations import Floats, Observations
from iidsp_analysis.models.panel_amounts import annual_observations, export_observations
from iidsp_analysis.models.registered_elsewhere import regions_booking_for_others
from iidsp_analysis.models.technology_levels import levels_of_divisions, levels_of_product_groups
from iidsp_analysis.panel import Panel

FEWEST_REGIONS = 4
#: Two editions of the same section differed by this much in one year (2017, section C: tables 5927 and 5931).
EDITION_ERROR = 0.03
PRODUCT_GROUPS, DIVISIONS = "hs_section", "oked_division"


@dataclass(frozen=True)
class Candidates:
    """The candidates of every region with all figures about them.

    Parameters
    ----------
    evidence : Evidence
        What the lenses look at, nothing dated later than its year.
    classification : str
        ``hs_section`` (product groups, exports) or ``oked_division`` (divisions, value added).
    relative_errors : array, regions × industries × years
        Standard error of each amount as a share of it.
    effective_months : array, regions × industries, or None
        Inverse Herfindahl index of the months of the last year: 12 = even, 1 = a single shipment. None where amounts
        are not monthly.
    """

    evidence: Evidence
    classification: str
    relative_errors: Floats
    effective_months: Floats | None = None

    @property
    def main(self) -> Observations:
        """The ranked amounts."""
        return self.evidence.main


def candidates_of(panel: Panel, year: int) -> Candidates:
    """Return divisions where table 5931 gives them by region, else product groups by their exports.

    Parameters
    ----------
    panel : Panel
        On one set of borders.
    year : int
        The year to look from.

    Raises
    ------
    MissingDataError
        If neither has figures of the year.
    """
    if has_divisions(panel, year):
        return divisions_of(panel, year)
    return product_groups_of(panel, year)


def has_divisions(panel: Panel, year: int) -> bool:
    """Whether value added by division is loaded for at least four regions."""
    rows = panel.select("gva", classification=DIVISIONS, industries=_division_codes()).rows
    told = rows[(rows[schema.PERIOD] == str(year)) & rows[schema.VALUE].notna()]
    names = set(told[schema.REGION]) - {schema.COUNTRY, schema.RESIDUAL}
    return len(names) >= FEWEST_REGIONS


def divisions_of(panel: Panel, year: int) -> Candidates:
    """Value added of the 24 divisions by region (table 5931)."""
    main = annual_observations(panel, "gva", DIVISIONS, _division_codes()).until(year)
    evidence = Evidence(main, year, technology=levels_of_divisions(main.industries))
    return Candidates(evidence, DIVISIONS, np.full(main.values.shape, EDITION_ERROR))


def product_groups_of(panel: Panel, year: int) -> Candidates:
    """Exports of the groups of processed goods by region (table 446905)."""
    monthly = panel.select("exports", classification=PRODUCT_GROUPS, industries=processed_groups())
    known = monthly.rows[
        monthly.rows[schema.PERIOD].str[:4] <= str(year)
    ]  # goods first sold later are no candidate yet
    told = known[known[schema.VALUE] > 0][schema.INDUSTRY].unique()
    codes = [code for code in processed_groups() if code in told]
    main, errors, months = export_observations(monthly, codes)
    if main.years[0] > year or main.last_year < year:
        raise MissingDataError("Exports by HS section are not published for this year.")
    kept = len(main.until(year).years)
    main = main.until(year)
    main = replace(main, booked_elsewhere=regions_booking_for_others(panel, main, year))
    evidence = Evidence(main, year, exports=main, technology=levels_of_product_groups(codes))
    return Candidates(evidence, PRODUCT_GROUPS, errors[:, :, :kept], months[:, :, kept - 1])


def processed_groups() -> tuple[str, ...]:
    """HS sections of processed goods under the default definition that a manufacturing division can make.

    Works of art (XXI) are such goods by the definition, but no industry makes them.
    """
    codes = industries.default_processed_exports().sections
    return tuple(code for code in codes if industries.divisions_of_hs_section(code, manufacturing_only=True))


def _division_codes() -> tuple[str, ...]:
    return tuple(f"{code}" for code in range(10, 34))
