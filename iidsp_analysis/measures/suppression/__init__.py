"""Cells of linked tables that must not be published, and those hidden beside them so that totals do not give them back.

:mod:`sensitivity` says which cells a few contributors decide, :mod:`pattern` finds what else has to be hidden,
:mod:`audit` computes what an attacker can still deduce. The tables are one system of equations (:mod:`system`).
A user's two-way table with margins is protected by :mod:`table`: its :mod:`rules`, its equations (:mod:`two_way`), the
cheapest pattern of a small one (:mod:`optimum`), and what those who contribute to a cell alone know (:mod:`readers`).

References
----------
Hundepool et al. (2012). Statistical Disclosure Control. Wiley, ch. 4: frequency and dominance rules, secondary
suppression of linked tables, singletons, audit by linear programming.
Fischetti & Salazar (2001). Solving the Cell Suppression Problem on Tabular Data with Linear Constraints. Management
Science 47(7), 1008–1027: equations of cells, protection levels, the attacker's two linear programs, their heuristic.
"""

from iidsp_analysis.measures.suppression.audit import feasible_range
from iidsp_analysis.measures.suppression.pattern import Pattern, suppress
from iidsp_analysis.measures.suppression.sensitivity import Contributions, is_sensitive
from iidsp_analysis.measures.suppression.system import CellSystem

__all__ = ["CellSystem", "Contributions", "Pattern", "feasible_range", "is_sensitive", "suppress"]
