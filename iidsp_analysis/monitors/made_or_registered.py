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
        HS sections that are most likely only registered in the region, the largest excess first; empty where only all
        processed goods together are too much.
    reasons : tuple of str
        Reason of each section, as in :func:`~iidsp_analysis.monitors.made_verdicts.judge`.
    at_least : float
        Exports above what the region can carry, thousand USD.
    impossible : float
        The part of it that cannot have been made there by any assumption of the test: above the largest output of a
        section, or, for all processed goods together, above the output of all works, mines and farms; thousand USD.
    share_of_all, share_of_processed : float
        The same over all exports of the region, and its processed part over processed exports (fractions); NaN where
        the exports are missing or zero.
    in_flagged : float
        Share of these sections in all exports of the region: the most that the flag can be about.
    """

    region: str
    year: int
    sections: tuple[str, ...]
    reasons: tuple[str, ...]
    at_least: float
    impossible: float
    share_of_all: float
    share_of_processed: float
    in_flagged: float

    @property
    def is_raised(self) -> bool:
        """Whether one of the shares reaches :data:`FLAG_SHARE`; a missing share does not."""
        return self.share_of_all >= FLAG_SHARE or self.is_raised_on_processed

    @property
    def is_raised_on_processed(self) -> bool:
        """Whether the flag says something about processed exports: minerals alone raise one that does not."""
        return self.share_of_processed >= FLAG_SHARE

    @property
    def processed_sections(self) -> tuple[str, ...]:
        """The sections that count as processed exports (default definition)."""
        processed = definition_sections()
        return tuple(code for code in self.sections if code in processed)


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

    Of processed goods the larger of two excesses counts: that of the sections that are most likely only registered
    there, and that of all processed goods over the output of all works, mines and farms (each good alone may be
    possible, all of them together not).
    """
    cells, total = judgement.of(region), float(judgement.totals[region])
    processed = [code for code in definition_sections() if code in cells.index]
    sold, output = (float(judgement.processed[name][region]) for name in ("exports", "output"))
    together = max(0.0, sold - output) if np.isfinite(sold - output) else 0.0
    above, of_processed = _above(cells["excess"], processed, together)
    impossible, _ = _above(cells["impossible"], processed, together)
    worst = cells[cells["verdict"] == REGISTERED].sort_values("excess", ascending=False)
    return Flag(
        region=region,
        year=judgement.year,
        sections=tuple(map(str, worst.index)),
        reasons=tuple(map(str, worst["reason"])),
        at_least=above,
        impossible=impossible,
        share_of_all=_share(above, total),
        share_of_processed=_share(of_processed, sold),
        in_flagged=_share(float(worst["exports"].sum()), total),
    )


def _above(column: pd.Series[float], processed: list[str], together: float) -> tuple[float, float]:
    """One kind of excess of all goods, and of processed goods: theirs is at least that of all of them together."""
    of_processed = max(float(column[processed].sum()), together)
    return float(column.drop(processed).sum()) + of_processed, of_processed


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def excesses(judgement: Judgement) -> pd.DataFrame:
    """All regions side by side, the largest share first.

    Returns
    -------
    DataFrame by region
        ``sections``, ``reasons`` (tuples), ``at_least``, ``impossible`` (thousand USD), ``share_of_all``,
        ``share_of_processed``, ``in_flagged`` (fractions), ``is_raised``.
    """
    found = [excess_of(judgement, str(region)) for region in judgement.totals.index]
    frame = pd.DataFrame([{**vars(flag), "is_raised": flag.is_raised} for flag in found])
    return frame.drop(columns="year").set_index("region").sort_values("share_of_all", ascending=False)
