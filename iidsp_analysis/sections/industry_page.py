"""The page of one industry: what it is, how it grew, its place, where it is made, and whether it is a growth point.

The industry is a division, or a group of goods (HS section); the page is about the country or about one region. A
division of the whole country is told by its value added; all others by the figures that the tables give by region.
"""

from __future__ import annotations

from functools import partial

from iidsp_analysis import industries
from iidsp_analysis.reference.industry_records import Division, hs_sections
from iidsp_analysis.results import Result, definitions
from iidsp_analysis.sections import (
    industry_growth,
    industry_growth_points,
    industry_place,
    industry_regions,
    region_industry_growth,
    region_industry_origin,
    region_industry_peers,
    region_industry_place,
    region_industry_rank,
)
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import SOURCES
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.rankings import LOAD
from iidsp_analysis.sections.region_industry_passport import goods_passport


def passport(context: Context, industry: str) -> Result:
    """Names, technology class and product groups of an industry.

    Parameters
    ----------
    industry : str
        Code or name of a division 10–33, or the Roman number of a group of processed goods.

    Raises
    ------
    UnknownLabelError
        If no industry is called so; one that is not there is a mistake, not a missing figure.
    """
    code = industries.resolve_industry(industry).code
    if industries.is_product_group(code):
        return goods_passport(context, code)
    return _passport_of_division(context, industries.division(code))


def _passport_of_division(context: Context, division: Division) -> Result:
    language, say = context.language, context.language.say
    technology = industries.technology_class(division.technology)
    told = {
        say("Code (OKED, NACE Rev. 2)"): division.code,
        say("Official name"): division.name[language.code],
        say("In the other languages"): " · ".join(
            name for code, name in division.name.items() if code != language.code
        ),
        say("Technology class (Eurostat)"): technology.name[language.code],
        say("Groups of goods that can contain its products"): _product_groups(context, division),
        say("Production volume index"): _index_note(context, division.code),
    }
    title = say("{code} {name}: {technology}", code=division.code, name=division.short[language.code],
                technology=technology.name[language.code])  # fmt: skip
    return Result(
        title=title,
        reading=(
            say("A group of goods (HS section) holds products of several industries; its exports are not those of one "
                "industry."),
        ),
        language=language,
        before=definitions(told),
        caveats=_notes(context, division.code),
    )  # fmt: skip


def _product_groups(context: Context, division: Division) -> str:
    say, code = context.language.say, context.language.code
    groups = [
        say("{section} {name} (industries {divisions})", section=item.code, name=item.short[code],
            divisions=", ".join(industries.divisions_of_hs_section(item.code)))
        for item in hs_sections().values()
        if division.code in industries.divisions_of_hs_section(item.code)
    ]  # fmt: skip
    return "; ".join(groups) or say("none: it is a service or too small a part of any group")


def _index_note(context: Context, code: str) -> str:
    say = context.language.say
    published = context.panel.select("production_volume_index", industries=[code]).rows
    return say("published (table 5792)") if len(published) else say("not published for this division")


def _notes(context: Context, code: str) -> tuple[str, ...]:
    """Traps of single industries."""
    say = context.language.say
    notes = {
        "19": say("Oil refining for others' account: value added moves with fees and prices more than with volume."),
        "20": say("Uranium compounds (HS 2844) are traded as chemicals although they come from mining."),
        "24": say("Table 5931 prints the sum 24-25 under the same name; only the code tells them apart."),
        "29": say("The class belongs to the industry, not to the plant: assembly from kits counts like a car works."),
        "30": say("Two digits hide ships, rail and aircraft, whose technology differs."),
        "33": say("Some tables print machine building with repair (26–30 and 33), others without."),
    }  # fmt: skip
    return (notes[code],) if code in notes else ()


def _is_national(context: Context, code: str) -> bool:
    """Whether the page is about a division of the whole country, of which tables tell more than of its regions."""
    return context.is_country and not industries.is_product_group(code)


def growth(context: Context, industry: str) -> Result:
    """Value added in tenge, production volume and implied price as indices; of one region level and contribution."""
    code = industries.resolve_industry(industry).code
    if _is_national(context, code):
        return section("Size and growth", DROP_TABLES, SOURCES)(partial(industry_growth.growth, code=code))(context)
    made = partial(region_industry_growth.growth, code=code)
    return section("Size and growth", DROP_TABLES, _tables(code))(made)(context)


def place(context: Context, industry: str) -> Result:
    """Share of an industry in larger wholes over time; of one region also how specialised it is."""
    code = industries.resolve_industry(industry).code
    if _is_national(context, code):
        national = partial(industry_place.place, code=code)
        return section("Place in manufacturing", DROP_TABLES, industry_place.SOURCES)(national)(context)
    made = partial(region_industry_place.place, code=code)
    return section("Place in the country and the region", DROP_TABLES, _tables(code))(made)(context)


def regions(context: Context, industry: str) -> Result:
    """Rank the regions by the industry: by value added where table 5931 with regions is loaded, goods by exports."""
    code = industries.resolve_industry(industry).code
    if _is_national(context, code):
        guarded = section(
            "The regions of the industry",
            "Drop the workbook of table 5931 (value added by region and division) into data/raw/bns/ and run the build "
            "again; its address is in data/raw/sources.yml.",
        )
        return guarded(partial(industry_regions.regions, code=code))(context)
    made = partial(region_industry_peers.regions, code=code)
    return section("The regions of the industry", DROP_TABLES, _tables(code))(made)(context)


def growth_points(context: Context, industry: str) -> Result:
    """Regions among whose growth points the industry is; of one region its rank, interval and parts by lens."""
    code = industries.resolve_industry(industry).code
    make = industry_growth_points.growth_points if context.is_country else region_industry_rank.rank
    return section("The industry among the growth points", LOAD)(partial(make, code=code))(context)


def made_or_registered(context: Context, industry: str) -> Result:
    """Whether the regions can have made what customs data book for them of the industry's goods."""
    code = industries.resolve_industry(industry).code
    guarded = section("Made here or registered here", DROP_TABLES, region_industry_origin.SOURCES)
    return guarded(partial(region_industry_origin.origin, code=code))(context)


def _tables(code: str) -> tuple[str, ...]:
    """The source that tells an industry by region."""
    return ("bns-446905",) if industries.is_product_group(code) else ("bns-5931",)
