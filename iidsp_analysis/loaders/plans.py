"""Regional export plans: the user's files ``data/raw/plans/exports.csv`` and ``.xlsx``. Nothing is ever made up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from iidsp_analysis import folders, industries, regions
from iidsp_analysis.errors import BoundaryError, SchemaError, UnknownLabelError
from iidsp_analysis.loaders import plan_cells
from iidsp_analysis.loaders.plan_files import Line, read_lines
from iidsp_analysis.loaders.workbook import is_blank

FOLDER = "plans"
FILES = ("exports.csv", "exports.xlsx")
TEMPLATES = ("exports.template.csv", "exports.template.xlsx")
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_EXAMPLE = ("example", "пример")


@dataclass(frozen=True)
class ExportPlan:
    """A plan of processed exports for one region and year.

    ``value`` is in mln USD; ``definition`` the id of the definition of processed exports; ``act`` number and date of
    the document; ``file`` and ``where`` tell the row that it comes from. ``parts`` names the regions whose plans were
    added up, if any.
    """

    region: str
    year: int
    value: float
    definition: str
    act: str = ""
    note: str = ""
    file: str = ""
    where: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plans:
    """The plans that were loaded, one for a region and year.

    ``files`` names the files that were read, also one with a heading only; ``unread`` tables whose name is no plan's.
    """

    rows: tuple[ExportPlan, ...] = ()
    files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def of(self, region: str, year: int) -> ExportPlan | None:
        """Return the plan of exactly this territory and year, or nothing."""
        return next((plan for plan in self.rows if (plan.region, plan.year) == (region, year)), None)


def read_plans(folder: Path | None = None) -> Plans:
    """Read the export plans.

    Parameters
    ----------
    folder : Path, optional
        ``data/raw/plans`` of the project by default; it may be absent. Templates are never read.

    Raises
    ------
    WorkbookError, SchemaError
        A file that cannot be read, a row without a region, year or amount, or two plans for one region and year.
    UnitError
        A plan in another currency or unit.
    UnknownLabelError, BoundaryError
        A region that nobody knows, or that did not exist in the year of its plan.
    """
    folder = folder or folders.raw() / FOLDER
    tables = sorted(path for path in folder.iterdir() if _is_table(path)) if folder.is_dir() else []
    chosen = [path for path in tables if path.name.casefold() in FILES]
    rows = _one_a_cell(_plan(line) for path in chosen for line in read_lines(path))
    unread = tuple(path.name for path in tables if path not in chosen and path.name.casefold().startswith("export"))
    return Plans(rows, tuple(path.name for path in chosen), unread)


def _is_table(path: Path) -> bool:
    """A table, and neither a template nor the lock file of an open spreadsheet."""
    name = path.name.casefold()
    return path.is_file() and path.suffix.lower() in _TABLES and not name.startswith((".", "~$")) and (
        name not in TEMPLATES
    )  # fmt: skip


def _plan(line: Line) -> ExportPlan:
    cells, where = line.cells, line.where
    _refuse_example(cells["region"], where)
    year = plan_cells.year(cells["year"], f"{where}, column year")
    region = _region(cells["region"], year, f"{where}, column region")
    value = plan_cells.amount(cells["plan"], f"{where}, column plan")
    value *= plan_cells.millions(cells["unit"], f"{where}, column unit")
    definition = _definition(cells.get("definition", ""), f"{where}, column definition")
    act, note = (" ".join(_text(cells.get(name, "")).split()) for name in ("act", "note"))
    return ExportPlan(region, year, value, definition, act, note, line.file, where)


def _refuse_example(label: object, where: str) -> None:
    if str(label).strip().casefold().startswith(_EXAMPLE):
        what_next = "Delete the example rows and write your own plans."
        raise SchemaError("An example row of the template stands among the plans.", where=where, what_next=what_next)


def _region(value: object, year: int, where: str) -> str:
    """Id of the region in its year; in a year in which borders changed the former region is good as well."""
    if is_blank(value):
        what_next = "Write a region, or KZ for the country."
        raise SchemaError("The row has no region.", where=where, what_next=what_next)
    refused: list[BoundaryError] = []
    for borders in dict.fromkeys((regions.borders_in_year(year), regions.borders_in_year(year - 1))):
        try:
            return regions.resolve(_text(value), borders=borders).id
        except UnknownLabelError as error:
            raise UnknownLabelError(error.what, where=where, what_next=error.what_next) from error
        except BoundaryError as error:
            refused.append(error)
    what_next = f"A plan of {year} belongs to a region of that year. {refused[0].what_next}"
    raise BoundaryError(refused[0].what, where=where, what_next=what_next) from refused[0]


def _text(value: object) -> str:
    """A cell as text; codes and numbers of acts come out of a sheet as 11.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _definition(value: object, where: str) -> str:
    name = _text(value)
    if not name:
        return industries.default_processed_exports().id
    if name not in industries.PROCESSED_EXPORT_DEFINITIONS:
        what_next = f"Known: {', '.join(industries.PROCESSED_EXPORT_DEFINITIONS)}; empty means the first."
        raise SchemaError(f"There is no definition of processed exports {name!r}.", where=where, what_next=what_next)
    return name


# --- one plan for a region and year -----------------------------------------------------------------------------


def _one_a_cell(told: Iterable[ExportPlan]) -> tuple[ExportPlan, ...]:
    kept: dict[tuple[str, int], ExportPlan] = {}
    for plan in told:
        key = (plan.region, plan.year)
        kept[key] = _same(kept[key], plan) if key in kept else plan
    return tuple(kept.values())


def _same(former: ExportPlan, second: ExportPlan) -> ExportPlan:
    """Accept the same plan in the other file; refuse another plan, and a plan twice in one file."""
    agree = math.isclose(former.value, second.value, rel_tol=1e-9) and former.definition == second.definition
    if former.file == second.file or not agree:
        raise SchemaError(
            f"There are two plans for {regions.get(second.region).name['en']} in {second.year}: {former.value:g} and "
            f"{second.value:g} mln USD ({former.definition}; {second.definition}).",
            where=f"{former.where}; {second.where}",
            what_next="Keep the one in force and delete the other row.",
        )
    return replace(former, act=_both(former.act, second.act), note=_both(former.note, second.note))


def _both(first: str, second: str) -> str:
    return "; ".join(dict.fromkeys(text for text in (first, second) if text))
