"""The engine ``iidsp``: what cells show equals what a cold kernel's cells show, and nothing stays behind."""

from __future__ import annotations

import builtins
import importlib
import os
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.engines import Engine
from papermill.exceptions import PapermillExecutionError

from iidsp_analysis.report.engine import NAME, InProcessEngine, register_engine
from iidsp_analysis.report.jobs import Settings, region_job
from iidsp_analysis.report.outputs import Outputs, coalesced
from iidsp_analysis.report.tasks import ENGINES, EXECUTED, LOG, Task, read_answer
from tests.report.made_notebooks import made_notebook

#: Whatever notebooks do that differs between a terminal, a kernel, and a process that imported pandas long ago.
CELLS = (
    "import sys\nprint('first')\nprint('aside', file=sys.stderr)\nprint('second')\nregion",
    "import numpy as np, pandas as pd\npd.DataFrame(np.arange(90).reshape(3, 30))",
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 2, 3]);",
    "from IPython.display import HTML, Markdown, clear_output, display, update_display\n"
    "display(figure, metadata={'image/png': {'alt': 'a line'}})\nHTML('<b>bold</b>')",
    "shown = display('one', display_id='q')\nprint('cleared')\nclear_output(wait=True)\nprint('stays')",
    "handle = display('old', display_id='r')",
    "update_display('new', display_id='r')",
    "!echo shell",
    "%%bash\necho bash",
    "import asyncio\nawait asyncio.sleep(0)\n__IPYTHON__",
    "import seaborn as sns\nsns.heatmap(np.arange(9).reshape(3, 3), annot=True)\nNone",
    "pd.Series(range(100))",
    "{'b': 1, 'a': [1, 2, 3]}",
    "import os\nos.environ['PAGER'], os.environ['MPLBACKEND'], plt.get_backend()",
    "Markdown('**x**')",
    "%who",
)


def executed(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def shown(notebook: nbformat.NotebookNode) -> list:
    return [(cell.get("execution_count"), cell.get("outputs")) for cell in notebook.cells]


@pytest.fixture
def run(tmp_path):
    """Run cells by the engine in this process."""
    register_engine()

    def ran(*cells: str, **options):
        path = made_notebook(tmp_path / "in.ipynb", *cells)
        return papermill.execute_notebook(path, tmp_path / "out.ipynb", engine_name=NAME, progress_bar=False,
                                          kernel_name="python3", **options)  # fmt: skip

    return ran


def test_printed_text_comes_before_what_is_shown_and_errors_after_it(run):
    outputs = run("import sys\nprint('a', file=sys.stderr)\nprint('b')\n1").cells[-1].outputs
    assert [(each.get("name"), each.get("text")) for each in outputs[:2]] == [("stdout", "b\n"), ("stderr", "a\n")]
    assert outputs[2].data == {"text/plain": "1"}


def test_a_failed_cell_stops_the_notebook_and_says_so(run, tmp_path):
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        run("1", "1 / 0", "print('never')")
    *_, last = executed(tmp_path / "out.ipynb").cells
    assert last.outputs == []


def test_a_tag_allows_a_cell_to_fail(tmp_path):
    register_engine()
    path = made_notebook(tmp_path / "in.ipynb", "1 / 0", "print('goes on')")
    notebook = executed(path)
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    notebook.metadata["papermill"] = {}
    ran = InProcessEngine.execute_notebook(notebook, "python3", progress_bar=False)
    assert ran.cells[-1].outputs[0].text == "goes on\n"


def test_the_process_is_as_it_was(run):
    before = (sys.stdout, sys.stderr, sys.displayhook, sys.modules["__main__"], dict(os.environ))
    run("import os, sys\nos.environ['LEAK'] = '1'\nsys.stdout = None")
    assert (sys.stdout, sys.stderr, sys.displayhook, sys.modules["__main__"], dict(os.environ)) == before
    assert not hasattr(builtins, "get_ipython")


def test_random_numbers_start_from_the_seed(run):
    cell = "import random\nimport numpy as np\nrandom.random(), float(np.random.random())"
    first, second, other = (run(cell, seed=seed).cells[-1].outputs[0].data for seed in (1, 1, 2))
    assert first == second != other


def test_a_flood_of_output_is_refused(run):
    outputs = Outputs(largest=10)
    outputs.streams["stdout"].write("0123456789")
    with pytest.raises(Exception, match="more than"):
        outputs.streams["stdout"].write("x")


def test_streams_are_joined_as_nbclient_joins_them():
    def stream(name, text):
        return nbformat.v4.new_output("stream", name=name, text=text)

    told = coalesced(
        [stream("stderr", "e"), stream("stdout", "a\n"), stream("stderr", "f"), stream("stdout", "5%\r6%")]
    )
    assert [(each.name, each.text) for each in told] == [("stdout", "a\n6%"), ("stderr", "ef")]


def test_the_entry_point_names_the_engine(project):
    declared = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    module, _, name = declared["papermill.engine"][NAME].partition(":")
    assert issubclass(getattr(importlib.import_module(module), name), Engine)


@pytest.fixture(scope="module")
def made(forked, tmp_path_factory):
    """Make a page of a notebook in a process of its own; what its cells showed."""

    def by(engine: str, notebook: Path, expected: str = "") -> nbformat.NotebookNode:
        work = tmp_path_factory.mktemp("work") / engine
        job = region_job("AKM", Settings(language="en"))
        forked(Task(job, job.parameters, notebook, work, engine))
        answer = read_answer(work)
        assert answer is not None, (work / LOG).read_text()
        assert answer.reason.startswith(expected), answer.reason
        return executed(work / EXECUTED)

    return by


@pytest.mark.slow
def test_outputs_equal_those_of_a_cold_kernel(made, tmp_path):
    notebook = made_notebook(tmp_path / "in.ipynb", *CELLS)
    warm, cold = (shown(made(engine, notebook, "ReportError: The page cannot stand")) for engine in ENGINES)
    assert warm == cold


@pytest.mark.slow
def test_the_report_of_a_region_is_the_same_byte_for_byte(made, project):
    notebook = project / "notebooks" / "region_report.ipynb"
    warm, cold = (shown(made(engine, notebook)) for engine in ENGINES)
    assert _without_addresses(warm) == _without_addresses(cold)


def _without_addresses(told: object) -> str:
    """A result has no text form but its place in memory, which no page shows."""
    return re.sub(r"0x[0-9a-f]+", "0x", repr(told))


HOSTILE = (
    "import builtins, locale, os, random, sys, warnings\nimport matplotlib as mpl, numpy as np, pandas as pd",
    "leak = 1\nbuiltins.leak = 1\nos.environ['LEAK'] = 'yes'\nsys.leak = 1\nos.chdir('/')",
    "mpl.rcParams['figure.dpi'] = 7\npd.set_option('display.max_columns', 2)\nwarnings.simplefilter('ignore')",
    "random.seed(5)\nnp.random.seed(5)\npd.DataFrame.sum = None\nsys.path.insert(0, '/leak')\nos.umask(0)",
    "from iidsp_analysis import language\nlanguage.LANGUAGES = ()\nlanguage.language.cache_clear()",
)
NEIGHBOUR = (
    "import builtins, os, random, sys, warnings\nimport matplotlib as mpl, numpy as np, pandas as pd",
    "'leak' in globals(), hasattr(builtins, 'leak'), os.environ.get('LEAK'), hasattr(sys, 'leak')",
    "mpl.rcParams['figure.dpi'], pd.get_option('display.max_columns'), [f[0] for f in warnings.filters]",
    "random.random(), float(np.random.random()), callable(pd.DataFrame.sum), '/leak' in sys.path, os.umask(0o22)",
    "from iidsp_analysis import language\nlanguage.LANGUAGES, os.path.basename(os.getcwd()) != ''",
)


@pytest.mark.slow
def test_nothing_leaks_from_one_report_to_the_next(made, tmp_path):
    hostile = made_notebook(tmp_path / "hostile.ipynb", *HOSTILE)
    neighbour = made_notebook(tmp_path / "neighbour.ipynb", *NEIGHBOUR)
    alone = shown(made("iidsp", neighbour))
    made("iidsp", hostile, "UsageError: Unknown language")
    assert shown(made("iidsp", neighbour)) == alone
