from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures import complexity
from iidsp_analysis.measures.complexity import complexity_panel
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError

NUMBERS = ["rca", "present", "density", "pci", "eci", "coi", "outlook_gain"]
INDUSTRIES = [f"c{i:02}" for i in range(20)]
PCI = pd.Series(np.linspace(-1.5, 1.5, 20), INDUSTRIES)
ANCHOR = pd.Series(np.arange(12.0), [f"r{i:02}" for i in range(12)])


def long_rows(year: int, seed: int) -> pd.DataFrame:
    """Twelve regions × twenty industries of planted order; pairs of amount 0 have no row."""
    random = np.random.default_rng(seed)
    match = np.linspace(-2, 2, 12)[:, None] * np.linspace(-1, 1, 20)
    amounts = random.lognormal(match, 0.5) * (random.random(match.shape) < 0.8)
    amounts[-1] += 0.01
    region, industry = np.nonzero(amounts)
    return pd.DataFrame(
        {
            "region": ANCHOR.index.take(region),
            "industry": pd.Index(INDUSTRIES).take(industry),
            "year": year,
            "value": amounts[region, industry],
        }
    )


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.concat([long_rows(2021, 1), long_rows(2022, 2)], ignore_index=True)


def matrix(panel: pd.DataFrame, column: str, year: int) -> np.ndarray:
    return panel[panel["year"] == year].pivot(index="region", columns="industry", values=column).to_numpy()


def test_the_panel_is_complete_and_sorted(rows):
    panel = complexity_panel(rows, pci=PCI)
    assert len(panel) == 2 * 12 * 20 > len(rows)
    assert list(panel.columns) == ["region", "industry", "year", "value", *NUMBERS]
    keys = panel[["year", "region", "industry"]]
    pd.testing.assert_frame_equal(keys, keys.sort_values(list(keys)), check_dtype=False)
    merged = rows.merge(panel, on=["region", "industry", "year"], suffixes=("_given", ""))
    np.testing.assert_array_equal(merged["value"], merged["value_given"])
    assert panel["value"].sum() == pytest.approx(rows["value"].sum())


def test_every_year_has_the_numbers_of_the_arrays(rows):
    panel = complexity_panel(rows, anchor=ANCHOR)
    for year in (2021, 2022):
        values = matrix(panel, "value", year)
        rca = complexity.revealed_comparative_advantage(values)
        present = complexity.presence(rca)
        index = complexity.complexity_index(present, ANCHOR)
        np.testing.assert_array_equal(matrix(panel, "rca", year), rca)
        np.testing.assert_array_equal(matrix(panel, "present", year), present)
        np.testing.assert_array_equal(matrix(panel, "eci", year)[:, 0], index.eci)
        np.testing.assert_array_equal(matrix(panel, "pci", year)[0], index.pci)
        reach = complexity.outlook(present, index.pci)
        np.testing.assert_array_equal(matrix(panel, "density", year), reach.density)
        np.testing.assert_array_equal(matrix(panel, "coi", year)[:, 0], reach.index)
        np.testing.assert_array_equal(matrix(panel, "outlook_gain", year), reach.gain)


def test_a_complexity_from_elsewhere_gives_the_mean_of_the_basket(rows):
    panel = complexity_panel(rows, pci=PCI)
    held = panel[panel["present"]].groupby(["year", "region"])
    pd.testing.assert_series_equal(held["pci"].mean(), held["eci"].first(), check_names=False)


def test_a_proximity_from_elsewhere_is_taken_by_label(rows):
    random = np.random.default_rng(4).random((20, 20))
    world = pd.DataFrame(random, INDUSTRIES, INDUSTRIES)
    panel = complexity_panel(rows, pci=PCI, proximity=world.iloc[::-1, ::-1])
    expected = complexity.relatedness_density(matrix(panel, "present", 2022), random)
    np.testing.assert_allclose(matrix(panel, "density", 2022), expected, rtol=1e-13)


def test_numbers_by_year_are_taken_by_year(rows):
    by_year = pd.concat({2021: PCI, 2022: -PCI}).swaplevel()
    both = complexity_panel(rows, pci=by_year)
    alone = complexity_panel(rows[rows["year"] == 2022], pci=-PCI)
    pd.testing.assert_frame_equal(both[both["year"] == 2022].reset_index(drop=True), alone)


@pytest.mark.parametrize("source", [{"pci": PCI}, {"anchor": ANCHOR}])
def test_adding_an_unrelated_year_changes_nothing(rows, source):
    before = complexity_panel(rows, **source)
    after = complexity_panel(pd.concat([rows, long_rows(1990, 9)]), **source)
    pd.testing.assert_frame_equal(after[after["year"] > 1990].reset_index(drop=True), before)


def test_adding_a_year_with_other_labels_changes_no_number(rows):
    before = complexity_panel(rows, anchor=ANCHOR)
    stranger = long_rows(1990, 9).assign(industry=lambda year: "x" + year["industry"])
    after = complexity_panel(pd.concat([rows, stranger]), anchor=ANCHOR)
    keys = ["region", "industry", "year"]
    pd.testing.assert_frame_equal(before[keys].merge(after, on=keys), before)
    elsewhere = after[(after["year"] == 2021) & after["industry"].str.startswith("x")]
    assert elsewhere[["rca", "density", "pci", "outlook_gain"]].isna().all(axis=None)


def test_the_order_of_rows_and_the_names_of_columns_do_not_matter(rows):
    straight = complexity_panel(rows, pci=PCI)
    names = {"region": "country", "industry": "product", "year": "t", "value": "exports"}
    shuffled = rows.sample(frac=1, random_state=1).rename(columns=names)
    other = complexity_panel(shuffled, pci=PCI, region="country", industry="product", year="t", value="exports")
    pd.testing.assert_frame_equal(other, straight.rename(columns=names))


def test_a_missing_amount_counts_as_no_row_but_has_no_advantage(rows):
    rows.loc[0, "value"] = np.nan
    panel, without = complexity_panel(rows, pci=PCI), complexity_panel(rows.drop(index=0), pci=PCI)
    first = (panel["region"] == rows.loc[0, "region"]) & (panel["industry"] == rows.loc[0, "industry"])
    first &= panel["year"] == 2021
    assert panel.loc[first, ["value", "rca"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(panel[~first], without[~first])


def test_what_would_be_counted_wrongly_is_refused_by_name(rows):
    twice = pd.concat([rows, rows.iloc[[3]]])
    with pytest.raises(MeasureInputError, match=r"occur twice.*2021 × r"):
        complexity_panel(twice, pci=PCI)
    with pytest.raises(NegativeValueError, match=r"below zero.*2021 × r"):
        complexity_panel(rows.assign(value=rows["value"].where(rows.index != 3, -1.0)), pci=PCI)
    with pytest.raises(MeasureInputError, match="lack a label"):
        complexity_panel(rows.assign(region=rows["region"].where(rows.index != 3)), pci=PCI)
    with pytest.raises(MeasureInputError, match="infinite"):
        complexity_panel(rows.assign(value=np.inf), pci=PCI)
    with pytest.raises(MeasureInputError, match=r"no column value.*Name the columns"):
        complexity_panel(rows.rename(columns={"value": "exports"}), pci=PCI)
    with pytest.raises(MeasureInputError, match="no rows"):
        complexity_panel(rows.head(0), pci=PCI)
    with pytest.raises(MeasureInputError, match="labels that occur twice"):
        complexity_panel(rows, pci=pd.concat([PCI, PCI]))


@pytest.mark.parametrize("sources", [{}, {"pci": PCI, "anchor": ANCHOR}])
def test_exactly_one_source_of_complexity_is_needed(rows, sources):
    with pytest.raises(MeasureInputError, match="either an anchor or a product complexity"):
        complexity_panel(rows, **sources)


def test_a_year_without_an_order_is_named(rows):
    with pytest.raises(MeasureInputError, match=r"rank correlation.*year 2021"):
        complexity_panel(rows, anchor=ANCHOR * 0)


@pytest.mark.parametrize(
    "stranger", [PCI.set_axis(range(20)), pd.concat({1990: PCI}).swaplevel(), pd.concat({"a": PCI}), PCI.head(0)]
)
def test_a_complexity_of_other_industries_or_years_is_refused_not_missing(rows, stranger):
    with pytest.raises(MeasureInputError, match=r"pci knows none of the industries.*c00"):
        complexity_panel(rows, pci=stranger)


def test_a_complexity_of_one_industry_is_enough_to_go_on(rows):
    assert complexity_panel(rows, pci=PCI.head(1))["pci"].notna().any()


def test_text_among_the_amounts_or_the_complexities_is_refused(rows):
    text = rows.astype({"value": object})
    text.loc[3, "value"] = "n.a."
    with pytest.raises(MeasureInputError, match=r"column value holds cells that are not numbers. \[3\]"):
        complexity_panel(text, pci=PCI)
    with pytest.raises(MeasureInputError, match="pci holds cells that are not numbers"):
        complexity_panel(rows, pci=PCI.astype(object).replace(PCI.iloc[4], "high"))
