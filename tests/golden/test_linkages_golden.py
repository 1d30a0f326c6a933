"""Input–output measures held to published tables, read through the loader of the plain layout."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.loaders.input_output import read_input_output_table
from iidsp_analysis.measures.extraction import hypothetical_extraction
from iidsp_analysis.measures.input_output import InputOutputTable, balance, require_balance
from iidsp_analysis.measures.linkage_multipliers import (
    direct_coefficients,
    effects,
    final_demand_shock,
    multipliers,
    output_multipliers,
)
from iidsp_analysis.measures.linkages import (
    allocation_coefficients,
    forward_linkages,
    ghosh_inverse,
    key_sectors,
    leontief_inverse,
    technical_coefficients,
)

GERMANY = "Eurostat (2008), Manual of Supply, Use and Input–Output Tables, ch. 15 (J. Beutel): Germany 1995"
NETHERLANDS = "Statistics Netherlands, table of 2000, as published with rOpenGov/iotables"
MILLER_BLAIR = "Miller & Blair (2009), Input–Output Analysis, tables 2.3 and 2.4"
FOUR_DIGITS = 6e-5  # the forward linkage of trade is 1.58485 and was published as 1.5849
THREE_DIGITS = 5e-4


@pytest.fixture(scope="module")
def expected(reference: Path) -> dict:
    return json.loads((reference / "golden/iotables/expected.json").read_text())


@pytest.fixture(scope="module")
def germany(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> InputOutputTable:
    """The long file of the package, laid out as a table."""
    cells = pd.read_csv(reference / "golden/iotables/germany_1995.csv")
    wide = cells.pivot_table(index="iotables_row", columns="iotables_col", values="values", sort=False)
    path = tmp_path_factory.mktemp("germany") / "table.csv"
    wide.drop(columns="total_final_use").to_csv(path)
    jobs = ["employment_wage_salary", "employment_self_employed", "employment_domestic_total"]
    left_out = ["total", "intermediate_consumption"]
    return read_input_output_table(path, unit="mln EUR", satellites=["gva", *jobs], left_out=left_out)


@pytest.fixture(scope="module")
def netherlands(reference: Path) -> InputOutputTable:
    return read_input_output_table(
        reference / "golden/iotables/netherlands_2000.csv",
        unit="mln EUR",
        output="output_bp",
        satellites=["compensation_employees"],
        left_out=["TOTAL", "total_use", "total_use_pp", "final_consumption_households"],
    )


@pytest.fixture(scope="module")
def miller_blair(reference: Path) -> dict:
    return json.loads((reference / "golden/pymrio/miller_blair_2sector.json").read_text())


def leontief(table: InputOutputTable) -> pd.DataFrame:
    return leontief_inverse(technical_coefficients(table.flows, table.output))


def ghosh(table: InputOutputTable) -> pd.DataFrame:
    return ghosh_inverse(allocation_coefficients(table.flows, table.output))


def of(table: InputOutputTable, row: str) -> pd.DataFrame:
    return direct_coefficients(table.satellites.loc[[row]], table.output)


# --- Germany 1995 ----------------------------------------------------------------------------------------------


def test_germany_is_balanced_and_its_total_use_of_industry_is_a_slip(germany, reference):
    """Rows and columns close exactly; the printed total use of industrial products is 46 less than its parts."""
    found = balance(germany)
    assert found[["row_residual", "column_residual"]].abs().max().max() == 0.0
    cells = pd.read_csv(reference / "golden/iotables/germany_1995.csv")
    printed = cells[cells["iotables_col"] == "total_final_use"].set_index("iotables_row")["values"]
    assert (printed[germany.industries] - germany.output).to_dict()["industry_group"] == -46
    assert require_balance(germany, tolerance=0.0) is germany


def test_germany_leontief_matrix(germany, expected):
    matrix = np.eye(6) - technical_coefficients(germany.flows, germany.output)
    golden = expected["germany_1995"]["leontief_diag_I_minus_A"]
    for short, name in {
        "agri": "agriculture_group",
        "industry": "industry_group",
        "construction": "construction",
    }.items():
        assert matrix.loc[name, name] == pytest.approx(golden[short], abs=FOUR_DIGITS)
    assert matrix.loc["industry_group", "construction"] == pytest.approx(
        golden["industry_row_construction_col"], abs=FOUR_DIGITS
    )


def test_germany_output_multipliers(germany, expected):
    assert output_multipliers(leontief(germany)).tolist() == pytest.approx(
        expected["germany_1995"]["output_multipliers"], abs=FOUR_DIGITS
    )


def test_germany_forward_linkages(germany, expected):
    """Industry is 1.6910: the 1.6691 that circulates is a slip of the pen hidden by a tolerance of 0.01."""
    found = forward_linkages(ghosh(germany), normalised=False)
    assert found.tolist() == pytest.approx(expected["germany_1995"]["forward_linkages_ghosh_row_sums"], abs=FOUR_DIGITS)
    assert found["industry_group"] == pytest.approx(1.6910, abs=FOUR_DIGITS)


def test_germany_ghosh_inverse_of_agriculture(germany, expected):
    column = ghosh(germany)["agriculture_group"]
    assert column.tolist() == pytest.approx(expected["germany_1995"]["ghosh_agri_col"], abs=FOUR_DIGITS)


@pytest.mark.parametrize(
    ("row", "golden"),
    [("gva", "gva_multipliers"), ("employment_domestic_total", "employment_multipliers")],
)
def test_germany_effects(germany, expected, row, golden):
    """The manual's «multipliers» of value added and employment are effects per unit of final demand."""
    found = effects(leontief(germany), of(germany, row)).loc[row]
    assert found.tolist() == pytest.approx(expected["germany_1995"][golden], abs=FOUR_DIGITS)


def test_germany_primary_inputs_take_up_all_demand(germany):
    coefficients = direct_coefficients(germany.primary_inputs, germany.output)
    assert effects(leontief(germany), coefficients).sum().to_numpy() == pytest.approx(1.0, abs=1e-12)


def test_germany_key_sectors(germany):
    """Business services buy little and sell to all; industry and construction pull more than they pass on."""
    kinds = key_sectors(leontief(germany), ghosh(germany))["kind"]
    assert kinds["industry_group"] == "key"
    assert kinds["construction"] == "backward"
    assert kinds["business_services_group"] == "forward"
    assert kinds["other_services_group"] == "weak"


# --- Netherlands 2000 ------------------------------------------------------------------------------------------


def test_netherlands_is_balanced(netherlands):
    found = balance(netherlands)
    assert found[["row_residual", "column_residual"]].abs().max().max() <= 1.0  # millions, rounded when published


def test_netherlands_compensation(netherlands, expected):
    coefficients = of(netherlands, "compensation_employees")
    golden = expected["netherlands_2000"]
    found = effects(leontief(netherlands), coefficients).loc["compensation_employees"]
    assert found.tolist() == pytest.approx(golden["compensation_effects"], abs=THREE_DIGITS)
    ratio = multipliers(leontief(netherlands), coefficients).loc["compensation_employees"]
    assert ratio.tolist() == pytest.approx(golden["compensation_multipliers"], abs=THREE_DIGITS)


# --- Miller & Blair --------------------------------------------------------------------------------------------


def two_sectors(golden: dict) -> tuple[pd.DataFrame, pd.Series]:
    return pd.DataFrame(golden["Z"], ["1", "2"], ["1", "2"], dtype=float), pd.Series(
        golden["x"], ["1", "2"], dtype=float
    )


def test_miller_blair_coefficients_and_inverse(miller_blair):
    coefficients = technical_coefficients(*two_sectors(miller_blair))
    assert coefficients.to_numpy() == pytest.approx(np.array(miller_blair["A"]), abs=1e-15)
    assert leontief_inverse(coefficients).to_numpy() == pytest.approx(np.array(miller_blair["L"]), abs=5e-9)


def test_miller_blair_new_final_demand_and_its_labour(miller_blair):
    """Final demand (600, 1500) needs output (1247.5, 1841.6) (text to table 2.4), given with one digit."""
    flows, output = two_sectors(miller_blair)
    labour = pd.DataFrame([miller_blair["labour_coeff"]], ["labour"], ["1", "2"])
    inverse = leontief_inverse(technical_coefficients(flows, output))
    shock = final_demand_shock(inverse, pd.Series({"1": 600.0, "2": 1500.0}), labour)
    assert shock["output"].tolist() == pytest.approx(miller_blair["xnew_eps"], abs=0.05)
    assert shock["labour"].tolist() == pytest.approx(miller_blair["labour_total"], abs=0.05)
    same = final_demand_shock(inverse, pd.Series(miller_blair["fd"], ["1", "2"]))
    assert same["output"].tolist() == pytest.approx(miller_blair["x"], rel=1e-12)


def test_miller_blair_extraction(miller_blair):
    """Without sector 1, sector 2 makes 1700 / 0.95 for its final demand; without sector 2, sector 1 350 / 0.85."""
    found = hypothetical_extraction(*two_sectors(miller_blair))
    assert found["total"].tolist() == pytest.approx([3000 - 1700 / 0.95, 3000 - 350 / 0.85])
