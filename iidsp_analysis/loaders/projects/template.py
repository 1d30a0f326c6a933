"""The empty form of a register: heads with units, drop-down lists, and a filled row that is never a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from iidsp_analysis import regions
from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import Language, language
from iidsp_analysis.loaders.projects import codes, dates, numbers
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.workbook import column_letters

SHEET: Final = "register"
#: Languages of the form: Kazakh words of heads and lists have not been read by anybody whose language it is.
FORMS: Final = ("ru", "en")
FIELDS_SHEET, LISTS_SHEET = form.SIDE_SHEETS
#: Years of the programme, for which the form asks the output.
YEARS: Final = (2015, 2016, 2017, 2018, 2019)
#: Rows that get lists and formats.
ROWS: Final = 5_000
_UNITS_RU: Final = {form.MLN_KZT: "млн тенге", form.PERCENT: "%", "persons": "чел.", "times": "раз"}
_HEADS_OF_YEARS_RU: Final = {"planned": "Выпуск план", "actual": "Выпуск факт"}
#: Regions that are no more and still stand in registers of their time.
_FORMER: Final = ("south_kazakhstan",)


def write_template(path: Path, code: str = "ru", years: Sequence[int] = YEARS) -> None:
    """Write the form as a workbook.

    Parameters
    ----------
    path : Path
        Where to; an existing file is replaced.
    code : str, optional
        Language of heads and lists: ``ru``, or ``en`` for machine names.
    years : sequence of int, optional
        Years for which planned and actual output are asked.

    Raises
    ------
    UsageError
        For a language in which there is no form.
    """
    if code not in FORMS:
        raise UsageError(
            f"There is no form in the language {code!r}.",
            where="--language",
            what_next=f"Use {' or '.join(FORMS)}; heads in Kazakh are understood all the same.",
        )
    spoken = language(code)
    asked = (*form.FIELDS, *(form.output_of_year(kind, year) for year in years for kind in ("planned", "actual")))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        _write_fields(book, book.add_worksheet(FIELDS_SHEET), asked, spoken)
        lists = book.add_worksheet(LISTS_SHEET)
        lists.hide()
        formats = _formats(book)
        for position, field in enumerate(asked):
            _write_column(sheet, position, field, formats, spoken)
            if words := choices(field, code):
                _write_list(sheet, lists, position, words)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, ROWS, len(asked) - 1)


def head(field: form.Field, code: str) -> str:
    """Return the head of a field, with its unit; in English the machine name, which tells the unit itself."""
    if code != "ru":
        return field.name
    if found := form.OUTPUT_OF_YEAR.match(field.name):
        return f"{_HEADS_OF_YEARS_RU[found[1]]} {found[2]}, {_UNITS_RU[field.unit]}"
    label = form.head_of(field.name, code)
    capital = label[0].upper() + label[1:]
    return f"{capital}, {_UNITS_RU[field.unit]}" if field.unit else capital


def choices(field: form.Field, code: str) -> list[str]:
    """Return the words of the drop-down list of a field, none for most fields."""
    if field.name == "region":
        shown = (*regions.regions_of(max(regions.BORDERS)), *map(regions.get, _FORMER))
        return [region.case_ru["nom"] if code == "ru" else region.name["en"] for region in shown]
    known = form.CHOICES.get(field.name, {})
    return [aliases["ru"][0] if code == "ru" else machine_word for machine_word, aliases in known.items()]


def _formats(book: Any) -> dict[str, Any]:
    head_style = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    example_style = {"italic": True, "font_color": "#7F7F7F"}
    date_style, text_style = {"num_format": "dd.mm.yyyy"}, {"num_format": "@"}
    return {
        "head": book.add_format(head_style | {"bg_color": "#D9E2F3"}),
        "head required": book.add_format(head_style | {"bg_color": "#F8CBAD"}),
        "example": book.add_format(example_style),
        f"example {form.DATE}": book.add_format(example_style | date_style),
        f"example {form.CODE}": book.add_format(example_style | text_style),
        form.DATE: book.add_format(date_style),
        form.CODE: book.add_format(text_style),
    }


def _write_column(sheet: Any, position: int, field: form.Field, formats: dict[str, Any], spoken: Language) -> None:
    sheet.set_column(
        position, position, 32 if field.name in {"name", "product", "note"} else 16, formats.get(field.kind)
    )
    style = formats["head required" if field.required else "head"]
    sheet.write_string(0, position, head(field, spoken.code), style)
    sheet.write_comment(0, position, _comment(field, spoken), {"x_scale": 2})
    value = example(field, spoken.code)
    if isinstance(value, date):
        sheet.write_datetime(1, position, value, formats[f"example {form.DATE}"])
    elif value is not None:
        sheet.write(1, position, value, formats.get(f"example {field.kind}", formats["example"]))


def example(field: form.Field, code: str) -> object:
    """Return the value of the filled row as a sheet stores it, nothing where the field is left empty."""
    if field.name == "id":
        return form.TEMPLATE_ROW_ID
    readers = {form.DATE: dates.day, form.CHOICE: codes.choice} | dict.fromkeys(
        form.NUMERIC, partial(numbers.number, decimal_commas=True)
    )
    if not field.example or field.kind not in readers or field.name == "region":
        return field.example or None
    value = readers[field.kind](field.example, field).value
    return form.CHOICES[field.name][str(value)]["ru"][0] if field.kind == form.CHOICE and code == "ru" else value


def _comment(field: form.Field, spoken: Language) -> str:
    say = spoken.say
    kinds = {
        form.TEXT: say("Text."),
        form.WHOLE: say("A whole number."),
        form.NUMBER: say("A number."),
        form.DATE: say("A date: day, month and year; a quarter or a year is taken to its end."),
        form.CODE: say("A code, stored as text."),
        form.CHOICE: say("A word of the list."),
    }
    needed = say("Must be filled in.") if field.required else say("May stay empty.")
    return "\n".join([field.name, kinds[field.kind], needed])


def _write_list(sheet: Any, lists: Any, position: int, words: list[str]) -> None:
    """Let the cells of a column be chosen from a list; other words are warned of, since former names may be meant."""
    lists.write_column(0, position, words)
    letters = column_letters(position)
    source = f"='{LISTS_SHEET}'!${letters}$1:${letters}${len(words)}"
    sheet.data_validation(1, position, ROWS, position, {"validate": "list", "source": source, "error_type": "warning"})


def _write_fields(book: Any, sheet: Any, asked: Sequence[form.Field], spoken: Language) -> None:
    """Write the list of all fields: machine name, head, unit, what may stand there."""
    say = spoken.say
    columns = [say("Field"), say("Head"), say("Unit"), say("What stands there"), say("Words of the list")]
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    for row, field in enumerate(asked, 1):
        told = " ".join(_comment(field, spoken).split("\n")[1:])
        unit = _UNITS_RU.get(field.unit, field.unit) if spoken.code == "ru" else field.unit
        words = ", ".join(choices(field, spoken.code))
        sheet.write_row(row, 0, [field.name, head(field, spoken.code), unit, told, words])
    sheet.set_column(0, 4, 36)
