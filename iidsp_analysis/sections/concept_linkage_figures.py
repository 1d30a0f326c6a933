"""Linkages in figures: multipliers, key sectors, value added in exports, and what regions keep of a multiplier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.linkages_table import MANUFACTURING, LinkagesTable
from iidsp_analysis.measures.extraction import hypothetical_extraction
from iidsp_analysis.measures.linkage_multipliers import direct_coefficients, effects, multipliers, output_multipliers
from iidsp_analysis.measures.linkages import (
    allocation_coefficients,
    ghosh_inverse,
    key_sectors,
    leontief_inverse,
    technical_coefficients,
)
from iidsp_analysis.measures.regionalisation import multiplier_band
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.structure import section_cross

#: δ of Flegg's quotient in the middle of its usual range (Flegg & Tohmo 2013).
DELTA = 0.25


def linkages(found: LinkagesTable) -> pd.DataFrame:
    """Multipliers and linkages of every industry of the table.

    Returns
    -------
    DataFrame by industry
        ``output`` (output multiplier, money per money of final demand), ``value_added`` (effect: value added in the
        country per unit of final demand), ``jobs`` (type I multiplier; NaN without a row of jobs), ``backward``,
        ``forward`` (normalised, 1 = average industry), ``kind`` (key, backward, forward, weak), ``extraction`` (share
        of all output that is lost without the industry, fraction).
    """
    table = found.table
    inverse = leontief_inverse(technical_coefficients(table.flows, table.output))
    ghosh = ghosh_inverse(allocation_coefficients(table.flows, table.output))
    frame = pd.DataFrame(
        {"output": output_multipliers(inverse), "value_added": effects(inverse, _added(found)).iloc[0]}
    )
    jobs = direct_coefficients(table.satellites, table.output) if found.jobs else None
    frame["jobs"] = np.nan if jobs is None else multipliers(inverse, jobs.loc[[found.jobs]]).iloc[0]
    frame = frame.join(key_sectors(inverse, ghosh))
    return frame.assign(extraction=hypothetical_extraction(table.flows, table.output)["share"])


def _added(found: LinkagesTable) -> pd.DataFrame:
    """Value added per unit of output, one row."""
    rows = found.table.primary_inputs.loc[list(found.value_added)].sum(axis=0).to_frame("value added").T
    return direct_coefficients(rows, found.table.output)


def value_added_in_exports(found: LinkagesTable) -> pd.DataFrame:
    """How much of what an industry exports is value added in the country, its own and its suppliers'.

    ``v_j e_j`` is the industry's own, ``Σ_i v_i l_ij e_j`` with its suppliers'.

    Returns
    -------
    DataFrame by industry
        ``exports``, ``own``, ``domestic`` (with suppliers; unit of the table), ``share`` and ``own_share`` (fractions
        of the exports; NaN without exports).

    Raises
    ------
    MissingDataError
        If imports stand inside the flows: what is made abroad would count as made here.

    References
    ----------
    Miller & Blair (2009), §6.2.2; Koopman, R., Wang, Z. & Wei, S.-J. (2014), American Economic Review 104, 459–494.
    """
    if not found.is_domestic:
        raise MissingDataError("Imports stand inside the flows of the table: domestic value added cannot be told.")
    table, added = found.table, _added(found)
    inverse = leontief_inverse(technical_coefficients(table.flows, table.output))
    exports = table.final_uses[found.exports]
    frame = pd.DataFrame({"exports": exports, "own": added.iloc[0] * exports,
                          "domestic": effects(inverse, added).iloc[0] * exports})  # fmt: skip
    known = frame["exports"].where(frame["exports"] > 0)
    return frame.assign(share=frame["domestic"] / known, own_share=frame["own"] / known)


def by_section(found: LinkagesTable) -> tuple[pd.DataFrame, pd.Series]:
    """Flows and output of the table summed by OKED section."""
    sections = pd.Series(dict(found.sections))
    flows = found.table.flows.groupby(sections).sum().T.groupby(sections).sum().T
    return flows, found.table.output.groupby(sections).sum()


def regional_multipliers(context: Context, found: LinkagesTable) -> pd.DataFrame:
    """Output multipliers of manufacturing in the regions by Flegg's quotient, over the usual range of δ.

    Sizes of industries are value added by section (table 5927) of the report's year: regional output by industry is not
    published.

    Returns
    -------
    DataFrame by region id
        ``low, central, high``: output in the region per unit of final demand for its manufacturing (estimated). A
        region without a figure has no row.

    Raises
    ------
    MissingDataError
        If the table has no manufacturing, or value added by section is not published.
    """
    flows, output = by_section(found)
    if MANUFACTURING not in flows.index:
        raise MissingDataError("The table has no industry of manufacturing.")
    cross = section_cross(context, context.period)
    used = [code for code in flows.index if code in cross.columns]
    national, sizes = technical_coefficients(flows, output).loc[used, used], cross[used]
    told = [region.id for region in context.regions if region.id in sizes.index and sizes.loc[region.id].notna().all()]
    bands = {region: multiplier_band(national, sizes.loc[region], sizes.loc[schema.COUNTRY], delta=DELTA)
             for region in told}  # fmt: skip
    return pd.DataFrame({region: band.loc[MANUFACTURING] for region, band in bands.items()}).T
