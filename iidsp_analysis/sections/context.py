"""What a report is about: region, year, borders, the date to look from, the reader's language, and the figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd
from IPython import get_ipython

from iidsp_analysis import build, regions, schema, territories
from iidsp_analysis.backtest.run import backtest
from iidsp_analysis.backtest.summary import HORIZON, division_panel, summary_row
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.language import Language, language
from iidsp_analysis.models.candidates import candidates_of
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.models.survey import Survey, survey, surveys_on_other_borders
from iidsp_analysis.monitors.export_cube import ExportCube, export_cube
from iidsp_analysis.monitors.export_periods import spans
from iidsp_analysis.monitors.export_verdict import Verdict, verdicts
from iidsp_analysis.monitors.made_verdicts import Judgement, judge
from iidsp_analysis.monitors.programme_contributions import ADDITIVE
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.panel import Panel
from iidsp_analysis.regions import Region
from iidsp_analysis.sections import common
from iidsp_analysis.sections.projects.in_hand import with_projects
from iidsp_analysis.sections.projects.view import ProjectsView, official, projects_view
from iidsp_analysis.sources import Source

PROGRAMME_BASE = 2015
PARAMETERS = ("region", "industry", "year", "borders", "as_of", "language", "register", "redact", "technology",
              "comparables", "instruction")  # fmt: skip
_MONTH = re.compile(r"^20\d\d-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Context:
    """One report's subject with its figures on constant borders.

    ``panel`` holds the rows of these borders (cut at ``as_of``); ``published`` the rows as the tables print them.
    ``register`` is the id of a snapshot of the projects, empty for the newest; ``redact`` asks for the edition that
    names no project. ``common`` is the same report about the country where it was prepared for all regions
    (:mod:`sections.common`): what no region changes is asked there.
    """

    region: Region
    year: int
    borders: int
    as_of: str
    language: Language
    panel: Panel
    published: Panel
    register: str = ""
    redact: bool = False
    common: Context | None = None

    @property
    def is_country(self) -> bool:
        """Whether the report is about the whole country."""
        return self.region.id == schema.COUNTRY

    @property
    def name(self) -> str:
        """The region's name in the reader's language."""
        return self.region.name[self.language.code]

    @property
    def in_region(self) -> str:
        """The region as a place: "in Akmola Region", «в Акмолинской области», «Ақмола облысында»."""
        if self.language.code in ("ru", "kk"):
            return self.region.in_ru if self.language.code == "ru" else self.region.in_kk
        return f"in {self.region.name['en']}" if not self.is_country else "in Kazakhstan"

    @property
    def of_region(self) -> str:
        """The region as a possessor: "of Akmola Region", «Акмолинской области», «Ақмола облысының»."""
        if self.language.code in ("ru", "kk"):
            return self.region.case_ru["gen"] if self.language.code == "ru" else self.region.kk_gen
        return f"of {self.region.name['en']}" if not self.is_country else "of Kazakhstan"

    @property
    def period(self) -> str:
        """The report's year as a period of the panel."""
        return str(self.year)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions of the borders."""
        return regions.regions_of(self.borders)

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Chart labels by region id, the country included."""
        everyone = (*self.regions, regions.get(schema.COUNTRY))
        return {region.id: region.short[self.language.code] for region in everyone}

    @cached_property
    def survey(self) -> Survey:
        """What every lens says about the candidates of every region, once for the whole report."""
        if self.common is not None:
            return self.common.survey
        return survey(with_projects(self, candidates_of(self.panel, self.year), self.panel))

    @cached_property
    def surveys_on_other_borders(self) -> tuple[Survey, ...]:
        """The same on the other borders, where all their regions have figures of the year."""
        if self.common is not None:
            return self.common.surveys_on_other_borders
        complete = partial(with_projects, self)
        return surveys_on_other_borders(self.published, self.survey, self.borders, complete)

    @cached_property
    def division_test(self) -> dict[str, object] | None:
        """How the score fared on the loaded divisions of the regions; None where their years are too few."""
        if self.common is not None:
            return self.common.division_test
        rows = self.published.until(self.as_of) if self.as_of else self.published
        try:
            observations = division_panel(rows, self.borders)
            return summary_row("divisions", backtest(observations, HORIZON), observations)
        except MissingDataError:
            return None

    @cached_property
    def rankings(self) -> dict[str, GrowthPoints]:
        """Rankings made so far by region: the sections of a report share them."""
        return {}

    @cached_property
    def shared(self) -> dict[str, object]:
        """What sections have computed and others want to use, by name."""
        return {}

    @cached_property
    def projects(self) -> ProjectsView:
        """The register of projects, once for all sections; the example where none is stored."""
        return projects_view(self.register, self.as_of, official(self.published, self.borders), self.region.id)

    @cached_property
    def exports(self) -> ExportCube:
        """Monthly exports on the report's borders, once for all sections."""
        if self.common is not None:
            return self.common.exports
        return export_cube(self.panel)

    @cached_property
    def export_verdicts(self) -> Judgement:
        """Whether each region can have made what it exported in the report's year."""
        if self.common is not None:
            return self.common.export_verdicts
        return judge(self.panel, self.exports, self.year)

    @cached_property
    def export_comparisons(self) -> tuple[Verdict, ...]:
        """Who fell while the country rose, in the last year with months, by definition and earlier year."""
        if self.common is not None:
            return self.common.export_comparisons
        return verdicts(self.exports, spans(self.exports)[-1])

    @cached_property
    def fact_book(self) -> FactBook:
        """Facts of the programme's indicators, of the country and all regions: contributions need all of them."""
        if self.common is not None:
            return self.common.fact_book
        book = FactBook(self.panel)
        for region in (schema.COUNTRY, *(each.id for each in self.regions)):
            for indicator in ADDITIVE:
                book.facts(indicator, region)
        return book

    @cached_property
    def _by_region(self) -> dict[tuple[object, ...], pd.DataFrame]:
        """Tables of :meth:`by_region` made so far: the sections of a report ask for the same ones."""
        return {}

    def by_region(self, indicator: str, industry: str = schema.TOTAL, **narrow: str) -> pd.DataFrame:
        """Figures of one industry: periods as rows, every region id and ``KZ`` as columns; absent is missing."""
        asked = (indicator, industry, *sorted(narrow.items()))
        if asked not in self._by_region:
            self._by_region[asked] = self._made_by_region(indicator, industry, **narrow)
        return self._by_region[asked].copy()

    def _made_by_region(self, indicator: str, industry: str, **narrow: str) -> pd.DataFrame:
        chosen = self.panel.select(indicator, industries=[industry], **narrow)
        rows = chosen.rows[chosen.rows[schema.REGION] != schema.RESIDUAL]
        if rows.empty:
            raise MissingDataError("The loaded tables hold no such figures.", where=f"{indicator}, {industry}")
        wide = Panel(rows, self.panel.sources, self.borders).wide(schema.REGION)
        return wide.reindex(columns=[*(region.id for region in self.regions), schema.COUNTRY])

    def by_industry(self, indicator: str, region_id: str, classification: str) -> pd.DataFrame:
        """Figures of one region: periods as rows, industry codes as columns, without residual rows."""
        chosen = self.panel.select(indicator, classification=classification, regions=[region_id])
        rows = chosen.rows[~chosen.rows[schema.INDUSTRY].str.startswith(schema.RESIDUAL)]
        if rows.empty:
            raise MissingDataError("The loaded tables hold no such figures.", where=f"{indicator}, {classification}")
        return Panel(rows, self.panel.sources, self.borders).wide()

    def base_year(self, values: pd.Series) -> int:
        """First year to compare from: the programme's base (2015), or the first published year after it.

        For a report about 2015 or earlier the comparison starts two years before.

        Raises
        ------
        MissingDataError
            If there is no earlier year with a figure on these borders.
        """
        wanted = PROGRAMME_BASE if self.year > PROGRAMME_BASE else self.year - 2
        told = sorted(int(period) for period in values.dropna().index if wanted <= int(period) < self.year)
        if not told or self.period not in values.dropna().index:
            raise MissingDataError(
                f"Fewer than two years are published on the borders of {self.borders} up to {self.year}."
            )
        return told[0]

    def source_note(self, source_ids: Iterable[str]) -> str:
        """Table numbers and vintages of sources, as they stand in a caption."""
        return "; ".join(self.cite(source) for source in self.used_sources(source_ids))

    def used_sources(self, source_ids: Iterable[str]) -> list[Source]:
        """Sources of the panel by id, in each of their editions that the figures of the report use."""
        used = set(self.panel.rows[schema.SOURCE].unique())
        editions = [edition for source_id in source_ids for edition in self.panel.editions(source_id)]
        return [self.panel.sources[edition] for edition in editions if edition in used]

    def cite(self, source: Source) -> str:
        """Table number and edition of a source, as they stand in a caption."""
        say = self.language.say
        if not source.is_bns:
            return say("World Bank, {table}, edition {vintage}", table=source.table, vintage=source.vintage)
        if source.table.isdigit():
            return say("BNS table {table}, edition {vintage}", table=source.table, vintage=source.vintage)
        return say("BNS, {table}, edition {vintage}", table=say(source.table), vintage=source.vintage)

    def caption(self, unit: str, period: str, source_ids: Iterable[str], *, note: str = "") -> str:
        """Unit, period, borders and source of a figure, in one line."""
        say = self.language.say
        parts = [unit, period, say("borders of {borders}", borders=self.borders)]
        parts += [note] if note else []
        return " · ".join([*parts, say("source: {sources}", sources=self.source_note(source_ids))])


def open_report(
    *,
    region: str = schema.COUNTRY,
    year: int = 2017,
    borders: int = 2014,
    as_of: str = "",
    language: str = "ru",
    panel: Panel | None = None,
    monthly: bool = False,
    register: str = "",
    redact: bool = False,
) -> Context:
    """Open the figures for a report.

    Parameters
    ----------
    region : str
        Id, BNS code (AKM), KATO or any known name; ``KZ`` is the country.
    year : int
        The report's year.
    borders : {2014, 2018, 2022}
        Borders on which every figure is put.
    as_of : str
        Month ``YYYY-MM``: only periods that ended before it are used. Empty: all.
    language : {"ru", "kk", "en"}
        Language of the page.
    panel : Panel, optional
        Rows on published territories, instead of the processed panel of the project.
    monthly : bool
        Take also a year in progress, of which only months are published: for pages about monthly figures.
    register : str
        Id of a stored version of the register of projects; empty: the newest one that ``as_of`` allows.
    redact : bool
        Make the edition that names no project and hides what a few projects decide.

    Raises
    ------
    UsageError
        For an unknown or misspelt parameter, also one injected by papermill, or a year outside the figures.
    UnknownLabelError, BoundaryError
        For an unknown region, or one that these borders do not have.
    """
    _require_known_parameters()
    words = _language(language)
    _require_numbers(year=year, borders=borders)
    subject = regions.resolve(str(region), borders=borders)
    hidden = _switch(redact)
    known = None if panel is not None else common.find(year, borders, as_of, str(register), redact=hidden)
    if known is not None:
        return replace(known, region=subject, language=words, common=known)
    published = panel or build.load()
    shown = territories.on_borders(published, borders)
    if as_of:
        published, shown = (_cut(rows, as_of) for rows in (published, shown))
    _require_year(year, shown, as_of, monthly=monthly)
    shown = shown.until(f"{year + 1}-01")  # a report about a year does not know the years after it
    return Context(subject, year, borders, as_of, words, shown, published, str(register), hidden)


def _language(code: str) -> Language:
    return language(code)


def _require_numbers(**numbers: object) -> None:
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise UsageError(f"The parameter {name} must be a whole number, not {value!r}.")


def _switch(redact: object) -> bool:
    if not isinstance(redact, bool):  # "no" in quotes would otherwise mean yes, or print what must be hidden
        raise UsageError(f"The parameter redact must be True or False, not {redact!r}.")
    return redact


def _cut(panel: Panel, as_of: str) -> Panel:
    if not _MONTH.fullmatch(as_of):
        raise UsageError(f"as_of must be a month such as 2018-03, not {as_of!r}.")
    return panel.until(as_of)


def _require_year(year: int, panel: Panel, as_of: str, *, monthly: bool) -> None:
    years = panel.select("gva", classification="oked_section").rows[schema.PERIOD].astype(int)
    if monthly:
        years = pd.concat([years, panel.select("exports").rows[schema.PERIOD].str[:4].astype(int)])
    if years.empty or not years.min() <= year <= years.max():
        span = f"{years.min()} to {years.max()}" if len(years) else "none"
        what = f"There are no figures of {year} as of {as_of}." if as_of else f"There are no figures of {year}."
        raise UsageError(what, where="year", what_next=f"Years: {span}.")


def _require_known_parameters() -> None:
    """Refuse a misspelt parameter that papermill injected: papermill itself only warns."""
    shell = get_ipython()
    for cell in shell.user_ns.get("In", []) if shell is not None else []:
        if cell.lstrip().startswith("# Parameters"):
            require_known(assigned_names(cell))


def assigned_names(cell: str) -> list[str]:
    """Names that a cell assigns at its top level."""
    assigned = [node.targets for node in ast.parse(cell).body if isinstance(node, ast.Assign)]
    annotated = [[node.target] for node in ast.parse(cell).body if isinstance(node, ast.AnnAssign)]
    return [target.id for targets in (*assigned, *annotated) for target in targets if isinstance(target, ast.Name)]


def require_known(names: Sequence[str], known: Sequence[str] = PARAMETERS) -> None:
    """Refuse parameter names that no notebook has.

    Raises
    ------
    UsageError
        Naming the unknown ones and the known ones.
    """
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"Unknown parameter: {', '.join(unknown)}.", where="notebook", what_next=f"Known: {', '.join(known)}."
        )
