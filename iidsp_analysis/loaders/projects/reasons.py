"""Why a cell of a register is doubted: one sentence a reason, and what becomes of the cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, NamedTuple

from iidsp_analysis.language import Language

#: What became of a cell: left missing; its row not loaded; loaded in the reading that is told; made harmless; loaded
#: as written.
REJECTED: Final = "rejected"
LEFT_OUT: Final = "left_out"
READ_AS: Final = "read_as"
MADE_SAFE: Final = "made_safe"
KEPT: Final = "kept"


class Read(NamedTuple):
    """What a cell was read as; ``reason`` is empty where there is nothing to tell."""

    value: object
    reason: str = ""
    gaps: Mapping[str, object] = {}


def reasons(say: Callable[[str], str]) -> dict[str, str]:
    """Return the sentence of every reason, its gaps still open, as ``say`` tells it.

    Parameters
    ----------
    say : callable
        ``language.say``, or the identity for English.
    """
    return {
        # the file and its sheets
        "sheet_without_head": say("No row of this sheet names the fields of a register."),
        "column_absent": say("The table has no column for a field that a register must have."),
        "column_twice": say("Two columns have this head; the first one was taken."),
        "unit_not_stated": say("The head states no unit; {unit} was taken."),
        "unit_converted": say("The head states {stated}; the amounts were turned into {unit}."),
        "unit_unknown": say("The head states {stated}, which cannot be turned into {unit}; no cell was read."),
        "hidden_sheet": say("The sheet is hidden in the workbook; it was read all the same."),
        "hidden_column": say("The column is hidden in the workbook; it was read all the same."),
        # rows
        "hidden_row": say("The row is hidden in the workbook; it was read all the same."),
        "total_row": say("A row of totals, not a project."),
        "subtotal_row": say("Amounts without BIN, product, status or date beside a name: a subtotal, not a project."),
        "note_row": say("A note or a signature, not a project."),
        "numbering_row": say("A row that numbers the columns, not a project."),
        "head_again": say("The head once more, not a project."),
        "region_row": say("A heading between the rows; the rows below it belong to {region}."),
        "example_row": say("An example, not a project."),
        "no_project": say("The row names no project: id, name and BIN are all missing."),
        # texts
        "hidden_characters": say("Characters that cannot be seen were removed."),
        "too_long": say("The text was cut after {limit} characters."),
        "formula_like": say("A spreadsheet would run this text as a formula; it is kept as text only."),
        "path_like_id": say("The id looks like a path; it became {id}."),
        "no_id": say("The project has no id; it got {id}."),
        "id_twice": say("The id stands at another project too; this one became {id}."),
        # numbers
        "no_number": say("Not a number."),
        "two_readings": say("The number can be read in two ways."),
        "number_is_date": say("A date stands where a number belongs."),
        "below_zero": say("Below zero, which this field cannot be."),
        "other_unit": say("The cell states another unit than {unit}."),
        "over_hundred": say("More than 100 % of the whole."),
        "beyond_limit": say("Above {limit}, more than any project can have."),
        "not_whole": say("Not a whole number."),
        "fractions": say("All shares of this column lie between 0 and 1: fractions may stand where percent belong."),
        "magnitude_cell": say("About {factor} times what the other projects let expect: thousands for millions?"),
        "magnitude_small": say("About one {factor}th of what the other projects let expect: billions for millions?"),
        "magnitude_column": say("The median of the column is {median} {unit}: is it in another unit?"),
        "magnitude_pair": say("Plan and fact differ {factor} times: one of them may be in another unit."),
        "merged_amount": say("One cell for several projects: the amount belongs to all of them and was kept for none."),
        "merged_value": say("One cell for several projects: what it says was kept for the first of them only."),
        # dates
        "no_date": say("Not a date."),
        "date_two_readings": say("Day and month can be exchanged."),
        "date_out_of_range": say("A date outside {first}–{last}."),
        "date_inexact": say("Not a day; read as {day}."),
        # codes and choices
        "no_bin": say("A BIN has 12 digits."),
        "zeros_restored": say("A number without its leading zeros; read as {code}."),
        "no_code": say("Not a code of this classification."),
        "no_choice": say("None of the words that this field knows."),
        "unknown_region": say("No region has this name, or more than one has."),
        "region_of_other_date": say("On the day of the decision the place belonged to {region}."),
        "region_not_then": say("This region did not exist on the day of the decision."),
        # projects
        "same_project": say("BIN and product are those of project {other}."),
        "same_name": say("The name is that of project {other}."),
        "similar_name": say("The name is nearly that of project {other}: renamed, or entered twice?"),
    }  # fmt: skip


REASONS: Final = reasons(str)

_EFFECTS: Final = {
    REJECTED: """unit_unknown no_number two_readings number_is_date below_zero other_unit over_hundred
        beyond_limit merged_amount no_date
        date_two_readings date_out_of_range no_bin no_code no_choice unknown_region
        region_not_then""",
    LEFT_OUT: """sheet_without_head total_row subtotal_row note_row numbering_row head_again region_row example_row
        no_project""",
    READ_AS: """unit_converted unit_not_stated date_inexact zeros_restored region_of_other_date""",
    MADE_SAFE: """hidden_characters too_long path_like_id no_id id_twice""",
}
EFFECTS: Final = dict.fromkeys(REASONS, KEPT) | {
    reason: effect for effect, told in _EFFECTS.items() for reason in told.split()
}


def sentence(reason: str, gaps: Mapping[str, object], spoken: Language | None = None) -> str:
    """Return the reason of a doubt as a sentence, in English if no language is given.

    Raises
    ------
    KeyError
        For a reason that is none, or a gap that is not filled.
    """
    return (REASONS if spoken is None else _reasons_in(spoken))[reason].format(**gaps)


@cache
def _reasons_in(spoken: Language) -> dict[str, str]:
    say = spoken.say
    return reasons(say)
