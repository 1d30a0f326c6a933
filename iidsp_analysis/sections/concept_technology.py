"""Technology of manufacturing for the Concept: the mix by class, under a chosen scheme, and the table of classes."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.models.technology_scheme import NAMED, Scheme, scheme
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_against import against_mix
from iidsp_analysis.sections.concept_share_figures import METALS_AND_OIL
from iidsp_analysis.sections.concept_technology_figures import UPPER, Move, class_shares, sensitivities, upper_move
from iidsp_analysis.sections.concept_technology_words import class_names, scheme_name
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import RESIDUAL, Divisions, divisions_of
from iidsp_analysis.sections.division_words import edition_caveats
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5931",)


def technology_mix(context: Context, technology: str = "eurostat") -> Result:
    """Shares of the classes in value added by year, under the chosen scheme.

    Raises
    ------
    UsageError
        For an unknown scheme or a table of classes that cannot be used.
    """
    return _mix(context, scheme(technology))


def _mix(context: Context, chosen: Scheme) -> Result:
    @section("Technology of manufacturing", DROP_TABLES, SOURCES)
    def made(context: Context) -> Result:
        found = divisions_of(context)
        shares = class_shares(found, chosen)
        move = upper_move(context, found, chosen)
        say = context.language.say
        return Result(
            title=_upper_title(context, move),
            reading=(*_within(context, move, chosen), *_other_schemes(context, move.base)),
            language=context.language,
            caption=context.caption(
                say("% of manufacturing value added, current prices"),
                f"{shares.index[0]}–{shares.index[-1]}",
                SOURCES,
                note=scheme_name(context, chosen),
            ),
            sources=SOURCES,
            values={name: float(value) for name, value in shares.loc[context.period].items()},
            table=_shares_table(context, shares, chosen),
            picture=Picture(plots.picture(lambda: _lines(context, shares, chosen)), mix_alt(context, shares, chosen)),
            caveats=(*_unverified(context, chosen), *edition_caveats(context, found, shares.index)),
            against=_against(context, found, chosen, move),
        )

    return made(context)


def _against(context: Context, found: Divisions, chosen: Scheme, move: Move) -> tuple[str, ...]:
    named = [upper_move(context, found, scheme(name)) for name in NAMED if name != chosen.name]
    return against_mix(context, sensitivities(context, found, chosen, move.base), named)


def _gaps(context: Context, move: Move) -> dict[str, object]:
    language = context.language
    return {
        "base": move.base,
        "year": context.year,
        "before": language.percent(move.before),
        "now": language.percent(move.now),
        "size": language.number(abs(move.change) * 100, 1),
    }


def _upper_title(context: Context, move: Move) -> str:
    say, gaps = context.language.say, _gaps(context, move)
    return prose.by_sign(
        move.change,
        up=say(
            "High and medium-high technology: {before} of manufacturing in {base}, {now} in {year}, {size} points more",
            **gaps,
        ),
        down=say(
            "High and medium-high technology: {before} of manufacturing in {base}, {now} in {year}, {size} points less",
            **gaps,
        ),
        flat=say("High and medium-high technology: {now} of manufacturing in {year}, as in {base}", **gaps),
        missing=say("Technology of manufacturing"),
    )


def _within(context: Context, move: Move, chosen: Scheme) -> tuple[str, ...]:
    """Tell what metals and oil hide; nothing where an own table counts one of them as upper technology."""
    language, groups = context.language, move.groups
    if set(METALS_AND_OIL) & set(chosen.upper):
        return ()
    told = language.say(
        "Of the change since {base}, {within} came about inside the industries other than metallurgy and oil refining, "
        "and {between} because the weight of metallurgy and oil refining in manufacturing changed.",
        base=move.base,
        within=language.points(groups["within"].sum(), 2),
        between=language.points(groups["between"].sum(), 2),
    )
    return (told,)


def _other_schemes(context: Context, base: int) -> tuple[str, ...]:
    language, found = context.language, divisions_of(context)
    told = []
    for name in NAMED:
        move = upper_move(context, found, scheme(name))
        told.append(
            f"{scheme_name(context, scheme(name))}: {language.percent(move.before)} → {language.percent(move.now)}"
        )
    return (
        language.say(
            "The upper classes together, {base} → {year}, by scheme: {list}.",
            base=base,
            year=context.year,
            list="; ".join(told),
        ),
    )


def _unverified(context: Context, chosen: Scheme) -> tuple[str, ...]:
    if chosen.is_own:
        return (context.language.say(
            "The classes are the reader's own table {name}, not a published classification: shares by these classes "
            "are comparable with no other publication.", name=prose.quoted(context.language, chosen.name),
        ),)  # fmt: skip
    if not chosen.unverified:
        return ()
    return (
        context.language.say(
            "The classes of this scheme are given from memory and were not compared with its publication: unverified."
        ),
    )


def _lines(context: Context, shares: pd.DataFrame, chosen: Scheme) -> Axes:
    labels = class_names(context, chosen)
    frame = (shares[list(labels)] * 100).rename(columns=labels)
    return plots.lines(
        frame, context.language, unit=context.language.say("% of manufacturing value added"), from_zero=True
    )


def mix_alt(context: Context, shares: pd.DataFrame, chosen: Scheme) -> str:
    """Describe the lines of the classes for those who cannot see them."""
    language, now = context.language, shares.loc[context.period]
    listed = ", ".join(f"{name} {language.percent(now[code])}" for code, name in class_names(context, chosen).items())
    return language.say("Lines of the classes by year; in {year}: {list}.", year=context.year, list=listed)


def _shares_table(context: Context, shares: pd.DataFrame, chosen: Scheme) -> Table:
    say = context.language.say
    columns = [Column("year", say("Year"), "text")]
    columns += [Column(code, name, "percent") for code, name in class_names(context, chosen).items()]
    columns += [
        Column(UPPER, say("Upper classes together"), "percent"),
        Column(RESIDUAL, say("Statistical discrepancy"), "percent"),
    ]
    caption = say("Manufacturing value added by technology class, %")
    return Table(shares.assign(year=shares.index), tuple(columns), caption, highlight=frozenset({context.period}))


def class_table(context: Context, technology: str = "eurostat") -> Result:
    """Print the table of classes: what every scheme says of every division.

    Raises
    ------
    UsageError
        As in :func:`technology_mix`.
    """
    language, say = context.language, context.language.say
    shown = {name: scheme(name) for name in NAMED} | {scheme(technology).name: scheme(technology)}
    frame = pd.DataFrame(
        {name: pd.Series(each.classes).map(class_names(context, each)) for name, each in shown.items()}
    )
    frame.insert(0, "name", [f"{code} {catalogue()[code].name[language.code]}" for code in frame.index])
    columns = [Column("name", say("Division"), "text")]
    columns += [Column(name, scheme_name(context, each), "text") for name, each in shown.items()]
    return Result(
        title=say("The table of technology classes"),
        reading=(
            say(
                "Used on this page: {scheme}. The classes of OECD and UNIDO are given from memory and marked "
                "unverified; those of Eurostat were compared with a public copy of its table.",
                scheme=scheme_name(context, scheme(technology)),
            ),
        ),
        language=language,
        caption=say("classes of technology by division of OKED, as table 5931 names them"),
        sources=SOURCES,
        table=Table(frame, tuple(columns), say("Technology class of every division by scheme")),
        caveats=(
            say(
                "OECD classes need three digits for 25, 30 and 32: weapons, ships, aircraft and medical instruments "
                "differ from the rest of their division. Division 30 is not counted as upper technology there."
            ),
        ),
    )
