"""Small notebooks that tests write."""

from __future__ import annotations

from pathlib import Path

import nbformat

PARAMETERS = 'region = "AKM"\nindustry = "24"\nyear = 2017\nborders = 2014\nas_of = ""\nlanguage = "en"'


def made_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """Write a notebook with a cell of parameters and cells of code; one that begins with # is prose."""
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
    )
    notebook.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    notebook.cells += [
        nbformat.v4.new_markdown_cell(source) if source.startswith("#") else nbformat.v4.new_code_cell(source)
        for source in cells
    ]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, path)
    return path
