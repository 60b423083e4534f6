"""The help pages come at once: they load no scientific library."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SCIENTIFIC = ["numpy", "pandas", "pyarrow", "scipy", "xarray", "linopy", "highspy", "polars", "altair", "pandera"]

HELP_PAGES = """
import io, json, sys
from contextlib import redirect_stdout
from typer.main import get_command
from reallocate.cli.main import app

pages = {}
tree = get_command(app).commands
verbs = [[verb] for verb in sorted(tree)]
verbs += [[verb, one] for verb in sorted(tree) for one in getattr(tree[verb], "commands", {})]
for words in [["--help"], *([*words, "--help"] for words in verbs)]:
    text = io.StringIO()
    with redirect_stdout(text):
        try:
            get_command(app)(words, prog_name="reallocate")
        except SystemExit as end:
            assert end.code == 0, words
    pages[" ".join(words)] = text.getvalue()
print(json.dumps({"pages": pages, "modules": sorted(sys.modules)}))
"""


def loaded(program: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={**os.environ, "COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_help_loads_no_scientific_library() -> None:
    found = loaded(HELP_PAGES)
    assert isinstance(found["pages"], dict) and len(found["pages"]) > 3
    assert all("Usage" in page for page in found["pages"].values())
    assert max(len(line) for page in found["pages"].values() for line in page.splitlines()) <= 80
    assert not set(SCIENTIFIC) & set(found["modules"])  # type: ignore[call-overload]


def test_importing_the_package_loads_no_scientific_library() -> None:
    found = loaded("import json, sys, reallocate; print(json.dumps({'modules': sorted(sys.modules)}))")
    assert not set(SCIENTIFIC) & set(found["modules"])  # type: ignore[call-overload]
