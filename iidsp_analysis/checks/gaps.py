"""What a table leaves out: zeros that stand for nothing, sections without figures, years without a number."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import additivity, regions, schema
from iidsp_analysis.checks.findings import GAP, NOTE, Finding, grouped
from iidsp_analysis.checks.sums import country_gaps
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.region_records import BoundaryEvent

_YEAR = r"\d{4}"


def unconfirmed_zeros(panel: Panel) -> list[Finding]:
    """List the printed zeros of regions that no total of the country confirms: they stand for "not published".

    A true zero leaves the country equal to the sum of its regions. Where the country is not printed at all, or exceeds
    the sum, a zero cannot be told from a hole.
    """
    rows = panel.rows
    printed = rows[(rows[schema.REGION] != schema.COUNTRY) & (rows[schema.VALUE] == 0) & (rows[schema.NOTE] == "")]
    found: list[Finding] = []
    tables = [schema.SOURCE, schema.INDICATOR]
    for (source, indicator), zeros in printed[~printed[schema.INDICATOR].isin(schema.NOT_ADDITIVE)].groupby(tables):
        gaps = country_gaps(panel, str(source), str(indicator))
        told = gaps[gaps["gap"].abs() <= gaps["tolerance"]]
        confirmed = pd.MultiIndex.from_frame(told[["industry", "period"]])
        doubtful = zeros[~pd.MultiIndex.from_frame(zeros[["industry", "period"]]).isin(confirmed)]
        message = (
            "{where}: printed zeros that no total of the country confirms ({size} {unit}): they mean not published."
        )
        cells = doubtful[["region", "industry", "period"]].assign(size=1.0, unit="cells")
        found += grouped("unconfirmed-zero", GAP, str(source), cells, message, counted=True)
    return found


def sections_missing(panel: Panel) -> list[Finding]:
    """List the regions and months of the trade tables that print a TOTAL above zero and not one section."""
    rows = panel.rows[(panel.rows[schema.CLASSIFICATION] == "hs_section") & panel.rows[schema.VALUE].notna()]
    cell = ["source", "region", "period"]
    totals = rows[(rows["industry"] == schema.TOTAL) & (rows["value"] > 0)]
    with_sections = pd.MultiIndex.from_frame(rows.loc[rows["industry"] != schema.TOTAL, cell].drop_duplicates())
    bare = totals[~pd.MultiIndex.from_frame(totals[cell]).isin(with_sections)].rename(columns={"value": "size"})
    found: list[Finding] = []
    for (source, _), cells in bare.groupby(["source", "region"]):
        message = "{where}: only a TOTAL is printed (up to {size} {unit} a month): its sections are missing."
        found += grouped("sections-missing", GAP, str(source), cells, message)
    return found


def years_missing(panel: Panel) -> list[Finding]:
    """List the years that annual series of the country leave out between their first and the panel's last year."""
    annual = panel.rows[panel.rows[schema.PERIOD].str.fullmatch(_YEAR) & (panel.rows[schema.REGION] == schema.COUNTRY)]
    if annual.empty:
        return []
    last = int(annual[schema.PERIOD].max())
    holes = [
        (source, industry, str(year))
        for (source, industry), line in annual.groupby(["source", "industry"])
        for year in range(int(line["period"].min()), last + 1)
        if str(year) not in set(line["period"])
    ]
    table = pd.DataFrame(holes, columns=["source", "industry", "period"])
    cells = table.assign(region=schema.COUNTRY, size=1.0, unit="cells")
    message = "{where}: annual figures of the country are not published ({size} {unit})."
    return [
        finding
        for source, of_table in cells.groupby("source")
        for finding in grouped("years-missing", GAP, str(source), of_table, message, by="table", counted=True)
    ]


def divisions_missing(panel: Panel) -> list[Finding]:
    """List the manufacturing divisions that a table by division does not have at all."""
    rows = panel.rows[panel.rows[schema.CLASSIFICATION] == "oked_division"]
    found: list[Finding] = []
    for source, table in rows.groupby("source"):
        absent = [code for code in additivity.DIVISIONS if code not in set(table["industry"])]
        cells = pd.DataFrame(
            {"region": schema.COUNTRY, "industry": absent, "period": "", "size": 1.0, "unit": "divisions"}
        )
        message = "{where}: of the 24 manufacturing divisions {size} are not in the table."
        found += grouped("divisions-missing", GAP, str(source), cells, message, by="table", counted=True)
    return found


def printed_before_existing(panel: Panel) -> list[Finding]:
    """List the tables that print a region for years before it existed: a back-cast, on other borders than the rest."""
    rows = panel.rows[panel.rows[schema.NOTE] == ""]
    born = {part: regions.get(part).valid_from.isoformat() for event in _splits() for part in event.successors}
    children = rows[rows[schema.REGION].isin(list(born))]
    start = children[schema.REGION].map(born)
    # A year or month lies before the region if it ended before the region began.
    ended = children[schema.PERIOD].where(
        children[schema.PERIOD].str.len() > len("2022"), children[schema.PERIOD] + "-12"
    )
    before = children[ended < start.str[:7]]
    cells = before.drop_duplicates(["source", "region", "period"])[["source", "region", "period"]]
    message = "{where}: regions are printed for periods before they existed ({size} {unit}): later borders."
    return [
        finding
        for source, of_table in cells.assign(industry="all", size=1.0, unit="cells").groupby("source")
        for finding in grouped("before-existence", NOTE, str(source), of_table, message, counted=True)
    ]


def _splits() -> list[BoundaryEvent]:
    return [event for event in regions.events() if event.kind == "split"]
