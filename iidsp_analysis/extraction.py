"""Messages in the code: which texts it asks a translation for, read from its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent
#: ``count(singular, plural, number)``; shorter calls are those of texts, lists and frames.
ARGUMENTS_OF_COUNT = 3


class Message(NamedTuple):
    """An English message, its plural if its form depends on a number, and the file that says it."""

    text: str
    plural: str
    where: str


def code_messages(package: Path = PACKAGE) -> Iterator[Message]:
    """List the messages of the code: the texts given to ``say``, ``count`` and ``section``, and the terms of a page.

    A text is a literal, one of two literals, or a constant of a module of the package.
    """
    for path in _modules(package):
        tree, constants = tree_of(path), _constants(path, package)
        where = _where(path, package)
        for call in _calls(tree):
            for texts in _texts_of(call, constants):
                yield Message(texts[0], texts[1] if len(texts) > 1 else "", where)
        if where == "report/pages.py":
            yield from (Message(term, "", where) for term in _terms(tree))


def unread_calls(package: Path = PACKAGE) -> set[tuple[str, str]]:
    """List ``(file, expression)`` of every message that cannot be read from the code: it stands somewhere else."""
    unread = set()
    for path in _modules(package):
        constants = _constants(path, package)
        spoken = [argument for call in _calls(tree_of(path)) for argument in _arguments(call)]
        unread |= {(_where(path, package), ast.unparse(each)) for each in spoken if not _literals(each, constants)}
    return unread


def unspoken(package: Path = PACKAGE) -> set[tuple[str, str]]:
    """List ``(file, statement)`` where ``say`` gets another name, under which its messages would not be found."""
    found = set()
    for path in _modules(package):
        tree = tree_of(path)
        called = {id(call.func) for call in _calls(tree)}
        known = {id(node) for node in ast.walk(tree) for node in _passed_on(node)}
        spoken = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "say")
        found |= {(_where(path, package), ast.unparse(node)) for node in spoken if id(node) not in called | known}
    return found


def _passed_on(node: ast.AST) -> list[ast.expr]:
    """Return the uses of ``say`` that keep its name: assigned to ``say``, or given to a template as its translator."""
    if isinstance(node, ast.Assign):
        targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        return [value for target, value in zip(targets, values, strict=False) if ast.unparse(target) == "say"]
    return [node.value] if isinstance(node, ast.keyword) and node.arg == "translate" else []


def _modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def _where(path: Path, package: Path) -> str:
    return path.relative_to(package).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a module once for all who look into it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that are messages."""
    name = _name(call)
    if name in ("say", "project_section"):
        return call.args[:1]
    if name == "count" and len(call.args) >= ARGUMENTS_OF_COUNT:
        return call.args[:2]
    told = call.args[:2] if name == "section" and len(call.args) > 1 else []
    return [each for each in told if not (isinstance(each, ast.Constant) and each.value == "")]


def _texts_of(call: ast.Call, constants: dict[str, str]) -> list[tuple[str, ...]]:
    read = [_literals(argument, constants) for argument in _arguments(call)]
    if _name(call) == "count":
        return [(read[0][0], read[1][0])] if len(read) > 1 and all(read) else []
    return [(text,) for texts in read for text in texts]


def _literals(node: ast.expr, constants: dict[str, str]) -> list[str]:
    """Return the texts that an expression can be; none where it is not known before the program runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        both = [_literals(node.body, constants), _literals(node.orelse, constants)]
        return [*both[0], *both[1]] if all(both) else []
    return [constants[node.id]] if isinstance(node, ast.Name) and node.id in constants else []


def _constants(path: Path, package: Path) -> dict[str, str]:
    """Return the texts of a module's constants, imported ones included."""
    told: dict[str, str] = {}
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and (module := _module_path(node, package)):
            theirs = _own_constants(module)
            told |= {alias.asname or alias.name: theirs[alias.name] for alias in node.names if alias.name in theirs}
    return told | _own_constants(path)


def _module_path(node: ast.ImportFrom, package: Path) -> Path | None:
    root, *rest = (node.module or "").split(".")
    path = package.joinpath(*rest).with_suffix(".py")
    return path if root == package.name and rest and path.is_file() else None


def _own_constants(path: Path) -> dict[str, str]:
    assigned = [node for node in tree_of(path).body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return {
        target.id: node.value.value
        for node in assigned
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def _terms(tree: ast.Module) -> Iterator[str]:
    """Return the terms that ``provenance`` hands to the template, which translates them."""
    makers = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "provenance"]
    for node in chain.from_iterable(ast.walk(maker) for maker in makers):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
