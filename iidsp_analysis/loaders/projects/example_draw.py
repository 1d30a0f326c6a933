"""Projects without a fault for the example register: made up, drawn from a seed, plausible in size and course.

Nothing here is a real project. Names begin with ПРИМЕР, and the BIN begins with month 13, which no BIN does: its first
four digits are year and month of the registration. Sizes follow the totals that the press gave for real portfolios
(2015–2017: 378 projects, above 3 trn KZT and 30,000 jobs; 2017 alone: 120 projects, 1.5 trn KZT, 10,000 jobs).

A project without a fault is one that keeps the limits of the shipped rules; its figures come up to them, so that a rule
that is too strict shows. Cost per job and overrun have no limit of their own: they are drawn from one distribution a
division, and what lies far out in it is a false finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from iidsp_analysis import regions
from iidsp_analysis.loaders.projects.example_course import (
    AS_OF,
    YEARS,
    Draws,
    Project,
    deliver,
    draw_course,
    part_of_year,
)
from iidsp_analysis.reference import rows

BORDERS: Final = 2014
#: Of resolution 32: the day it came into force, and the cost from which a project belongs on the industrialization map.
IN_FORCE_FROM: Final = date(2016, 1, 27)
THRESHOLD: Final = 4500.0
#: Year 99, month 13: no firm can have been registered then.
BIN_BEGINNING: Final = "9913"
NAME_BEGINNING: Final = "ПРИМЕР: "
#: Which projects a line of the table of products is for.
PRIORITY, OTHER, OUTSIDE = ("priority", "other", "outside")
#: Share of a division among the projects, and usual cost of a permanent job (mln KZT); both are made up.
DIVISIONS: Final = {
    "10": (0.27, 45.0), "23": (0.24, 70.0), "24": (0.08, 400.0), "19": (0.02, 500.0), "20": (0.09, 280.0),
    "27": (0.09, 50.0), "28": (0.10, 40.0), "29": (0.06, 90.0), "30": (0.05, 110.0),
}  # fmt: skip
_KINDS: Final = {"new": 0.78, "expansion": 0.12, "modernisation": 0.10}
_EXPORT_SHARES: Final = (0, 0, 0, 10, 15, 20, 30, 40, 60)
_SUPPORT: Final = (None, "субсидирование ставки", "гарантирование кредита", "инфраструктура")
_STAGES: Final = {
    "planned": "проектирование", "under_way": "строительство", "commissioned": "эксплуатация",
    "suspended": "строительство", "cancelled": None,
}  # fmt: skip
_NAMES: Final = {
    "new": "{project_ru}, {place}", "expansion": "Расширение производства ({product_ru}), {place}",
    "modernisation": "Модернизация производства ({product_ru}), {place}",
}  # fmt: skip

Product = Mapping[str, str]


def products(role: str) -> list[Product]:
    """Return the made-up products of a role."""
    return [row for row in rows("project_example_products") if row["role"] == role]


def draw_projects(count: int, draws: Draws) -> list[Project]:
    """Draw projects without a fault, spread over all regions.

    Parameters
    ----------
    count : int
        How many.
    draws : Draws
        Where the chances come from.

    Returns
    -------
    list of dict
        Machine columns of the register; dates as :class:`datetime.date`, what is not told is None.
    """
    projects: list[Project] = []
    names: set[str] = set()
    places = regions.regions_of(BORDERS)
    for number in range(1, count + 1):
        region = places[(number - 1) % len(places)].id
        project = _passport(number, region, draws, names)
        if projects and draws.happens(0.06):
            _same_firm(project, projects[-1])
        projects.append(project)
    return projects


def identify(project: Project, number: int) -> None:
    """Give a project its id and a firm of its own."""
    project["id"] = f"EXAMPLE-{regions.get(project['region']).code}-{number:03d}"
    project["bin"] = f"{BIN_BEGINNING}{number:08d}"


def order(project: Project) -> tuple[int, str]:
    """Return the key by which the projects are sorted: region, then id."""
    return [region.id for region in regions.regions_of(BORDERS)].index(project["region"]), project["id"]


def _passport(number: int, region: str, draws: Draws, names: set[str]) -> Project:
    project: Project = {"region": region, "kind": draws.weighted(_KINDS)} | draw_course(draws)
    identify(project, number)
    while True:
        code = draws.weighted({code: share for code, (share, _) in DIVISIONS.items()})
        product = draws.one_of([each for each in products(PRIORITY) if each["oked"].startswith(code)])
        project["district"] = draws.one_of(
            [row["place_ru"] for row in rows("project_example_places") if row["region"] == region]
        )
        make(project, product)
        if project["name"] not in names:
            break
    names.add(project["name"])
    _size(project, DIVISIONS[code][1], draws)
    deliver(project, draws)
    return project


def make(project: Project, product: Product) -> None:
    """Let the project make a product: its codes, name and class of technology follow."""
    told = {name: product[name] or None for name in ("oked", "hs")}
    project |= told | {"product": product["product_ru"], "capacity_unit": product["capacity_unit_ru"]}
    project["technology"] = _technologies().get(product["oked"][:2])
    project["name"] = NAME_BEGINNING + _NAMES[project["kind"]].format_map({**product, "place": project["district"]})


@cache
def _technologies() -> dict[str, str]:
    """Return the class of technology by division of manufacturing, after Eurostat."""
    return {row["code"]: row["eurostat"] for row in rows("oked_divisions")}


def _same_firm(project: Project, other: Project) -> None:
    """Let two projects belong to one firm; they make different things."""
    if project["product"] != other["product"]:
        project["bin"] = other["bin"]


def _size(project: Project, usual: float, draws: Draws) -> None:
    jobs = min(400, max(8, round(draws.around(42, 0.9))))
    own = 5 * draws.whole(4, 20)
    project |= {
        "stage": _STAGES[project["status"]],
        "jobs_permanent_planned": jobs,
        "jobs_construction_planned": draws.whole(10, 150),
        "export_share_planned_pct": float(draws.one_of(_EXPORT_SHARES)),
        "capacity": float(draws.whole(5, 900) * 10),
        "financing": "собственные средства" if own == 100 else f"собственные средства {own} %, кредит {100 - own} %",
        "state_support": draws.one_of(_SUPPORT),
    }
    set_cost(project, jobs * draws.around(usual, 0.4), draws)
    full = round(project["cost_planned_mln_kzt"] * draws.between(0.25, 0.7), 1)
    project["output_planned_mln_kzt"] = full
    for year in YEARS:
        part = part_of_year(project["first_planned_commissioning"], year)
        project[f"output_planned_{year}_mln_kzt"] = round(0.8 * full * part, 1) if part else None


def set_cost(project: Project, cost: float, draws: Draws) -> None:
    """Let a project cost so much (mln KZT), and put it on the map for that, by way of the commission where one is due.

    Entries before resolution 32 had other rules, and the example tells no decision of the commission for them.
    """
    project["cost_planned_mln_kzt"] = round(cost, 1)
    is_large = project["cost_planned_mln_kzt"] >= THRESHOLD
    project["map"] = "industrialization" if is_large else "regional"
    project["commission_decision"] = None
    if is_large and is_under_resolution(project):
        decide(project, -draws.whole(0, 60))


def decide(project: Project, days: int) -> None:
    """Let the commission decide so many days after the project entered, negative before."""
    project["commission_decision"] = min(AS_OF, project["decision_date"] + timedelta(days))


def is_under_resolution(project: Project) -> bool:
    """Whether resolution 32 was in force when the project entered."""
    return bool(project["decision_date"] >= IN_FORCE_FROM)
