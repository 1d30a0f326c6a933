"""What a part of a project's priority is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the priority of every project, index of the register.

    Parameters
    ----------
    value : Series
        0 to 1, more is nearer to the priorities; NaN where the register or the official figures cannot tell.
    raw : Series
        The figure behind it, in its own unit.
    facts : DataFrame
        What fills the sentence about it; ``why`` is an id of the reason where the value is missing, else empty.
    """

    value: pd.Series
    raw: pd.Series
    facts: pd.DataFrame

    def of(self, index: pd.Index) -> Part:
        """Return the part of some projects."""
        return Part(self.value.loc[index], self.raw.loc[index], self.facts.loc[index])
