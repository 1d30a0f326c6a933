"""Input–output tables in a plain layout: a CSV or a sheet with the square block in its upper left.

::

    (anything)     agriculture  industry  services  households  exports   output
    agriculture          11       25          3         8          4        51
    industry              8      304         72       198        314       896
    services              4       96        193       215         14       522
    imports               3      157         13
    value added          25      314        241
    output               51      896        522
    jobs               1096     8381       9251

The first row and the first column hold labels. Labels that stand in both are the industries; they may come in any order
but every one needs its row and its column. Further columns are final uses, further rows primary inputs, and what they
say of each other (taxes on households' consumption) is not read. Three kinds of rows and columns must be named,
because no reader can tell them from inputs and uses: the total ``output`` (of the row or the column of that name;
without one it is computed), ``satellites`` (rows beside the balance: jobs, or compensation where value added
already holds it) and ``left_out`` (subtotals and of-which items). The balance tells whether something was forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.labelled_grid import Numbers, places_of_labels, read_grid
from iidsp_analysis.measures.input_output import TOLERANCE, InputOutputTable
from iidsp_analysis.measures.inputs import MeasureInputError

OUTPUT: Final = "output"


def read_input_output_table(
    path: Path,
    *,
    unit: str,
    output: str = OUTPUT,
    satellites: Sequence[str] = (),
    left_out: Sequence[str] = (),
    blank_is_zero: bool = False,
    sheet: str | None = None,
    delimiter: str = ",",
    decimal: str = ".",
) -> InputOutputTable:
    """Read an input–output table of the plain layout described above.

    Parameters
    ----------
    path : Path
        A ``.csv`` or ``.txt`` (UTF-8) or an ``.xlsx``.
    unit : str
        Of the money in the table, to go with it.
    output : str
        Label of the row or column of total output.
    satellites, left_out : sequence of str
        Labels of rows beside the balance; labels of rows and columns that are subtotals or parts of others.
    blank_is_zero : bool
        Take blank cells of flows, uses and inputs for 0. Blank cells of satellites are missing in any case.
    sheet : str, optional
        Name of the sheet; needed if the workbook has several.
    delimiter, decimal : str
        Of a text file: ``","`` and ``"."``; for Russian exports ``";"`` and ``","``.

    Returns
    -------
    InputOutputTable
        Not yet balanced: see :func:`iidsp_analysis.measures.input_output.require_balance`.

    Raises
    ------
    WorkbookError
        The file is not there or no table, a label is missing or occurs twice, a cell is blank or no number, output of
        the row and of the column differ, or a flow is negative; names file and cell where it can.

    Notes
    -----
    Without total output it is the sum of the column (if there are primary inputs), else of the row.
    """
    path = Path(path)
    grid = read_grid(path, sheet, delimiter)
    numbers = Numbers(path.name, decimal, blank_is_zero)
    rows, columns = places_of_labels(grid, numbers)
    _require(rows, columns, satellites, left_out, output, path.name)
    industries = [label for label in rows if label in columns and label not in {output, *left_out, *satellites}]
    if not industries:
        what_next = "The same labels must stand in the first row and in the first column; compare the layout."
        raise WorkbookError("No label is both a row and a column.", where=path.name, what_next=what_next)
    beside = {*industries, output, *left_out, *satellites}
    inputs, uses = ([label for label in labels if label not in beside] for labels in (rows, columns))

    def part(of_rows: Sequence[str], of_columns: Sequence[str], blank: float | None = None) -> pd.DataFrame:
        cells = [
            [numbers.read(grid[rows[r]][columns[c]], rows[r], columns[c], blank=blank) for c in of_columns]
            for r in of_rows
        ]
        return pd.DataFrame(cells, index=list(of_rows), columns=list(of_columns), dtype=float)

    flows, final_uses, primary = part(industries, industries), part(industries, uses), part(inputs, industries)
    whole = _output(part, output, (rows, columns), industries, path.name)
    if whole is None:
        whole = flows.sum(axis=0) + primary.sum(axis=0) if inputs else flows.sum(axis=1) + final_uses.sum(axis=1)
    beside_balance = part(satellites, industries, math.nan)
    try:
        return InputOutputTable(flows, final_uses, primary, whole, beside_balance, unit)
    except MeasureInputError as error:
        where = f"{path.name}: {error.where}" if error.where else path.name
        raise WorkbookError(error.what, where=where, what_next=error.what_next) from error


def _require(
    rows: dict[str, int],
    columns: dict[str, int],
    satellites: Sequence[str],
    left_out: Sequence[str],
    output: str,
    name: str,
) -> None:
    """Refuse labels that were named and are not there: a misspelt subtotal would become an input."""
    absent = [label for label in satellites if label not in rows]
    absent += [label for label in left_out if label not in rows and label not in columns]
    if output != OUTPUT and output not in rows and output not in columns:
        absent.append(output)
    if absent:
        listed = ", ".join(f"'{label}'" for label in [*rows, *(label for label in columns if label not in rows)])
        raise WorkbookError(
            f"The table has no label {', '.join(absent)}.", where=name, what_next=f"Its labels are {listed}."
        )


def _output(
    part: Callable[[Sequence[str], Sequence[str]], pd.DataFrame],
    output: str,
    labels: tuple[dict[str, int], dict[str, int]],
    industries: list[str],
    name: str,
) -> pd.Series[float] | None:
    rows, columns = labels
    below = part([output], industries).iloc[0] if output in rows else None
    beside = part(industries, [output]).iloc[:, 0] if output in columns else None
    if below is None or beside is None:
        return beside if below is None else below
    wrong = (below - beside).abs() > TOLERANCE * below.abs()
    if wrong.any():
        told = "; ".join(f"{label}: {below[label]:g} and {beside[label]:g}" for label in below.index[wrong][:5])
        raise WorkbookError("Output differs between its row and its column.", where=f"{name}: {told}")
    return below
