"""The command: quick to start, one library call each, and errors in one sentence with their exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from iidsp_analysis import build, checks, cli
from iidsp_analysis.checks import Finding
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.report import batch, crews
from iidsp_analysis.report.jobs import Settings, region_job
from iidsp_analysis.report.outcomes import Outcome

HEAVY = (
    "pandas",
    "numpy",
    "matplotlib",
    "papermill",
    "babel",
    "pyarrow",
    "pandera",
    "jinja2",
    "yaml",
    "nbformat",
    "IPython",
)
COMMANDS = ("build", "check", "report", "list", "fetch", "growth-points", "exports", "kpi", "backtest")
#: Warnings that an error message of ours must never bring along.
TRACES = ("Traceback", 'File "', "site-packages")


def spoken(capsys, *arguments):
    """Run the command in this process: exit code, output, errors."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


@pytest.fixture
def no_rendering(monkeypatch, panel):
    """The embedded panel without a build on disk; a report that would start fails the test."""

    def never(*arguments, **options):
        pytest.fail("a report was started although its parameters are wrong")

    monkeypatch.setattr(build, "load", lambda: panel)
    monkeypatch.setattr(crews, "workers_for", lambda start, log: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(crews, "Supervisor", never)


def refused(capsys, *arguments):
    """Exit code and sentence of a refusal, which has no traceback and no output."""
    code, out, err = spoken(capsys, *arguments)
    assert not any(trace in err for trace in TRACES)
    assert err.startswith("iidsp: ")
    assert err.count("\n") == 1
    assert out == ""
    return code, err


# --- start -----------------------------------------------------------------------------------------------------


def test_the_command_starts_without_heavy_libraries():
    code = "import sys, iidsp_analysis.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "iidsp_analysis.cli" in loaded
    assert {name.split(".")[0] for name in loaded} & set(HEAVY) == set()


def test_help_names_every_command_and_the_exit_codes(capsys):
    code, out, _ = spoken(capsys, "--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)
    assert "Exit codes" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(capsys, command):
    code, out, _ = spoken(capsys, command, "--help")
    assert code == 0
    assert "Usage" in out


def test_the_installed_command_is_this_module(project):
    script = Path(sys.executable).with_name("iidsp")
    told = subprocess.run([script, "list", "regions"], capture_output=True, text=True, check=True, cwd=project)
    assert "akmola" in told.stdout
    assert told.stderr == ""


def test_a_refusal_through_the_shell_has_exit_code_and_no_traceback(project):
    ended = subprocess.run(
        [sys.executable, "-m", "iidsp_analysis.cli", "list", "tabels"],
        capture_output=True,
        text=True,
        cwd=project,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == "iidsp: There is no list of 'tabels'. [list] Nearest: tables.\n"
    assert ended.stdout == ""


def test_outside_a_project_the_command_says_where_it_looked(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    code, err = refused(capsys, "check")
    assert code == 6
    assert str(tmp_path) in err


# --- wrong words -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_rendering")
class TestReport:
    def test_an_unknown_region_is_refused_with_the_nearest_names(self, capsys):
        code, err = refused(capsys, "report", "Akmolla")
        assert code == 4
        assert "Akmolla" in err
        assert "Akmola" in err.replace("Akmolla", "")

    def test_a_region_that_the_borders_do_not_have_is_refused_with_its_parent(self, capsys):
        code, err = refused(capsys, "report", "ABY", "--borders", "2014")
        assert code == 4
        assert "2014" in err
        assert "East Kazakhstan" in err

    def test_a_region_that_the_borders_no_longer_have_is_refused_with_its_successors(self, capsys):
        code, err = refused(capsys, "report", "YKO", "--borders", "2022", "--year", "2025")
        assert code == 4
        assert "urkistan" in err
        assert "hymkent" in err

    def test_a_language_that_does_not_exist_is_refused_with_those_that_do(self, capsys):
        code, err = refused(capsys, "report", "AKM", "--language", "fr")
        assert code == 2
        assert "ru, kk, en" in err

    @pytest.mark.parametrize("year", ["2009", "2030"])
    def test_a_year_without_figures_is_refused_with_the_span(self, capsys, year):
        code, err = refused(capsys, "report", "AKM", "--year", year)
        assert code == 2
        assert year in err
        assert "2010 to 2025" in err

    @pytest.mark.parametrize("month", ["2018", "2018-13", "March 2018", "2018-3"])
    def test_a_bad_month_is_refused_with_an_example(self, capsys, month):
        code, err = refused(capsys, "report", "AKM", "--as-of", month)
        assert code == 2
        assert "2018-03" in err

    def test_a_year_that_was_not_published_as_of_the_month_is_refused(self, capsys):
        code, err = refused(capsys, "report", "AKM", "--year", "2018", "--as-of", "2018-03")
        assert code == 2
        assert "as of 2018-03" in err

    def test_unknown_borders_are_refused(self, capsys):
        code, err = refused(capsys, "report", "AKM", "--borders", "2015")
        assert code == 4
        assert "2014" in err

    def test_nothing_named_is_refused_with_the_way(self, capsys):
        code, err = refused(capsys, "report")
        assert code == 2
        assert "--all" in err

    @pytest.mark.parametrize(("rows", "told"), [
        ("10,low", "divisions are missing: 11, 12"), ("10,low\n10,low", "divisions stand twice: 10"),
        ("10,top", "classes are unknown: top"),
    ])  # fmt: skip
    def test_a_table_of_classes_that_cannot_be_used_is_refused(self, capsys, tmp_path, rows, told):
        path = tmp_path / "own.csv"
        path.write_text(f"code,class\n{rows}\n")
        code, err = refused(capsys, "report", "--notebook", "concept", "--technology", str(path))
        assert code == 2
        assert told in err

    def test_classes_of_technology_concern_one_page(self, capsys):
        code, err = refused(capsys, "report", "AKM", "--technology", "oecd")
        assert code == 2
        assert "Only the page for the Concept" in err

    def test_a_region_named_twice_in_two_spellings_is_refused(self, capsys):
        code, err = refused(capsys, "report", "AKM", "akmola")
        assert code == 2
        assert "twice" in err

    def test_a_printed_aggregate_is_no_industry(self, capsys):
        code, err = refused(capsys, "report", "--industry", "24-25")
        assert code == 4
        assert "24, 25" in err

    @pytest.mark.parametrize(
        ("option", "meant"), [("--yaer", "--year"), ("--boarders", "--borders"), ("--asof", "--as-of")]
    )
    def test_a_misspelt_option_is_refused_with_the_right_one(self, capsys, option, meant):
        code, err = refused(capsys, "report", "AKM", option, "2017")
        assert code == 2
        assert option in err
        assert meant in err.replace(option, "", 1)

    def test_a_word_in_place_of_a_number_is_refused(self, capsys):
        code, err = refused(capsys, "report", "AKM", "--year", "last")
        assert code == 2
        assert "--year" in err
        assert "integer" in err


def test_an_unknown_command_is_refused(capsys):
    code, err = refused(capsys, "chekc")
    assert code == 2
    assert "chekc" in err


def test_an_unknown_table_is_refused_before_the_network_is_asked(capsys):
    code, err = refused(capsys, "fetch", "5932")
    assert code == 2
    assert "5931" in err


def test_an_unknown_format_of_findings_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(checks, "run_checks", list)
    code, err = refused(capsys, "check", "--format", "xml")
    assert code == 2
    assert "table, csv, json" in err


# --- exit codes of commands that ran ---------------------------------------------------------------------------

FOUND = Finding(
    "two-tables", "gap", "bns-1", "KZ", "C", "2017", 10.0, "mln KZT", "They differ.", (), "", "Older vintage."
)


@pytest.mark.parametrize(("explanation", "status"), [("Older vintage.", 0), ("", 1)])
def test_check_fails_if_anything_is_unexplained(capsys, monkeypatch, explanation, status):
    from dataclasses import replace

    monkeypatch.setattr(checks, "run_checks", lambda: [replace(FOUND, explanation=explanation)])
    code, out, err = spoken(capsys, "check")
    assert code == status
    assert f"1 findings, {status} unexplained." in out
    assert err == ""


def outcome(reason):
    page, kept = (None, Path("kept.ipynb")) if reason else (Path("akmola.html"), None)
    return Outcome(region_job("AKM", Settings()), page, 1.0, reason, kept)


@pytest.mark.parametrize(("reason", "status"), [("", 0), ("cell 3 raised ValueError", 1)])
def test_a_failed_report_is_listed_last_and_fails_the_command(capsys, monkeypatch, reason, status):
    finished = batch.Batch((outcome(reason),), Path("reports/index.html"))
    monkeypatch.setattr(batch, "render_wish", lambda *arguments, **options: finished)
    code, out, err = spoken(capsys, "report", "AKM")
    assert code == status
    assert out.splitlines()[-1] == "reports/index.html"
    assert ("akmola" in err) == bool(status)
    assert ("kept.ipynb" in err) == bool(status)


def test_settings_reach_the_library_as_typed(capsys, monkeypatch):
    calls = []

    def render(wish, settings, **options):
        calls.append((wish, settings, options))
        return batch.Batch((), Path("index.html"))

    monkeypatch.setattr(batch, "render_wish", render)
    spoken(capsys, "report", "AKM", "YKO", "--year", "2024", "--as-of", "2025-06", "--lang", "en", "--jobs", "1")
    ((wish, settings, options),) = calls
    assert wish == batch.Wish(("AKM", "YKO"))
    assert (settings.year, settings.borders, settings.as_of, settings.language) == (2024, 2014, "2025-06", "en")
    assert options["options"].workers == 1


def test_an_interruption_ends_with_130(capsys, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "run_checks", interrupt)
    code, err = refused(capsys, "check")
    assert code == 130
    assert "Interrupted" in err


def test_a_bug_keeps_its_traceback(monkeypatch):
    """Only errors for people are one sentence: a bug must not read as a fact."""

    def fail():
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(checks, "run_checks", fail)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        cli.main(["check"])


@pytest.mark.parametrize("kind", AnalysisError.__subclasses__())
def test_every_error_for_people_ends_with_its_own_code(capsys, monkeypatch, kind):
    def fail():
        raise kind("It broke.", where="here", what_next="Mend it.")

    monkeypatch.setattr(checks, "run_checks", fail)
    code, err = refused(capsys, "check")
    assert code == kind.exit_code
    assert err == "iidsp: It broke. [here] Mend it.\n"


@pytest.mark.parametrize("command", [("report", "AKM"), ("projects", "report")])
@pytest.mark.parametrize(("out", "what"), [("", "has no name"), (__file__, "a file, not a folder")])
def test_pages_go_into_a_folder_with_a_name(capsys, command, out, what):
    status, _, errors = spoken(capsys, *command, "--out", out)
    assert status == 2
    assert what in errors


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_who_stops_reading_ends_the_command_quietly():
    script = "import sys; from iidsp_analysis import cli; cli.main(['list', 'regions'])"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        told.stdout.close()
        errors = told.stderr.read()
        assert (told.wait(60), errors) == (141, b"")
