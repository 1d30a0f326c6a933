"""Which tables tell which indicator of the programme."""

from __future__ import annotations

from iidsp_analysis.panel import Panel

#: Why an indicator has no figures although its tables are loaded; beside the reasons of :mod:`programme_facts`.
NOTHING_YET = "nothing_published_yet"
#: Indicator and classification of the panel that each indicator is made of; the others have no table.
MADE_OF = {
    "gva_volume": (("gva_volume_index", "oked_section"),),
    "production_volume": (("production_volume_index", "oked_division"),),
    "processed_exports": (("exports", "hs_section"),),
    "productivity": (("gva_volume_index", "oked_section"), ("employment", "oked_section")),
    "investment": (("investment", "oked_section"),),
    "employment": (("employment", "oked_section"),),
    "gdp_share": (("gva", "oked_section"),),  # the gross product stands in the same table
    "technology_share": (("gva", "oked_division"),),
}


def has_table(panel: Panel, indicator: str) -> bool:
    """Whether the tables of an indicator are loaded, whatever the years that the panel was cut at.

    An indicator without figures then has none *yet*: nothing was published up to the year asked for.
    """
    loaded = {(source.indicator, source.classification) for source in panel.sources.values()}
    return indicator in MADE_OF and loaded.issuperset(MADE_OF[indicator])
