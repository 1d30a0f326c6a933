"""Faults of the example register: what should not be on the map, is there twice, or does not say what it is."""

from __future__ import annotations

import math

from iidsp_analysis.loaders.projects.example_course import Project
from iidsp_analysis.loaders.projects.example_draw import (
    NAME_BEGINNING,
    OTHER,
    OUTSIDE,
    PRIORITY,
    THRESHOLD,
    decide,
    is_under_resolution,
    make,
    order,
    products,
)
from iidsp_analysis.loaders.projects.example_planting import Planting

_MANDATORY = ("financing", "bin", "product", "status_date", "jobs_permanent_planned", "decision_date")


def is_large(project: Project) -> bool:
    """Whether a project belongs on the industrialization map by resolution 32."""
    return is_under_resolution(project) and project["map"] == "industrialization"


def is_small(project: Project) -> bool:
    """Whether a project belongs on the regional map by resolution 32."""
    return is_under_resolution(project) and project["map"] == "regional"


def is_commissioned(project: Project) -> bool:
    """Whether a project works."""
    return bool(project["status"] == "commissioned")


# --- what it is -------------------------------------------------------------------------------------------------


def industries(planting: Planting) -> None:
    """Plant projects outside manufacturing, and of manufacturing without a priority."""
    for product in products(OUTSIDE):
        project = planting.host(lambda each: each["kind"] == "new")
        make(project, product)
        planting.plant(project, "division_outside_manufacturing", "oked")
        planting.plant(project, "not_on_priority_list", "oked")  # what is outside manufacturing serves none
    for product in products(OTHER):
        project = planting.host(lambda each: each["kind"] == "new")
        make(project, product)
        planting.plant(project, "not_on_priority_list", "oked")


def missing_fields(planting: Planting) -> None:
    """Plant empty fields, and such as become empty because nobody can read them."""
    for column in _MANDATORY:
        project = planting.host(lambda each: is_small(each) and is_commissioned(each))
        project[column] = None
        planting.plant(project, "mandatory_field_missing", column)
    project = planting.host(is_commissioned)
    project["actual_commissioning"] = None
    planting.plant(project, "mandatory_field_missing", "actual_commissioning")
    for column, text, reason in (
        ("cost_planned_mln_kzt", "уточняется", "no_number"),
        ("planned_commissioning", "31.02.2017", "no_date"),
    ):
        project = planting.host(lambda each: is_small(each) and is_commissioned(each))
        planting.write_as(project, column, text, reason)
        planting.plant(project, "mandatory_field_missing", column)


# --- the maps ---------------------------------------------------------------------------------------------------


def maps(planting: Planting) -> None:
    """Plant projects on the wrong map, and such as went round the commission."""
    hidden = planting.host(is_large)
    hidden["map"] = "regional"
    planting.plant(hidden, "wrong_map_for_cost", "map")
    light = planting.host(is_large)
    light |= {"map": "regional", "commission_decision": None}
    planting.plant(light, "wrong_map_for_cost", "map")
    planting.plant(light, "entered_without_commission", "commission_decision")
    small = planting.host(is_small)
    small["map"] = "industrialization"
    decide(small, -20)
    planting.plant(small, "wrong_map_for_cost", "map")
    for days in (None, 40):
        project = planting.host(is_large)
        project["commission_decision"] = None
        if days is not None:
            decide(project, days)
        planting.plant(project, "entered_without_commission", "commission_decision")


def both_maps(planting: Planting) -> None:
    """Plant a project that was entered on both maps, and one of which a cheaper part is on the other map."""
    whole = planting.host(is_small)
    again = planting.copy(whole)
    again["map"] = "industrialization"
    decide(again, -20)
    planting.plant(again, "wrong_map_for_cost", "map")
    large = planting.host(is_large)
    part = planting.copy(large)
    _shrink(part, 0.9 * THRESHOLD / part["cost_planned_mln_kzt"])
    part |= {"map": "regional", "commission_decision": None, "product": f"{part['product']}, 2-я очередь"}
    for project in (whole, again, large, part):
        planting.plant(project, "on_both_maps", "map")
    planting.plant_import(again, "same_project", "product")
    planting.plant_import(part, "same_name", "name")


def _shrink(project: Project, factor: float) -> None:
    """Make a project smaller; its cost per job and its jobs against the plan stay nearly as they are."""
    for name in ("cost_planned_mln_kzt", "cost_actual_mln_kzt"):
        project[name] = None if project[name] is None else round(project[name] * factor, 1)
    project["jobs_permanent_planned"] = max(1, math.floor(project["jobs_permanent_planned"] * factor))
    if project["jobs_permanent_actual"] is not None:
        project["jobs_permanent_actual"] = math.ceil(project["jobs_permanent_actual"] * factor)


# --- twice ------------------------------------------------------------------------------------------------------


def renamed(planting: Planting) -> None:
    """Plant projects that were entered a second time under another name, the product in other letters."""
    for fits in (is_small, is_large, is_commissioned):
        project = planting.host(fits)
        again = planting.copy(project)
        again |= {
            "name": f"{NAME_BEGINNING}Организация выпуска: {project['product']}",
            "product": f"«{project['product'].upper()}»",
        }
        for each in (project, again):
            planting.plant(each, "same_bin_and_product", "product")
        planting.plant_import(again, "same_project", "product")


def expansions(planting: Planting) -> None:
    """Plant expansions that count as new: two tell it in their name, one by what its firm has made before."""
    for name in ("Расширение действующего цеха ({product})", "Өндірісті кеңейту ({product})"):
        project = planting.host(lambda each: each["kind"] == "new")
        project["name"] = NAME_BEGINNING + name.format_map(project)
        planting.plant(project, "expansion_counted_as_new", "kind")
    earlier = planting.host(lambda each: is_commissioned(each) and _has_follower(each, planting.projects))
    later = planting.host(lambda each: _follows(each, earlier))
    make(later, next(product for product in products(PRIORITY) if product["product_ru"] == earlier["product"]))
    later["bin"] = earlier["bin"]
    planting.plant(later, "expansion_counted_as_new", "kind")
    for project in (earlier, later):
        planting.plant(project, "same_bin_and_product", "product")
    planting.plant_import(max(earlier, later, key=order), "same_project", "product")


def _has_follower(earlier: Project, projects: list[Project]) -> bool:
    return sum(_follows(each, earlier) for each in projects) > 8  # some of them are taken


def _follows(later: Project, earlier: Project) -> bool:
    """Whether a project could be the second stage of another: same division and map, begun after the first works."""
    alike = later["map"] == earlier["map"] and later["oked"][:2] == earlier["oked"][:2]
    return bool(alike and later["kind"] == "new" and later["planned_start"] > earlier["actual_commissioning"])
