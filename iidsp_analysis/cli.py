"""Words typed in a terminal, one library call each. Heavy libraries are imported inside the commands."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from iidsp_analysis import cli_projects, cli_protect, cli_reports, cli_scenario
from iidsp_analysis.command_words import spoken, spoken_error, with_help_in
from iidsp_analysis.errors import AnalysisError, SourceError, UsageError

app = typer.Typer(
    help="Manufacturing of Kazakhstan by region and industry: official statistics in, a report for every region out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done · 1 some reports failed, or findings unexplained · 2 wrong words · 3 data · "
    "4 regions and borders · 5 units · 6 sources and downloads · 7 reports · 130 interrupted.",
)
app.add_typer(cli_projects.projects, name="projects")
app.command()(cli_protect.protect)
app.command()(cli_scenario.scenario)
FINDINGS_LEFT = 1
INTERRUPTED = 130
#: As the shell tells a program that was ended because nobody read it any more (128 + SIGPIPE).
NOBODY_READS = 141

Year = Annotated[int, typer.Option(help="Year of the report.")]
Borders = Annotated[int, typer.Option(help="Borders of 2014 (16 regions), 2018 (17) or 2022 (20).")]
AsOf = Annotated[str, typer.Option("--as-of", help="Month YYYY-MM: use only periods that ended before it.")]


@app.command()
def build() -> None:
    """Build the panel from data/raw into data/processed."""
    from iidsp_analysis.build import build_panel

    built = build_panel()
    typer.echo(spoken(f"{built.rows} rows from {built.tables} tables, {built.corrected} corrected cells: {built.path}"))
    for file, differing in built.editions.items():
        typer.echo(spoken(f"{file}: {differing} figures differ from the embedded edition"))
    for file in built.unread:
        typer.echo(spoken(f"{file}: no loader reads this table yet; the file was left aside"), err=True)


@app.command()
def check(
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Print every finding: checksums, schema, regions-to-country and parts-to-total additivity."""
    from iidsp_analysis.checks import run_checks, write_findings

    findings = run_checks()
    typer.echo(write_findings(findings, output))
    if any(not finding.is_explained for finding in findings):
        raise typer.Exit(FINDINGS_LEFT)


@app.command()
def report(
    regions: Annotated[list[str] | None, typer.Argument(help="Regions: id, BNS code (AKM), KATO or name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The country, all regions, all industries.")] = False,
    industry: Annotated[
        list[str] | None, typer.Option(help="Divisions, such as 24; for --notebook industry_report also XV.")
    ] = None,
    notebook: Annotated[
        str, typer.Option(help="Pages of this notebook only; industry_report: every region × industry.")
    ] = "",
    backtest: Annotated[bool, typer.Option("--backtest", help="The page: were the picks right?")] = False,
    exports: Annotated[bool, typer.Option("--exports", help="The page: exports of all regions.")] = False,
    technology: cli_reports.Technology = "",
    year: Year = 2017,
    borders: Borders = 2014,
    as_of: AsOf = "",
    language: Annotated[
        str, typer.Option("--language", "--lang", help="ru, kk or en; ru,kk,en makes a folder for each, with a switch.")
    ] = "ru",
    out: Annotated[str | None, typer.Option(help="Folder; reports/ for --all, else a folder below it.")] = None,
    jobs: cli_reports.AtOnce = 2,
    force: cli_reports.Force = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why pages were made and would be; make none.")
    ] = False,
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
    """Render reports as HTML pages with an index; pages that would come out the same are left as they are."""
    from iidsp_analysis.report.batch import Wish, explain_reports, render_wish
    from iidsp_analysis.report.editions import codes_of, each_language, render_editions
    from iidsp_analysis.report.jobs import Settings

    codes = codes_of(language)
    wish = Wish(tuple(regions or ()), tuple(industry or ()), exports, backtest, everything, notebook)
    chosen_classes = cli_reports.technology_of(technology, tells_it=wish.is_whole or notebook == "concept")
    settings = Settings(year, borders, as_of, codes[0], technology=chosen_classes)
    folder = cli_reports.folder_of(out)
    if explain:
        for chosen, into in each_language(codes, settings, folder):
            for line in explain_reports(wish, chosen, into):
                typer.echo(line)
        return
    documents = cli_reports.documents_of(xlsx, docx, pdf)
    options = cli_reports.options_of(
        jobs, force, engine, cell_timeout, job_timeout, memory, executor, scheduler, documents
    )
    with cli_reports.progress_of(quiet, as_json) as listen:
        batches = render_editions(
            codes, settings, folder,
            lambda chosen, into: render_wish(wish, chosen, out=into, options=options, listen=listen),
        )  # fmt: skip
    cli_reports.conclude(batches, as_json=as_json)


@app.command()
def publish(
    folder: Annotated[Path, typer.Argument(help="Folder of the edition; an earlier edition there is replaced.")],
    language: Annotated[str, typer.Option("--language", "--lang", help="Languages, such as ru,en.")] = "ru,en",
    year: Year = 2017,
    borders: Borders = 2014,
    as_of: AsOf = "",
    redact: Annotated[bool, typer.Option("--redact", help="Name no project, and hide what gives one away.")] = False,
    compare: Annotated[
        Path | None, typer.Option(help="Folder or zip file of an earlier edition: a page tells what changed.")
    ] = None,
    as_zip: Annotated[bool, typer.Option("--zip", help="Pack the folder beside itself.")] = False,
    docx: cli_reports.Docx = False,
    pdf: cli_reports.Pdf = False,
    jobs: cli_reports.AtOnce = 2,
    quiet: cli_reports.Quiet = False,
) -> None:
    """Write an edition to pass on: all pages with their workbooks, for a USB stick or a network without internet."""
    from iidsp_analysis.report.editions import codes_of
    from iidsp_analysis.report.jobs import Settings
    from iidsp_analysis.report.publishing import publish as publish_edition

    codes = codes_of(language)
    documents = cli_reports.documents_of(xlsx=True, docx=docx, pdf=pdf)
    options = cli_reports.options_of(jobs, False, "", 600.0, 1800.0, 8192, "local", "", documents)
    settings = Settings(year, borders, as_of, codes[0], redact=redact)
    with cli_reports.progress_of(quiet, as_json=False) as listen:
        done = publish_edition(
            folder, codes, settings, as_zip=as_zip, before=compare, options=options, listen=listen
        )  # fmt: skip
    for remark in done.remarks:
        typer.echo(remark, err=True)
    typer.echo(str(done.packed or done.folder / "index.html"))


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(help="regions, industries, tables or indicators.")] = "regions",
    borders: Borders = 2014,
) -> None:
    """List what can be named: regions, industries, tables, indicators."""
    from iidsp_analysis.catalogue import listing

    typer.echo(listing(what, borders))


@app.command()
def fetch(table: Annotated[str, typer.Argument(help="Table number, such as 5931.")]) -> None:
    """Download a table of the publisher into data/raw/bns."""
    from iidsp_analysis import folders
    from iidsp_analysis.fetch import fetch_table

    typer.echo(str(fetch_table(table, folder=folders.raw() / "bns")))


@app.command("growth-points")
def growth_points(
    region: Annotated[str, typer.Argument(help="Region: id, BNS code (AKM), KATO or name.")],
    year: Year = 2017,
    borders: Borders = 2014,
    as_of: AsOf = "",
    top: Annotated[int, typer.Option(help="How many candidates to print.")] = 10,
    lens: Annotated[list[str] | None, typer.Option(help="Rank by this lens alone; may be repeated.")] = None,
    weights: Annotated[Path | None, typer.Option(help="CSV with the columns lens,weight.")] = None,
    language: Annotated[str, typer.Option("--language", "--lang", help="en, ru or kk.")] = "en",
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Rank a region's candidates with rank intervals, verdicts and reasons."""
    from iidsp_analysis.sections.growth_listing import Request, listing

    request = Request(region, year, borders, as_of, top, tuple(lens or ()), weights, language, output)
    typer.echo(listing(request))


@app.command()
def backtest(
    panel: Annotated[Path, typer.Option(help="CSV with one row for each region, industry and year.")],
    horizon: Annotated[int, typer.Option(help="Years over which growth is measured.")] = 5,
    json: Annotated[Path | None, typer.Option(help="Write the result to this file.")] = None,
    region_col: Annotated[str, typer.Option(help="Column of the region.")] = "region",
    industry_col: Annotated[str, typer.Option(help="Column of the industry (leaves only, no sums).")] = "industry",
    year_col: Annotated[str, typer.Option(help="Column of the year.")] = "year",
    value_col: Annotated[str, typer.Option(help="Column of the amount, at constant prices.")] = "value",
    target: Annotated[str, typer.Option(help="relative (to the industry elsewhere), growth or gain.")] = "relative",
    skip_year: Annotated[bool, typer.Option(help="Measure growth from the year after the origin.")] = True,
    draws: Annotated[int, typer.Option(help="Resamples of the regions for the intervals.")] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the resamples and of the random baseline.")] = 2018,
    executor: Annotated[str, typer.Option(help="serial, processes or dask: where origins are computed.")] = "serial",
    scheduler: cli_reports.Scheduler = "",
    prior_without: Annotated[
        list[str] | None, typer.Option(help="Panel of the prior about the same ground, where its labels do not tell.")
    ] = None,
) -> None:
    """Test on any panel whether the picks of year t would have been right later."""
    from iidsp_analysis.backtest.command import Choices, Columns, command

    columns = Columns(region_col, industry_col, year_col, value_col)
    choices = Choices(horizon, target, skip_year, draws, seed, executor, tuple(prior_without or ()), scheduler)
    typer.echo(command(panel, columns, choices, json))


@app.command()
def exports(
    as_of: Annotated[str, typer.Option("--as-of", help="Month YYYY-MM: only figures that are published by then.")] = "",
    region: Annotated[str, typer.Option(help="Region: id, BNS code (AKM), KATO or name; all if empty.")] = "",
    definition: Annotated[str, typer.Option(help="Definition of processed exports; the default one if empty.")] = "",
    borders: Borders = 2014,
    language: Annotated[str, typer.Option("--language", "--lang", help="en, ru or kk.")] = "en",
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Exports of processed goods by region: level, change, contribution, and who fell while the country rose."""
    from iidsp_analysis.sections.exports_listing import Request, listing

    typer.echo(listing(Request(as_of, region, definition, language, output, borders)))


@app.command()
def trade(
    by: Annotated[
        str, typer.Option(help="What to add by: year, month, region, hs_section, hs2, hs4, hs6.")
    ] = "region,year",
    flow: Annotated[str, typer.Option(help="exports or imports.")] = "exports",
    year: Annotated[str, typer.Option(help="Years, such as 2023 or 2022,2023; all if empty.")] = "",
    region: Annotated[str, typer.Option(help="Region: id, BNS code (AKM), KATO or name; all if empty.")] = "",
    goods: Annotated[str, typer.Option(help="First 2, 4 or 6 digits of the goods, such as 72; all if empty.")] = "",
    memory: Annotated[int, typer.Option(help="MiB of memory that the sums may take.")] = 512,
    language: Annotated[str, typer.Option("--language", "--lang", help="en, ru or kk.")] = "en",
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Add up the six-digit lines of a dropped trade workbook (tables 446905, 446906) by any of their dimensions."""
    from iidsp_analysis import build
    from iidsp_analysis.sections.trade_listing import Request, listing

    build.load()  # the lines are stored by the build
    typer.echo(listing(Request(by, flow, year, region, goods, language, output, memory)))


@app.command()
def kpi(
    region: Annotated[str, typer.Option(help="Region: id, BNS code (AKM), KATO or name.")] = "KZ",
    year: Year = 2017,
    borders: Borders = 2014,
    as_of: AsOf = "",
    language: Annotated[str, typer.Option("--language", "--lang", help="en, ru or kk.")] = "en",
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Programme indicators: fact, target, linear path, distance, and the rate that is needed from now on."""
    from iidsp_analysis.sections.kpi_listing import Request, listing

    typer.echo(listing(Request(region, year, borders, as_of, language, output)))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors for people are one sentence and an exit code, without a traceback."""
    command: Any = with_help_in(typer.main.get_command(app))
    try:
        status = command.main(args=arguments, prog_name="iidsp", standalone_mode=False)
    except AnalysisError as error:
        _stop(spoken_error(error), error.exit_code)
    except KeyboardInterrupt:
        _stop(spoken("Interrupted."), INTERRUPTED)
    except BrokenPipeError:  # `iidsp … | head`: nobody reads any more
        sys.exit(NOBODY_READS)
    except SystemExit as ended:  # Typer ends such a program by itself, with the status of a failure
        sys.exit(NOBODY_READS if type(sys.stdout).__name__ == "PacifyFlushWrapper" else ended.code)
    except OSError as error:  # a folder that is read-only, a full disk, a file that another program holds
        next_step = spoken("Look at the rights of the folder, and close the file in other programs.")
        _stop(f"{error.strerror or error} [{error.filename or ''}] {next_step}", SourceError.exit_code)
    except Exception as error:
        if not _is_usage(error):
            raise
        _stop(spoken(error.format_message()), UsageError.exit_code)  # type: ignore[attr-defined]
    if status == INTERRUPTED:  # newer versions of Typer turn the interruption into this status themselves
        _stop(spoken("Interrupted."), INTERRUPTED)
    sys.exit(status if isinstance(status, int) else 0)


def _is_usage(error: Exception) -> bool:
    """Typer carries its own copy of the errors for wrong words: they are known by their method."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _stop(message: str, status: int) -> None:
    one_line = " ".join(message.split())  # a quoted error of a library may bring line breaks
    typer.echo(f"iidsp: {one_line}", err=True)
    sys.exit(status)


def run() -> None:
    """Run the command line as a program of its own.

    At its end Python would look at every object of pandas once more, for half a second: nothing is left to be freed.
    """
    try:
        main()
    finally:
        gc.disable()
        gc.freeze()


if __name__ == "__main__":
    run()
