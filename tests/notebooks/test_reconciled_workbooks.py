"""The workbooks of the regions add up to that of the country: read as a reader would, by labels, not by cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from iidsp_analysis import regions
from iidsp_analysis.report.batch import render_reports
from iidsp_analysis.report.factory import Options
from iidsp_analysis.report.jobs import Settings

pytestmark = pytest.mark.slow

CASES = {2014: 2017, 2018: 2020, 2022: 2023}
ALL_EXPORTS, PROCESSED = "All exports, mln USD", "All goods except farm and mineral products, mln USD"


class Books:
    """Workbooks of the country and of all regions of one set of borders."""

    def __init__(self, folder: Path, borders: int, year: int) -> None:
        self.year = str(year)
        self.country = openpyxl.load_workbook(folder / "kazakhstan.xlsx", data_only=True)
        self.regions = {
            region.id: openpyxl.load_workbook(folder / f"{region.id}.xlsx", data_only=True)
            for region in regions.regions_of(borders)
        }


def tables(book: openpyxl.Workbook) -> Iterator[tuple[Worksheet, int, dict[str, int]]]:
    """Every sheet with the row of its head and the columns by label."""
    for sheet in book:
        for row in sheet.iter_rows(min_row=1, max_row=6):
            heads = {str(cell.value): cell.column for cell in row if cell.value is not None}
            if len(heads) > 1:
                yield sheet, row[0].row, heads


def value(book: openpyxl.Workbook, column: str, row_label: str) -> float | None:
    """The number under a label beside a label; of several tables with both, they must agree."""
    found = set()
    for sheet, head, heads in tables(book):
        if column not in heads:
            continue
        for row in range(head + 1, sheet.max_row + 1):
            if str(sheet.cell(row, 1).value) == row_label and isinstance(
                sheet.cell(row, heads[column]).value, int | float
            ):
                found.add(round(float(sheet.cell(row, heads[column]).value), 6))
    assert len(found) <= 1, (column, row_label, found)
    return found.pop() if found else None


def verdicts(book: openpyxl.Workbook) -> dict[str, str]:
    """Label → verdict of the table of sums on the country's page."""
    return _texts(book, "Verdict")


def not_published(book: openpyxl.Workbook, row_label: str) -> str:
    return _texts(book, "Not published")[row_label]


def _texts(book: openpyxl.Workbook, column: str) -> dict[str, str]:
    for sheet, head, heads in tables(book):
        if {"Sum of the regions", column} <= set(heads):
            rows = range(head + 1, sheet.max_row + 1)
            told = {str(sheet.cell(row, 1).value): sheet.cell(row, heads[column]).value for row in rows}
            return {label: str(text) for label, text in told.items() if text}
    return {}


@pytest.fixture(scope="module", params=CASES, ids=lambda borders: f"borders of {borders}")
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    borders, year = request.param, CASES[request.param]
    folder = tmp_path_factory.mktemp(f"books_{borders}")
    labels = ["KZ", *(region.id for region in regions.regions_of(borders))]
    batch = render_reports(labels, Settings(year, borders, language="en"), out=folder,
                           options=Options(documents=("xlsx",), workers=2))  # fmt: skip
    assert not batch.failed
    return Books(folder, borders, year)


def test_value_added_of_manufacturing_adds_up(books: Books) -> None:
    section = "C · Manufacturing"
    own = [value(book, "Value added, bn KZT", section) for book in books.regions.values()]
    assert None not in own
    country = value(books.country, "Value added, bn KZT", section)
    assert sum(own) == pytest.approx(country, abs=0.001)
    assert sum(own) == pytest.approx(
        value(books.country, "Sum of the regions", "value added of manufacturing, bn KZT"), abs=0.001
    )


#: Half of the last printed digit (50 USD) by twelve months and a cell a region and the country, in mln USD; processed
#: exports by 18 sections more. SOURCE of table 446905: one section of a region and month is one printed cell.
ROUNDING = {ALL_EXPORTS: 0.05e-3 * 12 * 21, PROCESSED: 0.05e-3 * 12 * 21 * 18}
#: 2023: the table prints Almaty city and Shymkent in total only, for single months, so that they have no year there.
ONLY_TOTALS = {2023: {"almaty_city", "shymkent"}}


@pytest.mark.parametrize("column", [ALL_EXPORTS, PROCESSED])
def test_exports_add_up_but_for_the_regions_that_are_known_to_be_missing(books: Books, column: str) -> None:
    own = {name: value(book, column, books.year) for name, book in books.regions.items()}
    missing = {name for name, told in own.items() if told is None}
    assert missing == ONLY_TOTALS.get(int(books.year), set())
    country = value(books.country, column, books.year)
    known = sum(told for told in own.values() if told is not None)
    if not missing:
        assert known == pytest.approx(country, abs=ROUNDING[column])
    else:
        assert known < country - ROUNDING[column]
        for name in missing:
            assert regions.get(name).short["en"] in not_published(books.country, "processed exports, mln USD")


def test_products_of_the_regions_add_up_to_the_country_s(books: Books) -> None:
    own = [value(book, "GRP, bn KZT", regions.get(name).short["en"]) for name, book in books.regions.items()]
    assert None not in own
    assert sum(own) == pytest.approx(value(books.country, "GDP, bn KZT", books.year), abs=0.05e-3 * 21)


def test_gaps_on_the_country_s_page_are_the_known_ones(books: Books) -> None:
    """Table 443435 does not add up in 2020 by 220 persons; in 2023 two regions have no exports by section."""
    told = {row: label for row, label in verdicts(books.country).items() if label != "within rounding"}
    assert (
        told
        == {
            "2017": {},
            "2020": {"employed in industry and construction, thousand persons": "gap of the published table"},
            "2023": {"processed exports, mln USD": "not published for all"},
        }[books.year]
    )


def test_without_a_register_no_page_tells_figures_of_projects(books: Books) -> None:
    """Projects cannot add up where none is loaded: every page says so in the place of figures."""
    for name, book in {"KZ": books.country, **books.regions}.items():
        (sheet,) = (sheet for sheet in book if "Projects of the industrial" in sheet.title)
        texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
        assert "No register of projects is loaded: this section needs one." in texts, name
        assert not any(isinstance(text, int | float) for text in texts), name


def test_investment_adds_up_to_the_country_s_table(books: Books) -> None:
    own = [value(book, "Investment, bn KZT", books.year) for book in books.regions.values()]
    assert None not in own
    country = value(books.country, "Country", "fixed investment of all sectors, bn KZT")
    assert sum(own) == pytest.approx(country, abs=0.02)


def test_every_page_tells_the_same_table_of_regions(books: Books) -> None:
    """Manufacturing of each region stands on the page of the country as on its own."""
    for name, book in books.regions.items():
        short = regions.get(name).short["en"]
        assert value(book, "Manufacturing GVA, bn KZT", short) == value(
            books.country, "Manufacturing GVA, bn KZT", short
        )
        assert value(book, "Manufacturing GVA, bn KZT", short) == pytest.approx(
            value(book, "Value added, bn KZT", "C · Manufacturing"), abs=1e-6
        )
