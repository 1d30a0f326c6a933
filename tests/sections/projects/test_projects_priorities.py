"""The page about priorities: the example end to end, the cases that a page must survive, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.loaders.projects.register import typed
from iidsp_analysis.monitors.projects.places import placed
from iidsp_analysis.monitors.projects.priorities.judgement import judge_priorities
from iidsp_analysis.monitors.projects.priorities.verdict import FAILS, MEETS, UNJUDGED, VERDICTS
from iidsp_analysis.monitors.projects.priorities.weights import PARTS, read_weights
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.sections.projects import priorities as section
from iidsp_analysis.sections.projects.priority_counts import counts
from iidsp_analysis.sections.projects.view import ProjectsView
from tests.monitors.projects.priority_cases import listing
from tests.monitors.projects.project_registers import register
from tests.sections.rankings import ranked_report, with_divisions
from tests.sections.reports import assert_shows_itself, visible

EXAMPLE = example_register()


def opened(panel, told=EXAMPLE, **subject):
    """A report on a register of its own, with the rankings of the session."""
    context = ranked_report(panel, **subject)
    view = ProjectsView(told, None, placed(told.rows["region"], context.borders), context.panel, context.region.id)
    vars(context)["projects"] = view
    return context


@pytest.fixture(scope="module")
def country(panel):
    """The example on the country's page."""
    return opened(panel, region="KZ")


# --- the example ------------------------------------------------------------------------------------------------


def test_the_example_is_judged_whole(country):
    result = section.priorities(country)
    assert_shows_itself(result)
    cancelled = int((EXAMPLE.rows["status"] == "cancelled").sum())
    assert sum(result.values[name] for name in VERDICTS) == len(EXAMPLE.rows) - cancelled
    assert str(int(result.values[MEETS])) in result.title
    assert "EXAMPLE DATA" in visible(result)
    assert "which nobody has verified" in visible(result)
    assert "Kyzylorda Region" in visible(result)  # it cannot be ranked, and that is told


def test_the_table_has_the_worst_first_and_tells_every_part(country):
    result = section.priorities(country)
    table = result.frame
    assert len(table) == section.LISTED_ROWS
    assert table["place"].is_monotonic_increasing
    within = table.groupby("place")["number"].apply(lambda told: told.dropna().is_monotonic_increasing)
    assert within.all()
    assert (table["verdict"].iloc[: int(result.values[FAILS])] == "does not meet").all()
    judged = section.priorities_of(country)
    assert section.LISTED_ROWS == 15
    assert (table[list(PARTS)] == "–").equals(judged.parts.loc[table.index].isna())
    assert set(table["listed"]) <= {"yes", "no", "–"}
    shown = [column.key for column in result.table.columns]
    assert shown == ["project", "verdict", "why", "score", *judged.weights.used]  # the list stands in the reason
    planned = judged.details["exports"].facts["basis"].loc[table.index] == "planned"
    assert (table["exports"].str.endswith("*") == (planned & (table["exports"] != "–"))).all()
    hidden = int(sum(result.values[name] for name in VERDICTS)) - section.LISTED_ROWS
    assert f"Projects not in the table: {hidden}" in visible(result)


def test_the_title_counts_with_and_without_the_list_that_nobody_verified(country):
    judged, result = section.priorities_of(country), section.priorities(country)
    without = counts(judged.under_other_weights["listed"])
    assert result.title == (
        f"Meeting the priorities by an unverified list: {int(result.values[MEETS])} of {len(judged.verdict)} projects;"
        f" without the list: {without[MEETS]}"
    )
    assert result.values["meets_without_list"] == without[MEETS] <= result.values[MEETS]
    told = visible(result)
    assert f"cannot be judged: {without[UNJUDGED]}." in told
    assert "has no weight in the mean until it is verified, or until a file of weights gives it one" in told
    assert "each of the 5 parts in the mean counts the same" in told
    assert not judged.weights.shares[PARTS.index("listed")]


def test_a_verified_list_counts_and_the_title_does_not_doubt_it(panel):
    context = opened(panel, region="AKM")
    vars(context.projects)["priorities"] = listing("10", "23")
    result = section.priorities(context)
    assert result.title.startswith("Meeting the priorities: ")
    assert "meets_without_list" not in result.values
    assert "each of the 6 parts in the mean" in visible(result)
    assert "unverified" not in visible(result)


def test_without_growth_points_nothing_is_left_beside_the_list(panel, monkeypatch, tmp_path):
    path = tmp_path / "priority_weights.yml"
    path.write_text("weights:\n  growth_point: 0\n", encoding="utf-8")
    monkeypatch.setattr(
        "iidsp_analysis.monitors.projects.priorities.judgement.read_weights", lambda: read_weights(path)
    )
    result = section.priorities(opened(panel, region="AKM"))
    assert result.title.endswith("projects")
    assert "no project could be judged" in visible(result)


def test_the_bars_are_in_the_order_of_the_share_that_meets(country):
    bars = section._bars(country, section.priorities_of(country))
    share = bars[MEETS] / bars.sum(axis=1)
    assert share.is_monotonic_increasing  # the first bar is drawn lowest
    assert not bars.sum(axis=1).is_monotonic_increasing


def test_the_caption_of_the_picture_is_about_the_picture(country):
    result = section.priorities(country)
    assert result.caption.startswith("projects by verdict; at the end of each bar the share that meets")
    assert "KZT" not in result.caption
    assert "from 0 to 1" in result.table.caption


def test_the_page_speaks_plainly(country):
    judged = section.priorities_of(country)
    reasons = [judged.why(row, country.language) for row in judged.verdict.index]
    told = " ".join([visible(section.priorities(country)), *reasons])
    assert not any(word in told for word in ("fragile", "leaning", "Dirichlet"))
    sensitivity = section.priority_sensitivity(country)
    assert not any("Dirichlet" in sentence for sentence in sensitivity.reading)
    assert any("Dirichlet" in sentence for sentence in sensitivity.caveats)
    assert "each typically 31% higher or lower" in visible(sensitivity)  # √(0.8 / 0.2 / 41)


def test_the_title_of_the_sensitivity_promises_no_more_than_its_figures(country):
    result = section.priority_sensitivity(country)
    firm, judged, anywhere = (int(result.values[name]) for name in ("firm", "judged", "firm_anywhere"))
    assert result.title == (
        f"Surviving small changes of the weights: {firm} of {judged} verdicts; nearly any change: {anywhere}"
    )


def test_the_picture_counts_what_the_title_counts(country):
    judged = section.priorities_of(country)
    bars = section._bars(country, judged)
    assert bars.sum().to_dict() == counts(judged.verdict)
    alt = section.priorities(country).picture.alt
    assert all(country.short_names[place] in alt for place in country.projects.places.dropna().unique())


def test_every_sentence_agrees_with_its_verdict(country):
    judged = section.priorities_of(country)
    for row, verdict in judged.verdict.items():
        said = judged.why(row, country.language)
        assert ("reach only" in said) <= (verdict != MEETS)
        assert ("outside manufacturing" in said) <= (verdict == FAILS)
        assert ("verdict would be" in said or "Only" in said or "no OKED" in said) == (verdict == UNJUDGED)
        assert ("holds in" in said) == (verdict != UNJUDGED and "outside" not in said)
        assert "By the unverified example list" in said or "outside" in said or "coarser" in said


def test_the_short_reason_says_no_more_than_the_long_one(country):
    judged = section.priorities_of(country)
    for row, verdict in judged.verdict.items():
        brief, said = judged.in_brief(row, country.language), judged.why(row, country.language)
        assert len(brief) < len(said) or "outside" in said
        assert ("On the unverified list" in brief) == ("outside" not in said)
        assert ("growth point: not known" not in brief) or "“Growth point of its region” (" in said or "depends" in said
        assert ("on the line" in brief) == ("on the line" in said) == bool(judged.is_on_the_line[row])
        assert ("growth point: no;" in brief) == ("no growth point of the region" in said)
        assert ("hangs" in brief) == ("hangs" in said)
        assert ("hangs" in brief) <= (not judged.is_firm[row])
        assert verdict != UNJUDGED or "known" in brief or "No OKED" in brief


def test_planted_divisions_outside_manufacturing_fail(country):
    judged = section.priorities_of(country)
    outside = judged.inside == 0
    assert outside.sum() >= 3
    assert (judged.verdict[outside] == FAILS).all()


def test_priorities_are_judged_once_for_a_report(country, monkeypatch):
    first = section.priorities_of(country)
    monkeypatch.setattr(section, "judge_priorities", lambda *_, **__: pytest.fail("judged again"))
    assert section.priorities_of(country) is first


def test_sensitivity_starts_with_the_weights_in_use(country):
    result = section.priority_sensitivity(country)
    assert_shows_itself(result)
    frame, judged = result.frame, section.priorities_of(country)
    assert list(frame.index) == ["own", *PARTS]  # equal weights are the weights in use
    assert frame.loc["own", list(VERDICTS)].to_dict() == counts(judged.verdict)
    assert frame.loc["own", "changed"] == 0
    assert (frame[list(VERDICTS)].sum(axis=1) == len(judged.verdict)).all()
    assert 0 < result.values["firm_anywhere"] <= result.values["firm"] <= result.values["judged"]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["AKM", "KZL"])
def test_pages_of_regions_hold_their_own_projects(panel, region, language):
    context = opened(panel, region=region, language=language)
    judged = section.priorities_of(context)
    assert set(context.projects.places[judged.verdict.index]) == {context.region.id}
    assert set(context.rankings) >= ({context.region.id} if region == "AKM" else set())
    for made in (section.priorities, section.priority_sensitivity):
        assert_shows_itself(made(context))


def test_only_regions_with_projects_are_ranked(panel, monkeypatch):
    asked = []
    monkeypatch.setattr(section, "ranked", lambda context, region: asked.append(region))
    section.priorities_of(opened(panel, register({"region": "akmola"}, {"region": None}), region="KZ"))
    assert asked == ["akmola"]


def test_medians_and_shares_compare_with_the_whole_register(country, panel):
    akmola = section.priorities_of(opened(panel, region="AKM"))
    whole = section.priorities_of(country)
    pd.testing.assert_frame_equal(akmola.parts, whole.parts.loc[akmola.parts.index])
    assert akmola.rank.max() <= len(akmola.rank)


# --- other cases ------------------------------------------------------------------------------------------------


def test_the_redacted_edition_names_no_project_and_shows_no_score(panel):
    context = replace(ranked_report(panel, region="KZ"), redact=True)
    vars(context)["projects"] = opened(panel, region="KZ").projects
    for made in (section.priorities, section.priority_sensitivity):
        result = made(context)
        assert result.is_missing == (made is section.priority_sensitivity)
        assert not any(name in visible(result) for name in EXAMPLE.rows["name"].dropna())


def test_a_region_without_projects_says_so(panel):
    context = opened(panel, register({"region": "akmola"}, {"status": "cancelled", "region": "aktobe"}), region="AKT")
    for made in (section.priorities, section.priority_sensitivity):
        assert made(context).is_missing


def test_one_project_is_a_whole_page(panel):
    context = opened(panel, register({"region": "akmola"}), region="AKM")
    result = section.priorities(context)
    assert_shows_itself(result)
    assert "of 1 project;" in result.title
    assert_shows_itself(section.priority_sensitivity(context))


def test_nothing_known_is_a_page_that_says_so(panel):
    nothing = dict.fromkeys(("oked", "hs", "region", "map", "cost_planned_mln_kzt", "jobs_permanent_planned"))
    context = opened(panel, register(nothing, {**nothing, "status": None}), region="KZ")
    result = section.priorities(context)
    assert_shows_itself(result)
    assert result.values[UNJUDGED] == 2
    assert "no planned cost" in visible(result)
    assert "No project could be judged" in section.priority_sensitivity(context).title


def test_hostile_names_are_shown_as_text(panel):
    name = "<script>alert(1)</script> $x$ \N{GREEK CAPITAL LETTER OMEGA}"
    context = opened(panel, register({"region": "akmola", "name": name, "map": None}), region="AKM")
    html = section.priorities(context)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_year_without_a_ranking_leaves_the_part_unknown(panel, monkeypatch):
    def refuse(context, region):
        raise MissingDataError("no figures")

    monkeypatch.setattr(section, "ranked", refuse)
    context = opened(panel, region="AKM")
    judged = section.priorities_of(context)
    assert judged.parts["growth_point"].isna().all()
    assert "Growth points cannot be ranked in: Akmola Region" in visible(section.priorities(context))


def test_divisions_by_value_added_are_ranked_where_they_are_loaded(panel):
    context = opened(with_divisions(panel), region="AKM")
    judged = section.priorities_of(context)
    standing = judged.details["growth_point"].facts["standing"].iloc[0]
    assert standing.classification == "oked_division"
    assert "divisions by value added" in visible(section.priorities(context))


def test_weights_of_the_user_are_named_and_stand_beside_equal_ones(panel, monkeypatch, tmp_path):
    path = tmp_path / "priority_weights.yml"
    path.write_text("weights:\n  exports: 5\n  listed: 0\n", encoding="utf-8")
    monkeypatch.setattr(
        "iidsp_analysis.monitors.projects.priorities.judgement.read_weights", lambda: read_weights(path)
    )
    context = opened(panel, region="AKM")
    told = visible(section.priorities(context))
    assert "of the file priority_weights.yml: “Growth point of its region” 11.1%" in told
    assert "has no weight: it is not looked at" in told
    frame = section.priority_sensitivity(context).frame
    assert list(frame.index[:2]) == ["own", "equal"]
    assert frame.loc["own", "set"] == "Weights of the file"


def test_borders_that_cannot_hold_a_former_region_leave_its_projects_out(panel):
    told = register({"region": "akmola"}, {"region": "south_kazakhstan"})
    context = opened(panel, told, region="AKM", borders=2022, year=2024)
    judged = section.priorities_of(context)
    assert list(judged.verdict.index) == [0]
    assert "cannot be placed" in visible(section.priorities(context))


def test_a_register_of_many_copies_is_ranked_with_ties():
    rows = typed(pd.concat([EXAMPLE.rows.head(3)] * 4, ignore_index=True).assign(id=[f"P{n}" for n in range(12)]))
    told = judge_priorities(Portfolio(rows, pd.Timestamp("2018-03-27"), shipped_priorities()), {})
    assert np.array_equal(told.rank[:3], told.rank[3:6], equal_nan=True)
