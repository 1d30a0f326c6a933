"""One object from which everything is found: lists, figures, regions with their sections, rankings, the backtest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.catalogue import aligned
from iidsp_analysis.explore import words
from iidsp_analysis.explore.choices import Choice, choices, choose
from iidsp_analysis.explore.figures import Figures, figures
from iidsp_analysis.explore.listing import Listing
from iidsp_analysis.explore.names import unknown
from iidsp_analysis.explore.ranking import Ranker, Ranking, ranker
from iidsp_analysis.explore.section_menu import OF_BACKTEST, OF_COUNTRY, OF_REGION, SectionMenu
from iidsp_analysis.explore.what_if import WhatIf, what_if
from iidsp_analysis.models import lenses
from iidsp_analysis.models.lens import Lens
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import Industry, aggregates, divisions, hs_sections, sections
from iidsp_analysis.results import Result
from iidsp_analysis.sections import backtest_panels
from iidsp_analysis.sections.context import Context, open_report
from iidsp_analysis.sources import Source


class Named:
    """An object whose misspelt attributes are answered with the nearest names."""

    _what = "attribute"

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):  # IPython asks every object for ways to show itself
            raise AttributeError(name)
        if name in dir(self):  # it is there, and what it wants has no such attribute: that error is the one to tell
            return object.__getattribute__(self, name)
        raise unknown(self._what, name, dir(self))

    def __dir__(self) -> list[str]:
        """What tab completion offers: methods and values, no machinery."""
        own = {name for kind in type(self).__mro__ for name in vars(kind)} | set(vars(self))
        return sorted(name for name in own if not name.startswith("_"))


@dataclass(frozen=True, eq=False, repr=False)
class Place(Named):
    """One region of a library, or the country."""

    _what = "attribute of a region"
    library: Library
    context: Context

    @property
    def id(self) -> str:
        """Id of the region."""
        return self.context.region.id

    @property
    def name(self) -> str:
        """Name in the reader's language."""
        return self.context.name

    @property
    def sections(self) -> SectionMenu:
        """Sections of the report about this region: ``place.sections.exports()``."""
        return SectionMenu(self.context, OF_COUNTRY if self.context.is_country else OF_REGION)

    def growth_points(self, weights: Mapping[str, float] | None = None) -> Ranking:
        """Candidates ranked by estimated weights, or by weights of your own: ``{"demand": 1, "technology": 0.5}``."""
        return self.library.growth_points(self.id, weights)

    def table(self, indicator: str, industry: str | None = None, years: tuple[int, int] | None = None) -> Figures:
        """Figures of this region beside those of the country (see :meth:`Library.table`)."""
        beside = list(dict.fromkeys([self.id, schema.COUNTRY]))
        return self.library.table(indicator, industry, regions=beside, years=years)

    def what_if(self, industry: str, percent: float) -> WhatIf:
        """Shares of an industry if it grew by so many per cent and all else stayed."""
        return self.library.what_if(self.id, industry, percent)

    def __repr__(self) -> str:
        told = [
            (".growth_points()", "candidates ranked, with intervals"),
            (".sections", "sections of the report"),
            (".table(indicator)", "figures beside the country's"),
            (".what_if(industry, percent)", "shares after growth"),
        ]
        return f"{self.name} ({self.id}), {self.context.year}, borders of {self.context.borders}\n{aligned(told)}"


@dataclass(frozen=True, eq=False, repr=False)
class Library(Named):
    """Figures on one set of borders, seen from one year, in one language.

    ``regions``, ``industries``, ``indicators``, ``lenses`` and ``sources`` list what there is; ``table`` shows
    figures, ``region`` opens a region, ``growth_points`` ranks, ``what_if`` reckons, ``backtest`` tells what past
    rankings were worth.
    """

    _what = "attribute of the library"
    context: Context
    _rankers: dict[str, Ranker] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year to look from."""
        return self.context.year

    @property
    def borders(self) -> int:
        """Borders of every figure."""
        return self.context.borders

    @property
    def language(self) -> str:
        """Code of the reader's language."""
        return self.context.language.code

    @property
    def panel(self) -> Panel:
        """All rows on these borders up to the year."""
        return self.context.panel

    @cached_property
    def regions(self) -> Listing[Place]:
        """Regions of these borders and the country; ``regions["AKM"]`` opens one."""
        chosen = [regions.get(schema.COUNTRY), *self.context.regions]
        rows = [(each.id, each.code, each.kato, each.name[self.language]) for each in chosen]
        return Listing(f"region on the borders of {self.borders}", ("id", "code", "KATO", "name"), rows, self.region)

    @cached_property
    def industries(self) -> Listing[Industry]:
        """Industries and groups of goods of the loaded tables."""
        seen = dict.fromkeys((each.classification, code) for each in self.choices for code in each.industries)
        rows = [(code, words.CLASSIFICATIONS[kind](self.context.language).removeprefix("by "),
                 words.plain_industry(self.context.language, kind, code)) for kind, code in seen]  # fmt: skip
        return Listing("industry", ("code", "kind", "name"), rows, _find_industry)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Indicators with their classifications, industries and years, as plain records."""
        return choices(self.panel)

    @cached_property
    def indicators(self) -> Listing[Choice]:
        """Indicators that can be shown by year."""
        rows = [(each.indicator, words.indicator(self.context.language, each.indicator, each.classification),
                 words.shown_unit(self.context.language, schema.INDICATORS[each.indicator][0])[1],
                 f"{each.first_year}–{each.last_year}", str(len(each.industries)), str(len(each.regions)))
                for each in self.choices]  # fmt: skip
        heads = ("id", "indicator", "unit", "years", "industries", "territories")
        return Listing("indicator", heads, rows, lambda name: choose(self.choices, name))

    @cached_property
    def lenses(self) -> Listing[Lens]:
        """Lenses of the ranking, and whether they have data here."""
        there = set(self.context.survey.lens_names)
        rows = [(lens.name, lens.title(self.context.language), "yes" if lens.name in there else "no data")
                for lens in lenses.LENSES]  # fmt: skip
        return Listing("lens", ("id", "lens", "has data"), rows, lenses.by_name)

    @cached_property
    def sources(self) -> Listing[Source]:
        """Who published the numbers, in which edition."""
        told = self.context.published.sources
        title = "ru" if self.language == "ru" else "en"
        rows = [(each.id, each.table, each.vintage, each.title.get(title, each.title["en"])) for each in told.values()]
        return Listing("source", ("id", "table", "edition", "title"), rows, lambda name: _pick(told, name))

    @property
    def sections(self) -> SectionMenu:
        """Sections of the report about the country."""
        return SectionMenu(self.context, OF_COUNTRY)

    def region(self, name: str) -> Place:
        """Open a region by id, code (AKM), KATO or any known name; ``KZ`` is the country."""
        found = regions.resolve(name, borders=self.borders)
        return Place(self, replace(self.context, region=found, common=self.context))

    def table(
        self,
        indicator: str,
        industry: str | None = None,
        *,
        regions: Sequence[str] | str = (schema.COUNTRY,),
        years: tuple[int, int] | None = None,
        classification: str | None = None,
    ) -> Figures:
        """Show figures: tidy rows in ``.frame``, years × regions in ``.wide``, chart and sentence in ``.result``.

        Parameters
        ----------
        indicator : str
            See ``indicators``.
        industry : str, optional
            Code; default: manufacturing where there is such a row, else the total.
        regions : sequence of str
            One to six, by any name.
        years : tuple of int, optional
            First and last.
        classification : str, optional
            Where an indicator comes in several.
        """
        chosen = [regions] if isinstance(regions, str) else list(regions)
        first, last = years or (None, None)
        return figures(self.context, indicator, classification=classification, industry=industry, region_ids=chosen,
                       first_year=first, last_year=last)  # fmt: skip

    def growth_points(self, region: str, weights: Mapping[str, float] | None = None) -> Ranking:
        """Rank the candidates of a region by estimated weights, or by weights of your own (see ``lenses``)."""
        return self.ranker(region).ranking(weights)

    def ranker(self, region: str) -> Ranker:
        """Return what ranks a region under one set of weights after another; made once a region."""
        name = regions.resolve(region, borders=self.borders).id
        if name not in self._rankers:
            self._rankers[name] = ranker(self.context, name)
        return self._rankers[name]

    def what_if(self, region: str, industry: str, percent: float, *, classification: str | None = None) -> WhatIf:
        """Shares of an industry if it grew by so many per cent and all else stayed."""
        return what_if(self.context, region, industry, percent, classification)

    @property
    def backtest(self) -> Result:
        """What the score of the rankings was worth on past years, panel by panel."""
        return backtest_panels.panels(self.context)

    @property
    def backtest_sections(self) -> SectionMenu:
        """All sections of the page about the backtest."""
        return SectionMenu(self.context, OF_BACKTEST)

    def __repr__(self) -> str:
        return f"{self._headline()}\n{aligned(self._contents())}"

    def _repr_html_(self) -> str:
        heading, *body = self._contents()
        return f"<p>{self._headline()}</p>" + Listing("part", heading, body, str)._repr_html_()

    def _headline(self) -> str:
        return f"Manufacturing of Kazakhstan, {self.year}, borders of {self.borders}, language {self.language}"

    def _contents(self) -> list[tuple[str, str]]:
        return [
            ("where", "what"),
            (".regions", f"{len(self.regions)} territories; .region('AKM') opens one"),
            (".industries", f"{len(self.industries)} industries and groups of goods"),
            (".indicators", f"{len(self.indicators)} indicators by year"),
            (".table('gva', 'C', regions=['AKM', 'KZ'])", "figures: .frame, .wide, .result"),
            (".growth_points('AKM')", "candidates ranked, with intervals; weights={...} for your own"),
            (".what_if('KZ', '10', 20)", "shares if food products grew by 20 per cent"),
            (".lenses", "what the ranking looks at"),
            (".sections", f"{len(OF_COUNTRY)} sections about the country; regions have their own"),
            (".backtest", "what past rankings were worth; .backtest_sections for all of it"),
            (".sources", f"{len(self.sources)} published tables"),
            (".panel", f"{len(self.panel.rows)} rows behind all of it"),
        ]


def open_library(*, year: int = 2017, borders: int = 2014, language: str = "ru", panel: Panel | None = None) -> Library:
    """Open the figures (see :func:`iidsp_analysis.load`); a panel of one's own may take the place of the built one."""
    return Library(open_report(region=schema.COUNTRY, year=year, borders=borders, language=language, panel=panel))


def _find_industry(name: str) -> Industry:
    """By code, printed aggregates included, else by name of a division."""
    for known in (sections(), divisions(), hs_sections(), aggregates()):
        if name in known:
            return known[name]
    return industries.resolve_industry(name)


def _pick(items: Mapping[str, Source], name: str) -> Source:
    if name not in items:
        raise unknown("source", name, items)
    return items[name]
