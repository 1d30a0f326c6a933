"""Industries behind the picks: the divisions that picked groups can hold, with the country's figures."""

from __future__ import annotations

import pytest

from iidsp_analysis import industries
from iidsp_analysis.sections import pick_divisions
from iidsp_analysis.sections.division_figures import TOTAL, compare, divisions_of
from iidsp_analysis.sections.pick_divisions import divisions_of_picks
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import RANKED, ranked_report, with_divisions


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_divisions_and_groups_belong_together(panel, subject):
    context = ranked_report(panel, **subject)
    picks = list(ranked(context).picks.index)
    told = divisions_of_picks(context)
    pairs = {(code, group) for code, groups in told.items() for group in groups}
    assert pairs == {
        (code, group) for group in picks for code in industries.divisions_of_hs_section(group, manufacturing_only=True)
    }
    assert list(pick_divisions.pick_divisions(context).frame.sort_index().index) == sorted(told)


def test_the_count_of_the_title_by_hand(panel):
    context = ranked_report(panel, region="AKM")
    result = pick_divisions.pick_divisions(context)
    volumes = compare(context, divisions_of(context)).frame["production"]
    known = [code for code in result.frame.index if volumes[code] == volumes[code]]
    grew = [code for code in known if volumes[code] > volumes[TOTAL]]
    assert "30" not in known  # no volume index is published for other transport equipment
    assert result.title.startswith(f"Of {len(known)} industries behind the picks with a published volume {len(grew)} ")
    assert result.title.count("“") == 3
    assert result.title.endswith(", …")
    assert (result.values["divisions"], result.values["faster"]) == (len(result.frame), len(grew))


@pytest.mark.parametrize(("known", "words"), [(0, "none has a published volume"), (4, "None of the 4 industries")])
def test_nothing_to_compare_is_not_called_slow(panel, known, words):
    title = pick_divisions._title(ranked_report(panel, region="AKM"), 9, known, [])
    assert words in title


def test_where_divisions_are_ranked_there_is_nothing_behind_them(panel):
    for code in ("en", "ru"):
        result = pick_divisions.pick_divisions(ranked_report(with_divisions(panel), region="AKM", language=code))
        assert result.is_missing
        assert "5792" not in " ".join(result.reading)  # the tables are there: nothing has to be dropped
    english = pick_divisions.pick_divisions(ranked_report(with_divisions(panel), region="AKM"))
    assert english.reading == ("The divisions themselves are ranked: see the growth points.",)


def test_figures_are_said_to_be_the_country_s(panel):
    result = pick_divisions.pick_divisions(ranked_report(panel, region="AKM"))
    assert result.caption.startswith("whole country")
    assert "the whole country" in result.reading[0]
    units = [column.label for column in result.table.columns if column.form != "text"]
    assert all(label.endswith("%") for label in units)
