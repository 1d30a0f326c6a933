"""An input–output table: who buys what from whom, and whether the account closes.

Rows sell, columns buy. The square block of intermediate flows stands beside final uses (to the right) and above
primary inputs (below): a row sums to the industry's output, and so does its column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import Labelled, MeasureInputError, amounts, as_floats

#: Residual, as a share of output, up to which a published table is taken to be balanced: rounding and small slips.
TOLERANCE: Final = 1e-3


@dataclass(frozen=True, eq=False)
class InputOutputTable:
    """An input–output table of one territory and year.

    Parameters
    ----------
    flows : DataFrame, industry × industry
        Intermediate flows, at least 0; the same labels as rows (sellers) and columns (buyers).
    final_uses : DataFrame, industry × use
        Consumption, investment, change of stocks, exports; may be negative.
    primary_inputs : DataFrame, input × industry
        What with the flows sums to output: value added or its parts, imports, taxes less subsidies; may be negative.
    output : Series by industry
        In the unit of the flows, at least 0.
    satellites : DataFrame, row × industry, optional
        Rows beside the balance: jobs, emissions, or parts of a primary input (compensation).
    unit : str
        Of flows, uses, inputs and output.

    Raises
    ------
    MeasureInputError
        If labels differ or occur twice, or a flow or an output is negative, missing or infinite.
    """

    flows: pd.DataFrame
    final_uses: pd.DataFrame
    primary_inputs: pd.DataFrame
    output: pd.Series[float]
    satellites: pd.DataFrame = field(default_factory=pd.DataFrame)
    unit: str = ""

    def __post_init__(self) -> None:
        flows, output = checked_flows(self.flows, self.output)
        industries = flows.index
        satellites = self.satellites if self.satellites.size else pd.DataFrame(index=[], columns=industries)
        parts = {
            "flows": flows,
            "output": output,
            "final_uses": _on(self.final_uses, industries, 0, "The final uses"),
            "primary_inputs": _on(self.primary_inputs, industries, 1, "The primary inputs"),
            "satellites": _on(satellites, industries, 1, "The satellites", complete=False),
        }
        for name, part in parts.items():
            object.__setattr__(self, name, part)

    @property
    def industries(self) -> pd.Index:
        """Labels of the industries, in the order of the table."""
        return self.flows.index

    @property
    def final_demand(self) -> pd.Series[float]:
        """Final uses of each industry's output, summed."""
        return self.final_uses.sum(axis=1)


def balance(table: InputOutputTable, *, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """Balance of the table: whether each industry's output equals what is sold and what is spent.

    ``Σ_j z_ij + f_i − x_i`` (row) and ``Σ_i z_ij + Σ v_j − x_j`` (column).

    Parameters
    ----------
    table : InputOutputTable
        The account.
    tolerance : float
        Largest residual, as a share of output, that still counts as balanced.

    Returns
    -------
    DataFrame by industry
        ``output``, ``row_residual``, ``column_residual`` (unit of the table), ``largest_share`` (of output) and
        ``balanced``. A table without final uses or without primary inputs has NaN on that side.

    Raises
    ------
    MeasureInputError
        If the table has neither, so that there is nothing to compare with.

    Notes
    -----
    An industry without output is balanced only if nothing is sold and nothing spent.

    References
    ----------
    Miller, R. E. & Blair, P. D. (2009), *Input–Output Analysis*, §2.2; Eurostat (2008), *Manual of Supply, Use and
    Input–Output Tables*.
    """
    if not table.final_uses.shape[1] and not table.primary_inputs.shape[0]:
        raise MeasureInputError("The table has neither final uses nor primary inputs to balance.")
    sold = table.flows.sum(axis=1) + table.final_demand - table.output
    spent = table.flows.sum(axis=0) + table.primary_inputs.sum(axis=0) - table.output
    residuals = pd.DataFrame(
        {
            "output": table.output,
            "row_residual": sold if table.final_uses.shape[1] else np.nan,
            "column_residual": spent if table.primary_inputs.shape[0] else np.nan,
        }
    )
    largest = residuals[["row_residual", "column_residual"]].abs().max(axis=1)
    share = largest / table.output.where(table.output > 0)
    return residuals.assign(largest_share=share, balanced=(largest == 0) | (share <= tolerance))


def require_balance(table: InputOutputTable, *, tolerance: float = TOLERANCE) -> InputOutputTable:
    """Return the table if every industry is balanced.

    Raises
    ------
    MeasureInputError
        Naming the industries that are not, with their residuals.
    """
    found = balance(table, tolerance=tolerance)
    wrong = found[~found["balanced"]]
    if len(wrong):
        told = [
            f"{label}: row {row.row_residual:+g}, column {row.column_residual:+g} of {row.output:g}"
            for label, row in wrong.head(5).iterrows()
        ]
        raise MeasureInputError(
            f"The input–output table is not balanced within {tolerance:g} of output.",
            where="; ".join(told),
            what_next="Look for a subtotal counted as an input or a use, or for a row that was left out.",
        )
    return table


def checked_flows(flows: pd.DataFrame, output: pd.Series[float]) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Return flows and output as floats in one order of industries.

    Raises
    ------
    MeasureInputError
        If the block is not square, labels differ or occur twice, or a value is negative, missing or infinite; if an
        industry without output buys or sells.
    """
    block = square(flows, "The block of intermediate flows")
    whole = _no_gaps(
        amounts(_on(output.to_frame(), block.index, 0, "The output").iloc[:, 0], "The output"), "The output"
    )
    idle = (whole == 0) & ((block.sum(axis=0) > 0) | (block.sum(axis=1) > 0))
    if idle.any():
        raise MeasureInputError(
            "An industry without output buys or sells.",
            where=_names(whole.index[idle]),
            what_next="Give its output, merge it with another industry, or leave it out if it is a subtotal.",
        )
    return block, whole


def square(block: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a checked square block of amounts with its columns in the order of its rows."""
    odd = block.index.symmetric_difference(block.columns)
    if len(odd):
        raise MeasureInputError(f"{name} is not square: labels are only rows or only columns.", where=_names(odd))
    checked = amounts(block, name)
    return _no_gaps(checked, name)[checked.index]


def _no_gaps(values: Labelled, name: str) -> Labelled:
    gaps = np.argwhere(np.isnan(values.to_numpy()))
    if len(gaps):
        axes = [values.index, values.columns] if isinstance(values, pd.DataFrame) else [values.index]
        where = ", ".join(" × ".join(str(axes[i][at]) for i, at in enumerate(cell)) for cell in gaps[:5])
        raise MeasureInputError(
            f"{name}: a value is missing.",
            where=where,
            what_next="An inverse spreads a gap over the whole table: give 0 if nothing flows, or merge industries.",
        )
    return values


def _on(values: pd.DataFrame, industries: pd.Index, axis: int, name: str, *, complete: bool = True) -> pd.DataFrame:
    """Return the values with their industries (on that axis) in the order of the flows."""
    labels = values.axes[axis]
    odd = labels.symmetric_difference(industries)
    if len(odd):
        raise MeasureInputError(f"{name} and the flows have different industries.", where=_names(odd))
    if not labels.is_unique:
        raise MeasureInputError(f"{name} has an industry twice.", where=_names(labels[labels.duplicated()]))
    ordered = as_floats(values, name).reindex(industries, axis="index" if axis == 0 else "columns")
    if np.isinf(ordered.to_numpy()).any():
        raise MeasureInputError(f"{name} holds infinite values.")
    return _no_gaps(ordered, name) if complete else ordered


def _names(labels: pd.Index) -> str:
    return ", ".join(map(str, labels[:5]))
