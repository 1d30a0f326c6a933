"""Texts of errors, help and progress, read from the code's syntax tree: what the command line says.

Errors are raised on floors that know no language, as English sentences with their values in them. Here each sentence is
found with gaps in the place of its values; ``command_words`` recognises it by them and tells it in the reader's words.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from iidsp_analysis.extraction import PACKAGE, tree_of

#: Arguments of an error that are sentences, and the one that names a place.
_SENTENCES: Final = ("what", "what_next", "where")
_HELP: Final = ("help", "epilog")
#: Functions that print a line of the command.
_PRINTERS: Final = ("spoken", "_stop")
#: So many small letters in a row make a word; shorter ones are codes, signs and units.
_WORD: Final = re.compile(r"[a-z]{3}")
#: Names of options, files and fields stand as they are.
_NAME: Final = re.compile(
    r"\w+://\S*|-{1,2}[a-z][\w-]*|[\w/.-]*/[\w/.{}:-]*|\b\w+\.(?:yml|csv|json|xlsx|ipynb)\b|\b\w+_\w+\b"
)
_GAP: Final = re.compile(r"\{\w+\}")
#: Rooms whose errors speak to who calls them from a program: they stay English. Those about a user's file do not.
_FOR_PROGRAMS: Final = ("forecasts", "measures", "models")
_OF_FILES: Final = ("models/weights.py", "models/technology_scheme.py", "models/comparables.py")
#: Rounds in which a text is followed from the caller of a function to the error that it raises.
_ROUNDS: Final = 3


def command_texts(package: Path = PACKAGE) -> list[str]:
    """List the English texts of the command line with named gaps, each once, in the order of files and lines."""
    trees = {path.relative_to(package): tree_of(path) for path in sorted(package.rglob("*.py"))}
    errors, taken = _error_classes(trees.values()), _parameters_of_errors(trees.values())
    found: dict[str, None] = {}
    for tree in (tree for path, tree in trees.items() if _is_for_people(path)):
        known = _assigned(tree)
        for text in (*_said(tree, errors, taken, known), *_helped(tree)):
            if is_sentence(text):
                found.setdefault(text)
    return list(found)


def _is_for_people(path: Path) -> bool:
    return path.parts[0] not in _FOR_PROGRAMS or path.as_posix() in _OF_FILES


def is_sentence(text: str) -> bool:
    """Whether a text has words that can be translated: not an option, a file, a field, one word or a number alone."""
    return (" " in text.strip() or text.endswith(".")) and bool(_WORD.search(_NAME.sub(" ", _GAP.sub("0", text))))


def _error_classes(trees: Iterable[ast.Module]) -> set[str]:
    """Names of all classes that derive from ``AnalysisError``."""
    bases = [
        (node.name, {ast.unparse(base).rpartition(".")[2] for base in node.bases})
        for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]  # fmt: skip
    errors = {"AnalysisError"}
    for _ in range(_ROUNDS):
        errors |= {name for name, theirs in bases if theirs & errors}
    return errors


# --- texts that functions hand on ---------------------------------------------------------------------------------


def _parameters_of_errors(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Parameters of functions that are texts of an error: they are called as the errors' own."""
    taken: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                names = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
                taken[function.name] |= names & {"what", "what_next", "told", "reason", "hint", "form"}
    return {name: parameters for name, parameters in taken.items() if parameters}


@cache
def _parameter_names(tree: ast.Module) -> dict[str, list[str]]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {each.name: [argument.arg for argument in each.args.args] for each in functions}


def _assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What the names of a module are set to, and what its functions return."""
    known: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known[target.id].append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            known[node.target.id].append(node.value)
        elif isinstance(node, ast.FunctionDef):
            known[node.name] += [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
    return known


def _said(
    tree: ast.Module, errors: set[str], taken: dict[str, set[str]], known: dict[str, list[ast.expr]]
) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        if name in errors or name in _PRINTERS:
            spoken = [*call.args[:1], *(each.value for each in call.keywords if each.arg in _SENTENCES)]
        elif name in taken:
            spoken = _handed_on(call, taken[name], _parameter_names(tree).get(name, []))
        else:
            continue
        for expression in spoken:
            yield from _texts(expression, known)


def _handed_on(call: ast.Call, taken: set[str], names: list[str]) -> list[ast.expr]:
    by_place = [argument for name, argument in zip(names, call.args, strict=False) if name in taken]
    return by_place + [each.value for each in call.keywords if each.arg in taken]


# --- sentences with gaps ------------------------------------------------------------------------------------------


def _texts(expression: ast.expr, known: dict[str, list[ast.expr]], depth: int = 2) -> list[str]:
    """Return the texts that an expression can be, with gaps for what is known only when the program runs."""
    match expression:
        case ast.Constant(value=str(text)):
            return [text.replace("{", "{{").replace("}", "}}")]
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
            return [_with_gaps(expression)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body, known, depth), *_texts(orelse, known, depth)]
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) if depth:
            return [text for value in known.get(name, []) for text in _texts(value, known, depth - 1)]
    return []


def _with_gaps(expression: ast.expr) -> str:
    names: list[str] = []
    return "".join(_pieces(expression, names))


def _pieces(expression: ast.expr, names: list[str]) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(text)):
            yield text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _pieces(value, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(left, names)
            yield from _pieces(right, names)
        case ast.FormattedValue(value=value):
            yield _gap(value, names)
        case _:
            yield _gap(expression, names)


def _gap(value: ast.expr, names: list[str]) -> str:
    """Name a gap after the last name in its expression; a second one of that name gets a number."""
    spoken = [each for each in re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'", "", ast.unparse(value)))]
    name = next((each.strip("_") for each in reversed(spoken) if len(each.strip("_")) > 1), "value")
    names.append(name)
    count = names.count(name)
    return f"{{{name}{count if count > 1 else ''}}}"


# --- help ---------------------------------------------------------------------------------------------------------


def _helped(tree: ast.Module) -> Iterator[str]:
    """Help of commands and options: the docstring of a command, and what Typer is told."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(".command(" in ast.unparse(each) for each in node.decorator_list):
            yield inspect.cleandoc(ast.get_docstring(node) or "")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("typer.Typer", "typer.Option", "typer.Argument"):
            for keyword in node.keywords:
                if keyword.arg in _HELP:
                    yield from _texts(keyword.value, {})
