"""One look at the panel: regions × one industry × one indicator × years, as tidy rows, a chart and a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from iidsp_analysis import plots, regions, schema
from iidsp_analysis.errors import MissingDataError, SchemaError, UsageError
from iidsp_analysis.explore import words
from iidsp_analysis.explore.choices import Choice, choices, choose
from iidsp_analysis.explore.shown import Shown
from iidsp_analysis.explore.state import MOST_REGIONS
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context

MONTHS = 12
#: Status of a cell of the look that no table prints.
UNPUBLISHED = "missing"
_TIDY = [schema.REGION, schema.PERIOD, schema.VALUE, schema.UNIT, schema.STATUS, schema.SOURCE, schema.NOTE]
#: Ways to draw a line: regions stay apart in grey as well.
_STROKES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
_MARKERS = "osD^vP"


@dataclass(frozen=True, eq=False, repr=False)
class Figures(Shown):
    """Published figures of some regions, side by side.

    Attributes
    ----------
    context : Context
        Gives panel, borders and language.
    choice : Choice
        The indicator.
    industry : str
        Code of the classification of the choice.
    region_ids : tuple of str
        One to six ids.
    first_year, last_year : int
        The years.
    """

    context: Context
    choice: Choice
    industry: str
    region_ids: tuple[str, ...]
    first_year: int
    last_year: int

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy rows, one a region and year: value in the stored unit, status, source; unpublished is missing."""
        chosen = self.context.panel.select(
            self.choice.indicator, classification=self.choice.classification, industries=[self.industry],
            regions=self.region_ids,
        )  # fmt: skip
        told = yearly(chosen.rows, additive=self.choice.indicator not in schema.NOT_ADDITIVE)
        if told.duplicated([schema.REGION, schema.PERIOD]).any():
            raise SchemaError("Two tables hold the same figure.", where=f"{self.choice.indicator}, {self.industry}")
        years = [str(year) for year in range(self.first_year, self.last_year + 1)]
        grid = pd.MultiIndex.from_product([self.region_ids, years], names=[schema.REGION, schema.PERIOD])
        whole = told.set_index([schema.REGION, schema.PERIOD]).reindex(grid).reset_index()[_TIDY]
        if whole[schema.VALUE].isna().all():
            raise MissingDataError("None of these figures is published for these years and borders.",
                                   where=f"{self.choice.indicator}, {self.industry}",
                                   what_next="Choose other years, regions or borders.")  # fmt: skip
        whole[schema.STATUS] = whole[schema.STATUS].where(whole[schema.VALUE].notna(), UNPUBLISHED)
        return whole.fillna({schema.UNIT: self.unit, schema.SOURCE: "", schema.NOTE: ""})

    @property
    def wide(self) -> pd.DataFrame:
        """Years as rows, region ids as columns, values in the stored unit."""
        wide = self.frame.pivot(index=schema.PERIOD, columns=schema.REGION, values=schema.VALUE)
        return wide[list(self.region_ids)]

    @property
    def unit(self) -> str:
        """The stored unit."""
        return schema.INDICATORS[self.choice.indicator][0]

    @property
    def named(self) -> pd.DataFrame:
        """Years as rows, regions by their short names as columns, in the unit that is shown."""
        scale, _ = words.shown_unit(self.context.language, self.unit)
        names = [regions.get(name).short[self.context.language.code] for name in self.region_ids]
        return (self.wide / scale).set_axis(names, axis=1)

    @property
    def result(self) -> Result:
        """The look as a finding: sentence, chart, table, caption."""
        sources = tuple(dict.fromkeys(self.context.panel.sources[each].table_id for each in self._source_ids))
        picture = Picture(plots.picture(self._draw), self._alt())
        return Result(
            title=self._title(), reading=(), language=self.context.language, caption=self._caption(sources),
            sources=sources, table=self._table(), picture=picture, caveats=self._caveats(),
        )  # fmt: skip

    @property
    def _source_ids(self) -> list[str]:
        return [name for name in self.frame[schema.SOURCE].unique() if name]

    @property
    def _is_index(self) -> bool:
        return self.choice.indicator in schema.NOT_ADDITIVE

    @property
    def _what(self) -> str:
        language = self.context.language
        what = words.INDICATORS[self.choice.indicator](language)
        if self.choice.classification == "total" and self.industry == schema.TOTAL:
            return what
        return f"{what}, {words.plain_industry(language, self.choice.classification, self.industry)}"

    def _title(self) -> str:
        """The finding: how far each region moved, or where its index stands (an index of an index says nothing)."""
        language, ends = self.context.language, self._ends()
        if self._is_index or ends is None:
            year = self.named.dropna(how="all").index[-1]
            told = [f"{name}: {language.number(value)}" for name, value in self.named.loc[year].items()]
            return language.say("{what}, {year}. {levels}", what=self._what, year=year, levels="; ".join(told))
        first, last = ends
        ratio = self.named.loc[last] / self.named.loc[first].where(self.named.loc[first] > 0) - 1
        told = [f"{name}: {language.signed_percent(change)}" for name, change in ratio.items()]
        return language.say("{what}, change from {first} to {last}. {changes}", what=self._what, first=first,
                            last=last, changes="; ".join(told))  # fmt: skip

    def _ends(self) -> tuple[str, str] | None:
        """First and last year that every region with figures has; None where they share less than two."""
        known = self.named.dropna(axis=1, how="all").dropna()
        return None if len(known) < 2 else (known.index[0], known.index[-1])

    def _caption(self, sources: Sequence[str]) -> str:
        say = self.context.language.say
        _, unit = words.shown_unit(self.context.language, self.unit)
        prices = [say("current prices")] if schema.INDICATORS[self.choice.indicator][1] == "current" else []
        first, last = self.named.index[[0, -1]]
        span = first if first == last else f"{first}–{last}"
        return self.context.caption(", ".join([unit, *prices]), span, sources)

    def _table(self) -> Table:
        language, named = self.context.language, self.named
        frame = named.set_axis(list(self.region_ids), axis=1).assign(year=named.index)
        _, unit = words.shown_unit(language, self.unit)
        heads = [Column(name, f"{label}, {unit}", digits=_digits(named))
                 for name, label in zip(self.region_ids, named.columns, strict=True)]  # fmt: skip
        return Table(frame, (Column("year", language.say("Year"), "text"), *heads), self._what)

    def _draw(self) -> Axes:
        language, named = self.context.language, self.named
        axes = plots.canvas(3.4, left=0.11, top=0.86, bottom=0.1)
        for place, (name, values) in enumerate(named.items()):
            axes.plot(named.index.astype(int), values.to_numpy(dtype=float), linestyle=_STROKES[place],
                      marker=_MARKERS[place], markersize=4, color=plots.colour(place), label=str(name))  # fmt: skip
        if not self._is_index and float(named.min().min()) >= 0:
            axes.set_ylim(bottom=0)  # a cut axis makes a small move look large
        axes.set_xlim(self.first_year - 0.3, self.last_year + 0.3)
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        plots.number_axis(axes.yaxis, language, words.shown_unit(language, self.unit)[1])
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, borderaxespad=0.2, handlelength=3.0)
        return axes

    def _alt(self) -> str:
        return self.context.language.say("Lines by year: {what}. The same numbers stand in the table.", what=self._what)

    def _caveats(self) -> tuple[str, ...]:
        say, told = self.context.language.say, []
        if schema.INDICATORS[self.choice.indicator][1] == "current":
            told.append(say("In current prices a line rises with prices as well."))
        statuses = set(self.frame[schema.STATUS])
        if schema.DERIVED in statuses:
            told.append(say("Some figures are sums of published ones: of the months of a year, or of regions that "
                            "were one before."))  # fmt: skip
        if UNPUBLISHED in statuses:
            told.append(say("A dash is a figure that is not published; it is not zero."))
        return tuple(told)


def figures(
    context: Context,
    indicator: str,
    *,
    classification: str | None = None,
    industry: str | None = None,
    region_ids: Sequence[str] = (schema.COUNTRY,),
    first_year: int | None = None,
    last_year: int | None = None,
) -> Figures:
    """Choose figures of the panel.

    Parameters
    ----------
    context : Context
        Gives panel, borders and language.
    indicator : str
        Such as ``gva`` or ``exports``.
    classification, industry : str, optional
        Default: the first classification of the indicator that has the industry; the total, manufacturing or else the
        first industry.
    region_ids : sequence of str
        Ids, codes or names; ``KZ`` is the country.
    first_year, last_year : int, optional
        Default: all published years.

    Raises
    ------
    UnknownNameError
        For an indicator, classification or industry that is not loaded.
    UsageError
        For years in the wrong order, or more regions than a chart can tell apart.
    """
    choice = choose(choices(context.panel), indicator, classification, industry)
    code = industry or next((each for each in ("C", schema.TOTAL) if each in choice.industries), choice.industries[0])
    first, last = first_year or choice.first_year, last_year or choice.last_year
    if first > last:
        raise UsageError(f"The first year, {first}, comes after the last, {last}.")
    ids = tuple(dict.fromkeys(regions.resolve(name, borders=context.borders).id for name in region_ids))
    if not 1 <= len(ids) <= MOST_REGIONS:
        raise UsageError(f"A chart shows one to {MOST_REGIONS} regions, not {len(ids)}.")
    return Figures(context, choice, code, ids, first, last)


def yearly(rows: pd.DataFrame, *, additive: bool) -> pd.DataFrame:
    """Return rows by year: published years, and sums of twelve months; a year with a missing month is missing.

    Parameters
    ----------
    rows : DataFrame
        Panel rows of one indicator, classification and industry.
    additive : bool
        Whether months may be added up; months of an index are left out.
    """
    years = rows[rows[schema.PERIOD].str.len() == len("2017")]
    months = rows[rows[schema.PERIOD].str.len() == len("2017-04")]
    if months.empty or not additive:
        return years
    added = months.assign(**{schema.PERIOD: months[schema.PERIOD].str[:4]})
    groups = added.groupby([schema.REGION, schema.PERIOD], as_index=False, observed=True, sort=False).agg(
        **{schema.VALUE: (schema.VALUE, "sum"), "known": (schema.VALUE, "count"), schema.UNIT: (schema.UNIT, "first"),
           schema.SOURCE: (schema.SOURCE, "max")}
    )  # fmt: skip
    groups[schema.VALUE] = groups[schema.VALUE].where(groups["known"] == MONTHS)
    summed = groups.assign(**{schema.STATUS: schema.DERIVED, schema.NOTE: "sum of twelve months"})
    published = years.set_index([schema.REGION, schema.PERIOD]).index
    fresh = ~summed.set_index([schema.REGION, schema.PERIOD]).index.isin(published)
    return pd.concat([years, summed[fresh].drop(columns="known")], ignore_index=True)


def _digits(frame: pd.DataFrame) -> int:
    """As many decimals as leave the smallest line three figures, from none to two."""
    largest = float(frame.abs().max().min())
    if not math.isfinite(largest) or largest == 0:
        return 1
    return min(max(2 - math.floor(math.log10(largest)), 0), 2)
