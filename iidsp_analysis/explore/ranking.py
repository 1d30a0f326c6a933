"""A ranking under some weights, told to a reader: sentence, intervals as a chart, table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from iidsp_analysis import plots, prose, regions
from iidsp_analysis.explore.reweighing import Reweighing
from iidsp_analysis.explore.shown import Shown
from iidsp_analysis.models import lenses
from iidsp_analysis.models.growth_points import weight_sets
from iidsp_analysis.models.weights import Weights
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import growth_words
from iidsp_analysis.sections.context import Context


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Shown):
    """The candidates of one region under one set of weights.

    Attributes
    ----------
    context : Context
        Gives year, borders and language.
    region_id : str
        Whose candidates.
    weights : Weights
        As used.
    table : DataFrame by candidate, best first
        See :meth:`~iidsp_analysis.explore.reweighing.Reweighing.table`; also ``rank_estimated``.
    classification : str
        What the candidates are.
    """

    context: Context
    region_id: str
    weights: Weights
    table: pd.DataFrame
    classification: str
    sources: tuple[str, ...]

    @property
    def ranked(self) -> pd.DataFrame:
        """The candidates that have a rank."""
        return self.table[self.table["rank"].notna()]

    @property
    def result(self) -> Result:
        """The ranking as a finding."""
        language, say = self.context.language, self.context.language.say
        return Result(
            title=self._title(),
            reading=(say("The weights are: {weights}.", weights=self._weights_told()),),
            language=language,
            caption=self.context.caption(say("place; interval of 5–95 % of the trials"), self.context.period,
                                         self.sources),
            sources=self.sources,
            table=self._table(),
            picture=Picture(plots.picture(self._draw), say("Dots are places, lines their intervals; the same numbers "
                                                           "stand in the table.")),
            caveats=(say("A growth point is a place to look, not a forecast and not a decision: the ranking knows no "
                         "prices of inputs, no projects and no people."),
                     *self._own_weights_warning()),
        )  # fmt: skip

    def _title(self) -> str:
        language = self.context.language
        picks = self.ranked[self.ranked["pick"]]
        names = [prose.quoted(language, self._plain(code)) for code in picks.index]
        return language.say("{region}: of {count} ranked candidates {names} come first",
                            region=regions.get(self.region_id).name[language.code], count=len(self.ranked),
                            names=prose.enumerate_words(language, names))  # fmt: skip

    def _plain(self, code: str) -> str:
        return growth_words.plain_candidate(self.context, self.classification, code)

    def _weights_told(self) -> str:
        language = self.context.language
        told = sorted(self.weights.values.items(), key=lambda each: -abs(each[1]))
        return "; ".join(f"{growth_words.lens_title(self.context, name)} {language.signed_percent(weight, 0)}"
                         for name, weight in told if weight)  # fmt: skip

    def _own_weights_warning(self) -> tuple[str, ...]:
        if self.weights.name == "estimated":
            return ()
        return (self.context.language.say("These weights are a choice and not an estimate: how well they would have "
                                          "done in the past has not been tested."),)  # fmt: skip

    def _table(self) -> Table:
        say, rows = self.context.language.say, self.ranked
        told = pd.DataFrame({
            "name": [growth_words.candidate(self.context, self.classification, code) for code in rows.index],
            "rank": rows["rank"], "interval": growth_words.intervals(self.context, rows),
            "probability": rows["probability_top"],
            "badge": [growth_words.verdict(self.context, row) for _, row in rows.iterrows()],
            "estimated": rows["rank_estimated"], "grade": rows["grade"],
        }, index=rows.index)  # fmt: skip
        columns = (
            Column("name", growth_words.what_is_ranked(self.context, self.classification), "text"),
            Column("rank", say("Rank"), digits=0),
            Column("interval", say("5–95 % of trials"), "text"),
            Column("probability", say("Among the first {top}, % of trials", top=int(rows["pick"].sum())), "percent", 0),
            Column("badge", say("Verdict"), "text"),
            Column("estimated", say("Rank by estimated weights"), digits=0),
            Column("grade", say("Evidence, A–D"), "text"),
        )
        picks = frozenset(rows.index[rows["pick"]])
        return Table(told, columns, say("Growth points, {year}", year=self.context.year), highlight=picks)

    def _draw(self) -> Axes:
        rows, language = self.ranked, self.context.language
        height = 0.75 + 0.27 * len(rows)
        axes = plots.canvas(height, left=0.36, top=0.985, bottom=0.5 / height)
        places = np.arange(len(rows))[::-1]
        colours = [plots.colour(plots.ACCENT if pick else plots.QUIET) for pick in rows["pick"]]
        axes.hlines(places, rows["rank_low"].to_numpy(float), rows["rank_high"].to_numpy(float), color=colours,
                    linewidth=3.0)  # fmt: skip
        axes.scatter(rows["rank"].to_numpy(float), places, c=colours, s=42, zorder=3)
        axes.set_yticks(
            places, [growth_words.candidate(self.context, self.classification, code) for code in rows.index]
        )
        axes.set_xlim(0.5, len(rows) + 0.5)
        axes.grid(visible=False, axis="y")
        plots.number_axis(axes.xaxis, language, language.say("place; line: 5–95 % of the trials"))
        axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
        return axes


@dataclass(frozen=True, eq=False)
class Ranker:
    """Ranks the candidates of one region again and again, under whatever weights are asked for."""

    context: Context
    reweighing: Reweighing

    @cached_property
    def estimated(self) -> Weights:
        """The weights of the reports."""
        return weight_sets(self.reweighing.survey)["estimated"]

    @cached_property
    def estimated_ranks(self) -> pd.Series:
        """Ranks by the weights of the reports, to stand beside those of other weights."""
        return self.reweighing.reference(self.estimated).rank.rename("rank_estimated")

    def ranking(self, weights: Mapping[str, float] | None = None) -> Ranking:
        """Rank under weights by lens; by the estimated ones where none are given."""
        told = Weights("own", _known(weights), "chosen by hand") if weights else self.estimated
        used = told.over(self.reweighing.survey.lens_names)
        candidates = self.reweighing.survey.candidates
        table = self.reweighing.table(used).join(self.estimated_ranks)
        return Ranking(self.context, self.reweighing.region, used, table, candidates.classification,
                       candidates.main.sources)  # fmt: skip


def _known(weights: Mapping[str, float]) -> dict[str, float]:
    """Refuse a misspelt lens: left out in silence, its weight would go to the others."""
    return {lenses.by_name(name).name: weight for name, weight in weights.items()}


def ranker(context: Context, region: str) -> Ranker:
    """Prepare the candidates of a region.

    Raises
    ------
    MissingDataError
        If the region has no figures, or too few candidates that can be ranked.
    """
    name = regions.resolve(region, borders=context.borders).id
    return Ranker(context, Reweighing(context.survey, name, context.surveys_on_other_borders))
