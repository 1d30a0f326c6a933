"""Every finding about the figures: checks look at all tables as published; known findings only explain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from iidsp_analysis import folders
from iidsp_analysis.checks import files, gaps, sums, values
from iidsp_analysis.checks.findings import SEVERITIES, Cell, Finding, explain
from iidsp_analysis.checks.writing import write_findings
from iidsp_analysis.panel import Panel
from iidsp_analysis.sources import read_sources

__all__ = ["CHECKS", "Cell", "Finding", "check_figures", "run_checks", "write_findings"]

#: Checks of the figures, in the order in which they are told. None of them knows a cell beforehand.
CHECKS: tuple[Callable[[Panel], list[Finding]], ...] = (
    sums.regions_to_country,
    sums.parts_to_total,
    sums.sections_to_product,
    sums.split_to_parts,
    sums.two_tables,
    gaps.unconfirmed_zeros,
    gaps.sections_missing,
    gaps.years_missing,
    gaps.divisions_missing,
    values.parts_above_whole,
    values.parts_without_whole,
    values.level_jumps,
    values.ranks_out_of_order,
    values.index_range,
    values.index_weights,
    values.population_steps,
    gaps.printed_before_existing,
)


def run_checks(raw_folder: Path | None = None) -> list[Finding]:
    """Check the files, the contract of the panel, and the figures as they are published.

    Parameters
    ----------
    raw_folder : Path, optional
        Folder with ``sources.yml``; the project's ``data/raw`` by default.

    Returns
    -------
    list[Finding]
        The gravest first. A finding that ``known_findings.csv`` describes carries its explanation.

    Raises
    ------
    SourceError
        If there is no list of sources, or the list of known findings is not one.
    """
    raw_folder = raw_folder or folders.raw()
    sources = list(read_sources(raw_folder).values())
    changed = files.changed_files(raw_folder, sources)
    spoilt = {finding.source for finding in changed}
    panel, unreadable = files.as_published(raw_folder, [source for source in sources if source.id not in spoilt])
    broken, editions = ([], ()) if changed or unreadable else files.contract(raw_folder)
    listed = [*sources, *(edition.source for edition in editions)]
    found = [*changed, *unreadable, *broken, *files.unlisted_files(raw_folder, listed)]
    found += files.refused_plans(raw_folder)
    found += files.damaged_snapshots(raw_folder)
    found += [*check_figures(files.with_editions(panel, editions)), *files.newer_editions(editions)]
    return sorted(explain(found, raw_folder), key=lambda finding: SEVERITIES.index(finding.severity))


def check_figures(panel: Panel) -> list[Finding]:
    """Run every check of the figures over published rows, without explanations."""
    if panel.rows.empty:
        return []
    return [finding for check in CHECKS for finding in check(panel)]
