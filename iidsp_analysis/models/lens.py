"""What every lens takes and returns: evidence in; score, parts, unit, sources, reading, caveats and a grade out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np
import pandas as pd

from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import Language
from iidsp_analysis.models.normalise import CONSTANT_BELOW
from iidsp_analysis.models.observations import Observations

GRADES = ("A", "B", "C", "D")
Words = Callable[[Language], str]


@dataclass(frozen=True)
class Evidence:
    """All figures that the lenses may use, none dated later than ``year``.

    ``main`` is what is ranked. The other figures are optional: a lens that lacks its figures says so.

    Parameters
    ----------
    main : Observations
        Amounts of the candidates (value added, exports).
    year : int
        The year to look from; ``main`` ends there.
    employment : Observations, optional
        Persons in the same cells.
    exports : Observations, optional
        Exports of the same cells, where ``main`` is not exports itself.
    product_complexity : Series by industry, optional
        External complexity of the industries (world trade), dimensionless. Like the three below it carries no year:
        whoever hands it over answers for its date.
    technology : Series by industry, optional
        Technology class as a number, 1 = low … 4 = high.
    linkages : Series by industry, optional
        Normalised total backward linkage, 1 = average.
    projects : DataFrame, region × industry, optional
        Investment of the projects in hand, in one unit.
    """

    main: Observations
    year: int
    employment: Observations | None = None
    exports: Observations | None = None
    product_complexity: pd.Series[float] | None = None
    technology: pd.Series[float] | None = None
    linkages: pd.Series[float] | None = None
    projects: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Refuse evidence from after the year to look from.

        Raises
        ------
        ReportError
            Naming the later year.
        """
        for block in (self.main, self.employment, self.exports):
            if block is not None and block.last_year > self.year:
                raise ReportError(f"Evidence for {self.year} holds figures of {block.last_year}.")


@dataclass(frozen=True)
class LensResult:
    """What one lens says about every candidate; a higher score promises more.

    Parameters
    ----------
    lens : str
        The lens' name.
    score : DataFrame, region × industry
        NaN = the lens has nothing to say there.
    parts : mapping of str to DataFrame
        What the score is made of, in ``unit``.
    unit : str
        Unit of the score.
    sources : tuple of str
        Ids of the tables behind it.
    grade : DataFrame, region × industry
        Evidence grade, A (observed, large enough) to D.
    missing : callable, optional
        Set when the lens has no data at all: the sentence that says what is missing.
    caveats : tuple of callable
        What is particular to these figures (an older year, a part of the cells); the lens' own caveat comes on top.
    """

    lens: str
    score: pd.DataFrame
    unit: str
    sources: tuple[str, ...]
    grade: pd.DataFrame
    parts: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    missing: Words | None = None
    caveats: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a result whose score, parts and grades are about different candidates.

        Raises
        ------
        ReportError
            Naming the lens.
        """
        for frame in (self.grade, *self.parts.values()):
            if not (frame.index.equals(self.score.index) and frame.columns.equals(self.score.columns)):
                raise ReportError("Score, parts and grades are about different candidates.", where=self.lens)
        if np.isinf(self.score.to_numpy(dtype=float)).any():
            raise ReportError("A score is infinite.", where=self.lens)

    @property
    def has_data(self) -> bool:
        """Whether the lens says anything at all."""
        return self.missing is None and bool(self.score.notna().to_numpy().any())

    def at(self, region: str, industry: str, part: str = "") -> float:
        """Return the score of one cell, or a part of it.

        Raises
        ------
        ReportError
            If there is no such cell or part.
        """
        if part and part not in self.parts:
            raise ReportError(f"The score has no part {part!r}.", where=self.lens)
        frame = self.parts[part] if part else self.score
        if region not in frame.index or industry not in frame.columns:
            raise ReportError(f"The lens looked at no cell {region} × {industry}.", where=self.lens)
        return float(frame.to_numpy(dtype=float)[frame.index.get_loc(region), frame.columns.get_loc(industry)])

    @property
    def is_constant(self) -> bool:
        """Whether it has data and says the same of every cell, so that it ranks nothing."""
        if not self.has_data:
            return False
        cells = self.score.to_numpy(dtype=float)
        low, high = float(np.nanmin(cells)), float(np.nanmax(cells))
        return high - low <= CONSTANT_BELOW * max(1.0, abs(low), abs(high))

    def findings(self, language: Language) -> tuple[str, ...]:
        """Return what stands in the place of a ranking: that there is no data and why, or that nothing differs."""
        if self.missing is not None:
            return (self.missing(language),)
        if not self.has_data:
            return (language.say("The lens has nothing to say about any cell."),)
        if self.is_constant:
            return (language.say("The lens says the same of every cell: it ranks nothing."),)
        return ()


@dataclass(frozen=True)
class Lens:
    """One way to look at a candidate.

    Parameters
    ----------
    name : str
        Key in tables of weights.
    compute : callable
        ``compute(evidence) -> LensResult``.
    title : callable
        The lens' name for readers.
    sentence : callable
        ``sentence(result, region, industry, language)``: one sentence, true for either sign, about a cell that has a
        score; readers are told it through :meth:`reading`.
    caveat : callable
        What the lens cannot say.
    """

    name: str
    compute: Callable[[Evidence], LensResult]
    title: Words
    sentence: Callable[[LensResult, str, str, Language], str]
    caveat: Words

    def reading(self, result: LensResult, region: str, industry: str, language: Language) -> str:
        """Return the sentence about one cell; about a cell without a score, that there is nothing to say.

        Raises
        ------
        ReportError
            If the result is another lens', or has no such cell.
        """
        if result.lens != self.name:
            raise ReportError(f"The lens {self.name} cannot read a result of {result.lens}.", where=self.name)
        score = result.at(region, industry)
        if result.missing is not None:
            return result.missing(language)
        if np.isnan(score):
            return language.say("The lens has nothing to say about this cell.")
        return self.sentence(result, region, industry, language)

    def __reduce__(self) -> tuple[Callable[[str], Lens], tuple[str]]:
        """Travel between processes by the name of its module, because its words are lambdas."""
        return _lens_of, (self.compute.__module__,)

    def caveats(self, result: LensResult, language: Language) -> tuple[str, ...]:
        """Return what the lens cannot say, and what is particular to the figures of this result."""
        return (self.caveat(language), *(words(language) for words in result.caveats))


def _lens_of(module: str) -> Lens:
    """Return the lens of a module: the way back of :meth:`Lens.__reduce__`."""
    found: Lens = import_module(module).LENS
    return found


def nothing(lens: str, evidence: Evidence, why: Words, unit: str = "") -> LensResult:
    """Return the result of a lens without data: no score anywhere, and the reason."""
    empty = evidence.main.frame(np.full((len(evidence.main.regions), len(evidence.main.industries)), np.nan))
    return LensResult(lens, empty, unit, (), empty.astype(object).fillna("D"), missing=why)
