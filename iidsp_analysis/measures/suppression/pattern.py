"""Which cells to hide: the sensitive ones, and as few and as small others as keep them from being deduced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iidsp_analysis.measures.suppression.evidence import DOWN, EITHER, UP, Demand, Evidence
from iidsp_analysis.measures.suppression.shift import Shifts
from iidsp_analysis.measures.suppression.system import Booleans, CellSystem


@dataclass(frozen=True)
class Pattern:
    """What is hidden.

    Parameters
    ----------
    hidden : array of bool, cells
        Cells that are not shown; latent cells are always among them.
    is_withheld : bool
        Whether nothing at all can be published.
    """

    hidden: Booleans
    is_withheld: bool = False


class _Open(Exception):
    """A cell that every reader deduces as long as anything is published."""


def suppress(system: CellSystem, *, whole: tuple[bool, ...]) -> Pattern:
    """Hide sensitive cells so that nobody deduces them.

    Parameters
    ----------
    system : CellSystem
        The tables. Cells of infinite weight are never hidden; if one of them is sensitive, nothing is published.
    whole : tuple of bool, measures
        Which measures are whole numbers.

    Returns
    -------
    Pattern
        For every sensitive cell and measure other values fit the published cells: from ``need_down`` below the truth
        to ``need_up`` above it, also for a reader who knows the cells of which he is the only contributor (amounts;
        where that is possible at all beside the cells of infinite weight).

    Notes
    -----
    Each demand is met by the cheapest shift of cells; what it moves is hidden. So is what keeps cells that were hidden
    for others from being given back (``blur``). Then cells that no demand needs are published again, the dearest first.
    It ends: a demand is met once and stays met while more is hidden, or nothing is published. Each shift is a proof: a
    register that fits everything published and differs in the cell. Equal input gives equal output.

    Not guarded is who reasons backwards from the rules to the pattern (that a cell was hidden because it is small).

    References
    ----------
    Fischetti & Salazar (2001); Hundepool et al. (2012), ch. 4 (with singletons).
    """
    if np.any(system.sensitive & np.isinf(system.weight) & ~system.latent):
        return Pattern(np.ones(system.cells, dtype=bool), is_withheld=True)
    search = _Search(system, whole)
    try:
        search.mislead_readers()
    except _Open:
        return Pattern(np.ones(system.cells, dtype=bool), is_withheld=True)
    search.mislead_owners()
    search.blur_others()
    search.publish_again()
    return Pattern(search.hidden)


class _Search:
    """Hidden cells so far, and the evidence that they are enough."""

    def __init__(self, system: CellSystem, whole: tuple[bool, ...]) -> None:
        self.system, self.whole = system, whole
        self.hidden = system.sensitive | system.latent
        self.evidence = Evidence(system, whole)
        self.shifts = [Shifts(system, measure, whole=whole[measure]) for measure in range(system.measures)]
        self.accepted: dict[Demand, frozenset[int]] = {}

    def mislead_readers(self) -> None:
        for demand in list(self.evidence.met_by):
            if self.evidence.unmet(demand) is None and not self._meet(demand, frozenset()):
                if not (self.whole[demand.measure] and demand.sign == DOWN):
                    raise _Open
                # Cells that are shown as empty, and those that are not, tell that there are no fewer. That is harmless.
                self.evidence.drop(demand)

    def mislead_owners(self) -> None:
        for demand in self.evidence.met_by:
            while knowing := (self.evidence.unmet(demand) or frozenset()) - self.accepted.get(demand, frozenset()):
                one = min(knowing)
                if not (self._meet(demand, knowing) or self._meet(demand, frozenset({one}))):
                    # Beside the grand total alone he would deduce it, and the total is not sensitive: nothing helps.
                    self.accepted[demand] = self.accepted.get(demand, frozenset()) | {one}

    def blur_others(self) -> None:
        """See to it that no cell that was hidden for others is given back; it may take more of them."""
        asked = np.zeros((self.system.measures, self.system.cells), dtype=bool)
        while (fresh := self._others() & ~asked).any():
            asked |= fresh
            for measure, cell in np.argwhere(fresh):
                self._blur(Demand(int(measure), int(cell), EITHER))

    def _others(self) -> Booleans:
        hidden = self.hidden & ~self.system.sensitive & ~self.system.latent
        return np.asarray(hidden & self.system.told & (self.system.blur > 0))

    def _blur(self, demand: Demand) -> None:
        self.evidence.ask(demand)
        if self.evidence.unmet(demand) is None and not any(
            self._meet(demand, frozenset(), sign) for sign in (DOWN, UP)
        ):
            self.evidence.drop(demand)  # beside what can never be hidden it follows, and it is not sensitive

    def publish_again(self) -> None:
        again = np.flatnonzero(self.hidden & ~self.system.sensitive & ~self.system.latent)
        for cell in again[np.argsort(-self.system.weight[again], kind="stable")]:
            if not self.evidence.is_needed(int(cell), self.accepted):
                self.hidden[cell] = False
                self.evidence.forget(int(cell))

    def _meet(self, demand: Demand, knowing: frozenset[int], sign: int = 0) -> bool:
        """Hide what the cheapest shift moves that the owners among the readers cannot exclude."""
        need = self.evidence.need(demand)
        barred = np.isin(self.system.owner[demand.measure], list(knowing))
        shifts = self.shifts[demand.measure].cheapest(demand.cell, (sign or demand.sign) * need, self.hidden, barred)
        if shifts is None:
            return False
        self.hidden |= shifts != 0
        self.evidence.add(demand.measure, shifts)
        if (left := self.evidence.unmet(demand)) is None or left & knowing:
            raise ArithmeticError(f"a shift of cell {demand.cell} falls short of what was asked")
        return True
