"""Stored export forecasts: regions, sections and the country add up in every draw; gaps are stated; files are safe."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import territories
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.monitors import export_forecasts as subject
from iidsp_analysis.monitors import forecast_store
from iidsp_analysis.monitors.export_cube import ExportCube, export_cube
from iidsp_analysis.monitors.export_forecasts import REST, export_forecasts, make_forecasts
from iidsp_analysis.monitors.path_order import ordered_together

REGIONS = ("akmola", "astana", "almaty_city")
SECTIONS = ("IV", "XV", "XVI")  # all three are processed under the default definition
MONTHS = 48


@dataclass(frozen=True)
class StubForecast:
    """Last year's months, with errors of a fifth: the shape of a monthly forecast without its cost."""

    months: tuple[str, ...]
    mean: np.ndarray
    method: str = "seasonal_naive"
    beats_naive: bool = False
    is_sparse: bool = False

    @property
    def scores(self):
        row = {"mase": 1.0, "coverage": 0.9, "origins": 8, "failures": 0}
        return pd.DataFrame.from_dict({"seasonal_naive": row}, orient="index")

    def paths(self, count, seed=2018):
        rng = np.random.default_rng(seed)
        level = rng.normal(0, 0.2, (count, 1)) + rng.normal(0, 0.1, (count, len(self.mean)))
        return self.mean * np.exp(level)


def stub(series, horizon):
    known = series.dropna()
    if len(known) < 24:
        raise MissingDataError("Too few months.")
    ahead = pd.period_range(series.index[-1], periods=horizon + 1, freq="M")[1:]
    year = known.to_numpy()[-12:]
    return StubForecast(tuple(str(label) for label in ahead), np.resize(year, horizon) * 1.07)


def made_up_cube(seed=0, last="2018-12"):
    rng = np.random.default_rng(seed)
    cells = rng.gamma(2.0, 500.0, (len(REGIONS), len(SECTIONS), MONTHS)) * np.array([1, 3, 6])[:, None, None]
    values = np.concatenate([cells, cells.sum(axis=0, keepdims=True)])
    months = tuple(str(label) for label in pd.period_range(end=last, periods=MONTHS, freq="M"))
    return ExportCube(values, values.sum(axis=1), (*REGIONS, "KZ"), SECTIONS, months, 2014, ("made-up",))


def without(cube, region, months):
    values = cube.values.copy()
    values[cube.regions.index(region), :, [cube.months.index(month) for month in months]] = np.nan
    return replace(cube, values=values)


@pytest.fixture(scope="module")
def cube():
    return made_up_cube()


@pytest.fixture(scope="module")
def made(cube):
    return make_forecasts(cube, forecaster=stub)


def assert_adds_up(made):
    for parts in (made.regions, made.sections):
        gap = made.mean[list(parts)].sum(axis=1) - made.mean["KZ"]
        assert (gap.abs() / made.mean["KZ"]).max() < 1e-9
        columns = [made.mean.columns.get_loc(name) for name in parts]
        country = made.paths[:, made.mean.columns.get_loc("KZ")].astype(float)
        drawn = made.paths[:, columns].astype(float).sum(axis=1)
        assert (np.abs(drawn - country) / country).max() < 1e-5  # paths are kept with seven digits


def test_regions_and_sections_add_up_to_the_country_in_every_draw(made):
    assert made.regions == REGIONS
    assert made.sections == SECTIONS
    assert made.months == tuple(f"2019-{month:02d}" for month in range(1, 13))
    assert made.paths.shape == (1000, 7, 12)
    assert_adds_up(made)
    sums = [made.sum_of(name).points for name in made.regions]
    assert sum(sums) == pytest.approx(made.sum_of("KZ").points)


def test_the_interval_holds_its_point_and_nothing_is_below_zero(made):
    assert (made.lower <= made.mean).all(axis=None)
    assert (made.mean <= made.upper).all(axis=None)
    assert made.paths.min() >= 0


def test_making_them_add_up_leaves_the_spread_of_a_region(cube, made):
    """A region's interval must not shrink because many series were asked; the country's own doubt may widen it."""
    for name in REGIONS:
        own = stub(cube.processed()[name], 12)
        width = np.quantile(own.paths(4000).sum(axis=1), [0.05, 0.95])
        told = made.sum_of(name)
        assert 0.8 < (told.upper - told.lower) / (width[1] - width[0]) < 1.5


def test_the_country_keeps_its_own_forecast(made):
    assert made.mean["KZ"].to_numpy() == pytest.approx(made.base["KZ"].to_numpy(), rel=1e-4)
    told = made.sum_of("KZ")
    assert told.median == pytest.approx(told.points, rel=0.05)


def test_probabilities_count_the_paths(made):
    told = made.sum_of("akmola")
    assert made.probability_at_least("akmola", made.months, told.lower) == pytest.approx(0.95, abs=0.002)
    assert made.probability_at_least("akmola", made.months, told.upper) == pytest.approx(0.05, abs=0.002)
    assert made.probability_at_least("akmola", made.months, 0.0) == 1
    assert made.probability_at_least("akmola", made.months, 1e12) == 0
    few = ("2019-01", "2019-02")
    assert made.sum_of("akmola", few).points == pytest.approx(made.mean.loc[list(few), "akmola"].sum())


def test_unknown_series_and_months_are_refused(made):
    with pytest.raises(UsageError, match="no forecast of 'atlantis'"):
        made.sum_of("atlantis")
    with pytest.raises(UsageError, match="2025-01"):
        made.probability_at_least("akmola", ["2025-01"], 1.0)


def test_a_region_without_its_last_months_is_told_in_the_rest(cube):
    gapped = without(cube, "astana", cube.months[-12:])
    made = make_forecasts(gapped, forecaster=stub)
    assert made.without == {"astana": "missing"}
    assert made.regions == ("akmola", "almaty_city", REST)
    assert_adds_up(made)
    # The rest is the country less the others, so it is known although the region is not.
    astana = cube.processed()["astana"]
    assert made.base[REST].to_numpy() == pytest.approx(astana.iloc[-12:].to_numpy() * 1.07)
    with pytest.raises(UsageError, match=r"'astana' \(missing\)"):
        made.sum_of("astana")


def test_a_region_with_too_few_months_is_told_in_the_rest(cube):
    made = make_forecasts(without(cube, "akmola", cube.months[:30]), forecaster=stub)
    assert made.without == {"akmola": "short"}
    assert_adds_up(made)


def test_nothing_to_forecast_from_is_said(cube):
    with pytest.raises(MissingDataError):
        make_forecasts(cube.cut(cube.months[11]), forecaster=stub)
    with pytest.raises(MissingDataError, match="country"):
        make_forecasts(without(cube, "KZ", cube.months[-1:]), forecaster=stub)


def test_later_months_change_nothing(cube):
    early = make_forecasts(cube.cut("2017-12"), forecaster=stub)
    doubled = replace(cube, values=np.where(np.array(cube.months) > "2017-12", 9.0, 1.0) * cube.values)
    pd.testing.assert_frame_equal(early.mean, make_forecasts(doubled.cut("2017-12"), forecaster=stub).mean)


def test_order_keeps_every_path_and_follows_the_past():
    rng = np.random.default_rng(1)
    parts = rng.normal(size=(60, 2)).cumsum(axis=0)
    history = np.column_stack([parts.sum(axis=1), parts])
    paths = rng.gamma(2.0, 1.0, (500, 3, 6))
    ordered = ordered_together(paths, history)
    for series in range(3):  # whole paths change places: the same ones come out
        before, after = (sorted(map(tuple, each[:, series])) for each in (paths, ordered))
        assert before == after
    sums = ordered.sum(axis=2)
    assert np.corrcoef(sums[:, 0], sums[:, 1] + sums[:, 2])[0, 1] > 0.6
    assert abs(np.corrcoef(paths.sum(axis=2).T)[0, 1]) < 0.1
    assert ordered_together(paths, history[:14]) is paths  # too little past to learn an order from


# --- on disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(forecast_store.folders, "processed", lambda: tmp_path)
    asked = []

    def counted(cube, definition, horizon):
        asked.append((definition, horizon))
        return make_forecasts(cube, definition, horizon, stub)

    monkeypatch.setattr(subject, "make_forecasts", counted)
    return asked


def same(one, other):
    for name in ("mean", "lower", "upper", "base", "methods"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_dtype=False)
    assert np.array_equal(one.paths, other.paths)
    fields = ("regions", "sections", "without", "level", "months")
    assert all(getattr(one, name) == getattr(other, name) for name in fields)


def test_the_second_page_reads_what_the_first_one_made(cube, store):
    first, second = export_forecasts(cube), export_forecasts(cube)
    assert len(store) == 1
    same(first, second)
    assert second.methods.loc["akmola", "method"] == "seasonal_naive"
    assert not second.methods["beats_naive"].any()


@pytest.mark.parametrize("change", ["figure", "month", "definition", "horizon"])
def test_another_question_is_another_file(cube, store, tmp_path, change):
    export_forecasts(cube)
    values = cube.values.copy()
    values[0, 0, 0] += 1
    export_forecasts(
        {"figure": replace(cube, values=values), "month": cube.cut(cube.months[-2])}.get(change, cube),
        "sections-2026.1-without-metals" if change == "definition" else None,
        6 if change == "horizon" else 12,
    )
    assert len(store) == 2
    assert len(list((tmp_path / "forecasts").iterdir())) == 2


def test_other_code_takes_the_place_of_old_files(cube, store, tmp_path, monkeypatch):
    export_forecasts(cube)
    (old,) = (tmp_path / "forecasts").iterdir()
    monkeypatch.setattr(forecast_store, "CODE", (*forecast_store.CODE, "exports.py"))
    export_forecasts(cube)
    assert len(store) == 2
    (new,) = (tmp_path / "forecasts").iterdir()
    assert new.name != old.name


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 cut short", b"no archive at all"])
def test_a_broken_file_is_made_again(cube, store, tmp_path, left):
    first = export_forecasts(cube)
    (path,) = (tmp_path / "forecasts").iterdir()
    path.write_bytes(left)
    same(first, export_forecasts(cube))
    assert len(store) == 2
    same(first, export_forecasts(cube))
    assert len(store) == 2


def test_a_file_of_another_form_is_made_again(cube, store, tmp_path):
    export_forecasts(cube)
    (path,) = (tmp_path / "forecasts").iterdir()
    np.savez(path, other=np.zeros(3))
    export_forecasts(cube)
    assert len(store) == 2


def _save_often(path, seed):
    made = make_forecasts(made_up_cube(), forecaster=stub)
    for _ in range(5):
        forecast_store.save(path, made)
        stored = forecast_store.load(path)
        if stored is None or not np.array_equal(stored.paths, made.paths):
            return False
    return True


def test_two_processes_at_once_leave_a_whole_file(tmp_path):
    path = tmp_path / "forecasts" / "exports-code-question.npz"
    with ProcessPoolExecutor(2) as pool:
        assert all(pool.map(_save_often, [path, path], [1, 2]))
    assert [each.name for each in path.parent.iterdir()] == ["exports-code-question.npz"]


# --- real figures -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("last", "alone"), [("2017-12", set()), ("2023-12", {"south_kazakhstan", "almaty_city"})])
def test_real_regions_and_sections_add_up(panel, last, alone):
    """As of 2017-12 three years are known; at the end of 2023 two regions lack their last twelve months."""
    made = make_forecasts(export_cube(territories.on_borders(panel, 2014)).cut(last))
    assert set(made.without) == alone
    assert len(made.regions) == 16 - len(alone) + bool(alone)
    assert_adds_up(made)
    assert (made.lower <= made.mean + 1e-9).all(axis=None)
    assert (made.mean <= made.upper + 1e-9).all(axis=None)
    assert made.methods["beats_naive"].any()
    used = made.methods[made.methods["beats_naive"] & ~made.methods["is_sparse"]]
    assert set(used["method"]).isdisjoint({"seasonal_naive"})
