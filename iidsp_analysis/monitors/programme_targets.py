"""Which targets apply: the shipped ones, and a user's own that take their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from iidsp_analysis import folders, regions, schema
from iidsp_analysis.errors import BoundaryError, SchemaError, UnknownLabelError
from iidsp_analysis.monitors.target_file import read_rows
from iidsp_analysis.reference.target_records import Target
from iidsp_analysis.reference.target_rows import shipped_targets, target_of

FILE = Path("plans", "targets.csv")


@dataclass(frozen=True)
class Targets:
    """All targets on one set of borders, regions by id.

    ``elsewhere`` names the regions of the user's file that these borders do not have: their targets wait for a report
    on other borders.
    """

    all: tuple[Target, ...]
    elsewhere: tuple[str, ...] = ()

    def in_force(self, region: str, year: int) -> tuple[Target, ...]:
        """Targets of a region (or ``KZ``) in force in a year; of an indicator without one, those that ended last."""
        begun = [target for target in self.all if target.region == region and _has_begun(target, year)]
        kept = []
        for indicator in dict.fromkeys(target.indicator for target in begun):
            known = [target for target in begun if target.indicator == indicator]
            last = min(year, max(target.target_year for target in known))
            kept += [target for target in known if target.target_year >= last]
        return tuple(kept)


def replaced(targets: Iterable[Target]) -> frozenset[Target]:
    """Targets with a later edition of the same programme, indicator and region: the later one is in force."""
    known = tuple(targets)
    return frozenset(old for old in known if any(_replaces(new, old) for new in known))


def _replaces(new: Target, old: Target) -> bool:
    same = (new.programme, new.indicator, new.region) == (old.programme, old.indicator, old.region)
    if not same or new.first_year is None:
        return False
    return old.first_year is None or new.first_year > old.first_year


def _has_begun(target: Target, year: int) -> bool:
    return target.first_year is None or target.first_year <= year


def targets_on(borders: int, path: Path | None = None) -> Targets:
    """Collect the shipped targets and those of the user's file, with regions on one set of borders.

    A row of the file takes the place of the shipped row with the same programme, edition, indicator and region;
    without one it is added.

    Parameters
    ----------
    borders : int
        2014, 2018 or 2022.
    path : Path, optional
        The file; default ``data/raw/plans/targets.csv``, which need not exist.

    Raises
    ------
    SchemaError
        If a row breaks the rules of :func:`~iidsp_analysis.reference.target_rows.target_of` or stands twice, or the
        file those of :func:`~iidsp_analysis.monitors.target_file.read_rows`.
    UnknownLabelError
        If a region is unknown.
    """
    file = path or folders.raw() / FILE
    own = read_targets(file) if file.is_file() else ()
    placed = [(target, _region_on(target.region, borders)) for target in own]
    shown = [replace(target, region=region) for target, region in placed if region is not None]
    _refuse_twice(shown, file)
    merged = {_key(target): target for target in (*shipped_targets(), *shown)}
    elsewhere = dict.fromkeys(target.region for target, region in placed if region is None)
    return Targets(tuple(merged.values()), tuple(elsewhere))


def read_targets(path: Path) -> tuple[Target, ...]:
    """Read a user's table of targets; regions stay as written.

    Raises
    ------
    SchemaError
        If the file can be misread (:func:`~iidsp_analysis.monitors.target_file.read_rows`), or holds a row that is no
        target.
    UnknownLabelError
        If a region is unknown on any borders.
    """
    placed = [(row, f"{path.name}, line {line}") for line, row in read_rows(path)]
    targets = tuple(target_of(row, where, is_own=True) for row, where in placed)
    for (_, where), target in zip(placed, targets, strict=True):
        _require_region(target.region, where)
    return targets


def _require_region(label: str, where: str) -> None:
    try:
        regions.resolve(label)
    except BoundaryError:
        return  # a name of two territories: the borders of the report tell them apart
    except UnknownLabelError as unknown:
        raise UnknownLabelError(unknown.what, where=where, what_next=unknown.what_next) from None


def _region_on(label: str, borders: int) -> str | None:
    """Id of a region on these borders; None where they do not have it."""
    if label == schema.COUNTRY:
        return label
    try:
        return regions.resolve(label, borders=borders).id
    except BoundaryError:
        return None


def _key(target: Target) -> tuple[str, str, str, str]:
    return target.programme, target.edition, target.indicator, target.region


def _refuse_twice(targets: Iterable[Target], file: Path) -> None:
    seen = set()
    for target in targets:
        if _key(target) in seen:
            raise SchemaError(f"The target {', '.join(_key(target))} stands twice.", where=file.name,
                              what_next="Keep one row for each programme, edition, indicator and region.")  # fmt: skip
        seen.add(_key(target))
