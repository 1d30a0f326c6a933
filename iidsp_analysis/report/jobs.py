"""What is to be rendered: a notebook with its parameters, checked before anything starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.sections.context import Context, open_report

NOTEBOOKS = {
    "region": "region_report",
    "country": "national_report",
    "industry": "industry_report",
    "exports": "exports",
    "backtest": "backtest",
}


@dataclass(frozen=True)
class Settings:
    """What all reports of a batch share."""

    year: int = 2017
    borders: int = 2014
    as_of: str = ""
    language: str = "ru"


@dataclass(frozen=True)
class Job:
    """One page to be made; ``slug`` names it and comes from ids, never from what somebody typed."""

    kind: str
    slug: str
    region: str
    industry: str
    settings: Settings

    @property
    def notebook(self) -> str:
        """Name of the notebook, without its ending."""
        return NOTEBOOKS[self.kind]

    @property
    def parameters(self) -> dict[str, str | int]:
        """Parameters of the notebook."""
        shared = self.settings
        told: dict[str, str | int] = {
            "year": shared.year,
            "borders": shared.borders,
            "as_of": shared.as_of,
            "language": shared.language,
        }
        if self.kind == "region":
            told["region"] = self.region
        if self.kind == "industry":
            told["industry"] = self.industry
        return told

    def context(self, panel: Panel | None = None) -> Context:
        """Open the figures of the job; a wrong parameter is refused here."""
        shared = self.settings
        return open_report(
            region=self.region,
            year=shared.year,
            borders=shared.borders,
            as_of=shared.as_of,
            language=shared.language,
            panel=panel,
            monthly=self.kind == "exports",
        )


def region_job(label: str, settings: Settings) -> Job:
    """Plan the report of one region, or of the country for ``KZ``."""
    region = regions.resolve(label, borders=settings.borders)
    if region.id == schema.COUNTRY:
        return Job("country", "kazakhstan", region.id, "", settings)
    return Job("region", region.id, region.id, "", settings)


def industry_job(label: str, settings: Settings) -> Job:
    """Plan the page of one manufacturing division, over the whole country."""
    code = industries.resolve_division(label).code
    return Job("industry", f"industry_{code}", schema.COUNTRY, code, settings)


def exports_job(settings: Settings) -> Job:
    """Plan the page about the exports of the processing industry, over the whole country."""
    return Job("exports", "exports", schema.COUNTRY, "", settings)


def backtest_job(settings: Settings) -> Job:
    """Plan the page that tells whether the picks were right."""
    return Job("backtest", "backtest", schema.COUNTRY, "", settings)


def plan(labels: Sequence[str], settings: Settings, *, everything: bool = False) -> list[Job]:
    """List the jobs of a batch: the country and its exports first, then the regions, the industries, and the backtest.

    Raises
    ------
    UsageError
        If nothing is named, or a region is named twice.
    UnknownLabelError, BoundaryError
        If a label means nothing on these borders.
    """
    jobs = [region_job(label, settings) for label in labels]
    if everything:
        jobs = [region_job(schema.COUNTRY, settings), exports_job(settings)]
        jobs += [region_job(region.id, settings) for region in regions.regions_of(settings.borders)]
        jobs += [industry_job(code, settings) for code in divisions()]
        jobs.append(backtest_job(settings))
    slugs = [job.slug for job in jobs]
    if len(set(slugs)) != len(slugs):
        raise UsageError("A region is named twice.", where=", ".join(labels))
    if not jobs:
        raise UsageError("No region is named.", what_next="Name regions (AKM, 11, akmola), or use --all.")
    return jobs


def notebook_path(job: Job, folder: Path) -> Path:
    """Path of the job's notebook.

    Raises
    ------
    UsageError
        If it does not exist.
    """
    path = folder / f"{job.notebook}.ipynb"
    if not path.is_file():
        raise UsageError(f"The notebook {path.name} is missing.", where=str(folder), what_next="Restore it from git.")
    return path
