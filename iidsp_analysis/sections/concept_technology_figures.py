"""Technology in figures for the Concept: shares by class, what moved them, and how much hangs on single choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.within_between import within_between
from iidsp_analysis.models.technology_scheme import Scheme
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.sections.concept_share_figures import METALS_AND_OIL
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import RESIDUAL, TOTAL, Divisions

#: Where assembly from kits counts like a car works, where compounds of uranium are booked, and repair.
VEHICLES, CHEMICALS, REPAIR = "29", "20", "33"
UPPER = "upper"
MONTHS = 12
#: HS section of the chemicals, which holds the compounds of uranium (heading 2844).
URANIUM_GROUP = "VI"


def class_shares(found: Divisions, scheme: Scheme) -> pd.DataFrame:
    """Shares of the classes in manufacturing value added by year, with ``upper`` and the published discrepancy.

    Returns
    -------
    DataFrame, year × class
        Fractions; classes and ``residual_C`` add up to 1.
    """
    shares = found.of_manufacturing
    frame = pd.DataFrame({name: _sum(shares, scheme.members(name)) for name in scheme.used})
    return frame.assign(**{UPPER: _sum(shares, scheme.upper), RESIDUAL: shares[RESIDUAL]})


def _sum(shares: pd.DataFrame, codes: Iterable[str]) -> pd.Series:
    return shares[list(codes)].sum(axis=1, skipna=False)


@dataclass(frozen=True)
class Move:
    """The change of the upper share between two years, fractions of manufacturing.

    ``divisions`` are the contributions of the upper divisions (they sum to the change); ``groups`` has the rows
    ``metals`` (refining, metallurgy) and ``rest`` with the columns ``within, between, total``.
    """

    base: int
    before: float
    now: float
    divisions: pd.Series
    groups: pd.DataFrame

    @property
    def change(self) -> float:
        """Change of the share."""
        return self.now - self.before


def upper_move(context: Context, found: Divisions, scheme: Scheme) -> Move:
    """Take the change of the upper share apart since the base year of the report.

    Raises
    ------
    MissingDataError
        If there is no earlier year, or the scheme has no upper class.
    """
    upper = list(scheme.upper)
    if not upper:
        raise MissingDataError("No division of the table of classes is high or medium-high technology.")
    base = context.base_year(found.gva[TOTAL])
    shares = found.of_manufacturing.loc[[str(base), context.period], upper]
    start, end = shares.iloc[0], shares.iloc[1]
    parts = [_groups(found, year, upper) for year in (str(base), context.period)]
    groups = within_between(parts[0]["upper"], parts[0]["all"], parts[1]["upper"], parts[1]["all"])
    return Move(base, float(start.sum()), float(end.sum()), end - start, groups)


def _groups(found: Divisions, year: str, upper: list[str]) -> pd.DataFrame:
    """Upper and whole value added of the metals and oil divisions and of the rest, discrepancy included."""
    row = found.gva.loc[year]
    metals = float(row[list(METALS_AND_OIL)].sum())
    of_metals = float(row[[code for code in METALS_AND_OIL if code in upper]].sum())
    whole = {"metals": metals, "rest": float(row[TOTAL]) - metals}
    return pd.DataFrame({"upper": {"metals": of_metals, "rest": float(row[upper].sum()) - of_metals}, "all": whole})


def sensitivities(context: Context, found: Divisions, scheme: Scheme, base: int) -> pd.DataFrame:
    """The upper share under other choices: ``before``, ``now`` (fractions) and ``change``, a row a choice.

    Rows ``without_…`` take the division out of class and total; ``lower_…`` keep it in the total and count it as low;
    ``upper_33`` counts repair as upper, as tables do that print machine building with repair.
    """
    upper = list(scheme.upper)
    metals = [code for code in METALS_AND_OIL if code not in upper]
    choices = {
        "default": (upper, []),
        f"without_{VEHICLES}": (upper, [VEHICLES]),
        f"lower_{VEHICLES}": ([code for code in upper if code != VEHICLES], []),
        f"lower_{CHEMICALS}": ([code for code in upper if code != CHEMICALS], []),
        f"upper_{REPAIR}": ([*dict.fromkeys([*upper, REPAIR])], []),
        "without_metals": (upper, metals),
    }
    rows = {
        name: [_share(found, year, *choice) for year in (str(base), context.period)] for name, choice in choices.items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["before", "now"])
    return frame.assign(change=frame["now"] - frame["before"])


def _share(found: Divisions, year: str, upper: list[str], left_out: list[str]) -> float:
    row = found.gva.loc[year]
    counted = [code for code in upper if code not in left_out]
    return float(row[counted].sum() / (row[TOTAL] - row[left_out].sum()))


def export_shares(context: Context, scheme: Scheme, left_out: tuple[str, ...] = ()) -> pd.DataFrame:
    """Estimated shares of the classes in processed exports of the country by year (US dollars).

    A group of goods is spread over divisions by the number of its six-digit lines, because exports by line are not
    embedded. Groups ``left_out`` count on neither side.

    Returns
    -------
    DataFrame, year × class
        Fractions of the groups of the default definition that have a line of manufacturing; years with twelve months.

    Raises
    ------
    MissingDataError
        If no whole year of exports is loaded.
    """
    cube = context.exports
    counted = [code for code in industries.default_processed_exports().sections if code not in left_out]
    sections = [code for code in counted if code in cube.sections]
    weights = {section: _line_shares(section, scheme) for section in sections}
    spread = pd.DataFrame({section: told for section, told in weights.items() if len(told)}).fillna(0.0)
    monthly = cube.by_section(schema.COUNTRY)[list(spread)]
    yearly = monthly.groupby(monthly.index.str[:4]).agg(lambda months: months.sum(min_count=MONTHS)).dropna()
    if yearly.empty:
        raise MissingDataError("No whole year of exports by product group is loaded.")
    amounts = yearly @ spread.T
    return amounts.div(amounts.sum(axis=1), axis=0).reindex(columns=list(scheme.used), fill_value=0.0)


def _line_shares(section: str, scheme: Scheme) -> pd.Series:
    lines = {code: count for code, count in industries.hs6_lines(section).items() if code in catalogue()}
    counted = pd.Series(lines, dtype=float).groupby(scheme.classes).sum()
    return counted / counted.sum() if len(counted) else counted
