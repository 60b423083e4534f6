"""Runs the cells of docs/notebooks/*.ipynb and stores what they show; `make docs` calls it.

Code and text are written in the notebook itself; outputs made elsewhere are lost.
"""

from __future__ import annotations

import ast
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = tuple(sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")))
# Whatever terminal it runs in.
TABLES = {"display.max_columns": 20, "display.max_rows": 60, "display.max_colwidth": 50, "display.width": 160}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main() -> None:
    """Run each notebook and write it with its outputs."""
    for notebook in NOTEBOOKS:
        before = notebook.read_text("utf-8")
        text = as_text(executed(json.loads(before)))
        if text != before:
            notebook.write_text(text, encoding="utf-8")
            print(f"written: {notebook.relative_to(ROOT)}")


def as_text(notebook: dict[str, Any]) -> str:
    """The notebook as it is stored."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of its cells, run in order, in an empty folder that is then removed."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    count, cells = 0, []
    with empty_folder(), pd.option_context(*(part for option in TABLES.items() for part in option)):
        for cell in notebook["cells"]:
            fresh = {"cell_type": cell["cell_type"], "metadata": {}, "source": cell["source"]}
            if cell["cell_type"] == "code":
                count += 1
                outputs = list(run("".join(cell["source"]), namespace, count))
                fresh |= {"execution_count": count, "outputs": outputs}
            cells.append(fresh)
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 4}


@contextmanager
def empty_folder() -> Iterator[None]:
    """Work in a folder of one's own for a while."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def run(code: str, namespace: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """What one cell shows: what it prints, and the value of a last line that is an expression."""
    tree, value = ast.parse(code), None
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, f"cell {count}", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {count}", "eval"), namespace)
    if printed.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())}
    if value is not None:
        data = shown(value)
        yield {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}


def shown(value: Any) -> dict[str, Any]:
    """A value by media type: a chart as SVG, others as HTML, where they know how; all as text."""
    data: dict[str, Any] = {"text/plain": lines(repr(value))}
    if hasattr(value, "_repr_svg_"):
        data["image/svg+xml"] = lines(value._repr_svg_())
    if hasattr(value, "_repr_html_"):
        data["text/html"] = lines(value._repr_html_())
    return data


def lines(text: str) -> list[str]:
    """Text as a notebook stores it."""
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    main()
