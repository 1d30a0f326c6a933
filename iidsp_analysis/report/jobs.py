"""What is to be rendered: a notebook with its parameters, checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.reference.instruction_records import instruction_page, instructions

if TYPE_CHECKING:  # a plan is made before anything heavy is imported
    from iidsp_analysis.panel import Panel
    from iidsp_analysis.sections.context import Context

#: The notebook that answers the instructions, a page each.
INSTRUCTION = "instruction"
NOTEBOOKS = {
    "region": "region_report",
    "country": "national_report",
    "industry": "industry_report",
    "region_industry": "industry_report",
    "exports": "exports",
    "projects": "projects",
    "backtest": "backtest",
    "concept": "concept",
    **dict.fromkeys(map(instruction_page, instructions()), "instruction"),
}


#: Pages about official figures that tell of projects too, in a redacted edition without what could give one away.
REDACTABLE = (
    "region", "country", "industry", "region_industry", "concept", *map(instruction_page, ("industries", "projects")),
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What all reports of a batch share; ``register`` and ``redact`` concern what pages tell of projects.

    ``languages`` are the codes, with commas, of an edition in several languages: each lies in a folder of its own, and
    every page leads to the same page in the others. ``technology`` is the scheme of the page for the Concept, empty for
    the usual one: a name, or what the user's table says in one line; its path would be no part of what a page tells.
    """

    year: int = 2017
    borders: int = 2014
    as_of: str = ""
    language: str = "ru"
    register: str = ""
    redact: bool = False
    languages: str = ""
    technology: str = ""


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
    def instruction(self) -> str:
        """Id of the instruction that the page answers; empty for other pages."""
        return self.kind.removeprefix(f"{INSTRUCTION}_") if self.notebook == INSTRUCTION else ""

    @property
    def parameters(self) -> dict[str, str | int | bool]:
        """Parameters of the notebook."""
        shared = self.settings
        told: dict[str, str | int | bool] = {
            "year": shared.year,
            "borders": shared.borders,
            "as_of": shared.as_of,
            "language": shared.language,
        }
        if self.kind in ("region", "projects", "region_industry"):
            told["region"] = self.region
        if self.kind == "projects":
            told |= {"register": shared.register, "redact": shared.redact}
        elif shared.redact and self.kind in REDACTABLE:
            told["redact"] = True
        if self.kind in ("industry", "region_industry"):
            told["industry"] = self.industry
        if self.kind == "concept" and shared.technology:
            told["technology"] = shared.technology
        if self.notebook == INSTRUCTION:
            told["instruction"] = self.instruction
        return told

    @staticmethod
    def from_plain(told: Mapping[str, Any]) -> Job:
        """Make a job of what ``dataclasses.asdict`` made of one."""
        return Job(**{**told, "settings": Settings(**told["settings"])})

    def context(self, panel: Panel | None = None) -> Context:
        """Open the figures of the job; a wrong parameter is refused here."""
        from iidsp_analysis.sections.context import open_report

        shared = self.settings
        return open_report(
            region=self.region,
            year=shared.year,
            borders=shared.borders,
            as_of=shared.as_of,
            language=shared.language,
            panel=panel,
            monthly=self.kind == "exports",
            register=shared.register if self.kind == "projects" else "",
            redact=shared.redact and self.kind in (*REDACTABLE, "projects"),
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


def region_industry_job(region_label: str, industry_label: str, settings: Settings) -> Job:
    """Plan the page of one industry of one region: a group of processed goods (XV), or a division (24).

    Raises
    ------
    UsageError
        For the country, whose industries have pages of their own.
    UnknownLabelError, BoundaryError
        For labels that mean nothing on these borders.
    """
    region = regions.resolve(region_label, borders=settings.borders)
    if region.id == schema.COUNTRY:
        raise UsageError("The country is no region of itself.", where=region_label,
                         what_next="Use --industry alone for the page of a division in the country.")  # fmt: skip
    code = industries.resolve_industry(industry_label).code
    kind = "hs" if industries.is_product_group(code) else "oked"
    return Job("region_industry", f"{region.id}_{kind}_{code}", region.id, code, settings)


def exports_job(settings: Settings) -> Job:
    """Plan the page about the exports of the processing industry, over the whole country."""
    return Job("exports", "exports", schema.COUNTRY, "", settings)


def projects_job(label: str, settings: Settings) -> Job:
    """Plan the page about the projects of one region, or of the country for ``KZ``."""
    region = regions.resolve(label, borders=settings.borders)
    slug = "projects" if region.id == schema.COUNTRY else f"projects_{region.id}"
    return Job("projects", slug, region.id, "", settings)


def backtest_job(settings: Settings) -> Job:
    """Plan the page that tells whether the picks were right."""
    return Job("backtest", "backtest", schema.COUNTRY, "", settings)


def concept_job(settings: Settings) -> Job:
    """Plan the page of input to the Concept of the new programme, over the whole country."""
    return Job("concept", "concept", schema.COUNTRY, "", settings)


def instruction_jobs(settings: Settings) -> list[Job]:
    """Plan a page for every instruction, over the whole country."""
    pages = [instruction_page(name) for name in instructions()]
    return [Job(page, page, schema.COUNTRY, "", settings) for page in pages]


def plan(labels: Sequence[str], settings: Settings, *, everything: bool = False, projects: bool = False) -> list[Job]:
    """List the jobs of a batch: the country and its exports first, then regions, industries and the other pages.

    ``projects`` adds the page about the country's projects to a whole set: where a register is stored.

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
        jobs += [projects_job(schema.COUNTRY, settings)] if projects else []
        jobs += [region_job(region.id, settings) for region in regions.regions_of(settings.borders)]
        jobs += [industry_job(code, settings) for code in divisions()]
        jobs += [backtest_job(settings), concept_job(settings), *instruction_jobs(settings)]
    require_once(jobs, labels)
    if not jobs:
        raise UsageError("No region is named.", what_next="Name regions (AKM, 11, akmola), or use --all.")
    return jobs


def require_once(jobs: Sequence[Job], labels: Sequence[str]) -> None:
    """Refuse two jobs of one page.

    Raises
    ------
    UsageError
        If a region is named twice, be it by two names.
    """
    if len({job.slug for job in jobs}) != len(jobs):
        raise UsageError("A region is named twice.", where=", ".join(labels))


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
