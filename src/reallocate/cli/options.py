"""Options that several verbs share, each with its name, help and place in the help page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

RESULT, RUN, ASSUMPTIONS = "Result", "Run", "Assumptions"
"""Panels of a help page."""


def option(name: str, help: str, panel: str | None = None, short: str | None = None) -> Any:
    """An option.

    panel : heading under which it stands in the help page
    short : such as -i
    """
    names = (name, short) if short is not None else (name,)
    return typer.Option(*names, help=help, rich_help_panel=panel)


Out = Annotated[
    Path | None,
    option("--out", "Folder for page and tables; `reallocate open` shows it again.", RESULT),
]
AsJson = Annotated[bool, option("--json", "Print one JSON object on standard output.", RESULT)]
Workers = Annotated[
    int | None, option("--workers", "Processes to use. Default: one for each processor core.", RUN)
]
Seed = Annotated[int | None, option("--seed", "Seed of the random draws. Default: 0.", RUN)]
Set = Annotated[
    list[str] | None,
    option(
        "--set",
        "Value of an assumption, NAME=VALUE; repeatable. `reallocate data --params` lists them.",
        ASSUMPTIONS,
    ),
]
Industry = Annotated[
    list[str] | None,
    option("--industry", "NAICS code, or words of an industry's title; repeatable.", short="-i"),
]
Capability = Annotated[
    str | None,
    option(
        "--capability",
        "Future of AI capability: trend, plateau, fast, or reversal (back to today's).",
        ASSUMPTIONS,
    ),
]
Reach = Annotated[
    str | None,
    option(
        "--reach",
        "Published source of AI's reach (the work that AI can do); `all` uses every source.",
        ASSUMPTIONS,
    ),
]
Sources = Annotated[
    Path | None,
    option(
        "--sources",
        "Folder of source files whose data may not ship. Default: the folder that the environment variable "
        "REALLOCATE_SOURCE_DATA names.",
        RUN,
    ),
]
