"""Faults of the example register: late, standing still, or delivering less than planned at an unusual cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta

from iidsp_analysis.loaders.projects.example_course import (
    AS_OF,
    MATURE_SINCE,
    YEARS,
    Project,
    deliver,
    is_mature,
    month_end,
)
from iidsp_analysis.loaders.projects.example_draw import DIVISIONS, set_cost
from iidsp_analysis.loaders.projects.example_planting import Planting

#: Divisions with so many projects that one can be told from the others by its cost.
_LARGEST = ("10", "23")
#: Regions whose whole manufacturing is so small that an output in thousands for millions is above it.
_SMALL_REGIONS = ("kyzylorda", "mangystau", "west_kazakhstan", "north_kazakhstan", "zhambyl")
THOUSAND = 1000.0


def _under_way(project: Project) -> bool:
    return bool(project["status"] == "under_way")


def _commissioned_in(division: tuple[str, ...]) -> Callable[[Project], bool]:
    return lambda each: each["status"] == "commissioned" and each["oked"][:2] in division


# --- time -------------------------------------------------------------------------------------------------------


def slipped(planting: Planting) -> None:
    """Plant projects that are late: finished late, planned late, and overdue without a new plan."""
    late = planting.host(lambda each: is_mature(each) and month_end(each["first_planned_commissioning"], 9) < AS_OF)
    day = month_end(late["first_planned_commissioning"], 9)
    late |= {"planned_commissioning": day, "actual_commissioning": day - timedelta(5), "status_date": day}
    deliver(late, planting.draws)
    planned = planting.host(_under_way)
    planned["planned_commissioning"] = month_end(planned["first_planned_commissioning"], planting.draws.whole(9, 16))
    overdue = planting.host(lambda each: _under_way(each) and each["actual_start"] < date(2017, 1, 1))
    day = date(2017, 6, 30)
    overdue |= {"first_planned_commissioning": day, "planned_commissioning": day, "times_postponed": 0}
    for project in (late, planned, overdue):
        planting.plant(project, "commissioning_slipped", "planned_commissioning")


def moved_often(planting: Planting) -> None:
    """Plant projects whose date was moved three times and more."""
    for times in (3, 4, 6):
        project = planting.host(lambda each: each["times_postponed"] > 0)
        project["times_postponed"] = times
        planting.plant(project, "date_moved_often", "times_postponed")


def frozen(planting: Planting) -> None:
    """Plant projects of which nothing has been told for more than a year."""
    for days in (400, 430, 520):
        day = AS_OF - timedelta(days)
        project = planting.host(_open_since(day))
        project["status_date"] = day
        planting.plant(project, "status_frozen", "status_date")


def _open_since(day: date) -> Callable[[Project], bool]:
    return lambda each: each["status"] in ("planned", "under_way", "suspended") and each["decision_date"] <= day


# --- deliveries -------------------------------------------------------------------------------------------------


def no_output(planting: Planting) -> None:
    """Plant commissioned projects that made nothing, and one that does not tell what it made."""
    for made in (0.0, 0.0, None):
        project = planting.host(lambda each: is_mature(each) and each["actual_commissioning"].year < YEARS[-1])
        for year in YEARS:
            project[f"output_actual_{year}_mln_kzt"] = made if year > project["actual_commissioning"].year else None
        project |= {"capacity_use_pct": None, "export_share_actual_pct": None}
        planting.plant(project, "no_output_after_commissioning", f"output_actual_{YEARS[-1]}_mln_kzt")


def below_plan(planting: Planting) -> None:
    """Plant mature projects with a low use of capacity, with few jobs, with few exports."""
    draws = planting.draws
    for _ in range(3):
        project = planting.host(is_mature)
        project["capacity_use_pct"] = float(draws.whole(5, 45))
        planting.plant(project, "capacity_use_low", "capacity_use_pct")
        project = planting.host(is_mature)
        project["jobs_permanent_actual"] = math.floor(project["jobs_permanent_planned"] * draws.between(0.1, 0.6))
        planting.plant(project, "jobs_below_plan", "jobs_permanent_actual")
        project = planting.host(lambda each: is_mature(each) and each["export_share_planned_pct"] > 0)
        project["export_share_actual_pct"] = round(project["export_share_planned_pct"] * draws.between(0.0, 0.4), 1)
        planting.plant(project, "export_share_below_plan", "export_share_actual_pct")


# --- costs and the whole ----------------------------------------------------------------------------------------


def costs(planting: Planting) -> None:
    """Plant unusual costs per job, unusual overruns, and an actual cost in thousands for millions."""
    for times in (15.0, 20.0, 1 / 15):
        project = planting.host(lambda each: each["oked"][:2] in _LARGEST and each["jobs_permanent_planned"] >= 20)
        usual = project["jobs_permanent_planned"] * DIVISIONS[project["oked"][:2]][1]
        spent = (project["cost_actual_mln_kzt"] or 0.0) / project["cost_planned_mln_kzt"]
        set_cost(project, usual * times, planting.draws)
        project["cost_actual_mln_kzt"] = round(project["cost_planned_mln_kzt"] * spent, 1) if spent else None
        planting.plant(project, "cost_per_job_outlier", "cost_planned_mln_kzt")
    for times in (1.7, 2.4, THOUSAND):
        project = planting.host(_commissioned_in(_LARGEST))
        project["cost_actual_mln_kzt"] = round(project["cost_planned_mln_kzt"] * times, 1)
        planting.plant(project, "cost_overrun_outlier", "cost_actual_mln_kzt")
    for reason in ("magnitude_pair", "magnitude_cell"):
        planting.plant_import(project, reason, "cost_actual_mln_kzt")


def output_above_official(planting: Planting) -> None:
    """Plant outputs in thousands for millions: more than the whole region makes."""
    column = f"output_actual_{YEARS[-1]}_mln_kzt"
    regions: set[str] = set()
    for _ in range(2):
        project = planting.host(
            lambda each: each["region"] in set(_SMALL_REGIONS) - regions and 600 < (each[column] or 0) < 4000
        )
        regions.add(project["region"])
        project[column] *= THOUSAND
        planting.plant(project, "output_above_official", column)
        planting.plant_import(project, "magnitude_cell", column)


# --- no faults --------------------------------------------------------------------------------------------------


def at_the_limits(planting: Planting) -> None:
    """Let projects without a fault stand exactly at a limit, where no rule may find them."""
    draws = planting.draws
    for cost, low, high in ((4500.0, 4500, 6000), (4499.9, 3600, 4499)):
        project = planting.host(_costing(low, high))
        set_cost(project, cost, draws)
        deliver(project, draws)
    _not_yet_a_year(planting)
    planting.host(is_mature)["capacity_use_pct"] = 50.0
    project = planting.host(lambda each: is_mature(each) and each["jobs_permanent_planned"] > 10)
    tens = math.ceil(project["jobs_permanent_planned"] / 10)
    project |= {"jobs_permanent_planned": 10 * tens, "jobs_permanent_actual": 7 * tens}
    project = planting.host(lambda each: is_mature(each) and each["export_share_planned_pct"] > 0)
    project["export_share_actual_pct"] = project["export_share_planned_pct"] / 2
    project = planting.host(lambda each: _under_way(each) and each["actual_start"] < date(2017, 3, 1))
    project |= {"times_postponed": 2, "status_date": AS_OF - timedelta(365)}
    project["planned_commissioning"] = month_end(project["first_planned_commissioning"], 6)


def _costing(low: float, high: float) -> Callable[[Project], bool]:
    return lambda each: low <= each["cost_planned_mln_kzt"] <= high


def _not_yet_a_year(planting: Planting) -> None:
    """Let a project that exports begin to work a year less one day ago, far below its plans."""
    project = planting.host(
        lambda each: (
            each["status"] == "commissioned"
            and each["actual_start"] < MATURE_SINCE < each["actual_commissioning"] < date(2017, 8, 1)
            and each["export_share_planned_pct"] > 0
        )
    )
    project["actual_commissioning"] = MATURE_SINCE + timedelta(1)
    deliver(project, planting.draws)
    project |= {
        "capacity_use_pct": 20.0,
        "jobs_permanent_actual": project["jobs_permanent_planned"] // 3,
        "export_share_actual_pct": 0.0,
    }
