"""Processed exports by region: level, change, contribution to the country's change, structure and concentration."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.concentration import herfindahl_index
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_periods import Comparison, Span

#: A share of the country's change has no meaning when that change is below this fraction of its level.
SMALLEST_CHANGE = 0.005
#: Parts and whole are rounded to 0.1 thousand USD in every cell: half of that, a cell.
CELL_ROUNDING = 0.05
#: Thousand USD that pages print as 0.0 mln USD.
PRINTED = 50.0


def contributions(cube: ExportCube, comparison: Comparison, definition: str | None = None) -> pd.DataFrame:
    """Change of every region and what it adds to the country's change.

    Parameters
    ----------
    cube : ExportCube
        Monthly exports, thousand USD.
    comparison : Comparison
        Months compared with the same months of an earlier year.
    definition : str, optional
        Definition of processed exports; the default one if None.

    Returns
    -------
    DataFrame
        By region, then ``residual`` and ``KZ``: ``value, before, change`` (thousand USD), ``growth`` (fraction),
        ``contribution`` (change as a fraction of the country's earlier level: percentage points of its growth) and
        ``share`` (fraction of the country's change; missing below :data:`SMALLEST_CHANGE`). In ``residual`` stands
        what the known regions leave of the country in each column by itself: regions that are missing, and
        rounding. The contributions of the regions and of ``residual`` add up to the country's growth exactly.

    Raises
    ------
    UsageError
        For an unknown definition.
    """
    now, before = (periods.processed_amounts(cube, span, definition) for span in (comparison.span, comparison.before))
    frame = pd.DataFrame({"value": now, "before": before, "change": now - before})
    country = frame.loc[schema.COUNTRY]
    parts = frame.drop(index=schema.COUNTRY)
    frame = pd.concat([parts, pd.DataFrame({schema.RESIDUAL: country - parts.sum(), schema.COUNTRY: country}).T])
    base = country["before"] if country["before"] else np.nan
    frame["growth"] = frame["change"] / frame["before"].where(frame["before"] > 0)
    frame.loc[schema.RESIDUAL, "growth"] = np.nan
    frame["contribution"] = frame["change"] / base
    whole = country["change"] if abs(country["change"]) >= SMALLEST_CHANGE * base else np.nan
    frame["share"] = frame["change"] / whole
    return frame


def residual_matters(cube: ExportCube, comparison: Comparison, definition: str | None, frame: pd.DataFrame) -> bool:
    """Whether the residual row is more than rounding: a region is missing, or the parts do not add up."""
    cells = len(cube.regions) * len(periods.printed_sections(cube, definition)) * len(comparison.span.months) * 2
    gaps = frame.loc[schema.RESIDUAL, ["value", "change"]].abs()
    return bool((gaps > cells * CELL_ROUNDING).any())


def without_rounding(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of :func:`contributions` whose residual level is missing where it is rounding alone.

    Where regions are missing in the earlier months only, their levels now are known: nothing is left to be told.
    """
    told = frame.copy()
    is_rounding = (told.index == schema.RESIDUAL) & (told["value"].abs() < PRINTED)
    told.loc[is_rounding, "value"] = np.nan
    return told


def section_contributions(
    cube: ExportCube, region: str, comparison: Comparison, definition: str | None = None
) -> pd.DataFrame:
    """Split the change of one region by HS section.

    Returns
    -------
    DataFrame
        By section, the largest fall first: ``value, before, change`` (thousand USD), ``contribution`` (fraction of
        the region's earlier level; adds up to its growth) and ``share`` (of its processed exports now).

    Raises
    ------
    MissingDataError
        If a month of either span is missing.
    """
    frame = pd.DataFrame(
        {"value": periods.amounts(cube, comparison.span, definition).loc[region],
         "before": periods.amounts(cube, comparison.before, definition).loc[region]}
    )  # fmt: skip
    if frame.isna().to_numpy().any():
        raise MissingDataError(
            "Exports by HS section are not complete for the months compared.",
            where=f"{region}, {comparison.span.label} and {comparison.before.label}",
        )
    frame["change"] = frame["value"] - frame["before"]
    sums = frame[["value", "before"]].sum()
    frame["contribution"] = frame["change"] / (sums["before"] or np.nan)
    frame["share"] = frame["value"] / (sums["value"] or np.nan)
    return frame.sort_values("change", kind="stable")


def concentration(cube: ExportCube, span: Span, definition: str | None = None) -> pd.DataFrame:
    """How far processed exports hang on few groups of goods and few months.

    Returns
    -------
    DataFrame
        By region: ``herfindahl`` of the definition's sections (1/n to 1), ``effective_sections`` and
        ``effective_months``, the equivalent numbers of equally large sections and months (1 / Herfindahl index).
        Missing where a month is missing or nothing was exported.

    References
    ----------
    Hirschman, A. O. (1945); Herfindahl, O. C. (1950).
    """
    by_section = herfindahl_index(periods.amounts(cube, span, definition))
    by_month = pd.DataFrame(
        periods.monthly(cube, span.months, definition).sum(axis=1), index=list(cube.regions), columns=list(span.months)
    )
    return pd.DataFrame(
        {"herfindahl": by_section, "effective_sections": 1 / by_section,
         "effective_months": 1 / herfindahl_index(by_month)}
    )  # fmt: skip


def missing_months(cube: ExportCube, span: Span, definition: str | None = None) -> pd.Series[int]:
    """How many months of the span each region lacks: they are missing, not zero."""
    lacking = np.isnan(periods.monthly(cube, span.months, definition)).any(axis=1)
    return pd.Series(lacking.sum(axis=1), index=list(cube.regions))


def export_figures(cube: ExportCube, definition: str | None = None) -> pd.DataFrame:
    """Every year of a cube, a year in progress as year to date.

    Returns
    -------
    DataFrame
        By (period, region), ``residual`` and ``KZ`` included: the columns of :func:`contributions` against the year
        before; ``base_change, base_growth, base_contribution`` against the programme's base (missing up to the
        base year); those of :func:`concentration`; ``months_missing`` (count) and ``is_provisional``.
    """
    return pd.concat({span.label: _of_span(cube, span, definition) for span in periods.spans(cube)},
                     names=[schema.PERIOD, schema.REGION])  # fmt: skip


def _of_span(cube: ExportCube, span: Span, definition: str | None) -> pd.DataFrame:
    frame = contributions(cube, periods.against_year_before(span), definition)
    columns = ["change", "growth", "contribution"]
    base = periods.against_base(span)
    to_base = (
        pd.DataFrame(np.nan, frame.index, columns) if base is None else contributions(cube, base, definition)[columns]
    )
    frame = frame.join(to_base.add_prefix("base_")).join(concentration(cube, span, definition))
    frame["months_missing"] = missing_months(cube, span, definition).reindex(frame.index, fill_value=0)
    return frame.assign(is_provisional=span.is_provisional)
