"""Papers at the door: environment, lock file and notebooks keep the rules of the house."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from iidsp_analysis.report.jobs import NOTEBOOKS
from iidsp_analysis.sections.context import PARAMETERS

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOK_PATHS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
MOST_STATEMENTS = 3
#: Statements and expressions that are logic, which belongs into the package.
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.Try,
    ast.TryStar, ast.With, ast.AsyncWith, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.Match,
)  # fmt: skip
#: Distribution of each imported name where the two differ, or the declared package that stands on the imported one.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "yaml": "pyyaml",
    "python_calamine": "python-calamine",
    "docx": "python-docx",
    "IPython": "ipykernel",
    "markupsafe": "jinja2",
    "nbclient": "nbconvert",
    "traitlets": "nbconvert",
    "shapely": "geopandas",
}


def declared():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project, {requirement.name: requirement for requirement in map(Requirement, project["dependencies"])}


def lower_bound(requirement):
    (bound,) = (clause for clause in requirement.specifier if clause.operator == ">=")
    return Version(bound.version)


# --- environment and lock --------------------------------------------------------------------------------------


def test_conda_users_get_the_packages_of_pip_users():
    _, packages = declared()
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    named = {
        requirement.name: requirement
        for requirement in map(Requirement, environment["dependencies"])
        if requirement.name != "pip"
    }
    python = named.pop("python")
    assert named == packages
    project, _ = declared()
    assert str(python.specifier) == project["requires-python"]


def test_every_dependency_has_a_lower_bound():
    _, packages = declared()
    assert all(lower_bound(requirement) > Version("0") for requirement in packages.values())


def locked():
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [re.sub(r"\s+#.*|^#.*", "", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def test_the_lock_holds_only_names_versions_and_hashes():
    form = re.compile(
        r"[a-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^\s;]+( ; [^#]*?)?( +--hash=sha256:[0-9a-f]{64})+", re.IGNORECASE
    )
    wrong = [line[:80] for line in locked() if not form.fullmatch(line)]
    assert wrong == []
    assert len(locked()) > 100


def test_the_lock_names_no_address():
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert [word for word in ("://", "--index", "--find-links", "-i ", " @ ", "git+") if word in text] == []


def test_the_lock_satisfies_what_is_declared():
    _, packages = declared()
    pinned = [Requirement(line.split(" --hash")[0]) for line in locked()]
    versions = {}
    for requirement in pinned:
        if requirement.marker is None or requirement.marker.evaluate():
            (pin,) = requirement.specifier
            versions[requirement.name] = Version(pin.version)
    assert set(packages) <= set(versions)
    assert [name for name, requirement in packages.items() if versions[name] not in requirement.specifier] == []


def extras():
    """Packages that a user may leave out."""
    project, _ = declared()
    chosen = project["optional-dependencies"]
    return {Requirement(each).name for extra in chosen if extra not in ("test", "bench") for each in chosen[extra]}


def foreign(nodes):
    """Distributions that the nodes import."""
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return {DISTRIBUTIONS.get(name, name) for name in names - set(sys.stdlib_module_names) - {"iidsp_analysis"}}


def modules():
    return [ast.parse(path.read_text(encoding="utf-8")) for path in (PROJECT / "iidsp_analysis").rglob("*.py")]


def test_every_import_of_the_package_is_declared():
    _, packages = declared()
    assert {name for module in modules() for name in foreign(ast.walk(module))} - set(packages) - extras() == set()


def test_what_may_be_left_out_is_imported_where_it_is_used():
    assert extras()
    assert {name for module in modules() for name in foreign(module.body)} & extras() == set()


# --- notebooks -------------------------------------------------------------------------------------------------


def cells(path):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_parameters(cell):
    return "parameters" in cell.metadata.get("tags", [])


def test_there_is_a_notebook_for_every_kind_of_report():
    assert {path.stem for path in NOTEBOOK_PATHS} >= set(NOTEBOOKS.values())


@pytest.mark.parametrize("path", NOTEBOOK_PATHS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_valid(self, path):
        nbformat.validate(nbformat.read(path, as_version=4))

    def test_has_no_outputs(self, path):
        assert all(cell.outputs == [] and cell.execution_count is None for cell in cells(path))

    def test_has_exactly_one_parameters_cell_before_all_others(self, path):
        assert [is_parameters(cell) for cell in cells(path)] == [True] + [False] * (len(cells(path)) - 1)

    def test_its_parameters_are_known_plain_values(self, path):
        statements = ast.parse(cells(path)[0].source).body
        assert all(isinstance(statement, ast.Assign) for statement in statements)
        assert all(isinstance(statement.value, ast.Constant) for statement in statements)
        assert {target.id for statement in statements for target in statement.targets} <= set(PARAMETERS)

    def test_each_cell_is_one_sentence(self, path):
        too_long = [
            cell.source
            for cell in cells(path)
            if not is_parameters(cell) and len(ast.parse(cell.source).body) > MOST_STATEMENTS
        ]
        assert too_long == []

    def test_holds_no_logic(self, path):
        logic = [
            cell.source for cell in cells(path) for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)
        ]
        assert logic == []

    def test_imports_only_the_package_and_ipython(self, path):
        nodes = [node for cell in cells(path) for node in ast.walk(ast.parse(cell.source))]
        modules = [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        assert {module.split(".")[0] for module in modules} <= {"iidsp_analysis", "IPython"}

    def test_uses_no_magic_or_shell(self, path):
        assert [cell.source for cell in cells(path) if cell.source.lstrip().startswith(("%", "!", "?"))] == []

    def test_prose_stands_between_the_cells(self, path):
        kinds = [cell.cell_type for cell in nbformat.read(path, as_version=4).cells]
        assert kinds[0] == "markdown"
        assert kinds.count("markdown") >= (len(kinds) - 3) // 3
