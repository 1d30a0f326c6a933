"""Weights of the lenses estimated on public panels: the shipped table, and what it gives as of a year.

The table holds one coefficient for each panel, origin and lens. As of a year only origins whose windows had ended by
then count: a pick of 2017 is weighed by what could be known in 2017.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from iidsp_analysis.models.weights import Weights

FULL_WEIGHT = 5  # origins after which a panel counts in full: fewer overlap too much to be a witness of their own
# Where every estimate begins: the one lens with a published hypothesis about later growth, relatedness (Hidalgo et
# al. 2018, "The principle of relatedness"), alone. It counts as one more panel, and is all there is before any window
# has ended anywhere.
START = {"relatedness_gap": 0.15}
SAME_GROUND = 0.5  # share of common regions from which two panels are about the same ground


@cache
def coefficient_table() -> pd.DataFrame:
    """Return the shipped coefficients: panel, origin, end, horizon, lens, coefficient, standard_error, candidates."""
    with (resources.files("iidsp_analysis") / "reference" / "lens_weights.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream)


@cache
def panel_table() -> pd.DataFrame:
    """Return what the shipped coefficients were estimated on: panel, title, unit, years, source, regions."""
    with (resources.files("iidsp_analysis") / "reference" / "lens_weight_panels.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream).set_index("panel")


def panels_sharing(regions: Iterable[str]) -> tuple[str, ...]:
    """Return the shipped panels about the same ground, which must not witness for themselves.

    Two panels share their ground when half of the labels of the one with fewer occur in the other: as codes, or as the
    names and the codes of other levels by which the same regions go.
    """
    mine = {region.casefold() for region in regions}
    table = panel_table()
    vocabularies = {
        str(panel): (row["regions"].split(), row["also_called"].split(";")) for panel, row in table.iterrows()
    }
    return tuple(panel for panel, (codes, others) in vocabularies.items() if _share_ground(mine, codes, others))


def _share_ground(mine: set[str], codes: Iterable[str], others: Iterable[str]) -> bool:
    regions = {label.casefold() for label in codes}
    known = regions | {label.casefold() for label in others}
    return len(mine & known) >= SAME_GROUND * min(len(mine), len(regions))


def prior_coefficients(as_of: int, lenses: Sequence[str], *, without: Sequence[str] = ()) -> pd.DataFrame:
    """Return coefficient, standard error, panels and origins by lens, as of a year.

    Parameters
    ----------
    as_of : int
        Only windows that ended by this year count.
    lenses : sequence of str
        Order of the answer; a lens that the table does not know has coefficient 0.
    without : sequence of str
        Panels to leave out.

    Returns
    -------
    DataFrame by lens
        ``coefficient`` (mean over the start and the panels of the mean over origins; panels with fewer than five
        origins count less), ``standard_error`` (from the spread between panels; NaN with one panel), ``panels``,
        ``origins``.
    """
    table = coefficient_table()
    usable = table[(table["end"] <= as_of) & ~table["panel"].isin(list(without))]
    start = pd.Series(START).reindex(list(lenses)).fillna(0.0)
    if usable.empty:
        return pd.DataFrame({"coefficient": start, "standard_error": np.nan, "panels": 0, "origins": 0})
    means = usable.pivot_table(index="panel", columns="lens", values="coefficient", aggfunc="mean")
    origins = usable.groupby("panel")["origin"].nunique()
    weights = origins.clip(upper=FULL_WEIGHT).reindex(means.index).astype(float)
    sums = means.mul(weights, axis=0).sum().reindex(start.index).fillna(0.0)
    pooled = (sums + FULL_WEIGHT * start) / (weights.sum() + FULL_WEIGHT)
    spread = means.std(ddof=1) / np.sqrt(len(means)) if len(means) > 1 else means.iloc[0] * np.nan
    told = pd.DataFrame({"coefficient": pooled, "standard_error": spread.reindex(start.index)})
    return told.assign(panels=len(means), origins=int(origins.sum()))


@cache
def estimated_weights(as_of: int, lenses: tuple[str, ...], *, without: tuple[str, ...] = ()) -> Weights:
    """Return the prior as a set of weights for the lenses that are there.

    Raises
    ------
    WeightsError
        If none of the lenses has an estimated weight.
    """
    prior = prior_coefficients(as_of, lenses, without=without)
    panels, origins = int(prior["panels"].max()), int(prior["origins"].max())
    origin = (
        f"ridge regression of later relative growth on the lenses, {panels} panels, {origins} origins ended by {as_of}"
    )
    values = {str(lens): float(value) for lens, value in prior["coefficient"].items()}
    return Weights("estimated", values, origin)
