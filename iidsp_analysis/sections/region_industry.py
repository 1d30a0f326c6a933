"""The subject of a page about one industry of one region: its figures, and the words for them."""

from __future__ import annotations

from iidsp_analysis import industries
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS
from iidsp_analysis.monitors.region_industry import IndustryFigures, figures_of_goods
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.industry_regions import sources_of

FIGURES = "figures of "


def kind_of(code: str) -> str:
    """Classification of an industry: groups of goods or divisions."""
    return PRODUCT_GROUPS if industries.is_product_group(code) else DIVISIONS


def name_of(context: Context, code: str) -> str:
    """Short name of the industry with its code."""
    return words.candidate(context, kind_of(code), code)


def plain_name(context: Context, code: str) -> str:
    """Short name of the industry without its code."""
    return words.plain_candidate(context, kind_of(code), code)


def figures_of(context: Context, code: str) -> IndustryFigures:
    """The amounts of the industry in all regions, that of the report's region in its year among them.

    Raises
    ------
    StatedError
        If the loaded tables do not give the industry by region.
    MissingDataError
        If they give nothing of the region in the year.
    """
    found = all_figures(context, code)
    if not found.is_known(context.region.id, context.period):
        raise MissingDataError("There are no such figures of this year.", where=code)
    return found


def all_figures(context: Context, code: str) -> IndustryFigures:
    """The amounts of the industry in all regions, collected once for all sections of a page.

    Raises
    ------
    MissingDataError
        If the loaded tables do not give the industry by region.
    """
    name = f"{FIGURES}{code}"
    if name not in context.shared:
        context.shared[name] = (
            _of_goods(context, code) if industries.is_product_group(code) else _of_division(context, code)
        )
    found = context.shared[name]
    assert isinstance(found, IndustryFigures)
    return found


def _of_goods(context: Context, code: str) -> IndustryFigures:
    cube, say = context.exports, context.language.say
    if code not in cube.sections:
        raise StatedError(
            say("Table 446905 prints no exports of this group of goods, in no region and no month."),
            what_next=say("Whether none were exported or the figures are withheld, the table does not tell."),
        )
    return figures_of_goods(cube, code)


def _of_division(context: Context, code: str) -> IndustryFigures:
    own = context.by_region("gva", code, classification=DIVISIONS)
    if own[[region.id for region in context.regions]].isna().all(axis=None):
        say = context.language.say
        raise StatedError(
            say("Value added by division is loaded for the country only."),
            what_next=say("Drop the workbook of table 5931 (value added by region and division) into data/raw/bns/ and "
                          "run the build again; its address is in data/raw/sources.yml."))  # fmt: skip
    whole = context.by_region("gva", "C", classification=DIVISIONS)
    return IndustryFigures(code, own, whole.reindex_like(own), sources_of(context, code))


def unit_of(context: Context, code: str) -> str:
    """Unit of the amounts as shown."""
    say = context.language.say
    return say("thousand USD") if industries.is_product_group(code) else say("mln KZT")


def units_of(context: Context, code: str) -> str:
    """Units of table and figure, for a caption."""
    say = context.language.say
    if industries.is_product_group(code):
        return say("thousand USD (figure: mln USD), current prices")
    return say("mln KZT (figure: bn KZT), current prices")


def amount(context: Context, code: str, value: float) -> str:
    """An amount with its unit."""
    return context.language.amount(value, unit_of(context, code))


def what_of(context: Context, code: str) -> str:
    """What the amounts are, in a word."""
    say = context.language.say
    return say("exports") if industries.is_product_group(code) else say("gross value added")


def note_of(context: Context, code: str) -> str:
    """What the amounts are and how they are booked, for a caption."""
    say = context.language.say
    if industries.is_product_group(code):
        return say("region where the exporter is registered")
    return say("gross value added")


def share_of_region(context: Context, code: str) -> str:
    """Heading of the column of shares in the region."""
    say = context.language.say
    if industries.is_product_group(code):
        return say("Share of the region's processed exports, %")
    return say("Share of the region's manufacturing, %")


def amount_label(context: Context, code: str) -> str:
    """Heading of the column of amounts."""
    say, unit = context.language.say, unit_of(context, code)
    return say("Exports, {unit}", unit=unit) if industries.is_product_group(code) else say("GVA, {unit}", unit=unit)


def base_of(context: Context, figures: IndustryFigures) -> str:
    """The year to compare with, see :meth:`Context.base_year`."""
    return str(context.base_year(figures.own[context.region.id]))


def base_or_none(context: Context, figures: IndustryFigures) -> str | None:
    """The same, None where there is none: what is told of the year itself needs no other."""
    try:
        return base_of(context, figures)
    except MissingDataError:
        return None
