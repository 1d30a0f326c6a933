"""Projects without a fault for the example register: made up, drawn from a seed, plausible in size and course.

Nothing here is a real project. Names begin with ПРИМЕР, and the BIN begins with month 13, which no BIN does: its first
four digits are year and month of the registration. Sizes follow the totals that the press gave for real portfolios
(2017: 120 projects, 1.5 trn KZT, 10,000 jobs; 2015–2017: 378 projects, above 3 trn KZT and 30,000 jobs).

A project without a fault is one that keeps the limits of the shipped rules; its figures come up to them, so that a rule
that is too strict shows. Cost per job and overrun have no limit of their own: they are drawn from one distribution a
division, and what lies far out in it is a false finding.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import Any, Final, TypeVar

from iidsp_analysis import regions
from iidsp_analysis.loaders.projects.dates import day_of_month_end
from iidsp_analysis.reference import rows

AS_OF: Final = date(2018, 3, 27)
BORDERS: Final = 2014
#: Years for which the example tells outputs.
YEARS: Final = (2016, 2017)
#: Of resolution 32: cost from which a project belongs on the industrialization map (mln KZT).
THRESHOLD: Final = 4500.0
IN_FORCE_FROM: Final = date(2016, 1, 27)
#: Year 99, month 13: no firm can have been registered then.
BIN_BEGINNING: Final = "9913"
#: By division: weight among the projects, usual planned cost of a permanent job (mln KZT), class of technology.
DIVISIONS: Final = {
    "10": (0.27, 28.0, "low"), "23": (0.24, 34.0, "medium-low"), "24": (0.08, 160.0, "medium-low"),
    "19": (0.02, 260.0, "medium-low"), "20": (0.09, 110.0, "medium-high"), "27": (0.09, 30.0, "medium-high"),
    "28": (0.10, 26.0, "medium-high"), "29": (0.06, 45.0, "medium-high"), "30": (0.05, 60.0, "medium-high"),
}  # fmt: skip
"""Weights and usual costs are made up; the classes are those of Eurostat by division."""
