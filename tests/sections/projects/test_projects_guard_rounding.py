"""Files beside and inside pages about projects hold the numbers that are printed, and none more exact."""

from __future__ import annotations

from iidsp_analysis.result_data import data_of
from iidsp_analysis.sections.projects import glance


def test_sums_of_projects_are_rounded_in_files(open_context):
    report = open_context(region="KZ", year=2017, borders=2014, language="en", register="example")
    table = data_of(glance.by_region(report))["table"]
    numbers = [
        (value, column["digits"] + (2 if "percent" in column["form"] else 0))
        for row in table["rows"] for value, column in zip(row["cells"], table["columns"], strict=True)
        if isinstance(value, float)
    ]  # fmt: skip
    assert numbers
    assert [value for value, digits in numbers if value != round(value, digits)] == []
