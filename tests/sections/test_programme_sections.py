"""Pages about the programme: marks of unverified targets, lights with their rule, and no verdict without a plan."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis import reference, schema
from iidsp_analysis.monitors import programme_targets
from iidsp_analysis.reference.target_records import COLUMNS, indicators
from iidsp_analysis.sections import programme, programme_base
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.programme_base import base_years, first_prints
from iidsp_analysis.sections.programme_prints import prints
from tests.monitors.programme_panels import ROW
from tests.sections.reports import UNPUBLISHED, assert_shows_itself, changed, report, visible

SECTIONS = (programme.indicators, programme.contributions, programme_base.base_years, programme_base.first_prints)


@pytest.fixture(autouse=True)
def plans(tmp_path, monkeypatch):
    """An empty folder of raw files: what a user has loaded must not decide a test."""
    monkeypatch.setattr(programme_targets.folders, "raw", lambda: tmp_path)
    (tmp_path / "plans").mkdir()

    def load(*changes):
        with (tmp_path / programme_targets.FILE).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows([{**ROW, **change} for change in changes])

    return load


@pytest.fixture(scope="module")
def country(panel):
    return report(panel, trade=True)


def test_the_title_counts_lights_and_verified_targets(country):
    result = programme.indicators(country)
    assert result.title == (
        "Programme targets that can be judged in 2017: 6; on their path or better: 2, behind it: 4; verified: 0"
    )
    assert result.reading[0] == "Lights of the targets: green 2, yellow 1, red 3, grey 1."
    assert "Labour productivity in manufacturing" in result.reading[1]
    assert "amended edition, 2015→2019), 24% of the planned way" in result.reading[1]
    assert any("at least 80%" in caveat for caveat in result.caveats)


def test_a_replaced_target_is_shown_and_not_counted(country):
    """Productivity has a red light from both editions; it is one indicator behind its path."""
    result = programme.indicators(country)
    rows = result.frame[(result.frame["indicator"] == "productivity") & (result.frame["light"] == "red")]
    assert ["replaced, not counted" in remark for remark in rows["remark"]] == [True, False]
    assert any("are shown and not counted" in caveat for caveat in result.caveats)
    before = programme.indicators(replace(country, year=2016, panel=country.panel.until("2017-01")))
    assert not any("are shown and not counted" in caveat for caveat in before.caveats)


def test_the_light_of_exports_names_the_definitions(country):
    told = programme.indicators(country).reading[-1]
    assert told.startswith("The light of processed exports depends on their definition.")
    assert "All goods except farm and mineral products – green, index 116.7; The same without metals – red" in told


def test_the_table_begins_with_what_is_judged(country):
    """Name with unit and target, light, fact and path come first: a narrow screen shows no more."""
    table = programme.indicators(country).table
    assert [column.key for column in table.columns] == [
        "name", "light", "fact", "since_base", "path", "path_share", "goal", "required", "remark",
    ]  # fmt: skip
    assert "Target of 2019" in [column.label for column in table.columns]
    exports = table.frame[(table.frame["indicator"] == "processed_exports") & (table.frame["light"] == "green")].iloc[0]
    assert exports["name"] == ("Processed exports, mln USD · IIDSP 2015–2019, amended edition, 2015→2019 (unverified)")
    assert exports["path_share"] == pytest.approx(116.68 / 109.5 - 1, abs=1e-4)


def test_a_sum_has_no_index_and_the_year_itself_has_a_row(country):
    result = programme.indicators(country)
    of_sum, of_year = (row for _, row in result.frame[result.frame["indicator"] == "investment"].iterrows())
    assert np.isnan(of_sum["since_base"])
    assert of_sum["path_share"] == pytest.approx(2659.4 / 2700 - 1, abs=1e-4)
    assert (of_year["fact"], of_year["since_base"]) == (pytest.approx(956.2, abs=0.05), pytest.approx(0.159, abs=0.001))
    assert any("A sum over years has no base year" in caveat for caveat in result.caveats)


def test_unverified_targets_are_marked_on_table_picture_and_caption(country):
    result = programme.indicators(country)
    assert "unverified targets: 10 of 10" in result.caption
    with_target = result.frame[result.frame["goal"].notna()]
    assert set(with_target["verified"]) == {"unverified"}
    assert with_target["name"].str.endswith("(unverified)").all()
    legend = result.plot().axes[0].get_legend()
    assert "target, unverified" in [text.get_text() for text in legend.get_texts()]
    assert "from memory" in result.caveats[0]
    assert "target unverified" in programme.contributions(country).title
    assert "unverified targets: 9 of 9" in base_years(country).caption or "unverified" in base_years(country).caption


def test_what_has_no_table_says_what_to_load(country):
    result = programme.indicators(country)
    told = result.caveats[-1]
    assert not any("load " in sentence for sentence in result.reading)
    assert "energy use of manufacturing" in told
    assert "ranks of different publishers" in told


def test_a_region_has_no_light_without_a_target_of_its_own(panel):
    result = programme.indicators(report(panel, region="AKM", trade=True))
    assert set(result.frame["light"]) == {"grey"}
    assert "goal" not in [column.key for column in result.table.columns]
    assert result.reading[0].startswith("A national target is no target of a region")
    assert result.title == (
        "Akmola Region, 2015→2017: volume of manufacturing +6.1%, processed exports −39.6%; the targets of the "
        "programme are national"
    )


def test_a_region_shows_its_part_in_the_country(panel):
    frame = programme.indicators(report(panel, region="AST", trade=True)).frame
    exports = frame[(frame["indicator"] == "processed_exports") & (frame["base"] == 2015)].iloc[0]
    assert exports["change_part"] == pytest.approx(-7.63, abs=0.005)  # (587 - 1,462) / 11,459
    assert exports["gap_part"] == pytest.approx(exports["change_part"] - 1461.6 / 11459.1 * 9.5, abs=0.005)


def test_a_loaded_target_of_the_region_is_judged(panel, plans):
    plans({})  # +20 % of Akmola's exports from 2016 to 2020, verified
    result = programme.indicators(report(panel, region="AKM", trade=True))
    assert result.title.endswith("2017: 1; on their path or better: 0, behind it: 1; verified: 1")
    row = result.frame[result.frame["goal"].notna()].iloc[0]
    assert (row["light"], row["verified"], row["remark"]) == ("red", "yes", "target of the loaded file")
    assert row["index"] == pytest.approx(80.5 / 89.0 * 100, abs=0.1)
    assert "unverified targets" in result.caption


def test_a_target_of_another_region_changes_nothing(panel, plans):
    plans({"region": "ABY"})
    result = programme.indicators(report(panel, region="AKM", trade=True))
    assert set(result.frame["light"]) == {"grey"}
    assert any("ABY" in caveat for caveat in result.caveats)


def test_a_later_year_is_judged_in_the_target_year(panel):
    result = programme.indicators(report(panel, year=2022, trade=True))
    ended = result.frame[result.frame["remark"].str.contains("judged in its target year")]
    assert set(ended["year"]) == {2019}
    assert "A target whose year has passed is judged in that year." in result.caveats
    assert result.frame["name"].str.contains("fact of 2019").tolist() == (result.frame["year"] == 2019).tolist()
    heads = [column.label for column in result.table.columns]
    assert {"Path", "Target of its target year"} <= set(heads)


def test_a_year_before_every_target_judges_nothing(panel):
    result = programme.indicators(report(panel, year=2013, trade=True))
    assert result.title == "No target of the programme can be judged in 2013"
    assert set(result.frame["light"]) == {"grey"}


def test_the_contributions_close_with_what_is_not_by_region(country):
    result = programme.contributions(country)
    assert result.table.footer == {schema.RESIDUAL, schema.COUNTRY}
    for column in ("gva_volume_change", "gva_volume_gap", "processed_exports_change", "processed_exports_gap"):
        parts = result.frame[column].drop(schema.COUNTRY)
        assert parts.sum() == pytest.approx(result.frame.loc[schema.COUNTRY, column], abs=1e-4)
    told = result.frame.drop(index=[schema.RESIDUAL, schema.COUNTRY])["gva_volume_gap"]
    assert told.is_monotonic_decreasing
    assert "Astana and Almaty city" in result.reading[1]
    assert result.title.endswith("lowest part: Pavlodar −3.72 pp, highest: Kyzylorda +0.40 pp")


def test_without_a_path_the_contributions_are_of_the_change(panel):
    result = programme.contributions(report(panel, year=2013, trade=True))
    assert "no target with a path" in result.reading[0]
    assert "gva_volume_gap" not in [column.key for column in result.table.columns]


def test_after_a_target_has_ended_the_running_one_comes_first(panel):
    result = programme.contributions(report(panel, year=2021, trade=True))
    assert result.title.startswith("Processed exports, 2018→2021")
    assert "Manufacturing value added, volume, 2015→2021: the country +30.0%, no target" in result.reading[1]


def test_no_region_is_ranked_without_weights(panel):
    assert programme.contributions(report(panel, year=2011, trade=True)).is_missing


def test_no_light_of_2017_depends_on_the_base_year_but_the_way_done_does(country):
    result = base_years(country)
    assert result.title == "The base year changes no light in 2017; the definition of processed exports does"
    assert "46% since 2012 and 76% since 2015" in result.reading[1]
    exports = result.frame[result.frame["name"].str.startswith("Processed exports")]
    assert exports["done_told"].dropna().tolist() == ["over 200%", "176%", "below 0%", "167%"]
    assert exports["how"].tolist()[-2:] == ["another definition of exports"] * 2
    assert exports["light"].tolist()[-2:] == ["red", "green"]


def test_in_2019_the_base_year_decides(panel):
    result = base_years(report(panel, year=2019, trade=True))
    assert result.title == (
        "Base year or edition decide in 2019 about the light of: Manufacturing value added, volume; Processed exports. "
        "The definition of processed exports decides too"
    )


def test_one_base_year_is_said(panel):
    result = base_years(report(panel, year=2016, trade=True))
    assert result.is_missing
    assert "share one base year" in result.reading[0]


def test_first_prints_beside_today(country):
    frame = prints(country)
    # 27 March 2018: +5.7 %; table 5792 today: 100.6 x 105.6.
    assert frame.loc["production-2017", ["announced", "today"]].tolist() == pytest.approx([5.7, 6.2336])
    assert frame.loc["investment-level-2017", "difference"] == pytest.approx(956.165 - 981.6)
    assert frame.loc["exports-level-2017", "today"] == pytest.approx(13.37, abs=0.005)
    assert np.isnan(frame.loc["exports-level-2017", "difference"])
    assert np.isnan(frame.loc["productivity-2017", "today"])
    assert first_prints(country).title == ("Announced: manufacturing output 2015→2017 +5.7%; today's edition: +6.2%")
    assert "definition of these exports was not told" in first_prints(country).reading[1]
    (address,) = [caveat for caveat in first_prints(country).caveats if "March 27, 2018, Minister Kassymbek" in caveat]
    assert "https://" in address
    assert address.endswith("(read at the address)")


def test_a_result_is_recorded_once():
    """What stands among the statements does not stand among the results again."""
    statements = {(row["form"], row["industry"], row["period"]) for row in reference.rows("statements")}
    results = [(row["form"], row["industry"], row["period"]) for row in reference.rows("programme_results")]
    assert not statements & set(results)
    assert len(set(results)) == len(results) - 1  # two of the nine months: level and growth


def test_results_after_the_date_are_not_known(panel, country):
    early = replace(country, as_of="2017-03", panel=country.panel.until("2017-03"))
    assert first_prints(early).is_missing
    assert first_prints(report(panel, year=2014, trade=True)).is_missing
    assert first_prints(report(panel, region="AKM", trade=True)).is_missing


def test_announced_results_agree_with_the_reference(reference):
    text = (reference / "facts" / "programme_results.csv").read_text(encoding="utf-8")
    for told in ("+13%", "+5.1%", "+4.7%", "+47.2%", "15.5 bn USD", "+10.5% vs 2015", "22,300 USD", "981.6 bn KZT"):
        assert told in text


def test_a_changed_table_changes_the_verdict(country):
    fallen = changed(country, "gva_volume_index", lambda values: values * 1.1, region="KZ")
    frame = programme.indicators(fallen).frame
    row = frame[(frame["indicator"] == "gva_volume") & (frame["base"] == 2012)].iloc[0]
    assert row["light"] == "green"


def test_exports_that_are_missing_say_so(panel):
    result = programme.indicators(report(panel))  # without the table of exports
    assert "Processed exports – nothing is published up to this year" in result.caveats[-1]
    assert not any("depends on their definition" in sentence for sentence in result.reading)
    assert not result.is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "subject", [{"region": "KZ"}, {"region": "KZ", "year": 2025}, {"region": "YKO", "year": 2023}, UNPUBLISHED], ids=str
)
def test_sections_show_themselves(panel, subject, language):
    context = report(panel, language=language, trade=True, **subject)
    for section in SECTIONS:
        assert_shows_itself(section(context))


def test_every_indicator_and_flag_has_words(country):
    assert set(words.NAMES) == set(indicators())
    assert {item.unit for item in indicators().values()} <= set(words.UNITS)
    text = visible(programme.indicators(country))
    assert "not_loaded" not in text
    assert "no_target" not in text
