"""Passport, method, sources and corrections: what a report is, and where each of its numbers comes from."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.results import Column, Result, Table, definitions
from iidsp_analysis.sections.context import Context

NAMED = 3


def passport(context: Context) -> Result:
    """What, as of when, on what borders, in which edition."""
    say = context.language.say
    editions = sorted({source.vintage for source in context.panel.sources.values()})
    definition = industries.default_processed_exports()
    told = {
        say("Territory"): f"{context.name} ({context.region.code})",
        say("Year"): context.period,
        say("Borders"): context.language.count(
            "{borders}: {number} region", "{borders}: {number} regions", len(context.regions), borders=context.borders
        ),
        say("Looking from"): context.as_of or say("today's edition"),
        say("Edition of the tables"): ", ".join(editions),
        say("Prices"): say("current prices, unless a caption names volume"),
        say("Processed exports"): f"{definition.name[context.language.code]} [{definition.id}]",
        say("Corrected cells in the tables"): str(len(_corrected(context.published.rows))),
    }
    title = say("Manufacturing {in_region} in {year}, on the borders of {borders}", in_region=context.in_region,
                year=context.year, borders=context.borders)  # fmt: skip
    return Result(title=title, reading=_territory_note(context), language=context.language, before=definitions(told),
                  caveats=_as_of_note(context))  # fmt: skip


def _territory_note(context: Context) -> tuple[str, ...]:
    say = context.language.say
    parts = [cover for cover in regions.covers(context.region.id) if cover != (context.region.id,)]
    if context.is_country or not parts:
        return ()
    names = " + ".join(regions.get(part).name[context.language.code] for part in parts[0])
    return (
        say("Years after the change of borders are the exact sum of {names}; ratios are computed from the sums.",
            names=names),
    )  # fmt: skip


def _as_of_note(context: Context) -> tuple[str, ...]:
    if not context.as_of:
        return ()
    return (
        context.language.say(
            "The periods end before {as_of}, but the figures are those of today's edition: what was known on that day "
            "was often another number, and annual value added of the last year came out later.",
            as_of=context.as_of,
        ),
    )


def methods(context: Context) -> Result:
    """The rules by which the numbers of the report are made."""
    say = context.language.say
    rules = {
        say("Location quotient"): say("Share of an industry in the region over its share in the country (Florence "
                                      "1929; on exports Balassa 1965). The region is part of the country."),
        say("Shift-share"): say("Growth of the country, industry mix and regional shift (Dunn 1960); an industry that "
                                "is new in the region falls into the regional shift. Current prices."),
        say("Volume"): say("Indices of the previous year, chained. Merged territories are averaged with value added of "
                           "the previous year; without published weights there is no index."),
        say("Implied price"): say("Index of value in tenge over index of volume of the same value added."),
        say("Dollars"): say("Annual average official rate; an index is never converted."),
        say("Growth points"): say(
            "Lenses rank the candidates of a region; their weights come from a penalised regression of later growth "
            "on the lenses in public panels, on windows that had ended by the report's year. The interval of a rank "
            "holds 90 % of 10,000 trials with other weights, scales, rules, lenses, figures and, where possible, "
            "borders."),
        say("Missing"): say("A figure that is not published stays missing and is printed as a dash; it is never zero."),
        say("Borders"): say("Regions that were split are added up again from published figures only; nothing is split "
                            "by population."),
    }  # fmt: skip
    return Result(
        title=say("How the numbers are made"), reading=(), language=context.language, before=definitions(rules)
    )


def source_list(context: Context) -> Result:
    """Every table behind the report: number, title, unit, edition, checksum, known breaks."""
    say, code = context.language.say, context.language.code
    frame = pd.DataFrame(
        {
            "table": [say(source.table) for source in context.panel.sources.values()],
            "title": [source.title[code] for source in context.panel.sources.values()],
            "unit": [say(source.unit) for source in context.panel.sources.values()],
            "vintage": [source.vintage for source in context.panel.sources.values()],
            "sha256": [source.sha256[:12] for source in context.panel.sources.values()],
        }
    )
    labels = {"table": say("Table"), "title": say("Title"), "unit": say("Unit"), "vintage": say("Edition"),
              "sha256": say("Checksum (SHA-256, first 12)")}  # fmt: skip
    return Result(
        title=context.language.count(
            "{number} table stands behind this report", "{number} tables stand behind this report", len(frame)
        ),
        reading=(
            say("The figures were read from a public copy of the tables of the Bureau of National Statistics and "
                "checked by addition; reload the originals before you quote them."),
        ),
        language=context.language,
        caption=say("Units as in the table; addresses, terms and known breaks: data/raw/sources.yml"),
        sources=tuple(context.panel.sources),
        table=Table(frame, tuple(Column(key, label, "text") for key, label in labels.items()), say("Sources")),
    )  # fmt: skip


def _corrected(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows[schema.NOTE].str.startswith("corrected")]


def corrections(context: Context) -> Result:
    """The corrections that were applied to published cells, with their reasons."""
    say = context.language.say
    found = _corrected(context.published.rows)
    named = found.assign(
        industry=[
            _industry_word(context, classification, code)
            for classification, code in zip(found[schema.CLASSIFICATION], found[schema.INDUSTRY], strict=True)
        ]
    )
    grouped = named.groupby([schema.SOURCE, schema.NOTE], as_index=False).agg(
        region=(schema.REGION, lambda ids: _region_words(context, sorted(set(ids)))),
        industries=("industry", lambda words: ", ".join(sorted(set(words)))),
        first=(schema.PERIOD, "min"),
        last=(schema.PERIOD, "max"),
        cells=(schema.VALUE, "size"),
    )
    grouped["periods"] = grouped["first"].where(
        grouped["first"] == grouped["last"], grouped["first"] + "–" + grouped["last"]
    )
    grouped["reason"] = [say(note.split(": ", 1)[1]) for note in grouped[schema.NOTE]]
    grouped["table"] = [say(context.panel.sources[source].table) for source in grouped[schema.SOURCE]]
    labels = {"table": say("Table"), "region": say("Region"), "industries": say("Industries"),
              "periods": say("Periods"), "reason": say("What was done and why")}  # fmt: skip
    columns = (*(Column(key, label, "text") for key, label in labels.items()), Column("cells", say("Cells"), digits=0))
    return Result(
        title=context.language.count(
            "{number} published cell is corrected by the ledger",
            "{number} published cells are corrected by the ledger",
            len(found),
        ),
        reading=(say("Published files are never edited: the ledger is data/raw/corrections.csv."),),
        language=context.language,
        caption=say("Ledger of corrections, applied when the panel is built"),
        sources=tuple(sorted(set(found[schema.SOURCE]))) or ("bns-5927",),
        table=Table(grouped, columns, say("Corrections")),
    )


def _industry_word(context: Context, classification: str, code: str) -> str:
    """The code of a section, as tables print it; words for codes that only the files use."""
    if classification == "product":
        return context.language.say(code.replace("_", " ").lower())
    if code in industries.aggregates():
        return industries.aggregate(code).short[context.language.code]
    return code


def _region_words(context: Context, region_ids: list[str]) -> str:
    """Few regions by name, many by their number."""
    if len(region_ids) > NAMED:
        return context.language.count("{number} region", "{number} regions", len(region_ids))
    return ", ".join(regions.get(region_id).short[context.language.code] for region_id in region_ids)


def findings(context: Context) -> Result:
    """The gaps that the tables carry as published: residual rows of the panel."""
    say = context.language.say
    rows = context.published.rows
    gaps = rows[(rows[schema.REGION] == schema.RESIDUAL) | rows[schema.INDUSTRY].str.startswith(schema.RESIDUAL)]
    cells = zip(gaps[schema.REGION], gaps[schema.INDUSTRY], strict=True)
    meanings = [_meaning(context, region_id, code) for region_id, code in cells]
    grouped = (
        gaps.assign(size=gaps[schema.VALUE].abs(), meaning=meanings)
        .groupby([schema.SOURCE, schema.INDICATOR, "meaning", schema.UNIT], as_index=False)
        .agg(
            cells=(schema.VALUE, "size"),
            first=(schema.PERIOD, "min"),
            last=(schema.PERIOD, "max"),
            size=("size", "max"),
        )
    )
    grouped["table"] = [say(context.panel.sources[source].table) for source in grouped[schema.SOURCE]]
    grouped["unit"] = [say(unit) for unit in grouped[schema.UNIT]]
    grouped["periods"] = grouped["first"] + "–" + grouped["last"]
    labels = {"table": say("Table"), "meaning": say("Gap"), "periods": say("Periods"), "unit": say("Unit")}
    columns = (*(Column(key, label, "text") for key, label in labels.items()),
               Column("cells", say("Cells"), digits=0), Column("size", say("Largest gap")))  # fmt: skip
    return Result(
        title=context.language.count(
            "{number} published total differs from the sum of its parts",
            "{number} published totals differ from the sum of their parts",
            len(gaps),
        ),
        reading=(say("Each gap is kept as a residual row, so that parts and residual give the published total."),),
        language=context.language,
        caption=say("Gaps as published"),
        sources=tuple(sorted(set(gaps[schema.SOURCE]))) or ("bns-5927",),
        table=Table(grouped, columns, say("Residual rows")),
    )


def _meaning(context: Context, region_id: str, code: str) -> str:
    """What a residual row carries."""
    say = context.language.say
    if region_id == schema.RESIDUAL:
        return say("the country less the sum of its regions, as published (confidential or stale cells)")
    total = code.removeprefix(f"{schema.RESIDUAL}_")
    item = industries.aggregate(total) if total in industries.aggregates() else industries.section(total)
    return say(
        "statistical discrepancy: “{total}” less the sum of its parts, as published",
        total=item.name[context.language.code],
    )
