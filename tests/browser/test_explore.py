"""The explorer in a real JupyterLab: it opens, reacts to hands within the promised time, and the console stays silent."""

from __future__ import annotations

import json
import shutil
import time

import pytest

from tests.browser.jupyter import PROJECT, Lab, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Promised: from the move of a weight to the new ranking on the screen.
PROMISED_MS = 200
MOVES = 12
#: What a bare JupyterLab logs by itself (the same with an empty notebook), by how each begins.
OF_JUPYTERLAB: tuple[str, ...] = ()
ARROW_RIGHT, ARROW_LEFT = ("ArrowRight", 39), ("ArrowLeft", 37)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("notebooks")
    shutil.copy(PROJECT / "notebooks" / "explore.ipynb", root / "explore.ipynb")
    return root


@pytest.fixture(scope="module")
def lab(folder, tmp_path_factory):
    running = Lab(folder, tmp_path_factory.mktemp("jupyter"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def page(browser, lab):
    with browser.tab(lab.address("explore.ipynb"), 1600, 2600) as tab:
        opened = Page(tab)
        opened.wait("window.jupyterapp && document.querySelectorAll('.jp-Notebook .jp-CodeCell').length > 3")
        opened.ask("jupyterapp.shell.currentWidget.sessionContext.ready.then(() => true)")
        opened.ask("jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
        opened.wait("document.querySelectorAll('.iidsp table').length > 0")
        opened.wait("document.querySelectorAll('.iidsp').length > 0 && document.querySelector('.jp-Notebook img')")
        yield opened
