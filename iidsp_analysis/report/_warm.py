"""What the server imports and computes once, before it forks: every report starts with it for nothing."""

from __future__ import annotations

import gc
import importlib
import io
import pkgutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from iidsp_analysis.report import environment

if TYPE_CHECKING:
    from iidsp_analysis.report.jobs import Job


def warm() -> None:
    """Import the libraries and all sections, draw one picture, compile the templates."""
    environment.prepare()
    for name in ("papermill", "nbclient.exceptions", "nbconvert", "pandas", "pyarrow"):
        importlib.import_module(name)
    from iidsp_analysis import language, sections
    from iidsp_analysis.report import engine, render

    engine.register_engine()
    for module in pkgutil.walk_packages(sections.__path__, f"{sections.__name__}."):
        importlib.import_module(module.name)
    for code in language.LANGUAGES:
        language.language(code)
    _draw()
    _render(render.render_page)
    importlib.import_module("iidsp_analysis.report.pages")
    gc.collect()
    gc.freeze()


def prepare(jobs: Sequence[Job]) -> None:
    """Compute what pages of a batch have in common, one job for each set of settings.

    What cannot be opened, or warns, is left to the pages: each of them meets the same and says so in its place.
    """
    from iidsp_analysis.errors import AnalysisError
    from iidsp_analysis.sections import common

    for job in jobs:
        with suppress(AnalysisError, OSError, Warning), catch_warnings():
            simplefilter("error")
            common.prepare(job.context)
    gc.collect()
    gc.freeze()


def _draw() -> None:
    """Load the fonts: a picture without data, thrown away."""
    from matplotlib.figure import Figure

    from iidsp_analysis import plots

    with plots.report_style():
        figure = Figure()
        figure.subplots().set_title("–")
        figure.savefig(io.BytesIO(), format="png")


def _render(render_page: Callable[..., str]) -> None:
    """Compile the templates on a page without cells."""
    import nbformat

    empty = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    empty.cells = [nbformat.v4.new_markdown_cell("x")]  # type: ignore[no-untyped-call]
    render_page(empty, language="en", title="–")
