"""The redacted sections: what they say, what they hide, and that no text of a project gets onto the page."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.language import language
from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.monitors.projects.places import placed
from iidsp_analysis.monitors.projects.redaction.records import BY_THRESHOLD, FOUND, RULE
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.monitors.projects.settings import SEVERITIES
from iidsp_analysis.panel import Panel
from iidsp_analysis.results import Result
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects import redacted as sections
from iidsp_analysis.sections.projects import redacted_words as words
from iidsp_analysis.sections.projects.guard import project_section
from iidsp_analysis.sections.projects.live import live_findings
from iidsp_analysis.sections.projects.redacted_base import own_labels
from iidsp_analysis.sections.projects.view import ProjectsView
from tests.sections.reports import assert_shows_itself, report, visible

SECTIONS = (
    sections.redacted_glance,
    sections.redacted_by_region,
    sections.redacted_flow,
    sections.redacted_findings,
    sections.redacted_priorities,
)
TEXTS = ("id", "name", "district", "product", "note", "stage", "financing", "state_support", "capacity_unit", "bin")
REGIONS = ("KZ", "AKM", "ALA", "AST", "YKO")
TELLING = "distinctive"


def distinct(register: Register) -> Register:
    """The register with texts that stand nowhere else, none of them like a word of the page."""
    rows = register.rows.copy()
    for column in TEXTS:
        rows[column] = [f"{TELLING}-{column}-{number:03d}" for number in range(len(rows))]
    rows["bin"] = [f"7777{number:08d}" for number in range(len(rows))]
    rows["region"] = rows["region"].where(rows.index % 40 != 0, None)  # some cannot be placed
    return replace(register, rows=rows, file=f"{TELLING}-file.xlsx", is_example=False)


@pytest.fixture(scope="module")
def register() -> Register:
    return distinct(example_register())


@pytest.fixture(scope="module")
def redaction(figures: Panel, register: Register) -> Redaction:
    return sections.redaction_of(_context(figures, register, "KZ"))


def _context(figures: Panel, register: Register, region: str, language: str = "en") -> Context:
    context = replace(report(figures, region=region, language=language), redact=True)
    places = placed(register.rows["region"], context.borders)
    context.__dict__["projects"] = ProjectsView(register, None, places, context.panel, context.region.id)
    return context


@pytest.fixture
def opened(figures: Panel, register: Register, redaction: Redaction):
    """Open a redacted report; the pattern is computed once, as it is for every page the same."""

    def open_(region: str, language: str = "en") -> Context:
        context = _context(figures, register, region, language)
        context.shared[sections.SHARED] = redaction
        return context

    return open_


@pytest.mark.parametrize("region", REGIONS)
def test_no_text_of_a_project_gets_onto_the_page(opened, region: str) -> None:
    for make in SECTIONS:
        result = make(opened(region))
        assert_shows_itself(result)
        everything = result._repr_html_() + result.explain() + result.frame.to_csv() + repr(dict(result.values))
        assert TELLING not in everything
        assert "7777" not in everything
        assert "data-sort" not in everything
        assert result.picture is None


def test_no_row_of_the_register_stands_in_what_is_kept(redaction: Redaction) -> None:
    """What all sections share holds no text of a project and no hidden figure."""
    assert TELLING not in repr(redaction)
    assert all(figures is None or figures[0] >= 3 for figures in redaction.figures.values())


def test_hidden_figures_have_a_sign_of_their_own(opened) -> None:
    result = sections.redacted_by_region(opened("KZ"))
    sign = words.hidden_sign(result.language)
    hidden = int((result.frame == sign).to_numpy().sum())
    assert hidden
    assert str(hidden) in result.reading[0]
    assert sign in result.caption
    assert sign != "–"


def test_pages_of_regions_repeat_the_figures_of_the_country(opened) -> None:
    """A region's page tells nothing of its row that the country's page hides."""
    country = sections.redacted_by_region(opened("KZ")).frame
    for region in REGIONS[1:]:
        context = opened(region)
        total = sections.redacted_flow(context).frame.loc[words.TOTAL]
        row = country.loc[context.region.id]
        assert list(total[list(words.FIGURES)]) == list(row[list(words.FIGURES)])
        pd.testing.assert_frame_equal(sections.redacted_by_region(context).frame, country)


def test_country_less_its_regions_leaves_no_hidden_region(opened) -> None:
    frame = sections.redacted_by_region(opened("KZ")).frame.drop(words.TOTAL)
    for column in words.FIGURES:
        assert (frame[column] == "conf.").sum() != 1


def test_shares_times_totals_give_no_hidden_number_back(opened) -> None:
    """Where a number is hidden, so is its share."""
    for make in (sections.redacted_findings, sections.redacted_priorities):
        frame = make(opened("KZ")).frame
        parts = [column for column in frame.columns if column in {"projects", "served"}]
        hidden = (frame[parts] == "conf.").any(axis=1)
        assert (frame.loc[hidden, "share"] == "conf.").all()
        assert hidden.any()
    region = sections.redacted_findings(opened("ALA")).frame
    assert (region.loc[region["here"] == "conf.", "share"] == "conf.").all()


def test_titles_and_values_state_published_figures_only(opened, redaction: Redaction) -> None:
    for region in REGIONS:
        context = opened(region)
        own = {} if context.is_country else {"region": context.region.id}
        result = sections.redacted_glance(context)
        cost = redaction.figure("cost", **own)
        assert ("cost" in result.values) == (cost is not None)
        assert ("confidential" in result.title) == (cost is None)
        if cost is not None:
            assert words.billions(cost, context.language) in result.title


def test_projects_without_a_region_have_a_row_of_their_own(opened) -> None:
    result = sections.redacted_by_region(opened("KZ"))
    assert result.frame.loc["untold", "name"] == "Cannot be placed on these borders"
    assert "A region may hold more than is told of it" in result.explain()


@pytest.mark.parametrize("make", SECTIONS)
def test_the_guard_puts_them_into_the_place_of_the_others(opened, make) -> None:
    @project_section("A section", redacted=make)
    def about_single_projects(context: Context) -> Result:
        raise AssertionError("the redacted edition must not make this section")

    result = about_single_projects(opened("KZ"))
    assert not result.is_missing
    assert TELLING not in visible(result)


def test_a_register_that_one_project_decides_shows_nothing(figures: Panel, register: Register) -> None:
    rows = register.rows.copy()
    rows.loc[7, "cost_planned_mln_kzt"] = 1e9
    context = _context(figures, replace(register, rows=rows), "KZ")
    with pytest.raises(StatedError, match="Nothing of this register can be published"):
        sections.redaction_of(context)
    guarded = project_section("Portfolio at a glance", redacted=sections.redacted_glance)(sections.redacted_glance)
    result = guarded(context)
    assert result.is_missing
    assert not re.search(r"\d", visible(result))


def test_a_missing_figure_is_no_hidden_one(figures: Panel, register: Register) -> None:
    rows = register.rows.assign(jobs_permanent_planned=np.nan)
    result = sections.redacted_glance(_context(figures, replace(register, rows=rows), "KZ"))
    assert result.frame.loc[words.TOTAL, "jobs"] == "–"
    assert result.frame.loc[words.TOTAL, "projects"] != "–"


def test_russian_pages_fill_all_gaps(opened) -> None:
    for make in SECTIONS:
        assert_shows_itself(make(opened("AKM", "ru")))


def test_both_editions_count_the_same_projects_with_findings(opened):
    context = opened("KZ")
    full = live_findings(context.projects).groupby("rule")["row"].nunique()
    redaction = sections.redaction_of(context)
    told = {rule: redaction.figure("projects", **{RULE + rule: FOUND}) for rule in redaction.rules}
    known = {rule: number for rule, number in told.items() if number is not None}
    assert len(known) > 5
    assert not BY_THRESHOLD & set(told)
    assert known == {rule: full.get(rule, 0) for rule in known}


@pytest.mark.parametrize("region", REGIONS)
def test_both_editions_count_the_same_gravest_findings(opened, region):
    context = opened(region)
    found = live_findings(context.projects)
    found = found[~found["rule"].isin(BY_THRESHOLD)]
    gravest = found.groupby("row")["severity"].agg(lambda told: min(told, key=list(SEVERITIES).index)).value_counts()
    redaction, own = sections.redaction_of(context), own_labels(context)
    told = {each: redaction.figure("projects", **own, severity=each) for each in SEVERITIES}
    assert all(number in (None, gravest.get(severity, 0)) for severity, number in told.items())


@pytest.mark.parametrize("cost", [4000.0, 5000.0])
def test_no_figure_tells_on_which_side_of_the_threshold_a_hidden_cost_lies(figures, register, cost):
    """Two registers whose only difference is one project's cost, below and above 4,500 mln KZT."""
    rows = register.rows.copy()
    rows.loc[rows.index[0], ["map", "cost_planned_mln_kzt", "commission_decision"]] = ["industrialization", cost, None]
    redaction = sections.redaction_of(_context(figures, replace(register, rows=rows), "KZ"))
    assert not BY_THRESHOLD & set(redaction.rules)
    hidden = sections.redacted_findings(_context(figures, replace(register, rows=rows), "KZ"))
    assert not {RULES[rule].title(language("en")) for rule in BY_THRESHOLD} & set(hidden.frame["name"])
    assert "threshold" in hidden.reading[-1]
