"""One object from which everything is found: lists, completion, near matches, tables in the terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest

import iidsp_analysis
from iidsp_analysis.errors import AnalysisError, UsageError
from iidsp_analysis.explore.names import UnknownNameError, no_such
from iidsp_analysis.explore.section_menu import OF_BACKTEST, OF_COUNTRY, OF_REGION
from iidsp_analysis.results import Result
from tests.test_project import PROJECT, cells

HEAVY = ("pandas", "numpy", "matplotlib", "ipywidgets", "iidsp_analysis.explore")


def test_importing_the_package_imports_nothing_heavy():
    asked = f"import sys, iidsp_analysis; print([name for name in {HEAVY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert told.stdout.strip() == "[]"


def test_the_library_needs_no_widgets():
    asked = "import sys, iidsp_analysis.explore.library; print('ipywidgets' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert told.stdout.strip() == "False"


def test_completion_offers_what_there_is(library):
    offered = dir(library)
    assert {"regions", "industries", "indicators", "panel", "table", "region", "sources", "growth_points", "backtest",
            "sections", "what_if", "lenses"} <= set(offered)  # fmt: skip
    assert [name for name in offered if name.startswith("_")] == []
    assert all(hasattr(library, name) for name in offered)


def test_everything_shows_itself(library):
    place = library.region("AKM")
    for each in (library, library.regions, library.industries, library.indicators, library.sources, library.lenses,
                 place, place.sections, library.table("gva"), place.growth_points(), place.what_if("C", 5),
                 library.panel):  # fmt: skip
        told = repr(each)
        assert " object at 0x" not in told
        assert "DataFrame" not in told
        assert len(told) < 12_000
    assert "<table" in library._repr_html_()
    assert "<table" in library.regions._repr_html_()


@pytest.mark.parametrize(("ask", "near"), [
    (lambda library: library.regoins, "regions"),
    (lambda library: library.growth_point, "growth_points"),
    (lambda library: library.regions["Akmolla"], "akmola"),
    (lambda library: library.lenses["demnd"], "demand"),
    (lambda library: library.indicators["exprots"], "exports"),
    (lambda library: library.sources["bns-593"], "bns-5931"),
    (lambda library: library.industries["Chemikals"], "Chemicals"),
    (lambda library: library.region("AKM").sections.export, "exports"),
    (lambda library: library.region("AKM").section, "sections"),
    (lambda library: library.backtest_sections["panel"], "panels"),
])  # fmt: skip
def test_a_wrong_name_is_answered_with_near_ones(library, ask, near):
    with pytest.raises(UnknownNameError) as refused:
        ask(library)
    assert "Nearest: " in str(refused.value)
    assert near in str(refused.value)


def test_in_a_notebook_the_sentence_stands_alone(library):
    with pytest.raises(UnknownNameError) as refused:
        _ = library.regoins
    assert refused.value._render_traceback_() == [str(refused.value)]


def test_a_name_without_likeness_is_answered_with_all_of_them():
    assert (
        no_such("lens", "qqqqqq", ("demand", "technology"))
        == "There is no lens 'qqqqqq'. There are: demand, technology."
    )


def test_an_error_inside_a_property_is_not_taken_for_a_missing_name(library, monkeypatch):
    def broken(context):
        raise AttributeError("deep inside")

    monkeypatch.setattr("iidsp_analysis.explore.library.backtest_panels.panels", broken)
    with pytest.raises(AttributeError, match="deep inside"):
        _ = library.backtest


def test_hasattr_and_copy_work_as_for_any_object(library):
    assert not hasattr(library, "nonsense")
    assert not hasattr(library, "_repr_png_")


@pytest.mark.parametrize("name", ["AKM", "akmola", "11", "Акмолинская область", "Akmola Region"])
def test_a_region_is_found_by_any_of_its_names(library, name):
    assert library.region(name).id == "akmola"
    assert library.regions[name].id == "akmola"


@pytest.mark.parametrize(("menu", "notebook"), [
    (OF_REGION, "region_report"), (OF_COUNTRY, "national_report"), (OF_BACKTEST, "backtest"),
])  # fmt: skip
def test_the_menus_hold_every_section_of_their_pages(menu, notebook):
    told = [cell.source for cell in cells(PROJECT / "notebooks" / f"{notebook}.ipynb")]
    calls = {source.removesuffix("(report)") for source in told if source.endswith("(report)")}
    known = {path.removeprefix("projects.") for path in menu.values()}
    shared = {"provenance.methods", "provenance.source_list"}  # every page closes with them
    assert calls - shared == known - shared


def test_a_section_is_made_when_it_is_called(library):
    made = library.region("AKM").sections.exports()
    assert isinstance(made, Result)
    assert repr(made) == made.explain()


def test_own_weights_are_checked(library):
    with pytest.raises(UsageError, match="no lens"):
        library.growth_points("AKM", {"demnad": 1.0})
    with pytest.raises(AnalysisError):
        library.growth_points("AKM", {"demand": 0.0})


def test_the_ranking_of_the_library_is_that_of_the_report(library):
    told = library.region("AKM").sections.growth_points()
    made = library.growth_points("AKM")
    assert list(made.ranked.index[made.ranked["pick"]]) == list(told.table.frame.index)


def test_own_weights_are_told_to_be_untested(library):
    assert len(library.growth_points("AKM", {"demand": 1.0}).result.caveats) == 2
    assert len(library.growth_points("AKM").result.caveats) == 1


def test_the_ranking_is_drawn(library):
    library.growth_points("AKM").result.plot().canvas.draw()


def test_load_refuses_what_there_is_not(monkeypatch, panel):
    monkeypatch.setattr("iidsp_analysis.build.load", lambda: panel)
    with pytest.raises(UsageError, match="1850"):
        iidsp_analysis.load(year=1850)
    with pytest.raises(UsageError, match="language"):
        iidsp_analysis.load(language="de")
    with pytest.raises(AnalysisError):
        iidsp_analysis.load(borders=1999)
    assert iidsp_analysis.load(language="kk").language == "kk"
