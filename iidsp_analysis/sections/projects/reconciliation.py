"""Output of the projects beside the official output of manufacturing: a part can be no larger than the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from iidsp_analysis import plots, schema
from iidsp_analysis.monitors.projects.money import BILLION
from iidsp_analysis.monitors.projects.reconciliation import ALL, JOINT, NONE, reconcile_output
from iidsp_analysis.panel import Panel
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import reconciliation_words as words
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section

#: As many of the latest years as the table of a region shows; the country's shows the one with most figures.
YEARS: Final = 2
#: Shares below this are drawn without the line of the whole, which would crush the bars.
NEAR_WHOLE: Final = 0.5
#: Name of the lines among what the sections share.
SHARED: Final = "reconciled"


@project_section("Output of the projects and official output")
def reconciliation(context: Context) -> Result:
    """Set the recorded output of the projects beside the official output, by territory and year."""
    language, say = context.language, context.language.say
    official = context.projects.panel
    lines = _own(context, reconciled(context))
    if lines.empty:
        raise StatedError(say("The register records no output of manufacturing projects here."))
    shown_lines = _shown(context, lines)
    return Result(
        title=words.title(context, shown_lines),
        reading=words.reading(context, lines, shown_lines),
        language=language,
        caption=_caption(context, official),
        sources=(*SOURCE, *_tables(official)),
        values={
            "share": float(shown_lines["share"].iloc[0]),
            "above": float((shown_lines["share"] > words.WHOLE).sum()),
            "share_without": words.share_without(shown_lines),
        },
        table=_table(context, shown_lines),
        picture=_picture(context, shown_lines),
        caveats=words.caveats(context, shown_lines, official),
    )


def reconciled(context: Context) -> pd.DataFrame:
    """Return the lines of :func:`reconciliation.reconcile_output` for the whole register, once for all sections."""
    kept = context.shared.get(SHARED)
    if not isinstance(kept, pd.DataFrame):
        kept = context.shared[SHARED] = reconcile_output(context.projects.register.rows, context.projects.panel)
    return kept


def impossible(context: Context) -> list[int]:
    """Return the projects that make most of an output larger than the official one, by row of the register."""
    lines = reconciled(context)
    return [int(row) for row in lines.loc[lines["share"] > words.WHOLE, "largest"].unique()]


def _tables(official: Panel) -> tuple[str, ...]:
    """Sources of the output of manufacturing and its divisions, and of the value added that it is estimated from."""
    rows = official.rows
    whole = (rows[schema.CLASSIFICATION] == "oked_section") & (rows[schema.INDUSTRY] == ALL)
    used = rows[(rows[schema.INDICATOR] == "output") | (whole & (rows[schema.INDICATOR] == "gva"))]
    return tuple(sorted(used[schema.SOURCE].unique()))


def _caption(context: Context, official: Panel) -> str:
    say = context.language.say
    tables = replace(context, panel=official).source_note(_tables(official))
    note = say("official output: {sources}", sources=tables or say("no table loaded"))
    return project_caption(context, say("bn KZT, current prices"), note=note)


# --- which lines ------------------------------------------------------------------------------------------------


def _own(context: Context, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of the report's subject; all territories on the country's page."""
    if context.is_country:
        return lines
    return lines[[context.region.id in str(ground).split(JOINT) for ground in lines["region"]]]


def _years(context: Context, lines: pd.DataFrame) -> list[int]:
    """The latest years of a region; on the country's page the year with most figures, the later of equal ones."""
    if not context.is_country:
        return sorted(lines["year"].unique())[-YEARS:]
    whole = lines[(lines["region"] == schema.COUNTRY) & (lines["division"] == ALL)]
    return [int(whole.sort_values(["projects", "year"])["year"].iloc[-1])]


def _shown(context: Context, lines: pd.DataFrame) -> pd.DataFrame:
    """Some years of all manufacturing, and of the divisions that can be compared; the whole country first."""
    is_told = (lines["division"] == ALL) | (lines["basis"] != NONE)
    kept = lines[lines["year"].isin(_years(context, lines)) & is_told]
    is_part = (kept["region"] != schema.COUNTRY).astype(int)
    ordered = kept.assign(is_part=is_part, is_division=kept["division"] != ALL)
    return ordered.sort_values(
        ["year", "is_part", "is_division", "share", "region", "division"], kind="stable", na_position="last",
        ascending=[False, True, True, False, True, True],
    ).reset_index(drop=True)  # fmt: skip


# --- table and picture ------------------------------------------------------------------------------------------


def _table(context: Context, lines: pd.DataFrame) -> Table:
    say = context.language.say
    told = lines.assign(
        name=[words.line_name(context, line) for _, line in lines.iterrows()],
        told_year=lines["year"].astype(str),
        told_basis=[words.basis_name(basis, context.language) for basis in lines["basis"]],
        portfolio=lines["portfolio"] / BILLION,
        official=lines["official"] / BILLION,
        remark=[say("more than the whole") if share > words.WHOLE else None for share in lines["share"]],
    )
    columns = (
        Column("name", say("Territory"), "text"),
        Column("told_year", say("Year"), "text", order="year", width="narrow"),
        Column("projects", say("Projects with a figure"), digits=0, width="narrow"),
        Column("portfolio", _portfolio_head(context), digits=2, width="narrow"),
        Column("official", say("Official output of manufacturing (BNS), bn KZT"), width="narrow"),
        Column("told_basis", say("Basis of the official output"), "text", width="narrow"),
        Column("share", say("Projects by official output, %"), "percent", width="narrow"),
        Column("remark", say("Remark"), "text", width="narrow"),
    )
    same = {key: str(told[key].iloc[0]) for key in ("told_year", "told_basis") if len(set(told[key])) == 1}
    left_out = {*same, *(() if told["remark"].notna().any() else ("remark",))}
    above = frozenset(told.index[told["share"] > words.WHOLE])
    return Table(told, tuple(column for column in columns if column.key not in left_out), _head(context, same),
                 highlight=above, sortable=True)  # fmt: skip


def _head(context: Context, same: dict[str, str]) -> str:
    """What the table is about, with the year and the basis of all its lines where they are the same."""
    say = context.language.say
    basis = say("basis of the official output: {basis}", basis=same["told_basis"]) if "told_basis" in same else ""
    return " · ".join(filter(None, (say("Output of the projects and official output"), same.get("told_year"), basis)))


def _portfolio_head(context: Context) -> str:
    say = context.language.say
    if context.projects.is_example:
        return say("Output of the made-up projects (EXAMPLE DATA), bn KZT")
    return say("Output of the projects (register), bn KZT")


def _picture(context: Context, lines: pd.DataFrame) -> Picture | None:
    """Bars of the shares of the territories; what exceeds its whole is named and not drawn: it would crush the rest."""
    parts = lines[(lines["division"] == ALL) & (lines["region"] != schema.COUNTRY) & lines["share"].notna()]
    drawn = parts[parts["share"] <= words.WHOLE]
    if not context.is_country or len(drawn) < YEARS:
        return None
    language, say, year = context.language, context.language.say, int(drawn["year"].iloc[0])
    values = pd.Series(100 * drawn["share"].to_numpy(), [words.name(context, ground) for ground in drawn["region"]])
    left_out = ", ".join(words.name(context, ground) for ground in parts["region"].drop(drawn.index))
    unit = say("% of the official output, {year}", year=year)
    if left_out:
        left_out = say("above 100% and not drawn: {list}", list=left_out)
        unit = f"{unit}\n{left_out}"
    most = values.idxmax()
    alt = say("Bars of the projects' output as a share of the official output by territory, {year}: {name} has most, "
              "{share}.", year=year, name=most, share=language.percent(values[most] / 100))  # fmt: skip
    whole = 100 * words.WHOLE if values.max() >= 100 * NEAR_WHOLE else None
    return Picture(plots.picture(lambda: plots.ranked_bars(
        values, language, unit=unit, reference=whole, reference_label=say("the whole"),
    )), " ".join(filter(None, (alt, left_out))))  # fmt: skip
