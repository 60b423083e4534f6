"""A page of the ledger scored with the figures that have come out, and those figures kept beside it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.disk.replace import replace_file
from reallocate.errors import InputError, Problem
from reallocate.output.blocks import Block, Prose, Section
from reallocate.problem.nation.targets import NO_CHANGE, OURS, figures_since
from reallocate.result.provenance import provenance
from reallocate.result.result import Kind, Result
from reallocate.roster.figures_file import read_figures_file
from reallocate.study.forecast.ledger_tables import FORECASTERS, SERIES, leaders, scored
from reallocate.work.world import World

OUTCOMES = "outcomes.csv"
COLUMNS = ("series", "month", "value")
REMEDY = f"Write a CSV file with the columns {', '.join(COLUMNS)}; rates as shares, jobs in persons."
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SAME = 1e-9


def known_figures(file: Path, actual: Path | None, world: World | None = None) -> pd.DataFrame:
    """Figures to score a ledger by: those that ship, those kept beside its file, and further ones.

    actual : CSV file (series, month, value) of further figures
    Raises `InputError` with everything in it that cannot be used.
    """
    kept = file.parent / OUTCOMES
    parts = [figures_since(world or load_world())]
    parts += [read_figures(one) for one in (kept, actual) if one is not None and one.is_file()]
    if actual is not None and not actual.is_file():
        raise InputError(Problem("there is no such file", f"--actual {actual}", REMEDY))
    return pd.concat(parts, ignore_index=True).drop_duplicates(["series", "month"], keep="last")


def read_figures(file: Path) -> pd.DataFrame:
    """Figures that have come out, from a CSV file; `InputError` with everything that is wrong."""
    *names, value = COLUMNS
    rows = read_figures_file(file, names, (value,), REMEDY)
    problems = []
    for place, (series, month, value) in enumerate(rows[list(COLUMNS)].itertuples(index=False), start=2):
        where = f"{file.name}, row {place}"
        if series not in SERIES:
            problems.append(Problem(f"{series} is not forecast", where, nearest=tuple(SERIES)))
        if not MONTH.fullmatch(month):
            problems.append(Problem(f"{month} is no month", where, "Write it as 2026-03."))
        is_share = series in ("unemployment", "quits", "hires")
        most = 1.0 if is_share else np.inf
        if not 0 < value < most:
            what = f"{value} is no {'share between 0 and 1' if is_share else 'number above 0'}"
            problems.append(Problem(what, where, REMEDY))
    if rows.duplicated(["series", "month"]).any():
        problems.append(Problem("a month of a series is given twice", str(file)))
    if problems:
        raise InputError(problems)
    return rows[list(COLUMNS)]


def keep_figures(file: Path, actual: Path) -> Path:
    """Add figures that have come out to those kept beside a ledger; returns their file.

    Raises `InputError` where one of them is there with another value: what was published first counts.
    """
    target, new = file.parent / OUTCOMES, read_figures(actual)
    before = read_figures(target) if target.is_file() else new.iloc[:0]
    both = before.merge(new, on=["series", "month"], suffixes=("_before", ""))
    off = both[(both["value_before"] / both["value"] - 1).abs() > SAME]
    if len(off):
        one = off.iloc[0]
        what = f"{one['series']} of {one['month']} is kept as {one['value_before']}, not {one['value']}"
        why = "A forecast is scored by the figure as it was published first."
        raise InputError(Problem(what, str(target), "Leave the revised figure out.", why))
    whole = pd.concat([before, new]).drop_duplicates(["series", "month"]).sort_values(["series", "month"])
    replace_file(target, whole.to_csv(index=False).encode())
    return target


def score_ledger(ledger: Result, actual: pd.DataFrame, command: str = "") -> Result:
    """A page of the ledger compared with what has come out.

    actual : series, month, value
    """
    made = ledger.table("forecasts")
    rows = scored.checked(scored.compute((made, actual)))
    best = leaders.checked(leaders.compute(rows))
    request = {"ledger": ledger.facts["hashes"], "actual": actual.to_csv(index=False)}
    facts = {
        "title": f"The forecasts of {ledger.facts['date']}, scored",
        "date": ledger.facts["date"],
        **provenance(request, read_manifest(bundle_folder()), ("numpy", "pandas"), command),
    }
    tables = {"leaders": best, "scored": rows}
    return Result(LEDGER_SCORE, facts, tables, {"headline": _text(made, rows, best)})


def next_figures(made: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The next month of each series that has not come out; series, month, and our row's figures."""
    ours = made[made["forecaster"].eq(OURS)]
    done = set(rows[["series", "month"]].itertuples(index=False, name=None))
    left = ours[[key not in done for key in ours[["series", "month"]].itertuples(index=False, name=None)]]
    return left.sort_values("month").groupby("series", sort=False).head(1)


def _text(made: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame) -> list[str]:
    lines = []
    if rows.empty:
        lines.append("No figure that was forecast has come out in the data at hand, so nobody leads yet.")
    for series, part in best[best["leads"]].groupby("series", sort=False):
        names = " and ".join(FORECASTERS[one] for one in part["forecaster"])
        count = int(part["figures"].iloc[0])
        ratio = part["ratio"].iloc[0]
        told = "" if part["forecaster"].iloc[0] == NO_CHANGE else f", CRPS {ratio:.2f} of that of no change"
        figures = "1 figure" if count == 1 else f"{count} figures"
        lines.append(f"{SERIES[str(series)]}: {names} leads after {figures}{told}.")
    coming = next_figures(made, rows)
    if len(coming):
        told = "; ".join(
            f"{SERIES[row['series']]}, {row['month']}" for row in coming.to_dict("records")
        )
        lines.append(f"Next figures: {told}.")
    return lines


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [
        Section("headline", "Who leads, and what comes next", (
            Prose(result.explain()["headline"], "lead"), result.grid("leaders"),
        )),
        Section("scored", "Forecast and actual", (
            result.grid("scored", merged=True, most=max(len(result.table("scored")), 1)),
        )),
    ]  # fmt: skip


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    return [Prose(result.explain()["headline"]), result.grid("leaders")]


LEDGER_SCORE = Kind(
    "ledger-score", "the score of a page of the ledger", "reallocate forecast score --out",
    (leaders, scored), (), page, card, about="forecasts compared with the figures since",
)  # fmt: skip
