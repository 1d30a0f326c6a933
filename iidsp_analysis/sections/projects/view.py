"""The register of projects as the pages take it: which version, whose projects, and what the rules find in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

import pandas as pd

from iidsp_analysis import schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.snapshots import Snapshot
from iidsp_analysis.monitors.projects.places import placed
from iidsp_analysis.monitors.projects.priority_list import PriorityList, read_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rules import Findings, check
from iidsp_analysis.monitors.projects.settings import Settings, read_settings
from iidsp_analysis.panel import Panel

#: Stands for the example register where the id of a snapshot is asked for.
EXAMPLE: Final = "example"
#: Indicators that the rules and the pages set beside projects.
BESIDE_PROJECTS: Final = ("output", "gva", "employment")
Rows = TypeVar("Rows", pd.Series, pd.DataFrame)


@dataclass(frozen=True)
class ProjectsView:
    """A version of the register, seen from the report of one region or of the country.

    Parameters
    ----------
    register : Register
        The whole register.
    snapshot : Snapshot or None
        Its stored version; None for the example.
    places : Series
        Region of the report's borders that holds each project (:func:`places.placed`), index as ``register.rows``.
    panel : Panel
        Official figures beside the projects, on the report's borders, later years included (:func:`official`).
    region : str
        Id of the report's subject.
    """

    register: Register
    snapshot: Snapshot | None
    places: pd.Series
    panel: Panel
    region: str

    @property
    def is_example(self) -> bool:
        """Whether the projects are made up."""
        return self.register.is_example

    @property
    def as_of(self) -> str:
        """Day of the register, ``YYYY-MM-DD``."""
        return self.register.as_of

    @property
    def is_whole(self) -> bool:
        """Whether the subject is the country."""
        return self.region == schema.COUNTRY

    def own(self, told: Rows) -> Rows:
        """Return the rows of the report's subject of something that is indexed like the register."""
        return told if self.is_whole else told[self.places.loc[told.index] == self.region]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Projects of the report's subject."""
        return self.own(self.register.rows)

    @property
    def unplaced(self) -> int:
        """Number of projects that no region of these borders can be told to hold."""
        return int(self.places.isna().sum())

    @cached_property
    def settings(self) -> Settings:
        """Limits of the rules."""
        return read_settings()

    @cached_property
    def findings(self) -> Findings:
        """What the rules find in the whole register."""
        return check(self.register, self.settings, self.panel, self.priorities)

    @cached_property
    def priorities(self) -> PriorityList:
        """The user's list of priorities, or the shipped, unverified example."""
        return read_priorities()

    @cached_property
    def findings_here(self) -> pd.DataFrame:
        """The findings about the projects of the report's subject."""
        return self.findings.table[self.findings.table["row"].isin(self.rows.index)]

    @cached_property
    def portfolio(self) -> Portfolio:
        """The whole register as the rules take it."""
        return Portfolio(self.register.rows, pd.Timestamp(self.as_of), self.priorities, self.panel)


def projects_view(register: str, as_of: str, panel: Panel, region: str) -> ProjectsView:
    """Open a version of the register for a report.

    Parameters
    ----------
    register : str
        Id, day or name of a snapshot, ``example``, or nothing: the newest snapshot, and the example where none is
        stored.
    as_of : str
        Month ``YYYY-MM`` from which the report looks, or nothing: no register of a later month is taken.
    panel : Panel
        Official figures on the report's borders.
    region : str
        Id of the report's subject.

    Raises
    ------
    UsageError
        For an unknown snapshot.
    MissingDataError
        If registers are stored, but all speak for a later month.
    SourceError
        If the snapshot is damaged.
    """
    snapshot = snapshot_for(register, as_of)
    opened = example_register() if snapshot is None else snapshots.load(snapshot)
    borders = panel.borders
    if borders is None:
        raise ValueError("the panel of a report is on one set of borders")
    return ProjectsView(opened, snapshot, placed(opened.rows["region"], borders), panel, region)


def official(published: Panel, borders: int) -> Panel:
    """Return the official figures that stand beside projects, on the borders of a report.

    Years after the report's are kept: output by region is published from 2022 on only, and without these years nothing
    could be estimated for those of the register.
    """
    wanted = published.rows[schema.INDICATOR].isin(BESIDE_PROJECTS)
    return territories.on_borders(replace(published, rows=published.rows[wanted]), borders)


def is_stored(as_of: str = "") -> bool:
    """Whether a register of real projects is stored that a report may use."""
    return any(not each.is_example and snapshots.is_known_by(each, as_of) for each in snapshots.snapshots())


def snapshot_for(register: str, as_of: str) -> Snapshot | None:
    """Return the stored version that is meant, None for the example; arguments and errors as above."""
    if register == EXAMPLE:
        return None
    if register:
        return _require_known(snapshots.find(register), as_of)
    stored = snapshots.snapshots()
    known = [each for each in stored if snapshots.is_known_by(each, as_of)]
    if stored and not known:
        raise MissingDataError(f"Every stored register of projects speaks for a day after {as_of}.",
                               what_next="Look from a later month, or import an earlier register.")  # fmt: skip
    return snapshots.newest(known)


def _require_known(snapshot: Snapshot, as_of: str) -> Snapshot:
    if not snapshots.is_known_by(snapshot, as_of):
        raise MissingDataError(f"The register speaks for {snapshot.as_of}, after {as_of}.", where=snapshot.id,
                               what_next="Look from a later month.")  # fmt: skip
    return snapshot
