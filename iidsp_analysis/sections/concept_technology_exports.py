"""Technology of processed exports, estimated from groups of goods."""

from __future__ import annotations

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.technology_scheme import UPPER as TOP_CLASSES
from iidsp_analysis.models.technology_scheme import Scheme, scheme
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_against import against_exports
from iidsp_analysis.sections.concept_technology import mix_alt
from iidsp_analysis.sections.concept_technology_figures import UPPER, URANIUM_GROUP, export_shares
from iidsp_analysis.sections.concept_technology_words import class_names, scheme_name
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

EXPORTS = ("bns-446905",)


def technology_of_exports(context: Context, technology: str = "eurostat") -> Result:
    """Estimated shares of the classes in processed exports.

    Raises
    ------
    UsageError
        As in :func:`technology_mix`.
    """
    chosen = scheme(technology)

    @section("Technology of processed exports", DROP_TABLES, EXPORTS)
    def made(context: Context) -> Result:
        shares = export_shares(context, chosen)
        if context.period not in shares.index:
            raise MissingDataError("Exports of this year are not complete.")
        language, say = context.language, context.language.say
        share = _upper_of(context, chosen)
        labels = class_names(context, chosen)
        return Result(
            title=say(
                "High and medium-high technology: an estimated {share} of processed exports in {year}",
                share=language.percent(share),
                year=context.year,
            ),
            reading=(
                say(
                    "Without chemicals (group VI, which holds the compounds of uranium) it would be {share}.",
                    share=language.percent(_upper_of(context, chosen, (URANIUM_GROUP,))),
                ),
                say(
                    "The estimate spreads each group of goods over industries by the number of its six-digit lines, as "
                    "if every line were exported equally: it is a rough indication, not a measurement."
                ),
            ),
            language=language,
            caption=context.caption(
                say("% of processed exports in US dollars, estimated"),
                f"{shares.index[0]}–{shares.index[-1]}",
                EXPORTS,
                note=scheme_name(context, chosen),
            ),
            sources=EXPORTS,
            values={name: float(value) for name, value in shares.loc[context.period].items()} | {UPPER: share},
            table=Table(
                shares.assign(year=shares.index),
                (
                    Column("year", say("Year"), "text"),
                    *(Column(code, name, "percent") for code, name in labels.items()),
                ),
                say("Processed exports by technology class (estimated), %"),
                highlight=frozenset({context.period}),
            ),
            picture=Picture(
                plots.picture(
                    lambda: plots.lines(
                        (shares[list(labels)] * 100).rename(columns=labels),
                        language,
                        unit=say("% of processed exports, estimated"),
                        from_zero=True,
                    )
                ),
                mix_alt(context, shares, chosen),
            ),
            caveats=(
                say(
                    "Compounds of uranium are traded as chemicals (group VI) and count here as chemicals, although "
                    "they come from mining."
                ),
            ),
            against=against_exports(context, chosen, share),
        )

    return made(context)


def _upper_of(context: Context, chosen: Scheme, left_out: tuple[str, ...] = ()) -> float:
    """Estimated share of the upper classes in the report's year, groups of goods left out on both sides."""
    row = export_shares(context, chosen, left_out).loc[context.period]
    return float(row[[name for name in chosen.used if name in TOP_CLASSES]].sum())
