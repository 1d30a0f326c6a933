"""Workbooks laid out like tables 446905/446906, for tests and for the benchmark.

The totals of sections are published figures; the six-digit lines below them are synthetic (codes ``CC99NN``) and only
add up to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import xlsxwriter
from scipy.optimize import linprog
from xlsxwriter.worksheet import Worksheet

from iidsp_analysis import industries
from iidsp_analysis.loaders.trade_layout import MONTHS

Values = npt.NDArray[np.float64]
UNIT_LABELS = ("тонна", "дополнительная единица", "тысяч долларов США")
#: Published figures are rounded to 0.1: what lies within this of them rounds to them.
ROUNDING = 0.0495
LINE_SHARES = (0.5, 0.25, 0.25)  # powers of two, so that the lines add up to the last bit
LABELS = {
    "AKM": "Акмолинская", "AKT": "Актюбинская", "ALA": "г.Алматы", "ALM": "Алматинская", "ATY": "Атырауская",
    "KRG": "Карагандинская", "KST": "Костанайская", "KZL": "Кызылординская", "MNG": "Мангистауская",
    "PVL": "Павлодарская", "SKO": "Северо-Казахстанская", "VKO": "Восточно-Казахстанская", "YKO": "Южно-Казахстанская",
    "ZHM": "Жамбылская", "ZKO": "З-Казахстанская", "SHM": "г. Шымкент", "TRK": "Туркестанская", "ABY": "область Абай",
    "ULT": "область Ұлытау", "ZHT": "область Жетісу",
}  # fmt: skip


@dataclass
class Line:
    """One row: a code or a heading, and months × (tonnes, additional unit, thousand USD); NaN is an empty cell."""

    label: object
    values: Values


@dataclass
class TradeSheet:
    """A sheet: ``rows`` below the country's row in the order of the file."""

    name: str
    months: list[str]
    country: Line
    rows: list[Line]
    remarks: list[str] = field(default_factory=lambda: ["*Предварительные данные."])
    title_rows: int = 1


def month_label(period: str, *, preliminary: bool = False) -> str:
    """``2017-03`` as the publisher writes it."""
    year, month = period.split("-")
    return f"{MONTHS[int(month) - 1]} {year} года" + ("*" if preliminary else "")


def write(
    path: Path,
    sheets: Iterable[TradeSheet],
    *,
    units: Sequence[str] = UNIT_LABELS,
    cells: Mapping[object, npt.NDArray[np.object_]] | None = None,
) -> Path:
    """Write the workbook, its two description sheets first; ``cells`` replaces the values of a label as they stand."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        for name in ("Метаданные", "Показатель"):
            workbook.add_worksheet(name).write(0, 0, "Экспорт по регионам")
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, units, cells or {})
    return path


def _write_sheet(
    out: Worksheet, sheet: TradeSheet, units: Sequence[str], cells: Mapping[object, npt.NDArray[np.object_]]
) -> None:
    out.write(0, 0, "Экспорт товаров в разрезе регионов")
    row = sheet.title_rows
    for number, label in enumerate(sheet.months):
        out.write(row, 2 + 3 * number, label)
    for column in range(3 * len(sheet.months)):
        out.write(row + 1, 2 + column, units[column % 3])
    for number, line in enumerate([sheet.country, *sheet.rows], start=row + 2):
        if line.label in cells:
            out.write_row(number, 0, [line.label, "", *cells[line.label].ravel()])
        else:
            write_line(out, number, line)
    for number, remark in enumerate(sheet.remarks, start=row + 3 + len(sheet.rows)):
        out.write(number, 0, remark)


def write_line(out: Worksheet, row: int, line: Line) -> None:
    """Write the filled cells of one row."""
    out.write(row, 0, line.label)
    flat = line.values.ravel()
    for column in np.flatnonzero(~np.isnan(flat)):
        out.write_number(row, 2 + int(column), float(flat[column]))


# --- the published figures, distributed to synthetic lines ---------------------------------------------------------


def published_sheets(figures: pd.DataFrame) -> list[TradeSheet]:
    """Sheets of all years whose sections and totals round to the published figures.

    Parameters
    ----------
    figures : DataFrame
        ``month, region, hs_section, exports_thousand_usd``.
    """
    return [_year_sheet(year, of_year) for year, of_year in figures.groupby(figures["month"].str[:4])]


def _year_sheet(year: str, figures: pd.DataFrame) -> TradeSheet:
    periods = sorted(figures["month"].unique())
    tables = {period: month_table(of_month) for period, of_month in figures.groupby("month")}
    codes = sorted({code for table, _, _ in tables.values() for code in table.index})
    blocks = [_block(code, year, [tables[period] for period in periods]) for code in codes]
    country = [tables[period][2] if not _has_no_country_row(period) else np.nan for period in periods]
    is_last = year == figures["month"].str[:4].max() == "2025"
    return TradeSheet(
        name=f"январь-декабрь {year} года " if is_last else year,
        months=[month_label(period, preliminary=is_last and period >= "2025-10") for period in periods],
        country=Line("Республики Казахстан", _with_tonnes(np.array(country))),
        rows=[line for block in blocks for line in block],
    )


def _has_no_country_row(period: str) -> bool:
    """Months whose national figure is not printed but the sum of the regions."""
    return period in {f"{year}-{month:02d}" for year in (2016, 2017) for month in (1, 2, 3)}


def _block(code: str, year: str, months: list[tuple[pd.DataFrame, pd.Series, float]]) -> list[Line]:
    label = "г. Нур-Султан" if "2019" <= year <= "2022" else "г. Астана"
    headings = np.array([headings.get(code, np.nan) for _, headings, _ in months])
    lines = [Line(LABELS.get(code, label), _with_tonnes(headings))]
    for section in industries.hs_sections():
        figures = np.array([_cell(table, code, section) for table, _, _ in months])
        if not np.isnan(figures).all():
            lines += _lines(section, figures, as_number=int(year) % 2 == 0)
    return lines


def _cell(table: pd.DataFrame, code: str, section: str) -> float:
    return float(table.at[code, section]) if code in table.index and section in table.columns else np.nan


def _lines(section: str, figures: Values, *, as_number: bool) -> list[Line]:
    """Three synthetic lines that add up to a section; every other year the publisher's codes are numbers."""
    if section == "OTHER":
        return [Line("999999", _with_tonnes(figures))]
    chapters = industries.hs_section(section).chapters
    codes = [f"{chapters[number % len(chapters)]}99{number:02d}" for number in range(len(LINE_SHARES))]
    labels: list[object] = [int(code) if as_number else code for code in codes]
    return [Line(label, _with_tonnes(figures * share)) for label, share in zip(labels, LINE_SHARES, strict=True)]


def _with_tonnes(thousand_usd: Values) -> Values:
    """Add synthetic tonnes (500 USD each) and leave the additional unit empty in the first month."""
    units = np.where(np.arange(len(thousand_usd)) > 0, thousand_usd * 8, np.nan)
    return np.column_stack([thousand_usd * 2, units, thousand_usd])


def month_table(figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, float]:
    """Unrounded sections by region, headings by region, and the country's total of one month.

    Where a region has a heading only (Almaty city and Shymkent in 2023), the country's sections show that its lines
    stand in another block: they are put under Almaty city, and neither heading is reproduced.
    """
    wide = figures.pivot(index="region", columns="hs_section", values="exports_thousand_usd")
    country, regional = wide.loc["national"], wide.drop(index="national")
    printed, sections = regional["TOTAL"], regional.drop(columns="TOTAL")
    is_told = sections.notna().any(axis=1)
    national = country.drop("TOTAL")
    if is_told.all():
        exact = unrounded(sections, printed, national, float(country["TOTAL"]))
        return exact, exact.sum(axis=1), float(country["TOTAL"])
    told = unrounded(sections[is_told], printed[is_told], national * np.nan, np.nan)
    remainder = national.fillna(0.0) - told.sum()
    told.loc["ALA"] = remainder.where(remainder > ROUNDING)
    told.loc["SHM"] = np.nan
    told = told.sort_index()
    headings = printed.where(~is_told, told.sum(axis=1))
    return told, headings, float(country["TOTAL"])


def unrounded(sections: pd.DataFrame, rows: pd.Series, columns: pd.Series, whole: float) -> pd.DataFrame:
    """Find figures that round to the printed cells and whose sums round to the printed sums (a linear programme)."""
    sections = _with_rounded_away(sections, columns)
    at = np.argwhere(sections.notna().to_numpy())
    values = sections.to_numpy()[tuple(at.T)]
    memberships = [at[:, 0] == number for number in range(sections.shape[0])]
    memberships += [at[:, 1] == number for number in range(sections.shape[1])]
    memberships.append(np.ones(len(at), dtype=bool))
    targets = np.concatenate([rows.to_numpy(), columns.reindex(sections.columns).to_numpy(), [whole]])
    sums = np.array(memberships, dtype=float)
    gap = targets - sums @ values
    near = np.abs(gap) < 10  # not the stale country row of September 2022, nor what is not printed
    limits = np.concatenate([gap[near] + ROUNDING, ROUNDING - gap[near]])
    found = linprog(
        np.zeros(len(at)), A_ub=np.vstack([sums[near], -sums[near]]), b_ub=limits, bounds=(-ROUNDING, ROUNDING)
    )
    if found.status != 0:
        raise AssertionError(f"no figures round to the printed ones: {found.message}")
    exact = sections.to_numpy().copy()
    exact[tuple(at.T)] = values + found.x
    return pd.DataFrame(exact, index=sections.index, columns=sections.columns)


def _with_rounded_away(sections: pd.DataFrame, columns: pd.Series) -> pd.DataFrame:
    """Give a section that the country has more of than its regions a cell that was rounded to 0.0 and left out."""
    short = columns.reindex(sections.columns) - sections.sum()
    for section in short.index[(short > ROUNDING * (sections.notna().sum() + 1)) & (short < 10)]:
        without = sections.index[sections[section].isna()]
        sections = sections.copy()
        sections.loc[sections.sum(axis=1)[without].idxmax(), section] = 0.0
    return sections
