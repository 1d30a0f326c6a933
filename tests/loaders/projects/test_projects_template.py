"""The empty form: what it asks, what can be chosen, and that a filled form comes back as it was filled."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects import codes, template, territory
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.labels import understood
from iidsp_analysis.loaders.projects.read import read

AS_OF = "2018-03-01"


@pytest.fixture(scope="module", params=["ru", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / f"{request.param}.xlsx"
    template.write_template(path, request.param)
    return path


def test_the_empty_form_holds_no_project_and_its_example_is_left_out(written: Path) -> None:
    register = read(written, as_of=AS_OF)
    assert register.rows.empty
    assert not register.is_example
    assert list(register.doubts["reason_id"]) == ["example_row"]


def test_every_field_is_asked_once(written: Path) -> None:
    asked = list(read(written, as_of=AS_OF).heads["column"])
    years = [form.output_of_year(kind, year).name for year in template.YEARS for kind in ("planned", "actual")]
    assert asked == [*form.NAMES, *years]


def test_the_filled_row_with_another_project_comes_back_as_it_was_filled(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    sheet = book[template.SHEET]
    sheet["A2"], sheet["B2"], sheet["C2"] = "AKM-1", "Сборка сеялок", "170340000001"
    book.save(written.with_name("filled.xlsx"))
    register = read(written.with_name("filled.xlsx"), as_of=AS_OF)
    assert list(register.doubts["reason_id"]) == []
    row = register.rows.iloc[0]
    assert (row["id"], row["region"], row["oked"], row["hs"], row["bin"]) == (
        "AKM-1", "akmola", "28302", "843230", "170340000001",
    )  # fmt: skip
    assert (row["map"], row["status"], row["kind"], row["technology"]) == (
        "regional",
        "under_way",
        "new",
        "medium-high",
    )
    assert (row["cost_planned_mln_kzt"], row["jobs_permanent_planned"]) == (1250.5, 45)
    assert row["planned_commissioning"] == pd.Timestamp("2017-12-31")


def test_required_heads_lists_and_comments(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)[template.SHEET]
    fills = {field.name: sheet.cell(1, at).fill.fgColor.rgb for at, field in enumerate(form.FIELDS, 1)}
    assert len({fills[name] for name in form.REQUIRED}) == 1
    assert fills["note"] != fills["id"]
    lists = {next(iter(rule.sqref.ranges)).min_col for rule in sheet.data_validations.dataValidation}
    with_lists = {at for at, field in enumerate(form.FIELDS, 1) if template.choices(field, "ru")}
    assert lists == with_lists
    assert "cost_planned_mln_kzt" in [sheet.cell(1, at).comment.text.split("\n")[0] for at in range(1, 39)]


@pytest.mark.parametrize("code", ["ru", "en"])
def test_every_head_and_word_of_the_form_is_understood(code: str) -> None:
    for field in form.FIELDS:
        head = understood(template.head(field, code))
        assert head is not None
        assert head.field is field
        assert not field.is_money or (head.unit and head.unit.factor == 1.0)
        for word in template.choices(field, code):
            if field.name == "region":
                assert any(territory.region(word, borders).value for borders in (2014, 2018, 2022)), word
            else:
                assert codes.choice(word, field).value in field.choices


def test_no_form_in_a_language_that_nobody_has_checked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no form in the language"):
        template.write_template(tmp_path / "form.xlsx", "kk")
    assert not (tmp_path / "form.xlsx").exists()
