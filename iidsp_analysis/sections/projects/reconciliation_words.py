"""Output of the projects beside the official output, in words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.reconciliation import ALL, ESTIMATED, JOINT, NONE, PUBLISHED
from iidsp_analysis.monitors.projects.rule_costs import division_name
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.sums import billions

WHOLE: Final = 1.0
#: Announced in April 2017: share of manufacturing projects of the Map in the output of manufacturing, 2016. Which
#: projects were counted is not known.
ANNOUNCED_YEAR, ANNOUNCED_SHARE, ANNOUNCED_AT = 2016, 0.18, "http://kazworld.info/?p=62855"


def name(context: Context, ground: str) -> str:
    """Return the name of a territory; one that was put together is named by its parts."""
    if ground == schema.COUNTRY:
        return regions.get(ground).name[context.language.code]
    return " + ".join(context.short_names.get(part) or regions.get(part).name[context.language.code]
                      for part in ground.split(JOINT))  # fmt: skip


def basis_name(basis: str, language: Language) -> str:
    """Return where the official output comes from."""
    say = language.say
    return {PUBLISHED: say("published"), ESTIMATED: say("estimated from above"), NONE: say("none")}[basis]


def beyond(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the first line's year whose projects make more than everybody."""
    return lines[(lines["share"] > WHOLE) & (lines["year"] == lines["year"].iloc[0])]


def without_largest(lines: pd.DataFrame) -> float:
    """Return the output of the first line without the largest project of each part beyond its whole, mln KZT."""
    left_out = beyond(lines).drop_duplicates("largest")["largest_output"].sum()
    return float(lines["portfolio"].iloc[0] - left_out)


def share_without(lines: pd.DataFrame) -> float:
    """Return the same by the official output, a fraction; NaN where there is none."""
    return without_largest(lines) / float(lines["official"].iloc[0])


def title(context: Context, lines: pd.DataFrame) -> str:
    """Return the finding: the share of the first line, or that it cannot be used where a part exceeds its whole."""
    first, say = lines.iloc[0], context.language.say
    told = {
        "year": int(first["year"]),
        "share": context.language.percent(first["share"]),
        "basis": basis_name(str(first["basis"]), context.language),
    }
    if first["basis"] == NONE:
        return say("Output of the projects in {year} cannot be compared: there is no official output", **told)
    if above := len(beyond(lines)):
        rest = context.language.percent(share_without(lines))
        return context.language.count(
            "Recorded output of {year} cannot be used as it stands: {number} part exceeds its own official output; "
            "without its largest project, the projects make {rest} of the official output of manufacturing ({basis})",
            "Recorded output of {year} cannot be used as it stands: {number} parts exceed their own official output; "
            "without the largest project of each, the projects make {rest} of the official output of manufacturing "
            "({basis})",
            above,
            year=told["year"],
            rest=rest,
            basis=told["basis"],
        )
    return say("Output of the projects in {year}: {share} of the official output of manufacturing ({basis})", **told)


def reading(context: Context, lines: pd.DataFrame, told: pd.DataFrame) -> tuple[str, ...]:
    """Return the sentences under the title, from all lines and from those of the table."""
    say, first = context.language.say, told.iloc[0]
    figures = say(
        "{name}, {year}: the projects record an output of {portfolio}; projects with a figure: {projects}. Projects "
        "without one are not in the sum.",
        name=name(context, str(first["region"])),
        year=int(first["year"]),
        portfolio=billions(context, first["portfolio"]),
        projects=int(first["projects"]),
    )
    return tuple(
        filter(None, (figures, _above(context, told), _without(context, told), _unshown(context, lines, told),
                      _uncompared(context, lines), _announced(context, lines)))
    )  # fmt: skip


def _without(context: Context, told: pd.DataFrame) -> str:
    """Say how much of the sum single projects make whose output cannot be true."""
    guilty = beyond(told)
    if guilty.empty:
        return ""
    ids = context.projects.register.rows["id"]
    rest = without_largest(told)
    return context.language.say(
        "{name}, {year}: {share} of the recorded output come from {list}; without, {rest} are left.",
        share=context.language.percent(1 - rest / told["portfolio"].iloc[0], 0),
        name=name(context, str(told["region"].iloc[0])),
        year=int(told["year"].iloc[0]),
        list=", ".join(shown(ids[row]) for row in guilty["largest"].unique()),
        rest=billions(context, rest),
    )


def _unshown(context: Context, lines: pd.DataFrame, told: pd.DataFrame) -> str:
    """Name the years that the table leaves out, and say whether a part exceeds its whole there."""
    left_out = lines[~lines["year"].isin(told["year"])]
    if left_out.empty:
        return ""
    return context.language.say(
        "Years that the table leaves out: {years}; parts larger than their whole in them: {number}.",
        years=", ".join(map(str, sorted(left_out["year"].unique()))),
        number=int((left_out["share"] > WHOLE).sum()),
    )


def _above(context: Context, lines: pd.DataFrame) -> str:
    """Name the territories whose projects make more than the whole, with the project that makes most."""
    say, guilty = context.language.say, lines[lines["share"] > WHOLE]
    if guilty.empty:
        return say("No part is larger than its whole in these years.") if lines["share"].notna().any() else ""
    ids = context.projects.register.rows["id"]
    named = [
        say("{name} {year}: {share}, most of it by project {project}", name=line_name(context, line),
            year=int(line["year"]), share=context.language.percent(line["share"], 0),
            project=shown(ids[line["largest"]]))
        for _, line in guilty.iterrows()
    ]  # fmt: skip
    return say("More than the whole, which cannot be: {list}. Look for thousands entered as millions and for output of "
               "another year.", list="; ".join(named))  # fmt: skip


def line_name(context: Context, line: pd.Series) -> str:
    """Return territory and, for a part of manufacturing, division."""
    place = name(context, str(line["region"]))
    return place if line["division"] == ALL else f"{place}, {division_name(line['division'], context.language)}"


def _uncompared(context: Context, lines: pd.DataFrame) -> str:
    divisions = lines[(lines["division"] != ALL) & (lines["basis"] == NONE)]
    if divisions.empty:
        return ""
    return context.language.say(
        "Not compared by division: no loaded table gives their output. Divisions with recorded output: {number}.",
        number=divisions["division"].nunique(),
    )


def _announced(context: Context, lines: pd.DataFrame) -> str:
    """What was announced about the same share, where the register tells of that year."""
    if not context.is_country or ANNOUNCED_YEAR not in set(lines["year"]):
        return ""
    return context.language.say(
        "Announced for {year}: manufacturing projects of the industrialization map made {share} of the output of "
        "manufacturing ({address}). Which projects were counted is not known: it is no measure of this register.",
        year=ANNOUNCED_YEAR,
        share=context.language.percent(ANNOUNCED_SHARE, 0),
        address=ANNOUNCED_AT,
    )


def caveats(context: Context, lines: pd.DataFrame, official: Panel) -> tuple[str, ...]:
    """Return what the comparison rests on."""
    say, told = context.language.say, list[str]()
    if (lines["basis"] == ESTIMATED).any():
        told.append(say(
            "Estimated from above: value added of manufacturing times {ratio}, the largest ratio of output to value "
            "added that is published for any region and year ({years}). The true output is likely lower, and the share "
            "higher.",
            ratio=context.language.number(_ratio(lines, official), 2),
            years=_published_years(official),
        ))  # fmt: skip
    if (lines["basis"] == NONE).any():
        told.append(say("Without a basis there is neither official output nor value added for that territory and year: "
                        "nothing is compared."))  # fmt: skip
    told.append(say("Projects outside manufacturing are left out. Output of a project is gross, as the official output "
                    "is; value added would be no limit."))  # fmt: skip
    return tuple(told)


def _ratio(lines: pd.DataFrame, official: Panel) -> float:
    """The ratio behind the estimates, from one of them and its value added."""
    line = lines[lines["basis"] == ESTIMATED].iloc[0]
    wide = official.select("gva", classification="oked_section", industries=[ALL]).wide(schema.REGION)
    return float(line["official"] / wide.loc[str(line["year"]), str(line["region"]).split(JOINT)].sum())


def _published_years(official: Panel) -> str:
    years = sorted(
        official.select("output", classification="oked_section", industries=[ALL]).rows[schema.PERIOD].unique()
    )
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
