"""The page "What changed since the last edition"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import pandas as pd
from markupsafe import Markup

from iidsp_analysis import plots
from iidsp_analysis.language import Language
from iidsp_analysis.report.edition_changes import Changes
from iidsp_analysis.report.shell import fill_shell, languages_of, script, style_sheet, tool_words
from iidsp_analysis.results import Column, Picture, Result, Table

FILE = "changes.html"
#: Rows that the page shows, the largest changes first; the file beside it holds all.
MOST_ROWS = 500
ALL_ROWS = "changes.csv"
MOST_BARS = 30
_SOURCES = ("edition.json",)


def changes_page(
    changes: Changes, names: Mapping[str, str], language: Language, days: tuple[str, str], languages: str
) -> str:
    """Render the page.

    Parameters
    ----------
    changes : Changes
        What differs.
    names : mapping
        Slug → title of the page in the reader's language.
    days : (str, str)
        ISO dates of the edition before and of this one.
    languages : str
        Codes of the languages of the edition, with commas.
    """
    say = language.say
    before, now = (language.date(day) for day in days)
    results = [_vintages(changes, language), _findings(changes, names, language), _numbers(changes, names, language)]
    body = "".join(result._repr_html_() for result in results) + _pages(changes, names, language)
    return fill_shell(
        "page.html.j2",
        styles=[style_sheet("page.css")],
        scripts=[script("sort.js"), script("tools.js")],
        spoken=tool_words(say),
        translate=say,
        language=language.code,
        title=say("What changed since the last edition"),
        description=say("Edition of {now}, compared with that of {before}.", now=now, before=before),
        provenance={},
        home="index.html",
        contents=[],
        languages=languages_of(languages, FILE),
        article=Markup(body),
    )


def _vintages(changes: Changes, language: Language) -> Result:
    say, frame = language.say, changes.vintages
    if frame.empty:
        return Result(say("Every table is of the same edition as before"), (), language)
    columns = (Column("source", say("Source"), "text"), Column("before", say("Before"), "text"),
               Column("after", say("Now"), "text"))  # fmt: skip
    return Result(
        language.count("{number} table is of another edition", "{number} tables are of another edition", len(frame)),
        (), language, caption=say("edition of each table"), sources=_SOURCES,
        table=Table(frame.replace("", None), columns, say("Editions of tables")),
    )  # fmt: skip


def _findings(changes: Changes, names: Mapping[str, str], language: Language) -> Result:
    say, frame = language.say, changes.findings
    if frame.empty:
        return Result(say("No section says anything else in its title"), (), language)
    columns = (
        Column("page", say("Page"), "text"), Column("section", say("Section"), "text"),
        Column("before", say("Before"), "text", width="wide"), Column("after", say("Now"), "text", width="wide"),
    )  # fmt: skip
    told = frame.assign(page=frame["page"].map(lambda slug: names.get(slug, slug))).head(MOST_ROWS)
    return Result(
        language.count("{number} section says something else in its title",
                       "{number} sections say something else in their titles", len(frame)),
        (), language, caption=say("titles of sections"), sources=_SOURCES,
        table=Table(told, columns, say("Titles of sections"), sortable=True),
    )  # fmt: skip


def _numbers(changes: Changes, names: Mapping[str, str], language: Language) -> Result:
    say, frame = language.say, changes.numbers
    if frame.empty:
        return Result(say("No number of a table differs"), (), language)
    order = frame["change"].abs().fillna(math.inf).sort_values(ascending=False, kind="stable").index
    shown = frame.loc[order].head(MOST_ROWS)
    shown = shown.assign(page=shown["page"].map(lambda slug: names.get(slug, slug)))
    columns = (
        Column("page", say("Page"), "text"), Column("section", say("Section"), "text"),
        Column("row", say("Row"), "text"), Column("column", say("Column"), "text"),
        Column("before", say("Before"), digits=3), Column("after", say("Now"), digits=3),
        Column("change", say("Change, %"), "signed_percent"),
    )  # fmt: skip
    left = len(frame) - len(shown)
    counts = frame["page"].map(lambda slug: names.get(slug, slug)).value_counts().head(MOST_BARS)
    return Result(
        language.count("{number} number of the tables differs", "{number} numbers of the tables differ", len(frame)),
        (say("Units are those of the columns; a dash: the number is not in that edition."),
         *([say("The page shows the {shown} largest changes; {file} holds all.", shown=len(shown), file=ALL_ROWS)]
           if left else [])),
        language, caption=say("unit of each column · unrounded figures of both editions"), sources=_SOURCES,
        table=Table(shown, columns, say("Numbers that differ"), sortable=True),
        picture=Picture(plots.picture(lambda: plots.ranked_bars(counts.astype(float), language, digits=0,
                                                                unit=say("numbers that differ"))),
                        say("Bars: numbers that differ, by page.")),
    )  # fmt: skip


def _pages(changes: Changes, names: Mapping[str, str], language: Language) -> str:
    say, told = language.say, []
    for title, slugs in ((say("New pages"), changes.new), (say("Pages that are gone"), changes.gone)):
        if slugs:
            items = "".join(f"<li>{escape(names.get(slug, slug))}</li>" for slug in slugs)
            told.append(f"<h3>{escape(title)}</h3><ul>{items}</ul>")
    return "".join(told)


def all_changes(changes: Changes) -> str:
    """Every number that differs, as CSV."""
    return pd.DataFrame(changes.numbers).to_csv(index=False, lineterminator="\n")
