"""Amounts of the register, which are in mln KZT, as pages and findings tell them: in bn KZT."""

from __future__ import annotations

from typing import Final

from iidsp_analysis.language import Language

#: mln KZT in a bn.
BILLION: Final = 1000.0


def billions(amount: float, language: Language) -> str:
    """Tell an amount of mln KZT in bn KZT without its unit, small ones with two decimals; a missing one is a dash."""
    return language.number(amount / BILLION, 1 if abs(amount) >= BILLION else 2)
