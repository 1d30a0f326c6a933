"""What moved the share of high and medium-high technology, and what it hangs on."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.models.technology_scheme import scheme
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_against import against_largest, against_limits
from iidsp_analysis.sections.concept_technology_figures import VEHICLES, Move, sensitivities, upper_move
from iidsp_analysis.sections.concept_technology_words import choice_names, scheme_name
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import divisions_of
from iidsp_analysis.sections.division_words import names
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5931",)


def movers(context: Context, technology: str = "eurostat") -> Result:
    """Contributions of the upper divisions to the change of the upper share.

    Raises
    ------
    UsageError
        As in :func:`technology_mix`.
    """
    chosen = scheme(technology)

    @section("Which divisions move technology", DROP_TABLES, SOURCES)
    def made(context: Context) -> Result:
        move = upper_move(context, divisions_of(context), chosen)
        language, say = context.language, context.language.say
        frame = _movers_frame(context, move)
        return Result(
            title=_movers_title(context, move),
            reading=(_without_first(context, move),),
            language=language,
            caption=context.caption(
                say("percentage points of manufacturing since {base}", base=move.base),
                f"{move.base}–{context.year}",
                SOURCES,
                note=scheme_name(context, chosen),
            ),
            sources=SOURCES,
            values={f"move_{code}": float(value) for code, value in move.divisions.items()},
            table=Table(
                frame,
                (
                    Column("name", say("Division"), "text"),
                    Column("move", say("Contribution since {base}, pp", base=move.base), "points", 2),
                ),
                say("Contributions to the change of the upper share of manufacturing"),
                footer=frozenset({"all"}),
            ),
            picture=Picture(plots.picture(lambda: _movers_bars(context, move)), _movers_alt(context, move)),
            caveats=(
                say(
                    "A division has one class, so at two digits technology can only change between divisions: "
                    "better machines inside a division do not show."
                ),
            ),
            against=against_largest(
                context,
                divisions_of(context).of_manufacturing[list(move.divisions.index)],
                move.divisions.abs().idxmax(),
            ),
        )

    return made(context)


def _movers_frame(context: Context, move: Move) -> pd.DataFrame:
    short = names(context)
    ordered = move.divisions.sort_values(key=abs, ascending=False)
    frame = pd.DataFrame({"name": [f"{code} {short[code]}" for code in ordered.index], "move": ordered})
    frame.loc["all"] = [context.language.say("All together"), move.change]
    return frame


def _movers_title(context: Context, move: Move) -> str:
    language = context.language
    first = move.divisions.abs().idxmax()
    return language.say(
        "{base}→{year}: the upper share moved by {change}; {name} moved it most ({part})",
        base=move.base,
        year=context.year,
        change=language.points(move.change),
        name=names(context)[first],
        part=language.points(move.divisions[first]),
    )


def _without_first(context: Context, move: Move) -> str:
    language = context.language
    first = move.divisions.abs().idxmax()
    return language.say(
        "All other divisions of the upper classes together moved the share by {rest}.",
        rest=language.points(move.change - move.divisions[first], 2),
    )


def _movers_bars(context: Context, move: Move) -> Axes:
    language, short = context.language, names(context)
    highlight = [short[VEHICLES]] if VEHICLES in move.divisions.index else []
    return plots.ranked_bars(
        (move.divisions * 100).rename(index=short),
        language,
        highlight=highlight,
        digits=2,
        unit=language.say("percentage points of manufacturing since {base}", base=move.base),
    )


def _movers_alt(context: Context, move: Move) -> str:
    language, short = context.language, names(context)
    ordered = move.divisions.sort_values(ascending=False)
    listed = "; ".join(f"{short[code]} {language.points(value, 2)}" for code, value in ordered.items())
    return language.say("Bars by division: {list}.", list=listed)


def what_it_hangs_on(context: Context, technology: str = "eurostat") -> Result:
    """The upper share under other choices: vehicles, chemicals, repair, metals.

    Raises
    ------
    UsageError
        As in :func:`technology_mix`.
    """
    chosen = scheme(technology)

    @section("What the share of technology hangs on", DROP_TABLES, SOURCES)
    def made(context: Context) -> Result:
        found = divisions_of(context)
        move = upper_move(context, found, chosen)
        frame = sensitivities(context, found, chosen, move.base)
        language, say = context.language, context.language.say
        low, high = frame["now"].min(), frame["now"].max()
        return Result(
            title=say(
                "The upper share of {year} lies between {low} and {high}, depending on what is counted",
                year=context.year,
                low=language.percent(low),
                high=language.percent(high),
            ),
            reading=(_vehicles(context, frame, move.base),),
            language=language,
            caption=context.caption(
                say("% of manufacturing value added"),
                f"{move.base}, {context.year}",
                SOURCES,
                note=scheme_name(context, chosen),
            ),
            sources=SOURCES,
            values={name: float(value) for name, value in frame["now"].items()},
            table=_choices_table(context, frame, move.base),
            caveats=(
                say(
                    "These are limits, not estimates: which part of vehicles is assembly from kits, which part of "
                    "chemicals is compounds of uranium, and which repair serves machines cannot be told from "
                    "two-digit tables."
                ),
            ),
            against=against_limits(context, frame),
        )

    return made(context)


def _vehicles(context: Context, frame: pd.DataFrame, base: int) -> str:
    language, row = context.language, frame.loc[f"lower_{VEHICLES}"]
    return language.say(
        "If all vehicles counted as lower technology, the upper share would be {now} in {year} and {before} in {base} "
        "({change}); as classified it moved by {default}.",
        now=language.percent(row["now"]),
        year=context.year,
        before=language.percent(row["before"]),
        base=base,
        change=language.points(row["change"]),
        default=language.points(frame.loc["default", "change"]),
    )


def _choices_table(context: Context, frame: pd.DataFrame, base: int) -> Table:
    say, told = context.language.say, choice_names(context)
    columns = (
        Column("name", say("Choice"), "text", width="wide"),
        Column("before", str(base), "percent"),
        Column("now", str(context.year), "percent"),
        Column("change", say("Change, pp"), "points"),
    )
    caption = say("Upper share of manufacturing under other choices, %")
    return Table(
        frame.assign(name=[told[name] for name in frame.index]), columns, caption, highlight=frozenset({"default"})
    )
