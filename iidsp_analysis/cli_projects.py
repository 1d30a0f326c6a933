"""The commands about the register of projects: ``iidsp projects …``, one library call each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iidsp_analysis import cli_reports

ERRORS_FOUND = 1

Borders = Annotated[int, typer.Option(help="Borders of 2014 (16 regions), 2018 (17) or 2022 (20).")]
projects = typer.Typer(help="Register of projects: form, import, rules, differences.", no_args_is_help=True)
AsOfMonth = Annotated[str, typer.Option("--as-of", help="Month YYYY-MM from which the report looks; today if empty.")]
Output = Annotated[str, typer.Option("--format", help="table, csv or json.")]
Spoken = Annotated[str, typer.Option("--language", "--lang", help="en, ru or kk.")]


@projects.command()
def template(
    out: Annotated[Path, typer.Argument(help="The form, OUT.xlsx.")],
    language: Annotated[str, typer.Option("--language", "--lang", help="ru or en: heads and lists.")] = "ru",
) -> None:
    """Write an empty form with drop-down lists, units and an example row."""
    from iidsp_analysis.sections.projects.command import template as written

    typer.echo(written(out, language))


@projects.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The register, xlsx or csv.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Day YYYY-MM-DD for which the register speaks.")],
    name: Annotated[str, typer.Option(help="A word that tells a second version of one day apart.")] = "",
    language: Spoken = "en",
    output: Output = "table",
) -> None:
    """Read a register, list its doubtful cells, and store it as a snapshot."""
    from iidsp_analysis.sections.projects.command import ImportRequest, import_listing

    typer.echo(import_listing(ImportRequest(file, as_of, name, language, output)))


@projects.command()
def snapshots(language: Spoken = "en", output: Output = "table") -> None:
    """List the stored versions of the register, the newest last."""
    from iidsp_analysis.sections.projects.command import snapshots_listing

    typer.echo(snapshots_listing(language, output))


@projects.command("check")
def check_projects(
    target: Annotated[str, typer.Argument(help="Day, id or name of a snapshot, or a file; the newest if empty.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Day YYYY-MM-DD for which a file speaks; today if empty.")] = "",
    doubts: Annotated[bool, typer.Option("--doubts", help="List the doubtful cells instead.")] = False,
    borders: Borders = 2014,
    language: Spoken = "en",
    output: Output = "table",
) -> None:
    """Hold a register to the rules; exit code 1 if a finding is an error."""
    from iidsp_analysis.sections.projects.check import CheckRequest, check_listing

    checked = check_listing(CheckRequest(target, as_of, language, output, doubts, borders))
    typer.echo(checked.text)
    if checked.errors:
        raise typer.Exit(ERRORS_FOUND)


@projects.command()
def diff(
    old: Annotated[str, typer.Argument(help="Day, id or name of a snapshot, or FILE@YYYY-MM-DD.")],
    new: Annotated[str, typer.Argument(help="The newer one.")],
    language: Spoken = "en",
    output: Output = "table",
) -> None:
    """Say what was added, dropped, renamed, postponed, re-costed or rewritten between two versions."""
    from iidsp_analysis.sections.projects.command import DiffRequest, diff_listing

    typer.echo(diff_listing(DiffRequest(old, new, language, output)))


@projects.command()
def report(
    regions: Annotated[list[str] | None, typer.Argument(help="Regions: id, BNS code (AKM), KATO or name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The country and all regions.")] = False,
    register: Annotated[str, typer.Option(help="Day, id or name of a snapshot; the newest if empty.")] = "",
    redact: Annotated[bool, typer.Option("--redact", help="No names; what a few projects decide is hidden.")] = False,
    year: Annotated[
        int, typer.Option(help="Year of the official figures; by default the last before the register.")
    ] = 0,
    borders: Borders = 2014,
    as_of: AsOfMonth = "",
    language: Annotated[str, typer.Option("--language", "--lang", help="ru, kk or en.")] = "ru",
    out: cli_reports.Out = None,
    jobs: cli_reports.AtOnce = 2,
    force: cli_reports.Force = False,
    engine: cli_reports.Engine = "",
    cell_timeout: cli_reports.CellTimeout = 600.0,
    job_timeout: cli_reports.JobTimeout = 1800.0,
    memory: cli_reports.Memory = 8192,
    xlsx: cli_reports.Xlsx = False,
    docx: cli_reports.Docx = False,
    pdf: cli_reports.Pdf = False,
    executor: cli_reports.Executor = "local",
    scheduler: cli_reports.Scheduler = "",
    quiet: cli_reports.Quiet = False,
    as_json: cli_reports.AsJson = False,
) -> None:
    """Render pages about the projects of the country or of regions; made-up ones where no register is stored."""
    from iidsp_analysis.report.projects_batch import ProjectsRequest, render_projects

    request = ProjectsRequest(tuple(regions or ()), everything, register, redact, year, borders, as_of, language)
    folder = cli_reports.folder_of(out)
    documents = cli_reports.documents_of(xlsx, docx, pdf)
    options = cli_reports.options_of(
        jobs, force, engine, cell_timeout, job_timeout, memory, executor, scheduler, documents
    )
    with cli_reports.progress_of(quiet, as_json) as listen:
        batch = render_projects(request, out=folder, options=options, listen=listen)
    cli_reports.conclude([batch], as_json=as_json)
