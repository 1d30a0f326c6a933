"""The user's input–output table with its description: which flows it holds, and which industry is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from iidsp_analysis import folders, industries
from iidsp_analysis.errors import AnalysisError, WorkbookError
from iidsp_analysis.loaders.input_output import OUTPUT, read_input_output_table
from iidsp_analysis.measures.input_output import InputOutputTable, require_balance
from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.reference.industry_records import divisions

FOLDER: Final = "io"
DOMESTIC, TOTAL = FLOWS = ("domestic", "total")
MANUFACTURING: Final = "C"
_TABLES: Final = (".csv", ".txt", ".xlsx")
_NEEDED: Final = ("unit", "year", "source", "flows", "exports", "value_added", "industries")
_KNOWN: Final = (*_NEEDED, "jobs", "output", "left_out", "sheet", "delimiter", "decimal", "blank_is_zero")
_HELP: Final = "See data/raw/io/README.md and the template beside it."


@dataclass(frozen=True, eq=False)
class LinkagesTable:
    """A balanced table of the country with what its description says.

    ``sections`` maps each industry of the table to the OKED section that it belongs to; ``codes`` to what the
    description names: a section, or divisions of manufacturing.
    """

    file: str
    source: str
    year: int
    flows: str
    exports: str
    value_added: tuple[str, ...]
    jobs: str
    table: InputOutputTable
    codes: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, str]

    @property
    def is_domestic(self) -> bool:
        """Whether imports stand outside the flows."""
        return self.flows == DOMESTIC

    @property
    def manufacturing(self) -> list[str]:
        """Labels of the industries of manufacturing."""
        return [label for label, section in self.sections.items() if section == MANUFACTURING]


def table_files(raw: Path | None = None) -> list[Path]:
    """List the user's tables."""
    folder = (raw or folders.raw()) / FOLDER
    found = folder.glob("*") if folder.is_dir() else ()
    return sorted(path for path in found
                  if path.suffix.lower() in _TABLES and ".template." not in path.name
                  and not path.name.startswith((".", "~$")))  # fmt: skip


def read_linkages(raw: Path | None = None) -> LinkagesTable | None:
    """Read the table that lies there; None where there is none.

    Raises
    ------
    WorkbookError
        If there are several tables, no description, a description that says too little or something unknown, or a table
        that cannot be read or does not balance.
    """
    files = table_files(raw)
    if not files:
        return None
    if len(files) > 1:
        raise WorkbookError("Several input–output tables lie side by side.",
                            where=", ".join(path.name for path in files), what_next="Leave one of them.")  # fmt: skip
    path = files[0]
    return _read(path, _description(path.with_suffix(".yml")))


def _description(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise WorkbookError("The input–output table has no description beside it.", where=path.name, what_next=_HELP)
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise WorkbookError("The description of the input–output table is no YAML.", where=path.name,
                            what_next=_HELP) from None  # fmt: skip
    if not isinstance(told, dict):
        raise WorkbookError("The description of the input–output table is no list of keys.", where=path.name,
                            what_next=_HELP)  # fmt: skip
    unknown = [str(key) for key in told if key not in _KNOWN]
    if unknown:
        raise WorkbookError(f"The description has an unknown key: {', '.join(unknown)}.", where=path.name,
                            what_next=f"Known are {', '.join(_KNOWN)}.")  # fmt: skip
    missing = [key for key in _NEEDED if told.get(key) in (None, "", [], {})]
    if missing:
        raise WorkbookError(f"The description lacks {', '.join(missing)}.", where=path.name, what_next=_HELP)
    return told | {"_name": path.name}


def _read(path: Path, told: Mapping[str, Any]) -> LinkagesTable:
    where = str(told["_name"])
    if told["flows"] not in FLOWS:
        raise WorkbookError(f"The flows are told as {told['flows']!r}.", where=where,
                            what_next=f"Use {' or '.join(FLOWS)}.")  # fmt: skip
    if isinstance(told["year"], bool) or not isinstance(told["year"], int):
        raise WorkbookError(f"The year of the table is {told['year']!r}.", where=where, what_next="Use a whole number.")
    value_added, jobs = _labels(told["value_added"]), str(told.get("jobs") or "")
    table = _balanced(path, told, jobs)
    _require_labels(table, str(told["exports"]), value_added, where)
    codes, sections = _industries(told["industries"], table, where)
    return LinkagesTable(
        path.name, " ".join(str(told["source"]).split()), told["year"], told["flows"],
        str(told["exports"]), value_added, jobs, table, codes, sections,
    )  # fmt: skip


def _labels(told: Any) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else (str(told),)


def _balanced(path: Path, told: Mapping[str, Any], jobs: str) -> InputOutputTable:
    table = read_input_output_table(
        path, unit=str(told["unit"]), output=str(told.get("output") or OUTPUT), satellites=[jobs] if jobs else (),
        left_out=_labels(told["left_out"]) if told.get("left_out") else (),
        blank_is_zero=bool(told.get("blank_is_zero", False)), sheet=told.get("sheet"),
        delimiter=str(told.get("delimiter") or ","), decimal=str(told.get("decimal") or "."),
    )  # fmt: skip
    try:
        return require_balance(table)
    except MeasureInputError as error:
        raise WorkbookError(error.what, where=f"{path.name}: {error.where}", what_next=error.what_next) from error


def _require_labels(table: InputOutputTable, exports: str, value_added: tuple[str, ...], where: str) -> None:
    if exports not in table.final_uses.columns:
        raise WorkbookError(f"The table has no column of exports {exports!r}.", where=where,
                            what_next=f"Its final uses are {_listed(table.final_uses.columns)}.")  # fmt: skip
    absent = [label for label in value_added if label not in table.primary_inputs.index]
    if absent:
        raise WorkbookError(f"The table has no row of value added {', '.join(absent)}.", where=where,
                            what_next=f"Its primary inputs are {_listed(table.primary_inputs.index)}.")  # fmt: skip


def _listed(labels: Iterable[object]) -> str:
    return ", ".join(map(str, labels))


def _industries(
    told: Any, table: InputOutputTable, where: str
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:  # fmt: skip
    if not isinstance(told, dict):
        raise WorkbookError("The industries of the description are no list of label: code.", where=where,
                            what_next=_HELP)  # fmt: skip
    named = {str(label): _labels(code) for label, code in told.items()}
    odd = [str(label) for label in table.industries.symmetric_difference(named)]
    if odd:
        raise WorkbookError(f"Table and description have different industries: {', '.join(odd)}.", where=where,
                            what_next="Every industry of the table needs one line in the description.")  # fmt: skip
    codes = {str(label): named[str(label)] for label in table.industries}
    _require_once(codes, where)
    return codes, {label: _section(code, where) for label, code in codes.items()}


def _require_once(codes: Mapping[str, tuple[str, ...]], where: str) -> None:
    """A division or section stands for one industry; a section beside its own divisions would count them twice."""
    every = [code for each in codes.values() for code in each if code in divisions()]
    twice = sorted({code for code in every if every.count(code) > 1})
    if every and any(MANUFACTURING in each for each in codes.values()):
        twice.append(MANUFACTURING)
    if twice:
        raise WorkbookError(f"An industry stands twice in the description: {', '.join(twice)}.", where=where,
                            what_next="Give each division to one industry; C has none beside it.")  # fmt: skip


def _section(codes: tuple[str, ...], where: str) -> str:
    if all(code in divisions() for code in codes):
        return MANUFACTURING
    try:
        (code,) = codes
        return industries.section(code).code
    except (ValueError, AnalysisError):
        raise WorkbookError(f"The description names no section and no division of manufacturing: {', '.join(codes)}.",
                            where=where, what_next="Use a letter from A to U, or 10 to 33.") from None  # fmt: skip
