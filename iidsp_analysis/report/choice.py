"""The pages of one notebook alone, and the fan-out of the industry notebook: every region × every industry."""

from __future__ import annotations

from collections.abc import Sequence

from iidsp_analysis import folders, industries, regions, schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.report.jobs import (
    INSTRUCTION,
    NOTEBOOKS,
    Job,
    Settings,
    backtest_job,
    concept_job,
    exports_job,
    instruction_jobs,
    plan,
    region_industry_job,
    region_job,
)

#: The notebook that tells one industry.
INDUSTRY = NOTEBOOKS["industry"]
#: Pages of these notebooks need no region to be named.
OF_THE_COUNTRY = ("national_report", "exports", "backtest", "concept", INSTRUCTION)


def jobs_of_notebook(
    notebook: str, labels: Sequence[str], chosen: Sequence[str], settings: Settings, *, everything: bool
) -> list[Job]:
    """Plan the pages of one notebook.

    Parameters
    ----------
    notebook : str
        Its name, without ending.
    labels : sequence of str
        Regions; all of the borders where ``everything`` is asked for.
    chosen : sequence of str
        Industries of the industry notebook; all candidates of the loaded tables if empty.
    settings : Settings
        Year, borders, month to look from, language.
    everything : bool
        All regions.

    Raises
    ------
    UsageError
        For an unknown notebook, or words that do not go together.
    UnknownLabelError, BoundaryError
        For labels that mean nothing on these borders.
    """
    _require_sense(notebook, labels, chosen, everything=everything)
    if notebook == INDUSTRY:
        return fan_out(_regions(labels, settings, everything=everything), chosen or candidates(settings), settings)
    if notebook == "exports":
        return [exports_job(settings)]
    if notebook == "backtest":
        return [backtest_job(settings)]
    if notebook == "concept":
        return [concept_job(settings)]
    if notebook == INSTRUCTION:
        return instruction_jobs(settings)
    jobs = (
        plan(labels, settings, everything=everything)
        if labels or everything
        else [region_job(schema.COUNTRY, settings)]
    )
    told = [job for job in jobs if job.notebook == notebook]
    if labels and len(told) < len(jobs):
        other = next(job for job in jobs if job.notebook != notebook)
        raise UsageError(f"The notebook {notebook} has no page about {other.region}.", where="--notebook",
                         what_next=f"Use {other.notebook}.")  # fmt: skip
    return told


def _require_sense(notebook: str, labels: Sequence[str], chosen: Sequence[str], *, everything: bool) -> None:
    names = [name for name in dict.fromkeys(NOTEBOOKS.values()) if name != "projects"]
    if notebook not in names:
        hint = "Use iidsp projects report." if notebook == "projects" else f"Use {', '.join(names)}."
        raise UsageError(f"There is no notebook {notebook!r} here.", where="--notebook", what_next=hint)
    if everything and labels:
        raise UsageError("Regions are named beside --all.", where=", ".join(labels), what_next="Leave one of them out.")
    if chosen and notebook != INDUSTRY:
        raise UsageError(f"The notebook {notebook} is not about an industry.", where="--industry",
                         what_next=f"Use --notebook {INDUSTRY}.")  # fmt: skip
    if labels and notebook == INSTRUCTION:
        raise UsageError(f"The notebook {notebook} has a page for every instruction, about all regions.",
                         where=", ".join(labels), what_next="Leave the regions out.")  # fmt: skip
    if labels and notebook in ("exports", "backtest", "concept"):
        raise UsageError(f"The notebook {notebook} has one page, about all regions.", where=", ".join(labels),
                         what_next="Leave the regions out.")  # fmt: skip
    if not (everything or labels or notebook in OF_THE_COUNTRY):
        raise UsageError("No region is named.", what_next="Name regions (AKM, 11, akmola), or use --all.")


def _regions(labels: Sequence[str], settings: Settings, *, everything: bool) -> list[str]:
    if everything:
        return [region.id for region in regions.regions_of(settings.borders)]
    return list(labels)


def fan_out(labels: Sequence[str], chosen: Sequence[str], settings: Settings) -> list[Job]:
    """Return a job for every region × industry, region by region."""
    jobs = [region_industry_job(label, industry, settings) for label in labels for industry in chosen]
    if len({job.slug for job in jobs}) != len(jobs):
        raise UsageError("A region or an industry is named twice.", where=", ".join([*labels, *chosen]))
    return jobs


def candidates(settings: Settings) -> tuple[str, ...]:
    """Industries that the loaded tables give by region: the 24 divisions, else the groups of processed goods.

    Only a file that somebody dropped can hold divisions by region: without one no table is opened.
    """
    if _is_table_dropped() and _has_divisions(settings):
        return tuple(divisions())
    return product_groups()


def product_groups() -> tuple[str, ...]:
    """The groups of processed goods under the default definition."""
    return tuple(industries.default_processed_exports().sections)


def _is_table_dropped() -> bool:
    from iidsp_analysis.sources import read_sources

    raw = folders.raw()
    known = {(raw / source.file).name for source in read_sources(raw).values()}
    return any(path.is_file() and path.name not in known for path in (raw / "bns").iterdir())


def _has_divisions(settings: Settings) -> bool:
    from iidsp_analysis import build, territories
    from iidsp_analysis.models.candidates import has_divisions

    return has_divisions(territories.on_borders(build.load(), settings.borders), settings.year)
