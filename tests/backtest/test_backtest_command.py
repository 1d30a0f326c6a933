import json

import pandas as pd
import pytest
from distributed import LocalCluster

from iidsp_analysis.backtest.baselines import BASELINES
from iidsp_analysis.backtest.command import Choices, Columns, command, run_backtest
from iidsp_analysis.backtest.run import EQUAL, JUDGED, LENSES
from iidsp_analysis.backtest.verdict import as_json
from iidsp_analysis.cli import main
from iidsp_analysis.errors import SourceError, UsageError
from tests.backtest.synthetic import as_rows, drawn_panel


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    path = tmp_path_factory.mktemp("panels") / "drawn.csv"
    as_rows(drawn_panel()).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("panels") / "small.csv"
    as_rows(drawn_panel(regions=8, industries=10, years=12)).to_csv(path, index=False)
    return path


def test_the_command_prints_the_verdict_and_writes_json(panel, tmp_path, capsys):
    out = tmp_path / "new" / "result.json"
    with pytest.raises(SystemExit) as done:
        main(["backtest", "--panel", str(panel), "--horizon", "5", "--json", str(out), "--draws", "50"])
    assert done.value.code == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["skip_year"] is True
    printed = capsys.readouterr().out
    assert told["verdict"] in printed
    assert all(name in printed for name in (JUDGED, EQUAL, *LENSES, *BASELINES))
    assert set(told["variants"]) == {
        "growth_skip_year", "gain_skip_year", "relative_plain", "relative_skip_year_shortened"
    }  # fmt: skip


def test_the_file_holds_every_key_with_plain_values(small, tmp_path):
    out = tmp_path / "result.json"
    command(small, Columns(), Choices(horizon=4, target="growth", skip_year=False, draws=20), out)
    told = json.loads(out.read_text(encoding="utf-8"), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (told["panel"], told["horizon"], told["target"], told["skip_year"]) == ("small.csv", 4, "growth", False)
    assert told["origins"] == list(range(2001, 2008))
    assert set(told["models"]) == {JUDGED, EQUAL, *LENSES}
    assert set(told["baselines"]) == set(BASELINES)
    for score in (*told["models"].values(), *told["baselines"].values()):
        assert {"ic_mean", "ic_lo", "ic_hi", "top5_excess", "origins_won"} <= set(score)
        assert score["ic_lo"] <= score["ic_mean"] <= score["ic_hi"]
        assert 0 <= score["origins_won"] <= 1
    assert told["best_baseline"] == max(told["baselines"], key=lambda name: told["baselines"][name]["ic_mean"])
    assert told["baselines"][told["best_baseline"]]["origins_won"] == 0


def test_other_columns_and_a_compressed_panel_give_the_same(small, tmp_path):
    rows = pd.read_csv(small)
    other = tmp_path / "other.csv.gz"
    rows.rename(columns={"region": "area", "industry": "sic", "year": "date", "value": "gva"}).to_csv(
        other, index=False
    )
    first = run_backtest(small, Columns(), Choices(draws=20))
    second = run_backtest(other, Columns("area", "sic", "date", "gva"), Choices(draws=20))
    assert {**as_json(first[0]), "panel": ""} == {**as_json(second[0]), "panel": ""}


def test_a_refusal_is_one_sentence(panel, capsys):
    with pytest.raises(SystemExit) as done:
        main(["backtest", "--panel", str(panel), "--value-col", "gva"])
    assert done.value.code == 3
    assert "lacks the column gva" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # dask's own sockets, closed by the collector
def test_a_cluster_gives_the_same_as_one(small):
    one = run_backtest(small, Columns(), Choices(draws=50))
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        many = run_backtest(
            small, Columns(), Choices(draws=50, executor="dask", scheduler=local.scheduler_address)
        )  # fmt: skip
    assert as_json(one[0], one[1:]) == as_json(many[0], many[1:])


def test_processes_give_the_same_as_one(small):
    one = run_backtest(small, Columns(), Choices(draws=50))
    many = run_backtest(small, Columns(), Choices(draws=50, executor="processes"))
    assert as_json(one[0], one[1:]) == as_json(many[0], many[1:])


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"target": "size"}, "Unknown target"),
        ({"horizon": 0}, "horizon must be"),
        ({"horizon": 31}, "horizon must be"),
        ({"executor": "slurm"}, "Unknown executor"),
        ({"executor": "dask"}, "no address"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "dask alone"),
        ({"draws": 3}, "draws"),
        ({"draws": 100_001}, "draws"),
    ],
)
def test_choices_that_mean_nothing_are_refused(choices, sentence):
    with pytest.raises(UsageError, match=sentence):
        Choices(**choices)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--target", "size"], 2, "Unknown target 'size'"),
        (["--executor", "slurm"], 2, "Unknown executor 'slurm'"),
        (["--executor", "dask"], 2, "no address"),
        (["--horizon", "0"], 2, "1 to 30 years"),
        (["--draws", "3"], 2, "20 to 100,000 draws"),
        (["--horizon", "12"], 3, "a backtest needs at least 2"),
    ],
)
def test_the_command_line_refuses_in_one_sentence(panel, capsys, words, status, sentence):
    with pytest.raises(SystemExit) as done:
        main(["backtest", "--panel", str(panel), *words])
    told = capsys.readouterr().err
    assert done.value.code == status
    assert sentence in told
    assert "Traceback" not in told


def test_a_horizon_of_one_year_has_no_shortened_window(panel):
    assert all(not tested.window.shortened for tested in run_backtest(panel, Columns(), Choices(1, draws=20)))


def test_a_result_that_cannot_be_written_is_a_sentence(panel, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written"):
        command(panel, Columns(), Choices(draws=20), tmp_path / "file" / "result.json")


def test_what_could_not_be_measured_is_a_dash(tmp_path):
    path = tmp_path / "narrow.csv"
    as_rows(drawn_panel(industries=8, years=9)).to_csv(path, index=False)
    printed = command(path, Columns(), Choices(draws=20), None)
    assert "nan" not in printed.lower()
    assert "–" in printed


def test_a_seed_below_zero_and_an_unknown_prior_are_refused():
    with pytest.raises(UsageError, match="seed"):
        Choices(seed=-1)
    with pytest.raises(UsageError, match="uk_itl3"):
        Choices(prior_without=("nowhere",))
