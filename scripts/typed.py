"""Are the types of `reallocate.__all__` and its members complete, which docs/stability.md calls stable?

`make typed` asks pyright and prints each name whose type is unknown or ambiguous.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import reallocate


def incomplete(symbols: list[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """How many names are stable, and each of them whose type is not known or not alike to every checker.

    symbols : as pyright --verifytypes lists them
    """
    homes = tuple(f"{module}.{name}." for name, module in reallocate._HOMES.items())
    stable = [one for one in symbols if f"{one['name']}.".startswith(homes)]
    lacking = [one["name"] for one in stable if not one["isTypeKnown"] or one["isTypeAmbiguous"]]
    return len(stable), lacking


def main() -> int:
    """Print the names that lack a type; 1 where one does."""
    bin_folder = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    command = ["pyright", "--verifytypes", "reallocate", "--ignoreexternal", "--outputjson"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    count, lacking = incomplete(json.loads(done.stdout)["typeCompleteness"]["symbols"])
    for name in lacking:
        print(f"type not known: {name}")
    print(f"{count - len(lacking)} of {count} stable names have a known type")
    return 1 if lacking or not count else 0


if __name__ == "__main__":
    raise SystemExit(main())
