"""Weights of the parts of a project's priority, and the limits of its verdict: one YAML file.

``reference/project_priority_weights.yml`` ships; the user's ``data/raw/projects/priority_weights.yml`` takes its place.
What that file leaves out keeps the shipped value, as with the rules of the register.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    """

    weights: Mapping[str, float]
    limits: Mapping[str, float]
    file: str = SHIPPED

    @property
    def shares(self) -> Floats:
        """Weights in the order of :data:`PARTS`, adding up to one."""
        told = np.array([self.weights[name] for name in PARTS], dtype=float)
        scaled = told / told.max()  # first, so that no sum can overflow
        return np.asarray(scaled / scaled.sum())

    @property
    def used(self) -> tuple[str, ...]:
        """Parts that count at all."""
        return tuple(name for name in PARTS if self.weights[name] > 0)

    @property
    def is_equal(self) -> bool:
        """Whether every part counts the same."""
        return len(set(self.weights.values())) == 1

    def without(self, part: str) -> PriorityWeights:
        """Return the same without one part."""
        return PriorityWeights({**self.weights, part: 0.0}, self.limits, self.file)

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
    if path is None and not own.is_file():
        return shipped
    entries = _entries(own)
    _require_known(entries, BLOCKS, "block", own.name)
    return PriorityWeights(_weights(entries.get(WEIGHTS, {}), shipped, own.name),
                           _limits(entries.get(LIMITS, {}), shipped, own.name), own.name)  # fmt: skip


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
