"""What the server imports and computes once, before it forks: every report starts with it for nothing."""

from __future__ import annotations

import gc
import importlib
import io
import pkgutil
from collections.abc import Callable

from iidsp_analysis.report import environment


def warm() -> None:
    """Import the libraries and all sections, draw one picture, compile the templates."""
    environment.prepare()
    for name in ("papermill", "nbclient.exceptions", "nbconvert", "statsmodels.api", "seaborn", "pandas", "pyarrow"):
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
