"""The public panels of the backtest as region × industry × year tables of leaf industries.

The files are not part of the project; their folder is named by ``IIDSP_REFERENCE_DATA`` (see CONTRIBUTING.md).

    python -m benchmarks.reference_panels REFERENCE_FOLDER OUT_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

UK_SUMS = {
    "Total", "A-E", "G-T", "C (10-33)", "F (41-43)", "G (45-47)", "H (49-53)", "I (55-56)", "J (58-63)", "K (64-66)",
    "L (68)", "M (69-75)", "N (77-82)", "Q (86-88)", "R (90-93)", "S (94-96)", "68IMP",
}  # fmt: skip
US_LEAVES = {
    4, 5, *range(7, 12), *range(14, 25), *range(26, 36), *range(37, 45), *range(46, 50), *range(52, 56), 57, 58,
    *range(61, 65), 66, 67, 69, *range(71, 75), 77, 78, 80, 81, 82,
}  # fmt: skip
CELL = ["region", "industry", "year", "value"]


def uk(reference: Path) -> pd.DataFrame:
    """ONS regional GVA, 179 ITL3 areas × 47 industries, chained volume of 2019, mln GBP, 1998–2021."""
    rows = pd.read_csv(reference / "data" / "panels" / "uk_itl3_gva_by_industry_1998_2021.csv.gz")
    rows = rows[~rows["sic07"].isin(UK_SUMS)]
    return rows.rename(columns={"itl_code": "region", "sic07": "industry", "gva_cvm2019_gbp_mn": "value"})[CELL]


def us(reference: Path) -> pd.DataFrame:
    """BEA GDP by state, 51 states × 62 industries, ``rgdp``, mln USD, 1997–2021 (2021 nearly empty)."""
    rows = pd.read_csv(reference / "data" / "panels" / "us_state_gdp_by_industry_1997_2021.csv.gz")
    rows = rows[(rows["vname"] == "rgdp") & (rows["stabbr"] != "US") & rows["line"].isin(US_LEAVES)]
    return rows.rename(columns={"stabbr": "region", "line": "industry"})[CELL]


def adb(reference: Path) -> pd.DataFrame:
    """ADB aggregates, 63 economies × 35 sectors, value added, constant mln USD of 2010, 2007–2022.

    A negative value added (a sector that loses money) is no amount: missing.
    """
    rows = pd.read_csv(reference / "data" / "panels" / "adb_country_sector_2007_2022.csv.gz")
    rows = rows.rename(columns={"code": "region", "sector": "industry", "value_added": "value"})[CELL]
    return rows.assign(value=rows["value"].where(rows["value"] >= 0))


PANELS = {"uk_itl3": uk, "us_states": us, "adb_economies": adb}


def main(reference: str, out: str) -> None:
    """Write every panel as CSV."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for name, read in PANELS.items():
        read(Path(reference)).to_csv(Path(out) / f"{name}.csv", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
