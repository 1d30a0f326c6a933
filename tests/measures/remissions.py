"""Weeks in remission of leukaemia: the figures that textbooks of survival analysis share.

Freireich et al. (1963), Blood 21, 699–716, as printed in Kleinbaum and Klein, Survival Analysis, chapter 1: weeks and
whether the remission ended then, or only the observation.
"""

from __future__ import annotations

TREATED = ([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], [True] * 9 + [False] * 12)
PLACEBO = ([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [True] * 21)
BOTH = (TREATED[0] + PLACEBO[0], TREATED[1] + PLACEBO[1])
