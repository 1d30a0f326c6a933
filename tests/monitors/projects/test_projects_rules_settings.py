"""Settings of the rules and the list of priorities: the user's files, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from iidsp_analysis.errors import SchemaError, UsageError
from iidsp_analysis.monitors.projects.priorities.weights import read_weights
from iidsp_analysis.monitors.projects.priority_list import read_priorities, shipped_priorities
from iidsp_analysis.monitors.projects.settings import SEVERITIES, read_settings, shipped_settings
from iidsp_analysis.reference.industry_records import divisions


@pytest.fixture
def own(tmp_path):
    """Return a function that reads settings from a text."""

    def read(text: str):
        path = tmp_path / "rules.yml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return read


# --- what is read -----------------------------------------------------------------------------------------------


def test_shipped_settings_are_whole():
    shipped = shipped_settings()
    assert all(isinstance(rule.enabled, bool) and rule.severity in SEVERITIES for rule in shipped.rules.values())
    assert shipped.rules["wrong_map_for_cost"].parameters.number("threshold_mln_kzt") == 4500
    assert shipped.rules["wrong_map_for_cost"].parameters.day("in_force_from") == date(2016, 1, 27)
    assert "модерниз" in shipped.rules["expansion_counted_as_new"].parameters.texts("word_beginnings")
    assert shipped.rules["no_output_after_commissioning"].parameters.switch("also_not_recorded")


def test_an_own_file_changes_only_what_it_names(own):
    settings = own("status_frozen:\n  months_most: 6\n  severity: error\non_both_maps:\n  enabled: false\n")
    shipped = shipped_settings()
    assert settings.rules["status_frozen"].parameters.number("months_most") == 6
    assert settings.rules["status_frozen"].severity == "error"
    assert not settings.rules["on_both_maps"].enabled
    assert settings.file == "rules.yml"
    changed = {"status_frozen", "on_both_maps"}
    assert {name: rule for name, rule in settings.rules.items() if name not in changed} == {
        name: rule for name, rule in shipped.rules.items() if name not in changed
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "status_frozen:\n"])
def test_an_own_file_that_says_nothing_leaves_the_shipped_values(own, text):
    assert own(text).rules == shipped_settings().rules


def test_the_users_folder_is_looked_into(tmp_path, monkeypatch):
    raw = tmp_path / "data" / "raw"
    (raw / "projects").mkdir(parents=True)
    (raw / "sources.yml").write_text("[]", encoding="utf-8")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    assert read_settings().file == "project_rules.yml"
    assert read_priorities().file == "project_priorities.csv"
    (raw / "projects" / "rules.yml").write_text("date_moved_often: {times_most: 0}", encoding="utf-8")
    (raw / "projects" / "priorities.csv").write_text("programme,oked,verified\nOwn,31,yes\n", encoding="utf-8")
    assert read_settings().rules["date_moved_often"].parameters.number("times_most") == 0
    assert read_priorities().programme == "Own"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path, monkeypatch):
    raw = tmp_path / "data" / "raw"
    (raw / "projects" / "priorities.csv").mkdir(parents=True)
    (raw / "projects" / "priority_weights.yml").mkdir()
    (raw / "sources.yml").write_text("[]", encoding="utf-8")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    with pytest.raises(SchemaError, match="cannot be read"):
        read_priorities()
    with pytest.raises(UsageError, match="cannot be read"):
        read_weights()


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [("jobs_below_plan", "least_share", 0.8), ("export_share_below_plan", "least_share", 0.25),
     ("capacity_use_low", "least_pct", 62.5), ("cost_per_job_outlier", "times_least", 2.5)],
)  # fmt: skip
def test_shares_and_ratios_may_be_fractions(own, rule, name, value):
    assert own(f"{rule}: {{{name}: {value}}}").rules[rule].parameters.number(name) == value


@pytest.mark.parametrize("rule", shipped_settings().rules)
def test_shipped_values_written_into_an_own_file_are_accepted(own, rule):
    shipped = shipped_settings().rules[rule].parameters.values
    lines = [f"  {name}: {value:g}" for name, value in shipped.items() if type(value) is float]
    assert own("\n".join([f"{rule}:", "  enabled: true", *lines])).rules[rule].parameters.values == shipped


def test_a_list_of_fields_may_be_shortened(own):
    settings = own("mandatory_field_missing: {fields: [bin], fields_if_commissioned: []}")
    assert settings.rules["mandatory_field_missing"].parameters.texts("fields") == ("bin",)


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what", "known"),
    [
        ("status_frosen: {}", "There is no rule 'status_frosen'.", "status_frozen"),
        ("status_frozen: {month: 6}", "There is no parameter 'month'.", "months_most"),
        ("status_frozen: {severity: grave}", "There is no severity 'grave'.", "warning"),
        ("status_frozen: {enabled: 1}", "enabled must be true or false, not 1.", ""),
        ("status_frozen: {months_most: six}", "months_most must be a number of zero or more, not 'six'.", ""),
        ("status_frozen: {months_most: -1}", "months_most must be a number of zero or more, not -1.", ""),
        ("status_frozen: {months_most: .nan}", "months_most must be a number of zero or more, not nan.", ""),
        ("status_frozen: {months_most: true}", "months_most must be a number of zero or more, not True.", ""),
        ("status_frozen: {months_most: }", "months_most must be a number of zero or more, not None.", ""),
        ("wrong_map_for_cost: {in_force_from: 2016}", "in_force_from must be a date, not 2016.", ""),
        ("wrong_map_for_cost: {in_force_from: 2016-13-45}", "The settings are no YAML", ""),
        ("no_output_after_commissioning: {also_not_recorded: 0}", "also_not_recorded must be true or false", ""),
        ("expansion_counted_as_new: {word_beginnings: new}", "word_beginnings must be a list of words", ""),
        ("mandatory_field_missing: {fields: [bni]}", "There is no field 'bni'.", "bin"),
        ("mandatory_field_missing: {fields: [bin, bin]}", "fields names bin twice.", ""),
        ("expansion_counted_as_new: {word_beginnings: [new, ' ']}", "word_beginnings holds an empty word.", ""),
        ("division_outside_manufacturing: {first_division: 10.5}", "first_division must be a whole number", ""),
        ("date_moved_often: {times_most: 1.5}", "times_most must be a whole number", ""),
        ("status_frozen: 6", "A rule needs its settings below its name.", "enabled: false"),
        ("- status_frozen", "The settings must name a rule on every line of the first level.", ""),
        ("status_frozen: {months_most: 6, months_most: 9}", "'months_most' stands there twice", ""),
        ("status_frozen: {}\nstatus_frozen: {}", "'status_frozen' stands there twice", ""),
        ("status_frozen: [", "The settings are no YAML", ""),
        ("!!python/object/apply:os.getcwd []", "The settings are no YAML", ""),
    ],
)
def test_wrong_settings_are_refused(own, text, what, known):
    with pytest.raises(UsageError) as refused:
        own(text)
    assert what in refused.value.what
    assert known in str(refused.value)
    assert "rules.yml" in refused.value.where


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "rules.yml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(path)


def test_a_named_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(tmp_path / "none.yml")


@pytest.mark.parametrize(("ask", "name"), [("number", "in_force_from"), ("day", "threshold_mln_kzt"),
                                           ("texts", "threshold_mln_kzt")])  # fmt: skip
def test_a_parameter_asked_for_as_another_kind_is_an_error(ask, name):
    with pytest.raises(TypeError, match=name):
        getattr(shipped_settings().rules["wrong_map_for_cost"].parameters, ask)(name)


# --- priorities -------------------------------------------------------------------------------------------------


def test_the_shipped_list_is_an_unverified_example_of_14_sub_industries_in_divisions():
    shipped = shipped_priorities()
    assert not any(line.is_verified for line in shipped.lines)
    assert len({line.name_en for line in shipped.lines}) == 14
    assert {line.code for line in shipped.lines} <= set(divisions())
    assert all(line.note for line in shipped.lines)


@pytest.mark.parametrize("text", [
    "programme,oked,verified\nOwn,10.71,yes\n",
    "\ufeffoked;verified;programme;mine\n1071;yes;Own;x\n",
])  # fmt: skip
def test_an_own_list_may_have_other_columns_and_semicolons(tmp_path, text):
    path = tmp_path / "priorities.csv"
    path.write_text(text, encoding="utf-8")
    (line,) = read_priorities(path).lines
    assert (line.programme, line.code, line.is_verified) == ("Own", "1071", True)
    assert read_priorities(path).is_verified


def test_a_list_with_a_field_without_end_is_refused(tmp_path):
    path = tmp_path / "priorities.csv"
    path.write_text('programme,oked,verified\nOwn,24,"' + "x" * 140_000, encoding="utf-8")
    with pytest.raises(SchemaError, match="no table"):
        read_priorities(path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "lacks the column"),
        ("programme,oked\nOwn,10\n", "lacks the column verified"),
        ("programme,oked,verified\n", "is empty"),
        ("programme,oked,verified\nOwn,C,yes\n", "2 to 5 digits"),
        ("programme,oked,verified\nOwn,1,yes\n", "2 to 5 digits"),
        ("programme,oked,verified\nOwn,00,yes\n", "2 to 5 digits"),
        ("programme,oked,verified\nOwn,2.4.1,yes\n", "2 to 5 digits"),
        ("programme,oked,verified\nOwn,24.,yes\n", "2 to 5 digits"),
        ("programme,oked,verified\nOwn,٢٤,yes\n", "2 to 5 digits"),
        ("programme,oked,oked,verified\nOwn,24,25,yes\n", "column oked twice"),
        ("programme,oked,verified\nOwn,10,maybe\n", "holds 'maybe'"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path, text, what):
    path = tmp_path / "priorities.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=what):
        read_priorities(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("division_outside_manufacturing:\n  first_division: 40\n", r"first_division \(40\).*last_division \(33\)"),
        ("division_outside_manufacturing:\n  first_division: 40\n  last_division: 10\n", r"40.*10"),
        ("wrong_map_for_cost:\n  in_force_from: 2023-01-01\n", "in_force_from.*in_force_until"),
    ],
)
def test_a_first_limit_above_the_last_is_refused(own, text, says):
    with pytest.raises(UsageError, match=says) as raised:
        own(text)
    assert "rules.yml" in raised.value.where


def test_a_first_limit_may_be_the_last(own):
    settings = own("division_outside_manufacturing:\n  first_division: 33\n")
    assert settings.rules["division_outside_manufacturing"].parameters.number("first_division") == 33


def test_a_folder_in_the_place_of_the_settings_is_told(tmp_path, monkeypatch):
    raw = tmp_path / "data" / "raw"
    (raw / "projects" / "rules.yml").mkdir(parents=True)
    (raw / "sources.yml").write_text("[]", encoding="utf-8")
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="folder, not a file"):
        read_settings()
