"""Numbers that contradict their neighbours: above their whole, a hundred times too large, swapped, out of range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.checks.findings import GAP, NOTE, Finding, grouped
from iidsp_analysis.panel import Panel

#: (indicator, industry) of a part and of its whole; the part can never be larger.
WHOLES = (
    (("physical_output", "LEATHER_FOOTWEAR"), ("physical_output", "FOOTWEAR")),
    (("gva_quasi_state", "C"), ("gva", "C")),
    (("gva", "C"), ("output", "C")),
)
#: A level jump goes this many times away from one neighbour and at least so many times back to the other …
JUMP = 100.0
RETURN = 20.0
#: … within this many years, and matters if it moves the region by this fraction of the country.
JUMP_YEARS = 2
JUMP_MATTERS = 0.01
#: A year is out of order if its neighbours rank the regions alike (Spearman) and both disagree with it by this much.
ALIKE = 0.8
DISORDER = 0.2
FEWEST_REGIONS = 10
#: An annual volume index outside these bounds (% of the previous year) is not believed.
INDEX_BOUNDS = (10.0, 500.0)
#: Rounding of a printed index and of the average that is compared with it.
INDEX_ROUNDING = 0.1
#: A population grows evenly: a year off its usual growth by more than this is a census or a change of method.
POPULATION_STEP = 0.01

_YEAR = r"\d{4}"


def parts_above_whole(panel: Panel) -> list[Finding]:
    """List the parts that exceed their whole in the same region and period."""
    message = "{where}: a part exceeds its whole, by up to {size} {unit}."
    found: list[Finding] = []
    for part, whole in WHOLES:
        both = _figures(panel, *part).merge(_figures(panel, *whole), on=["region", "period"], suffixes=("", "_whole"))
        above = both[both["value"] > both["value_whole"]]
        cells = above.assign(size=above["value"] - above["value_whole"])
        found += _by_source("part-above-whole", GAP, cells, message)
    return found


def parts_without_whole(panel: Panel) -> list[Finding]:
    """List the parts printed where the same table leaves their whole out, and whose whole looks misplaced."""
    found: list[Finding] = []
    for part, whole in WHOLES:
        parts, wholes = _figures(panel, *part), _figures(panel, *whole)
        wholes = wholes[wholes["source"].isin(set(parts["source"]))]  # another table has its own coverage
        if wholes.empty:
            continue
        alone = parts.merge(wholes[["region", "period"]], on=["region", "period"], how="left", indicator=True)
        alone = alone[(alone["_merge"] == "left_only") & (alone["value"] > 0)]
        message = "{where}: a part is printed without its whole, up to {size} {unit}" + _misplaced(alone, wholes)
        found += _by_source("part-without-whole", NOTE, alone.assign(size=alone["value"]), message + ".")
    return found


def _misplaced(alone: pd.DataFrame, wholes: pd.DataFrame) -> str:
    """Name the region that prints as a whole exactly what another region prints as a part without one."""
    same = alone.merge(wholes, on=["period", "value"], suffixes=("", "_whole"))
    told = [f"{row.region} {row.period} has the whole of {row.region_whole}" for row in same.itertuples()]
    return f"; {', '.join(told)}" if told else ""


def level_jumps(panel: Panel) -> list[Finding]:
    """List the annual values that leave their series a hundredfold and come back within two years."""
    rows = panel.rows[
        panel.rows[schema.PERIOD].str.fullmatch(_YEAR) & ~panel.rows["indicator"].isin(schema.NOT_ADDITIVE)
    ]
    cell = ["source", "indicator", "industry", "period"]
    country = rows.loc[rows["region"] == schema.COUNTRY, [*cell, "value"]]
    positive = rows[(rows["value"] > 0) & (rows["region"] != schema.COUNTRY)].sort_values("period")
    beside = positive.merge(country, on=cell, suffixes=("", "_country"))
    jumps = [jump for _, line in beside.groupby([*cell[:3], "region"]) for jump in _jumps_of(line)]
    cells = pd.DataFrame(jumps, columns=["source", "region", "industry", "period", "size"]).assign(unit="times")
    message = "{where}: a value leaves its series, up to {size} {unit}, and comes back."
    return _by_source("level-jump", GAP, cells, message)


def _jumps_of(line: pd.DataFrame) -> list[tuple[str, str, str, str, float]]:
    values, years = line["value"].to_numpy(), line["period"].astype(int).to_numpy()
    if values.max() < JUMP * values.min():
        return []
    found = []
    for start in range(1, len(values) - 1):
        for end in range(start + 1, min(start + JUMP_YEARS, len(values) - 1) + 1):
            times = _times(values[start - 1], values[start:end], values[end])
            consecutive = years[end] - years[start - 1] == end - start + 1
            moved = abs(values[start] - values[start - 1]) / line["value_country"].iloc[start]
            if consecutive and times and moved >= JUMP_MATTERS:
                first = line.iloc[start]
                found += [
                    (first["source"], first["region"], first["industry"], str(years[at]), times)
                    for at in range(start, end)
                ]
    return found


def _times(before: float, inside: np.ndarray, after: float) -> float:
    """How many times a run of values leaves its neighbours at the farther side, or 0 if it is no jump."""
    up = sorted((inside.min() / before, inside.min() / after))
    down = sorted((before / inside.max(), after / inside.max()))
    nearer, farther = max(up, down)
    return float(farther) if nearer >= RETURN and farther >= JUMP else 0.0


def ranks_out_of_order(panel: Panel) -> list[Finding]:
    """List the years whose regions rank unlike both neighbours although these rank alike: values look swapped."""
    rows = panel.rows[
        panel.rows[schema.PERIOD].str.fullmatch(_YEAR) & ~panel.rows["indicator"].isin(schema.NOT_ADDITIVE)
    ]
    regional = rows[rows["region"] != schema.COUNTRY]
    found: list[Finding] = []
    for (source, _, industry), table in regional.groupby(["source", "indicator", "industry"]):
        wide = table.pivot(index="period", columns="region", values="value")
        years = wide.index.astype(int).to_numpy()
        for at in range(1, len(years) - 1):
            printed = wide.iloc[at - 1 : at + 2].dropna(axis=1)
            if years[at + 1] - years[at - 1] == 2 and printed.shape[1] >= FEWEST_REGIONS:
                found += _disorder(str(source), str(industry), printed)
    return found


def _disorder(source: str, industry: str, printed: pd.DataFrame) -> list[Finding]:
    """Compare the ranks of the middle one of three years with the ranks of both others."""
    ranks = printed.rank(axis=1).to_numpy()
    alike = np.corrcoef(ranks)
    if alike[0, 2] < ALIKE or alike[0, 2] - max(alike[0, 1], alike[1, 2]) < DISORDER:
        return []
    moved = ranks[1] - (ranks[0] + ranks[2]) / 2
    cells = pd.DataFrame({"region": printed.columns, "size": moved, "industry": industry, "unit": "ranks"})
    message = (
        "{where}: the regions rank unlike both neighbouring years"
        f" (rank correlation {max(alike[0, 1], alike[1, 2]):.2f} against {alike[0, 2]:.2f} between these)"
        ", by up to {size} {unit}: values look swapped."
    )
    return grouped("rank-break", GAP, source, cells.assign(period=printed.index[1]), message)


def index_weights(panel: Panel) -> list[Finding]:
    """Compare the country's volume index with the regional ones, weighted with the value of the previous year."""
    indices = _figures(panel, "gva_volume_index", "C")
    weights = _figures(panel, "gva", "C").assign(period=lambda rows: (rows["period"].astype(int) + 1).astype(str))
    regional = indices[indices["region"] != schema.COUNTRY]
    weighted = regional.merge(
        weights[["region", "period", "value"]], on=["region", "period"], how="left", suffixes=("", "_weight")
    )
    complete = weighted.groupby("period").filter(lambda year: year["value_weight"].notna().all())
    complete = complete.assign(product=complete["value"] * complete["value_weight"])
    sums = complete.groupby("period")[["product", "value_weight"]].sum()
    average = (sums["product"] / sums["value_weight"]).rename("average").reset_index()
    country = indices[indices["region"] == schema.COUNTRY].merge(average, on="period")
    cells = country.assign(size=country["value"] - country["average"], unit="points")
    message = "{where}: the country's index is not that of its weighted regions, by up to {size} {unit}."
    return _by_source("index-weights", NOTE, cells[cells["size"].abs() > INDEX_ROUNDING], message)


def index_range(panel: Panel) -> list[Finding]:
    """List the annual volume indices that no industry can have."""
    rows = panel.rows[panel.rows["indicator"].str.endswith("volume_index")]
    wrong = rows[~rows["value"].between(*INDEX_BOUNDS)]
    cells = wrong.rename(columns={"value": "size"})[["source", "region", "industry", "period", "size", "unit"]]
    return _by_source("index-range", GAP, cells, "{where}: an index of {size} {unit} is not believed.")


def population_steps(panel: Panel) -> list[Finding]:
    """List the years in which the country's population leaves its usual growth: censuses."""
    people = _figures(panel, "population", schema.TOTAL)
    line = people[people["region"] == schema.COUNTRY].sort_values("period")
    growth = line["value"].pct_change()
    off = growth - growth.median()
    cells = line.assign(size=off * line["value"].shift(), unit="persons")[off.abs() > POPULATION_STEP]
    return _by_source("population-step", NOTE, cells, "{where}: population is {size} {unit} off its usual growth.")


def _figures(panel: Panel, indicator: str, industry: str) -> pd.DataFrame:
    """Rows of one indicator and industry; figures by section where a table by division repeats them."""
    rows = panel.rows[(panel.rows["indicator"] == indicator) & (panel.rows["industry"] == industry)]
    own = rows[(rows["classification"] != "oked_division") & rows["value"].notna()]
    return own[["source", "region", "industry", "period", "value", "unit"]]


def _by_source(check: str, severity: str, cells: pd.DataFrame, message: str) -> list[Finding]:
    return [
        finding
        for source, of_table in cells.groupby("source")
        for finding in grouped(check, severity, str(source), of_table, message)
    ]
