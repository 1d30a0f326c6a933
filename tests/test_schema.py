"""The panel's columns and indicators agree with each other."""

from __future__ import annotations

from iidsp_analysis import schema
from iidsp_analysis.sources import read_sources


def test_the_key_is_made_of_columns():
    assert set(schema.KEY) < set(schema.COLUMNS)
    assert len(set(schema.COLUMNS)) == len(schema.COLUMNS)


def test_value_unit_and_prices_travel_with_every_number():
    assert {schema.VALUE, schema.UNIT, schema.PRICES, schema.PERIOD, schema.REGION, schema.SOURCE} < set(schema.COLUMNS)


def test_what_is_said_of_indicators_is_said_of_known_ones():
    assert set(schema.INDICATORS) >= schema.NOT_ADDITIVE | schema.MAY_BE_NEGATIVE


def test_every_index_and_percentage_is_barred_from_adding():
    per_cent = {name for name, (unit, _) in schema.INDICATORS.items() if unit.startswith("%")}
    assert per_cent <= schema.NOT_ADDITIVE


def test_money_has_a_price_basis_and_other_units_have_none():
    for name, (unit, prices) in schema.INDICATORS.items():
        is_money = unit in {"mln KZT", "thousand USD"}
        assert (prices == "current") == is_money, name


def test_every_source_measures_a_known_indicator_in_its_unit(project):
    for source in read_sources(project / "data" / "raw").values():
        unit, prices = schema.INDICATORS[source.indicator]
        assert source.unit == unit or not unit, source.id
        assert source.prices == prices, source.id
        assert source.classification in schema.CLASSIFICATIONS, source.id
