"""Made here or registered here: regions that book exports of others on a scale that changes what their exports mean.

Customs data book exports where the exporter is registered. `models.registered_elsewhere` is the short form of the
question that the ranking of growth points asks: all processed exports of three years against the value added of
manufacturing. Here it is asked for each HS section of one year, against gross output instead of value added, with
mines, farms and physical output. The two differ where a region exports most of its manufacturing's output (fails
there, may pass here) and where it books minerals, which are no processed exports (flagged here only).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.monitors.export_cube import ExportCube, definition_sections
from iidsp_analysis.monitors.made_verdicts import REGISTERED, Judgement, judge
from iidsp_analysis.panel import Panel

#: A region is flagged if at least this share of its exports, or of its processed exports, is above what it can carry.
#: A tenth is as large as the changes that these reports tell: the announced growth of 2017 was 10.5 %.
FLAG_SHARE = 0.10


@dataclass(frozen=True)
class Flag:
    """A region that books others' exports.

    Attributes
    ----------
    region : str
        Region id.
    year : int
        Year of the exports.
    sections : tuple of str
        HS sections that cannot have been made in the region, the largest excess first; empty where only all processed
        goods together are too much.
    at_least : float
        Exports above what the region can carry, thousand USD.
    share_of_all, share_of_processed : float
        The same over all exports of the region, and its processed part over processed exports (fractions); NaN where
        the exports are missing or zero.
    in_flagged : float
        Share of these sections in all exports of the region: the most that the flag can be about.
    """

    region: str
    year: int
    sections: tuple[str, ...]
    at_least: float
    share_of_all: float
    share_of_processed: float
    in_flagged: float

    @property
    def is_raised(self) -> bool:
        """Whether one of the shares reaches :data:`FLAG_SHARE`; a missing share does not."""
        return self.share_of_all >= FLAG_SHARE or self.share_of_processed >= FLAG_SHARE


def flagged_regions(panel: Panel, cube: ExportCube, year: int) -> dict[str, Flag]:
    """Regions that book exports of others.

    Parameters
    ----------
    panel, cube, year
        As in :func:`~iidsp_analysis.monitors.made_verdicts.judge`.

    Returns
    -------
    dict of str to Flag
        By region id, the largest share of all exports first. A region whose figures are missing is not among them:
        no flag is no proof.

    Raises
    ------
    MissingDataError
        As in :func:`~iidsp_analysis.monitors.made_verdicts.judge`.
    """
    return flags_of(judge(panel, cube, year))


def flags_of(judgement: Judgement) -> dict[str, Flag]:
    """Flags of the regions, from verdicts that are already there: as :func:`flagged_regions`."""
    flags = [excess_of(judgement, str(region)) for region in judgement.totals.index]
    raised = sorted((flag for flag in flags if flag.is_raised), key=lambda flag: -flag.share_of_all)
    return {flag.region: flag for flag in raised}


def excess_of(judgement: Judgement, region: str) -> Flag:
    """How much of a region's exports is above what it can carry, whether or not that is enough for a flag.

    Of processed goods the larger of two excesses counts: that of the sections that cannot have been made in the region,
    and that of all processed goods over the output of all works, mines and farms (each good alone may be possible, all
    of them together not).
    """
    cells, total = judgement.of(region), float(judgement.totals[region])
    processed = [code for code in definition_sections() if code in cells.index]
    sold, output = (float(judgement.processed[name][region]) for name in ("exports", "output"))
    together = max(0.0, sold - output) if np.isfinite(sold - output) else 0.0
    of_processed = max(float(cells.loc[processed, "excess"].sum()), together)
    above = float(cells["excess"].drop(processed).sum()) + of_processed
    worst = cells[cells["verdict"] == REGISTERED].sort_values("excess", ascending=False)
    return Flag(
        region=region,
        year=judgement.year,
        sections=tuple(map(str, worst.index)),
        at_least=above,
        share_of_all=_share(above, total),
        share_of_processed=_share(of_processed, sold),
        in_flagged=_share(float(worst["exports"].sum()), total),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def excesses(judgement: Judgement) -> pd.DataFrame:
    """All regions side by side, the largest share first.

    Returns
    -------
    DataFrame by region
        ``sections`` (tuple of codes), ``at_least`` (thousand USD), ``share_of_all``, ``share_of_processed``,
        ``in_flagged`` (fractions), ``is_raised``.
    """
    found = [excess_of(judgement, str(region)) for region in judgement.totals.index]
    frame = pd.DataFrame([{**vars(flag), "is_raised": flag.is_raised} for flag in found])
    return frame.drop(columns="year").set_index("region").sort_values("share_of_all", ascending=False)
