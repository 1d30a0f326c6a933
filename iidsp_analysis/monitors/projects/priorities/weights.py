"""Weights of the parts of a project's priority, and the limits of its verdict: one YAML file.

``reference/project_priority_weights.yml`` ships; the user's ``data/raw/projects/priority_weights.yml`` takes its place.
What that file leaves out keeps the shipped value, as with the rules of the register. A list of priorities that nobody
has verified has no weight in the mean, unless the user's file names one: it would count twice, because it also answers
the second question.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from iidsp_analysis import folders, reference
from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors.projects.settings import FOLDER
from iidsp_analysis.monitors.projects.settings_file import entries_of

Floats = NDArray[np.float64]
SHIPPED, OWN = "project_priority_weights.yml", "priority_weights.yml"
GROWTH_POINT, TECHNOLOGY, EXPORTS, PRODUCTIVITY, JOBS, LISTED = PARTS = (
    "growth_point", "technology", "exports", "productivity", "jobs", "listed",
)  # fmt: skip
#: The two ways in which a project can serve a priority; the verdict asks for one of them.
WAYS: Final = (GROWTH_POINT, LISTED)
WEIGHTS, LIMITS = BLOCKS = ("weights", "limits")
#: Smallest and largest value of every limit, and whether it is a whole number.
_BOUNDS: Final = {
    "known_least": (0.0, 1.0, False), "score_from": (0.0, 1.0, False), "firm_from": (0.0, 1.0, False),
    "months_after": (0.0, 1200.0, True), "projects_least": (1.0, 1e6, True), "draws": (100.0, 1e5, True),
    "concentration": (1.0, 1e6, False),
}  # fmt: skip
#: A weight that a draw makes smaller than this is drawn as this, so that a score always has something to weigh.
_SMALLEST = 1e-12


@dataclass(frozen=True)
class PriorityWeights:
    """How much each part counts, and the limits of the verdict.

    Parameters
    ----------
    weights : mapping of str to float
        Weight of every part of :data:`PARTS`, from 0 up; only proportions count.
    limits : mapping of str to float
        By name, see the shipped file.
    file : str
        Where they come from.
    named : frozenset of str
        Parts whose weight the user's file names.
    is_list_verified : bool
        Whether the list of priorities that is used was read in the act.
    """

    weights: Mapping[str, float]
    limits: Mapping[str, float]
    file: str = SHIPPED
    named: frozenset[str] = frozenset()
    is_list_verified: bool = True

    @property
    def sets_list_aside(self) -> bool:
        """Whether the list answers the second question without a weight in the mean: nobody verified or weighed it."""
        return not self.is_list_verified and LISTED not in self.named and self.weights[LISTED] > 0

    @property
    def counted(self) -> dict[str, float]:
        """Weight of every part in the mean."""
        return {name: 0.0 if name == LISTED and self.sets_list_aside else self.weights[name] for name in PARTS}

    @property
    def shares(self) -> Floats:
        """Weights in the mean in the order of :data:`PARTS`, adding up to one."""
        told = np.array(list(self.counted.values()), dtype=float)
        scaled = told / told.max()  # first, so that no sum can overflow
        return np.asarray(scaled / scaled.sum())

    @property
    def used(self) -> tuple[str, ...]:
        """Parts that count in the mean."""
        return tuple(name for name, weight in self.counted.items() if weight > 0)

    @property
    def ways(self) -> tuple[str, ...]:
        """Parts that answer the second question: the ways without weight in the file are not looked at."""
        return tuple(name for name in WAYS if self.weights[name] > 0)

    @property
    def is_equal(self) -> bool:
        """Whether every part counts the same, a list that is set aside not being looked at."""
        return len({weight for name, weight in self.counted.items() if name != LISTED or not self.sets_list_aside}) == 1

    def for_list(self, *, is_verified: bool) -> PriorityWeights:
        """Return the same for a list of priorities that is verified or not.

        Raises
        ------
        UsageError
            If nothing but an unverified list would have a weight.
        """
        told = replace(self, is_list_verified=is_verified)
        if not told.used:
            raise UsageError("No part besides the unverified list of priorities has a weight.", where=self.file,
                             what_next=f"Give another part a weight, or name one for {LISTED}.")  # fmt: skip
        return told

    def evened(self) -> PriorityWeights:
        """Return equal weights; a list that nobody verified counts only where the file gives it a weight."""
        is_weighed = LISTED in self.named and self.weights[LISTED] > 0
        return replace(self, weights=dict.fromkeys(PARTS, 1.0), named=self.named if is_weighed else frozenset())

    def without(self, part: str) -> PriorityWeights:
        """Return the same without one part, in the mean and in the second question."""
        return replace(self, weights={**self.weights, part: 0.0})

    @property
    def typical_change(self) -> float:
        """Standard deviation of a drawn weight beside the given one, the median over the parts: a share of it."""
        given = self.shares[self.shares > 0]
        return float(np.median(np.sqrt((1 - given) / given / (self.limits["concentration"] + 1))))

    def drawn(self, seed: int = 0) -> Floats:
        """Draw sets of weights around the given ones: Dirichlet with parameters ``concentration · w``.

        The mean is the given weights ``w``, and the standard deviation of each is ``√(w (1 − w) / (concentration +
        1))``. A part without weight has none in any draw.

        Returns
        -------
        array, draws × parts
            Each row adds up to one.
        """
        return self._dirichlet(self.limits["concentration"] * self.shares, seed)

    def drawn_anywhere(self, seed: int = 0) -> Floats:
        """Draw sets of weights of which every one is equally likely, whatever the given ones (flat Dirichlet)."""
        return self._dirichlet((self.shares > 0).astype(float), seed)

    def _dirichlet(self, parameters: Floats, seed: int) -> Floats:
        counts = parameters > 0
        drawn = np.zeros((int(self.limits["draws"]), len(PARTS)))
        generator = np.random.default_rng(seed)
        drawn[:, counts] = np.maximum(generator.dirichlet(parameters[counts], len(drawn)), _SMALLEST)
        return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def shipped_weights() -> PriorityWeights:
    """Return the weights and limits that ship with the package: every part counts the same."""
    text = resources.files(reference.__name__).joinpath(SHIPPED).read_text(encoding="utf-8")
    told = {block: {name: float(value) for name, value in entries_of(text, SHIPPED)[block].items()} for block in BLOCKS}
    return PriorityWeights(told[WEIGHTS], told[LIMITS])


def read_weights(path: Path | None = None) -> PriorityWeights:
    """Read the user's weights and limits, or the shipped ones where there is no such file.

    Parameters
    ----------
    path : Path, optional
        ``data/raw/projects/priority_weights.yml`` by default.

    Raises
    ------
    UsageError
        For an unknown or repeated name, a weight that is no number of zero or more, a limit outside its bounds, no
        weight on both ways to serve a priority, or a file that cannot be read: what, where, what next.
    """
    own = path or folders.raw() / FOLDER / OWN
    shipped = shipped_weights()
    if path is None and not own.exists():
        return shipped
    entries = _entries(own)
    _require_known(entries, BLOCKS, "block", own.name)
    told = entries.get(WEIGHTS, {})
    return PriorityWeights(_weights(told, shipped, own.name), _limits(entries.get(LIMITS, {}), shipped, own.name),
                           own.name, frozenset(told))  # fmt: skip


def _entries(path: Path) -> dict[str, dict[str, Any]]:
    form = f"Write the blocks {WEIGHTS} and {LIMITS} as text in UTF-8, with names and numbers below them."
    try:
        return entries_of(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("The weights of the priorities cannot be read.", where=path.name, what_next=form) from error
    except UsageError as error:
        what = "The weights of the priorities do not have the right form."
        raise UsageError(what, where=error.where, what_next=form) from error


def _weights(told: dict[str, Any], shipped: PriorityWeights, where: str) -> dict[str, float]:
    _require_known(told, PARTS, "part", where)
    own = {name: _number(value, name, where, (0.0, 1e300, False)) for name, value in told.items()}
    weights = {**shipped.weights, **own}
    if not any(weights[name] for name in WAYS):
        raise UsageError(f"One of {' and '.join(WAYS)} needs a weight above zero: the verdict asks for one of them.",
                         where=where)  # fmt: skip
    return weights


def _limits(told: dict[str, Any], shipped: PriorityWeights, where: str) -> dict[str, float]:
    _require_known(told, shipped.limits, "limit", where)
    return {**shipped.limits, **{name: _number(value, name, where, _BOUNDS[name]) for name, value in told.items()}}


def _number(value: Any, name: str, where: str, bounds: tuple[float, float, bool]) -> float:
    low, high, is_whole = bounds
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not (is_number and low <= value <= high and (not is_whole or value == int(value))):
        kind = "a whole number" if is_whole else "a number"
        raise UsageError(f"{name} must be {kind} from {low:g} to {high:g}, not {value!r}.", where=where)
    return float(value)


def _require_known(names: Collection[str], known: Collection[str], what: str, where: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"There is no {what} {name!r}.", where=where, what_next=f"Known: {', '.join(known)}.")
