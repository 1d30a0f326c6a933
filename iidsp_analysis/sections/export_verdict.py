"""Which regions' exports fell while the country's rose under each definition, and whether the right ones were named."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.export_announced import NamedRegions, announced_total, measured_beside, named_regions
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_moves import joint_fall, rises_elsewhere
from iidsp_analysis.monitors.export_named import check_named
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.export_verdict import UNKNOWN, Verdict, verdicts
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import export_verdict_words as verdict_words
from iidsp_analysis.sections import export_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_scope import SOURCES, exports_of, first_caveats
from iidsp_analysis.sections.guard import DROP_TABLES, section


@section("Who fell while the country rose", DROP_TABLES, SOURCES)
def verdict(context: Context) -> Result:
    """Every definition against both earlier years; the regions named and the total announced stand beside."""
    cube, span = exports_of(context)
    found = known_verdicts(cube, span)
    named = named_regions(context.year, context.borders, context.as_of)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, found, named),
        reading=_reading(context, cube, found, named),
        language=language,
        caption=context.caption(say("mln USD, current prices"), years_of(context, found), SOURCES,
                                note=say("region where the exporter is registered")),
        sources=SOURCES,
        values=_values(found[0], named),
        table=_table(context, found, named),
        caveats=first_caveats(context, cube, span),
    )  # fmt: skip


def known_verdicts(cube: ExportCube, span: Span) -> tuple[Verdict, ...]:
    """All verdicts about a span.

    Raises
    ------
    MissingDataError
        If the country can be compared with no earlier year.
    """
    found = verdicts(cube, span)
    if not found or all(one.state == UNKNOWN for one in found):
        raise MissingDataError("The country's processed exports are not known for two years that can be compared.")
    return found


def _values(first: Verdict, named: NamedRegions | None) -> dict[str, float]:
    told = {"falls": float(len(first.falls)), "compared": float(first.compared)}
    if named is None or not first.applies:
        return told
    check = check_named(first, named.ids)
    return told | {"hits": float(len(check.hits)), "missed": float(len(check.missed)), "chance": check.chance}


def years_of(context: Context, found: Sequence[Verdict]) -> str:
    """The earlier spans and the later one, for a caption."""
    labels = [words.span_label(context.language, one.comparison.before) for one in found]
    span = words.span_label(context.language, found[0].comparison.span)
    return f"{', '.join(dict.fromkeys(labels))} – {span}"


def _title(context: Context, found: Sequence[Verdict], named: NamedRegions | None) -> str:
    """The finding under the default definition, against the year before, and over all readings."""
    language, say, first = context.language, context.language.say, found[0]
    gaps = {
        "span": words.span_label(language, first.comparison.span),
        "before": words.span_label(language, first.comparison.before),
        "change": prose.change(language, first.country.growth if first.country else None),
    }
    if not first.applies:
        return say("The country's processed exports, {span} against {before}, {change}: there is no growth that a "
                   "region could have fallen against", **gaps)  # fmt: skip
    if named is None and first.unknown:
        return say(
            "Processed exports, {span} against {before}: {count} of {compared} regions with figures fell while the "
            "country {change}; regions not known: {unknown}",
            count=len(first.falls), compared=first.compared, unknown=len(first.unknown), **gaps,
        )  # fmt: skip
    if named is None:
        return say(
            "Processed exports, {span} against {before}: {count} of {compared} regions fell while the country {change}",
            count=len(first.falls), compared=first.compared, **gaps,
        )  # fmt: skip
    checks = [check_named(one, named.ids) for one in found if one.applies]
    return say(
        "Processed exports, {span} against {before}: {hits} of the {count} regions named fell while the country "
        "{change}; over all definitions and both earlier years all of them fell in {all} of {applied} cases",
        hits=len(checks[0].hits), count=len(named.ids), all=sum(check.all_fell for check in checks),
        applied=len(checks), **gaps,
    )  # fmt: skip


def _reading(
    context: Context, cube: ExportCube, found: Sequence[Verdict], named: NamedRegions | None
) -> tuple[str, ...]:
    language = context.language
    default = [one for one in found if one.definition == industries.default_processed_exports().id]
    told = [verdict_words.country_sentence(language, one) for one in default]
    told.append(_joint(language, cube, found[0]))
    if named is not None:
        told += _named(context, found, default, named)
    announced = announced_total(context.year, context.as_of)
    if announced is not None and not found[0].is_provisional and cube.months[0] <= f"{announced.base}-01":
        told.append(verdict_words.announced_sentence(language, announced, measured_beside(cube, announced)))
    return tuple(filter(None, told))


def _named(context: Context, found: Sequence[Verdict], default: Sequence[Verdict], named: NamedRegions) -> list[str]:
    language = context.language
    head = language.say("Named on {date}: {names}.", date=language.date(named.as_of),
                        names=words.names(language, named.ids))  # fmt: skip
    return [
        head,
        verdict_words.named_elsewhere(language, named),
        *(_against(language, one, verdict_words.named_sentence(language, one, named)) for one in default),
        verdict_words.summary_sentence(language, found, named),
        verdict_words.fewer_sentence(language, found, named),
    ]


def _joint(language: Language, cube: ExportCube, first: Verdict) -> str:
    """What the falls have in common under the default definition, against the year before."""
    falls = joint_fall(first) if first.applies else None
    if falls is None:
        return ""
    return verdict_words.joint_sentence(language, falls, rises_elsewhere(cube, first).get(falls.section))


def _against(language: Language, found: Verdict, sentence: str) -> str:
    before = words.span_label(language, found.comparison.before)
    return language.say("Against {before}. {sentence}", before=before, sentence=sentence) if sentence else ""


def _table(context: Context, found: Sequence[Verdict], named: NamedRegions | None) -> Table:
    language, say = context.language, context.language.say
    rows = [_row(language, one, named) for one in found]
    columns = [
        Column("definition", say("Definition"), "text"),
        Column("before", say("Compared with"), "text"),
        Column("growth", say("Country, %"), "signed_percent"),
        Column("without", say("Country without its main group, %"), "signed_percent"),
        Column("applies", say("Did the country rise?"), "text"),
        Column("fallers", say("Regions that fell, mln USD"), "text"),
    ]
    if named is not None:
        columns.append(Column("right", say("Were the named right?"), "text"))
    return Table(pd.DataFrame(rows), tuple(columns), say("Regions that fell while the country rose, by definition"))


def _row(language: Language, found: Verdict, named: NamedRegions | None) -> dict[str, object]:
    country = found.country
    return {
        "definition": words.definition_name(language, found.definition),
        "before": words.span_label(language, found.comparison.before),
        "value": country.value / MILLION if country else None,
        "growth": country.growth if country else None,
        "without": country.growth_without_section if country else None,
        "applies": words.verdict_word(language, found),
        "fallers": words.falls_short(language, found.falls) if found.applies else None,
        "right": verdict_words.were_right(language, found, named) if named else None,
    }
