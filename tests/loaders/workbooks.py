"""Workbooks in the publisher's layouts, for the tests: grids of cells, and a writer that makes them a file.

A grid is a list of rows. Figures are the real ones where the reference data have them; whatever else a layout needs
(running totals of a part of a year, sections of the volume index other than C, divisions by region) is synthetic and
says so here. Tests spoil a grid before it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

Grid = list[list[object]]
Figures = Mapping[tuple[str, str, int], float]

#: Labels as the publisher spells them: look-alike Latin letters, short forms, stray spaces, footnote marks, old names.
FIRST_SHEET_LABELS = {
    "KZ": ("000000000", "Республика Казахстан"),
    "AKM": ("110000000", "Акмолинская"),
    "AKT": ("150000000", "Aктюбинская"),
    "ALM": ("190000000", "Алматинская "),
    "ATY": ("230000000", "Атырауcкая"),
    "ZKO": ("270000000", "З-Казахстанская"),
    "ZHM": ("310000000", "Жамбылская"),
    "KRG": ("350000000", "Карагандинская"),
    "KST": ("390000000", "Кoстанайская"),
    "KZL": ("430000000", "Кызылординская"),
    "MNG": ("470000000", "Мангистауская"),
    "YKO": ("510000000", "Южно-Казахстанская"),
    "PVL": ("550000000", "Павлодарская"),
    "SKO": ("590000000", "Северо-Казахстанская"),
    "TRK": ("610000000", "Туркестанская2)"),
    "VKO": ("630000000", "Восточно-Казахстанская"),
    "AST": ("710000000", "г. Нур-Султан"),
    "ALA": ("750000000", "г.Алматы"),
    "SHM": ("790000000", "г. Шымкент2)"),
}
SECOND_SHEET_LABELS = {
    "KZ": ("000000000", "РЕСПУБЛИКА КАЗАХСТАН"),
    "ABY": ("100000000", "область Абай"),
    **{
        code: (kato, f"{name.strip()} область")
        for code, (kato, name) in FIRST_SHEET_LABELS.items()
        if code not in {"KZ", "ZKO", "TRK", "SHM", "AST", "ALA"}
    },
    "ZKO": ("270000000", "Западно-Казахстанская  область"),
    "ZHT": ("330000000", "область Жетісу"),
    "TRK": ("610000000", "Туркестанская область"),
    "ULT": ("620000000", "Ұлытау"),
    "AST": ("710000000", "г. Астана"),
    "ALA": ("750000000", "г. Алматы"),
    "SHM": ("790000000", "г. Шымкент"),
}

SECTION_NAMES = {
    "A": "Сельское, лесное и рыбное хозяйство",
    "IND": "Промышлен-\nность - всего",
    "B": "Горнодобы-вающая промышленность и разработка карьеров",
    "C": "Обрабатывающая  промышленность",
    "D": "Cнабжение электроэнергией, газом, паром, горячей водой и кондиционированным воздухом",
    "E": "Водоснабжение; водоотведение; сбор, обработка и удаление отходов",
    "F": "Строительство",
    "G": "Оптовая и розничная торговля; ремонт автомобилей и мотоциклов",
    "H": "Транспорт и складирование",
    "I": "Предоставление услуг по проживанию и питанию",
    "J": "Информация и связь",
    "K": "Финансовая и страховая деятельность",
    "L": "Операции с недвижимым имуществом",
    "M": "Профессиональная, научная и техническая деятельность",
    "N": "Деятельность в области административного и вспомогательного обслуживания",
    "O": "Государственное управление и оборона; обязательное социальное обеспечение",
    "P": "Образование",
    "Q": "Здравоохранение и социальное обслуживание населения",
    "R": "Искусство, развлечения и отдых",
    "S": "Предоставление прочих видов услуг",
    "T": "Деятельность домашних хозяйств, нанимающих домашнюю прислугу",
    "OTHER_SERVICES": "Прочие услуги",
    "FISIM": "КИУФП",
    "NET_TAXES": "Чистые налоги на продукты",
}
_OLD_NAMES = {"D": "Электроснабжение, подача газа, пара", "I": "Услуги по проживанию и питанию", "NET_TAXES": "ЧН"}
_ALL_SECTIONS = list("ABCDEFGHIJKLMNOPQRS")
_INDEX_SECTIONS = ["A", "IND", "B", "C", "D", "E", "F", "G", "H", "J", "L", "OTHER_SERVICES"]
_NEW_REGIONS = {"ABY", "ZHT", "ULT"}
#: A few blocks are enough for a workbook with a fault.
A_FEW = frozenset({"KZ", "ABY", "ZHM", "PVL", "ULT", "YKO"})
_NOT_PRINTED = ("", "-", "…", "–")


def write(path: Path, grids: Mapping[str, Grid]) -> Path:
    """Write grids as sheets of a workbook."""
    book = xlsxwriter.Workbook(path)
    for name, grid in grids.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(grid):
            for col, value in enumerate(line):
                if value is not None and value != "":
                    sheet.write(row, col, value)
    book.close()
    return path


def find(grid: Grid, label: str, period: object, heading: str) -> tuple[int, int]:
    """Row and column of a figure of a block: region's label, period's label, beginning of a heading."""
    block = next(row for row, line in enumerate(grid) if str(line[1]).startswith(label))
    row = next(row for row in range(block, len(grid)) if grid[row][1] == period)
    return row, column(grid, heading)


def column(grid: Grid, heading: str) -> int:
    """Column whose heading begins so."""
    top = next(row for row, line in enumerate(grid) if "КАТО" in str(line[0]))
    return next(col for col, value in enumerate(grid[top]) if str(value).startswith(heading))


def section_figures(reference: Path) -> dict[tuple[str, str, int], float]:
    """Real figures of table 5927: (region code, section, year) to mln KZT."""
    table = pd.read_csv(reference / "data" / "kz" / "gva_by_region_section.csv")
    return _figures(table, "region", "section", "gva_mln_kzt")


def index_figures(reference: Path) -> dict[tuple[str, str, int], float]:
    """Real figures of table 450904: the volume index of section C."""
    table = pd.read_csv(reference / "data" / "kz" / "gva_manufacturing_volume_index_by_region.csv").assign(section="C")
    return _figures(table, "region_code", "section", "ifo_gva_manufacturing_pct_prev_year")


def division_figures(reference: Path) -> dict[tuple[str, str, int], float]:
    """Real figures of the country's block of table 5931."""
    table = pd.read_csv(reference / "data" / "kz" / "gva_by_division_national.csv", dtype={"oked": str})
    return _figures(table.assign(region="national"), "region", "oked", "gva_mln_kzt")


def _figures(table: pd.DataFrame, region: str, industry: str, value: str) -> dict[tuple[str, str, int], float]:
    codes = table[region].replace("national", "KZ")
    keys = zip(codes, table[industry], table["year"].astype(int), strict=True)
    return dict(zip(keys, table[value].astype(float), strict=True))


def division_names(reference: Path) -> dict[str, str]:
    """Labels of the columns of table 5931 by code."""
    table = pd.read_csv(reference / "data" / "kz" / "gva_by_division_national.csv", dtype={"oked": str})
    return dict(zip(table["oked"], table["name_ru"], strict=True))


# --- table 5927 --------------------------------------------------------------------------------------------------


def table_5927(figures: Figures, *, only: frozenset[str] | None = None) -> dict[str, Grid]:
    """Table 5927: two sheets that overlap in 2018, running totals between the years, placeholder zeros."""
    old = ["GRP", "A", "IND", *_ALL_SECTIONS[1:], "OTHER_SERVICES", "FISIM", "NET_TAXES"]
    new = ["GRP", "A", "IND", *_ALL_SECTIONS[1:], "T", "NET_TAXES"]
    first_headings = {**SECTION_NAMES, **_OLD_NAMES, "GRP": "Всего"}
    second_headings = {**SECTION_NAMES, "GRP": "ВРП1)"}
    return {
        "ВРП_2010-2018 ": _blocks(
            "Валовой региональный продукт методом производства",
            "млн. тенге",
            [(first_headings[code], None, code) for code in old],
            _chosen(FIRST_SHEET_LABELS, only),
            range(2010, 2019),
            lambda region, code, year: _printed(figures, region, code, year),
            footnotes=("1) в текущих ценах", "2) данные пересчитаны в границах 2018 года"),
        ),
        "ВРП_2018-2026": _blocks(
            "Валовой региональный продукт методом производства",
            "млн. тенге",
            [(second_headings[code], None, code) for code in new],
            _chosen(SECOND_SHEET_LABELS, only),
            range(2018, 2026),
            lambda region, code, year: _printed(figures, region, code, year),
            year_label=lambda year: "2025 год*" if year == 2025 else f"{year} год",
            footnotes=("* предварительные данные",),
            unfinished_year=2026,
        ),
    }


def _printed(figures: Figures, region: str, code: str, year: int) -> object:
    """A figure as printed: zeros where the region did not exist, assorted signs where there is no figure."""
    if (region, code, year) in figures:
        return figures[region, code, year]
    absent = (
        (region == "YKO" and year > 2017)
        or (region in {"TRK", "SHM"} and year < 2011)
        or (region in _NEW_REGIONS and year < 2021)
    )
    return 0 if absent else _NOT_PRINTED[(year + len(code) + ord(region[0])) % len(_NOT_PRINTED)]


# --- table 450904 ------------------------------------------------------------------------------------------------


def table_450904(figures: Figures) -> dict[str, Grid]:
    """Table 450904: plain and footnoted years, section C real, the other sections synthetic (90 + a small number)."""
    columns = [("Всего", None, "GRP"), *((SECTION_NAMES[code], None, code) for code in _INDEX_SECTIONS)]
    without_successors = {code: label for code, label in FIRST_SHEET_LABELS.items() if code not in {"TRK", "SHM"}}

    def value(region: str, code: str, year: int) -> object:
        if code == "C":
            return figures.get((region, "C", year), 0 if (region, "C", 2025) not in figures else "")
        return synthetic_index(code, year) if (region, "C", year) in figures else 0

    def year_label(year: int) -> object:
        return "20211)" if year == 2021 else (f"{year}" if year % 2 else float(year))

    title = "Индекс физического объема валовой добавленной стоимости"
    unit = "в % к предыдущему году"
    return {
        "ИФО ВДС_2010-2017": _blocks(
            title, unit, columns, without_successors, range(2010, 2018), value, year_label=year_label, running=False
        ),
        "ИФО ВДС_2018-2025 ": _blocks(
            title,
            unit,
            columns,
            SECOND_SHEET_LABELS,
            range(2018, 2026),
            value,
            year_label=year_label,
            running=False,
            footnotes=("1) с учетом новых областей",),
        ),
    }


def synthetic_index(code: str, year: int) -> float:
    """Synthetic stand-in for a volume index that the reference data do not have."""
    return 90.0 + len(SECTION_NAMES.get(code, "")) % 7 + (year - 2000) / 100


# --- table 5931 --------------------------------------------------------------------------------------------------

_COLUMNS_5931 = (
    "IND", "B", "05", "06", "07", "08", "09", "C", "10", "11", "12", "13-15", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23", "24-25", "24", "25", "26-30, 33", "26", "27", "28", "29", "30", "33", "31", "32",
    "D", "35", "E", "36", "37", "38", "39",
)  # fmt: skip
_AGGREGATE_PARTS = {"13-15": "13 14 15", "24-25": "24 25", "26-30, 33": "26 27 28 29 30 33"}
_LABELS_5931 = {
    "13-15": "Легкая промышленность",
    "24-25": "Металлургическая промышленность",
    "26-30, 33": "Машиностроение",
}


def table_5931(figures: Figures, names: Mapping[str, str], *, only: frozenset[str] | None = None) -> dict[str, Grid]:
    """Table 5931: a code row under the names, aggregates beside their parts, real figures for the country only.

    Figures of the regions are synthetic, see :func:`synthetic_division`.
    """
    labels = {**names, **_LABELS_5931, "16": "Производство дереянных и пробковых изделий"}

    def value(region: str, code: str, year: int) -> object:
        if code in _AGGREGATE_PARTS:
            parts = [value(region, part, year) for part in _AGGREGATE_PARTS[code].split()]
            return sum(part for part in parts if isinstance(part, float)) if any(parts) else 0
        if region == "KZ":
            return figures.get((region, code, year), synthetic_division(region, code, year))
        return synthetic_division(region, code, year) if region_exists(region, year) else 0

    columns = [(labels.get(code, f"Прочий раздел {code}"), _printed_code(code), code) for code in _COLUMNS_5931]
    title = "Валовая добавленная стоимость промышленности по видам экономической деятельности"
    return {
        "2013-2018гг. периоды ": _blocks(
            title, "млн. тенге", columns, _chosen(FIRST_SHEET_LABELS, only), range(2013, 2019), value,
            year_label=lambda year: f"{year} год3)" if year == 2017 else f"{year} год",
            footnotes=("3) уточненные данные",),
        ),
        "2018-2026гг.": _blocks(
            title, "млн. тенге", columns, _chosen(SECOND_SHEET_LABELS, only), range(2018, 2026), value,
            unfinished_year=2026,
            year_label=lambda year: f"{year} год",
        ),
    }  # fmt: skip


def region_exists(region: str, year: int) -> bool:
    """Whether the annual tables print a territory in a year."""
    if region == "YKO":
        return year <= 2017
    if region in _NEW_REGIONS:
        return year >= 2021
    return True


def synthetic_division(region: str, code: str, year: int) -> float:
    """Synthetic figure, recognisable as such: 9 million, then code of the division, year and letters of the region."""
    number = sum(ord(letter) for letter in code)
    return 9_000_000.0 + number * 1_000 + (year - 2000) * 10 + sum(ord(letter) for letter in region) % 10


def _printed_code(code: str) -> object:
    if code == "IND":
        return ""
    if code == "C":
        return "С"  # Cyrillic
    return float(code) if code.isdigit() and int(code) % 3 == 0 and int(code) >= 10 else f"{code} "


def _chosen(labels: Mapping[str, tuple[str, str]], only: frozenset[str] | None) -> dict[str, tuple[str, str]]:
    return {code: label for code, label in labels.items() if only is None or code in only}


# --- the layout with a block per region --------------------------------------------------------------------------


def _blocks(
    title: str,
    unit: str,
    columns: list[tuple[str, object, str]],
    labels: Mapping[str, tuple[str, str]],
    years: range,
    value: Callable[[str, str, int], object],
    *,
    year_label: Callable[[int], object] = lambda year: f"{year} год",
    running: bool = True,
    unfinished_year: int | None = None,
    footnotes: tuple[str, ...] = (),
) -> Grid:
    width = len(columns) + 2
    grid: Grid = [[""] * width for _ in range(3)]
    grid[0][0], grid[1][width - 1] = title, unit
    grid.append(["Код КАТО", "Наименование региона", *(name for name, _, _ in columns)])
    grid.append(["", "", *("" if code is None else code for _, code, _ in columns)])
    for region, (kato, label) in labels.items():
        grid.append([float(kato) if region == "KST" else kato, label, *[""] * len(columns)])
        for year in years:
            annual = [value(region, code, year) for _, _, code in columns]
            if running:
                grid.extend(_running_totals(year, annual))
            grid.append(["", year_label(year), *annual])
        if unfinished_year:
            grid.append(["", f"1 квартал {unfinished_year} года*", *(1.0 for _ in columns)])
        grid.append([""] * width)
    grid.extend([note, *[""] * (width - 1)] for note in footnotes)
    return grid


def _running_totals(year: int, annual: list[object]) -> Grid:
    """Synthetic running totals: they must never reach the panel."""
    periods = {f"1 квартал {year} года": 0.2, f"1 полугодие {year} года": 0.45, f"январь-сентябрь {year}г.": 0.7}
    return [["", period, *(_part(figure, share) for figure in annual)] for period, share in periods.items()]


def _part(figure: object, share: float) -> object:
    return round(figure * share, 1) if isinstance(figure, float) else figure


# --- cubes -------------------------------------------------------------------------------------------------------


def cube_slices(series: Mapping[tuple[str, str], Mapping[int, float]], comparison: str) -> list[dict[str, object]]:
    """Slices of a JSON cube region × activity × comparison, annual."""
    return [
        {
            "terms": [number, number + 1000, 2],
            "termNames": [region, activity, comparison],
            "periods": [
                {"name": f"{year} год", "date": f"31.12.{year}", "value": str(value)} for year, value in values.items()
            ],
        }
        for number, ((region, activity), values) in enumerate(series.items())
    ]


def cube_tsv(series: Mapping[tuple[str, str], Mapping[int, float]], comparison: str) -> str:
    """The same as the CSV answer: tabs, byte order mark, pairs of columns."""
    lines = ["NAM\tDAT\tPERIOD\tКАТО(по каталогу)\tLКАТО(по каталогу)\tОКЭД\tLОКЭД\tССП\tLССП\tVAL"]
    for (region, activity), values in series.items():
        for year, value in values.items():
            lines.append(f"ИПП\t31.12.{year}\t{year}\t{region}\t0\t7010\t{activity}\t{comparison}\t0\t{value}")
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
