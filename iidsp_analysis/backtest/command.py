"""The command ``iidsp backtest``: a panel in, the table of scores and the verdict out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from iidsp_analysis import cluster
from iidsp_analysis.backtest.looks import Look, looks
from iidsp_analysis.backtest.panels import read_panel
from iidsp_analysis.backtest.run import DRAWS, SEED, Backtest, Score, backtest
from iidsp_analysis.backtest.targets import TARGETS, Target, Window, origins_of
from iidsp_analysis.backtest.verdict import as_json, verdict, window_name
from iidsp_analysis.errors import SourceError, UsageError
from iidsp_analysis.models.estimated_weights import panel_table
from iidsp_analysis.models.observations import Observations

EXECUTORS = ("serial", "processes", "dask")


@dataclass(frozen=True)
class Columns:
    """Names of the panel's columns."""

    region: str = "region"
    industry: str = "industry"
    year: str = "year"
    value: str = "value"


@dataclass(frozen=True)
class Choices:
    """How a panel is backtested from the command line."""

    horizon: int = 5
    target: str = "relative"
    skip_year: bool = True
    draws: int = DRAWS
    seed: int = SEED
    executor: str = "serial"
    prior_without: tuple[str, ...] = ()
    scheduler: str = ""

    def __post_init__(self) -> None:
        """Refuse choices that mean nothing.

        Raises
        ------
        UsageError
            Naming the choices there are.
        """
        if self.target not in TARGETS:
            raise UsageError(
                f"Unknown target {self.target!r}.", where="--target", what_next=f"Use {', '.join(TARGETS)}."
            )
        cluster.require_address(self.executor, self.scheduler, EXECUTORS)
        if not 1 <= self.horizon <= 30:
            raise UsageError("The horizon must be 1 to 30 years.", where=f"--horizon {self.horizon}")
        if self.seed < 0:
            raise UsageError("The seed must be 0 or above.", where=f"--seed {self.seed}")
        unknown = [name for name in self.prior_without if name not in panel_table().index]
        if unknown:
            known = ", ".join(map(str, panel_table().index))
            raise UsageError(f"The prior knows no panel {', '.join(unknown)}.", where="--prior-without",
                             what_next=f"It is made from {known}.")  # fmt: skip
        if not 20 <= self.draws <= 100_000:
            raise UsageError("The interval needs 20 to 100,000 draws.", where=f"--draws {self.draws}")

    @property
    def windows(self) -> tuple[tuple[Target, Window], ...]:
        """The headline's target and window first, then every other that is reported beside it."""
        target: Target = self.target  # type: ignore[assignment]
        first = (target, Window(self.horizon, skip=self.skip_year))
        others = [(each, Window(self.horizon)) for each in TARGETS]
        others += [("relative", Window(self.horizon, skip=False))]
        # A window of one year that skips its first year would end where it begins.
        others += [("relative", Window(self.horizon, shortened=True))] if self.horizon > 1 else []
        return (first, *(each for each in others if each != first))


def run_backtest(path: Path, columns: Columns, choices: Choices) -> list[Backtest]:
    """Read a panel and backtest it; the headline comes first, the other targets and windows after it."""
    observations = read_panel(
        path, region=columns.region, industry=columns.industry, year=columns.year, value=columns.value
    )
    seen = _seen(observations, choices)
    return [
        backtest(
            observations, choices.horizon, panel=path.name, target=target, window=window,
            seen=seen, draws=choices.draws, seed=choices.seed, without=choices.prior_without,
        )
        for target, window in choices.windows
    ]  # fmt: skip


def _seen(observations: Observations, choices: Choices) -> dict[int, Look]:
    """Look once for all windows: each needs a part of the origins of the shortest."""
    origins = sorted({origin for _, window in choices.windows for origin in origins_of(observations, window)})
    if choices.executor == "serial":
        return looks(observations, origins, choices.seed)
    if choices.executor == "dask":
        with cluster.connected(choices.scheduler) as client:
            return looks(observations, origins, choices.seed, cluster.spread(client))
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        return looks(observations, origins, choices.seed, pool.map)


def write_json(path: Path, tested: Sequence[Backtest]) -> None:
    """Write the headline and its variants.

    Raises
    ------
    SourceError
        If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            json.dumps(as_json(tested[0], tested[1:]), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise SourceError(f"The result cannot be written: {error.strerror}.", where=str(path)) from None


def told(tested: Sequence[Backtest]) -> str:
    """Return the headline as a table, the verdict, and one line for every variant."""
    headline = tested[0]
    lines = [_heading(headline), ""]
    lines += [_line(name, score) for name, score in headline.models.items()]
    lines += ["", *(_line(name, score) for name, score in headline.baselines.items()), "", verdict(headline), ""]
    for each in tested[1:]:
        lines.append(f"{each.target}, {window_name(each.window)}: {verdict(each)}")
    lines += ["", *headline.notes] if headline.notes else []
    if headline.unranked_regions:
        lines += ["", "Regions without enough candidates: " + ", ".join(headline.unranked_regions)]
    return "\n".join(lines)


def _heading(tested: Backtest) -> str:
    origins = f"{len(tested.origins)} origins {tested.origins[0]}–{tested.origins[-1]}"
    window = f"growth from t+{tested.window.start} to t+{tested.window.end}"
    names = f"{'':28}{'IC':>8}{'from':>8}{'to':>8}{'top 5':>9}{'among 5':>9}{'won':>7}"
    return f"{tested.panel}: {len(tested.regions)} regions, {origins}, {tested.target} {window}\n{names}"


def _line(name: str, score: Score) -> str:
    figures = [score.mean.value, score.mean.low, score.mean.high, score.excess.value, score.precision.value]
    cells = [_cell(figure, width) for figure, width in zip(figures, (8, 8, 8, 9, 9), strict=True)]
    return f"{name:28}" + "".join(cells) + f"{score.origins_won:>7.0%}"


def _cell(figure: float, width: int) -> str:
    """A figure of three decimals; what could not be measured (a lens without past, too few candidates) is a dash."""
    return f"{figure:>{width}.3f}" if math.isfinite(figure) else "–".rjust(width)


def command(path: Path, columns: Columns, choices: Choices, out: Path | None) -> str:
    """Run, write the JSON if a file is named, and return what is printed."""
    tested: list[Any] = run_backtest(path, columns, choices)
    if out is not None:
        write_json(out, tested)
    return told(tested)
