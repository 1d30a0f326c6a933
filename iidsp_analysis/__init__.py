"""Manufacturing of Kazakhstan by region and industry: official statistics in, traceable reports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iidsp_analysis.explore.library import Library

__all__ = ["load"]


def load(*, year: int = 2017, borders: int = 2014, language: str = "ru") -> Library:
    """Open the figures; everything else is found from the object that comes back, by tab completion.

    Parameters
    ----------
    year : int
        The year to look from.
    borders : {2014, 2018, 2022}
        Borders on which every figure is put.
    language : {"ru", "kk", "en"}
        Language of names and sentences.

    Raises
    ------
    UsageError
        For a year without figures or an unknown language.
    BoundaryError
        For unknown borders.

    Examples
    --------
    >>> iidsp = load(language="en")  # doctest: +SKIP
    >>> iidsp.region("AKM").growth_points()  # doctest: +SKIP
    """
    from iidsp_analysis.explore.library import open_library  # pandas and matplotlib are imported when they are needed

    return open_library(year=year, borders=borders, language=language)
