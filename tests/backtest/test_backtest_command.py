import json

import pytest

from iidsp_analysis.backtest.command import Choices, Columns, command, run_backtest
from iidsp_analysis.cli import main
from iidsp_analysis.errors import SourceError, UsageError
from tests.backtest.synthetic import as_rows, drawn_panel


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    path = tmp_path_factory.mktemp("panels") / "drawn.csv"
    as_rows(drawn_panel()).to_csv(path, index=False)
    return path


def test_the_command_prints_the_verdict_and_writes_json(panel, tmp_path, capsys):
    out = tmp_path / "new" / "result.json"
    with pytest.raises(SystemExit) as done:
        main(["backtest", "--panel", str(panel), "--horizon", "5", "--json", str(out), "--draws", "50"])
    assert done.value.code == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["skip_year"] is True
    assert told["verdict"] in capsys.readouterr().out
    assert set(told["variants"]) == {
        "growth_skip_year", "gain_skip_year", "relative_plain", "relative_skip_year_shortened"
    }  # fmt: skip


def test_a_refusal_is_one_sentence(panel, capsys):
    with pytest.raises(SystemExit) as done:
        main(["backtest", "--panel", str(panel), "--value-col", "gva"])
    assert done.value.code == 3
    assert "lacks the column gva" in capsys.readouterr().err


def test_processes_give_the_same_as_one(panel):
    one = run_backtest(panel, Columns(), Choices(draws=50))[0]
    many = run_backtest(panel, Columns(), Choices(draws=50, executor="processes"))[0]
    assert one.models["composite_estimated"].mean == many.models["composite_estimated"].mean


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"target": "size"}, "Unknown target"),
        ({"horizon": 0}, "horizon must be"),
        ({"executor": "dask"}, "Unknown executor"),
        ({"draws": 3}, "draws"),
    ],
)
def test_choices_that_mean_nothing_are_refused(choices, sentence):
    with pytest.raises(UsageError, match=sentence):
        Choices(**choices)


def test_a_horizon_of_one_year_has_no_shortened_window(panel):
    assert all(not tested.window.shortened for tested in run_backtest(panel, Columns(), Choices(1, draws=20)))


def test_a_result_that_cannot_be_written_is_a_sentence(panel, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written"):
        command(panel, Columns(), Choices(draws=20), tmp_path / "file" / "result.json")
