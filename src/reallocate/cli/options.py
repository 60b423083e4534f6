"""Options that several verbs share, each with its help and its place in the help page."""

from __future__ import annotations

from typing import Any

import typer

RESULT, RUN, ASSUMPTIONS, ROSTER = "Result", "Run", "Assumptions", "Firm from a roster"
"""Panels of a help page."""


def option(help: str, panel: str | None = None, *names: str, default: Any = None) -> Any:
    """An option, as the default of a verb's argument, whose name it takes.

    panel : heading under which it stands in the help page
    names : where it is called otherwise, or has a short name too, such as --industry and -i
    """
    return typer.Option(default, *names, help=help, rich_help_panel=panel)


def flag(name: str, help: str, panel: str | None = None) -> Any:
    """An option without a value, which is false where it is not given."""
    return typer.Option(False, name, help=help, rich_help_panel=panel)


OUT = option("Folder for page and tables; `reallocate open` shows it again.", RESULT)
PDF = option("File for the summary and the report as a PDF. Needs the extra print.", RESULT)
SLIDES = option("File for six slides (PPTX). Needs the extra slides.", RESULT)
AS_JSON = flag("--json", "Print one JSON object on standard output.", RESULT)
WORKERS = option("Processes to use. Default: one for each processor core.", RUN)
SEED = option("Seed of the random draws. Default: 0.", RUN)
SET = option(
    "Value of an assumption, NAME=VALUE; repeatable. `reallocate data --params` lists them.",
    ASSUMPTIONS,
    "--set",
)
INDUSTRY = option("NAICS code, or words of an industry's title; repeatable.", None, "--industry", "-i")
HEADCOUNT = option("People at the start [FTE].", None, "--headcount", "-n")

ROSTER_FILE = option("Table of people or positions: CSV, XLSX or Parquet.", ROSTER, "--roster")
ROSTER_DATE = option(
    "Date of the roster [YYYY-MM-DD]. Default: the date above its headers, else today.", ROSTER, "--date"
)
MAP = option(
    "Name of a column that was not recognised: OURS=THEIRS, such as headcount=Staff; repeatable.",
    ROSTER,
    "--map",
)
REVIEW = option("Corrected table of uncertain job titles, from `reallocate roster`.", ROSTER)
RATE = option("Dollars for one unit of a currency, EUR=1.08; repeatable.", ROSTER)
RATES = option("Table of rates (CSV: currency, usd, date) in place of those that ship.", ROSTER, "--rates")
RATES_DATE = option("Date of the rates [YYYY-MM-DD].", ROSTER)
SKIP_ROWS = option("Rows at the top of the roster that are not read.", ROSTER)
BY = option(
    "Keep roles apart by department, site or country: --by department,site. Small groups stay together.",
    ROSTER,
)
WITHOUT_FAULTY = flag(
    "--without-faulty", "Leave out rows of the roster that have a fault, and say how many.", ROSTER
)
HEADER_ROW = option("Row with the column names, if not recognised.", ROSTER)
CAPABILITY = option(
    "Future of AI capability: trend, plateau, fast (as trend, to 1% of the figure), or reversal (back to "
    "today's).",
    ASSUMPTIONS,
)
REACH = option(
    "Published source of AI's reach (the work that AI can do); `all` uses every source.", ASSUMPTIONS
)
SOURCES = option(
    "Folder of source files whose data may not ship. Default: the folder that the environment variable "
    "REALLOCATE_SOURCE_DATA names.",
    RUN,
)

NAME = typer.Argument(None, help="Folder with scenario.toml, a .toml file, or the name of a shipped study.")
PAY_PER_HEAD = option("Average cost of a position, benefits and taxes included [USD/FTE/year].")
QUARTERS = option("Length of the plan [quarters].")
ADOPTION = option("Speed at which AI systems are installed: slow, medium or fast.", ASSUMPTIONS)
